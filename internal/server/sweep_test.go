package server_test

import (
	"slices"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/promise"
	"verv/internal/promise/show"
	"verv/internal/server"
	"verv/internal/store"
)

// clocks is what verv promises says of due dates and of the heartbeat of the sweep.
func (w *town) clocks() promise.Result {
	w.T.Helper()
	all := server.Probe(w.T.Context(), w.Config, w.Profile, w.House.House)
	return all[slices.IndexFunc(all, func(r promise.Result) bool { return r.Probe == "clocks" })]
}

// TestSweep: the sweep is planted with the other tasks and comes by every day without being asked; a second one at the same moment changes
// nothing; and one that stays away is told of, as is a date that it passed over.
func TestSweep(t *testing.T) {
	towns(t, func(t *testing.T, w *town) {
		show.Show(t, "task.sweep", "missed-sweep-unseen")
		if c := w.clocks(); c.State != promise.ProbeUnknown {
			t.Fatalf("before the first sweep: %+v", c)
		}
		w.Must(w.Tasks.Plant(t.Context()))
		w.Run()
		if c := w.clocks(); c.State != promise.ProbeOK {
			t.Fatalf("after a sweep: %+v", c)
		}
		for day := range 3 {
			w.Clock.Move(24 * time.Hour)
			if c := w.clocks(); c.State != promise.ProbeRed || c.Detail != "the sweep has not run for two hours" {
				t.Errorf("day %d, no sweep since yesterday: %+v", day, c)
			}
			w.Run()
			if c := w.clocks(); c.State != promise.ProbeOK {
				t.Errorf("day %d, after the day's sweep: %+v", day, c)
			}
		}
		before := dump(w.House)
		w.Must(w.Tasks.Plant(t.Context()))
		w.again(t)
		if changed := differ(before, dump(w.House), "sweep", "task", "fact", "audit_entry", "cursor_of"); len(changed) > 0 {
			t.Errorf("a sweep that is repeated changes: %v", changed)
		}
		w.passedOver(t)
	})
}

// again makes every recurring task due at once and runs it.
func (w *town) again(t *testing.T) {
	t.Helper()
	db := w.raw()
	defer db.Close()
	_, err := db.ExecContext(t.Context(), "update task set due_at = 0 where kind = 'ledger.sweep'")
	w.Must(err)
	w.Run()
}

// passedOver: a date that is over by more than an hour when the sweep ran is told of, whenever it ran.
func (w *town) passedOver(t *testing.T) {
	t.Helper()
	s := w.people[anna].Actor.Subject
	w.Must(w.DB.Write(t.Context(), w.Verv(access.OfSubject(s), privacy.Rights), func(tx *store.Writer) error {
		list, err := tx.DossiersOf(s)
		if err != nil {
			return err
		}
		return tx.StartClock(list[0].ID, w.Clock.Now().AddDate(-3, 0, 0))
	}))
	if c := w.clocks(); c.State != promise.ProbeRed || c.Detail != "1 dossiers are past their date" {
		t.Errorf("a date that was passed over: %+v", c)
	}
}
