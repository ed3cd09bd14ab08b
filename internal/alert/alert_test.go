package alert_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/alert"
	"verv/internal/consent"
	"verv/internal/crypt"
	"verv/internal/job"
	"verv/internal/ledger"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/testbed/whole"
)

// A search is saved without an account: the box is apart and empty, the address is proved, and then exactly what fits comes, once, with the reason
// why. Deleting stops it at the next run.
func TestGuest(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		r := newRig(t, h)
		show.Show(t, "consent.unticked", "alert-box-ticked")
		b := r.Browser()
		b.Get("/alerts/new?q=sykepleier&page=7&sort=pay")
		form := b.Forms()[len(b.Forms())-1]
		for _, f := range b.Forms() {
			if strings.HasSuffix(f.Action, "/alerts/new") {
				form = f
			}
		}
		if form.Values.Has("agree") || form.Values.Get("search") != "q=sykepleier" || form.Values.Get("pace") != "daily" {
			t.Fatalf("the form begins with %v", form.Values)
		}
		const address = "gjest@post.example"
		form.Values.Set("address", address)
		if b.Post(form.Action, form.Values); b.Status != http.StatusUnprocessableEntity || !strings.Contains(string(b.Body), address) {
			t.Errorf("without the box: %d", b.Status)
		}
		form.Values.Set("agree", "on")
		if b.Post(form.Action, form.Values); b.Status != http.StatusOK {
			t.Fatalf("asked: %d %s", b.Status, b.Text())
		}
		unknown := b.Text()
		r.publish("Sykepleier natt")
		r.morning()
		if got := r.Mail.To(address); len(got) != 1 {
			t.Fatalf("%d letters before the address is proved, want the one that asks", len(got))
		}
		path := r.LinkTo(address, "/alert/confirm/")
		if b.Get(path); b.Status != http.StatusOK || !strings.Contains(b.Text(), "«sykepleier»") {
			t.Fatalf("the link: %d %s", b.Status, b.Text())
		}
		r.morning()
		if got := r.got(address); len(got) != 0 {
			t.Error("opening the link alone began it")
		}
		if b.Post(path, nil); b.Status != http.StatusOK || b.URL.Path != "/alerts" || !strings.Contains(b.Text(), "sykepleier") {
			t.Fatalf("confirming leads to %s: %d %s", b.URL, b.Status, b.Text())
		}
		r.publish("Sykepleier dag")
		r.publish("Tømrer")
		r.morning()
		list := r.got(address)
		if len(list) != 1 {
			t.Fatalf("%d letters in the morning", len(list))
		}
		if got := r.titles(list[0]); len(got) != 1 || got[0] != "Sykepleier dag" {
			t.Errorf("the letter has %v", got)
		}
		if !strings.Contains(list[0].Text, "Passer: «sykepleier»") {
			t.Errorf("it does not say why: %s", list[0].Text)
		}
		if r.morning(); len(r.got(address)) != 0 {
			t.Error("it was told twice")
		}
		r.manage(t, list[0])
		r.publish("Sykepleier kveld")
		if r.morning(); len(r.got(address)) != 0 {
			t.Error("a deleted alert mails")
		}
		show.Show(t, "alert.exact", "alert-mails-everything")
		show.Show(t, "alert.reason", "alert-says-no-reason")

		r.sameAnswer(form, address, unknown)
	})
}

// sameAnswer asks for an address that is known and for one that is not: the answers and the limits are the same.
func (r *rig) sameAnswer(form whole.Form, asked, unknown string) {
	r.T.Helper()
	known := r.seeker("kjent")
	form.Values.Set("address", known.Address)
	if b := r.Browser().Post(form.Action, form.Values); strings.ReplaceAll(b.Text(), known.Address, asked) != unknown {
		r.T.Errorf("a known address is answered otherwise: %s", b.Text())
	}
	for name, address := range map[string]string{"known": known.Address, "unknown": "ukjent@post.example"} {
		form.Values.Set("address", address)
		for i := range 4 {
			b := r.Browser().Post(form.Action, form.Values)
			if late := i == 3 || name == "known" && i == 2; (b.Status == http.StatusTooManyRequests) != late {
				r.T.Errorf("letter %d to the %s address: %d", i, name, b.Status)
			}
		}
	}
}

// manage opens the alerts by the link of a letter, without a login, and deletes the only one.
func (r *rig) manage(t *testing.T, l letter) {
	t.Helper()
	b := r.Browser()
	at := ""
	for _, word := range strings.Fields(l.raw) {
		if rest, ok := strings.CutPrefix(word, r.URL); ok && strings.HasPrefix(rest, "/alert/at/") {
			at = rest
		}
	}
	if b.Get(at); b.Status != http.StatusOK || !strings.Contains(b.Text(), "sykepleier") {
		t.Fatalf("the link to one's own alerts %q: %d", at, b.Status)
	}
	if b.Get(b.Links("sykepleier")[0]); b.Status != http.StatusOK {
		t.Fatalf("the alert: %d", b.Status)
	}
	for _, f := range b.Forms() {
		if strings.HasSuffix(f.Action, "/delete") {
			b.Post(f.Action, f.Values)
		}
	}
	if b.Status != http.StatusOK || !strings.Contains(b.Text(), "Du har ingen jobbvarsler") {
		t.Errorf("after deleting: %d %s", b.Status, b.Text())
	}
}

