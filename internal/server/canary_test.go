package server_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/search"
	"verv/internal/task"
	"verv/internal/testbed/scan"
	"verv/internal/testbed/whole"
)

// canary is a person of whom each field and each file holds a mark of its own, and where each mark must be found.
type canary struct {
	name        string
	person      whole.Person
	sinks       map[string][]string // mark to the places that hold it
	application string
	dossiers    []string
}

func (c *canary) mark(field string, sinks ...string) string {
	m := scan.Mark("canary", c.name+" "+field)
	c.sinks[m] = sinks
	return m
}

func (c *canary) marks() (out [][]byte) {
	for _, m := range slices.Sorted(maps.Keys(c.sinks)) {
		out = append(out, []byte(m))
	}
	return out
}

// plant fills, on the real pages, every field that a person and the people around them fill, each with a mark.
func (w *town) plant(t *testing.T, name string) *canary {
	t.Helper()
	c := &canary{name: name, sinks: map[string][]string{}}
	address := "x" + c.mark("address", "account.contact", "reach.body", "approach.contact") + "@post.example"
	c.person = w.AddPerson("Å "+c.mark("account name", "account.profile"), address, access.Candidate, access.EmployerID{}, access.NoRole)
	w.people[name] = c.person
	b := w.enter(name)
	w.walkers[name] = b
	w.say(t, b, "/profile", "/profile", url.Values{"name": {c.mark("name", "candidate.name", "approach.name")}, "phone": {phoneOf(c)}, "headline": {c.mark("headline", "candidate.career", "card.body")},
		"place": {c.mark("place", "candidate.career", "card.body")}, "links": {"https://" + c.mark("link", "candidate.career") + ".example"}})
	w.upload(t, b, c)
	w.applies(t, b, c)
	w.watches(t, b, c)
	w.assess(t, c)
	w.finds(t, b, c)
	w.Must(w.ask(name))
	w.Run()
	c.dossiers = w.dossiersOf(c.person)
	return c
}

// phoneOf is a telephone number that no other person of the test has; a mark does not fit into one.
func phoneOf(c *canary) string {
	sum := sha256.Sum256([]byte(c.name))
	n := fmt.Sprintf("+47%011d", (uint64(sum[0])<<32|uint64(sum[1])<<24|uint64(sum[2])<<16|uint64(sum[3])<<8|uint64(sum[4]))%100_000_000_000)
	c.sinks[n] = []string{"candidate.contact", "application.contact"}
	return n
}

// say sends a form of a page as its owner, with values in it, and must be taken.
func (w *town) say(t *testing.T, b *walker, page, action string, values url.Values) answer {
	t.Helper()
	for _, s := range b.get(page).sheets() {
		if strings.HasSuffix(strings.SplitN(w.local(s.action), "?", 2)[0], action) && s.method == http.MethodPost {
			form := s.filled()
			for k, v := range values {
				form[k] = v
			}
			a := b.post(w.local(s.action), form)
			if s.files {
				a = b.multipart(w.local(s.action), form)
			}
			if a.status != http.StatusSeeOther {
				t.Fatalf("%s: the form of %s to %s is refused: %d\n%.3000s", b.name, page, action, a.status, a.body)
			}
			return a
		}
	}
	t.Fatalf("%s: no form on %s leads to %s", b.name, page, action)
	return answer{}
}

// upload brings in a CV as a file, with a mark in every field that a CV has here.
func (w *town) upload(t *testing.T, b *walker, c *canary) {
	t.Helper()
	searched := []string{"summary", "employer", "role", "work", "field", "level", "skill", "language", "fluency"}
	m := func(field string) string {
		sinks := []string{"cv.body", "application.cv", "approach.cv"}
		if slices.Contains(searched, field) {
			sinks = append(sinks, "card.body")
		}
		if field == "employer" {
			sinks = append(sinks, "card_block.body") // a job without an end: who has one never finds the person
		}
		return c.mark("cv "+field, sinks...)
	}
	doc, err := json.Marshal(map[string]any{
		"basics":       map[string]any{"name": m("name"), "label": m("label"), "summary": m("summary"), "location": map[string]any{"city": m("town")}},
		"work":         []any{map[string]any{"name": m("employer"), "position": m("role"), "startDate": "2020-01", "summary": m("work"), "location": m("place")}},
		"education":    []any{map[string]any{"institution": m("school"), "area": m("field"), "studyType": m("level"), "courses": []any{m("course")}}},
		"skills":       []any{map[string]any{"name": m("skill"), "level": m("skill level"), "keywords": []any{m("keyword")}}},
		"languages":    []any{map[string]any{"language": m("language"), "fluency": m("fluency")}},
		"certificates": []any{map[string]any{"name": m("certificate"), "issuer": m("issuer"), "date": "2019"}},
	})
	w.Must(err)
	a := b.multipart("/cvs/upload", nil, whole.Upload{Field: "file", Name: "cv.json", Type: "application/json", Content: doc})
	if a.status != http.StatusSeeOther {
		t.Fatalf("the CV is refused: %d %s", a.status, a.body)
	}
	w.ids["cv of "+c.name] = w.one1("select id from cv where subject_id = '" + c.person.Actor.Subject.String() + "'")
}

