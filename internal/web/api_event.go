package web

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Event is a message that an employer's system can ask for: what the document's section webhooks says of it.
type Event struct {
	Name string
	Says string   // when it comes
	Data []string // the identifiers in its data
}

// Announce puts the messages that go out into the document, in the form that Standard Webhooks names.
func (m *Mux) Announce(events []Event) {
	doc := m.api.OpenAPI()
	if doc.Webhooks == nil {
		doc.Webhooks = map[string]*huma.PathItem{}
	}
	for _, e := range events {
		op := &huma.Operation{OperationID: "on-" + e.Name, Summary: e.Says, Tags: []string{"webhooks"}, Method: http.MethodPost, Parameters: signed(),
			Description: "Signed with the secret of the webhook: HMAC-SHA256 over the identifier, the time and the body, joined by full stops.",
			RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Schema: e.Schema()}}},
			Responses: map[string]*huma.Response{"2XX": {Description: "Taken. Anything else is tried again, up to sixteen times"},
				"410": {Description: "The receiver is gone: the webhook ends"}}}
		doc.Webhooks[e.Name] = &huma.PathItem{Post: op}
	}
}

func signed() (out []*huma.Param) {
	for _, h := range []struct{ name, says string }{
		{"webhook-id", "Identifies the message; the same when it is sent again"},
		{"webhook-timestamp", "Seconds since 1970, when it was sent: refuse what is older than five minutes"},
		{"webhook-signature", "v1, and the signature in base64; two of them for a day after the secret changed"},
	} {
		out = append(out, &huma.Param{Name: h.name, In: "header", Required: true, Description: h.says, Schema: &huma.Schema{Type: huma.TypeString}})
	}
	return out
}

// Schema is what its body looks like.
func (e Event) Schema() *huma.Schema {
	data := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{}, Required: e.Data, AdditionalProperties: false,
		Description: "Identifiers of what it is about, nothing else: ask the API for more"}
	for _, name := range e.Data {
		data.Properties[name] = &huma.Schema{Type: huma.TypeString, Format: "uuid"}
	}
	return &huma.Schema{Type: huma.TypeObject, Required: []string{"type", "timestamp", "data"}, AdditionalProperties: false, Properties: map[string]*huma.Schema{
		"type":      {Type: huma.TypeString, Enum: []any{e.Name}},
		"timestamp": {Type: huma.TypeString, Format: "date-time", Description: "When it happened"},
		"data":      data,
	}}
}
