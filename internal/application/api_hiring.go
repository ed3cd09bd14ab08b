package application

import (
	"slices"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/web"
)

// How an employer hires: stages, sentences for rejections, filters, and who is told of what.

const hiringTag = web.Tag("hiring")

func (h *House) apiHiring() []web.Route {
	list := web.Employer(access.ApplicationList, privacy.Assess)
	edit := web.Employer(access.JobEdit, privacy.Assess)
	do := web.Employer(access.ApplicationTodo, privacy.Assess)
	rule := web.Employer(access.EmployerEdit, privacy.Recruit)
	const reasons, filters, paces, answers = "/api/employer/reasons/{language}", "/api/employer/filters", "/api/employer/notifications", "/api/employer/answers"
	return append([]web.Route{
		web.API(hiringTag.Get(reasons, "get-reasons", "What rejected applicants read, by reason"), edit, h.apiReasons),
		web.API(hiringTag.Put(reasons, "set-reasons", "Change what rejected applicants read; an empty sentence is Verv's own"), edit, h.apiSetReasons),
		web.API(hiringTag.Get(filters, "list-filters", "One's own saved filters"), list, h.apiFilters),
		web.API(hiringTag.Post(filters, "save-filter", "Save a filter"), list, h.apiSave),
		web.API(hiringTag.Delete(filters+"/{filter}", "forget-filter", "Forget a filter"), list, h.apiForget),
		web.API(hiringTag.Get(paces, "get-notifications", "How often one is told of what by mail"), do, h.apiPaces),
		web.API(hiringTag.Put(paces, "set-notifications", "Change how often"), do, h.apiSetPaces),
		web.API(hiringTag.Get(answers, "get-answer-rule", "After how many days of silence an applicant is told honestly"), rule, h.apiRule),
		web.API(hiringTag.Put(answers, "set-answer-rule", "Change the days"), rule, h.apiSetRule),
	}, h.apiStageRoutes(edit)...)
}

type (
	// APISentences is what rejected applicants read.
	APISentences struct {
		Qualifications string `json:"qualifications" maxLength:"1000" doc:"may hold {name}, {job} and {employer}"`
		Experience     string `json:"experience" maxLength:"1000"`
		Other          string `json:"other" maxLength:"1000"`
		Ended          string `json:"ended" maxLength:"1000"`
	}
	// APIFilter is a saved filter.
	APIFilter struct {
		ID     string  `json:"id,omitempty" readOnly:"true"`
		Title  string  `json:"title" maxLength:"60"`
		State  string  `json:"state,omitempty" enum:",new,review,interview,offer,hired,rejected"`
		Stage  string  `json:"stage,omitempty" maxLength:"36"`
		Score  float64 `json:"score,omitempty" minimum:"0" maximum:"5"`
		Unread bool    `json:"unread,omitempty"`
	}
	// APIPaces is how often a member is told of what.
	APIPaces struct {
		Review  string `json:"review" enum:"now,daily,weekly,never"`
		Mention string `json:"mention" enum:"now,daily,weekly,never"`
		Message string `json:"message" enum:"now,daily,weekly,never"`
		Todo    string `json:"todo" enum:"now,daily,weekly,never"`
		Silence string `json:"silence" enum:"now,daily,weekly,never"`
	}
	// APIAnswerRule is after how many days an applicant is told that there is no news.
	APIAnswerRule struct {
		Days int `json:"days" minimum:"0" maximum:"365"`
		Most int `json:"most,omitempty" readOnly:"true" doc:"the most that the operator allows"`
	}
	// APILanguagePath names a language.
	APILanguagePath struct {
		Language string `path:"language" enum:"nb,nn,sv,fi,da,en"`
	}
)

func (h *House) apiReasons(r *web.Request, _ *APILanguagePath) (*web.Answer[APISentences], error) {
	tag, err := tongue(r)
	if err != nil {
		return nil, err
	}
	all, err := h.Sentences(r, r.Grant)
	s := all[tag]
	return web.Answered(APISentences{s[Qualifications], s[Experience], s[Other], s[Nobody]}, err)
}

