package web

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/web/page"
)

// Sessions opens sessions. The account house has them; a fault NotFound, Gone or Login means that the token opens nothing.
type Sessions interface {
	Open(ctx context.Context, token string) (Session, error)
}

// Session is what a token opened.
type Session struct {
	ID       string
	Actor    access.Actor
	Language string // the account's own choice, or ""
}

// tokenMax bounds what is taken for a token at all.
const tokenMax = 128

func (r *Request) token() string {
	c, err := r.http.Cookie(r.cookieName(sessionCookie))
	if err != nil || len(c.Value) > tokenMax {
		return ""
	}
	return c.Value
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

func (r *Request) cookie(name string) string {
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
