package application_test

import (
	"encoding/csv"
	"fmt"
	"net/url"
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
)

// chosen posts a choice and gives the address of its bulk.
func (r *rig) chosen(form url.Values) string {
	r.T.Helper()
	a := r.as("member").post("/employer/jobs/"+r.job.String()+"/bulk", form)
	if a.Code != 303 || !strings.HasPrefix(a.location(), "/employer/bulk/") {
		r.T.Fatalf("choose: %d %s", a.Code, a.text())
	}
	return a.location()
}

func (r *rig) states() map[string]int {
	r.T.Helper()
	t, err := r.House.Table(r.T.Context(), r.assess(), r.job, application.Filter{})
	r.must(err)
	return t.Counts
}

// Only what somebody has read is rejected, each by its own letter; the form posted twice writes once; undone, nobody hears of it.
func TestBulkReject(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		show.Show(t, "application.stages", "a bulk that rejects what nobody opened")
		r := newRig(t, b)
		for i := range 3 {
			form := r.filled(fmt.Sprintf("p%d@example.org", i))
			form.Set("name", fmt.Sprintf("Person %c", 'A'+i))
			r.apply(form, "", nil)
		}
		r.work()
		all, member := r.ids(), r.as("member")
		member.get(ofApplication + all[0])
		r.colleague().get(ofApplication + all[1])
		bulk := r.chosen(url.Values{"deed": {"reject"}, "pick": all})
		page := member.get(bulk + "?reason=other").text()
		if !strings.Contains(page, "Norsk bokmål, 2 personer") || !strings.Contains(page, "Blir stående: én søknad som ingen i teamet har lest") ||
			!strings.Contains(page, "samlet sett") {
			t.Fatalf("preview: %s", page)
		}
		if a := r.as("colleague").get(bulk); a.Code != 404 {
			t.Errorf("a colleague opens it: %d", a.Code)
		}
		if a := member.post(bulk, url.Values{"reason": {"nonsense"}}); a.Code != 422 {
			t.Errorf("no reason: %d", a.Code)
		}
		for range 2 {
			if a := member.post(bulk, url.Values{"reason": {"other"}}); a.location() != bulk {
				t.Fatalf("carry: %d %s", a.Code, a.text())
			}
		}
		if got := r.states(); got["rejected"] != 2 || got["new"] != 1 {
			t.Fatalf("states: %v", got)
		}
		if a := member.post(bulk+"/undo", nil); a.location() != bulk {
			t.Fatalf("undo: %d %s", a.Code, a.text())
		}
		r.Clock.Move(time.Minute)
		if got := r.work(); len(got) != 0 || r.states()["new"] != 3 {
			t.Fatalf("undone: %v %v", subjects(got), r.states())
		}
		if a := member.post(bulk, url.Values{"reason": {"other"}}); a.Code != 409 {
			t.Errorf("what was undone is carried out again: %d", a.Code)
		}
		bulk = r.chosen(url.Values{"deed": {"reject"}, "pick": all})
		member.post(bulk, url.Values{"reason": {"other"}})
		r.Clock.Move(16 * time.Second)
		if got := r.work(); len(got) != 2 {
			t.Fatalf("letters: %v", subjects(got))
		}
		if a := member.post(bulk+"/undo", nil); a.Code != 409 {
			t.Errorf("undo after the letters: %d", a.Code)
		}
		var v application.BulkID
		r.must(v.UnmarshalText([]byte(bulk[len(bulk)-36:])))
		machine := r.Grant(access.Verv("robot"), access.OfEmployer(r.member.Employer), privacy.Assess)
		if err := r.House.Carry(t.Context(), machine, v, application.StageID{}, application.Other); !fault.Is(err, fault.Withheld) {
			t.Errorf("a machine: %v", err)
		}
	})
}

// A whole stage moves in chunks; whoever posts again after a crash between two of them finishes it, and each has one letter.
func TestBulkMoveInChunks(t *testing.T) {
	r := newRig(t, testbed.New(t, store.SQLite, serverRooms()))
	r.fill(130)
	p := r.pipeline()
	bulk := r.chosen(url.Values{"deed": {"move"}, "all": {p[0].ID.String()}})
	var v application.BulkID
	r.must(v.UnmarshalText([]byte(bulk[len(bulk)-36:])))
	was := store.CrashPoint
	defer func() { store.CrashPoint = was }()
	store.CrashPoint = func(name string) {
		if name == "application.bulk.chunk" {
			panic("crash")
		}
	}
	func() {
		defer func() { _ = recover() }()
		_ = r.House.Carry(t.Context(), r.assess(), v, p[1].ID, "")
	}()
	store.CrashPoint = was
	if got := r.states(); got["review"] != 100 || got["new"] != 30 {
		t.Fatalf("after the crash: %v", got)
	}
	if a := r.as("member").get(bulk); !strings.Contains(a.text(), "Fortsett med de 30 siste") {
		t.Errorf("the page does not offer to go on: %s", a.text())
	}
	r.must(r.House.Carry(t.Context(), r.assess(), v, p[2].ID, "")) // where it goes was settled the first time
	r.must(r.House.Carry(t.Context(), r.assess(), v, p[1].ID, ""))
	if got := r.states(); got["review"] != 130 {
		t.Fatalf("in the end: %v", got)
	}
	r.must(r.House.UndoBulk(t.Context(), r.assess(), v))
	if got := r.states(); got["new"] != 130 {
		t.Fatalf("undone: %v", got)
	}
}