func (h *House) apiSetReasons(r *web.Request, in *struct {
	APILanguagePath
	Body APISentences
}) (*web.None, error) {
	tag, err := tongue(r)
	if err != nil {
		return nil, err
	}
	s := in.Body
	return nil, h.SetSentences(r, r.Grant, tag, Sentences{Qualifications: s.Qualifications, Experience: s.Experience, Other: s.Other, Nobody: s.Ended})
}

func (h *House) apiFilters(r *web.Request, in *web.Paging) (*web.Page[APIFilter], error) {
	all, _, err := h.Filters(r, r.Grant)
	if err != nil {
		return nil, err
	}
	var out []APIFilter
	for _, s := range all {
		out = append(out, APIFilter{s.ID.String(), s.Title, s.State, s.Stage.String(), float64(s.Least) / 10, s.Unread})
	}
	return web.PageOfAll(r, *in, out, func(d APIFilter) string { return d.ID })
}

func (h *House) apiSave(r *web.Request, in *web.With[APIFilter]) (*web.None, error) {
	d := in.Body
	stage, err := web.ParseID[stageNoun]("stage", d.Stage)
	if err != nil {
		return nil, err
	}
	return nil, h.Save(r, r.Grant, Saved{Title: d.Title, State: d.State, Stage: stage, Least: int(d.Score * 10), Unread: d.Unread})
}

func (h *House) apiForget(r *web.Request, _ *struct {
	Filter string `path:"filter" format:"uuid"`
}) (*web.None, error) {
	v, err := web.PathID[filterNoun](r, "filter")
	if err != nil {
		return nil, err
	}
	return nil, h.Forget(r, r.Grant, v)
}

func (h *House) apiPaces(r *web.Request, _ *web.None) (*web.Answer[APIPaces], error) {
	p, err := h.NotificationPaces(r, r.Grant)
	return web.Answered(APIPaces{string(p[TopicReview]), string(p[TopicMention]), string(p[TopicMessage]), string(p[TopicTodo]), string(p[TopicSilence])}, err)
}

func (h *House) apiSetPaces(r *web.Request, in *web.With[APIPaces]) (*web.None, error) {
	f := paceForm(in.Body)
	return nil, h.SetNotificationPaces(r, r.Grant, f.paces())
}

func (h *House) apiRule(r *web.Request, _ *web.None) (*web.Answer[APIAnswerRule], error) {
	days, most, err := h.AnswerRule(r, r.Grant)
	return web.Answered(APIAnswerRule{days, most}, err)
}

func (h *House) apiSetRule(r *web.Request, in *web.With[APIAnswerRule]) (*web.None, error) {
	return nil, h.SetAnswerRule(r, r.Grant, in.Body.Days)
}

// The stages of a job, and those that a new job begins with.

func (h *House) apiStageRoutes(edit web.Guard) (out []web.Route) {
	for _, of := range []struct{ base, name, what string }{
		{"/api/employer/jobs/{id}/stages", "job", "of a job"},
		{"/api/employer/stages/{language}", "template", "that a new job in a language begins with"},
	} {
		one := of.base + "/{stage}"
		out = append(out,
			web.API(hiringTag.Get(of.base, "list-"+of.name+"-stages", "The stages "+of.what+", in their order"), edit, h.apiStages),
			web.API(hiringTag.Post(of.base, "add-"+of.name+"-stage", "Add a stage to those "+of.what), edit, h.apiAddStage),
			web.API(hiringTag.Get(one, "get-"+of.name+"-stage", "One stage of those "+of.what), edit, h.apiStage),
			web.API(hiringTag.Put(one, "change-"+of.name+"-stage", "Change a stage of those "+of.what+"; its kind stays"), edit, h.apiChangeStage),
			web.API(hiringTag.Post(one+"/swap", "swap-"+of.name+"-stage", "Move a stage of those "+of.what+" up or down"), edit, h.apiSwap),
			web.API(hiringTag.Post(one+"/remove", "remove-"+of.name+"-stage", "Remove a stage of those "+of.what+"; what stands there goes to another"), edit, h.apiRemove))
	}
	return out
}

