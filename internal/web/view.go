package web

import (
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

// frame is View without the flash, for error pages: what was carried over waits for a page that shows it.
func (r *Request) frame(title string) page.View {
	v := page.View{
		T: r.Words, Title: title, Here: r.Here(), Scheme: r.Scheme(), SchemeURL: r.Path(schemePath),
		Site:      page.Site{Name: r.Site.Name, Home: r.Path("/"), Accent: r.Site.Accent, Contact: r.mux.cfg.Contact},
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
