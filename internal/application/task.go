package application

import (
	"time"

	"verv/internal/access"
	"verv/internal/consent"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/ledger"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"

	"verv/internal/account"
)

// The kinds of this house's tasks.
const (
	TaskLand    = "application.land"    // sends a confirmed draft whose request stopped half-way
	TaskDiscard = "application.discard" // erases a draft that was sent
	TaskArrived = "application.arrived" // tells the team
	TaskClock   = "application.clock"   // starts the clocks of applications whose job closed
	TaskTell    = "application.tell"    // tells people that somebody opened how to reach them
	TaskAnswer  = "application.answer"  // sees to it that nobody is left without an answer
	TaskRemind  = "application.remind"  // reminds members of what is due
	TaskBulks   = "application.bulks"   // forgets what was done to many, once it cannot be posted again
)

// Tasks are the tasks of this house.
func (h *House) Tasks() []task.Kind {
	return []task.Kind{
		{Name: TaskLand, Purpose: privacy.Apply, Run: h.land},
		{Name: TaskDiscard, Purpose: privacy.Operate, Run: h.runDiscard},
		{Name: TaskArrived, Purpose: privacy.Correspond, Run: h.arrived},
		{Name: TaskClock, Purpose: privacy.Operate, Every: 5 * time.Minute, Run: h.clocks},
		{Name: TaskTell, Purpose: privacy.Operate, Every: time.Minute, Run: h.tell},
		{Name: TaskAnswer, Purpose: privacy.Operate, Every: 5 * time.Minute, Run: h.answers},
		{Name: TaskRemind, Purpose: privacy.Operate, Every: time.Hour, Run: h.remind},
		h.taken(),
		h.resting(),
		{Name: TaskBulks, Purpose: privacy.Operate, Every: 24 * time.Hour, Run: h.sweepBulks},
	}
}

func (h *House) land(run *task.Run) error {
	named, err := parseThing(run.Task.Args["thing"])
	if err != nil {
		return err
	}
	var confirmed bool
	err = h.db.Read(run, run.Grant, func(r *store.Reader) (err error) { confirmed, err = account.Confirmed(r); return err })
	if err != nil || !confirmed {
		return err
	}
	gd, err := run.Within(access.OfSubject(named.Subject), privacy.Apply)
	if err != nil {
		return err
	}
	d, err := h.load(run, gd, named.ID)
	if fault.Is(err, fault.NotFound) {
		return nil // it was sent
	}
	if err != nil {
		return err
	}
	_, err = h.send(run, run.Grant, gd, d, run.Task.Subject)
	switch {
	case fault.Is(err, fault.Gone):
		return nil // the job closed before
	case fault.Is(err, fault.NotFound):
		return task.Later(run.Now.Add(time.Hour)) // the operator holds the job back; the draft ends by itself
	}
	return err
}

func (h *House) runDiscard(run *task.Run) error {
	var s access.SubjectID
	if err := s.UnmarshalText([]byte(run.Task.Args["subject"])); err != nil {
		return err
	}
	d, err := crypt.ParseDossier(run.Task.Args["dossier"])
	if err != nil {
		return err
	}
	g, err := run.Within(access.OfSubject(s), privacy.Rights)
	if err != nil {
		return err
	}
	_, err = h.Ledger.EraseOne(run, g, ledger.Due, d)
	if fault.Is(err, fault.NotFound) {
		return nil // it ended by itself
	}
	return err
}

// arrived enqueues one letter to each member; one that still waits for the same job is enough.
func (h *House) arrived(run *task.Run) error {
	members, err := h.Team.Members(run, run.Grant)
	if err != nil {
		return err
	}
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		for _, m := range members {
			if !m.Joined() {
				continue
			}
			err := mail.Enqueue(w, mail.Post{Kind: LetterArrived, Subject: m.Subject, Once: m.Subject.String() + "/" + run.Task.Args["job"],
				Args: map[string]string{"job": run.Task.Args["job"], "site": run.Task.Args["site"]}})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// clocks starts the retention clock of what belongs to a job that no longer takes applications. It asks the state and not the fact, so
// that an application which came at the last moment is not forgotten.
func (h *House) clocks(run *task.Run) error {
	var jobs []job.ID
	err := h.db.Read(run, run.Grant, func(r *store.Reader) (err error) {
		jobs, err = store.List(r, "application.unclocked", store.Args{}, func(row store.Row) (j job.ID, err error) {
			err = row.Scan(&j)
			return j, err
		})
		return err
	})
	if err != nil {
		return err
	}
	for _, j := range jobs {
		v, err := h.Jobs.OpenOrShut(run, run.Grant, j) // one that the operator took down may come back: its clocks stand
		switch {
		case fault.Is(err, fault.Gone) || fault.Is(err, fault.NotFound):
			err = h.startAll(run, j, run.Now)
		case err == nil && v.State.Ended():
			err = h.startAll(run, j, v.ClosedAt)
		case err == nil && !v.Takes(run.Now):
			err = h.startAll(run, j, v.EndsAt)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (h *House) startAll(run *task.Run, j job.ID, at time.Time) error {
	type one struct {
		id      ID
		dossier crypt.DossierID
	}
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		all, err := store.List(w.Reader, "application.ofJob", store.Args{"job_id": j}, func(row store.Row) (o one, err error) {
			var s access.SubjectID
			err = row.Scan(&o.id, &o.dossier, &s)
			return o, err
		})
		if err != nil {
			return err
		}
		for _, o := range all {
			if err := consent.Clock(w, o.dossier, at); err != nil && !fault.Is(err, fault.Withheld) { // one that is ending needs no clock
				return err
			}
			if err := w.Must("application.startClock", store.Args{"id": o.id, "at": at}); err != nil {
				return err
			}
		}
		return nil
	})
}

// told is how far tell has come, as a moment; overlap covers records that were still on their way.
const (
	toldCursor  = "application.tell"
	toldOverlap = 10 * time.Minute
)

// tell reads the access records: whoever's contact data was opened by a member is told once for each application.
func (h *House) tell(run *task.Run) error {
	var found []store.AccessRecord
	err := h.db.Read(run, run.Grant, func(r *store.Reader) error {
		c, err := r.Cursor(toldCursor)
		if err != nil {
			return err
		}
		since := time.UnixMilli(c.Seq).Add(-toldOverlap)
		for n := 1000; ; n *= 10 {
			if found, err = r.Accesses(since, n); err != nil || len(found) < n {
				return err
			}
		}
	})
	if err != nil {
		return err
	}
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		for _, rec := range found {
			if rec.Purpose != privacy.Contact || rec.About.Noun != "application" || rec.Actor != access.Member {
				continue
			}
			if err := h.tellOne(w, rec); err != nil {
				return err
			}
		}
		return w.MoveCursor(toldCursor, store.Cursor{Seq: run.Now.UnixMilli()})
	})
}

func (h *House) tellOne(w *store.Writer, rec store.AccessRecord) error {
	v, err := id.Parse[noun](rec.About.ID)
	if err != nil {
		return nil // a record about something else
	}
	n, err := w.Exec("application.told", store.Args{"id": v, "now": w.Now()})
	if err != nil || n == 0 {
		return err
	}
	var s access.SubjectID
	if err := w.Get("application.whose", store.Args{"id": v}, &s); err != nil {
		return err
	}
	return mail.Enqueue(w, mail.Post{Kind: LetterReached, Subject: s, Args: map[string]string{"application": v.String(), "at": rec.At.UTC().Format(time.RFC3339)}})
}
