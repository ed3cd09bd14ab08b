package propose

import (
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"time"

	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/search"
	"verv/internal/store"
	"verv/internal/task"
)

var (
	//go:embed schema.sql
	schema string
	//go:embed queries.sql
	queries string
	//go:embed footprint.txt
	footprint string
)

// Room is this room for the store.
func Room() store.Room {
	return store.Room{Name: "propose", Schema: schema, Queries: queries, Footprint: footprint}
}

// House ranks people for jobs.
type House struct {
	db     *store.DB
	people *search.House
	jobs   *job.House
	keeps  privacy.Retention
}

// New makes the house.
func New(db *store.DB, people *search.House, jobs *job.House, keeps privacy.Retention) *House {
	return &House{db, people, jobs, keeps}
}

// TaskEnd deletes the runs whose time is over. Proposals end by themselves, as dossiers do.
const TaskEnd = "propose.end"

// Tasks are the tasks of this house.
func (h *House) Tasks() []task.Kind {
	return []task.Kind{{Name: TaskEnd, Purpose: privacy.Operate, Every: 24 * time.Hour, Run: func(run *task.Run) error {
		return run.DB.Write(run, run.Grant, func(w *store.Writer) error {
			_, err := w.Exec("propose.spent", store.Args{"now": run.Now})
			return err
		})
	}}}
}
