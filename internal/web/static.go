package web

import (
	"net/http"
	"strings"

	"verv/internal/access"
	"verv/internal/privacy"
)

// robotsRoute keeps search engines on what is published. Pages of one person also say noindex.
func robotsRoute() Route {
	return Get("/robots.txt", Public(access.SiteSee, privacy.Publish), func(r *Request) error {
		var b strings.Builder
		b.WriteString("User-agent: *\n")
		for _, at := range append([]string{""}, r.Site.Nested...) {
			for _, p := range []string{"/login", "/account", "/api/", "/embed/"} {
				b.WriteString("Disallow: " + at + p + "\n")
			}
		}
		b.WriteString("Disallow: " + reportPath + "\n")
		if !r.Site.Own() {
			for _, at := range append([]string{""}, r.Site.Nested...) {
				b.WriteString("Sitemap: " + r.URL(at+"/sitemap.xml") + "\n")
			}
		}
		text := b.String()
		return r.Text("text/plain; charset=utf-8", []byte(text))
	})
}

// health answers whether the process runs. It asks nothing: a database that is down must not make a supervisor kill Verv.
func health(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok\n")) // who asked has gone: nobody to tell
}

// ready answers whether requests should come here, with the reasons against as short words.
func (m *Mux) ready(w http.ResponseWriter, hr *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	var against []string
	if m.cfg.Ready != nil {
		against = m.cfg.Ready(hr.Context())
	}
	if len(against) == 0 {
		_, _ = w.Write([]byte("ready\n"))
		return
	}
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = w.Write([]byte(strings.Join(against, "\n") + "\n"))
}
