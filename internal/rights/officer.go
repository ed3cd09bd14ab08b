package rights

import (
	"context"
	"encoding/json"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/ledger"
	"verv/internal/privacy"
	"verv/internal/store"
)

// The officer's view: identifiers, dates, states and counts. Nothing here opens a body or says whose a dossier is.

// Due is what the sweep will end.
type Due struct {
	Dossier  crypt.DossierID
	Class    privacy.Class
	Employer access.EmployerID
	Holder   string
	At       time.Time
}

// listMost bounds a list; what lies beyond it is said to be more.
const listMost = 100

// Due lists what would end before a moment if nothing happened: a dry run of the sweep.
func (h *House) Due(ctx context.Context, g privacy.Grant, before time.Time) (out []Due, err error) {
	err = h.oversee(ctx, g, access.RightsOversee, func(r *store.Reader) (err error) {
		out, err = store.List(r, "rights.due", store.Args{"before": before, "most": listMost}, func(row store.Row) (Due, error) {
			var d Due
			var class string
			err := row.Scan(&d.Dossier, &class, &d.Employer, &d.At)
			d.Class = privacy.Class(class)
			return d, err
		})
		for i := range out {
			out[i].Holder = nameOf(r, out[i].Employer)
		}
		return err
	})
	return out, err
}

func (h *House) oversee(ctx context.Context, g privacy.Grant, p access.Permission, fn func(*store.Reader) error) error {
	if err := g.Require(p); err != nil {
		return err
	}
	return h.DB.Read(ctx, g, fn)
}

// Erasures lists the latest erasures.
func (h *House) Erasures(ctx context.Context, g privacy.Grant) (out []ledger.Erasure, err error) {
	err = h.oversee(ctx, g, access.LedgerOversee, func(r *store.Reader) (err error) { out, err = ledger.Erasures(r, listMost); return err })
	return out, err
}

// Erasure is one erasure with its parts.
func (h *House) Erasure(ctx context.Context, g privacy.Grant, v ledger.ID) (out ledger.Erasure, holders map[access.EmployerID]string, err error) {
	holders = map[access.EmployerID]string{}
	err = h.oversee(ctx, g, access.LedgerOversee, func(r *store.Reader) (err error) {
		out, err = ledger.Get(r, v)
		for _, p := range out.Parts {
			holders[p.Employer] = nameOf(r, p.Employer)
		}
		return err
	})
	return out, holders, err
}

// HoldLine is a hold with the class of what it holds.
type HoldLine struct {
	ledger.Hold
	Class  privacy.Class
	Holder string
}

// Holds lists holds, those that stand first.
func (h *House) Holds(ctx context.Context, g privacy.Grant) (out []HoldLine, err error) {
	err = h.oversee(ctx, g, access.LedgerOversee, func(r *store.Reader) (err error) {
		employers := []access.EmployerID{}
		out, err = store.List(r, "rights.holds", store.Args{"most": listMost}, func(row store.Row) (HoldLine, error) {
			var l HoldLine
			var class, reason, lifted string
			var e access.EmployerID
			err := row.Scan(&l.ID, &l.Dossier, &class, &e, &reason, &l.SetBy, &l.SetAt, &l.Until, &l.LiftedAt, &lifted)
			l.Lifted = ledger.LiftReason(lifted)
			l.Class, l.Reason = privacy.Class(class), ledger.Reason(reason)
			employers = append(employers, e)
			return l, err
		})
		for i := range out {
			out[i].Holder = nameOf(r, employers[i])
		}
		return err
	})
	return out, err
}

// Access is one access record as the officer sees it: how many dossiers, never whose.
type Access struct {
	At       time.Time
	Actor    access.Persona
	ActorID  access.SubjectID
	Employer access.EmployerID
	Holder   string
	Purpose  privacy.Purpose
	Noun     string
	Opened   int // dossiers
}

// Everybody reports whether the record stands for all there were of its noun.
func (a Access) Everybody() bool { return store.IsSweep(a.Noun) }

// Search narrows the access log. The zero of a field takes all.
type Search struct {
	From, To time.Time // the starts of two days in the reader's zone; the second is taken in
	Purpose  privacy.Purpose
	Persona  access.Persona
	Actor    access.SubjectID
	Employer access.EmployerID
}

