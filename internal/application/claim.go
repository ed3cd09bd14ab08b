package application

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Claim is all that an employer keeps of an application that is gone, for the defence of claims: no name, no word of letter or note.
type Claim struct {
	JobTitle string
	SentAt   time.Time
	EndedAt  time.Time
	Stage    Stage
	Outcome  Outcome
	Reason   Reason
	Score    int // tenths
}

// Keeps says until when a claim of a dossier stays.
func (h *House) Keeps(r *store.Reader, d store.Dossier) (time.Time, bool, error) {
	s, keeps, err := h.claimed(r, d)
	if err != nil || !keeps {
		return time.Time{}, false, err
	}
	until, err := h.Retention.Due(privacy.ClassClaim, h.end(s, d))
	return until, true, err
}

// claimed finds the application of a dossier.
func (h *House) claimed(r *store.Reader, d store.Dossier) (shut, bool, error) {
	if d.Class != privacy.ClassApplication {
		return shut{}, false, nil
	}
	v, err := id.Parse[noun](d.Thing)
	if err != nil {
		return shut{}, false, nil
	}
	s, err := store.One(r, "application.own", store.Args{"id": v}, scanShut)
	if store.Missing(err) {
		return s, false, nil
	}
	return s, err == nil, err
}

// end is when the application ended: by its outcome, else with its job, else now.
func (h *House) end(s shut, d store.Dossier) time.Time {
	switch {
	case !s.EndedAt.IsZero():
		return s.EndedAt
	case !d.ClockAt.IsZero():
		return d.ClockAt
	}
	return h.db.Now()
}

// Copy makes the claim in the transaction that plans the erasure, in the person's own scope.
func (h *House) Copy(w *store.Writer, d store.Dossier) error {
	s, keeps, err := h.claimed(w.Reader, d)
	if err != nil || !keeps {
		return err
	}
	a, err := s.open(w.Reader, partDecision)
	if err != nil {
		return err
	}
	to, err := w.Dossier(store.Of{Subject: d.Subject, Employer: d.Employer, Class: privacy.ClassClaim, Thing: d.Thing})
	if err != nil {
		return err
	}
	ended := h.end(s, d)
	if err := w.StartClock(to, ended); err != nil {
		return err
	}
	row := id.New[claimNoun](w.Now())
	body, err := store.Seal(w, fieldClaim, to, row, Claim{JobTitle: a.JobTitle, SentAt: a.SentAt, EndedAt: ended, Stage: a.Stage, Outcome: a.Outcome,
		Reason: a.Decision.Reason, Score: a.Score})
	if err != nil {
		return err
	}
	return w.Must("application.addClaim", store.Args{"id": row, "employer_id": d.Employer, "dossier_id": to, "now": w.Now(), "body": body})
}

// ClaimID identifies a claim.
type ClaimID = id.ID[claimNoun]

// Kept is a claim as the list shows it, shut.
type Kept struct {
	ID     ClaimID
	MadeAt time.Time
	Until  time.Time
}

// Claims lists what an employer keeps, without opening any of it. The grant is for the purpose claims.
func (h *House) Claims(ctx context.Context, g privacy.Grant) (out []Kept, err error) {
	if err := claiming(g); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		out, err = store.List(r, "application.claims", store.Args{}, func(row store.Row) (k Kept, err error) {
			return k, row.Scan(&k.ID, &k.MadeAt, &k.Until)
		})
		return err
	})
	return out, err
}

// Claim opens one. It is recorded, as every opening of somebody else's data is.
func (h *House) Claim(ctx context.Context, g privacy.Grant, v ClaimID) (c Claim, k Kept, err error) {
	if err := claiming(g); err != nil {
		return c, k, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		r.About("claim", v)
		var d crypt.DossierID
		var body store.Sealed
		if err := r.Get("application.claim", store.Args{"id": v}, &k.ID, &d, &k.MadeAt, &k.Until, &body); err != nil {
			return err
		}
		c, err = reveal[Claim](r, fieldClaim, d, v, body)
		return err
	})
	return c, k, err
}

func claiming(g privacy.Grant) error {
	if g.Purpose() != privacy.Claims {
		return fault.New(fault.Withheld, "fault.notfound")
	}
	return g.Require(access.ApplicationClaims)
}
