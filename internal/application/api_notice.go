package application

import (
	"time"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/web"
)

// A person's settings of mail, and what they began and have not sent, for programs.

func (h *House) noticeAPI() []web.Route {
	own := web.Own(access.ApplicationOwn, privacy.Correspond)
	apply := web.Own(access.ApplicationOwn, privacy.Apply)
	const paces, drafts = "/api/notifications", "/api/me/drafts"
	return []web.Route{
		web.API(apiTag.Get(paces, "own-notifications", "How often one is told of what by mail"), own, h.apiOwnPaces),
		web.API(apiTag.Put(paces, "set-own-notifications", "Change how often; receipts and decisions always come at once"), own, h.apiSetOwnPaces),
		web.API(apiTag.Get(drafts, "own-drafts", "What one began on the page and has not sent"), apply, h.apiDrafts),
		web.API(apiTag.Delete(drafts+"/{draft}", "discard-draft", "Let go of a draft"), apply, h.apiDiscard),
	}
}

type (
	// APIOwnPaces is how often a person is told of what.
	APIOwnPaces struct {
		Messages  string `json:"messages" enum:"now,daily,weekly,never" doc:"the employer has written"`
		Status    string `json:"status" enum:"now,daily,weekly,never" doc:"the application is one step further"`
		Reminders string `json:"reminders" enum:"now,daily,weekly,never" doc:"nothing is decided yet"`
	}
	// APIDraft is an application that is not sent.
	APIDraft struct {
		ID       string    `json:"id" format:"uuid"`
		Job      string    `json:"job" format:"uuid"`
		Title    string    `json:"title"`
		Employer string    `json:"employer"`
		MadeAt   time.Time `json:"madeAt"`
		Until    time.Time `json:"until" doc:"then it is deleted"`
	}
)

func (h *House) apiOwnPaces(r *web.Request, _ *web.None) (*web.Answer[APIOwnPaces], error) {
	p, err := h.OwnPaces(r, r.Grant)
	return web.Answered(APIOwnPaces{string(p[OwnMessages]), string(p[OwnStatus]), string(p[OwnReminders])}, err)
}

func (h *House) apiSetOwnPaces(r *web.Request, in *web.With[APIOwnPaces]) (*web.None, error) {
	return nil, h.SetOwnPaces(r, r.Grant, ownPaceForm(in.Body).paces())
}

func (h *House) apiDrafts(r *web.Request, in *web.Paging) (*web.Page[APIDraft], error) {
	all, err := h.Unsent(r, r.Grant)
	if err != nil {
		return nil, err
	}
	var out []APIDraft
	for _, u := range all {
		out = append(out, APIDraft{u.ID.String(), u.Job.String(), u.Title, u.Employer, u.MadeAt, u.Until})
	}
	return web.PageOfAll(r, *in, out, func(d APIDraft) string { return d.ID })
}

func (h *House) apiDiscard(r *web.Request, _ *struct {
	Draft string `path:"draft" format:"uuid"`
}) (*web.None, error) {
	v, err := web.PathID[draftNoun](r, "draft")
	if err != nil {
		return nil, err
	}
	return nil, h.DiscardOwn(r, r.Grant, v)
}
