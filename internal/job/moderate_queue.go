package job

import (
	"context"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Queued is one job that the operator should look at.
type Queued struct {
	Job              ID
	Title, Language  string
	Employer         access.EmployerID
	EmployerName     string
	EmployerVerified bool
	Standing         Standing
	Cause            Cause
	QueuedAt         time.Time
	Score            int
	Reports          int
	ReportedAt       time.Time // the oldest report without an answer
	AppealedAt       time.Time // an employer waits for an answer
}

// Since is from when on somebody has waited.
func (q Queued) Since() time.Time {
	var first time.Time
	for _, t := range []time.Time{q.QueuedAt, q.ReportedAt, q.AppealedAt} {
		if !t.IsZero() && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	return first
}

const (
	queueMost   = 300
	historyMost = 50
)

// Queue lists what waits for the operator, whoever has waited longest first. It opens nothing that anybody wrote.
func (h *House) Queue(ctx context.Context, g privacy.Grant) ([]Queued, error) {
	if err := g.Require(access.JobModerate); err != nil {
		return nil, err
	}
	var out []Queued
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		out, err = store.List(r, "job.moderationQueue", store.Args{"most": queueMost}, scanQueued)
		return err
	})
	slices.SortStableFunc(out, func(a, b Queued) int { return a.Since().Compare(b.Since()) })
	return out, err
}

// Case is all that the operator needs to decide about one job.
type Case struct {
	Job Job
	Moderation
	Reports   []Report
	Appeals   []Appeal
	Decisions []Decision // newest first
}

// waits is from when on somebody has waited for a decision; zero when nobody does.
func (c Case) waits() time.Time {
	q := Queued{QueuedAt: c.QueuedAt}
	for _, v := range c.Reports {
		if t := v.waits(); !t.IsZero() && (q.ReportedAt.IsZero() || t.Before(q.ReportedAt)) {
			q.ReportedAt = t
		}
	}
	for _, a := range c.Appeals {
		if a.AnsweredAt.IsZero() {
			q.AppealedAt = a.At
		}
	}
	return q.Since()
}

// trigger is what a decision now would answer.
func (c Case) trigger() Trigger {
	if slices.ContainsFunc(c.Appeals, func(a Appeal) bool { return a.AnsweredAt.IsZero() }) {
		return ByAppeal
	}
	if slices.ContainsFunc(c.Reports, func(v Report) bool { return !v.waits().IsZero() }) {
		return ByReports
	}
	switch {
	case c.QueuedAt.IsZero() || c.Cause == CauseChanged:
		return ByOwn
	case c.Cause == CauseFirst:
		return ByFirst
	}
	return BySignals
}

// Case opens a job with what was said about it. Reports and appeals are what people wrote: opening them leaves a record.
func (h *House) Case(ctx context.Context, g privacy.Grant, j ID) (Case, error) {
	var c Case
	if err := g.Require(access.JobModerate); err != nil {
		return c, err
	}
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		r.About("job", j)
		c, err = caseOf(r, j)
		return err
	})
	return c, err
}

func caseOf(r *store.Reader, j ID) (c Case, err error) {
	if c.Job, err = read(r, "job.open", j); err != nil {
		return c, err
	}
	if c.Moderation, err = standing(r, j); err != nil {
		return c, err
	}
	of := store.Args{"job_id": j, "most": historyMost}
	if c.Reports, err = store.List(r, "job.reports", of, scanReport(r)); err != nil {
		return c, err
	}
	if c.Appeals, err = store.List(r, "job.appeals", of, scanAppeal(r)); err != nil {
		return c, err
	}
	c.Decisions, err = store.List(r, "job.decisions", of, scanDecision)
	return c, err
}

// TakenDown reports whether the operator has taken a job down, for houses that tell people of it.
func (h *House) TakenDown(ctx context.Context, g privacy.Grant, j ID) (bool, error) {
	if err := g.Require(access.JobSee); err != nil {
		return false, err
	}
	var m Moderation
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) { m, err = standing(r, j); return err })
	return m.Standing == Down, err
}
