package propose

import (
	"cmp"
	"context"
	"slices"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/search"
	"verv/internal/store"
)

// Shown is a proposal with the card as it is now.
type Shown struct {
	Proposal
	Card search.Card
}

// Last is the last run of a job of the grant's employer, with those of it who may still be seen and about whom nobody decided, the best first. A job that is
// not open shows none.
func (h *House) Last(ctx context.Context, g privacy.Grant, j job.ID) (own job.Job, run Run, out []Shown, err error) {
	if err := g.Require(access.PeopleSearch); err != nil {
		return own, run, nil, err
	}
	if own, err = h.jobs.Of(ctx, g, j); err != nil || own.State != job.Open {
		return own, run, nil, err
	}
	err = h.people.See(ctx, g, func(r *store.Reader, s search.Sight) error {
		r.About("proposals", j)
		if run, err = last(r, j); err != nil || run.ID.IsZero() {
			return err
		}
		out, err = h.shown(r, s, run)
		return err
	})
	return own, run, out, err
}

func (h *House) shown(r *store.Reader, s search.Sight, run Run) (out []Shown, err error) {
	except, err := passed(r, run.Job)
	if err != nil {
		return nil, err
	}
	all, err := store.List(r, "propose.of", store.Args{"run_id": run.ID}, scan)
	if err != nil {
		return nil, err
	}
	if err := s.Allow(len(all)); err != nil {
		return nil, err
	}
	for _, p := range all {
		if except[p.Card] {
			continue
		}
		v, err := open(r, s, p)
		if gone(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b Shown) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Proposal.Card.String(), b.Proposal.Card.String()))
	})
	return out, nil
}

// open reads the card first: of whoever must not be seen any more nothing is opened.
func open(r *store.Reader, s search.Sight, p Proposal) (v Shown, err error) {
	if v.Card, err = s.Proposed(r, p.Card); err != nil {
		return v, err
	}
	v.Proposal, err = p.opened(r)
	return v, err
}

// Explain is one proposal for an open job of the grant's employer.
func (h *House) Explain(ctx context.Context, g privacy.Grant, j job.ID, v ID) (own job.Job, out Shown, err error) {
	if err := g.Require(access.PeopleSearch); err != nil {
		return own, out, err
	}
	if own, err = h.jobs.Of(ctx, g, j); err != nil {
		return own, out, err
	}
	if own.State != job.Open {
		return own, out, fault.New(fault.NotFound, "fault.notfound")
	}
	return own, out, h.people.See(ctx, g, func(r *store.Reader, s search.Sight) error {
		if err := s.Allow(1); err != nil {
			return err
		}
		r.About("proposal", v)
		p, err := store.One(r, "propose.one", store.Args{"job_id": j, "id": v}, scan)
		if err != nil {
			return err
		}
		except, err := passed(r, j)
		if err != nil {
			return err
		}
		if except[p.Card] {
			return fault.New(fault.NotFound, "fault.notfound")
		}
		out, err = open(r, s, p)
		return err
	})
}
