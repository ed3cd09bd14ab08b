package ledger

import (
	"context"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Reason is why a dossier is held. Its sentence stands in the catalogues under "ledger.hold." and its name.
type Reason string

// The reasons for a hold.
const (
	HoldClaim      Reason = "claim"      // a legal claim has been raised (GDPR article 17(3)(e))
	HoldRequest    Reason = "request"    // a rights request about these data is open
	HoldObligation Reason = "obligation" // a law demands that they stay
)

// Hold is a dated, reasoned stop of the end of one dossier.
type Hold struct {
	ID       HoldID
	Dossier  crypt.DossierID
	Reason   Reason
	SetBy    access.SubjectID
	SetAt    time.Time
	Until    time.Time
	LiftedAt time.Time
	LiftedBy access.SubjectID
	Lifted   LiftReason // why; empty while it stands
}

// LiftReason is why a hold was lifted before its date. Its sentence stands in the catalogues under "ledger.lift." and its name.
type LiftReason string

// The reasons to lift a hold.
const (
	LiftSettled  LiftReason = "settled"  // the claim is settled or was dropped
	LiftAnswered LiftReason = "answered" // the request was answered
	LiftOver     LiftReason = "over"     // no law demands it any more
	LiftMistake  LiftReason = "mistake"  // it should not have been set
)

// LiftReasons lists them in the order of a form.
func LiftReasons() []LiftReason {
	return []LiftReason{LiftSettled, LiftAnswered, LiftOver, LiftMistake}
}

// longestHold is the longest time one decision can hold a dossier; a longer need is decided again.
var longestHold = privacy.Period{Months: 12}

// Hold stops the end of a dossier until a date. Only the officer sets one, and the person sees it.
func (h *House) Hold(ctx context.Context, g privacy.Grant, d crypt.DossierID, why Reason, until time.Time) (HoldID, error) {
	if err := g.Require(access.LedgerOversee); err != nil {
		return HoldID{}, err
	}
	now := h.db.Now()
	switch {
	case why != HoldClaim && why != HoldRequest && why != HoldObligation:
		return HoldID{}, fault.New(fault.Invalid, "ledger.hold.reason")
	case !until.After(now) || until.After(longestHold.From(now)):
		return HoldID{}, fault.New(fault.Invalid, "ledger.hold.until")
	}
	v := id.New[hold](now)
	err := h.db.Write(ctx, g, func(w *store.Writer) error {
		args := store.Args{"id": v, "dossier_id": d, "reason": string(why), "set_by": g.Actor().Subject, "now": w.Now(), "until": until}
		if err := w.Must("ledger.addHold", args); err != nil {
			return err
		}
		w.Fact("ledger.held", map[string]string{"hold": v.String(), "dossier": d.String()})
		return settle(w, d)
	})
	return v, err
}

// Held reads one hold.
func (h *House) Held(ctx context.Context, g privacy.Grant, v HoldID) (one Hold, err error) {
	if err := g.Require(access.LedgerOversee); err != nil {
		return one, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		one, err = store.One(r, "ledger.oneHold", store.Args{"id": v}, scanHold)
		return err
	})
	return one, err
}

// Lift ends a hold, for a reason that stays with it. The retention clock goes on as if it had not been.
func (h *House) Lift(ctx context.Context, g privacy.Grant, v HoldID, why LiftReason) error {
	if err := g.Require(access.LedgerOversee); err != nil {
		return err
	}
	if !slices.Contains(LiftReasons(), why) {
		return fault.New(fault.Invalid, "ledger.lift.reason")
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		one, err := store.One(w.Reader, "ledger.oneHold", store.Args{"id": v}, scanHold)
		if err != nil {
			return err
		}
		if err := w.Must("ledger.liftHold", store.Args{"id": v, "now": w.Now(), "by": g.Actor().Subject, "why": string(why)}); err != nil {
			return err
		}
		w.Fact("ledger.lifted", map[string]string{"hold": v.String(), "dossier": one.Dossier.String()})
		return settle(w, one.Dossier)
	})
}

// settle sets the dossier's date to that of the longest hold that still stands.
func settle(w *store.Writer, d crypt.DossierID) error {
	holds, err := Holds(w.Reader, d, w.Now())
	if err != nil {
		return err
	}
	var until time.Time
	if len(holds) > 0 {
		until = holds[0].Until
	}
	return w.Hold(d, until)
}

// Holds lists the holds that stand on a dossier, the longest first.
func Holds(r *store.Reader, d crypt.DossierID, now time.Time) ([]Hold, error) {
	return store.List(r, "ledger.holdsOn", store.Args{"dossier_id": d, "now": now}, scanHold)
}

func scanHold(row store.Row) (Hold, error) {
	var h Hold
	var reason, lifted string
	err := row.Scan(&h.ID, &h.Dossier, &reason, &h.SetBy, &h.SetAt, &h.Until, &h.LiftedAt, &h.LiftedBy, &lifted)
	h.Reason, h.Lifted = Reason(reason), LiftReason(lifted)
	return h, err
}
