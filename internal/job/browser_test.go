package job_test

import (
	"context"
	"crypto/sha256"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	_ "time/tzdata"

	"golang.org/x/net/html"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/locale"
	"verv/internal/site"
	"verv/internal/testbed"
	"verv/internal/web"
)

var catalogue = sync.OnceValue(func() *locale.Catalogue {
	c, err := locale.Load()
	if err != nil {
		panic(err)
	}
	return c
})

type mac struct{}

func (mac) MAC(parts ...[]byte) []byte {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}

// sessions knows a token for each member that a test acts as.
type sessions map[string]access.Actor

func (s sessions) Open(_ context.Context, token string) (web.Session, error) {
	a, ok := s[token]
	if !ok {
		return web.Session{}, fault.New(fault.NotFound, "fault.notfound")
	}
	return web.Session{ID: token, Actor: a}, nil
}

// browser asks the houses over HTTP.
type browser struct {
	*world
	mux    *web.Mux
	token  string
	actors map[string]access.Actor
}

func newBrowser(w *world) *browser {
	known := sessions{"one": w.actor(w.one, access.Owner), "two": w.actor(w.two, access.Owner), "reader": w.actor(w.one, access.Interviewer), "manager": w.actor(w.one, access.HiringManager),
		"operator": {Persona: access.Operator, Strong: true}}
	for token, a := range known {
		a.Account = testbed.NewID[access.AccountID](w.Bed)
		known[token] = a
	}
	m := web.NewMux(web.Config{Now: w.Clock.Now, Catalogue: catalogue(), Sites: site.Door{House: w.sites}, Sessions: known, MAC: mac{},
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Metrics: web.NewMetrics(), Rate: 1e9, Burst: 1 << 30})
	m.Add(w.house.Routes()...)
	m.Add(w.employers.Routes()...)
	m.Add(w.sites.Routes()...)
	return &browser{world: w, mux: m, actors: known}
}

func (b *browser) as(token string) *browser {
	c := *b
	c.token = token
	return &c
}

func (b *browser) ask(method, target, contentType, body string) *httptest.ResponseRecorder {
	b.T.Helper()
	r := httptest.NewRequest(method, "https://nordlys.example"+target, strings.NewReader(body))
	if body != "" || method != http.MethodGet {
		r.Header.Set("Content-Type", contentType)
	}
	if b.token != "" {
		r.AddCookie(&http.Cookie{Name: "__Host-verv", Value: b.token})
	}
	w := httptest.NewRecorder()
	b.mux.ServeHTTP(w, r)
	return w
}

// get fetches a page and looks at what every page must have.
func (b *browser) get(target string, status int) (*html.Node, string) {
	b.T.Helper()
	w := b.ask(http.MethodGet, target, "", "")
	if w.Code != status {
		b.T.Fatalf("GET %s: %d %s", target, w.Code, w.Header().Get("Location"))
	}
	return b.look(target, w.Body.String()), w.Body.String()
}

func (b *browser) post(target string, form url.Values, status int) (*httptest.ResponseRecorder, *html.Node) {
	b.T.Helper()
	w := b.ask(http.MethodPost, target, "application/x-www-form-urlencoded", form.Encode())
	if w.Code != status {
		b.T.Fatalf("POST %s: %d\n%s", target, w.Code, words(b.look(target, w.Body.String())))
	}
	if status == http.StatusSeeOther {
		return w, nil
	}
	return w, b.look(target, w.Body.String())
}

// look parses a page: one h1, no identifier twice, a label for each field, no key of the catalogue in sight.
func (b *browser) look(target, body string) *html.Node {
	b.T.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	b.must(err)
	seen, labelled, heads := map[string]bool{}, map[string]bool{}, 0
	each(doc, func(n *html.Node) {
		if id := attr(n, "id"); id != "" {
			if seen[id] {
				b.T.Errorf("%s: two elements are called %s", target, id)
			}
			seen[id] = true
		}
		if n.Data == "label" {
			labelled[attr(n, "for")] = true
		}
		if n.Data == "h1" {
			heads++
		}
	})
	each(doc, func(n *html.Node) {
		if (n.Data == "input" && attr(n, "type") != "hidden" || n.Data == "select" || n.Data == "textarea") && !labelled[attr(n, "id")] {
			b.T.Errorf("%s: %s %s has no label", target, n.Data, attr(n, "name"))
		}
	})
	if heads != 1 {
		b.T.Errorf("%s: %d h1", target, heads)
	}
	if missing := catalogue().Missing(); len(missing) > 0 {
		b.T.Errorf("%s: texts are missing: %v", target, missing)
	}
	return doc
}

func each(n *html.Node, fn func(*html.Node)) {
	if n.Type == html.ElementNode {
		fn(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		each(c, fn)
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// words is the text a reader sees.
func words(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data + " ")
		}
		if n.Data == "script" || n.Data == "style" {
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

// inputs are the values of the form whose action ends so.
func inputs(doc *html.Node, action string) url.Values {
	v := url.Values{}
	each(doc, func(f *html.Node) {
		if f.Data != "form" || !strings.HasSuffix(attr(f, "action"), action) {
			return
		}
		each(f, func(n *html.Node) {
			switch name := attr(n, "name"); {
			case name == "":
			case n.Data == "textarea":
				v.Add(name, strings.TrimSpace(text(n)))
			case n.Data == "select":
				each(n, func(o *html.Node) {
					if o.Data == "option" && has(o, "selected") {
						v.Add(name, attr(o, "value"))
					}
				})
			case n.Data == "input" && (attr(n, "type") == "checkbox" || attr(n, "type") == "radio"):
				if has(n, "checked") {
					v.Add(name, attr(n, "value"))
				}
			case n.Data == "input":
				v.Add(name, attr(n, "value"))
			}
		})
	})
	return v
}

func text(n *html.Node) string {
	if n.FirstChild == nil {
		return ""
	}
	return n.FirstChild.Data
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}
