package application_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed"
	"verv/internal/testbed/scan"
)

func (r *rig) line() string { return reLine.FindString(r.as("member").get(r.table()).Body) }

func TestStranger(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		_, own := r.apply(r.filled("kari@example.org"), "cv.pdf", pdf("hei"))
		line := r.line()
		other, _ := r.enter("ola@example.org")
		nothing := strings.Replace(line, line[strings.LastIndex(line, "/")+1:], testbed.NewID[application.ID](b).String(), 1)
		for _, step := range []string{"", "/file", "/contact", "/reject"} {
			a, none := r.as("rival").get(line+step), r.as("rival").get(nothing+step)
			if a.Code != 404 || a.text() != none.text() {
				t.Errorf("rival at %s: %d", step, a.Code)
			}
			if a := other.get(line + step); a.Code != 404 {
				t.Errorf("candidate at %s: %d", step, a.Code)
			}
		}
		for step, form := range map[string]url.Values{"/note": {"text": {"x"}}, "/move": {"to": {"review"}}, "/reject": {"reason": {"other"}}, "/undo": {"move": {line[len(line)-36:]}}} {
			if a := r.as("rival").post(line+step, form); a.Code != 404 {
				t.Errorf("rival posts %s: %d", step, a.Code)
			}
			if a := (&browser{r: r}).post(line+step, form); a.Code != 303 || !strings.Contains(a.location(), "/login") {
				t.Errorf("visitor posts %s: %d", step, a.Code)
			}
		}
		if a := r.as("rival").get(r.table()); a.Code != 404 {
			t.Errorf("rival's table: %d", a.Code)
		}
		for _, step := range []string{"", "/edit", "/withdraw", "/download", "/file"} {
			if a := other.get(own + step); a.Code != 404 {
				t.Errorf("another candidate at %s: %d", step, a.Code)
			}
			if a := r.as("member").get(own + step); a.Code != 404 {
				t.Errorf("the member at the person's own %s: %d", step, a.Code)
			}
		}
		if a := other.post(own+"/withdraw", nil); a.Code != 404 {
			t.Errorf("another candidate withdraws: %d", a.Code)
		}
		if a := r.as("member").get("/api/employer/applications/" + line[len(line)-36:]); a.Code != 200 || !strings.Contains(a.Body, "Jeg bygger hus.") {
			t.Errorf("API: %d %s", a.Code, a.Body)
		}
		if a := r.as("rival").get("/api/employer/applications/" + line[len(line)-36:]); a.Code != 404 {
			t.Errorf("rival's API: %d", a.Code)
		}
	})
}

func TestReject(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		show.Show(t, "application.stages", "rejected-unread")
		r := newRig(t, b)
		me, own := r.apply(r.filled("kari@example.org"), "", nil)
		r.work()
		line, member := r.line(), r.as("member")
		var v application.ID
		r.must(v.UnmarshalText([]byte(line[len(line)-36:])))
		if a := member.post(line+"/reject", url.Values{"reason": {"other"}, "text": {"Vi valgte en annen."}}); a.Code != 409 || !strings.Contains(a.Body, "Vi valgte en annen.") {
			t.Fatalf("unopened: %d", a.Code)
		}
		machine := r.Grant(access.Verv("robot"), access.OfEmployer(r.member.Employer), privacy.Assess)
		if a := member.get(line); a.Code != 200 {
			t.Fatal(a.Code)
		}
		if _, err := r.House.Reject(t.Context(), machine, v, application.Decision{Reason: application.Other}); !fault.Is(err, fault.Withheld) {
			t.Errorf("a machine rejects: %v", err)
		}
		if a := member.post(line+"/reject", url.Values{"reason": {"nonsense"}}); a.Code != 422 {
			t.Errorf("no reason: %d", a.Code)
		}
		reject := func() string {
			if a := member.post(line+"/reject", url.Values{"reason": {"other"}}); a.location() != line {
				t.Fatalf("reject: %d %s", a.Code, a.text())
			}
			return regexp.MustCompile(`name="move" value="([^"]+)"`).FindStringSubmatch(member.get(line).Body)[1]
		}
		move := reject()
		if a := me.get(own); strings.Contains(a.text(), "Avslag") {
			t.Error("the person learns of it before the letter")
		}
		r.Clock.Move(14 * time.Second)
		if got := r.work(); len(got) != 0 {
			t.Fatalf("letters within 15 s: %v", subjects(got))
		}
		r.Restart()
		r.build()
		if a := member.post(line+"/undo", url.Values{"move": {move}}); a.location() != line {
			t.Fatalf("undo after a restart: %d %s", a.Code, a.text())
		}
		r.Clock.Move(time.Minute)
		if got := r.work(); len(got) != 0 {
			t.Fatalf("letters after undo: %v", subjects(got))
		}
		if a := member.get(line); !strings.Contains(a.Body, ">Vurderes</option>") {
			t.Error("not open again")
		}
		move = reject()
		r.Clock.Move(16 * time.Second)
		got := r.work()
		if len(got) != 1 || got[0].To != "kari@example.org" || !strings.Contains(strings.Join(got[0].Paragraphs, " "), "samlet sett") {
			t.Fatalf("letters: %+v", got)
		}
		if a := member.post(line+"/undo", url.Values{"move": {move}}); a.Code != 409 {
			t.Errorf("undo after the letter: %d", a.Code)
		}
		if a := me.get(own); !strings.Contains(a.text(), "Avslag") || !strings.Contains(a.text(), "slettes 2") {
			t.Errorf("own: %s", a.text())
		}
		if a := member.post(line+"/move", url.Values{"to": {"review"}}); a.Code != 409 {
			t.Errorf("an end is no end: %d", a.Code)
		}
		if a := me.post(own+"/edit", url.Values{"name": {"Kari"}, "letter": {"x"}}); a.Code != 409 {
			t.Errorf("corrected after the decision: %d", a.Code)
		}
	})
}

