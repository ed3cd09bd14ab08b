package application

import (
	"context"
	"encoding/json"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Templates lists the scorecards of the grant's employer.
func (h *House) Templates(ctx context.Context, g privacy.Grant) (out []Template, err error) {
	if err := g.Require(access.JobList); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		out, err = store.List(r, "application.templates", store.Args{}, scanTemplate)
		return err
	})
	return out, err
}

// Template reads one of them.
func (h *House) Template(ctx context.Context, g privacy.Grant, v TemplateID) (t Template, err error) {
	if err := g.Require(access.JobList); err != nil {
		return t, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		t, err = store.One(r, "application.template", store.Args{"id": v}, scanTemplate)
		return err
	})
	return t, err
}

// templatesMost is how many templates an employer can have: a list is read, not searched.
const templatesMost = 50

// SaveTemplate adds a template, or changes the one it names. Jobs that use it keep their copy.
func (h *House) SaveTemplate(ctx context.Context, g privacy.Grant, t Template) (TemplateID, error) {
	if err := g.Require(access.JobEdit); err != nil {
		return t.ID, err
	}
	if err := t.check(func() string { return id.New[templateNoun](h.db.Now()).String() }); err != nil {
		return t.ID, err
	}
	criteria, err := json.Marshal(t.Criteria)
	if err != nil {
		return t.ID, err
	}
	err = h.db.Write(ctx, g, func(w *store.Writer) error {
		args := store.Args{"id": t.ID, "name": t.Name, "criteria": string(criteria), "now": w.Now()}
		if !t.ID.IsZero() {
			return w.Must("application.changeTemplate", args)
		}
		all, err := store.List(w.Reader, "application.templates", store.Args{}, scanTemplate)
		if err != nil {
			return err
		}
		if len(all) >= templatesMost {
			return fault.New(fault.Conflict, "application.scorecard.many", fault.Args{"Max": templatesMost})
		}
		t.ID = id.New[templateNoun](w.Now())
		args["id"] = t.ID
		return w.Must("application.addTemplate", args)
	})
	return t.ID, err
}

// DropTemplate removes a template. What was copied from it stays.
func (h *House) DropTemplate(ctx context.Context, g privacy.Grant, v TemplateID) error {
	if err := g.Require(access.JobEdit); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error { return w.Must("application.dropTemplate", store.Args{"id": v}) })
}

// Plan is the scorecard of a job of the grant's employer.
func (h *House) Plan(ctx context.Context, g privacy.Grant, j job.ID) (t Template, v job.Job, err error) {
	if v, err = h.Jobs.Of(ctx, g, j); err != nil {
		return t, v, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { t, err = planOf(r, j); return err })
	return t, v, err
}

// Adopt gives a job the criteria of a template; the zero identifier takes its scorecard away. What was scored before keeps its words.
func (h *House) Adopt(ctx context.Context, g privacy.Grant, j job.ID, v TemplateID) error {
	if err := g.Require(access.JobEdit); err != nil {
		return err
	}
	if _, err := h.Jobs.Of(ctx, g, j); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		if v.IsZero() {
			_, err := w.Exec("application.dropPlan", store.Args{"job_id": j})
			return err
		}
		t, err := store.One(w.Reader, "application.template", store.Args{"id": v}, scanTemplate)
		if err != nil {
			return err
		}
		criteria, err := json.Marshal(t.Criteria)
		if err != nil {
			return err
		}
		return w.Must("application.setPlan", store.Args{"job_id": j, "name": t.Name, "criteria": string(criteria), "now": w.Now()})
	})
}

// Scored is what a member puts on a scorecard.
type Scored struct {
	Marks   []Mark
	Verdict Verdict
	Text    string
}

// Scorecards reads those of one application, others' only for whoever has given their own.
func (h *House) Scorecards(ctx context.Context, g privacy.Grant, v ID) (out Scorecards, a Application, err error) {
	if err := g.Require(access.ApplicationReview); err != nil {
		return out, a, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		s, err := reviewed(r, v)
		if err != nil {
			return err
		}
		r.About("application", v)
		if a, err = s.open(r, partName); err != nil {
			return err
		}
		if out, err = cards(r, s, g.Actor().Subject); err != nil {
			return err
		}
		out.Team, err = colleagues(r)
		return err
	})
	return out, a, err
}

// Score gives the member's own scorecard, or changes it, until the application has ended. A review that was asked for is done with it.
func (h *House) Score(ctx context.Context, g privacy.Grant, v ID, c Scored) error {
	if err := g.Require(access.ApplicationReview); err != nil {
		return err
	}
	who := g.Actor().Subject
	if g.Actor().Persona != access.Member {
		return withheld()
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		s, err := reviewed(w.Reader, v)
		if err != nil {
			return err
		}
		w.About("application", v)
		if s.Ended() {
			return fault.New(fault.Conflict, "application.scorecard.over")
		}
		have, err := cards(w.Reader, s, who)
		if err != nil {
			return err
		}
		body := scorecardBody(c)
		if err := body.check(have.Plan); err != nil {
			return err
		}
		if err := putCard(w, s, have.Own, body); err != nil {
			return err
		}
		if _, err := w.Exec("application.doneReview", store.Args{"application_id": v, "for_id": who, "now": w.Now()}); err != nil {
			return err
		}
		w.Fact(FactScored, map[string]string{"application": v.String(), "job": s.Job.String(), "employer": s.Employer.String()})
		return rescore(w, v)
	})
}

// putCard writes the scorecard of the grant's member over the one they had.
func putCard(w *store.Writer, s shut, own *Scorecard, body scorecardBody) error {
	row, who := id.New[scorecardNoun](w.Now()), w.Grant().Actor().Subject
	if own != nil {
		row = own.ID
	}
	sealed, err := store.Seal(w, fieldScorecard, s.dossier, row, body)
	if err != nil {
		return err
	}
	args := store.Args{"id": row, "by_id": who, "now": w.Now(), "score": body.score(), "body": sealed}
	if own != nil {
		return w.Must("application.changeScorecard", args)
	}
	args["subject_id"], args["dossier_id"], args["application_id"] = s.Subject, s.dossier, s.ID
	return w.Must("application.addScorecard", args)
}
