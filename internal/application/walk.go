package application

import (
	"context"

	"verv/internal/access"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Walked is a stretch of the applications of a job, in the order they arrived.
type Walked struct {
	Lines  []Line
	Total  int // that fit the filter; a part of a name is not counted
	Stages Pipeline
}

// Walk lists the applications of a job that arrived after one of them, at most so many, for a program that reads on where it stopped: what
// arrives meanwhile moves nothing. With a part of a name it opens the names of the whole job, as Table does.
func (h *House) Walk(ctx context.Context, g privacy.Grant, j job.ID, f Filter, after ID, most int) (out Walked, err error) {
	if err := g.Require(access.ApplicationList); err != nil {
		return out, err
	}
	v, err := h.Jobs.Of(ctx, g, j)
	if err != nil {
		return out, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		r.About("job", j)
		if out.Stages, err = h.pipeline(r, v); err != nil {
			return err
		}
		fit, err := tally(r, j, out.Stages, f)
		if err != nil {
			return err
		}
		out.Total = fit.of(f)
		args := f.args(g, j, out.Stages)
		args["after"], args["most"] = after.String(), most
		if f.Name != "" {
			args["most"] = tableMost
		}
		t := Table{}
		if t.Lines, err = store.List(r, "application.arrived", args, scanLine); err != nil {
			return err
		}
		err = t.names(r, f.Name)
		out.Lines = t.Lines[:min(len(t.Lines), most)]
		return err
	})
	return out, err
}