func TestContact(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		show.Show(t, "application.contact-opened", "contact-opened-untold")
		r := newRig(t, b)
		me, own := r.apply(r.filled("kari@example.org"), "", nil)
		r.must(r.runner.Plant(t.Context()))
		r.work()
		line, member := r.line(), r.as("member")
		if a := member.get(line); a.Code != 200 || strings.Contains(a.Body, "kari@example.org") || strings.Contains(a.Body, "22 33 44 55") {
			t.Fatalf("opened: %d", a.Code)
		}
		r.Clock.Move(2 * time.Minute)
		if got := r.work(); len(got) != 0 {
			t.Fatalf("told too early: %v", subjects(got))
		}
		for range 2 {
			if a := member.get(line + "/contact"); a.Code != 200 || !strings.Contains(a.Body, "kari@example.org") || !strings.Contains(a.Body, "22 33 44 55") {
				t.Fatalf("contact: %d", a.Code)
			}
		}
		r.Clock.Move(2 * time.Minute)
		if got := r.work(); len(got) != 1 || got[0].To != "kari@example.org" || !strings.Contains(got[0].Subject, "kontaktopplysningene") {
			t.Fatalf("letters: %v", subjects(got))
		}
		member.get(line + "/contact")
		r.Clock.Move(2 * time.Minute)
		if got := r.work(); len(got) != 0 {
			t.Fatalf("told twice: %v", subjects(got))
		}
		a := me.get(own)
		for _, want := range []string{"Leste søknaden.", "Åpnet kontaktopplysningene dine.", "Så navnet ditt", "Tindvik Bygg"} {
			if !strings.Contains(a.text(), want) {
				t.Errorf("own page lacks %q", want)
			}
		}
		r.tokens["manager"] = access.Actor{Persona: access.Member, Role: access.HiringManager, Employer: r.member.Employer, Subject: r.member.Subject, Account: r.member.Account}
		if a := r.as("manager").get(line + "/contact"); a.Code != 404 {
			t.Errorf("a hiring manager: %d", a.Code)
		}
	})
}

func TestWithdraw(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		r.must(r.runner.Plant(t.Context()))
		mark := scan.Mark(t.Name(), "letter")
		form := r.filled("kari@example.org")
		form.Set("letter", mark)
		me, own := r.apply(form, "cv.pdf", pdf(mark))
		line, member := r.line(), r.as("member")
		member.get(line)
		member.post(line+"/note", url.Values{"score": {"4"}, "text": {"God"}})
		g := r.ownGrant(t, own, privacy.Rights)
		if a := me.get(own + "/download"); a.Code != 200 || !strings.Contains(a.Body, mark) || !strings.Contains(a.Body, "God") || strings.Contains(a.Body, r.member.Subject.String()) {
			t.Errorf("download: %d %s", a.Code, a.Body)
		}
		if a := me.get(own + "/withdraw"); a.Code != 200 || !strings.Contains(a.text(), "beholder bare") {
			t.Errorf("ask: %d", a.Code)
		}
		if a := me.post(own+"/withdraw", nil); a.location() != "/applications" {
			t.Fatalf("withdraw: %d %s", a.Code, a.text())
		}
		if a := member.get(line); a.Code != 404 {
			t.Errorf("the employer at once: %d", a.Code)
		}
		if a := me.get(own); a.Code != 404 {
			t.Errorf("the person: %d", a.Code)
		}
		r.Clock.Move(time.Minute)
		r.work()
		r.held(t, g)
		r.claims(t)
		r.clean(t, mark)
		if _, again := r.apply(r.filled("kari@example.org"), "", nil); again == own {
			t.Error("the same application")
		}
	})
}

