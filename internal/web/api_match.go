package web

import (
	"net/http"
	"regexp"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"verv/internal/access"
)

// A PUT takes the place of all that stands there, so it says what it read: If-Match names the entity tag of the GET on the same address
// (RFC 9110, 13.1.1). A missing one is 428 (RFC 6585), a stale one 412. What names a version in its body is asked for no tag, since the
// use-case compares within its transaction; it may still send one.

// versioned marks an operation whose body names the version it read.
const versioned = "versioned"

// Versioned says that the body of a PUT names the version that it was made from, so that If-Match is not needed.
func Versioned(op huma.Operation) huma.Operation {
	op.Metadata = map[string]any{versioned: true}
	return op
}

// precondition is what an operation asks of If-Match.
type precondition struct {
	needed bool
	get    *Route // of the same address; nil where there is none
	h      http.HandlerFunc
}

// matching compares If-Match with what GET answers to the same caller. Done reports that the answer has been sent.
func (r *Request) matching(p precondition) (done bool, err error) {
	want := r.http.Header.Get("If-Match")
	if p.get == nil || want == "" && !p.needed {
		return false, nil
	}
	for _, d := range append([]duty{p.get.guard.duty}, p.get.guard.also...) {
		if !r.Session.covers(d.permission) {
			return true, refusal{http.StatusForbidden, "web.token.scope"}
		}
	}
	grant, err := p.get.guard.pass(r.Actor, r.Now)
	if err != nil {
		return true, err
	}
	asked, mine := r.http, r.Grant
	get := r.http.Clone(r.http.Context())
	get.Method, get.Body, get.ContentLength = http.MethodGet, http.NoBody, 0
	get.Header.Del("If-Match")
	get.Header.Del("If-None-Match")
	r.http, r.Grant = get, grant
	rec := &recorder{ResponseWriter: &header{h: http.Header{}}}
	p.h(rec, get)
	r.http, r.Grant = asked, mine
	switch {
	case rec.status != http.StatusOK: // what cannot be read is not there to be changed either
		r.w.Header().Set("Content-Type", "application/problem+json")
		return true, r.send(rec.status, rec.body.Bytes())
	case want == "":
		return true, refusal{http.StatusPreconditionRequired, "web.match.needed"}
	case !matches(want, tagOf(rec.body.Bytes())):
		return true, refusal{http.StatusPreconditionFailed, "web.match.stale"}
	}
	return false, nil
}

// precondition finds what the route of the request asks.
func (r *Request) precondition() precondition {
	if r.http.Method != http.MethodPut && r.http.Method != http.MethodDelete {
		return precondition{}
	}
	o := r.mux.operations[r.http.Method+" "+r.route.pattern]
	get := r.mux.operations[http.MethodGet+" "+r.route.pattern]
	return precondition{needed: r.http.Method == http.MethodPut && !o.versioned, get: get.route, h: get.h}
}

// operated is an operation as the mux keeps it.
type operated struct {
	route     *Route
	h         http.HandlerFunc
	versioned bool
	most      int64 // bytes of a body
	bodiless  bool  // the operation takes none
}

// describeOperation puts into the document what follows from the guard and the method, so that no operation says it by itself.
func describeOperation(op *huma.Operation, g Guard) {
	text := "Open to everybody."
	if g.kind != access.ScopePublic {
		text = "Needs the permission `" + string(g.permission) + "`"
		for _, d := range g.also {
			text += " and `" + string(d.permission) + "`"
		}
		text += "."
	}
	text += " Purpose: " + string(g.purpose) + "."
	if g.strong {
		text += " Needs a second factor."
	}
	if op.Description != "" {
		text = op.Description + "\n\n" + text
	}
	op.Description = text
	header := func(name, says string, required bool) {
		op.Parameters = append(op.Parameters, &huma.Param{Name: name, In: "header", Description: says, Required: required, Schema: &huma.Schema{Type: huma.TypeString}})
	}
	switch op.Method {
	case http.MethodGet:
		header("If-None-Match", "The entity tag of what the caller has: 304 where it is still so", false)
		op.Errors = append(op.Errors, http.StatusTooManyRequests)
	case http.MethodPost:
		header(keyHeader, "A word of the caller's own, at most 255 characters: the request is done once, whatever is sent again within a day", false)
		op.Errors = append(op.Errors, http.StatusConflict, http.StatusTooManyRequests)
	case http.MethodPut:
		header("If-Match", "The entity tag of what was read. A PUT replaces the whole document; there is no PATCH: read, change, send back", false)
		op.Errors = append(op.Errors, http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired, http.StatusTooManyRequests)
	case http.MethodDelete:
		header("If-Match", "The entity tag of what was read, where that matters", false)
		op.Errors = append(op.Errors, http.StatusConflict, http.StatusPreconditionFailed, http.StatusTooManyRequests)
	}
}

// namePath puts the wildcards of an address into the document that the handler reads by itself.
func namePath(item *huma.PathItem, pattern string) {
	for _, op := range operationsOf(item) {
		for _, w := range reWildcard.FindAllStringSubmatch(pattern, -1) {
			if slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.In == "path" && p.Name == w[1] }) {
				continue
			}
			s := &huma.Schema{Type: huma.TypeString, Format: "uuid"}
			if w[1] == "language" {
				s = &huma.Schema{Type: huma.TypeString, Enum: []any{"nb", "nn", "sv", "fi", "da", "en"}}
			}
			op.Parameters = append(op.Parameters, &huma.Param{Name: w[1], In: "path", Required: true, Schema: s})
		}
	}
}

var reWildcard = regexp.MustCompile(`\{([a-z]+)\}`)

func operationsOf(item *huma.PathItem) (out []*huma.Operation) {
	for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
		if op != nil {
			out = append(out, op)
		}
	}
	return out
}

// bodiless reports whether an operation of the document takes no body.
func bodiless(at *huma.PathItem, method string) bool {
	for name, op := range map[string]*huma.Operation{http.MethodPost: at.Post, http.MethodPut: at.Put, http.MethodDelete: at.Delete} {
		if name == method && op != nil {
			return op.RequestBody == nil
		}
	}
	return false
}
