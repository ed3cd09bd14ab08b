package application_test

import (
	"testing"
	"time"

	"verv/internal/consent"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed"
)

// ends is when the one application of a person ends, and whether it is still there.
func (r *rig) ends(t *testing.T, g privacy.Grant) (at time.Time, there bool) {
	t.Helper()
	r.must(r.DB.Read(t.Context(), g, func(rd *store.Reader) error {
		all, err := rd.DossiersOf(g.Scope().Subject())
		for _, d := range all {
			if d.Class == privacy.ClassApplication && d.EndingAt.IsZero() {
				at, there = d.DueAt, true
			}
		}
		return err
	}))
	return at, there
}

// until lets time pass in steps that the sweep believes, with all tasks.
func (r *rig) until(t *testing.T, to time.Time) {
	t.Helper()
	for r.Clock.Now().Before(to) {
		r.Clock.Move(min(6*24*time.Hour, to.Sub(r.Clock.Now())))
		r.work()
	}
}

// Whoever agrees that an application is kept for other jobs has it kept for twelve months from then; without that, and from the moment it is
// withdrawn, it ends on its ordinary date.
func TestKeptForOtherJobs(t *testing.T) {
	show.Show(t, "consent.refused-free", "kept-without-asking")
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		form := r.filled("kari@example.org")
		form.Set("keep", "on")
		_, kept := r.apply(form, "", nil)
		agreed := r.Clock.Now()
		_, plain := r.apply(r.filled("ola@example.org"), "", nil)
		_, regret := r.apply(func() (f map[string][]string) { f = r.filled("eva@example.org"); f["keep"] = []string{"on"}; return f }(), "", nil)
		grants := map[string]privacy.Grant{}
		for name, own := range map[string]string{"kept": kept, "plain": plain, "regret": regret} {
			grants[name] = r.ownGrant(t, own, privacy.Rights)
		}
		regretting := r.ownGrant(t, regret, privacy.Apply)
		r.must(r.runner.Plant(t.Context()))
		r.work()
		r.until(t, agreed.AddDate(0, 1, 0))
		closed := r.Clock.Now()
		r.jobs[r.job].State, r.jobs[r.job].ClosedAt = "closed", closed
		r.Clock.Move(10 * time.Minute)
		r.work()
		ordinary, longest := (privacy.Period{Months: 6}).From(closed), (privacy.Period{Months: 12}).From(agreed)
		wants := func(name string, at time.Time) {
			t.Helper()
			due, there := r.ends(t, grants[name])
			if at.IsZero() == there || there && due.Sub(at).Abs() > time.Minute {
				t.Errorf("%s ends %v (there: %t), want %v", name, due, there, at)
			}
		}
		wants("kept", longest)
		wants("regret", longest)
		wants("plain", ordinary)
		if n := len(r.ids()); n != 3 { // whoever said no is before the team like the others
			t.Errorf("the team sees %d applications", n)
		}

		r.until(t, ordinary.AddDate(0, 0, -10))
		withdraw := func() {
			r.must(r.DB.Write(t.Context(), regretting, func(w *store.Writer) error {
				return consent.Withdraw(w, consent.KeepForOtherJobs, r.member.Employer, consent.Shown{Wording: "Trekk tilbake", Language: "nb", Surface: "/me"})
			}))
		}
		withdraw()
		wants("regret", ordinary) // at once, before any task
		wants("kept", longest)
		r.until(t, ordinary.AddDate(0, 0, 2))
		wants("regret", time.Time{})
		wants("plain", time.Time{})
		wants("kept", longest)
		r.until(t, longest.AddDate(0, 0, 2))
		wants("kept", time.Time{})
	})
}

// A dossier whose clock stands, and one of a class with a nearer ceiling, is not prolonged beyond it.
func TestProlongHasBounds(t *testing.T) {
	r := newRig(t, testbed.New(t, store.SQLite, serverRooms()))
	_, own := r.apply(r.filled("kari@example.org"), "", nil)
	g := r.ownGrant(t, own, privacy.Rights)
	r.must(r.DB.Write(t.Context(), g, func(w *store.Writer) error {
		all, err := w.DossiersOf(g.Scope().Subject())
		for _, d := range all {
			if d.Class != privacy.ClassApplication {
				continue
			}
			if err := w.Prolong(d.ID, w.Now().AddDate(5, 0, 0)); !fault.Is(err, fault.Withheld) {
				t.Errorf("prolonged while its clock stands: %v", err)
			}
			r.must(w.StartClock(d.ID, w.Now()))
			r.must(w.Prolong(d.ID, w.Now().AddDate(5, 0, 0)))
			if got, err := w.DossierByID(d.ID); err != nil || !got.DueAt.Equal((privacy.Period{Months: 24}).From(w.Now())) {
				t.Errorf("prolonged to %v, %v", got.DueAt, err)
			}
			r.must(w.Prolong(d.ID, w.Now()))
			if got, _ := w.DossierByID(d.ID); !got.DueAt.After(w.Now().AddDate(1, 0, 0)) {
				t.Errorf("a nearer date moved the end to %v", got.DueAt)
			}
		}
		return err
	}))
}
