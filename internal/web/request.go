package web

import (
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/id"
	"verv/internal/locale"
	"verv/internal/privacy"
)

// Request is one request on its way, with what web has found out about it. It is a context, and of no use after its
// handler returned.
type Request struct {
	context.Context
	Actor   access.Actor
	Grant   privacy.Grant // from the route's guard
	Session Session       // zero for a visitor
	Site    Site
	Words   *locale.Words // in the reader's language, the site's zone, at Now
	Now     time.Time

	mux     *Mux
	http    *http.Request
	w       *writer
	route   *Route
	outer   string // pattern of a request that needs neither site nor actor
	id      string // random; the reference on an error page
	client  netip.Addr
	host    string
	secure  bool
	tongue  string // language named in the path, or ""
	formTo  string
	off     feature.Off
	bare    bool  // after a panic: no more of other rooms' code
	problem error // what Fail was told, for the log
}

type requestKey struct{}

func requestOf(ctx context.Context) *Request {
	r, _ := ctx.Value(requestKey{}).(*Request)
	return r
}

// GrantFor is the grant for another purpose that the route's guard declared with Also. For a purpose that it did not declare, or
// an actor who may not, it is Withheld.
func (r *Request) GrantFor(why privacy.Purpose) (privacy.Grant, error) {
	if why == r.Grant.Purpose() && r.Grant.Valid() {
		return r.Grant, nil
	}
	g := r.route.guard
	i := slices.IndexFunc(g.also, func(d duty) bool { return d.purpose == why })
	if i < 0 || !r.Grant.Valid() || !r.Session.covers(g.also[i].permission) {
		return privacy.Grant{}, withheld()
	}
	return g.grant(r.Actor, g.also[i])
}

// PathID reads the identifier in a wildcard of the route. What is no identifier is NotFound, like one that names nothing.
func PathID[N any](r *Request, name string) (id.ID[N], error) {
	v, err := id.Parse[N](r.http.PathValue(name))
	if err != nil || v.IsZero() {
		return id.ID[N]{}, fault.New(fault.NotFound, "fault.notfound")
	}
	return v, nil
}

// PathText reads a wildcard as one line of clean text of at most 200 characters; anything else is NotFound.
func (r *Request) PathText(name string) (string, error) {
	s, wrong := clean(r.http.PathValue(name), false)
	if wrong != "" || s == "" || len([]rune(s)) > defaultMax {
		return "", fault.New(fault.NotFound, "fault.notfound")
	}
	return s, nil
}

// Query is the first value of a query parameter as one clean line; "" where there is none or it is not clean. Forms that
// filter use Bind instead.
func (r *Request) Query(name string) string {
	s, wrong := clean(r.http.URL.Query().Get(name), false)
	if wrong != "" || len([]rune(s)) > defaultMax {
		return ""
	}
	return s
}

// Method is the request's method.
func (r *Request) Method() string { return r.http.Method }

// Client is the reader's address, as far as trusted proxies tell. It is for limits, never for a log.
func (r *Request) Client() netip.Addr { return r.client }

// Agent is what the browser calls itself, cut to 200 bytes, for a person's own list of sessions.
func (r *Request) Agent() string {
	s, wrong := clean(r.http.UserAgent(), false)
	if wrong != "" {
		return ""
	}
	return s[:min(len(s), defaultMax)]
}

// Path is p on this site: with its prefix, and with the language when the reader's address names one.
func (r *Request) Path(p string) string {
	if r.tongue != "" {
		return r.Site.Prefix + "/" + r.tongue + p
	}
	return r.Site.Prefix + p
}

// In is the address of this page in another language.
func (r *Request) In(tag string) string {
	u := url.URL{Path: "/"}
	if r.shows() {
		u = url.URL{Path: r.http.URL.Path, RawPath: r.http.URL.RawPath, RawQuery: r.http.URL.RawQuery}
	}
	return r.Site.Prefix + "/" + tag + strings.TrimSuffix(u.String(), "/")
}

// Here is the address of this page, path and query; "/" where the address cannot be opened by a link.
func (r *Request) Here() string {
	if !r.shows() {
		return r.Path("/")
	}
	u := url.URL{Path: r.http.URL.Path, RawPath: r.http.URL.RawPath, RawQuery: r.http.URL.RawQuery}
	here, ok := Local(r.Path(u.String()))
	if !ok {
		return r.Path("/")
	}
	return here
}

// shows reports whether GET on the same address is a route. A form that is shown again stands on the address of its POST,
// which may have no page of its own.
func (r *Request) shows() bool {
	if r.http.Method == http.MethodGet || r.http.Method == http.MethodHead {
		return true
	}
	get := *r.http
	get.Method = http.MethodGet
	_, pattern := r.mux.inner.Handler(&get)
	return strings.HasPrefix(pattern, http.MethodGet) && !r.mux.lacks(pattern, r.off)
}

// URL is the absolute address of p on this site, for a canonical link and for mail.
func (r *Request) URL(p string) string {
	if r.Site.BaseURL != "" {
		return strings.TrimSuffix(r.Site.BaseURL, "/") + p
	}
	return r.scheme() + "://" + r.authority() + r.Site.Prefix + p
}

func (r *Request) scheme() string {
	if r.secure {
		return "https"
	}
	return "http"
}
