package search

import (
	"time"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// TaskRedraw makes anew what has changed and was not followed, and ends what has run out.
const TaskRedraw = "search.redraw"

const redrawnAtOnce = 200

// Tasks are the tasks of this house.
func (h *House) Tasks() []task.Kind {
	return append(h.tellTasks(), task.Kind{Name: TaskRedraw, Purpose: privacy.Profile, Every: 10 * time.Minute, Run: h.runRedraw})
}

func (h *House) runRedraw(run *task.Run) error {
	var all []access.SubjectID
	err := run.DB.Read(run, run.Grant, func(r *store.Reader) (err error) {
		all, err = store.List(r, "search.stale", store.Args{"now": run.Now, "most": redrawnAtOnce}, func(row store.Row) (s access.SubjectID, err error) {
			return s, row.Scan(&s)
		})
		return err
	})
	for _, s := range all {
		if err != nil {
			break
		}
		err = h.Redraw(run, s)
	}
	return err
}