type (
	// APIJobStage is one stage.
	APIJobStage struct {
		ID    string `json:"id,omitempty" readOnly:"true"`
		Kind  string `json:"kind" enum:"new,review,interview,offer" doc:"what the person reads of it"`
		Name  string `json:"name" maxLength:"60"`
		Days  int    `json:"days,omitempty" minimum:"0" maximum:"365" doc:"within which an application should be on its way again"`
		Mails bool   `json:"mails" doc:"the person gets a letter on entering"`
	}
	// APIStages are stages in their order.
	APIStages struct {
		Items []APIJobStage `json:"items"`
	}
	// APIStageSwap says which way.
	APIStageSwap struct {
		By string `json:"by" enum:"up,down"`
	}
	// APIStageRemove says where what stands at the stage goes.
	APIStageRemove struct {
		To string `json:"to" format:"uuid"`
	}
)

func stageDocument(s JobStage) APIJobStage {
	return APIJobStage{s.ID.String(), string(s.Kind), s.Name, s.Days, s.Mails}
}

func (d APIJobStage) stage(v StageID) JobStage {
	return JobStage{ID: v, Kind: Stage(d.Kind), Name: d.Name, Days: d.Days, Mails: d.Mails}
}

func (h *House) apiStages(r *web.Request, _ *web.None) (*web.Answer[APIStages], error) {
	c, _, err := courseOf(r)
	if err != nil {
		return nil, err
	}
	_, all, err := h.Stages(r, r.Grant, c)
	out := APIStages{Items: []APIJobStage{}}
	for _, s := range all {
		out.Items = append(out.Items, stageDocument(s))
	}
	return web.Answered(out, err)
}

func (h *House) apiAddStage(r *web.Request, in *web.With[APIJobStage]) (*web.None, error) {
	c, _, err := courseOf(r)
	if err != nil {
		return nil, err
	}
	return nil, h.AddStage(r, r.Grant, c, in.Body.stage(StageID{}))
}

// stageAt reads a stage of an address, which must be there.
func (h *House) stageAt(r *web.Request) (c Course, v StageID, s JobStage, err error) {
	if c, _, err = courseOf(r); err != nil {
		return c, v, s, err
	}
	if v, err = web.PathID[stageNoun](r, "stage"); err != nil {
		return c, v, s, err
	}
	_, all, err := h.Stages(r, r.Grant, c)
	i := slices.IndexFunc(all, func(s JobStage) bool { return s.ID == v })
	if err == nil && i < 0 {
		return c, v, s, fault.New(fault.NotFound, "fault.notfound")
	}
	if err == nil {
		s = all[i]
	}
	return c, v, s, err
}

func (h *House) apiStage(r *web.Request, _ *web.None) (*web.Answer[APIJobStage], error) {
	_, _, s, err := h.stageAt(r)
	return web.Answered(stageDocument(s), err)
}

func (h *House) apiChangeStage(r *web.Request, in *web.With[APIJobStage]) (*web.None, error) {
	c, v, s, err := h.stageAt(r)
	if err != nil {
		return nil, err
	}
	in.Body.Kind = string(s.Kind)
	return nil, h.ChangeStage(r, r.Grant, c, in.Body.stage(v))
}

func (h *House) apiSwap(r *web.Request, in *web.With[APIStageSwap]) (*web.None, error) {
	c, v, _, err := h.stageAt(r)
	if err != nil {
		return nil, err
	}
	return nil, h.SwapStage(r, r.Grant, c, v, map[string]int{"up": -1, "down": 1}[in.Body.By])
}

func (h *House) apiRemove(r *web.Request, in *web.With[APIStageRemove]) (*web.None, error) {
	c, v, _, err := h.stageAt(r)
	if err != nil {
		return nil, err
	}
	to, err := web.ParseID[stageNoun]("to", in.Body.To)
	if err != nil {
		return nil, err
	}
	return nil, h.RemoveStage(r, r.Grant, c, v, to)
}
