package web

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/web/page"
)

// Sessions opens sessions. The account house has them; a fault NotFound, Gone or Login means that the token opens nothing.
type Sessions interface {
	Open(ctx context.Context, token string) (Session, error)
}

// Tokens opens tokens of the API, with the same faults. The account house has them.
type Tokens interface {
	OpenToken(ctx context.Context, token string) (Session, error)
}

// Session is what a token opened.
type Session struct {
	ID       string
	Actor    access.Actor
	Language string              // the account's own choice, or ""
	Token    bool                // a token of the API opened it, not a browser's cookie
	Scopes   []access.Permission // of a token: all that it may do
}

// covers reports whether the session reaches as far as the permission.
func (s Session) covers(p access.Permission) bool { return !s.Token || slices.Contains(s.Scopes, p) }

// tokenMax bounds what is taken for a token at all.
const tokenMax = 128

func (r *Request) token() string {
	c, err := r.http.Cookie(r.cookieName(sessionCookie))
	if err != nil || len(c.Value) > tokenMax {
		return ""
	}
	return c.Value
}

// bearer is the token of a program (RFC 6750), where the address is one of the API; ok is false where none was sent.
func (r *Request) bearer() (token string, ok bool) {
	scheme, token, _ := strings.Cut(r.http.Header.Get("Authorization"), " ")
	if !r.isAPI() || !strings.EqualFold(scheme, "Bearer") {
		return "", false
	}
	if token = strings.TrimSpace(token); len(token) > tokenMax {
		token = ""
	}
	return token, true
}

// authenticate makes the session of a token. A token that opens nothing is said to be none: the caller must not go on as a visitor.
func (m *Mux) authenticate(r *Request, token string) error {
	if m.cfg.Tokens == nil {
		return fault.New(fault.Login, "fault.login")
	}
	s, err := m.cfg.Tokens.OpenToken(r, token)
	if kind := fault.KindOf(err); err != nil && (kind == fault.NotFound || kind == fault.Gone) {
		r.w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		return refusal{http.StatusUnauthorized, "web.token"}
	}
	if err == nil {
		r.Session, r.Actor = s, s.Actor
	}
	return err
}

// SetSession gives the browser a session's token for life; 0 is until the browser closes. The caller made a new token: one from
// before a login is never kept.
func (r *Request) SetSession(token string, life time.Duration) {
	r.setCookie(sessionCookie, token, int(life/time.Second))
}

// ClearSession takes the token away. The session itself is ended by the account house.
func (r *Request) ClearSession() { r.setCookie(sessionCookie, "", -1) }

// SetLanguage remembers the reader's choice of language on this host. An unknown language is ignored.
func (r *Request) SetLanguage(tag string) {
	if locale.Known(tag) {
		r.setCookie(languageCookie, tag, int(preferenceLife/time.Second))
	}
}

// language is the reader's: what the address names, what they chose before, what their account says, what their browser asks
// for, what the site speaks.
func (r *Request) language() string {
	for _, tag := range []string{r.tongue, r.cookie(languageCookie), r.Session.Language, locale.Match(r.http.Header.Get("Accept-Language")), r.Site.Language} {
		if locale.Known(tag) {
			return tag
		}
	}
	return locale.Default
}

// remember keeps the language that an address names: whoever follows such a link has chosen.
func (r *Request) remember() {
	if r.tongue != "" && r.tongue != r.cookie(languageCookie) {
		r.SetLanguage(r.tongue)
	}
}

func (r *Request) speak(tag string) {
	if tag == "" {
		tag = r.Site.Language
	}
	zone := r.Site.Zone
	if zone == nil {
		zone = time.UTC
	}
	r.Words = r.mux.cfg.Catalogue.Language(tag).At(r.Now, zone)
}

// cookie reads one; on a route that is the same for everybody there is none, neither of language nor of colours.
func (r *Request) cookie(name string) string {
	if r.route != nil && r.route.cookieless {
		return ""
	}
	c, err := r.http.Cookie(r.cookieName(name))
	if err != nil {
		return ""
	}
	return c.Value
}

// Scheme is light, dark or automatic, as the reader chose.
func (r *Request) Scheme() page.Scheme {
	switch s := page.Scheme(r.cookie(schemeCookie)); s {
	case page.Light, page.Dark:
		return s
	}
	return page.Auto
}

const schemePath = "/scheme"

type schemeForm struct {
	Scheme string `form:"scheme,required,oneof=auto|light|dark"`
	Here   string `form:"here,max=2000"`
}

// schemeRoute takes the choice of light or dark from the foot of every page.
func schemeRoute() Route {
	return Post(schemePath, Public(access.SiteSee, privacy.Publish), func(r *Request) error {
		var f schemeForm
		if err := Bind(r, &f); err != nil {
			return err
		}
		r.setCookie(schemeCookie, f.Scheme, int(preferenceLife/time.Second))
		return r.Redirect(r.SafeNext(f.Here))
	})
}