// applies sends an application with letter, answer, file, CV and the box that is apart.
func (w *town) applies(t *testing.T, b *walker, c *canary) {
	t.Helper()
	page := "/jobs/" + w.ids["asking job"] + "/apply"
	var form url.Values
	var to sheet
	for _, s := range b.get(page).sheets() {
		if strings.HasSuffix(shape(s.action), "/apply") {
			to, form = s, s.filled()
		}
	}
	if form == nil {
		t.Fatalf("no form to apply with: %d", b.get(page).status)
	}
	form.Set("name", c.mark("application name", "application.name"))
	form.Set("phone", phoneOf(c))
	form.Set("letter", c.mark("letter", "application.career"))
	form.Set("q1", c.mark("answer", "application.career"))
	form.Set("cv", w.ids["cv of "+c.name])
	form.Set("keep", "on")
	a := b.multipart(w.local(to.action), form, whole.Upload{Field: "file", Name: c.mark("file name", "file.about") + ".pdf", Type: "application/pdf",
		Content: pdf(c.mark("file", "file"))})
	if a.status != http.StatusSeeOther {
		t.Fatalf("the application is refused: %d\n%s", a.status, a.body)
	}
	w.say(t, b, a.header.Get("Location"), "/review", nil)
	w.Run()
	c.application = w.one1("select id from application where subject_id = '" + c.person.Actor.Subject.String() + "'")
}

// assess is what the employer writes about a person: a note with a score, a message, and a rejection with a reason; and the person answers.
func (w *town) assess(t *testing.T, c *canary) {
	t.Helper()
	m := w.walkers[member("one", access.Owner)]
	page := "/employer/applications/" + c.application
	w.say(t, m, page, "/note", url.Values{"score": {"4"}, "text": {c.mark("note", "application_note.body")}})
	if w.routed("/employer/applications/{application}/messages") {
		w.say(t, m, page+"/messages", "/messages", url.Values{"text": {c.mark("message", "message.body")}})
		w.converse(t, m, c, page+"/messages", "of the team")
		w.converse(t, w.walkers[c.name], c, "/applications/"+c.application+"/messages", "of the person")
		w.mailed(c)
	}
	w.say(t, m, page+"/reject", "/reject", url.Values{"reason": {"qualifications"}, "text": {c.mark("reason", "application.decision")}})
	for range 2 { // the decision's letter, and then what the team is told of the answers
		w.Clock.Move(2 * time.Minute)
		w.Run()
	}
}

// finds lets the person be found, shut somebody out, be asked by employer two, and say yes.
func (w *town) finds(t *testing.T, b *walker, c *canary) {
	t.Helper()
	w.say(t, b, search.PathVisibility, search.PathVisibility, url.Values{"visibility": {"visible"}, "cv": {w.ids["cv of "+c.name]}, "agree": {"on"}})
	w.say(t, b, search.PathVisibility+"/blocks", "/blocks", url.Values{"block": {c.mark("block", "card_block.body")}})
	w.say(t, b, search.PathVisibility, search.PathPropose, url.Values{"proposed": {"on"}})
	card := w.one1("select id from card where subject_id = '" + c.person.Actor.Subject.String() + "'")
	asks := w.walkers[member("two", access.Recruiter)]
	w.say(t, asks, search.PathPeople+"/"+card, "/request", url.Values{"job": {w.ids["job of two"]}, "text": {"Vi tror at denne jobben kan passe for deg. " + c.mark("request", "approach.words")}})
	w.say(t, asks, "/employer/jobs/"+w.ids["job of two"]+"/people", "/people", nil)
	one := w.one1("select id from approach where subject_id = '" + c.person.Actor.Subject.String() + "'")
	w.say(t, b, search.PathRequests+"/"+one, "/accept", nil)
	phone := phoneOf(c)
	c.sinks[phone] = append(c.sinks[phone], "approach.contact")
}

// converse sends a message with a file from one of the sides of a thread.
func (w *town) converse(t *testing.T, b *walker, c *canary, thread, side string) {
	t.Helper()
	a := b.multipart(thread, url.Values{"text": {c.mark("words "+side, "message.body")}}, whole.Upload{Field: "file", Name: c.mark("attachment name "+side, "file.about") + ".txt",
		Type: "text/plain", Content: []byte(c.mark("attachment "+side, "file"))})
	if a.status != http.StatusSeeOther {
		t.Fatalf("a message %s with a file is refused: %d\n%.3000s", side, a.status, a.body)
	}
}

// mailed brings mail into a thread: from the person with a quotation, and from somebody else, which lies aside.
func (w *town) mailed(c *canary) {
	w.T.Helper()
	var v application.ID
	w.Must(v.UnmarshalText([]byte(c.application)))
	run := &task.Run{Context: w.T.Context(), DB: w.DB, Now: w.Clock.Now(), Grant: w.Grant(access.Verv("mail.route"), access.Operation(), privacy.Correspond)}
	for _, m := range []mail.Message{{From: c.person.Address, Text: c.mark("mail", "message.body"), Quote: c.mark("quotation", "message.body")},
		{From: "somebody@example.org", Text: c.mark("aside", "message_aside.body")}} {
		_, err := w.Messages.Receive(run, w.Messages.ReplyAddress(v), m)
		w.Must(err)
	}
}

func (w *town) routed(pattern string) bool {
	for _, r := range w.Mux.Routes() {
		if r.Pattern == pattern {
			return true
		}
	}
	return false
}

// ask asks for a download of everything, which is one sealed file more.
func (w *town) ask(name string) error {
	_, err := w.Rights.Ask(w.T.Context(), w.grant(name, privacy.Rights), w.Site.ID, "nb")
	return err
}

// dossiersOf are the dossiers of a persona and of the account behind it.
func (w *town) dossiersOf(p whole.Person) (out []string) {
	w.T.Helper()
	db := w.raw()
	defer db.Close()
	list, err := db.QueryContext(w.T.Context(), fmt.Sprintf("select id from dossier where subject_id in ('%s', '%s')", p.Actor.Subject, p.Actor.Account))
	w.Must(err)
	defer list.Close()
	for list.Next() {
		var d string
		w.Must(list.Scan(&d))
		out = append(out, d)
	}
	w.Must(list.Err())
	return out
}
