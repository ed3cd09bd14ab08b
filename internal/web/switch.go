package web

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/privacy"
)

// Features says which features are switched off now. The feature house has them; it answers from memory.
type Features interface {
	Off(ctx context.Context) (feature.Off, error)
}

// Has reports whether a feature is on: a page links to nothing that is switched off.
func (r *Request) Has(n feature.Name) bool { return !r.off[n] }

// switches learns what is off for this request.
func (m *Mux) switches(r *Request) (err error) {
	if m.cfg.Features != nil {
		r.off, err = m.cfg.Features.Off(r)
	}
	return err
}

// lacks reports whether the pattern's route is part of a feature that is off.
func (m *Mux) lacks(pattern string, off feature.Off) bool {
	route := m.byPattern[pattern]
	return route != nil && off.Any(route.features...)
}

// allowed are the methods of an address without those of routes that are off.
func (m *Mux) allowed(r *Request, methods string) string {
	if len(r.off) == 0 {
		return methods
	}
	var left []string
	for _, method := range strings.Split(methods, ", ") {
		asked := *r.http
		asked.Method = method
		if _, pattern := m.inner.Handler(&asked); !m.lacks(pattern, r.off) {
			left = append(left, method)
		}
	}
	return strings.Join(left, ", ")
}

// invited refuses a visitor where the feature that lets visitors in is off.
func (r *Request) invited() error {
	if n := r.route.visitors; n != "" && r.off[n] && r.visitor() {
		return fault.New(fault.Login, "fault.login")
	}
	return nil
}

// document is the API without what is off.
func (m *Mux) document(off feature.Off) *huma.OpenAPI {
	doc := *m.api.OpenAPI()
	if len(off) == 0 {
		return &doc
	}
	paths := map[string]*huma.PathItem{}
	for path, item := range doc.Paths {
		left := *item
		for method, op := range map[string]**huma.Operation{http.MethodGet: &left.Get, http.MethodPost: &left.Post, http.MethodPut: &left.Put, http.MethodPatch: &left.Patch,
			http.MethodDelete: &left.Delete} {
			if m.lacks(method+" "+path, off) {
				*op = nil
			}
		}
		if len(operationsOf(&left)) > 0 {
			paths[path] = &left
		}
	}
	doc.Paths = paths
	if off[feature.Webhooks] {
		doc.Webhooks = nil
	}
	return &doc
}

// documentRoute serves the OpenAPI 3.1 document, which is made at the first request, and once more for each set of features that is off.
func (m *Mux) documentRoute() Route {
	var made sync.Map // names of what is off, to the document
	r := Route{method: http.MethodGet, pattern: documentPath, guard: Public(access.SiteSee, privacy.Publish)}
	r.handler = func(q *Request) error {
		names := named(q.off)
		if body, ok := made.Load(names); ok {
			return q.Text("application/openapi+json", body.([]byte))
		}
		body, err := json.Marshal(m.document(q.off))
		if err != nil {
			return err
		}
		made.Store(names, body)
		return q.Text("application/openapi+json", body)
	}
	return newRoute(r).Of(feature.API)
}

// named are the features that are off, in one word.
func named(off feature.Off) string {
	var out []string
	for _, n := range feature.All() {
		if off[n] {
			out = append(out, string(n))
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}
