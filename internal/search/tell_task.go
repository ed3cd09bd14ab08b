package search

import (
	"time"

	"verv/internal/access"
	"verv/internal/feature"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/tell"
)

// The tasks that tell.
const (
	TaskTell = "search.tell" // has letters written to whom the clock says
	TaskNews = "search.news" // has letters written to whom a new card concerns
)

func (h *House) tellTasks() []task.Kind {
	return []task.Kind{
		{Name: TaskTell, Purpose: privacy.Operate, Every: time.Minute, Feature: feature.People, Run: h.clock},
		{Name: TaskNews, Purpose: privacy.Operate, Every: time.Minute, Feature: feature.People, Run: h.match},
	}
}

// Watcher is a member who is told.
type Watcher struct {
	Employer access.EmployerID
	Member   access.SubjectID
}

const lettersAtOnce = 500

// clock has a letter written to everybody to whom something is due and for whom none waits. Whether anybody is new, the letter finds out. What is
// told of a search that is gone is forgotten.
func (h *House) clock(run *task.Run) error {
	for after := (access.SubjectID{}); ; {
		var who []Watcher
		err := h.db.Write(run, run.Grant, func(w *store.Writer) (err error) {
			if _, err = w.Exec("search.dropLostTells", store.Args{}); err != nil {
				return err
			}
			who, err = store.List(w.Reader, "search.dueTells", store.Args{"now": run.Now, "after": after.String(), "day": tell.DayKey(run.Now), "most": lettersAtOnce},
				func(row store.Row) (v Watcher, err error) { return v, row.Scan(&v.Member, &v.Employer) })
			if err != nil {
				return err
			}
			for _, v := range who {
				if err := v.post(w, run.Now); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || len(who) < lettersAtOnce {
			return err
		}
		after = who[len(who)-1].Member
	}
}

// post enqueues the one letter of a member that waits on a day. One that was given up holds back no other day's: each tells its own windows.
func (v Watcher) post(w *store.Writer, at time.Time) error {
	return mail.Enqueue(w, mail.Post{Kind: LetterNew, Subject: v.Member, Once: v.Member.String() + tell.DayKey(at), At: at,
		Args: map[string]string{"employer": v.Employer.String()}})
}

const factsAtOnce = 500

// match reads whose cards were made or changed since it last ran, and has a letter written to everybody whom it concerns and who wants to know at once.
func (h *House) match(run *task.Run) error {
	for {
		var facts []store.Fact
		var to store.Cursor
		err := h.db.Read(run, run.Grant, func(r *store.Reader) error {
			from, err := r.Cursor(TaskNews)
			if err != nil {
				return err
			}
			if from == (store.Cursor{}) {
				to, err = r.End() // nobody has waited yet
				return err
			}
			facts, to, err = r.Facts(from, factsAtOnce)
			return err
		})
		if err != nil {
			return err
		}
		who := map[Watcher]bool{}
		for _, f := range facts {
			s, ok := subjectOf(f)
			if f.Kind != FactShown || !ok {
				continue
			}
			found, err := h.Concerned(run, s)
			if err != nil {
				return err
			}
			for _, v := range found {
				who[v] = true
			}
		}
		err = h.db.Write(run, run.Grant, func(w *store.Writer) error {
			for v := range who {
				if err := v.post(w, run.Now.Add(tell.Gather)); err != nil {
					return err
				}
			}
			return w.MoveCursor(TaskNews, to)
		})
		if err != nil || len(facts) < factsAtOnce {
			return err
		}
	}
}
