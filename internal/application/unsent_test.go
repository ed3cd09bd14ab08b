package application_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"verv/internal/testbed"
)

// A session that ends while somebody types costs them nothing: what they typed is on their account, the page says how to go on, and it is offered
// again until its day. So it is on the first page of the form, on a later one, and for a visitor whose draft ended meanwhile.
func TestDraftOutlivesSession(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		me, _ := r.enter("kari@example.org")
		reAction := regexp.MustCompile(`action="(/jobs/[^"]*/apply\?draft=[^"]*)"`)
		action := func(a answer) string {
			t.Helper()
			m := reAction.FindStringSubmatch(a.Body)
			if m == nil {
				t.Fatalf("no form: %d %s", a.Code, a.text())
			}
			return m[1]
		}
		first := action(me.get(r.at("")))
		loggedOut := &browser{r: r}
		form := r.filled("")
		form.Set("letter", "Jeg har bygget hus i tolv år.")
		a := loggedOut.send(first, form, "", nil)
		if a.Code != 422 || !strings.Contains(a.Body, "tolv år") || !strings.Contains(a.text(), "Du er logget ut") || !strings.Contains(a.Body, "?next=%2Fjobs") {
			t.Fatalf("logged out: %d %s", a.Code, a.text())
		}
		next := action(a)
		if a := me.get(next); a.Code != 200 || !strings.Contains(a.Body, "tolv år") || strings.Contains(a.text(), "logget ut") {
			t.Errorf("logged in again: %d %s", a.Code, a.text())
		}
		if a := me.get(r.at("")); a.location() == "" || !strings.Contains(me.get(a.location()).Body, "tolv år") {
			t.Errorf("not offered on the job's form: %d", a.Code)
		}
		if a := me.get("/applications"); !strings.Contains(a.text(), "Ikke sendt") {
			t.Errorf("not offered in the list: %s", a.text())
		}
		stranger, _ := r.enter("ola@example.org")
		if a := stranger.get(next); a.Code != 404 {
			t.Errorf("somebody else: %d", a.Code)
		}
		if a := stranger.get("/applications"); strings.Contains(a.text(), "Ikke sendt") {
			t.Error("somebody else is offered it")
		}
		discard := strings.Replace(next, "/apply?", "/apply/discard?", 1)
		if a := stranger.post(discard, nil); a.Code != 404 {
			t.Errorf("somebody else lets it go: %d", a.Code)
		}
		if a := me.post(discard, nil); a.Code != 303 || strings.Contains(me.get("/applications").text(), "Ikke sendt") {
			t.Errorf("let go: %d", a.Code)
		}

		// A draft ends at its date, and whoever still has its form open loses nothing that they type.
		visitor := &browser{r: r}
		kept := action(visitor.send(r.at(""), url.Values{"name": {"Per"}}, "", nil))
		mine := action(me.send(first, url.Values{"letter": {"Kort."}}, "", nil))
		r.must(r.runner.Plant(t.Context()))
		r.Clock.Move(hours(73))
		r.work()
		r.work()
		if a := me.get("/applications"); strings.Contains(a.text(), "Ikke sendt") {
			t.Error("a draft outlives its date")
		}
		if a := visitor.send(kept, url.Values{"name": {"Per"}, "letter": {"Fortsatt her."}}, "", nil); a.Code != 422 || !strings.Contains(a.Body, "Fortsatt her.") {
			t.Errorf("a visitor's form after its draft: %d %s", a.Code, a.text())
		}
		if a := me.send(mine, url.Values{"name": {""}, "letter": {"Også her."}}, "", nil); a.Code != 422 || !strings.Contains(a.Body, "Også her.") {
			t.Errorf("a person's form after its draft: %d %s", a.Code, a.text())
		}
		if a := visitor.send(kept[:len(kept)-3]+"!!!", url.Values{"name": {"Per"}}, "", nil); a.Code != 404 {
			t.Errorf("a forged token begins a draft: %d", a.Code)
		}
	})
}
