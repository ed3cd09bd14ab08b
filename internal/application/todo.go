package application

import (
	"context"
	"errors"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

type todoNoun struct{}

// TodoID identifies something that is to be done.
type TodoID = id.ID[todoNoun]

// Todo is what a member has to do. Background work is a task; this is people's.
type Todo struct {
	ID       TodoID
	Of       ID // the application; zero when it is about the job as a whole
	Job      job.ID
	For, By  access.SubjectID
	Due      string // 2006-01-02; empty is no day
	MadeAt   time.Time
	DoneAt   time.Time
	Text     string
	Name     string // of the applicant
	JobTitle string
	dossier  crypt.DossierID
	body     store.Sealed
}

// Done reports whether it is.
func (t Todo) Done() bool { return !t.DoneAt.IsZero() }

// Late reports whether the day is over that it was due.
func (t Todo) Late(now time.Time) bool {
	return !t.Done() && t.Due != "" && t.Due < now.Format(time.DateOnly)
}

type todoBody struct{ Text string }

const (
	todoMax  = 500
	doneFor  = 7 * 24 * time.Hour // how long the list still shows what is done
	dueAhead = 2 * 365 * 24 * time.Hour
)

func scanTodo(row store.Row) (Todo, error) {
	var t Todo
	err := row.Scan(&t.ID, &t.dossier, &t.Of, &t.Job, &t.For, &t.By, &t.Due, &t.MadeAt, &t.DoneAt, &t.body)
	return t, err
}

func (t *Todo) open(r *store.Reader) error {
	b, err := reveal[todoBody](r, fieldTodo, t.dossier, t.ID, t.body)
	t.Text = b.Text
	return err
}

// NewTodo is what somebody is asked to do, about an application or, when Of is zero, about a job.
type NewTodo struct {
	Of   ID
	Job  job.ID
	For  access.SubjectID
	Due  string
	Text string
}

func (n NewTodo) check(now time.Time) error {
	var f fault.Form
	within(&f, "text", n.Text, todoMax)
	if n.Due != "" {
		day, err := time.Parse(time.DateOnly, n.Due)
		switch {
		case err != nil:
			f.Add("due", "form.date")
		case n.Due < now.Format(time.DateOnly) || day.Sub(now) > dueAhead:
			f.Add("due", "application.todo.due.wrong")
		}
	}
	if n.For.IsZero() {
		f.Add("for", "form.choice")
	}
	return f.Err()
}

// AddTodo gives a member of the grant's employer something to do.
func (h *House) AddTodo(ctx context.Context, g privacy.Grant, n NewTodo) error {
	if err := g.Require(access.ApplicationTodo); err != nil {
		return err
	}
	if n.Of.IsZero() {
		if _, err := h.Jobs.Of(ctx, g, n.Job); err != nil {
			return err
		}
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		subject, thing := n.For, any(nil)
		var d crypt.DossierID
		if !n.Of.IsZero() {
			s, err := held(w.Reader, n.Of)
			if err != nil {
				return err
			}
			subject, thing, n.Job, d = s.Subject, n.Of, s.Job, s.dossier
			w.About("application", n.Of)
		}
		if err := n.check(w.Now()); err != nil {
			return err
		}
		if err := joined(w.Reader, n.For, "for"); err != nil {
			return err
		}
		if n.Of.IsZero() {
			var err error
			if d, err = w.Dossier(memberOf(g, n.For)); err != nil {
				return err
			}
		}
		row := id.New[todoNoun](w.Now())
		body, err := store.Seal(w, fieldTodo, d, row, todoBody{n.Text})
		if err != nil {
			return err
		}
		return w.Must("application.addTodo", store.Args{"id": row, "subject_id": subject, "dossier_id": d, "application_id": thing, "job_id": n.Job,
			"for_id": n.For, "by_id": g.Actor().Subject, "due": n.Due, "now": w.Now(), "body": body})
	})
}

// joined refuses whoever is not (any longer) a member of the grant's employer.
func joined(r *store.Reader, who access.SubjectID, field string) error {
	ok, err := employer.Joined(r, who)
	if err == nil && !ok {
		var f fault.Form
		f.Add(field, "application.member.left")
		err = f.Err()
	}
	return err
}

// DoTodo marks something as done, or as not done after all.
func (h *House) DoTodo(ctx context.Context, g privacy.Grant, v TodoID, done bool) (t Todo, err error) {
	if err := g.Require(access.ApplicationTodo); err != nil {
		return t, err
	}
	err = h.db.Write(ctx, g, func(w *store.Writer) (err error) {
		if t, err = store.One(w.Reader, "application.todo", store.Args{"id": v}, scanTodo); err != nil {
			return err
		}
		at := time.Time{}
		if done {
			at = w.Now()
		}
		return w.Must("application.doTodo", store.Args{"id": v, "done_at": at})
	})
	return t, err
}

