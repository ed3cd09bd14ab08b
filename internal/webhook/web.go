package webhook

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/feature"
	"verv/internal/privacy"
	"verv/internal/web"
	parts "verv/internal/web/page"
	"verv/internal/webhook/page"
)

const pathList = "/employer/webhooks"

// Routes are the pages and the operations of this house.
func (h *House) Routes() []web.Route {
	edit := web.Employer(access.WebhookEdit, privacy.Recruit)
	return web.All(append([]web.Route{
		web.Get(pathList, edit, h.getList),
		web.Post(pathList, edit, h.postAdd),
		web.Get(pathList+"/{id}", edit, h.getOne),
		web.Post(pathList+"/{id}/try", edit, act(func(r *web.Request, v ID) error { return h.Try(r, r.Grant, v) }, "webhook.tried")),
		web.Post(pathList+"/{id}/renew", edit, act(func(r *web.Request, v ID) error { return h.Renew(r, r.Grant, v) }, "webhook.renewed")),
		web.Post(pathList+"/{id}/end", edit, h.postEnd),
		web.Post(pathList+"/deliveries/{delivery}/again", edit, h.postAgain),
	}, h.apiRoutes()...), func(r web.Route) web.Route { return r.Of(feature.Webhooks) })
}

type addForm struct {
	URL   string   `form:"url,required,max=500"`
	Kinds []string `form:"kinds,required,count=20"`
}

func (f addForm) wish() Wish {
	w := Wish{URL: f.URL}
	for _, k := range f.Kinds {
		w.Kinds = append(w.Kinds, Kind(k))
	}
	return w
}

func (h *House) getList(r *web.Request) error {
	c, err := h.list(r, addForm{}, "", nil)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, c)
}

func (h *House) postAdd(r *web.Request) error {
	var f addForm
	err := web.Bind(r, &f)
	var v ID
	if err == nil {
		v, err = h.Add(r, r.Grant, f.wish())
	}
	if err != nil {
		var failed error
		again := r.Again(err, func(sentence string, wrong map[string]string) (c templ.Component) {
			c, failed = h.list(r, f, sentence, wrong)
			if failed != nil {
				return templ.NopComponent
			}
			return c
		})
		if failed != nil {
			return failed
		}
		return again
	}
	r.Flash("webhook.added")
	return r.Redirect(r.Path(pathList + "/" + v.String()))
}

func (h *House) list(r *web.Request, f addForm, sentence string, wrong map[string]string) (templ.Component, error) {
	all, err := h.List(r, r.Grant)
	if err != nil {
		return nil, err
	}
	say := r.Words.Say
	p := page.List{Title: say("webhook.title"), Lead: say("webhook.lead"), Open: h.Open()}
	if r.Has(feature.API) {
		p.Docs = parts.Link{URL: r.Path(web.DocsPath), Label: say("webhook.docs")}
	}
	for _, k := range all {
		p.Have = append(p.Have, page.Webhook{URL: k.URL, Link: r.Path(pathList + "/" + k.ID.String()), State: state(r, k), Hears: say("webhook.hears", "Count", len(k.Kinds))})
	}
	url := parts.Input{Name: "url", Type: "url", Label: say("webhook.url"), Hint: say("webhook.url.hint"), Value: f.URL, Required: true, Max: urlMax, Error: wrong["url"]}
	kinds := parts.Input{Name: "kinds", Label: say("webhook.kinds"), Values: f.Kinds, Required: true, Error: wrong["kinds"]}
	p.Form = page.Form{Action: r.Path(pathList), Sentence: sentence, URL: url, Kinds: kinds, Submit: say("webhook.submit"), Wrong: len(wrong) > 0}
	for _, k := range Kinds() {
		p.Form.Choices = append(p.Form.Choices, parts.Choice{Value: string(k), Label: say("webhook.kind." + string(k)), Hint: string(k)})
	}
	v := r.View(p.Title)
	v.NoIndex = true
	return page.ListPage(v, p), nil
}

func state(r *web.Request, k Webhook) parts.Label {
	switch {
	case !k.EndedAt.IsZero():
		return parts.Label{Word: r.Words.Say("webhook.state." + string(k.Reason)), Color: parts.Neutral}
	case !k.FailingAt.IsZero():
		return parts.Label{Word: r.Words.Say("webhook.state.since", "When", r.Words.DateTime(k.FailingAt)), Color: parts.Warning}
	}
	return parts.Label{Word: r.Words.Say("webhook.state.open"), Color: parts.Success}
}

func (h *House) getOne(r *web.Request) error {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return err
	}
	k, secret, log, err := h.Get(r, r.Grant, v)
	if err != nil {
		return err
	}
	say := r.Words.Say
	base := r.Path(pathList + "/" + v.String())
	p := page.One{Title: k.URL, Lead: say("webhook.since", "Date", r.Words.Date(k.MadeAt)), State: state(r, k), Secret: secret.String(), Ended: !k.EndedAt.IsZero(),
		TryURL: base + "/try", RenewURL: base + "/renew", EndURL: base + "/end", Back: parts.Link{URL: r.Path(pathList), Label: say("webhook.back")}}
	for _, kind := range k.Kinds {
		p.Kinds = append(p.Kinds, say("webhook.kind."+string(kind)))
	}
	p.Log = parts.Records{ID: "deliveries", Caption: say("webhook.log"), Columns: []parts.Column{{Label: say("webhook.log.when")}, {Label: say("webhook.log.what")},
		{Label: say("webhook.log.state")}, {Label: say("webhook.log.tries"), Number: true}, {}}}
	for _, d := range log {
		p.Log.Rows = append(p.Log.Rows, row(r, d, p.Ended))
	}
	view := r.View(p.Title)
	view.NoIndex = true
	return r.Render(http.StatusOK, page.OnePage(view, p))
}

func row(r *web.Request, d Delivery, ended bool) []parts.Cell {
	say := r.Words.Say
	what := say("webhook.kind." + string(d.Kind))
	how := say("webhook.delivery." + d.State())
	switch {
	case d.Status != 0 && d.Trouble != "":
		how += " · " + say(d.Trouble, "Status", strconv.Itoa(d.Status))
	case d.Trouble != "":
		how += " · " + say(d.Trouble)
	}
	again := parts.Cell{}
	if !ended {
		again.Body = page.Again(r.Path(pathList+"/deliveries/"+d.ID.String()+"/again"), say("webhook.again"), what+", "+r.Words.DateTime(d.HappenedAt))
	}
	return []parts.Cell{{Text: r.Words.DateTime(d.HappenedAt)}, {Text: what}, {Text: how}, {Text: r.Words.Number(int64(d.Tries))}, again}
}

// act is a button on a webhook's page.
func act(do func(*web.Request, ID) error, done string) web.Handler {
	return func(r *web.Request) error {
		v, err := web.PathID[noun](r, "id")
		if err != nil {
			return err
		}
		if err := do(r, v); err != nil {
			return err
		}
		r.Flash(done)
		return r.Redirect(r.Path(pathList + "/" + v.String()))
	}
}

func (h *House) postEnd(r *web.Request) error {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return err
	}
	if err := h.End(r, r.Grant, v); err != nil {
		return err
	}
	r.Flash("webhook.over")
	return r.Redirect(r.Path(pathList))
}

func (h *House) postAgain(r *web.Request) error {
	d, err := web.PathID[deliveryNoun](r, "delivery")
	if err != nil {
		return err
	}
	v, err := h.Again(r, r.Grant, d)
	if err != nil {
		return err
	}
	r.Flash("webhook.tried")
	return r.Redirect(r.Path(pathList + "/" + v.String()))
}
