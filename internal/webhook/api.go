package webhook

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/web"
)

func (h *House) apiRoutes() []web.Route {
	edit := web.Employer(access.WebhookEdit, privacy.Recruit)
	tag := web.Tag("webhooks")
	const all, one = "/api/employer/webhooks", "/api/employer/webhooks/{id}"
	return []web.Route{
		web.API(tag.Get(all, "list-webhooks", "Webhooks of one's employer"), edit, h.apiList),
		web.API(tag.Post(all, "add-webhook", "Be told of what happens by signed messages (Standard Webhooks)"), edit, h.apiAdd),
		web.API(tag.Get(one, "get-webhook", "One webhook with its secret"), edit, h.apiOne),
		web.API(tag.Delete(one, "end-webhook", "End a webhook"), edit, h.apiDo((*House).End)),
		web.API(tag.Post(one+"/try", "try-webhook", "Send a message to try it out"), edit, h.apiDo((*House).Try)),
		web.API(tag.Post(one+"/renew", "renew-webhook", "Make a new secret; the former signs beside it for a day"), edit, h.apiDo((*House).Renew)),
		web.API(tag.Get(one+"/deliveries", "list-deliveries", "The newest hundred messages and what became of them"), edit, h.apiLog),
		web.API(tag.Post("/api/employer/webhooks/deliveries/{delivery}/again", "redeliver", "Send a message once more"), edit, h.apiAgain),
	}
}

type (
	// APIWebhook is one receiver.
	APIWebhook struct {
		ID      string    `json:"id" format:"uuid"`
		URL     string    `json:"url"`
		Kinds   []Kind    `json:"kinds"`
		MadeAt  time.Time `json:"madeAt"`
		Failing bool      `json:"failing"`
		Ended   bool      `json:"ended"`
	}
	// APISecret is a webhook with how to check its signatures.
	APISecret struct {
		APIWebhook
		Secret string `json:"secret" doc:"whsec_ and the key in base64"`
	}
	// APIListen is what somebody wants to hear.
	APIListen struct {
		URL   string `json:"url" maxLength:"500" example:"https://hr.example.org/verv" doc:"https address on a host that the operator allows"`
		Kinds []Kind `json:"kinds" minItems:"1" maxItems:"20" example:"[\"application.sent\"]" doc:"kinds of facts"`
	}
	// APIDelivery is one message on its way.
	APIDelivery struct {
		ID         string            `json:"id" format:"uuid"`
		Kind       Kind              `json:"kind"`
		Data       map[string]string `json:"data" doc:"identifiers of what the fact is about"`
		HappenedAt time.Time         `json:"happenedAt"`
		State      string            `json:"state" enum:"waiting,delivered,failed"`
		Tries      int               `json:"tries"`
		Status     int               `json:"status" doc:"HTTP status of the last answer, 0 when none came"`
	}
)

func document(k Webhook) APIWebhook {
	return APIWebhook{k.ID.String(), k.URL, k.Kinds, k.MadeAt, !k.FailingAt.IsZero(), !k.EndedAt.IsZero()}
}

func (h *House) apiList(r *web.Request, in *web.Paging) (*web.Page[APIWebhook], error) {
	all, err := h.List(r, r.Grant)
	if err != nil {
		return nil, err
	}
	var out []APIWebhook
	for _, k := range all {
		out = append(out, document(k))
	}
	return web.PageOfAll(r, *in, out, func(d APIWebhook) string { return d.ID })
}

func (h *House) apiAdd(r *web.Request, in *web.With[APIListen]) (*web.Answer[web.Made], error) {
	return web.MadeOf(h.Add(r, r.Grant, Wish{URL: in.Body.URL, Kinds: in.Body.Kinds}))
}

func (h *House) apiOne(r *web.Request, _ *web.Named) (*web.Answer[APISecret], error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	k, secret, _, err := h.Get(r, r.Grant, v)
	return web.Answered(APISecret{document(k), secret.String()}, err)
}

func (h *House) apiLog(r *web.Request, in *web.NamedPaging) (*web.Page[APIDelivery], error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	_, _, log, err := h.Get(r, r.Grant, v)
	if err != nil {
		return nil, err
	}
	var out []APIDelivery
	for _, d := range log {
		out = append(out, APIDelivery{d.ID.String(), d.Kind, d.IDs, d.HappenedAt, d.State(), d.Tries, d.Status})
	}
	return web.PageOfAll(r, in.Paging, out, func(d APIDelivery) string { return d.ID })
}

// apiDo is a button on a webhook's page.
func (h *House) apiDo(do func(*House, context.Context, privacy.Grant, ID) error) func(*web.Request, *web.Named) (*web.None, error) {
	return func(r *web.Request, _ *web.Named) (*web.None, error) {
		v, err := web.PathID[noun](r, "id")
		if err != nil {
			return nil, err
		}
		return nil, do(h, r, r.Grant, v)
	}
}

func (h *House) apiAgain(r *web.Request, _ *struct {
	Delivery string `path:"delivery" format:"uuid"`
}) (*web.Answer[web.Made], error) {
	d, err := web.PathID[deliveryNoun](r, "delivery")
	if err != nil {
		return nil, err
	}
	return web.MadeOf(h.Again(r, r.Grant, d))
}

// Events describes every kind of message for the document: when it comes, and what its data holds.
func Events() []web.Event {
	var out []web.Event
	for _, k := range append(Kinds(), Ping) {
		out = append(out, web.Event{Name: string(k), Says: told[k].says, Data: told[k].ids})
	}
	return out
}
