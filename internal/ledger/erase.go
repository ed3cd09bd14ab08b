package ledger

import (
	"errors"
	"fmt"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// Step is how far an erasure has come.
type Step string

// The steps, in order.
const (
	Planned  Step = "planned"
	Entombed Step = "buried"
	Shredded Step = "shredded"
	Dropped  Step = "dropped"
	Done     Step = "done"
)

// Erasure is one erasure and how far it came.
type Erasure struct {
	ID      ID
	Subject access.SubjectID
	Cause   Cause
	Whole   bool
	Step    Step
	AskedAt time.Time
	DoneAt  time.Time
	Parts   []Part
}

// CrashPoint is called with the name of each step between two stores. Tests set it to kill the process there.
var CrashPoint = func(name string) {}

// CrashPoints lists every name that CrashPoint is called with.
func CrashPoints() []string {
	return []string{"ledger.planned", "ledger.buried", "ledger.shredded", "ledger.bytes-dropped", "ledger.dropped", "ledger.released"}
}

// advance takes an erasure from where it stands to its end. Each step may be the last one of this process.
func (h *House) advance(run *task.Run, v ID) error {
	for {
		e, err := h.load(run, v)
		if err != nil || e.Step == Done {
			return err
		}
		if err := h.take(run, e); err != nil {
			return fmt.Errorf("ledger: erasure after %s: %w", e.Step, err)
		}
	}
}

func (h *House) take(run *task.Run, e Erasure) error {
	switch e.Step {
	case Planned:
		CrashPoint("ledger.planned")
		if err := h.bury(run, e); err != nil {
			return err
		}
		return h.step(run, e, Entombed)
	case Entombed:
		CrashPoint("ledger.buried")
		if err := h.db.Shred(run, run.Grant, e.going()...); err != nil {
			return err
		}
		return h.step(run, e, Shredded)
	case Shredded:
		CrashPoint("ledger.shredded")
		return h.drop(run, e)
	case Dropped:
		CrashPoint("ledger.dropped")
		if e.Whole && h.people != nil {
			if err := h.people.Release(run, e.Subject); err != nil {
				return err
			}
		}
		CrashPoint("ledger.released")
		if err := h.db.Checkpoint(run); err != nil {
			return err
		}
		return h.step(run, e, Done)
	}
	return fmt.Errorf("ledger: no step %q", e.Step)
}

// bury writes the tombstone. Its marks need the addresses, so it comes before the keys go; when they are gone already, an earlier
// try has written it.
func (h *House) bury(run *task.Run, e Erasure) error {
	t := crypt.Tombstone{Dossiers: e.going(), At: e.AskedAt, Until: h.backups.From(e.AskedAt)}
	copy(t.ID[:], e.ID.Bytes())
	if e.Whole && h.people != nil {
		g, err := run.Within(access.OfSubject(e.Subject), privacy.Rights)
		if err != nil {
			return err
		}
		var addresses []string
		err = h.db.Read(run, g, func(r *store.Reader) (err error) { addresses, err = h.people.Addresses(r); return err })
		if err != nil {
			return err
		}
		for _, a := range addresses {
			t.Marks = append(t.Marks, h.keys.Marks(a)...)
		}
	}
	return h.keys.Bury(run, t)
}

// drop deletes the bytes of files, then the rows, all dossiers in one transaction with the step.
func (h *House) drop(run *task.Run, e Erasure) error {
	for _, d := range e.going() {
		if err := h.files.DropBytes(run, run.Grant, d); err != nil {
			return err
		}
	}
	CrashPoint("ledger.bytes-dropped")
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		for _, d := range e.going() {
			gone, err := w.Drop(d)
			if err != nil {
				return err
			}
			n := int64(0)
			for _, rows := range gone {
				n += rows
			}
			if err := w.Must("ledger.counted", store.Args{"erasure_id": e.ID, "dossier_id": d, "rows": n}); err != nil {
				return err
			}
		}
		return put(w, e, Dropped)
	})
}

func (h *House) step(run *task.Run, e Erasure, to Step) error {
	return h.db.Write(run, run.Grant, func(w *store.Writer) error { return put(w, e, to) })
}

func put(w *store.Writer, e Erasure, to Step) error {
	var done time.Time
	if to == Done {
		done = w.Now()
		w.Fact("ledger.erased", map[string]string{"erasure": e.ID.String(), "subject": e.Subject.String()})
	}
	return w.Must("ledger.step", store.Args{"id": e.ID, "step": string(to), "done_at": done})
}

func (e Erasure) going() []crypt.DossierID {
	var out []crypt.DossierID
	for _, p := range e.Parts {
		if p.Goes {
			out = append(out, p.Dossier)
		}
	}
	return out
}

func (h *House) load(run *task.Run, v ID) (e Erasure, err error) {
	err = h.db.Read(run, run.Grant, func(r *store.Reader) error { e, err = Get(r, v); return err })
	return e, err
}

// Get reads an erasure with its parts.
func Get(r *store.Reader, v ID) (Erasure, error) {
	e, err := store.One(r, "ledger.erasure", store.Args{"id": v}, scanErasure)
	if err != nil {
		return e, err
	}
	e.Parts, err = store.List(r, "ledger.parts", store.Args{"erasure_id": v}, scanPart)
	return e, err
}

// Erasures lists the latest erasures, for the officer.
func Erasures(r *store.Reader, n int) ([]Erasure, error) {
	return store.List(r, "ledger.erasures", store.Args{"most": n}, scanErasure)
}

// ErasuresOf lists the erasures of a person.
func ErasuresOf(r *store.Reader, s access.SubjectID) ([]Erasure, error) {
	return store.List(r, "ledger.erasuresOf", store.Args{"subject_id": s}, scanErasure)
}

// Open lists erasures that are not done, oldest first.
func Open(r *store.Reader, n int) ([]Erasure, error) {
	return store.List(r, "ledger.openErasures", store.Args{"most": n}, scanErasure)
}

func scanErasure(row store.Row) (Erasure, error) {
	var e Erasure
	var cause, step string
	err := row.Scan(&e.ID, &e.Subject, &cause, &e.Whole, &step, &e.AskedAt, &e.DoneAt)
	e.Cause, e.Step = Cause(cause), Step(step)
	return e, err
}

func scanPart(row store.Row) (Part, error) {
	var p Part
	var class string
	err := row.Scan(&p.Dossier, &p.Employer, &class, &p.Goes, &p.Until, &p.RowsGone)
	p.Class = privacy.Class(class)
	return p, err
}

// parse reads the erasure a task is about.
func parse(t task.Task) (ID, error) {
	v, err := id.Parse[noun](t.Args["erasure"])
	if err != nil {
		return v, errors.New("ledger: a task without its erasure")
	}
	return v, nil
}
