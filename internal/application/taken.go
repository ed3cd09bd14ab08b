package application

import (
	"time"

	"verv/internal/access"
	"verv/internal/job"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// LetterTaken tells an applicant that the operator took down the job they applied to.
const LetterTaken = "application.taken"

// TaskTaken follows the facts of jobs that were taken down.
const TaskTaken = "application.follow-taken"

const (
	takenEvery = 5 * time.Second
	takenMost  = 200 // facts in one run
)

// runTaken enqueues a letter for each open application to a job that was taken down. A fact that was seen twice writes no second letter:
// the decision is in its key.
func (h *House) runTaken(run *task.Run) error {
	var facts []store.Fact
	var next store.Cursor
	err := h.db.Read(run, run.Grant, func(r *store.Reader) error {
		from, err := r.Cursor(TaskTaken)
		if err == nil {
			facts, next, err = r.Facts(from, takenMost)
		}
		return err
	})
	if err != nil || len(facts) == 0 {
		return err
	}
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		for _, f := range facts {
			if f.Kind != job.FactTakenDown {
				continue
			}
			if err := h.tellTaken(w, f.IDs["job"], f.IDs["decision"]); err != nil {
				return err
			}
		}
		return w.MoveCursor(TaskTaken, next)
	})
}

func (h *House) tellTaken(w *store.Writer, j, decision string) error {
	type one struct {
		id      ID
		subject access.SubjectID
		site    access.SiteID
	}
	all, err := store.List(w.Reader, "application.standing", store.Args{"job_id": j}, func(row store.Row) (o one, err error) {
		err = row.Scan(&o.id, &o.subject, &o.site)
		return o, err
	})
	if err != nil {
		return err
	}
	for _, o := range all {
		err := mail.Enqueue(w, mail.Post{Kind: LetterTaken, Subject: o.subject, Once: o.id.String() + "/" + decision,
			Args: map[string]string{"application": o.id.String(), "job": j, "site": o.site.String()}})
		if err != nil {
			return err
		}
	}
	return nil
}

// takenLetter is written when it is sent: a job that is public again by then needs none, nor does an application that has ended.
func (h *House) takenLetter(l *letter) (mail.Letter, error) {
	a, err := h.application(l, 0)
	if err != nil {
		return mail.Letter{}, err
	}
	var of job.ID
	if err := of.UnmarshalText([]byte(l.args["job"])); err != nil {
		return mail.Letter{}, err
	}
	down, err := h.Jobs.TakenDown(l.run, l.run.Grant, of)
	if err == nil && (!down || a.State.Ended()) {
		err = mail.ErrNobody
	}
	if err != nil {
		return mail.Letter{}, err
	}
	out := l.write("taken", l.action("see", "/applications/"+a.ID.String()), "Job", a.JobTitle, "Employer", a.EmployerName)
	out.After = []string{l.words.Say("application.letter.taken.care")}
	return out, nil
}

// taken is the task.
func (h *House) taken() task.Kind {
	return task.Kind{Name: TaskTaken, Purpose: privacy.Operate, Every: takenEvery, Run: h.runTaken}
}
