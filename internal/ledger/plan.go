package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// Cause is why an erasure happens.
type Cause string

// The causes.
const (
	Asked     Cause = "asked"     // the person asked (GDPR article 17(1))
	Due       Cause = "due"       // the retention period is over (article 5(1)(e))
	Withdrawn Cause = "withdrawn" // the person withdrew an application
)

// Part is what happens to one dossier in an erasure.
type Part struct {
	Dossier  crypt.DossierID
	Employer access.EmployerID
	Class    privacy.Class
	Thing    string
	Goes     bool
	Until    time.Time // when what stays ends
	Why      string    // catalogue key: why it stays; empty when it goes
	Copy     time.Time // until when a claim copy of it stays at the employer; zero: none is made
	RowsGone int64
}

// Plan says what an erasure of a whole person would take and what would stay, why and until when. It changes nothing.
func (h *House) Plan(r *store.Reader, s access.SubjectID) ([]Part, error) {
	dossiers, err := r.DossiersOf(s)
	if err != nil {
		return nil, err
	}
	var out []Part
	for _, d := range dossiers {
		if !d.EndingAt.IsZero() {
			continue
		}
		p, err := h.part(r, d)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func (h *House) part(r *store.Reader, d store.Dossier) (Part, error) {
	now := h.db.Now()
	p := Part{Dossier: d.ID, Employer: d.Employer, Class: d.Class, Thing: d.Thing, Goes: true}
	switch {
	case d.HeldTo.After(now):
		p.Goes, p.Until, p.Why = false, d.HeldTo, "ledger.stays.hold"
	case d.Class == privacy.ClassClaim && d.DueAt.After(now):
		p.Goes, p.Until, p.Why = false, d.DueAt, "ledger.stays.claim"
	case d.Class == privacy.ClassApplication:
		for _, c := range h.claimants {
			until, keeps, err := c.Keeps(r, d)
			if err != nil {
				return p, err
			}
			if keeps && until.After(now) {
				p.Copy = until
			}
		}
	}
	return p, nil
}

// EraseWhole begins the erasure of a person: everything but what holds and claims keep. The grant is the person's own, or Verv's
// within that person.
func (h *House) EraseWhole(ctx context.Context, g privacy.Grant, cause Cause) (ID, error) {
	return h.begin(ctx, g, cause, true, func(r *store.Reader) ([]Part, error) { return h.Plan(r, g.Scope().Subject()) })
}

// EraseOne begins the erasure of one dossier of the person. One that has begun and not ended is that erasure: asking twice is asking once.
func (h *House) EraseOne(ctx context.Context, g privacy.Grant, cause Cause, d crypt.DossierID) (ID, error) {
	return h.begin(ctx, g, cause, false, func(r *store.Reader) ([]Part, error) {
		v, err := r.DossierByID(d)
		if err != nil {
			return nil, err
		}
		if v.Subject != g.Scope().Subject() {
			return nil, fault.New(fault.Withheld, "fault.notfound")
		}
		was, err := store.One(r, "ledger.begun", store.Args{"dossier_id": d}, func(row store.Row) (v begun, err error) { return v, row.Scan(&v.ID) })
		if err == nil {
			return nil, was
		}
		if !store.Missing(err) {
			return nil, err
		}
		p, err := h.part(r, v)
		return []Part{p}, err
	})
}

// begun says that there is an erasure already.
type begun struct{ ID }

func (b begun) Error() string { return "ledger: begun as " + b.String() }

// begin writes the plan in one transaction: from here on the erasure will be finished, whatever stops the process.
func (h *House) begin(ctx context.Context, g privacy.Grant, cause Cause, whole bool, plan func(*store.Reader) ([]Part, error)) (ID, error) {
	if g.Scope().Kind() != access.ScopeSubject || g.Purpose() != privacy.Rights {
		return ID{}, fault.New(fault.Withheld, "fault.notfound")
	}
	v := id.New[noun](h.db.Now())
	err := h.db.Write(ctx, g, func(w *store.Writer) error {
		parts, err := plan(w.Reader)
		var was begun
		if errors.As(err, &was) {
			v = was.ID
			return nil
		}
		if err != nil {
			return err
		}
		s := g.Scope().Subject()
		if err := w.Must("ledger.addErasure", store.Args{"id": v, "subject_id": s, "cause": string(cause), "whole": whole, "now": w.Now()}); err != nil {
			return err
		}
		for _, p := range parts {
			if err := h.beginPart(w, v, p); err != nil {
				return fmt.Errorf("ledger: beginning an erasure: %w", err)
			}
		}
		if whole {
			if err := task.Forget(w, s); err != nil {
				return err
			}
		}
		w.Fact("ledger.erasing", map[string]string{"erasure": v.String(), "subject": s.String()})
		_, err = task.Enqueue(w, task.Task{Kind: TaskErase, Once: v.String(), Args: map[string]string{"erasure": v.String()}})
		return err
	})
	return v, err
}

func (h *House) beginPart(w *store.Writer, v ID, p Part) error {
	args := store.Args{"erasure_id": v, "dossier_id": p.Dossier, "employer_id": p.Employer, "class": string(p.Class), "goes": p.Goes, "until": p.Until}
	if !p.Copy.IsZero() {
		d, err := w.DossierByID(p.Dossier)
		if err != nil {
			return err
		}
		for _, c := range h.claimants {
			if err := c.Copy(w, d); err != nil {
				return err
			}
		}
	}
	if p.Goes {
		if _, err := w.End(p.Dossier); err != nil {
			return err
		}
	}
	return w.Must("ledger.addPart", args)
}
