package propose

import (
	"context"
	"slices"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/match"
	"verv/internal/privacy"
	"verv/internal/recommend"
	"verv/internal/search"
	"verv/internal/store"
)

// Make ranks for an open job of the grant's employer those who agreed to be proposed, and keeps the run.
func (h *House) Make(ctx context.Context, g privacy.Grant, j job.ID) (run Run, err error) {
	q, general, err := h.asked(ctx, g, j)
	if err != nil {
		return run, err
	}
	if run.Input, err = search.JobFingerprint(q.Job); err != nil {
		return run, err
	}
	err = h.people.Rank(ctx, g, q, func(w *store.Writer, s search.Sight, all []search.Suited) error {
		before, err := last(w.Reader, j)
		if err != nil || before.Input == run.Input && w.Now().Sub(before.MadeAt) < spared {
			run = before
			return err
		}
		run.ID, run.Job, run.By, run.MadeAt, run.Version = id.New[runNoun](w.Now()), j, g.Actor().Subject, w.Now(), Version
		if run.EndsAt, err = h.keeps.Due(privacy.ClassProposal, w.Now()); err != nil {
			return err
		}
		w.About("proposals", j)
		general.Branch = s.Employer().Branch
		for _, x := range all {
			if err := put(w, run, x, bodyOf(q, general, x)); err != nil {
				return err
			}
		}
		w.Fact(FactMade, map[string]string{"employer": g.Scope().Employer().String(), "job": j.String(), "run": run.ID.String()})
		return w.Must("propose.add", store.Args{"id": run.ID, "job_id": j, "by_id": run.By, "now": w.Now(), "ends": run.EndsAt, "version": run.Version, "input": run.Input})
	})
	return run, err
}

// asked is what is ranked for a job, if it is open and the employer's own.
func (h *House) asked(ctx context.Context, g privacy.Grant, j job.ID) (q search.Ranked, general search.General, err error) {
	if err := g.Require(access.PeopleSearch); err != nil {
		return q, general, err
	}
	own, err := h.jobs.Of(ctx, g, j)
	if err != nil {
		return q, general, err
	}
	doc, open, err := h.jobs.Document(ctx, j)
	if err != nil {
		return q, general, err
	}
	if own.State != job.Open || !open {
		return q, general, fault.New(fault.Conflict, "propose.closed")
	}
	q = search.Ranked{Job: doc, Weights: match.DefaultWeights, Most: peopleMost, Suits: recommend.Suits}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		q.Except, err = passed(r, j)
		return err
	})
	return q, search.GeneralOf(own, doc, ""), err
}

// passed are the cards about which a member decided that they are not for a job.
func passed(r *store.Reader, j job.ID) (map[search.CardID]bool, error) {
	all, err := store.List(r, "propose.passed", store.Args{"job_id": j}, func(row store.Row) (v search.CardID, err error) { return v, row.Scan(&v) })
	out := map[search.CardID]bool{}
	for _, v := range all {
		out[v] = true
	}
	return out, err
}

func bodyOf(q search.Ranked, general search.General, x search.Suited) Body {
	return Body{General: general, Version: Version, Input: x.Input, Weights: q.Weights, Score: x.Fit.Score, Parts: slices.Clone(x.Fit.Parts[:]), Unsaid: x.Fit.Unsaid,
		Anywhere: x.Fit.Anywhere, Skills: x.Fit.Skills, Words: x.Fit.Words}
}

// put keeps a proposal in a dossier of its person's own, which ends with the run.
func put(w *store.Writer, run Run, x search.Suited, b Body) error {
	d, err := w.Dossier(store.Of{Subject: x.Card.Subject, Employer: w.Grant().Scope().Employer(), Class: privacy.ClassProposal, Thing: run.ID.String()})
	if err != nil {
		return err
	}
	if err := w.StartClock(d, run.MadeAt); err != nil {
		return err
	}
	v := id.New[noun](w.Now())
	body, err := store.Seal(w, fieldBody, d, v, b)
	if err != nil {
		return err
	}
	return w.Must("propose.put", store.Args{"id": v, "subject_id": x.Card.Subject, "dossier_id": d, "run_id": run.ID, "job_id": run.Job, "card_id": x.Card.ID,
		"now": run.MadeAt, "body": body})
}

// Again works a job's proposals out anew by what is known now, and keeps nothing: with the same input, rules and advertisements they are the same to the bit.
func (h *House) Again(ctx context.Context, g privacy.Grant, j job.ID) (out map[search.CardID]Body, err error) {
	q, general, err := h.asked(ctx, g, j)
	if err != nil {
		return nil, err
	}
	out = map[search.CardID]Body{}
	return out, h.people.Rank(ctx, g, q, func(w *store.Writer, s search.Sight, all []search.Suited) error {
		w.About("proposals", j)
		general.Branch = s.Employer().Branch
		for _, x := range all {
			out[x.Card.ID] = bodyOf(q, general, x)
		}
		return nil
	})
}
