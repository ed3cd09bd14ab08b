package web

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
)

// Sites finds sites. The site house has them; a fault NotFound means that no site has the host.
type Sites interface {
	ByHost(ctx context.Context, host string) (Site, error)
}

// Prefixed is what Sites is besides where several sites share a host: the one whose prefix the path lies under. A path under none of
// them leads to the host's chief site, which then has no such page.
type Prefixed interface {
	ByPath(ctx context.Context, host, path string) (Site, error)
}

func (m *Mux) siteAt(ctx context.Context, host, path string) (Site, error) {
	if p, ok := m.cfg.Sites.(Prefixed); ok {
		return p.ByPath(ctx, host, path)
	}
	return m.cfg.Sites.ByHost(ctx, host)
}

// Site is the job site a request came to. The zero ID is the installation's own address, which leads to the sites.
type Site struct {
	ID       access.SiteID
	Name     string
	Host     string // lower case, without port
	Language string
	Theme    string         // name of the sheet of package theme; empty is the colour that all pages share
	Logo     string         // name of a picture; empty is the leaf
	Terms    bool           // there is a page of terms beside the imprint
	Nested   []string       // prefixes of the other sites of the host, for the one robots.txt that a host has
	BaseURL  string         // absolute address of "/", with the prefix; empty takes it from the request
	Prefix   string         // path under which the site lives, such as "/jobs-here"; mostly empty
	Zone     *time.Location // nil is UTC
	Shut     bool           // the operator has switched it off: nobody reads jobs here, and nobody applies
}

// Own reports whether the request came to the installation's own address instead of a site.
func (s Site) Own() bool { return s.ID.IsZero() }

// site finds the site of the request. An unknown host gets 421: it is not ours to speak for (RFC 9110, 15.5.20).
func (m *Mux) site(r *Request) error {
	strange := refusal{http.StatusMisdirectedRequest, "web.host"}
	if r.host == "" {
		return strange
	}
	s, err := m.siteAt(r, r.host, r.http.URL.EscapedPath())
	switch {
	case err == nil && s.Prefix != "" && r.http.URL.Path == "/" && !slices.Contains(m.cfg.Home, r.host):
		return entrance(s.Prefix + "/")
	case err == nil && (s.Prefix == "" || under(s.Prefix, r.http.URL.EscapedPath()) || !slices.Contains(m.cfg.Home, r.host)):
		r.Site = s
	case err == nil: // the installation's own address: its sites lie under paths, and this is none of them
		r.Site = Site{Host: r.host}
	case !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Withheld):
		return err
	case slices.Contains(m.cfg.Home, r.host):
		r.Site = Site{Host: r.host}
	default:
		return strange
	}
	return nil
}

// under reports whether a path lies under a prefix.
func under(prefix, path string) bool {
	rest, ok := strings.CutPrefix(path, prefix)
	return ok && (rest == "" || rest[0] == '/')
}

// entrance leads from the root of a host, where nothing is, to the site under its path.
type entrance string

func (e entrance) Error() string { return "web: the site lies under " + string(e) }

// sister reports whether the request's origin is another site of this installation.
func (m *Mux) sister(r *Request) bool {
	u, err := url.Parse(r.http.Header.Get("Origin"))
	if err != nil || u.Host == "" || u.Scheme != r.scheme() {
		return false
	}
	host := bareHost(u.Host)
	if slices.Contains(m.cfg.Home, host) {
		return true
	}
	_, err = m.cfg.Sites.ByHost(r, host)
	return host != "" && err == nil
}

// AllowFormTo lets a form on this page post to another site of the installation; origin is scheme and host. It is for the
// hand-over of a login, the only form that leaves its host.
func (r *Request) AllowFormTo(origin string) {
	u, err := url.Parse(origin)
	if err != nil || u.Scheme != r.scheme() || u.Host == "" || u.User != nil || strings.ContainsAny(origin, " ;,'\"\\") {
		return
	}
	r.formTo = u.Scheme + "://" + u.Host
	r.w.Header().Set("Content-Security-Policy", r.policy())
}

// origins tells the reader's address, whether they came by TLS, and the host they asked for. X-Forwarded-* counts only when
// the connection itself comes from a named proxy.
func (m *Mux) origins(hr *http.Request) (client netip.Addr, secure bool, host string) {
	client = remote(hr.RemoteAddr)
	secure, host = hr.TLS != nil, hr.Host
	if !m.trusts(client) {
		return client, secure, bareHost(host)
	}
	if proto := last(hr.Header.Values("X-Forwarded-Proto")); proto != "" {
		secure = strings.EqualFold(proto, "https")
	}
	if h := last(hr.Header.Values("X-Forwarded-Host")); h != "" {
		host = h
	}
	chain := strings.Split(strings.Join(hr.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(chain) {
		addr, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		client = addr.Unmap()
		if !m.trusts(client) {
			break
		}
	}
	return client, secure, bareHost(host)
}

func (m *Mux) trusts(a netip.Addr) bool {
	return a.IsValid() && slices.ContainsFunc(m.cfg.Proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

func remote(addr string) netip.Addr {
	ap, err := netip.ParseAddrPort(addr)
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap()
}

// last is the value that the nearest proxy wrote.
func last(values []string) string {
	if len(values) == 0 {
		return ""
	}
	v := values[len(values)-1]
	return strings.TrimSpace(v[strings.LastIndexByte(v, ',')+1:])
}

// authority is the host as asked for, with its port.
func (r *Request) authority() string {
	if h := last(r.http.Header.Values("X-Forwarded-Host")); h != "" && r.mux.trusts(remote(r.http.RemoteAddr)) {
		return h
	}
	return r.http.Host
}

// bareHost is a host in lower case without port and final dot; "" for what is no host.
func bareHost(h string) string {
	if host, _, err := net.SplitHostPort(h); err == nil {
		h = host
	}
	h = strings.ToLower(strings.TrimSuffix(strings.Trim(h, "[]"), "."))
	strange := func(c rune) bool {
		return !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || strings.ContainsRune(".-:_", c))
	}
	if len(h) > 253 || strings.ContainsFunc(h, strange) {
		return ""
	}
	return h
}
