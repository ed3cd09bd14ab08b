package employer

import (
	"context"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

type supportNoun struct{}

// SupportID identifies an entry of support.
type SupportID = id.ID[supportNoun]

// Support is an operator's look at how an employer has set things up: for half an hour, for a reason, told to the owners. It shows what is
// built and no person: see package console, whose pages have no purpose that would open a body.
type Support struct {
	ID       SupportID
	Employer ID
	By       access.SubjectID
	Reason   SupportReason
	At       time.Time
	EndsAt   time.Time
	LeftAt   time.Time // zero while it goes on
}

// SupportReason is why an operator looks. It is one of few, so that nobody writes about a person.
type SupportReason string

// The reasons.
const (
	SupportAsked  SupportReason = "asked"  // the employer asked for help
	SupportFault  SupportReason = "fault"  // something does not work
	SupportReport SupportReason = "report" // a report asks for a look
)

// SupportReasons lists every reason.
func SupportReasons() []SupportReason {
	return []SupportReason{SupportAsked, SupportFault, SupportReport}
}

// SupportFor is how long an entry lasts.
const SupportFor = 30 * time.Minute

const supportsMost = 10

// The facts of support. Each names the entry and the employer.
const (
	FactSupportEntered = "support.entered"
	FactSupportLeft    = "support.left"
)

// Over reports whether the entry has ended.
func (s Support) Over(now time.Time) bool { return !s.LeftAt.IsZero() || !now.Before(s.EndsAt) }

// errForbidden says that the owner lets no support in.
func errForbidden() error { return fault.New(fault.Conflict, "employer.support.forbidden") }

// forbids reports whether the employer's owner has shut the door.
func forbids(r *store.Reader, e ID) (bool, error) {
	var shut int64
	err := r.Get("employer.supportShut", store.Args{"employer_id": e}, &shut)
	if store.Missing(err) {
		return false, nil
	}
	return shut == 1, err
}

// EnterSupport begins an entry. Then is run in the same transaction: it tells the owners.
func (h *House) EnterSupport(ctx context.Context, g privacy.Grant, e ID, why SupportReason, then func(w *store.Writer, s Support) error) (Support, error) {
	if err := g.Require(access.SupportEnter); err != nil {
		return Support{}, err
	}
	if !slices.Contains(SupportReasons(), why) {
		var f fault.Form
		f.Add("reason", "form.choice")
		return Support{}, f.Err()
	}
	var s Support
	err := h.db.Write(ctx, g, func(w *store.Writer) error {
		was, err := Read(w.Reader, e)
		if err != nil {
			return err
		}
		shut, err := forbids(w.Reader, e)
		if err == nil && (shut || was.Closed()) {
			err = errForbidden()
		}
		if err != nil {
			return err
		}
		s = Support{ID: id.New[supportNoun](w.Now()), Employer: e, By: g.Actor().Subject, Reason: why, At: w.Now(), EndsAt: w.Now().Add(SupportFor)}
		w.Fact(FactSupportEntered, map[string]string{"support": s.ID.String(), "employer": e.String(), "reason": string(why)})
		err = w.Must("employer.addSupport", store.Args{"id": s.ID, "employer_id": e, "by_id": s.By, "reason": string(why), "now": s.At, "ends_at": s.EndsAt})
		if err != nil {
			return err
		}
		return then(w, s)
	})
	return s, err
}

// ReadSupport is an entry of the actor's own that still goes on. One that is over, or that the owner has ended by shutting the door, is Gone.
func ReadSupport(r *store.Reader, v SupportID) (Support, error) {
	s, err := store.One(r, "employer.support", store.Args{"id": v, "by_id": r.Grant().Actor().Subject}, scanSupport)
	if err != nil {
		return s, err
	}
	shut, err := forbids(r, s.Employer)
	if err == nil && (shut || s.Over(r.Now())) {
		err = fault.New(fault.Gone, "employer.support.over")
	}
	return s, err
}

// LeaveSupport ends an entry of the actor's own before its time.
func (h *House) LeaveSupport(ctx context.Context, g privacy.Grant, v SupportID) error {
	if err := g.Require(access.SupportEnter); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		s, err := ReadSupport(w.Reader, v)
		if err != nil {
			return err
		}
		w.Fact(FactSupportLeft, map[string]string{"support": v.String(), "employer": s.Employer.String()})
		return w.Must("employer.leaveSupport", store.Args{"id": v, "by_id": s.By, "now": w.Now()})
	})
}

// Supports lists the latest entries into the grant's employer, the newest first.
func (h *House) Supports(ctx context.Context, g privacy.Grant) (out []Support, err error) {
	if err := g.Require(access.JobList); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		out, err = store.List(r, "employer.supports", store.Args{"most": supportsMost}, scanSupport)
		return err
	})
	return out, err
}

func scanSupport(row store.Row) (Support, error) {
	var s Support
	var reason string
	err := row.Scan(&s.ID, &s.Employer, &s.By, &reason, &s.At, &s.EndsAt, &s.LeftAt)
	s.Reason = SupportReason(reason)
	return s, err
}
