package server_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/promise/show"
)

// seenBy are the tables that looking at pages may write to: that others' data was opened, and that an account is used.
var seenBy = []string{"access_record", "access_handle", "session", "account", "throttle"}

// looking: every form was opened by everybody and none was sent. Nothing of it is stored.
func (w *town) looking(t *testing.T, before, after rows) {
	show.Show(t, "web.abandoned-form", "form-opened-is-a-draft")
	for _, line := range differ(before, after, seenBy...) {
		t.Errorf("opening a form and leaving it stores: %s", line)
	}
	forms := 0
	for _, a := range w.walkers[nobody].crawl(w.starts(nobody)...) {
		forms += len(a.sheets())
	}
	if forms < 10 {
		t.Errorf("only %d forms were opened", forms)
	}
	files, err := filepath.Glob("../../assets/js/*.js")
	w.Must(err)
	for _, f := range files {
		text, err := os.ReadFile(f)
		w.Must(err)
		if m := speaks(text); m != nil || reStorage.Match(text) {
			t.Errorf("%s carries off what is typed: %s", filepath.Base(f), m)
		}
	}
	b := w.walker(nobody)
	a := w.say(t, b, "/jobs/"+w.ids["job of one"]+"/apply", "/apply", url.Values{"email": {"forlot@post.example"}})
	if n := len(differ(after, dump(w.House), "throttle")); n == 0 || a.status != http.StatusSeeOther {
		t.Errorf("positive control: a form that is sent stores %d rows", n)
	}
}

// noConsent: everybody logged in and looked at everything, the privacy page too, and that was agreed to by nobody. A ticked box is.
func (w *town) noConsent(t *testing.T, all pages, after rows) {
	show.Show(t, "consent.no-use-as-consent", "reading-is-consent")
	read := map[string]bool{}
	for name, answers := range all {
		for _, a := range answers {
			read[name] = read[name] || a.path == "/privacy" && a.status == http.StatusOK
		}
	}
	for name := range w.walkers {
		if !read[name] {
			t.Errorf("%s did not read the privacy page", name)
		}
	}
	if n := ticked(after); n != 0 {
		t.Errorf("%d records of consent, and nobody ticked a box: %s", n, strings.Join(after["consent_event"], "\n"))
	}
	w.register(t, "ida@post.example")
	if n := ticked(dump(w.House)); n != 0 {
		t.Errorf("registering is %d consents", n)
	}
	w.people["ida"] = w.AddPerson("Ida", "ida2@post.example", access.Candidate, access.EmployerID{}, access.NoRole)
	b := w.enter("ida")
	page := "/jobs/" + w.ids["job of two"] + "/apply"
	for _, keep := range []bool{false, true} {
		form := url.Values{"name": {"Ida"}}
		if keep {
			page = "/jobs/" + w.ids["job of one"] + "/apply"
			form.Set("keep", "on")
		}
		a := w.say(t, b, page, "/apply", form)
		w.say(t, b, a.header.Get("Location"), "/review", nil)
		w.Run()
		if n := ticked(dump(w.House)); (n == 1) != keep {
			t.Errorf("an application with the box ticked %v leaves %d consents", keep, n)
		}
	}
}

// ticked counts consents, but for those of who wants to be found and ticked a box when the town was made: see beFound.
func ticked(all rows) (n int) {
	for _, line := range all["consent_event"] {
		if !slices.ContainsFunc([]string{"be-found", "be-proposed", "job-alerts"}, func(topic string) bool { return strings.Contains(line, "topic="+topic) }) {
			n++
		}
	}
	return n
}

// register makes an account on the pages, as somebody new does.
func (w *town) register(t *testing.T, address string) {
	t.Helper()
	b := w.walker(nobody)
	w.say(t, b, "/account/signup", "/account/signup", url.Values{"address": {address}, "password": {"en lang setning om sild"}})
	if a := b.post(w.Link(address), nil); a.status != http.StatusSeeOther {
		t.Fatalf("the link of the letter: %s", a)
	}
}
