package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/promise/show"
)

// TestCorrect: what a person changes or empties on the pages is changed wherever it is held and shown, the employer's copy of an application
// among it, and the old words open nowhere. A CV or file that went along with an application is what was sent, and goes by withdrawing.
func TestCorrect(t *testing.T) {
	towns(t, func(t *testing.T, w *town) {
		show.Show(t, "rights.correct", "emptied-field-kept")
		old, now := w.writes(t, "first"), (*canary)(nil)
		everyMark(t, "before", old, found(t, bed(w.House).Closure(files(w.House)), old.marks()))
		now = w.rewrites(t, old)
		where := found(t, bed(w.House).Closure(files(w.House)), append(old.marks(), now.marks()...))
		everyMark(t, "corrected", now, where)
		for _, m := range old.marks() {
			if places := where[string(m)]; len(places) > 0 {
				t.Errorf("the old word %s is still read in %v", m, places)
			}
		}
		shown := w.shownOf(t, old)
		for _, m := range now.marks() {
			if strings.HasPrefix(string(m), "+") {
				continue
			}
			if !strings.Contains(shown, string(m)) {
				t.Errorf("the new word %s is shown on no page", m)
			}
		}
		for _, m := range old.marks() {
			if strings.Contains(shown, string(m)) {
				t.Errorf("the old word %s is still shown", m)
			}
		}
		w.nothingInClear(t, old, now)
	})
}

// writes is somebody who fills every field, and applies.
func (w *town) writes(t *testing.T, as string) *canary {
	t.Helper()
	c := &canary{name: as, sinks: map[string][]string{}}
	c.person = w.AddPerson("Kari", "kari@post.example", access.Candidate, access.EmployerID{}, access.NoRole)
	w.people[as] = c.person
	b := w.enter(as)
	w.walkers[as] = b
	w.fill(t, b, c)
	a := w.say(t, b, "/cvs", "/cvs", url.Values{"title": {c.mark("title", "cv.body")}})
	w.ids["cv of "+as] = a.header.Get("Location")
	w.say(t, b, w.ids["cv of "+as], w.ids["cv of "+as], url.Values{"title": {c.mark("title", "cv.body")}, "summary": {c.mark("summary", "cv.body")}})
	w.say(t, b, w.ids["cv of "+as]+"/work/new", "/work/new", url.Values{"name": {c.mark("role", "cv.body")}, "at": {c.mark("at", "cv.body")}})
	page := "/jobs/" + w.ids["job of one"] + "/apply"
	a = w.say(t, b, page, "/apply", url.Values{"name": {c.mark("sent name", "application.name")}, "letter": {c.mark("sent letter", "application.career")},
		"phone": {phoneOf(c)}, "cv": {""}})
	w.say(t, b, a.header.Get("Location"), "/review", nil)
	w.Run()
	c.application = w.one1("select id from application where subject_id = '" + c.person.Actor.Subject.String() + "'")
	return c
}

// fill fills the profile.
func (w *town) fill(t *testing.T, b *walker, c *canary) {
	t.Helper()
	w.say(t, b, "/profile", "/profile", url.Values{"name": {c.mark("name", "candidate.name")}, "phone": {phoneOf(c)}, "headline": {c.mark("headline", "candidate.career")},
		"place": {c.mark("place", "candidate.career")}, "links": {"https://" + c.mark("link", "candidate.career") + ".example"}})
}

// rewrites changes each field, and empties some.
func (w *town) rewrites(t *testing.T, c *canary) *canary {
	t.Helper()
	n, b, page := &canary{name: "second", sinks: map[string][]string{}}, w.walkers[c.name], w.ids["cv of "+c.name]
	w.say(t, b, "/profile", "/profile", url.Values{"name": {n.mark("name", "candidate.name")}, "phone": {phoneOf(n)}, "headline": {n.mark("headline", "candidate.career")},
		"place": {""}, "links": {""}})
	w.say(t, b, page, page, url.Values{"title": {n.mark("title", "cv.body")}, "name": {n.mark("cv name", "cv.body")}, "summary": {""}})
	w.say(t, b, page+"/work/0", "/work/0", url.Values{"name": {n.mark("role", "cv.body")}, "at": {""}})
	w.say(t, b, "/applications/"+c.application+"/edit", "/edit", url.Values{"name": {n.mark("sent name", "application.name")}, "phone": {phoneOf(n)},
		"letter": {n.mark("sent letter", "application.career")}})
	w.Run()
	return n
}

// shownOf is every page that shows something of a person: their own, and those of the team that has the application.
func (w *town) shownOf(t *testing.T, c *canary) string {
	t.Helper()
	var out strings.Builder
	add := func(b *walker, paths ...string) {
		for _, p := range paths {
			a := b.get(p)
			if a.status != http.StatusOK {
				t.Errorf("%s: %s", b.name, a)
			}
			out.Write(a.body)
		}
	}
	add(w.walkers[c.name], "/profile", "/cvs", w.ids["cv of "+c.name], w.ids["cv of "+c.name]+"/work/0", w.ids["cv of "+c.name]+"/file", "/me", "/applications", "/applications/"+c.application,
		"/applications/"+c.application+"/edit", "/applications/"+c.application+"/download", "/api/applications")
	team := "/employer/applications/" + c.application
	add(w.walkers[member("one", access.Owner)], team, team+"/contact", "/employer/jobs/"+w.ids["job of one"]+"/applications", "/api"+team)
	return out.String()
}
