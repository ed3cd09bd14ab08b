package webhook

import (
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/web"
)

func (h *House) apiRoutes() []web.Route {
	edit := web.Employer(access.WebhookEdit, privacy.Recruit)
	op := func(method, path, name, summary string) huma.Operation {
		return huma.Operation{Method: method, Path: path, OperationID: name, Summary: summary, Tags: []string{"webhooks"}}
	}
	return []web.Route{
		web.API(op(http.MethodGet, "/api/employer/webhooks", "list-webhooks", "Webhooks of one's employer"), edit, h.apiList),
		web.API(op(http.MethodPost, "/api/employer/webhooks", "add-webhook", "Be told of what happens by signed messages (Standard Webhooks)"), edit, h.apiAdd),
		web.API(op(http.MethodGet, "/api/employer/webhooks/{id}", "get-webhook", "One webhook with its secret and its newest deliveries"), edit, h.apiOne),
		web.API(op(http.MethodDelete, "/api/employer/webhooks/{id}", "end-webhook", "End a webhook"), edit, h.apiEnd),
	}
}

type apiWebhook struct {
	ID      string    `json:"id"`
	URL     string    `json:"url"`
	Kinds   []Kind    `json:"kinds"`
	MadeAt  time.Time `json:"madeAt"`
	Failing bool      `json:"failing"`
	Ended   bool      `json:"ended"`
}

func document(k Webhook) apiWebhook {
	return apiWebhook{k.ID.String(), k.URL, k.Kinds, k.MadeAt, !k.FailingAt.IsZero(), !k.EndedAt.IsZero()}
}

type apiListOut struct {
	Body struct {
		Webhooks []apiWebhook `json:"webhooks"`
	}
}

func (h *House) apiList(r *web.Request, _ *struct{}) (*apiListOut, error) {
	all, err := h.List(r, r.Grant)
	out := &apiListOut{}
	out.Body.Webhooks = []apiWebhook{}
	for _, k := range all {
		out.Body.Webhooks = append(out.Body.Webhooks, document(k))
	}
	return out, err
}

type apiAddIn struct {
	Body struct {
		URL   string `json:"url" maxLength:"500" doc:"https address on a host that the operator allows"`
		Kinds []Kind `json:"kinds" minItems:"1" maxItems:"20" doc:"kinds of facts, such as application.sent"`
	}
}

type apiMade struct {
	Body struct {
		ID string `json:"id"`
	}
}

func (h *House) apiAdd(r *web.Request, in *apiAddIn) (*apiMade, error) {
	v, err := h.Add(r, r.Grant, Wish{URL: in.Body.URL, Kinds: in.Body.Kinds})
	out := &apiMade{}
	out.Body.ID = v.String()
	return out, err
}

type apiID struct {
	ID string `path:"id" format:"uuid"`
}

type apiDelivery struct {
	ID         string            `json:"id"`
	Kind       Kind              `json:"kind"`
	Data       map[string]string `json:"data" doc:"identifiers of what the fact is about"`
	HappenedAt time.Time         `json:"happenedAt"`
	State      string            `json:"state" enum:"waiting,delivered,failed"`
	Tries      int               `json:"tries"`
	Status     int               `json:"status" doc:"HTTP status of the last answer, 0 when none came"`
}

type apiOneOut struct {
	Body struct {
		apiWebhook
		Secret     string        `json:"secret" doc:"whsec_ and the key in base64"`
		Deliveries []apiDelivery `json:"deliveries"`
	}
}

func (h *House) apiOne(r *web.Request, _ *apiID) (*apiOneOut, error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	k, secret, log, err := h.Get(r, r.Grant, v)
	if err != nil {
		return nil, err
	}
	out := &apiOneOut{}
	out.Body.apiWebhook, out.Body.Secret, out.Body.Deliveries = document(k), secret.String(), []apiDelivery{}
	for _, d := range log {
		out.Body.Deliveries = append(out.Body.Deliveries, apiDelivery{d.ID.String(), d.Kind, d.IDs, d.HappenedAt, d.State(), d.Tries, d.Status})
	}
	return out, nil
}

func (h *House) apiEnd(r *web.Request, _ *apiID) (*struct{}, error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	return nil, h.End(r, r.Grant, v)
}
