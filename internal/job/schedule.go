package job

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/plan"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

const (
	scheduleMost = 366 * 24 * time.Hour
	taskPlanned  = "job.publish-due"
	plannedEvery = time.Minute
)

// Schedule lets a draft open by itself at a moment, or moves that moment.
func (h *House) Schedule(ctx context.Context, g privacy.Grant, j ID, version int, at time.Time) error {
	return h.move(ctx, g, j, version, ActSchedule, "", func(w *store.Writer, v Job) error {
		if at.IsZero() {
			var f fault.Form
			f.Add("day", "form.required")
			return f.Err()
		}
		if err := h.ahead(v, at, w.Now()); err != nil {
			return err
		}
		w.Fact(FactScheduled, facts(v))
		return moveTo(w, v, Scheduled, at)
	})
}

// Unschedule makes a scheduled job a draft again.
func (h *House) Unschedule(ctx context.Context, g privacy.Grant, j ID, version int) error {
	return h.move(ctx, g, j, version, ActUnschedule, "", func(w *store.Writer, v Job) error {
		w.Fact(FactUnscheduled, facts(v))
		return moveTo(w, v, Draft, time.Time{})
	})
}

// ahead asks the gate whether the job could open at a moment; zero is now.
func (h *House) ahead(v Job, at, now time.Time) error {
	if at.IsZero() {
		return h.cfg.Rules.Gate(v.Content, now)
	}
	if !at.After(now) || at.After(now.Add(scheduleMost)) {
		var f fault.Form
		f.Add("day", "job.schedule.ahead")
		return f.Err()
	}
	return h.cfg.Rules.Gate(v.Content, at)
}

// runPlanned opens what is due. What the gate refuses by now, or has no room in the plan, is a draft again: its history says so, and of the
// plan a letter.
func (h *House) runPlanned(run *task.Run) error {
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		all, err := store.List(w.Reader, "job.planned", store.Args{"now": w.Now(), "most": dueMost}, scanDue)
		if err != nil {
			return err
		}
		for _, d := range all {
			if err := h.openPlanned(w, d); err != nil {
				return err
			}
		}
		return nil
	})
}

func (h *House) openPlanned(w *store.Writer, d due) error {
	v, err := read(w.Reader, "job.inOperation", d.job)
	if err != nil {
		return err
	}
	state, act, fact, args := Open, ActPublish, FactPublished, store.Args{"id": d.job, "version": v.Version, "now": w.Now(), "published_at": w.Now()}
	refused := h.cfg.Rules.Gate(v.Content, w.Now())
	if refused == nil {
		if refused = takePlace(w, v.Employer); refused != nil && !plan.IsFull(refused) {
			return refused
		}
	}
	if refused != nil {
		state, act, fact, args["published_at"] = Draft, ActUnschedule, FactUnscheduled, nil
	}
	args["state"] = string(state)
	n, err := w.Exec("job.publishPlanned", args)
	if err != nil || n == 0 {
		return err
	}
	if state == Open {
		if err := h.look(w, looked{job: v}); err != nil {
			return err
		}
	}
	w.Fact(fact, facts(v))
	if plan.IsFull(refused) {
		if err := tellFull(w, v); err != nil {
			return err
		}
	}
	return noteDue(w, d.job, d.of, v.Version+1, act, "")
}

// due is a job that a task has something to do with.
type due struct {
	job     ID
	of      access.EmployerID
	version int
}

func scanDue(row store.Row) (due, error) {
	var d due
	return d, row.Scan(&d.job, &d.of, &d.version)
}
