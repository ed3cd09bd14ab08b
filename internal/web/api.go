package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/feature"
)

const (
	apiPrefix    = "/api/"
	documentPath = "/api/openapi.json"

	tokenScheme   = "token"
	sessionScheme = "session"
)

// API is an operation of the JSON API over the same use-cases as the pages. The operation's path begins with /api/; I and O are
// huma's input and output structs. A token (RFC 6750) or the session cookie says who asks; the origin check covers it like a form.
func API[I, O any](op huma.Operation, g Guard, fn func(*Request, *I) (*O, error)) Route {
	if !strings.HasPrefix(op.Path, apiPrefix) {
		panic("web: " + op.Path + " is not under " + apiPrefix)
	}
	op.Security = []map[string][]string{{tokenScheme: {}}, {sessionScheme: {}}, {}}
	switch {
	case g.kind == access.ScopePublic && op.Method != http.MethodGet: // nobody needs a token, and a token acts for its person
		op.Security[0] = map[string][]string{tokenScheme: {string(g.permission)}}
	case g.kind != access.ScopePublic:
		op.Security = []map[string][]string{{tokenScheme: {string(g.permission)}}, {sessionScheme: {}}}
	}
	describeOperation(&op, g)
	op.Errors = append(op.Errors, http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity)
	slices.Sort(op.Errors)
	op.Errors = slices.Compact(op.Errors)
	_, named := op.Metadata[versioned]
	return newRoute(Route{method: strings.ToUpper(op.Method), pattern: op.Path, guard: g, operation: op.OperationID, versioned: named, features: []feature.Name{feature.API}, register: func(m *Mux) {
		op := op
		switch op.MaxBodyBytes {
		case 0:
			op.MaxBodyBytes = m.cfg.Bodies.API
		case WithFile:
			op.MaxBodyBytes = m.cfg.Bodies.API + m.cfg.Bodies.File*4/3 // base64
		}
		huma.Register(m.api, op, func(ctx context.Context, in *I) (*O, error) {
			r := requestOf(ctx)
			out, err := fn(r, in)
			if err != nil {
				r.problem = err
				e := r.trouble(err)
				r.noteTrouble(e, err)
				return nil, newProblem(e)
			}
			return out, nil
		})
		namePath(m.api.OpenAPI().Paths[op.Path], op.Path)
		o := m.operations[op.Method+" "+op.Path]
		o.most = op.MaxBodyBytes
		o.bodiless = bodiless(m.api.OpenAPI().Paths[op.Path], op.Method)
		m.operations[op.Method+" "+op.Path] = o
	}})
}

// WithFile as an operation's MaxBodyBytes gives room for a file in base64 besides the document itself.
const WithFile = -2

// Problem is an error document (RFC 9457), in the reader's language.
type Problem struct {
	Type      string    `json:"type" doc:"kind of trouble, stable"`
	Title     string    `json:"title" doc:"the kind in words"`
	Status    int       `json:"status"`
	Detail    string    `json:"detail,omitempty" doc:"one sentence for the person"`
	Reference string    `json:"reference,omitempty" doc:"what to tell support"`
	Errors    []Mistake `json:"errors,omitempty"`
}

// Mistake says what is wrong with one field. It never repeats the value.
type Mistake struct {
	Location string `json:"location" doc:"where, such as body.title"`
	Message  string `json:"message"`
}

// Error is the kind.
func (p *Problem) Error() string { return p.Type }

// GetStatus is huma's name for the status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is huma's way to name the media type.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

func newProblem(e trouble) *Problem {
	kind := e.kind
	if kind == fault.Withheld {
		kind = fault.NotFound
	}
	p := &Problem{
		Type: "urn:verv:fault:" + strings.ReplaceAll(kind.String(), " ", "-"), Title: e.title, Status: e.status, Detail: e.sentence, Reference: e.reference,
	}
	for name, sentence := range e.fields {
		p.Errors = append(p.Errors, Mistake{Location: "body." + name, Message: sentence})
	}
	slices.SortFunc(p.Errors, func(a, b Mistake) int { return strings.Compare(a.Location, b.Location) })
	return p
}

func (r *Request) isAPI() bool {
	return strings.HasPrefix(r.http.URL.Path, apiPrefix)
}

func (r *Request) failAPI(e trouble) {
	body, err := json.Marshal(newProblem(e))
	if err != nil {
		body = nil // strings and a number: cannot happen
	}
	r.w.Header().Set("Content-Type", "application/problem+json")
	_ = r.write(e.status, body) // write reports nothing that could be mended here
}