// Accesses searches the access log, newest first: most lines at the most.
func (h *House) Accesses(ctx context.Context, g privacy.Grant, s Search, most int) (out []Access, err error) {
	from, to := time.UnixMilli(0), h.DB.Now().AddDate(0, 0, 1)
	if !s.From.IsZero() {
		from = s.From
	}
	if !s.To.IsZero() {
		to = s.To.AddDate(0, 0, 1)
	}
	args := store.Args{"from": from, "to": to, "actor_id": s.Actor.String(), "employer_id": s.Employer.String(), "purpose": string(s.Purpose),
		"persona": string(s.Persona), "most": most}
	err = h.oversee(ctx, g, access.RightsOversee, func(r *store.Reader) (err error) {
		out, err = store.List(r, "rights.accesses", args, scanAccess)
		for i := range out {
			out[i].Holder = nameOf(r, out[i].Employer)
		}
		return err
	})
	return out, err
}

func scanAccess(row store.Row) (Access, error) {
	var a Access
	var record ExportID // any identifier
	var actor, purpose string
	err := row.Scan(&record, &a.At, &actor, &a.ActorID, &a.Employer, &purpose, &a.Noun, &a.Opened)
	a.Actor, a.Purpose = access.Persona(actor), privacy.Purpose(purpose)
	return a, err
}

// Months lists the sealed months of the audit.
func (h *House) Months(ctx context.Context, g privacy.Grant) (out []store.Month, err error) {
	err = h.oversee(ctx, g, access.LedgerOversee, func(r *store.Reader) (err error) { out, err = r.Months(); return err })
	return out, err
}

// Verified is a month whose chain was computed again.
type Verified struct {
	store.Month
	Broken  int64 // the entry at which it breaks, -1 for the head or its signature, 0 when it holds
	Entries []store.AuditEntry
}

// Verify computes a month's chain again, checks its signature, and gives its first entries.
func (h *House) Verify(ctx context.Context, g privacy.Grant, month string) (v Verified, err error) {
	err = h.oversee(ctx, g, access.LedgerOversee, func(r *store.Reader) (err error) {
		if v.Month, err = monthOf(r, month); err != nil {
			return err
		}
		if v.Broken, err = r.VerifyAudit(v.Month); err != nil {
			return err
		}
		v.Entries, err = r.AuditOf(month, 0, 200)
		return err
	})
	return v, err
}

// monthOf is a sealed month by its name.
func monthOf(r *store.Reader, name string) (store.Month, error) {
	months, err := r.Months()
	for _, m := range months {
		if m.Name == name {
			return m, err
		}
	}
	if err == nil {
		err = fault.New(fault.NotFound, "fault.notfound")
	}
	return store.Month{}, err
}

// Tidiness is what looks over both stores found.
type Tidiness struct {
	Runs  []Swept
	Lost  []Loss
	Asked int64 // bodies that were asked for in vain since this process started
}

// Swept says when a sweep ran, and until when it waits because the clock jumped.
type Swept struct {
	Name     string
	At, Calm time.Time
}

// Loss is a dossier whose key is gone though nobody erased it.
type Loss struct {
	At      time.Time
	Dossier string
}

// Tidiness reports orphans and losses.
func (h *House) Tidiness(ctx context.Context, g privacy.Grant) (t Tidiness, err error) {
	t.Asked = h.DB.Lost()
	err = h.oversee(ctx, g, access.RightsOversee, func(r *store.Reader) (err error) {
		t.Runs, err = store.List(r, "rights.swept", store.Args{}, func(row store.Row) (Swept, error) {
			var s Swept
			err := row.Scan(&s.Name, &s.At, &s.Calm)
			return s, err
		})
		if err != nil {
			return err
		}
		t.Lost, err = store.List(r, "rights.lost", store.Args{"most": listMost}, scanLoss)
		return err
	})
	return t, err
}

func scanLoss(row store.Row) (Loss, error) {
	var l Loss
	var text string
	if err := row.Scan(&l.At, &text); err != nil {
		return l, err
	}
	var ids map[string]string
	if err := json.Unmarshal([]byte(text), &ids); err != nil {
		return l, err
	}
	l.Dossier = ids["dossier"]
	return l, nil
}