// Agenda is what is to be done, and the team whom it names.
type Agenda struct {
	Todos []Todo
	Team  Colleagues
	Job   job.Job // of one job's agenda
}

// Todos lists what the grant's member has to do, what is late first, and what they did in the last days.
func (h *House) Todos(ctx context.Context, g privacy.Grant) (out Agenda, err error) {
	if err := g.Require(access.ApplicationTodo); err != nil {
		return out, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		who := g.Actor().Subject
		r.About("member", who)
		all, err := store.List(r, "application.todosFor", store.Args{"for_id": who, "since": h.db.Now().Add(-doneFor)}, scanTodo)
		if err != nil {
			return err
		}
		for _, t := range all {
			switch err := h.about(r, &t); {
			case store.Missing(err) || fault.Is(err, fault.Gone):
				continue // the application is on its way out
			case err != nil:
				return err
			}
			out.Todos = append(out.Todos, t)
		}
		out.Team, err = colleagues(r)
		return err
	})
	return out, err
}

// about opens a to-do and says what it is about.
func (h *House) about(r *store.Reader, t *Todo) error {
	if !t.Of.IsZero() {
		s, err := held(r, t.Of)
		if err != nil {
			return err
		}
		a, err := s.open(r, partName)
		if err != nil {
			return err
		}
		t.Name, t.JobTitle = a.Name, a.JobTitle
	}
	return t.open(r)
}

// JobTodos lists what is to be done for a job as a whole.
func (h *House) JobTodos(ctx context.Context, g privacy.Grant, j job.ID) (out Agenda, err error) {
	if err := g.Require(access.ApplicationTodo); err != nil {
		return out, err
	}
	if out.Job, err = h.Jobs.Of(ctx, g, j); err != nil {
		return out, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		r.About("job", j)
		if out.Todos, err = store.List(r, "application.todosOfJob", store.Args{"job_id": j}, scanTodo); err != nil {
			return err
		}
		for i := range out.Todos {
			if err := out.Todos[i].open(r); err != nil {
				return err
			}
		}
		out.Team, err = colleagues(r)
		return err
	})
	return out, err
}

// todosOf lists what is to be done about one application.
func todosOf(r *store.Reader, v ID) ([]Todo, error) {
	all, err := store.List(r, "application.todosOf", store.Args{"application_id": v}, scanTodo)
	for i := range all {
		if err := all[i].open(r); err != nil {
			return nil, err
		}
	}
	return all, err
}

// Backlog is how much a member has before them.
type Backlog struct{ Todos, Reviews int }

// Backlog counts it. Nothing is opened.
func (h *House) Backlog(ctx context.Context, g privacy.Grant) (n Backlog, err error) {
	if err := g.Require(access.ApplicationReview); err != nil {
		return n, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		args := store.Args{"for_id": g.Actor().Subject}
		if err := r.Get("application.countTodos", args, &n.Todos); err != nil {
			return err
		}
		return r.Get("application.countReviews", args, &n.Reviews)
	})
	return n, err
}

// remind tells members on the day what is due. Run twice it tells once.
func (h *House) remind(run *task.Run) error {
	type one struct {
		id       TodoID
		employer access.EmployerID
		who      access.SubjectID
		of       ID
	}
	var due []one
	err := h.db.Read(run, run.Grant, func(r *store.Reader) (err error) {
		due, err = store.List(r, "application.dueTodos", store.Args{"today": run.Now.UTC().Format(time.DateOnly)}, func(row store.Row) (o one, err error) {
			err = row.Scan(&o.id, &o.employer, &o.who, &o.of)
			return o, err
		})
		return err
	})
	if err != nil {
		return err
	}
	for _, o := range due {
		g, err := run.Within(access.OfEmployer(o.employer), privacy.Correspond)
		if err != nil {
			return err
		}
		err = h.db.Write(run, g, func(w *store.Writer) error {
			n, err := w.Exec("application.remindTodo", store.Args{"id": o.id, "now": w.Now()})
			if err != nil || n == 0 {
				return err
			}
			return notify(w, o.who, TopicTodo, o.of)
		})
		if err != nil && !fault.Is(err, fault.Gone) {
			return err
		}
	}
	return errors.Join(h.resend(run), h.resendOwn(run))
}
