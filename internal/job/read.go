package job

import (
	"context"
	"strings"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Open reads a job that is published, or closed not long ago, with its questions. One that closed longer ago is Gone, a draft is
// NotFound.
func (h *House) Open(ctx context.Context, g privacy.Grant, j ID) (Job, error) {
	return h.open(ctx, g, j, false)
}

// OpenOrShut is Open for whoever keeps the books of a job: whether the operator lets everybody read it does not matter.
func (h *House) OpenOrShut(ctx context.Context, g privacy.Grant, j ID) (Job, error) {
	return h.open(ctx, g, j, true)
}

func (h *House) open(ctx context.Context, g privacy.Grant, j ID, shut bool) (Job, error) {
	if err := g.Require(access.JobSee); err != nil {
		return Job{}, err
	}
	var out Job
	m := Moderation{Standing: Clear}
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		if out, err = read(r, "job.open", j); err == nil && !shut {
			m, err = standing(r, j)
		}
		return err
	})
	switch {
	case err != nil:
		return Job{}, err
	case m.Standing == Down:
		return Job{}, fault.New(fault.Gone, "job.gone")
	case m.Standing != Clear:
		return Job{}, fault.New(fault.NotFound, "fault.notfound")
	}
	shown, gone := out.Shown(h.db.Now())
	switch {
	case gone:
		return Job{}, fault.New(fault.Gone, "job.gone")
	case !shown:
		return Job{}, fault.New(fault.NotFound, "fault.notfound")
	}
	out.Keeping = keeping(h.cfg.Retention, out.Content)
	return out, nil
}

// Of reads a job of the grant's employer, whatever its state.
func (h *House) Of(ctx context.Context, g privacy.Grant, j ID) (Job, error) {
	if err := g.Require(access.JobList); err != nil {
		return Job{}, err
	}
	var out Job
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) { out, err = read(r, "job.of", j); return err })
	out.Keeping = keeping(h.cfg.Retention, out.Content)
	return out, err
}

var likeEscape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// like is the pattern of whatever holds s.
func like(s string) string {
	if s == "" {
		return "%"
	}
	return "%" + likeEscape.Replace(s) + "%"
}
