package server_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed/whole"
)

// support has the operator look at how employer one has set things up.
func (w *town) support() {
	w.T.Helper()
	var e access.EmployerID
	w.Must(e.UnmarshalText([]byte(w.ids["employer one"])))
	s, err := w.Console.EnterSupport(w.T.Context(), w.Grant(w.people[operator].Actor, access.Operation(), privacy.Operate), e, employer.SupportAsked)
	w.Must(err)
	w.ids["support of one"] = s.ID.String()
}

// Support sees what is built and no person: no mark of anybody, nor of a draft, is on any of its pages, no body is opened, and the owners are
// told. It ends after half an hour, when it is left, and when the owner shuts the door.
func TestSupport(t *testing.T) {
	show.Show(t, "access.operator", "support-reads-drafts")
	towns(t, func(t *testing.T, w *town) {
		b, path := w.walkers[operator], "/operator/support/"+w.ids["support of one"]
		before := dump(w.House)
		pages := []string{path, path + "/jobs/" + w.ids["job of one"], path + "/jobs/" + w.ids["draft of one"]}
		for _, p := range pages {
			a := b.get(p)
			if a.status != 200 || !bytes.Contains(a.body, []byte("Personer er stengt for deg")) {
				t.Fatalf("%s: %d", p, a.status)
			}
			for m := range w.secrets() {
				if m != mark(operator+" name") && bytes.Contains(a.body, []byte(m)) { // the head of a page greets its reader
					t.Errorf("%s shows what is sealed or not published", p)
				}
			}
			if d := differ(before, dump(w.House), "session"); len(d) > 0 {
				t.Errorf("looking changes %v", d)
			}
		}
		if a := b.get(path); !bytes.Contains(a.body, []byte("Sykepleier i one")) || !bytes.Contains(a.body, []byte("Ansettende leder")) || !bytes.Contains(a.body, []byte("Ikke publisert")) {
			t.Error("support does not see what is built")
		}
		// The same eyes see the marks where they are.
		if a := w.walkers[member("one", access.Owner)].get("/employer/jobs/" + w.ids["draft of one"]); !bytes.Contains(a.body, []byte(mark("draft of one"))) {
			t.Errorf("positive control: the owner does not see the draft: %d", a.status)
		}
		if a := w.walkers[member("one", access.Owner)].get("/employer/team"); !bytes.Contains(a.body, []byte("Arbeidsgiveren ba om hjelp")) || !bytes.Contains(a.body, []byte(mark(member("one", access.Owner)+" name"))) {
			t.Errorf("the team does not read that support was here: %d", a.status)
		}
		w.Run()
		if !strings.Contains(w.letters(mark(member("one", access.Owner)+" address")), "Arbeidsgiveren ba om hjelp") {
			t.Error("the owner has no letter")
		}
		for _, other := range []string{member("one", access.Recruiter), member("two", access.Owner)} {
			if strings.Contains(w.letters(mark(other+" address")), "ba om hjelp") {
				t.Errorf("%s has a letter", other)
			}
		}
		if a := b.get(path + "/jobs/" + w.ids["job of two"]); a.status != http.StatusNotFound {
			t.Errorf("another employer's job is shown: %d", a.status)
		}
		w.Clock.Move(29 * time.Minute)
		if a := b.get(path); a.status != 200 {
			t.Errorf("after 29 minutes: %d", a.status)
		}
		w.Clock.Move(time.Minute)
		for _, p := range pages {
			if a := b.get(p); a.status != http.StatusGone {
				t.Errorf("after 30 minutes: %d", a.status)
			}
		}
	})
}

// The owner's no holds at once, and leaving ends a look.
func TestSupportIsShut(t *testing.T) {
	w := settle(whole.New(t, store.SQLite))
	b, ask := w.walkers[operator], "/operator/employers/"+w.ids["employer one"]+"/support"
	enter := func() (string, int) {
		a := b.post(ask, url.Values{"reason": {"fault"}})
		return a.header.Get("Location"), a.status
	}
	path, status := enter()
	if status != http.StatusSeeOther {
		t.Fatalf("entering: %d", status)
	}
	if a := b.post(path+"/leave", nil); a.status != http.StatusSeeOther || b.get(path).status != http.StatusGone {
		t.Errorf("a look that was left goes on: %d", a.status)
	}
	path, _ = enter()
	if b.get(path).status != 200 {
		t.Fatal("positive control: a second look")
	}
	owner := w.walkers[member("one", access.Owner)]
	if a := owner.post("/employer/setting", url.Values{"archive": {"90"}, "agency": {"on"}, "nosupport": {"on"}}); a.status != http.StatusSeeOther {
		t.Fatalf("the owner's no: %d", a.status)
	}
	if b.get(path).status != http.StatusGone {
		t.Error("the owner's no does not end a look")
	}
	if _, status = enter(); status != http.StatusConflict {
		t.Errorf("entering against the owner's no: %d", status)
	}
	if a := b.post(ask, url.Values{"reason": {"curious"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a reason of one's own: %d", a.status)
	}
}
