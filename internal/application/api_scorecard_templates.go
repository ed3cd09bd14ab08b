package application

import (
	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/web"
)

// The scorecards that an employer keeps, and the one of a job.

func (h *House) apiScoring() []web.Route {
	see := web.Employer(access.JobList, privacy.Recruit)
	edit := web.Employer(access.JobEdit, privacy.Recruit)
	const all, one, plan = "/api/employer/scorecards", "/api/employer/scorecards/{template}", "/api/employer/jobs/{id}/scorecard"
	return []web.Route{
		web.API(hiringTag.Get(all, "list-scorecard-templates", "Scorecards to begin with"), see, h.apiTemplates),
		web.API(hiringTag.Post(all, "add-scorecard-template", "Write one"), edit, h.apiAddTemplate),
		web.API(hiringTag.Get(one, "get-scorecard-template", "One of them"), edit, h.apiTemplate),
		web.API(hiringTag.Put(one, "change-scorecard-template", "Change it; jobs that have it keep theirs"), edit, h.apiChangeTemplate),
		web.API(hiringTag.Delete(one, "drop-scorecard-template", "Delete it"), edit, h.apiDropTemplate),
		web.API(hiringTag.Get(plan, "get-job-scorecard", "The scorecard of a job"), edit, h.apiPlan),
		web.API(hiringTag.Put(plan, "set-job-scorecard", "Give a job the criteria of a template, or none"), edit, h.apiAdopt),
	}
}

type (
	// APIScorecardTemplate is a scorecard before anybody has scored.
	APIScorecardTemplate struct {
		ID       string         `json:"id,omitempty" readOnly:"true"`
		Name     string         `json:"name" maxLength:"80"`
		Criteria []APICriterion `json:"criteria" minItems:"1" maxItems:"8"`
	}
	// APICriterion is one thing that a scorecard asks about.
	APICriterion struct {
		ID      string   `json:"id,omitempty" maxLength:"36" doc:"of a criterion that is there already"`
		Name    string   `json:"name" maxLength:"80"`
		Anchors []string `json:"anchors" minItems:"5" maxItems:"5" doc:"what the scores 1 to 5 mean"`
	}
	// APIJobScorecard is the scorecard of a job.
	APIJobScorecard struct {
		Template string         `json:"template,omitempty" maxLength:"36" writeOnly:"true" doc:"the template to take; empty takes the scorecard away"`
		Name     string         `json:"name,omitempty" readOnly:"true"`
		Criteria []APICriterion `json:"criteria,omitempty" readOnly:"true"`
	}
	// APITemplatePath names a template.
	APITemplatePath struct {
		Template string `path:"template" format:"uuid"`
	}
)

func templateDocument(t Template) APIScorecardTemplate {
	d := APIScorecardTemplate{ID: t.ID.String(), Name: t.Name, Criteria: []APICriterion{}}
	for _, c := range t.Criteria {
		d.Criteria = append(d.Criteria, APICriterion(c))
	}
	return d
}

func (d APIScorecardTemplate) template(v TemplateID) Template {
	t := Template{ID: v, Name: d.Name}
	for _, c := range d.Criteria {
		t.Criteria = append(t.Criteria, Criterion(c))
	}
	return t
}

func (h *House) apiTemplates(r *web.Request, in *web.Paging) (*web.Page[APIScorecardTemplate], error) {
	all, err := h.Templates(r, r.Grant)
	if err != nil {
		return nil, err
	}
	var out []APIScorecardTemplate
	for _, t := range all {
		out = append(out, templateDocument(t))
	}
	return web.PageOfAll(r, *in, out, func(d APIScorecardTemplate) string { return d.ID })
}

func (h *House) apiAddTemplate(r *web.Request, in *web.With[APIScorecardTemplate]) (*web.Answer[web.Made], error) {
	return web.MadeOf(h.SaveTemplate(r, r.Grant, in.Body.template(TemplateID{})))
}

func (h *House) apiTemplate(r *web.Request, _ *APITemplatePath) (*web.Answer[APIScorecardTemplate], error) {
	v, err := templateID(r)
	if err != nil {
		return nil, err
	}
	t, err := h.Template(r, r.Grant, v)
	return web.Answered(templateDocument(t), err)
}

func (h *House) apiChangeTemplate(r *web.Request, in *struct {
	APITemplatePath
	Body APIScorecardTemplate
}) (*web.None, error) {
	v, err := templateID(r)
	if err != nil {
		return nil, err
	}
	_, err = h.SaveTemplate(r, r.Grant, in.Body.template(v))
	return nil, err
}

func (h *House) apiDropTemplate(r *web.Request, _ *APITemplatePath) (*web.None, error) {
	v, err := templateID(r)
	if err != nil {
		return nil, err
	}
	return nil, h.DropTemplate(r, r.Grant, v)
}

func (h *House) apiPlan(r *web.Request, _ *web.Named) (*web.Answer[APIJobScorecard], error) {
	j, err := jobID(r)
	if err != nil {
		return nil, err
	}
	t, _, err := h.Plan(r, r.Grant, j)
	d := templateDocument(t)
	return web.Answered(APIJobScorecard{Name: d.Name, Criteria: d.Criteria}, err)
}

func (h *House) apiAdopt(r *web.Request, in *web.NamedWith[APIJobScorecard]) (*web.None, error) {
	j, err := jobID(r)
	if err != nil {
		return nil, err
	}
	v, err := web.ParseID[templateNoun]("template", in.Body.Template)
	if err != nil {
		return nil, err
	}
	return nil, h.Adopt(r, r.Grant, j, v)
}