// What is said for a reason is the employer's, in the language of whoever reads it, and filled in for each.
func TestReasonTexts(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		me, own := r.apply(r.filled("kari@example.org"), "", nil)
		r.work()
		v, member := r.ids()[0], r.as("member")
		form := url.Values{"other": {"Takk, {name}. {employer} valgte en annen som {job}."}}
		if a := member.post("/employer/reasons/nb", form); a.Code != 303 {
			t.Fatalf("save: %d %s", a.Code, a.text())
		}
		if a := member.post("/employer/reasons/nb", url.Values{"other": {"Kjære {navn}"}}); a.Code != 422 || !strings.Contains(a.Body, "Kjære {navn}") {
			t.Errorf("an unknown field: %d", a.Code)
		}
		if a := r.as("rival").get("/employer/reasons/nb"); strings.Contains(a.Body, "Takk, {name}") {
			t.Error("another employer's words")
		}
		member.get(ofApplication + v)
		member.post(ofApplication+v+"/reject", url.Values{"reason": {"other"}})
		r.Clock.Move(20 * time.Second)
		const want = "Takk, Kari Nordmann. Tindvik Bygg valgte en annen som Tømrer."
		got := r.work()
		if len(got) != 1 || got[0].Paragraphs[len(got[0].Paragraphs)-1] != want {
			t.Fatalf("letter: %+v", got)
		}
		if a := me.get(own); !strings.Contains(a.text(), want) {
			t.Errorf("own page: %s", a.text())
		}
		if a := member.post("/employer/reasons/nb", url.Values{"other": {""}}); a.Code != 303 || strings.Contains(member.get("/employer/reasons/nb").Body, "Takk, {name}") {
			t.Errorf("back to Verv's own: %d", a.Code)
		}
	})
}

// A file for spreadsheets holds no formula and no contact data; with contact data each person is told.
func TestFile(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		r.must(r.runner.Plant(t.Context()))
		for i, name := range []string{"=HYPERLINK(1)", "+1", "-1", "@x", "Åse; \"Ås\""} {
			form := r.filled(fmt.Sprintf("p%d@example.org", i))
			form.Set("name", name)
			r.apply(form, "", nil)
		}
		r.work()
		base, member := "/employer/jobs/"+r.job.String(), r.as("member")
		a := member.get(base + "/applications.csv")
		if a.Code != 200 || !strings.HasPrefix(a.Body, "\uFEFF") || strings.Contains(a.Body, "@example.org") || !strings.Contains(a.Head.Get("Content-Disposition"), "attachment") {
			t.Fatalf("file: %d %q", a.Code, a.Body)
		}
		read := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.Body, "\uFEFF")))
		read.Comma = ';'
		rows, err := read.ReadAll()
		if err != nil || len(rows) != 6 {
			t.Fatalf("rows: %v %v", rows, err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("a formula: %q", cell)
				}
			}
		}
		r.tokens["manager"] = access.Actor{Persona: access.Member, Role: access.HiringManager, Employer: r.member.Employer, Subject: access.NewSubject(r.Clock.Now()), Account: r.member.Account}
		if a := r.as("manager").get(base + "/contacts.csv"); a.Code != 404 {
			t.Errorf("contacts for a hiring manager: %d", a.Code)
		}
		if a := r.as("rival").get(base + "/applications.csv"); a.Code != 404 {
			t.Errorf("another employer: %d", a.Code)
		}
		if a := member.get(base + "/contacts.csv"); a.Code != 200 || strings.Count(a.Body, "@example.org") != 5 {
			t.Fatalf("contacts: %d %s", a.Code, a.Body)
		}
		r.Clock.Move(2 * time.Minute)
		if got := r.work(); len(got) != 5 || !strings.Contains(got[0].Subject, "kontaktopplysningene") {
			t.Errorf("told: %v", subjects(got))
		}
	})
}

func FuzzMerge(f *testing.F) {
	for _, s := range []string{"Takk, {name}.", "{job}{job}", "{", "}{name", "{{name}}", "{navn}", ""} {
		f.Add(s, "Kari")
	}
	f.Fuzz(func(t *testing.T, sentence, name string) {
		got := application.Merge{Name: name, Job: "{name}", Employer: "E"}.Fill(sentence)
		if !strings.Contains(sentence, "{") && got != sentence {
			t.Errorf("%q became %q", sentence, got)
		}
		if strings.Count(got, "{name}") < strings.Count(sentence, "{job}") {
			t.Errorf("a value was read as a field: %q became %q", sentence, got)
		}
	})
}
