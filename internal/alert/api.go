package alert

import (
	"net/url"
	"time"

	"verv/internal/access"
	"verv/internal/consent"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/web"
)

// The JSON API over the same use-cases as the pages.

const apiTag = web.Tag("alerts")

func (h *House) api() []web.Route {
	own := web.Own(access.AlertOwn, privacy.Alert).Also(access.AlertOwn, privacy.Account)
	const list, one = "/api/alerts", "/api/alerts/{id}"
	return []web.Route{
		web.API(apiTag.Get(list, "list-alerts", "One's own saved searches"), own, h.apiList),
		web.API(apiTag.Post(list, "add-alert", "Save a search of this site and be told by mail what is new in it"), own, h.apiAdd).Of(feature.Alerts),
		web.API(apiTag.Get(one, "get-alert", "One saved search"), own, h.apiGet),
		web.API(apiTag.Put(one, "change-alert", "Change name and pace, pause, or go on"), own, h.apiChange),
		web.API(apiTag.Delete(one, "delete-alert", "Delete a saved search; with the last one the consent ends"), own, h.apiDelete),
	}
}

type (
	// APIAlert is a saved search.
	APIAlert struct {
		ID     string     `json:"id,omitempty" format:"uuid" readOnly:"true"`
		Site   string     `json:"site,omitempty" format:"uuid" readOnly:"true"`
		Search string     `json:"search,omitempty" readOnly:"true" doc:"the query of the list of jobs, such as q=nurse&remote=hybrid; empty is every job"`
		Next   *time.Time `json:"next,omitempty" readOnly:"true" doc:"when it is looked at next"`
		Sent   *time.Time `json:"sent,omitempty" readOnly:"true" doc:"when it was in a letter the last time"`
		Until  *time.Time `json:"until,omitempty" readOnly:"true" doc:"then all of them end, unless the person says yes before"`
		Name   string     `json:"name,omitempty" maxLength:"80"`
		Pace   string     `json:"pace" enum:"now,daily,weekly"`
		Paused bool       `json:"paused"`
	}
	// APINewAlert is a search that is to be saved.
	APINewAlert struct {
		Name    string `json:"name,omitempty" maxLength:"80"`
		Search  string `json:"search" maxLength:"2000" doc:"the query of the list of jobs"`
		Pace    string `json:"pace" enum:"now,daily,weekly"`
		Agreed  bool   `json:"agreed" doc:"the person was shown the words and ticked the box"`
		Wording string `json:"wording" minLength:"10" maxLength:"1000" doc:"the words that were shown beside the box"`
	}
)

func shownBy(a Alert, until time.Time) APIAlert {
	return APIAlert{ID: a.ID.String(), Site: a.Site.String(), Search: a.Search, Next: moment(a.NextAt), Sent: moment(a.SentAt), Until: moment(until), Name: a.Name,
		Pace: string(a.Pace), Paused: !a.On()}
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func (h *House) apiList(r *web.Request, in *web.Paging) (*web.Page[APIAlert], error) {
	m, err := h.List(r, r.Grant)
	if err != nil {
		return nil, err
	}
	var out []APIAlert
	for _, a := range m.Alerts {
		out = append(out, shownBy(a, m.Until))
	}
	return web.PageOfAll(r, *in, out, func(a APIAlert) string { return a.ID })
}

func (h *House) apiAdd(r *web.Request, in *web.With[APINewAlert]) (*web.Answer[web.Made], error) {
	ga, err := r.GrantFor(privacy.Account)
	if err != nil {
		return nil, err
	}
	at := r.Site.ID
	if at == (site.ID{}) {
		return nil, notFound()
	}
	q, err := url.ParseQuery(in.Body.Search)
	if err != nil {
		return nil, fault.New(fault.Invalid, "alert.search.long")
	}
	return web.MadeOf(h.Make(r, r.Grant, ga, at, Wish{in.Body.Name, Canonical(q), Pace(in.Body.Pace)},
		Agreed{Box: in.Body.Agreed, Wording: in.Body.Wording, Language: r.Words.Lang()}))
}

func (h *House) apiGet(r *web.Request, _ *web.Named) (*web.Answer[APIAlert], error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	m, err := h.List(r, r.Grant)
	if err != nil {
		return nil, err
	}
	for _, a := range m.Alerts {
		if a.ID == v {
			return web.Answered(shownBy(a, m.Until), nil)
		}
	}
	return nil, notFound()
}

func (h *House) apiChange(r *web.Request, in *web.NamedWith[APIAlert]) (*web.None, error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	ga, err := r.GrantFor(privacy.Account)
	if err != nil {
		return nil, err
	}
	if err := h.Change(r, r.Grant, ga, v, in.Body.Name, Pace(in.Body.Pace)); err != nil {
		return nil, err
	}
	if in.Body.Paused {
		return nil, h.Pause(r, r.Grant, v)
	}
	return nil, h.Continue(r, r.Grant, ga, v)
}

func (h *House) apiDelete(r *web.Request, _ *web.Named) (*web.None, error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	return nil, h.Delete(r, r.Grant, v, consent.Shown{Wording: r.Words.Say("alert.delete"), Language: r.Words.Lang(), Surface: "/api/alerts"})
}
