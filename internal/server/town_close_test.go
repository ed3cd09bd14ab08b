package server_test

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/store"
	"verv/internal/testbed/whole"
)

// An employer that an operator closes: its page and jobs are gone, its team is out, whoever applied is told honestly, and nobody opens an
// application any more but its own person.
func TestEmployerCloses(t *testing.T) {
	towns(t, func(t *testing.T, w *town) {
		one, owner := w.ids["employer one"], w.walkers[member("one", access.Owner)]
		path := "/operator/employers/" + one
		b := w.walkers[operator]
		if a := b.get(path + "/close"); a.status != 200 || !bytes.Contains(a.body, []byte("Avslutte Nordkyst sykehus HF?")) {
			t.Fatalf("the page that asks: %d", a.status)
		}
		before := dump(w.House)
		if a := b.post(path+"/close", url.Values{"name": {"Solvik kommune"}}); a.status != http.StatusUnprocessableEntity || len(differ(before, dump(w.House), quiet...)) > 0 {
			t.Fatalf("another name closes it: %d", a.status)
		}
		if a := owner.get("/employer/applications/" + w.ids["application of "+anna]); a.status != 200 {
			t.Fatalf("positive control: the owner opens the application: %d", a.status)
		}
		if a := b.post(path+"/close", url.Values{"name": {"nordkyst sykehus hf"}}); a.status != http.StatusSeeOther {
			t.Fatalf("closing: %d", a.status)
		}
		w.Run()
		w.Must(w.Tasks.Plant(t.Context()))
		w.Clock.Move(time.Minute)
		w.Run()
		for path, status := range map[string]int{"/employers/" + one: 410, "/jobs/" + w.ids["job of one"] + "/apply": 410, "/employers/" + w.ids["employer two"]: 200} {
			if a := w.walkers[nobody].get(path); a.status != status {
				t.Errorf("%s answers %d, want %d", path, a.status, status)
			}
		}
		for _, role := range memberRoles {
			if a := w.walkers[member("one", role)].get("/employer/jobs"); got(a) == letIn {
				t.Errorf("the %s is still in: %d", role, a.status)
			}
		}
		if letter := w.letters(mark(anna + " address")); !strings.Contains(letter, "Søknaden din ble ikke avgjort") {
			t.Errorf("whoever applied was told: %.600s", letter)
		}
		if strings.Contains(w.letters(mark(bo+" address")), "ikke avgjort") {
			t.Error("somebody who applied elsewhere was told")
		}
		if a := w.walkers[anna].get("/applications/" + w.ids["application of "+anna]); a.status != 200 {
			t.Errorf("the person does not find the application: %d", a.status)
		}
		if n := w.one1("select count(*) from webhook where employer_id = '" + one + "' and ended_at is null"); n != "0" {
			t.Errorf("%s webhooks go on", n)
		}
		if n := w.one1("select count(*) from application where employer_id = '" + one + "' and clock_at is null"); n != "0" {
			t.Errorf("the clock of %s applications stands", n)
		}
		if !slices.ContainsFunc(dump(w.House)["audit_entry"], func(row string) bool {
			return strings.Contains(row, "employer.closed employer="+one) && strings.Contains(row, "actor=operator")
		}) {
			t.Error("the audit does not say who closed it")
		}
	})
}

// A site that is off answers 410 where jobs were, and lets in whoever has something there.
func TestSiteIsOff(t *testing.T) {
	w := settle(whole.New(t, store.SQLite))
	path := "/operator/sites/" + w.Site.ID.String() + "/switch"
	job := "/jobs/" + w.ids["job of one"]
	for _, turn := range []struct {
		word   string
		status int
	}{{"on", 200}, {"off", 410}, {"on", 200}} {
		if a := w.walkers[operator].post(path, url.Values{"turn": {turn.word}}); a.status != http.StatusSeeOther {
			t.Fatalf("%s: %d", turn.word, a.status)
		}
		for _, p := range []string{"/", "/jobs", job + "/report", job + "/apply", "/feed.json", "/api/jobs"} {
			if a := w.walkers[nobody].get(p); a.status != turn.status {
				t.Errorf("%s: %s answers %d, want %d", turn.word, p, a.status, turn.status)
			}
		}
		for name, p := range map[string]string{nobody: "/account/login", anna: "/me", member("one", access.Owner): "/employer/jobs", operator: "/operator"} {
			if a := w.walkers[name].get(p); a.status != 200 {
				t.Errorf("%s: %s as %s answers %d", turn.word, p, name, a.status)
			}
		}
	}
}

// The operator lets in an employer's first owner and never a second one, and sees roles where others see names.
func TestOperatorSeesSeats(t *testing.T) {
	w := settle(whole.New(t, store.SQLite))
	b := w.walkers[operator]
	page := b.get("/operator/employers/" + w.ids["employer one"])
	if page.status != 200 || !bytes.Contains(page.body, []byte("Ansettende leder")) {
		t.Fatalf("the employer's page: %d", page.status)
	}
	w.noLeak(t, operator, page)
	form := url.Values{"name": {"Ny Eier"}, "address": {"ny.eier@post.example"}, "language": {"nb"}}
	if a := b.post("/operator/employers/"+w.ids["employer one"]+"/owner", form); a.status != http.StatusConflict {
		t.Errorf("a second owner is let in: %d", a.status)
	}
	e := w.AddEmployer("Tom Havn AS", "914778271")
	if a := b.post("/operator/employers/"+e.String()+"/owner", form); a.status != http.StatusSeeOther {
		t.Fatalf("the first owner is not: %d", a.status)
	}
	w.Run()
	if w.letters("ny.eier@post.example") == "" {
		t.Error("no letter to the first owner")
	}
	if a := b.post("/operator/people", url.Values{"name": {"Nytt Ombud"}, "address": {"nytt.ombud@post.example"}, "kind": {"officer"}}); a.status != http.StatusSeeOther {
		t.Errorf("an officer is not let in: %d", a.status)
	}
	if n := w.one1("select count(*) from persona where kind = 'officer'"); n != "2" {
		t.Errorf("%s officers", n)
	}
	for query, want := range map[string]string{"?q=havn": "Tom Havn AS", "?q=914+778": "Tom Havn AS", "?q=%25": "", "?state=closed": "", "?page=2": ""} {
		a := b.get("/operator/employers" + query)
		if a.status != 200 || bytes.Contains(a.body, []byte("Tom Havn AS")) != (want != "") {
			t.Errorf("%s: %d, want %q", query, a.status, want)
		}
	}
}
