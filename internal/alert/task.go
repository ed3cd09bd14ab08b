package alert

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/tell"
)

// The tasks of this house.
const (
	TaskLand  = "alert.land"  // saves a confirmed search whose request stopped half-way
	TaskDue   = "alert.due"   // has letters written to whom the clock says
	TaskMatch = "alert.match" // has letters written to whom a new job concerns
	TaskRenew = "alert.renew" // asks in time whether alerts go on
)

// Tasks are the tasks of this house.
func (h *House) Tasks() []task.Kind {
	return []task.Kind{
		{Name: TaskLand, Purpose: privacy.Account, Run: h.land},
		{Name: TaskDue, Purpose: privacy.Operate, Every: time.Minute, Feature: feature.Alerts, Run: h.clock},
		{Name: TaskMatch, Purpose: privacy.Operate, Every: time.Minute, Feature: feature.Alerts, Run: h.match},
		{Name: TaskRenew, Purpose: privacy.Operate, Every: time.Hour, Run: h.renew},
	}
}

func (h *House) land(run *task.Run) error {
	v, err := id.Parse[draftNoun](run.Task.Args["draft"])
	if err != nil {
		return err
	}
	var confirmed bool
	err = h.db.Read(run, run.Grant, func(r *store.Reader) (err error) { confirmed, err = account.Confirmed(r); return err })
	if err != nil || !confirmed {
		return err
	}
	d, err := h.draft(run, run.Grant, v)
	if fault.Is(err, fault.Gone) || fault.Is(err, fault.Locked) {
		return nil // it was saved
	}
	if err != nil {
		return err
	}
	g, err := run.For(privacy.Alert)
	if err != nil {
		return err
	}
	if _, err = h.save(run, g, run.Grant, d); fault.Is(err, fault.Conflict) {
		return nil // there are as many as there can be
	}
	return err
}

const lettersAtOnce = 500

// clock has a letter written to everybody to whom something is due and for whom none waits. Whether there is anything new, the letter finds out.
func (h *House) clock(run *task.Run) error {
	for after := (access.SubjectID{}); ; {
		var who []access.SubjectID
		err := h.db.Write(run, run.Grant, func(w *store.Writer) (err error) {
			who, err = store.List(w.Reader, "alert.due", store.Args{"now": run.Now, "after": after.String(), "day": tell.DayKey(run.Now), "most": lettersAtOnce},
				func(row store.Row) (s access.SubjectID, err error) { return s, row.Scan(&s) })
			if err != nil {
				return err
			}
			for _, s := range who {
				if err := digest(w, s, run.Now); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || len(who) < lettersAtOnce {
			return err
		}
		after = who[len(who)-1]
	}
}

// digest enqueues the one letter of a person that waits on a day. One that was given up holds back no other day's: each tells its own window.
func digest(w *store.Writer, s access.SubjectID, at time.Time) error {
	return mail.Enqueue(w, mail.Post{Kind: LetterDigest, Subject: s, Once: s.String() + tell.DayKey(at), At: at})
}

const factsAtOnce = 500

// match reads what was published since it last ran, and has a letter written to everybody whom it concerns and who wants to know at once.
func (h *House) match(run *task.Run) error {
	for {
		var facts []store.Fact
		var to store.Cursor
		began := false
		err := h.db.Read(run, run.Grant, func(r *store.Reader) error {
			from, err := r.Cursor(TaskMatch)
			if err != nil {
				return err
			}
			if began = from != (store.Cursor{}); !began {
				to, err = r.End() // nobody has waited yet
				return err
			}
			facts, to, err = r.Facts(from, factsAtOnce)
			return err
		})
		if err != nil {
			return err
		}
		who := map[access.SubjectID]struct{}{}
		for _, f := range facts {
			if err := h.concern(run, f, who); err != nil {
				return err
			}
		}
		err = h.db.Write(run, run.Grant, func(w *store.Writer) error {
			for s := range who {
				if err := digest(w, s, run.Now.Add(tell.Gather)); err != nil {
					return err
				}
			}
			return w.MoveCursor(TaskMatch, to)
		})
		if err != nil || len(facts) < factsAtOnce {
			return err
		}
	}
}

// concern adds whom a fact concerns.
func (h *House) concern(run *task.Run, f store.Fact, who map[access.SubjectID]struct{}) error {
	if f.Kind != job.FactPublished && f.Kind != job.FactShown {
		return nil
	}
	var j job.ID
	if err := j.UnmarshalText([]byte(f.IDs["job"])); err != nil {
		return nil // a fact about something else
	}
	found, err := h.Concerned(run, j)
	for _, s := range found {
		who[s] = struct{}{}
	}
	return err
}

const (
	askBefore = 30 * 24 * time.Hour
	askAtOnce = 200
)

// renew asks whoever's alerts end soon. That a letter was sent stands with the dossier, and a yes wipes it out. What is said when they have
// ended is enqueued at the same time: by then nothing is left to remember it.
func (h *House) renew(run *task.Run) error {
	type ending struct {
		who     access.SubjectID
		dossier crypt.DossierID
	}
	var list []ending
	err := h.db.Read(run, run.Grant, func(r *store.Reader) (err error) {
		list, err = store.List(r, "alert.ending", store.Args{"now": run.Now, "soon": run.Now.Add(askBefore), "most": askAtOnce},
			func(row store.Row) (e ending, err error) { return e, row.Scan(&e.who, &e.dossier) })
		return err
	})
	if err != nil {
		return err
	}
	for _, e := range list {
		if err := h.ask(run, e.who, e.dossier); err != nil {
			return err
		}
	}
	if len(list) == askAtOnce {
		return task.Later(run.Now)
	}
	return nil
}

func (h *House) ask(run *task.Run, who access.SubjectID, d crypt.DossierID) error {
	g, err := run.Within(access.OfSubject(who), privacy.Alert)
	if err != nil {
		return err
	}
	m, err := h.mine(context.Context(run), g)
	if err != nil {
		return err
	}
	var from site.ID
	if len(m.Alerts) > 0 {
		from = m.Alerts[0].Site
	}
	return h.db.Write(run, g, func(w *store.Writer) error {
		if err := w.Warned(d); err != nil || len(m.Alerts) == 0 {
			return err
		}
		if err := mail.Enqueue(w, mail.Post{Kind: LetterKeep, Subject: who, Once: who.String()}); err != nil {
			return err
		}
		return mail.Enqueue(w, mail.Post{Kind: LetterEnded, Subject: who, Once: who.String() + "/" + d.String(), At: m.Until.Add(time.Hour),
			Args: map[string]string{"site": from.String()}})
	})
}
