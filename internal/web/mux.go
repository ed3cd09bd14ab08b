package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/locale"
	"verv/internal/web/page"
)

// MAC makes a keyed code over parts, for the cookie that carries a flash. Package crypt has the key.
type MAC interface {
	MAC(parts ...[]byte) []byte
}

// Config is what a Mux needs. All fields without a word about nil are needed.
type Config struct {
	Now       func() time.Time
	Wall      func() time.Time // the machine's clock, for deadlines of connections; nil keeps the server's own
	Catalogue *locale.Catalogue
	Sites     Sites
	Sessions  Sessions
	Features  Features // nil: all of them are on
	Tokens    Tokens   // nil: there are none
	Replays   Replays  // nil: Idempotency-Key is ignored
	MAC       MAC
	Log       *slog.Logger
	Metrics   *Metrics
	Assets    http.Handler                   // answers under /assets/; nil answers 404
	Ready     func(context.Context) []string // what is not ready, as short words; nil is always ready
	Dress     func(*Request, *page.View)     // adds navigation and the actor's name to a view; may be nil

	Contact string         // where privacy questions go; stands at the foot of every page
	Home    []string       // hosts of the installation itself, known beside those of sites; no port
	Proxies []netip.Prefix // whose X-Forwarded-* are believed
	Plain   bool           // plain http is allowed: demo and loopback
	Rate    float64        // requests per second and client; 0 is 20
	Burst   int            // 0 is 200
	Bodies  Bodies         // how large a request may be
	Version string         // of the API document
}

// Mux is the whole way in. Make it with NewMux, give it routes, then serve it.
type Mux struct {
	cfg         Config
	inner       *http.ServeMux
	outer       *http.ServeMux
	api         huma.API
	registering *Route
	routes      []Route
	byPattern   map[string]*Route   // by method and pattern
	operations  map[string]operated // of the API, by method and pattern
	origin      *http.CrossOriginProtection
	limit       *limiter
}

// NewMux makes a Mux with web's own routes: the colour scheme, robots.txt and the API's document.
func NewMux(cfg Config) *Mux {
	if cfg.Rate == 0 {
		cfg.Rate = 20
	}
	if cfg.Burst == 0 {
		cfg.Burst = 200
	}
	cfg.Bodies = cfg.Bodies.orStandard()
	m := &Mux{cfg: cfg, inner: http.NewServeMux(), outer: http.NewServeMux(), operations: map[string]operated{}, byPattern: map[string]*Route{}, origin: http.NewCrossOriginProtection()}
	m.limit = newLimiter(cfg.Rate, cfg.Burst, limitClients)
	m.api = newAPI(m)
	m.outside()
	m.Add(schemeRoute(), robotsRoute(), m.documentRoute(), m.docsRoute())
	return m
}

// outside holds what needs neither site nor actor.
func (m *Mux) outside() {
	m.outer.HandleFunc("GET /healthz", health)
	m.outer.HandleFunc("GET /readyz", m.ready)
	m.outer.HandleFunc("POST "+reportPath, m.report)
	assets := m.cfg.Assets
	if assets == nil {
		assets = http.NotFoundHandler()
	}
	m.outer.Handle("GET /assets/", assets)
}

// ServeHTTP is the way from request to answer.
func (m *Mux) ServeHTTP(w http.ResponseWriter, hr *http.Request) {
	r := &Request{mux: m, Now: m.cfg.Now(), w: &writer{ResponseWriter: w}, id: crypt.Token(9)}
	start := m.wall()
	r.Context = context.WithValue(hr.Context(), requestKey{}, r)
	r.http = hr.WithContext(r.Context)
	defer m.finish(r, start)
	defer m.recover(r)
	m.serve(r)
}

func (m *Mux) serve(r *Request) {
	r.client, r.secure, r.host = m.origins(r.http)
	r.speak(locale.Match(r.http.Header.Get("Accept-Language")))
	r.headers()
	if h, pattern := m.outer.Handler(r.http); pattern != "" {
		r.outer = pattern
		h.ServeHTTP(r.w, r.http)
		return
	}
	if err := m.find(r); err != nil {
		if to, ok := errors.AsType[entrance](err); ok {
			err = r.Redirect(string(to))
		}
		if err != nil {
			r.Fail(err)
		}
		return
	}
	m.inner.ServeHTTP(r.w, r.http)
}

// find gets as far as knowing that a route takes the request: limit, site, language, address, origin.
func (m *Mux) find(r *Request) error {
	if !m.limit.allow(r.client, r.Now) {
		m.cfg.Metrics.limited.Inc()
		r.w.Header().Set("Retry-After", "10")
		return fault.New(fault.Limited, "fault.limited")
	}
	if !r.secure && !m.cfg.Plain {
		return refusal{http.StatusForbidden, "web.insecure"}
	}
	if err := m.site(r); err != nil {
		return err
	}
	if err := r.relocate(); err != nil {
		return err
	}
	r.speak(r.language())
	if err := m.switches(r); err != nil {
		return err
	}
	if err := m.match(r); err != nil {
		_ = m.session(r) // only for the frame of the error page: without one it is a visitor's
		r.speak(r.language())
		r.cache() // as where a route withholds: the headers must not tell which of the two it was
		return err
	}
	return nil
}

