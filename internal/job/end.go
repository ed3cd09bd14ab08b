package job

import (
	"time"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// EndOf closes the open jobs of an employer that an operator has closed, and makes drafts of those that wait to open. It is an
// employer.Ending.
func (h *House) EndOf(run *task.Run) error {
	g, err := run.Within(access.Operation(), privacy.Operate)
	if err != nil {
		return err
	}
	e := run.Task.Employer
	return h.db.Write(run, g, func(w *store.Writer) error {
		type one struct {
			job     ID
			version int
			state   State
		}
		all, err := store.List(w.Reader, "job.ofClosed", store.Args{"employer_id": e}, func(row store.Row) (v one, err error) {
			var state string
			err = row.Scan(&v.job, &v.version, &state)
			v.state = State(state)
			return v, err
		})
		if err != nil {
			return err
		}
		for _, v := range all {
			state, act, reason, closed := Closed, ActClose, Withdrawn, w.Now()
			if v.state != Open {
				state, act, reason, closed = Draft, ActUnschedule, "", time.Time{}
			} else {
				w.Fact(FactClosed, facts(Job{ID: v.job, Employer: e}))
			}
			args := store.Args{"id": v.job, "version": v.version, "state": string(state), "reason": string(reason), "closed_at": closed, "now": w.Now()}
			if err := once(w, "job.closeOf", args); err != nil {
				return err
			}
			if err := noteDue(w, v.job, e, v.version+1, act, string(reason)); err != nil {
				return err
			}
		}
		return nil
	})
}
