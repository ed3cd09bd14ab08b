package job

import (
	"context"
	"strings"
	"time"

	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Send asks an owner to approve a draft that is ready. At is when it shall open; zero is as soon as it is approved.
func (h *House) Send(ctx context.Context, g privacy.Grant, j ID, version int, at time.Time, comment string) error {
	comment = strings.TrimSpace(comment)
	return h.move(ctx, g, j, version, ActSend, comment, func(w *store.Writer, v Job) error {
		var f fault.Form
		if checkComment(&f, comment, false); f.Err() != nil {
			return f.Err()
		}
		if err := h.ahead(v, at, w.Now()); err != nil {
			return err
		}
		w.Fact(FactSent, facts(v))
		return moveTo(w, v, Awaiting, at)
	})
}

// Retract takes back what was sent for approval.
func (h *House) Retract(ctx context.Context, g privacy.Grant, j ID, version int) error {
	return h.move(ctx, g, j, version, ActRetract, "", func(w *store.Writer, v Job) error {
		w.Fact(FactRetracted, facts(v))
		return moveTo(w, v, Draft, time.Time{})
	})
}

// Return gives a job back to who sent it, with what is to be mended.
func (h *House) Return(ctx context.Context, g privacy.Grant, j ID, version int, comment string) error {
	comment = strings.TrimSpace(comment)
	return h.move(ctx, g, j, version, ActReturn, comment, func(w *store.Writer, v Job) error {
		var f fault.Form
		if checkComment(&f, comment, true); f.Err() != nil {
			return f.Err()
		}
		w.Fact(FactReturned, facts(v))
		return moveTo(w, v, Draft, time.Time{})
	})
}

// Approve opens a job at once, or at the moment that was asked for. Nobody approves what they wrote or sent themselves, unless there
// is no other owner.
func (h *House) Approve(ctx context.Context, g privacy.Grant, j ID, version int) error {
	return h.move(ctx, g, j, version, ActApprove, "", func(w *store.Writer, v Job) error {
		may, err := mayApprove(w.Reader, v.ID)
		if err != nil {
			return err
		}
		if !may {
			return fault.New(fault.Conflict, "job.approve.own")
		}
		w.Fact(FactApproved, facts(v))
		if v.PublishAt.After(w.Now()) {
			w.Fact(FactScheduled, facts(v))
			return moveTo(w, v, Scheduled, v.PublishAt)
		}
		return h.openNow(w, v)
	})
}

func mayApprove(r *store.Reader, j ID) (bool, error) {
	own, err := ownWork(r, j)
	if err != nil || !own {
		return true, err
	}
	return employer.SoleOwner(r)
}

// MayApprove reports whether the grant's member may approve a job that waits.
func (h *House) MayApprove(ctx context.Context, g privacy.Grant, j Job) (bool, error) {
	if j.State != Awaiting || g.Require(Needs(j.State, ActApprove)) != nil {
		return false, nil
	}
	var may bool
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) { may, err = mayApprove(r, j.ID); return err })
	return may, err
}

// move does one act of a member with a job: permission, state, version, what do does, and the note of it.
func (h *House) move(ctx context.Context, g privacy.Grant, j ID, version int, a Act, comment string, do func(*store.Writer, Job) error) error {
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		v, err := h.hold(w, j, version, a)
		if err != nil {
			return err
		}
		if err := do(w, v); err != nil {
			return err
		}
		return note(w, j, version+1, a, comment)
	})
}

// moveTo moves a job that is not open to a state, with the moment at which it shall open.
func moveTo(w *store.Writer, v Job, to State, at time.Time) error {
	args := store.Args{"id": v.ID, "version": v.Version, "state": string(to), "now": w.Now(), "publish_at": nil}
	if !at.IsZero() {
		args["publish_at"] = at
	}
	return once(w, "job.plan", args)
}

// openNow publishes a job that passes the gate.
func (h *House) openNow(w *store.Writer, v Job) error {
	if err := h.cfg.Rules.Gate(v.Content, w.Now()); err != nil {
		return err
	}
	if err := takePlace(w, v.Employer); err != nil {
		return err
	}
	if err := h.look(w, looked{job: v}); err != nil {
		return err
	}
	w.Fact(FactPublished, facts(v))
	return once(w, "job.publish", store.Args{"id": v.ID, "version": v.Version, "now": w.Now()})
}