// match makes sure that the inner multiplexer has a route, and answers itself where it has none: its own answers are not
// in the reader's language and it redirects addresses that only look alike.
func (m *Mux) match(r *Request) error {
	p := r.http.URL.EscapedPath()
	if p == "" || p[0] != '/' || (p != "/" && path.Clean(p) != p) {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	h, pattern := m.inner.Handler(r.http)
	if pattern != "" && !m.lacks(pattern, r.off) {
		return nil
	}
	if pattern != "" {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	// Only the multiplexer knows which methods an address has: ask it, and keep nothing but the header.
	probe := &header{h: http.Header{}}
	h.ServeHTTP(probe, r.http)
	if probe.status == http.StatusMethodNotAllowed {
		if methods := m.allowed(r, probe.h.Get("Allow")); methods != "" {
			r.w.Header().Set("Allow", methods)
			return refusal{http.StatusMethodNotAllowed, "web.method"}
		}
	}
	return fault.New(fault.NotFound, "fault.notfound")
}

// admit is the second half, for a request with a route: origin, session, language, guard.
func (m *Mux) admit(r *Request) error {
	if err := m.sameOrigin(r); err != nil {
		return err
	}
	if r.route.cookieless {
		r.Actor = access.Anyone()
	} else if err := m.session(r); err != nil {
		return err
	}
	r.speak(r.language())
	if !r.route.cookieless {
		r.remember()
	}
	r.cache()
	grant, err := r.route.guard.pass(r.Actor, r.Now)
	if err != nil {
		return err
	}
	if p := r.route.guard.permission; !r.route.anybodys() && !r.Session.covers(p) {
		r.w.Header().Set("WWW-Authenticate", `Bearer error="insufficient_scope", scope="`+string(p)+`"`)
		return refusal{http.StatusForbidden, "web.token.scope"}
	}
	r.Grant = grant
	if err := r.invited(); err != nil {
		return err
	}
	return r.shut()
}

// shut are what a site that was switched off no longer does. Whoever has something here still logs in, reads it and deletes it.
var shut = []access.Permission{access.JobSee, access.JobReport, access.ApplicationSend}

func (r *Request) shut() error {
	if r.Site.Shut && slices.Contains(shut, r.route.guard.permission) {
		return fault.New(fault.Gone, "web.site.shut")
	}
	return nil
}

// sameOrigin refuses unsafe methods that a page of another origin sent (net/http.CrossOriginProtection).
func (m *Mux) sameOrigin(r *Request) error {
	err := m.origin.Check(r.http)
	if err == nil || r.route.sisters && m.sister(r) {
		return nil
	}
	return refusal{http.StatusForbidden, "web.origin"}
}

// refusal is an error with a status that package fault has no kind for: what only the web knows.
type refusal struct {
	status int
	key    string
}

func (e refusal) Error() string { return "web: refused: " + e.key }

// header is a ResponseWriter that keeps status and header only.
type header struct {
	h      http.Header
	status int
}

func (h *header) Header() http.Header         { return h.h }
func (h *header) WriteHeader(status int)      { h.status = status }
func (h *header) Write(b []byte) (int, error) { return len(b), nil }

func (m *Mux) wall() time.Time {
	if m.cfg.Wall == nil {
		return m.cfg.Now()
	}
	return m.cfg.Wall()
}

// session opens the session of a program's token, or that of the cookie, if there is one. A cookie that opens nothing is taken away.
func (m *Mux) session(r *Request) error {
	r.Actor = access.Anyone()
	if token, ok := r.bearer(); ok {
		return m.authenticate(r, token)
	}
	token := r.token()
	if token == "" {
		return nil
	}
	s, err := m.cfg.Sessions.Open(r, token)
	switch kind := fault.KindOf(err); {
	case err == nil:
		r.Session, r.Actor = s, s.Actor
	case errors.Is(err, context.Canceled):
		return err
	case kind == fault.NotFound || kind == fault.Withheld || kind == fault.Gone || kind == fault.Login:
		r.ClearSession()
	default:
		return err
	}
	return nil
}

// relocate takes the site's prefix and a language off the path, so that routes see neither. It works on the escaped path,
// which is what the multiplexer reads: an escaped slash stays part of its segment.
func (r *Request) relocate() error {
	rest, ok := strings.CutPrefix(r.http.URL.EscapedPath(), r.Site.Prefix)
	if !ok || (rest != "" && rest[0] != '/') {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	if rest == "" {
		rest = "/"
	}
	first, after, _ := strings.Cut(rest[1:], "/")
	if locale.Known(first) {
		r.tongue, rest = first, "/"+after
	}
	plain, err := url.PathUnescape(rest)
	if err != nil || strings.ContainsFunc(plain, unicode.IsControl) || !utf8.ValidString(plain) {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	u := *r.http.URL
	u.Path, u.RawPath = plain, rest
	r.http = r.http.WithContext(r.Context)
	r.http.URL = &u
	return nil
}
