package server_test

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/crypt"
	"verv/internal/ledger"
	"verv/internal/message"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/server"
	"verv/internal/store"
)

// The lists of employers, and of tasks, leave out what rests, each by a condition of its own. Who writes a statement that reads such a table says
// here why it needs none.
var restless = map[store.Name]string{
	"application.rests":      "it asks what rests",
	"application.standingAt": "a stage that goes takes along whatever stands at it: an identifier changes, nothing is opened",
	"application.unclocked":  "the clock of a job's end: the sweep ends nothing that rests",
	"application.ofJob":      "the clock of a job's end: the sweep ends nothing that rests",
	"application.whose":      "mail that came: its person is asked next, and waits while it rests",
	"report.application":     "counts without a name, taken when something happens",
	"report.page":            "counts without a name, taken when something happens",
	"message.times":          "of an application that was found to be in use",
	"message.since":          "of an application that was found to be in use",
	"console.heldOf":         "what the end of an employer would take, whatever rests",
	"console.builtOf":        "what an operator looks after, as a number",
	"search.count":           "how much is read at the start",
	"search.approachTo":      "nobody is asked twice; of a card that was found",
	"search.askedBy":         "how many requests a member sent in a day",
}

var reReads = regexp.MustCompile(`\b(from|join) (application|card|approach|alert|message|proposal)\b`)

// No list forgets that something rests.
func TestListsLeaveOutWhatRests(t *testing.T) {
	t.Parallel()
	seen, kept := 0, map[store.Name]bool{}
	for _, room := range server.Rooms() {
		all, err := room.Statements()
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range all {
			text := strings.TrimSpace(s.SQL)
			if s.Scope == access.ScopeSubject || !strings.HasPrefix(text, "select") && !strings.HasPrefix(text, "insert") || !reReads.MatchString(text) {
				continue
			}
			seen++
			_, free := restless[s.Name]
			kept[s.Name] = free
			if rests := strings.Contains(text, "rests_at"); rests == free && s.Name != "application.rests" {
				t.Errorf("%s: leaves out what rests: %v; says that it need not: %v", s.Name, rests, free)
			}
		}
	}
	for name := range restless {
		if !kept[name] {
			t.Errorf("%s is excused and reads nothing of it", name)
		}
	}
	if seen < 25 {
		t.Errorf("only %d statements were looked at", seen)
	}
	show.Show(t, "rights.restrict", "list-forgets-what-rests")
}

// traces are the pages of employer one that show something of Anna or her application, as its recruiter sees them.
func (w *town) traces(t *testing.T) (out []string) {
	t.Helper()
	v, team := w.ids["application of "+anna], w.enter(member("one", access.Recruiter)) // the clock moves, and sessions end
	for _, r := range w.routesOf(http.MethodGet) {
		if r.Scope != access.ScopeEmployer {
			continue
		}
		for _, o := range w.objects(r) {
			a := team.get(o.path)
			if a.status == http.StatusSeeOther && a.header.Get("Location") == "/login" || a.status >= http.StatusInternalServerError {
				t.Errorf("%s", a)
			}
			found := slices.ContainsFunc([]string{" name", " letter", " address"}, func(of string) bool { return bytes.Contains(a.body, []byte(mark(anna+of))) })
			if found || !strings.Contains(o.path, v) && bytes.Contains(a.body, []byte(v)) {
				out = append(out, o.path)
			}
		}
	}
	return out
}

// A person freezes everything: every page of every employer is without them, nobody writes to them, and the team is told that it rests. Used
// again, it is there again. The officer ends a freeze seven days after the person was told, and not before.
func TestRests(t *testing.T) {
	t.Parallel()
	towns(t, func(t *testing.T, w *town) {
		me, team, of := w.walkers[anna], w.walkers[member("one", access.Recruiter)], "/employer/applications/"+w.ids["application of "+anna]
		before := w.traces(t)
		if len(before) < 8 {
			t.Fatalf("positive control: only %d pages show something of her: %v", len(before), before)
		}
		w.foundNoMore(t)
		w.writesTo(t, anna, "one")
		w.writesTo(t, bo, "two")
		if a := me.post("/me/restrict", url.Values{}); a.status != http.StatusUnprocessableEntity {
			t.Errorf("without a ground: %s", a)
		}
		if a := me.post("/me/restrict", url.Values{"ground": {"claims"}}); a.status != http.StatusSeeOther {
			t.Fatalf("freezing: %s\n%s", a, a.body)
		}
		if after := w.traces(t); len(after) > 0 {
			t.Errorf("while everything rests she is seen at %v", after)
		}
		if a := team.get(of); a.status != http.StatusLocked {
			t.Errorf("its address: %s", a)
		}
		w.unmoved(t, team, of)
		letters := len(w.letters(mark(anna + " address")))
		w.Clock.Move(2 * time.Minute)
		w.Run()
		w.Clock.Move(24 * time.Hour)
		w.Run()
		if text := w.letters(mark(anna + " address")); len(text) != letters {
			t.Errorf("while everything rests she gets letters: %s", text[min(letters, len(text)):])
		}
		if !strings.Contains(w.letters(mark(bo+" address")), "Kom gjerne innom") {
			t.Error("positive control: Bo's letter did not leave")
		}
		if !strings.Contains(w.letters(mark(member("one", access.Recruiter)+" address")), "bare blir lagret") {
			t.Error("the team was not told")
		}
		if a := me.get("/applications/" + w.ids["application of "+anna]); a.status != http.StatusOK || !bytes.Contains(a.body, []byte(mark(anna+" letter"))) {
			t.Errorf("her own page: %s", a)
		}
		if !bytes.Contains(w.exported(t, anna), []byte("claims")) {
			t.Error("her download does not tell of it")
		}
		w.liftedTold(t, before)
	})
	show.Show(t, "rights.restrict", "lifted-untold")
	show.Show(t, "rights.restrict", "mailed-while-it-rests")
}