// jsonFormat is JSON in UTF-8 (RFC 8259, 8.1): what is no UTF-8 is refused, not mended.
var jsonFormat = huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: func(data []byte, v any) error {
	if !utf8.Valid(data) {
		return errors.New("web: JSON that is no UTF-8")
	}
	return huma.DefaultJSONFormat.Unmarshal(data, v)
}}

// humaErrors makes huma say its own findings as our problems. It keeps them in package variables, so they are set once.
var humaErrors = sync.OnceFunc(func() {
	huma.DefaultArrayNullable = false // a list that is empty is [] here
	huma.NewError = func(status int, _ string, _ ...error) huma.StatusError { return &Problem{Status: status} }
	huma.NewErrorWithContext = func(ctx huma.Context, status int, _ string, errs ...error) huma.StatusError {
		r := requestOf(ctx.Context())
		if r == nil {
			return &Problem{Status: status}
		}
		return r.findings(status, errs)
	}
})

// findings puts what huma found wrong with a request into words. Its own texts are English and repeat values.
func (r *Request) findings(status int, errs []error) *Problem {
	kind := fault.Malformed
	for k := fault.Invalid; k <= fault.Unavailable; k++ {
		if k.Status() == status && k != fault.Withheld {
			kind = k
		}
	}
	if status >= http.StatusInternalServerError {
		kind = fault.Internal
	}
	e := r.trouble(fault.New(kind, keyOf(kind), fault.Args{"Count": max(1, len(errs))}))
	e.status = status
	r.problem = fault.New(kind, keyOf(kind))
	p := newProblem(e)
	for _, err := range errs {
		if d, ok := err.(huma.ErrorDetailer); ok && len(p.Errors) < formFields {
			p.Errors = append(p.Errors, Mistake{Location: d.ErrorDetail().Location, Message: r.Words.Say("web.api.value")})
		}
	}
	return p
}

func keyOf(k fault.Kind) string {
	switch k {
	case fault.Internal:
		return "fault.internal"
	case fault.Invalid:
		return "fault.form"
	case fault.TooLarge:
		return "fault.toolarge"
	case fault.NotFound:
		return "fault.notfound"
	}
	return "fault.malformed"
}

// reDocument finds the house whose one document a type is.
var reDocument = regexp.MustCompile(`\b([a-z]+)\.Document\b`)

// schemaName is what the document calls a type: without our own prefix, a page after its items, and the one document of a house after
// the house.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	if house := reDocument.FindStringSubmatch(t.String()); house != nil {
		name = strings.Replace(name, "Document", strings.ToUpper(house[1][:1])+house[1][1:], 1)
	}
	items, paged := strings.CutPrefix(name, "PageBody")
	name = strings.TrimPrefix(items, "API")
	if paged {
		name += "Page"
	}
	return name
}

// newAPI makes the API without huma's own pages, which would load scripts from elsewhere.
func newAPI(m *Mux) huma.API {
	humaErrors()
	version := m.cfg.Version
	if version == "" {
		version = "0"
	}
	return humago.New(apiMux{m}, huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0", Info: &huma.Info{Title: "Verv", Version: version},
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry("#/components/schemas/", schemaName),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					sessionScheme: {Type: "apiKey", In: "cookie", Name: "__Host-" + sessionCookie},
					tokenScheme:   {Type: "http", Scheme: "bearer", Description: "A token that its person made under /account/tokens"},
				},
			},
		},
		Formats: map[string]huma.Format{"application/json": jsonFormat, "json": jsonFormat}, DefaultFormat: "application/json",
	})
}

// apiMux is the inner multiplexer as huma sees it: what it registers goes through the guard of the route that registers it.
type apiMux struct{ m *Mux }

func (a apiMux) HandleFunc(pattern string, h func(http.ResponseWriter, *http.Request)) {
	route := a.m.registering
	if route == nil || pattern != route.method+" "+route.pattern {
		panic("web: " + pattern + " has no guard")
	}
	a.m.operations[pattern] = operated{route: route, h: h, versioned: route.versioned}
	a.m.inner.HandleFunc(pattern, a.m.enter(route, func(r *Request) error {
		return r.operate(h)
	}))
}

func (a apiMux) ServeHTTP(w http.ResponseWriter, hr *http.Request) { a.m.inner.ServeHTTP(w, hr) }

// anybodys reports whether a route reads what is published: whoever asks for it asks as nobody in particular.
func (r Route) anybodys() bool {
	return r.guard.kind == access.ScopePublic && r.method == http.MethodGet
}

// APIScopes lists the permissions that the operations of the API ask of somebody who is known: what a token can carry.
func (m *Mux) APIScopes() []access.Permission {
	var out []access.Permission
	for _, r := range m.routes {
		if r.register == nil || r.anybodys() {
			continue
		}
		for _, d := range append([]duty{r.guard.duty}, r.guard.also...) {
			out = append(out, d.permission)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
