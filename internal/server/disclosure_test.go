package server_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"verv/internal/access"
	"verv/internal/ledger"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
)

// TestDisclosure: what reaches an employer is on record with the act of the person that sent it there, and each act sends once, to the one it
// named. Without an act, or after it was taken back, the employer has nothing.
func TestDisclosure(t *testing.T) {
	towns(t, func(t *testing.T, w *town) {
		show.Show(t, "disclosure.by-act", "disclosure-without-act")
		before := w.disclosed()
		c := &canary{name: "sender", sinks: map[string][]string{}}
		c.person = w.AddPerson("Kari", "kari@post.example", access.Candidate, access.EmployerID{}, access.NoRole)
		w.people[c.name] = c.person
		b := w.enter(c.name)
		w.walkers[c.name] = b
		w.fill(t, b, c)
		page := "/jobs/" + w.ids["job of one"] + "/apply"
		draft := w.say(t, b, page, "/apply", url.Values{"name": {c.mark("sent", "application.name")}, "email": {""}, "phone": {phoneOf(c)}})
		w.Run()
		w.nobodyReads(t, "filled in, not sent", c)
		if n := w.disclosed(); n != before {
			t.Errorf("%d disclosures before the person sent anything", n-before)
		}
		w.say(t, b, draft.header.Get("Location"), "/review", nil)
		w.Run()
		id := w.one1("select id from application where subject_id = '" + c.person.Actor.Subject.String() + "'")
		if n := w.disclosed(); n != before+1 {
			t.Errorf("one act is %d disclosures", n-before)
		}
		for name := range w.people {
			w.namesAct(t, name)
		}
		if reads := w.readers(t, c); !slices.Equal(reads, []string{member("one", access.HiringManager), member("one", access.Interviewer), member("one", access.Owner), member("one", access.Recruiter)}) {
			t.Errorf("positive control: sent to one employer, and read by %v", reads)
		}
		w.say(t, b, "/applications/"+id+"/withdraw", "/withdraw", nil)
		w.Run()
		w.nobodyReads(t, "taken back", c)
		if a := w.walkers[member("one", access.Owner)].get("/employer/applications/" + id + "/contact"); a.status != http.StatusNotFound {
			t.Errorf("asked for again after it was taken back: %s", a)
		}
	})
}

func (w *town) disclosed() int { return len(dump(w.House)["disclosure"]) }

// namesAct: every disclosure of a person names an application of theirs to that very employer.
func (w *town) namesAct(t *testing.T, name string) {
	t.Helper()
	p := w.people[name]
	var list []ledger.Disclosure
	w.Must(w.DB.Read(t.Context(), w.Verv(access.OfSubject(p.Actor.Subject), privacy.Rights), func(r *store.Reader) (err error) {
		list, err = ledger.Disclosures(r)
		return err
	}))
	for _, d := range list {
		query := fmt.Sprintf("select count(*) from application where id = '%s' and subject_id = '%s' and employer_id = '%s'", d.What.ID, p.Actor.Subject, d.Employer)
		if d.What.Noun != "application" || d.What.ID == "" || w.one1(query) != "1" {
			t.Errorf("%s: a disclosure names no act of the person: %+v", name, d.What)
		}
		if len(d.What.Categories) == 0 || d.Purpose == "" || d.At.IsZero() {
			t.Errorf("%s: a disclosure does not say what, why and when: %+v", name, d)
		}
	}
	if name == anna && len(list) != 1 {
		t.Errorf("%s sent one application, and %d are on record", name, len(list))
	}
}

// readers are the people beside its owner who find what was sent, on their own pages of applications.
func (w *town) readers(t *testing.T, c *canary) (out []string) {
	t.Helper()
	for name, b := range w.walkers {
		if name == c.name {
			continue
		}
		for _, job := range []string{"job of one", "job of two"} {
			a := b.get("/employer/jobs/" + w.ids[job] + "/applications")
			for _, m := range c.marks() {
				if bytes.Contains(a.body, m) && !slices.Contains(out, name) {
					out = append(out, name)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

func (w *town) nobodyReads(t *testing.T, when string, c *canary) {
	t.Helper()
	if reads := w.readers(t, c); len(reads) > 0 {
		t.Errorf("%s: %v read it", when, reads)
	}
}
