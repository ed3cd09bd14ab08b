package server_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/profiles"
)

// dueOf is when the dossier of a class ends; zero when there is none.
func (w *town) dueOf(s access.SubjectID, class privacy.Class) (due time.Time) {
	w.T.Helper()
	w.Must(w.DB.Read(w.T.Context(), w.Verv(access.OfSubject(s), privacy.Rights), func(r *store.Reader) error {
		list, err := r.DossiersOf(s)
		for _, d := range list {
			if d.Class == class {
				due = d.DueAt
			}
		}
		return err
	}))
	return due
}

// until lets days go by, none too many at once for the sweep to believe the clock, and runs what is due.
func (w *town) until(at time.Time) {
	w.T.Helper()
	for w.Clock.Now().Before(at) {
		if w.Clock.Move(6 * 24 * time.Hour); w.Clock.Now().After(at) {
			w.Clock.Set(at)
		}
		w.daily()
	}
}

// own are the places that hold what a person has for themselves.
func ownPlace(place string) bool {
	table, _, _ := strings.Cut(place, ".")
	return slices.Contains([]string{"account", "reach", "candidate", "cv"}, table)
}

// TestInactivity: an account that nobody uses is whole one day before its date and gone from every byte one day after. Mail that somebody
// else caused does not move the date; the person's own visit does.
func TestInactivity(t *testing.T) {
	if testing.Short() {
		t.Skip("make check ends in two minutes: make test walks this")
	}
	towns(t, func(t *testing.T, w *town) {
		show.Show(t, "retention.inactivity", "nobody-is-inactive")
		show.Show(t, "retention.inactivity", "own-visit-not-counted")
		w.askingJob()
		idle, busy := w.plant(t, "canary mira"), w.plant(t, "canary nils")
		w.Must(w.Tasks.Plant(t.Context()))
		account := account.SubjectOf(idle.person.Actor.Account)
		due := w.dueOf(account, privacy.ClassAccount)
		if want := (privacy.Period{Months: w.Profile.Retention.InactiveAccount}).From(w.Clock.Now()); want.Sub(due).Abs() > 24*time.Hour {
			t.Fatalf("the account ends at %v, the profile says %v", due, want)
		}
		w.until(due.AddDate(0, -1, 0))
		w.visit(busy.name)
		letters := len(w.Mail.To(idle.person.Address))
		w.say(t, w.walker(nobody), "/account/forgot", "/account/forgot", url.Values{"address": {idle.person.Address}, "want": {"enter"}})
		w.daily()
		if n := len(w.Mail.To(idle.person.Address)); n != letters+1 {
			t.Fatalf("positive control: %d letters came, want one", n-letters)
		}
		if at := w.dueOf(account, privacy.ClassAccount); !at.Equal(due) {
			t.Errorf("a letter moved the date from %v to %v", due, at)
		}
		w.until(due.Add(-24 * time.Hour))
		w.ownMarks(t, "one day before the date", idle, true)
		w.until(due.Add(24 * time.Hour))
		w.ownMarks(t, "one day after the date", idle, false)
		w.ownMarks(t, "after a visit in the last month", busy, true)
		w.nothingInClear(t, idle, busy)
		if held := w.heldAddress(idle); held {
			t.Error("the keystore still knows the address")
		}
		if ends := w.one1("select count(*) from erasure where cause = 'due' and whole = 1 and done_at is not null and subject_id in ('" + account.String() + "')"); ends != "1" {
			t.Errorf("%s erasures are on record, want one that is done", ends)
		}
	})
}

// visit is somebody who logs in and looks at their own page.
func (w *town) visit(name string) {
	w.T.Helper()
	if a := w.enter(name).get("/me"); a.status != 200 {
		w.T.Fatalf("%s: %s", name, a)
	}
}

// ownMarks: all that a person has for themselves is there, or no mark of it anywhere.
func (w *town) ownMarks(t *testing.T, when string, c *canary, there bool) {
	t.Helper()
	where := found(t, bed(w.House).Closure(files(w.House)), c.marks())
	if !there {
		for m, places := range where {
			t.Errorf("%s: a mark of %s, %s, is read in %v", when, c.name, m, places)
		}
		return
	}
	n := 0
	for m, sinks := range c.sinks {
		for _, s := range sinks {
			if ownPlace(s) {
				n++
				if !slices.Contains(where[m], s) {
					t.Errorf("%s: a mark of %s is gone from %s", when, c.name, s)
				}
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d marks were looked for", n)
	}
}

// TestInactivityOfProfiles: each profile ends unused accounts, after 36 months at most; no configuration can make it longer or never.
func TestInactivityOfProfiles(t *testing.T) {
	show.Show(t, "retention.inactivity", "inactivity-without-ceiling")
	for _, name := range profiles.Names() {
		p, err := profiles.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		months := p.Retention.InactiveAccount
		for m, fine := range map[int]bool{months: true, 0: false, 37: false, 1200: false} {
			for _, class := range []privacy.Class{privacy.ClassAccount, privacy.ClassSelf} {
				if _, err := privacy.NewRetention(map[privacy.Class]privacy.Period{class: {Months: m}}); (err == nil) != fine {
					t.Errorf("%s: %s of %d months: %v", name, class, m, err)
				}
			}
		}
	}
}
