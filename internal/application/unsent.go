package application

import (
	"context"
	"errors"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Unsent is an application that a person began and has not sent.
type Unsent struct {
	Draft
	Title, Employer string
	Until           time.Time // then it is deleted
}

// Unsent lists what the grant's person began and has not sent, the latest first. No text is opened. One to a job that is gone is left out: it
// ends by itself.
func (h *House) Unsent(ctx context.Context, g privacy.Grant) (out []Unsent, err error) {
	if err := g.Require(access.ApplicationOwn); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		out, err = store.List(r, "application.draftsOf", store.Args{}, func(row store.Row) (u Unsent, err error) {
			u.Subject = r.Grant().Scope().Subject()
			err = row.Scan(&u.ID, &u.dossier, &u.Job, &u.MadeAt)
			return u, err
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	open := out[:0]
	for _, u := range out {
		j, err := h.Takes(ctx, g, u.Job)
		if fault.Is(err, fault.Gone) || fault.Is(err, fault.NotFound) || fault.Is(err, fault.Conflict) {
			continue
		}
		if err != nil {
			return nil, err
		}
		u.Title, u.Employer, u.Until = j.Title, j.EmployerName, h.draftEnds(u.MadeAt)
		open = append(open, u)
	}
	return open, nil
}

// draftEnds is when a draft is deleted that is not sent.
func (h *House) draftEnds(made time.Time) time.Time {
	rule, _ := h.Retention.Rule(privacy.ClassUnconfirmed)
	return rule.Period.From(made)
}

// unsentTo is the draft that the grant's person has for a job; zero where there is none.
func (h *House) unsentTo(ctx context.Context, g privacy.Grant, j job.ID) (d Draft, err error) {
	d = Draft{Subject: g.Scope().Subject(), Job: j}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		if err := r.Get("application.draftTo", store.Args{"job_id": j}, &d.ID); !store.Missing(err) {
			return err
		}
		return nil
	})
	return d, err
}

// again begins a draft anew in the place of one that is gone, or that was never kept: its token still says whose it is. So what somebody typed
// goes to their own account even if their session ended while they typed. A visitor's begins as a visitor's.
func (h *House) again(ctx context.Context, g, was privacy.Grant, d Draft) (Draft, privacy.Grant, error) {
	fresh, gd, err := h.Begin(g, d.Job)
	if err != nil || seeks(g.Actor()) {
		return fresh, gd, err
	}
	known, err := h.known(ctx, was)
	if err != nil || !known {
		return fresh, gd, err
	}
	fresh.Subject = d.Subject
	return fresh, was, nil
}

// known reports whether a draft is somebody's with an account.
func (h *House) known(ctx context.Context, gd privacy.Grant) (bool, error) {
	_, err := h.Address(ctx, gd)
	if errors.Is(err, mail.ErrNobody) {
		return false, nil
	}
	return err == nil, err
}

// Discard lets go of a draft, as whoever holds its token wants it.
func (h *House) Discard(ctx context.Context, g privacy.Grant, j job.ID, token string) error {
	d, gd, err := h.Load(ctx, g, j, token)
	if err != nil {
		return err
	}
	if !d.SubmittedAt.IsZero() {
		return fault.New(fault.Conflict, "application.draft.sent")
	}
	return h.discard(ctx, gd, d)
}

// DiscardOwn lets go of a draft of the grant's person.
func (h *House) DiscardOwn(ctx context.Context, g privacy.Grant, v DraftID) error {
	if err := g.Require(access.ApplicationOwn); err != nil {
		return err
	}
	d, err := h.load(ctx, g, v)
	if err != nil {
		return err
	}
	if !d.SubmittedAt.IsZero() {
		return fault.New(fault.Conflict, "application.draft.sent")
	}
	return h.discard(ctx, g, d)
}
