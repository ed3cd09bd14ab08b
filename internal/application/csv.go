package application

import (
	"context"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Listed is every application of a job that fits a filter, for a file. Contacts stand in the order of the lines, where the grant is for
// them.
type Listed struct {
	Job      job.Job
	Stages   Pipeline
	Lines    []Line
	Contacts []Contact
}

// contactsMost is how many people's contact data one file can hold: each of them is told.
const contactsMost = 500

// Listing lists for a file what the table shows on its pages, in one access record. How to reach people is not in it.
func (h *House) Listing(ctx context.Context, g privacy.Grant, j job.ID, f Filter) (l Listed, err error) {
	if err := g.Require(access.ApplicationList); err != nil {
		return l, err
	}
	return h.listing(ctx, g, j, f)
}

func (h *House) listing(ctx context.Context, g privacy.Grant, j job.ID, f Filter) (l Listed, err error) {
	if l.Job, err = h.Jobs.Of(ctx, g, j); err != nil {
		return l, err
	}
	statement, ok := sorted[f.Sort]
	if !ok {
		statement = sorted[BySent]
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		r.About("job", j)
		if l.Stages, err = h.pipeline(r, l.Job); err != nil {
			return err
		}
		args := f.args(g, j, l.Stages)
		args["most"], args["skip"] = tableMost, 0
		var t Table
		if t.Lines, err = store.List(r, statement, args, scanLine); err != nil {
			return err
		}
		err = t.names(r, f.Name)
		l.Lines = t.Lines
		return err
	})
	return l, err
}

// Reach is Listing with how to reach each person. The grant is for the purpose contact. Each application is opened by itself, as on its
// own page, so that each person is told by the record that this leaves.
func (h *House) Reach(ctx context.Context, g privacy.Grant, j job.ID, f Filter) (l Listed, err error) {
	if err := g.Require(access.ApplicationContact); err != nil {
		return l, err
	}
	if l, err = h.listing(ctx, g, j, f); err != nil {
		return l, err
	}
	if len(l.Lines) > contactsMost {
		return Listed{}, fault.New(fault.Conflict, "application.csv.many", fault.Args{"Max": contactsMost})
	}
	for _, line := range l.Lines {
		a, err := h.Contact(ctx, g, line.ID)
		if err != nil {
			return Listed{}, err
		}
		l.Contacts = append(l.Contacts, a.Contact)
	}
	return l, nil
}
