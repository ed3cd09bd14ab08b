package job

import (
	"time"

	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

const (
	taskDue  = "job.close-due"
	dueEvery = 5 * time.Minute
	dueMost  = 500
)

// Tasks lists the kinds of this house.
func (h *House) Tasks() []task.Kind {
	return []task.Kind{{Name: taskDue, Purpose: privacy.Operate, Every: dueEvery, Run: h.runDue},
		{Name: taskPlanned, Purpose: privacy.Operate, Every: plannedEvery, Run: h.runPlanned},
		{Name: taskArchive, Purpose: privacy.Operate, Every: archiveEvery, Run: h.runArchive},
		{Name: taskDecided, Purpose: privacy.Correspond, Run: h.runDecided},
		{Name: taskFull, Purpose: privacy.Correspond, Run: h.runFull}}
}

// runDue notes that deadlines have passed. Readers saw it at the moment itself.
func (h *House) runDue(run *task.Run) error {
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		all, err := store.List(w.Reader, "job.due", store.Args{"now": w.Now(), "most": dueMost}, scanDue)
		if err != nil {
			return err
		}
		for _, d := range all {
			n, err := w.Exec("job.closeDue", store.Args{"id": d.job, "now": w.Now()})
			if err != nil {
				return err
			}
			if n == 0 {
				continue
			}
			w.Fact(FactClosed, facts(Job{ID: d.job, Employer: d.of}))
			if err := noteDue(w, d.job, d.of, d.version+1, ActClose, string(Deadline)); err != nil {
				return err
			}
		}
		return nil
	})
}
