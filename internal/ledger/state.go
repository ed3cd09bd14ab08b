package ledger

import (
	"time"

	"verv/internal/store"
)

// Pulse says when the sweep last ran and how many dossiers were due before that and are still here and not ending.
func (h *House) Pulse(r *store.Reader) (ran time.Time, overdue int, err error) {
	var calm time.Time
	err = r.Get("ledger.sweep", store.Args{"name": TaskSweep}, &ran, &calm)
	if store.Missing(err) {
		return time.Time{}, 0, nil
	}
	if err != nil {
		return ran, 0, err
	}
	due, err := r.DueDossiers(ran.Add(-time.Hour), page)
	for _, d := range due {
		if d.EndingAt.IsZero() {
			overdue++
		}
	}
	return ran, overdue, err
}