// What a candidate has: paces, pauses, one letter for all that is due with each job once, and nothing of what closed meanwhile.
func TestDigest(t *testing.T) {
	r := sqlite(t)
	s := r.seeker("kari")
	daily, weekly := r.saves(s, alert.Daily, "q=sykepleier"), r.saves(s, alert.Weekly, "place=Troms%C3%B8")
	if again := r.saves(s, alert.Daily, "place=&q=sykepleier&sort=deadline"); again != daily {
		t.Error("the same search is kept twice")
	}
	r.publish("Sykepleier i uka")
	r.publish("Snekker i uka")
	r.morning() // Tuesday
	r.alone(s, "Sykepleier i uka")
	show.Show(t, "alert.exact", "alert-told-again")

	shut := r.publish("Sykepleier som lukker")
	r.Must(r.Jobs.Close(t.Context(), r.owner, shut, r.version(shut), job.Filled))
	r.morning()
	r.alone(s)

	r.Must(r.Alerts.Pause(t.Context(), s.alerts, daily))
	r.publish("Sykepleier i pausen")
	r.morning()
	r.alone(s)
	show.Show(t, "alert.stopped", "paused-alert-mails")
	r.Must(r.Alerts.Continue(t.Context(), s.alerts, s.account, daily))
	r.morning()
	r.alone(s)

	for r.Clock.Now().Weekday() != time.Sunday {
		r.morning()
	}
	r.publish("Sykepleier til mandag")
	r.morning() // Monday: both are due, and each job is told once
	r.alone(s, "Sykepleier til mandag", "Snekker i uka", "Sykepleier i uka", "Sykepleier i pausen")
	show.Show(t, "alert.once", "job-twice-in-a-letter")
	_ = weekly
}

// Taking the consent back, in whichever way, holds for the letter that is already on its way, and ends what was kept.
func TestWithdrawn(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		r := newRig(t, h)
		s := r.seeker("nils")
		r.saves(s, alert.Daily, "q=sykepleier")
		r.publish("Sykepleier")
		r.Clock.Set(time.Date(2026, 11, 24, 6, 5, 0, 0, time.UTC))
		for range 3 { // the letter is enqueued; the one that writes it comes after
			_, err := r.Tasks.Once(t.Context())
			r.Must(err)
		}
		r.Must(r.Rights.Withdraw(t.Context(), s.rights, consent.JobAlerts, access.EmployerID{}, shownAs))
		r.settle()
		r.alone(s)
		if m, err := r.Alerts.List(t.Context(), s.alerts); err != nil || len(m.Alerts) != 0 {
			t.Errorf("after the withdrawal: %v, %v", m, err)
		}
		v, err := r.Rights.Own(t.Context(), s.rights)
		r.Must(err)
		for _, d := range v.Held {
			if d.Class == privacy.ClassAlert {
				t.Errorf("it is still held: %+v", d)
			}
		}
		show.Show(t, "consent.withdraw", "withdrawn-alert-stays")
		r.saves(s, alert.Daily, "q=sykepleier") // whoever agrees again begins anew
		r.publish("Sykepleier igjen")
		r.morning()
		r.alone(s, "Sykepleier igjen")
		r.oneClick(s)
	})
}

// What a person freezes tells nothing, not even by the letter that is already on its way (GDPR article 18); used again, it tells of what came meanwhile.
func TestFrozen(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		r := newRig(t, h)
		s, other := r.seeker("frida"), r.seeker("olga")
		r.saves(s, alert.Daily, "q=sykepleier")
		r.saves(s, alert.AtOnce, "q=jordmor")
		r.saves(other, alert.Daily, "q=sykepleier")
		r.publish("Sykepleier")
		r.Clock.Set(time.Date(2026, 11, 24, 6, 5, 0, 0, time.UTC))
		for range 3 { // the letters are enqueued; the one that writes them comes after
			_, err := r.Tasks.Once(t.Context())
			r.Must(err)
		}
		frozen, err := r.Ledger.Restrict(t.Context(), s.rights, ledger.GroundUnlawful, crypt.DossierID{})
		r.Must(err)
		r.settle()
		for _, m := range r.Mail.To(s.Address) {
			t.Errorf("while it is frozen: %s", m.Raw)
		}
		r.alone(other, "Sykepleier")
		r.publish("Jordmor")
		r.settle()
		r.morning()
		r.alone(s)
		r.Must(r.Ledger.Unrestrict(t.Context(), s.rights, frozen))
		r.publish("Sykepleier igjen")
		r.morning()
		r.alone(s, "Sykepleier", "Jordmor", "Sykepleier igjen")
	})
	show.Show(t, "rights.restrict", "frozen-person-is-mailed")
}

var reOneClick = regexp.MustCompile(`List-Unsubscribe:\s*<([^>]+)>`)

// oneClick posts what a mail program posts by itself.
func (r *rig) oneClick(s seeker) {
	r.T.Helper()
	r.publish("Sykepleier til sist")
	r.morning()
	list := r.got(s.Address)
	if len(list) != 1 {
		r.T.Fatalf("%d letters", len(list))
	}
	found := reOneClick.FindStringSubmatch(list[0].raw)
	if found == nil || !strings.Contains(list[0].raw, "List-Unsubscribe-Post: List-Unsubscribe=One-Click") {
		r.T.Fatalf("no header to unsubscribe by: %s", list[0].raw)
	}
	link := strings.Join(strings.Fields(found[1]), "")
	resp, err := http.PostForm(link, url.Values{"List-Unsubscribe": {"One-Click"}}) // as a stranger: no cookie, no origin
	r.Must(err)
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		r.T.Errorf("one click: %d", resp.StatusCode)
	}
	r.publish("Sykepleier for sent")
	r.morning()
	r.alone(s)
}
