package main

import (
	"cmp"
	"flag"
	"io"
	"log"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"verv/assets"
	"verv/internal/locale"
	"verv/internal/web/page"
)

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// today is fixed, so that two pictures of one page are the same picture.
var today = time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)

// sample is one page of the gallery.
type sample struct {
	title string
	wide  bool
	bare  bool // nobody is logged in
	body  func(*locale.Words) templ.Component
}

var samples = map[string]sample{
	"parts":        {title: "Deler", wide: true, body: parts},
	"jobs":         {title: "Sykepleier i Tromsø", wide: true, bare: true, body: jobs},
	"job":          {title: "Sykepleier, akuttmottak", wide: true, bare: true, body: job},
	"apply":        {title: "Søk på Sykepleier, akuttmottak", body: apply},
	"applications": {title: "Søknader", wide: true, body: applications},
	"privacy":      {title: "Personvernet ditt", wide: true, body: privacy},
	"problem":      {title: "Fant ikke siden", bare: true, body: problem},
	"empty":        {title: "Lagrede jobber", body: empty},
	"offline":      {title: "Uten nett", bare: true, body: offline},
}

func main() {
	addr := flag.String("addr", "localhost:8090", "where to listen")
	flag.Parse()
	handler, err := gallery()
	if err != nil {
		log.Fatal(err)
	}
	log.Printf("http://%s/parts", *addr)
	log.Fatal(http.ListenAndServe(*addr, handler))
}

func gallery() (http.Handler, error) {
	catalogue, err := locale.Load()
	if err != nil {
		return nil, err
	}
	set := assets.Open()
	if set.Err() != nil {
		return nil, set.Err()
	}
	mux := http.NewServeMux()
	mux.Handle(assets.Prefix, set)
	mux.HandleFunc("GET /{name}", func(w http.ResponseWriter, r *http.Request) {
		s, ok := samples[r.PathValue("name")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Content-Type", "text/html; charset=utf-8")
		words := catalogue.Language(r.FormValue("lang")).At(today, nil)
		if err := frame(s, words, r, w); err != nil {
			log.Print(err)
		}
	})
	return mux, nil
}

func frame(s sample, words *locale.Words, r *http.Request, w io.Writer) error {
	return page.Layout(s.view(r, words)).Render(templ.WithChildren(r.Context(), s.body(words)), w)
}

// names are the samples in order.
func names() []string { return slices.Sorted(maps.Keys(samples)) }

func (s sample) view(r *http.Request, words *locale.Words) page.View {
	v := page.View{
		T: words, Title: s.title, Wide: s.wide, Lang: "nb", NoIndex: !s.bare, Description: s.title,
		Here: r.URL.RequestURI(), SchemeURL: "/scheme", Scheme: page.Scheme(r.FormValue("scheme")),
		JSONLD: `{"@context":"https://schema.org","name":"Sykepleier </script><b>"}`,
		Site: page.Site{Name: cmp.Or(r.FormValue("site"), "Verv"), Home: "/jobs", Accent: page.Accent(r.FormValue("accent")),
			PrivacyURL: "/privacy", AccessibilityURL: "/parts", HelpURL: "/problem"},
		LoginURL: "/apply",
		Nav:      []page.Link{{URL: "/jobs", Label: "Finn jobb"}, {URL: "/apply", Label: "Min CV"}, {URL: "/applications", Label: "Søknader"}, {URL: "/privacy", Label: "Personvern"}},
	}
	for i := range v.Nav {
		v.Nav[i].Current = v.Nav[i].URL == r.URL.Path
	}
	for _, l := range locale.Languages() {
		v.Languages = append(v.Languages, page.Link{URL: r.URL.Path + "?lang=" + l.Tag, Label: l.Name, Lang: l.Tag, Current: l.Tag == words.Lang()})
	}
	if !s.bare {
		v.Actor = page.Actor{Name: "Amina Hassan", Persona: "Kandidat", LogoutURL: "/logout", Links: []page.Link{{URL: "/privacy", Label: "Konto"}}}
	}
	return v
}

func day(n int) time.Time { return today.AddDate(0, 0, n) }
