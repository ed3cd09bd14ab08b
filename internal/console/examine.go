package console

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// Examine looks at everything that can be seen without asking another machine.
func (h *House) Examine(ctx context.Context, g privacy.Grant) ([]Finding, error) {
	out := Before(h.Config, h.Bounds)
	more, err := h.Within(ctx, g)
	return append(out, more...), err
}

// Within looks at what only open stores can tell: themselves, the clock, the tasks, the backups and what waits.
func (h *House) Within(ctx context.Context, g privacy.Grant) ([]Finding, error) {
	if err := g.Require(access.HealthSee); err != nil {
		return nil, err
	}
	out := []Finding{h.lookAtEpoch()}
	out = append(out, h.lookAtDatabase(ctx)...)
	out = append(out, h.lookAtClock(ctx))
	var counts []task.Count
	var notes map[Backup]time.Time
	var letters Letters
	waits := 0
	err := h.DB.Read(ctx, g, func(r *store.Reader) (err error) {
		if counts, err = task.Counts(r); err != nil {
			return err
		}
		if notes, err = readNotes(r); err != nil {
			return err
		}
		if letters, err = readLetters(r); err != nil {
			return err
		}
		return r.Get("console.moderating", store.Args{}, &waits)
	})
	if err != nil {
		return out, err
	}
	now := h.DB.Now()
	out = append(out, lookAtTasks(counts, now)...)
	out = append(out, lookAtLetters(letters, now)...)
	out = append(out, lookAtBackups(notes, now)...)
	if waits > 0 {
		return append(out, found(OfModeration, Look, "moderation", "Count", waits)), nil
	}
	return append(out, fine(OfModeration)), nil
}

// Silent says which stores do not answer, in short words; nothing means that all do.
func (h *House) Silent(ctx context.Context) []string {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	var out []string
	if h.DB.Health(ctx) != nil {
		out = append(out, "database")
	}
	if h.Keys.Health(ctx) != nil {
		out = append(out, "keystore")
	}
	if h.Files.Health(ctx) != nil {
		out = append(out, "files")
	}
	return out
}

func (h *House) lookAtDatabase(ctx context.Context) (out []Finding) {
	for _, what := range h.Silent(ctx) {
		out = append(out, found(OfDatabase, Wrong, "silent."+what))
	}
	if len(out) > 0 {
		return out
	}
	diff, err := h.DB.Differences(ctx)
	if err != nil || len(diff) > 0 {
		out = append(out, found(OfDatabase, Wrong, "database.columns", "Count", len(diff)))
	}
	if n := h.DB.Lost(); n > 0 {
		out = append(out, found(OfDatabase, Wrong, "database.lost", "Count", n))
	}
	return orFine(OfDatabase, out)
}

// drift is how far two clocks may differ.
const drift = 5 * time.Second

func (h *House) lookAtClock(ctx context.Context) Finding {
	there, err := h.DB.Clock(ctx)
	if err != nil {
		return found(OfClock, Wrong, "clock.unread")
	}
	here := h.DB.Now()
	if d := here.Sub(there).Abs(); d > drift {
		return found(OfClock, Wrong, "clock.drift", "Count", int64(d/time.Second))
	}
	if here.Year() < 2026 {
		return found(OfClock, Wrong, "clock.past")
	}
	return fine(OfClock)
}

// stale is how old the epoch key may be: the rotation looks daily and takes a key of six days.
const stale = 8 * 24 * time.Hour

func (h *House) lookAtEpoch() Finding {
	_, since := h.Keys.Epoch()
	if age := h.DB.Now().Sub(since); age > stale {
		return found(OfEpoch, Wrong, "epoch", "Count", days(age))
	}
	return fine(OfEpoch)
}

// late is how long a task may have been due before somebody should look.
const late = 10 * time.Minute

func lookAtTasks(all []task.Count, now time.Time) (out []Finding) {
	dead, oldest := 0, time.Duration(0)
	for _, c := range all {
		dead += c.Dead
		if !c.FirstDue.IsZero() {
			oldest = max(oldest, now.Sub(c.FirstDue))
		}
	}
	if dead > 0 {
		out = append(out, found(OfTasks, Look, "tasks.dead", "Count", dead))
	}
	if oldest > late {
		out = append(out, found(OfTasks, Wrong, "tasks.late", "Count", int64(oldest/time.Minute)))
	}
	return orFine(OfTasks, out)
}

func days(d time.Duration) int64 { return int64(d / (24 * time.Hour)) }
