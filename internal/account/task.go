package account

import (
	"time"

	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// Tasks are the kinds that this house runs.
func (h *House) Tasks() []task.Kind {
	return []task.Kind{
		{Name: taskCopy, Purpose: privacy.Account, Run: h.runCopy},
		{Name: taskLapse, Purpose: privacy.Account, Run: h.runLapse},
		{Name: taskWarn, Purpose: privacy.Security, Every: 6 * time.Hour, Run: h.runWarn},
		{Name: "account.sweep", Purpose: privacy.Security, Every: time.Hour, Run: h.runSweep},
	}
}

// Unconfirmed is how long an unproved persona of a confirmed account stays; an unconfirmed account's own rows end with its dossier.
const unconfirmed = 72 * time.Hour

// runSweep deletes what is over: sessions, links, changes of address, tallies. It opens nothing.
func (h *House) runSweep(run *task.Run) error {
	now := run.Now
	sweeps := map[store.Name]store.Args{
		"account.sweepSessions":    {"now": now, "idle": now.Add(-idle)},
		"account.sweepReplays":     {"before": now.Add(-replayLife)},
		"account.sweepTokens":      {"now": now},
		"account.sweepLinks":       {"before": now},
		"account.sweepRelocations": {"before": now.Add(-linkLife[LinkStop] - unconfirmed)},
		"account.sweepThrottles":   {"now": now},
		"account.dropUnconfirmed":  {"before": now.Add(-unconfirmed)},
	}
	return run.DB.Write(run, run.Grant, func(w *store.Writer) error {
		for name, args := range sweeps {
			if _, err := w.Exec(name, args); err != nil {
				return err
			}
		}
		return nil
	})
}