// writesTo has a member write to an applicant; the letter waits.
func (w *town) writesTo(t *testing.T, name, at string) {
	t.Helper()
	var v application.ID
	w.Must(v.UnmarshalText([]byte(w.ids["application of "+name])))
	_, err := w.Messages.Write(t.Context(), w.grant(member(at, access.Recruiter), privacy.Correspond), v, message.Draft{Text: "Kom gjerne innom på torsdag."})
	w.Must(err)
}

// unmoved: nobody moves it, writes to it or asks a colleague to look.
func (w *town) unmoved(t *testing.T, team *walker, of string) {
	t.Helper()
	for path, form := range map[string]url.Values{"/move": {"to": {"review"}}, "/messages": {"text": {"Hei"}}, "/notes": {"text": {"Bra"}}} {
		if !w.routed("/employer/applications/{application}" + path) {
			continue
		}
		if a := team.post(of+path, form); a.status < http.StatusBadRequest || a.status >= http.StatusInternalServerError {
			t.Errorf("while it rests: %s", a)
		}
	}
}

// liftedTold: the officer announces the end, the person is told, and seven days later the pages are as they were.
func (w *town) liftedTold(t *testing.T, before []string) {
	t.Helper()
	base := "/officer/restrictions/" + w.one1("select id from restriction where lifted_at is null") + "/"
	if a := w.enter(officer).post(base+"end", url.Values{"reason": {"settled"}}); a.status != http.StatusSeeOther {
		t.Fatalf("announcing: %s\n%s", a, a.body)
	}
	w.Clock.Move(10 * 24 * time.Hour) // no letter left yet
	if seen := w.traces(t); len(seen) > 0 {
		t.Errorf("untold, and in use again: %v", seen)
	}
	w.Run()
	if text := w.letters(mark(anna + " address")); !strings.Contains(text, "avslutter frysingen") {
		t.Errorf("she was not told; %s", w.one1("select coalesce(max(kind || ' ' || args || ' ' || coalesce(trouble, '')), '') from task where args like '%lifting%'"))
	}
	w.Clock.Move(7*24*time.Hour - time.Hour)
	w.Run()
	if seen := w.traces(t); len(seen) > 0 {
		t.Errorf("an hour before its end it is in use: %v", seen)
	}
	w.Clock.Move(2 * time.Hour)
	w.Run()
	if seen := w.traces(t); len(seen) < len(before)-2 {
		t.Errorf("in use again she is seen at %v, before at %v", seen, before)
	}
}

// foundNoMore: who wants to be found and freezes everything is found by nobody, at once.
func (w *town) foundNoMore(t *testing.T) {
	t.Helper()
	team := w.enter(member("one", access.Recruiter))
	sees := func(path string, mark string) bool { return bytes.Contains(team.get(path).body, []byte(mark)) }
	if !sees("/employer/people?q=sykepleier", mark("found headline")) || !sees("/employer/people/requests/"+w.ids["approach of one"], mark("found request")) {
		t.Fatalf("positive control: the person is not found: %s %s", team.get("/employer/people?q=sykepleier"), team.get("/employer/people/requests/"+w.ids["approach of one"]))
	}
	var s access.SubjectID
	w.Must(s.UnmarshalText([]byte(w.one1("select subject_id from card where id = '" + w.ids["card"] + "'"))))
	own := w.Grant(access.Actor{Persona: access.Candidate, Subject: s}, access.OfSubject(s), privacy.Rights)
	v, err := w.Ledger.Restrict(t.Context(), own, ledger.GroundObjection, crypt.DossierID{})
	w.Must(err)
	if sees("/employer/people?q=sykepleier", mark("found headline")) || sees("/employer/people/"+w.ids["card"], mark("found headline")) {
		t.Error("found while everything rests")
	}
	if sees("/employer/people/requests/"+w.ids["approach of one"], mark("found request")) {
		t.Error("a request to who rests is seen")
	}
	w.Must(w.Ledger.Unrestrict(t.Context(), own, v))
	if !sees("/employer/people?q=sykepleier", mark("found headline")) {
		t.Error("used again, and not found")
	}
}