// held checks that the claim is all that an employer holds about a person, and exactly its fields.
func (r *rig) held(t *testing.T, g privacy.Grant) {
	t.Helper()
	r.must(r.DB.Read(t.Context(), g, func(rd *store.Reader) error {
		all, err := rd.DossiersOf(g.Scope().Subject())
		if err != nil {
			return err
		}
		for _, d := range all {
			if d.Employer.IsZero() {
				continue
			}
			if d.Class != privacy.ClassClaim || d.DueAt.IsZero() {
				t.Errorf("a dossier of the class %s is left", d.Class)
				continue
			}
			rows, err := rd.Held(d.ID)
			if err != nil {
				return err
			}
			if len(rows) != 1 || rows[0].Table != "claim" {
				t.Fatalf("rows: %+v", rows)
			}
			body, _ := rows[0].Values["body"].(map[string]any)
			want := map[string]bool{"JobTitle": true, "SentAt": true, "EndedAt": true, "Stage": true, "Outcome": true, "Reason": true, "Score": true}
			for k := range body {
				if !want[k] {
					t.Errorf("the claim has %s", k)
				}
			}
		}
		return nil
	}))
}

func TestClock(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		_, own := r.apply(r.filled("kari@example.org"), "", nil)
		r.must(r.runner.Plant(t.Context()))
		r.work()
		due := func() (at time.Time) {
			g := r.ownGrant(t, own, privacy.Rights)
			r.must(r.DB.Read(t.Context(), g, func(rd *store.Reader) error {
				all, err := rd.DossiersOf(g.Scope().Subject())
				for _, d := range all {
					if d.Class == privacy.ClassApplication {
						at = d.DueAt
					}
				}
				return err
			}))
			return at
		}
		if !due().IsZero() {
			t.Fatal("the clock runs while the job is open")
		}
		closed := r.Clock.Now()
		r.jobs[r.job].State, r.jobs[r.job].ClosedAt = "closed", closed
		r.Clock.Move(10 * time.Minute)
		r.work()
		if want := (privacy.Period{Months: 6}).From(closed); !due().Equal(want) {
			t.Errorf("due %v, want %v", due(), want)
		}
	})
}

func TestNoteAndTable(t *testing.T) {
	r := newRig(t, testbed.New(t, store.SQLite, serverRooms()))
	for i := range 3 {
		form := r.filled(fmt.Sprintf("person%d@example.org", i))
		form.Set("name", fmt.Sprintf("Person %c", 'A'+i))
		r.apply(form, "", nil)
	}
	member := r.as("member")
	if a := member.get(r.table() + "?name=person+b"); strings.Contains(a.text(), "Person A") || !strings.Contains(a.text(), "Person B") {
		t.Error("search by name")
	}
	line := reLine.FindString(member.get(r.table() + "?name=person+b").Body)
	if a := member.post(line+"/note", url.Values{"score": {"9"}, "text": {"tekst"}}); a.Code != 422 || !strings.Contains(a.Body, "tekst") {
		t.Errorf("a score of 9: %d", a.Code)
	}
	member.post(line+"/note", url.Values{"score": {"5"}})
	if a := member.get(r.table() + "?sort=score"); strings.Index(a.Body, "Person B") > strings.Index(a.Body, "Person A") {
		t.Error("sort by score")
	}
	member.post(line+"/move", url.Values{"to": {"interview"}})
	if n := strings.Count(member.get(r.table()).Body, `ds-sr-only">, `); n != 0 {
		t.Errorf("%d names are told apart that differ anyway", n)
	}
	again := r.filled("person9@example.org")
	again.Set("name", "Person A")
	r.apply(again, "", nil)
	if n := strings.Count(member.get(r.table()).Body, `ds-sr-only">, `); n != 2 {
		t.Errorf("two of one name: %d links are told apart", n)
	}
	if a := member.get(r.table() + "?state=interview"); !strings.Contains(a.text(), "Person B") || strings.Contains(a.text(), "Person C") {
		t.Error("filter by stage")
	}
	for _, q := range []string{"?page=99", "?page=-1", "?page=x", "?state=nonsense", "?sort=' or 1=1", "?name=" + strings.Repeat("a", 500)} {
		if a := member.get(r.table() + strings.ReplaceAll(q, " ", "%20")); a.Code != 200 {
			t.Errorf("%.20s: %d", q, a.Code)
		}
	}
}
