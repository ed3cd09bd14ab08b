package application

import (
	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/ledger"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// LetterRests tells a member that an application rests.
const LetterRests = "application.rests"

// held finds an application of the scope's employer. One that rests is there, and is shown to nobody: the fault says so.
func held(r *store.Reader, v ID) (shut, error) {
	s, err := store.One(r, "application.held", store.Args{"id": v}, scanShut)
	return s, restsInstead(r, v, err)
}

// restsInstead says of an application that a statement did not give whether it rests.
func restsInstead(r *store.Reader, v ID, err error) error {
	if !store.Missing(err) {
		return err
	}
	_, rests, failed := restsAt(r, v)
	switch {
	case failed != nil:
		return failed
	case rests:
		return fault.New(fault.Locked, "application.rests")
	}
	return err
}

// restsAt reports whether an application of the scope's employer rests, and what job it is to.
func restsAt(r *store.Reader, v ID) (j job.ID, rests bool, err error) {
	err = r.Get("application.rests", store.Args{"id": v}, &j)
	if store.Missing(err) {
		return j, false, nil
	}
	return j, err == nil, err
}

// resting is the task that tells the owners and recruiters of an employer (GDPR article 19).
func (h *House) resting() task.Kind {
	return task.Kind{Name: ledger.TaskRests, Purpose: privacy.Correspond, Run: h.runRests}
}

func (h *House) runRests(run *task.Run) error {
	v, err := id.Parse[noun](run.Task.Args["application"])
	if err != nil {
		return err
	}
	members, err := h.Team.Members(run, run.Grant)
	if err != nil {
		return err
	}
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		j, rests, err := restsAt(w.Reader, v)
		if err != nil || !rests { // it is used again already, or gone
			return err
		}
		for _, m := range members {
			if !m.Joined() || m.Role != access.Owner && m.Role != access.Recruiter {
				continue
			}
			err := mail.Enqueue(w, mail.Post{Kind: LetterRests, Subject: m.Subject, Once: m.Subject.String() + "/" + v.String(),
				Args: map[string]string{"application": v.String(), "job": j.String()}})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// restsLetter names neither the applicant nor the job: what it leads to says no more.
func (h *House) restsLetter(l *letter) (mail.Letter, error) {
	return l.write("rests", l.action("rests.action", "/employer/jobs/"+l.args["job"]+"/applications")), nil
}
