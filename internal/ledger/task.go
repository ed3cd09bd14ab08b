package ledger

import (
	"errors"
	"time"

	"verv/internal/access"
	"verv/internal/consent"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// The kinds of this house's tasks.
const (
	TaskErase   = "ledger.erase"
	TaskSweep   = "ledger.sweep"
	TaskOrphans = "ledger.orphans"
)

// Tasks are the tasks of the ledger.
func (h *House) Tasks() []task.Kind {
	return []task.Kind{
		{Name: TaskErase, Purpose: privacy.Operate, Tries: 1000, Run: func(run *task.Run) error {
			v, err := parse(run.Task)
			if err != nil {
				return err
			}
			return h.advance(run, v)
		}},
		{Name: consent.TaskEnd, Purpose: privacy.Rights, Run: h.taken},
		{Name: TaskSweep, Purpose: privacy.Operate, Every: 10 * time.Minute, Run: h.sweep},
		{Name: TaskOrphans, Purpose: privacy.Operate, Every: 6 * time.Hour, Run: func(run *task.Run) error {
			_, err := h.Tidy(run)
			return err
		}},
	}
}

// taken ends a dossier that rested on a consent which was taken back, unless the person has agreed again since.
func (h *House) taken(run *task.Run) error {
	d, err := crypt.ParseDossier(run.Task.Args["dossier"])
	if err != nil {
		return err
	}
	again := false
	err = h.db.Read(run, run.Grant, func(r *store.Reader) (err error) {
		again, err = consent.Holds(r, consent.Topic(run.Task.Args["topic"]), run.Task.Subject, access.EmployerID{}, run.Now)
		return err
	})
	if err != nil || again {
		return err
	}
	if _, err = h.EraseOne(run, run.Grant, Withdrawn, d); fault.Is(err, fault.NotFound) {
		return nil // it ended by itself
	}
	return err
}

const (
	jump = 7 * 24 * time.Hour // a clock that moved further than this since the last sweep is not believed at once
	calm = 24 * time.Hour     // how long the sweep then waits
	page = 200
)

// sweep begins the erasure of every dossier whose time is over.
func (h *House) sweep(run *task.Run) error {
	ready, err := h.ready(run)
	if err != nil || !ready {
		return err
	}
	var due []store.Dossier
	err = h.db.Read(run, run.Grant, func(r *store.Reader) (err error) { due, err = r.DueDossiers(run.Now, page); return err })
	if err != nil {
		return err
	}
	begun := 0
	for _, d := range due {
		if !d.EndingAt.IsZero() {
			continue
		}
		if err := h.end(run, d); err != nil {
			return err
		}
		begun++
	}
	if begun == page {
		return task.Later(run.Now)
	}
	return nil
}

// end begins the erasure of one dossier; with an account the whole person ends.
func (h *House) end(run *task.Run, d store.Dossier) error {
	g, err := run.Within(access.OfSubject(d.Subject), privacy.Rights)
	if err != nil {
		return err
	}
	if d.Class == privacy.ClassAccount {
		_, err = h.EraseWhole(run, g, Due)
	} else {
		_, err = h.EraseOne(run, g, Due, d.ID)
	}
	return err
}

// ready notes that the sweep ran and answers whether the clock can be believed.
func (h *House) ready(run *task.Run) (ok bool, err error) {
	err = h.db.Write(run, run.Grant, func(w *store.Writer) error {
		var ran, wait time.Time
		err := w.Get("ledger.sweep", store.Args{"name": TaskSweep}, &ran, &wait)
		if err != nil && !store.Missing(err) {
			return err
		}
		if !ran.IsZero() && run.Now.Sub(ran) > jump {
			wait = run.Now.Add(calm)
			w.Fact("ledger.clock-jumped", map[string]string{})
		}
		ok = !run.Now.Before(wait)
		_, err = w.Exec("ledger.swept", store.Args{"name": TaskSweep, "now": run.Now, "calm": wait})
		return err
	})
	return ok, err
}

// Tidied is what a look over both stores found.
type Tidied struct {
	Orphans int // keys without a dossier, destroyed
	Files   int // bytes without a row, deleted
	Tombs   int // tombstones that outlived every backup, removed
	Lost    []crypt.DossierID
}

// Tidy ends keys and bytes that a crash left without a row, and reports dossiers whose key is gone though nobody erased them.
func (h *House) Tidy(run *task.Run) (t Tidied, err error) {
	orphans, err := h.orphans(run)
	if err != nil {
		return t, err
	}
	t.Orphans = len(orphans)
	if err := h.db.Shred(run, run.Grant, orphans...); err != nil {
		return t, err
	}
	if t.Files, err = h.files.Sweep(run, run.Grant); err != nil {
		return t, err
	}
	if t.Tombs, err = h.keys.SweepTombstones(run, run.Now); err != nil {
		return t, err
	}
	t.Lost, err = h.lost(run)
	if err == nil && len(t.Lost) > 0 {
		err = h.db.Write(run, run.Grant, func(w *store.Writer) error {
			_, err := w.Exec("ledger.swept", store.Args{"name": "ledger.lost", "now": run.Now, "calm": time.Time{}})
			for _, d := range t.Lost {
				w.Fact("ledger.lost", map[string]string{"dossier": d.String()})
			}
			return err
		})
	}
	return t, err
}

func (h *House) orphans(run *task.Run) ([]crypt.DossierID, error) {
	var old []crypt.DossierID
	err := h.keys.Each(run, func(d crypt.DossierID, created time.Time) error {
		if run.Now.Sub(created) > 24*time.Hour {
			old = append(old, d)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []crypt.DossierID
	err = h.db.Read(run, run.Grant, func(r *store.Reader) error {
		for _, d := range old {
			_, err := r.DossierByID(d)
			if store.Missing(err) {
				out = append(out, d)
			} else if err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

func (h *House) lost(run *task.Run) ([]crypt.DossierID, error) {
	var out []crypt.DossierID
	var after crypt.DossierID
	for {
		var list []store.Dossier
		err := h.db.Read(run, run.Grant, func(r *store.Reader) (err error) { list, err = r.DossiersAfter(after, page); return err })
		if err != nil || len(list) == 0 {
			return out, err
		}
		ids := make([]crypt.DossierID, len(list))
		for i, d := range list {
			ids[i] = d.ID
		}
		keys, err := h.keys.Keys(run, ids)
		if err != nil && !errors.Is(err, crypt.ErrNoKey) {
			return nil, err
		}
		for _, d := range list {
			if _, ok := keys[d.ID]; !ok && d.EndingAt.IsZero() {
				out = append(out, d.ID)
			}
		}
		after = list[len(list)-1].ID
	}
}
