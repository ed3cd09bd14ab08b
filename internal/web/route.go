package web

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"verv/internal/access"
	"verv/internal/feature"
	"verv/internal/locale"
	"verv/internal/privacy"
)

// Handler answers one request. What it returns is rendered by Request.Fail, unless it is nil.
type Handler func(*Request) error

// Route is one address with its guard. Get, Post and API make routes; nothing else can.
type Route struct {
	method, pattern string
	guard           Guard
	handler         Handler
	register        func(*Mux) // of an API route, instead of handler
	operation       string     // of an API route: its name in the document
	versioned       bool       // of a PUT: its body names the version it was made from
	sisters         bool
	cookieless      bool
	framed          bool
	features        []feature.Name // all of them must be on
	visitors        feature.Name   // which must be on for visitors; everybody else passes
}

// Get is a page. Its handler cannot change the domain: the store refuses what a GET would write.
func Get(pattern string, g Guard, h Handler) Route { return pageRoute(http.MethodGet, pattern, g, h) }

// Post is an action. It answers with a redirect, or with its form again.
func Post(pattern string, g Guard, h Handler) Route { return pageRoute(http.MethodPost, pattern, g, h) }

func pageRoute(method, pattern string, g Guard, h Handler) Route {
	if h == nil {
		panic("web: " + method + " " + pattern + " has no handler")
	}
	if strings.HasPrefix(pattern, apiPrefix) {
		panic("web: " + pattern + " belongs to the API")
	}
	return newRoute(Route{method: method, pattern: pattern, guard: g, handler: h})
}

// FromSisters lets the other sites of this installation post to the route: the hand-over of a login between hosts. Every
// other origin stays refused. The form that posts needs Request.AllowFormTo.
func (r Route) FromSisters() Route {
	if r.method != http.MethodPost {
		panic("web: " + r.pattern + ": only a POST comes from a sister")
	}
	r.sisters = true
	return r
}

// Cookieless makes a page that reads and sets no cookie, so that it is the same for everybody: a feed, a picture, a sheet.
func (r Route) Cookieless() Route {
	if r.method != http.MethodGet || r.guard.kind != access.ScopePublic {
		panic("web: " + r.pattern + ": only a public page goes without cookies")
	}
	r.cookieless = true
	return r
}

// Framed makes a Cookieless page that other sites may show inside of theirs, where its handler says who may (Request.FrameBy).
func (r Route) Framed() Route {
	r = r.Cookieless()
	r.framed = true
	return r
}

// lawful are what the law gives a person: no switch of an operator takes it away.
var lawful = []access.Permission{access.RightsOwn, access.ConsentOwn, access.ApplicationOwn, access.JobReport}

// Of says which feature the route is part of: while it is switched off, the route is as if there were none.
func (r Route) Of(n feature.Name) Route {
	if !n.Known() {
		panic("web: " + r.pattern + ": there is no feature " + string(n))
	}
	if r.guard.purpose == privacy.Rights || slices.Contains(lawful, r.guard.permission) {
		panic("web: " + r.pattern + " cannot be switched off: it is a right")
	}
	r.features = append(slices.Clone(r.features), n)
	return r
}

// Visitors says which feature lets people without an account in: while it is switched off, they are asked to log in.
func (r Route) Visitors(n feature.Name) Route {
	if !n.Known() || r.guard.kind != access.ScopePublic {
		panic("web: " + r.pattern + ": only a public route lets visitors in, by a feature that there is")
	}
	r.visitors = n
	return r
}

// All puts the same word about every route of a list.
func All(routes []Route, say func(Route) Route) []Route {
	out := make([]Route, len(routes))
	for i, r := range routes {
		out[i] = say(r)
	}
	return out
}

// rePattern holds patterns to one shape: lower-case words and wildcards, no trailing slash but the root's {$}.
var rePattern = regexp.MustCompile(`^/(\{\$\}|([a-z0-9._-]+|\{[a-z]+\})(/([a-z0-9._-]+|\{[a-z]+\}))*(/\{[a-z]+\.\.\.\})?)$`)

func newRoute(r Route) Route {
	name := r.method + " " + r.pattern
	r.guard.check(name)
	if !rePattern.MatchString(r.pattern) {
		panic("web: " + name + " is no pattern of this house")
	}
	first, _, _ := strings.Cut(r.pattern[1:], "/")
	if locale.Known(first) {
		panic("web: " + name + " begins with a language")
	}
	return r
}

// RouteInfo describes a route for the stranger test, the documentation and the metrics.
type RouteInfo struct {
	Method, Pattern string
	Permission      access.Permission
	Purpose         privacy.Purpose
	Scope           access.ScopeKind
	Strong, Fresh   bool
	Cookieless      bool // the same for everybody: no cookie is read or set
	Framed          bool // other sites may show it inside of theirs
	Sisters         bool // other sites of the installation may post to it
	API             bool
	Operation       string       // of an API route: its name in the document
	Features        string       // it is part of, parted by spaces: all of them must be on
	Visitors        feature.Name // that lets visitors in
}

func (r Route) info() RouteInfo {
	return RouteInfo{
		Method: r.method, Pattern: r.pattern, Permission: r.guard.permission, Purpose: r.guard.purpose, Scope: r.guard.kind,
		Strong: r.guard.strong, Fresh: r.guard.fresh > 0, Cookieless: r.cookieless, Framed: r.framed, Sisters: r.sisters, API: r.register != nil, Operation: r.operation,
		Features: joined(r.features), Visitors: r.visitors,
	}
}

func joined(names []feature.Name) string {
	var out []string
	for _, n := range names {
		out = append(out, string(n))
	}
	return strings.Join(out, " ")
}

// Routes lists every route, sorted by pattern and method. It is complete: there is no other way in but health, assets and
// reports, which read nothing.
func (m *Mux) Routes() []RouteInfo {
	out := make([]RouteInfo, len(m.routes))
	for i, r := range m.routes {
		out[i] = r.info()
	}
	slices.SortFunc(out, func(a, b RouteInfo) int {
		if a.Pattern != b.Pattern {
			return strings.Compare(a.Pattern, b.Pattern)
		}
		return strings.Compare(a.Method, b.Method)
	})
	return out
}

// Add registers routes. It panics on two routes for one address; call it before the first request.
func (m *Mux) Add(routes ...Route) {
	for _, r := range routes {
		if r.handler == nil && r.register == nil {
			panic("web: a route that Get, Post and API did not make")
		}
		m.routes = append(m.routes, r)
		m.byPattern[r.method+" "+r.pattern] = &r
		if r.register != nil {
			m.registering = &r
			r.register(m)
			m.registering = nil
			continue
		}
		m.inner.HandleFunc(r.method+" "+r.pattern, m.enter(&r, func(q *Request) error { return r.handler(q) }))
	}
}

// enter is what the inner multiplexer calls: the rest of the way for a request that has a route.
func (m *Mux) enter(route *Route, h Handler) http.HandlerFunc {
	return func(_ http.ResponseWriter, hr *http.Request) {
		r := requestOf(hr.Context())
		r.http, r.route = hr, route
		if err := m.admit(r); err != nil {
			r.Fail(err)
			return
		}
		if err := h(r); err != nil {
			r.Fail(err)
		}
	}
}
