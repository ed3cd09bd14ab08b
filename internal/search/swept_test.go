package search_test

import (
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/ledger"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/rights"
	"verv/internal/search"
	"verv/internal/testbed/whole"
)

// TestSwept: a start reads every card and is one line of the access log. Whoever had a card then finds it among what Verv itself read of
// them, and nobody else does: who was private, who came later, who had restricted the use of what is held.
func TestSwept(t *testing.T) {
	show.Show(t, "rights.who-read", "sweeps-left-out")
	show.Show(t, "rights.who-read", "sweep-of-who-rested")
	worlds(t, func(t *testing.T, w *world) {
		person := func(name string) whole.Person { return w.person(name, "Zebrapasser", "Strikking", "Dyreparken") }
		ada, rests, private, late := person("Ada"), person("Bo"), person("Cy"), person("Dag")
		w.show(ada, search.Visible)
		w.show(rests, search.Anonymous)
		_, err := w.Ledger.Restrict(t.Context(), w.own(rests, privacy.Rights), ledger.GroundObjection, crypt.DossierID{})
		w.Must(err)
		officer := w.Grant(w.officer.Actor, access.Operation(), privacy.Operate)
		starts := func() (n int) {
			t.Helper()
			all, err := w.Rights.Accesses(t.Context(), officer, rights.Search{Purpose: privacy.Find, Persona: access.System}, 1000)
			w.Must(err)
			for _, a := range all {
				if a.Everybody() {
					n++
				}
			}
			return n
		}
		seen := func(p whole.Person, after, before time.Time) (n int) {
			t.Helper()
			o, err := w.Rights.Own(t.Context(), w.own(p, privacy.Rights))
			w.Must(err)
			for _, r := range o.Reads {
				if r.Automatic() && r.Purpose == privacy.Find && r.At.After(after) && r.At.Before(before) {
					n++
				}
			}
			return n
		}
		w.Search.Restart()
		w.Must(w.Search.Load(t.Context()))
		w.Clock.Move(time.Hour)
		before, began := starts(), w.Clock.Now()
		w.Clock.Move(time.Hour)
		for range 2 {
			w.Search.Restart()
			w.Must(w.Search.Load(t.Context()))
			w.Clock.Move(time.Hour)
		}
		if n := starts() - before; n != 2 {
			t.Errorf("two starts are %d lines of the log", n)
		}
		ended := w.Clock.Now()
		w.show(late, search.Visible)
		for p, want := range map[whole.Person]int{ada: 2, rests: 0, private: 0, late: 0} {
			if n := seen(p, began, ended); n != want {
				t.Errorf("%s sees that Verv read %d times, want %d", p.Address, n, want)
			}
		}
		if n := w.found(w.first, "zebrapasser"); n != 2 {
			t.Errorf("%d are found after it", n)
		}
	})
}
