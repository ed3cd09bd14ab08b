package web

import (
	"strings"

	"verv/internal/locale"
	"verv/internal/web/page"
)

// View is the frame of a page with this title: words, site, languages, scheme, what was carried over a redirect, and what
// Config.Dress adds. Call it once, for the page that is rendered: it takes the flash.
func (r *Request) View(title string) page.View {
	v := r.frame(title)
	v.Flash = r.takeFlash()
	return v
}

// Unlisted is View for a page that no search engine shall show: one behind the link of a letter, or in the midst of something.
func (r *Request) Unlisted(title string) page.View {
	v := r.View(title)
	v.NoIndex = true
	return v
}

// frame is View without the flash, for error pages: what was carried over waits for a page that shows it.
func (r *Request) frame(title string) page.View {
	v := page.View{
		T: r.Words, Title: title, Here: r.Here(), Scheme: r.Scheme(), SchemeURL: r.Path(schemePath),
		Site:      r.siteView(),
		Languages: r.languages(), NoIndex: !r.visitor(),
	}
	if v.Site.Name == "" {
		v.Site.Name = "Verv"
	}
	if r.visitor() {
		v.LoginURL = r.with(LoginPath, v.Here)
	}
	if r.mux.cfg.Dress != nil && !r.bare {
		r.mux.cfg.Dress(r, &v)
	}
	return v
}

func (r *Request) languages() []page.Link {
	all := locale.Languages()
	out := make([]page.Link, len(all))
	for i, l := range all {
		out[i] = page.Link{URL: r.In(l.Tag), Label: l.Name, Lang: l.Tag, Current: l.Tag == r.Words.Lang()}
	}
	return out
}

// ThemePath and PicturePath are where the sheet of a site's colour and its pictures lie; the site and picture houses have routes for them.
const (
	ThemePath   = "/theme/"
	PicturePath = "/pictures/"
)

func (r *Request) siteView() page.Site {
	s := page.Site{Name: r.Site.Name, Home: r.Path("/"), Contact: r.mux.cfg.Contact}
	if r.Site.Theme != "" {
		s.ThemeURL = r.Site.Prefix + ThemePath + r.Site.Theme
	}
	if r.Site.Logo != "" {
		s.LogoURL = r.Site.Prefix + PicturePath + r.Site.Logo
	}
	if !r.Site.Own() {
		s.ImprintURL = r.Path("/imprint")
		if r.Site.Terms {
			s.TermsURL = r.Path("/terms")
		}
	}
	return s
}

// Everywhere says of a page that it exists in each language: its own address is the one in the reader's language where the address
// names it, and search engines learn of the others. p is the path without prefix and language.
func (r *Request) Everywhere(v *page.View, p string) {
	v.Canonical = r.URL(p)
	if r.tongue != "" {
		v.Canonical = r.URL("/" + r.tongue + strings.TrimSuffix(p, "/"))
	}
	for _, l := range locale.Languages() {
		v.Alternates = append(v.Alternates, page.Alternate{URL: r.URL("/" + l.Tag + strings.TrimSuffix(p, "/")), Lang: l.Tag})
	}
	v.Alternates = append(v.Alternates, page.Alternate{URL: r.URL(p), Lang: "x-default"})
}
