package task

import (
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"encoding/json"
	"fmt"
	"time"

	"verv/internal/access"
	"verv/internal/feature"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
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
	return store.Room{Name: "task", Schema: schema, Queries: queries, Footprint: footprint}
}

type noun struct{}

// ID identifies a task.
type ID = id.ID[noun]

// Kind is one sort of task: what runs it, why, and how stubbornly.
type Kind struct {
	Name    string          // room.verb, such as "mail.send"
	Purpose privacy.Purpose // of the grant that the runner hands to Run
	Every   time.Duration   // a recurring task; zero for one that is enqueued
	Tries   int             // before it is dead; 0 means 12
	Feature feature.Name    // while it is switched off, the task waits; empty is no feature's
	Lease   time.Duration   // how long one run may take before another runner takes over; 0 means 2 minutes
	Run     func(*Run) error
}

// Task is one piece of work.
type Task struct {
	ID       ID
	Kind     string
	Once     string // at most one waiting task of this key
	Args     map[string]string
	Employer access.EmployerID // the scope in which it runs, if it belongs to an employer
	Subject  access.SubjectID  // or to a person
	DueAt    time.Time
	MadeAt   time.Time
	Tries    int
	LeaseTo  time.Time
	DeadAt   time.Time
	Trouble  string
}

// Scope is the scope a task runs in: a person's, else an employer's, else the operation of the installation.
func (t Task) Scope() access.Scope {
	switch {
	case !t.Subject.IsZero():
		return access.OfSubject(t.Subject)
	case !t.Employer.IsZero():
		return access.OfEmployer(t.Employer)
	}
	return access.Operation()
}

// Enqueue adds a task in the caller's transaction. A task with a Once key that is waiting already is left as it is; added
// reports whether this one was new. A zero DueAt means now.
func Enqueue(w *store.Writer, t Task) (added bool, err error) {
	args, err := json.Marshal(t.Args)
	if err != nil {
		return false, err
	}
	now := w.Now()
	if t.DueAt.IsZero() {
		t.DueAt = now
	}
	var once any
	if t.Once != "" {
		once = t.Kind + "/" + t.Once
	}
	n, err := w.Exec("task.add", store.Args{"id": id.New[noun](now), "kind": t.Kind, "once": once, "args": string(args),
		"employer_id": t.Employer, "subject_id": t.Subject, "due_at": t.DueAt, "now": now})
	return n == 1, err
}

// Cancel removes a waiting task by its key. It reports false when the task is running or gone: too late.
func Cancel(w *store.Writer, kind, once string) (bool, error) {
	n, err := w.Exec("task.cancel", store.Args{"kind": kind, "once": kind + "/" + once, "now": w.Now()})
	return n == 1, err
}

// Hasten makes a waiting task due now.
func Hasten(w *store.Writer, kind, once string) error {
	_, err := w.Exec("task.pull", store.Args{"kind": kind, "once": kind + "/" + once, "now": w.Now()})
	return err
}

// Waits reports whether a task waits for another try, or for nobody since it was given up; one that runs now does not.
func Waits(r *store.Reader, t ID) (bool, error) {
	var n int
	err := r.Get("task.waits", store.Args{"id": t, "now": r.Now()}, &n)
	return n > 0, err
}

// Forget removes the waiting tasks about a person, as part of their erasure.
func Forget(w *store.Writer, s access.SubjectID) error {
	_, err := w.Exec("task.dropOf", store.Args{"subject_id": s})
	return err
}

// Revive gives a dead task its tries back. For the operator's page.
func Revive(w *store.Writer, t ID) error {
	return w.Must("task.revive", store.Args{"id": t, "now": w.Now()})
}

// List gives at most n tasks, dead ones first, then by due date. For the operator's page.
func List(r *store.Reader, n int) ([]Task, error) {
	return store.List(r, "task.list", store.Args{"most": n}, func(row store.Row) (Task, error) {
		var t Task
		var args string
		err := row.Scan(&t.ID, &t.Kind, &t.Once, &args, &t.Employer, &t.Subject, &t.DueAt, &t.MadeAt, &t.Tries, &t.LeaseTo, &t.DeadAt, &t.Trouble)
		if err == nil {
			err = json.Unmarshal([]byte(args), &t.Args)
		}
		return t, err
	})
}

// Count is how many tasks of a kind there are, by what becomes of them.
type Count struct {
	Kind     string
	Waiting  int
	Running  int
	Dead     int       // given up after their last try
	FirstDue time.Time // of those that wait; zero where none does
}

// Counts counts tasks by kind, for the operator's page and the metrics.
func Counts(r *store.Reader) ([]Count, error) {
	return store.List(r, "task.counts", store.Args{"now": r.Now()}, func(row store.Row) (Count, error) {
		var c Count
		err := row.Scan(&c.Kind, &c.Waiting, &c.Running, &c.Dead, &c.FirstDue)
		return c, err
	})
}

// delay is the wait after the nth failed try: 2 s doubled each time, at most 6 hours, spread by the task's identifier so that
// what failed together does not come back together.
func delay(n int, t ID) time.Duration {
	const first, most = 2 * time.Second, 6 * time.Hour
	d := most
	if n < 14 {
		d = min(most, first<<(n-1))
	}
	b := t.Bytes()
	return d + d*time.Duration(b[15])/1024
}

func (k Kind) check() error {
	if k.Name == "" || k.Run == nil || !k.Purpose.Known() {
		return fmt.Errorf("task: kind %q lacks a name, a purpose or a function", k.Name)
	}
	return nil
}
