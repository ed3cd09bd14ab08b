package server_test

import (
	"bytes"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"verv/internal/access"
	"verv/internal/promise/show"
)

// leadAway lets an employer write links to sites of other people: one in a field, one in a text.
func (w *town) leadAway(t *testing.T) {
	t.Helper()
	w.say(t, w.walkers[member("one", access.Owner)], "/employer/profile", "/employer/profile",
		url.Values{"web": {"https://nordkyst.example/jobb?side=2"}, "story": {"Les [om oss](https://om.nordkyst.example/) først."}})
}

// away is a link to another site as it stands on a page.
type away struct {
	href, rel, words string
	icon             bool
}

// aways are the links of a page that lead to other sites.
func (w *town) aways(a answer) (out []away) {
	doc, err := html.Parse(bytes.NewReader(a.body))
	w.Must(err)
	nodes(doc, func(n *html.Node) {
		at := attrs(n)
		if n.Data != "a" || !strings.HasPrefix(at["href"], "http") || w.local(at["href"]) != "" {
			return
		}
		l := away{href: at["href"], rel: " " + at["rel"] + " "}
		nodes(n, func(m *html.Node) {
			l.icon = l.icon || m.Data == "use" && strings.HasSuffix(attrs(m)["href"], "#ExternalLink")
			if m.Data == "span" && attrs(m)["class"] == "ds-sr-only" && m.FirstChild != nil {
				l.words = m.FirstChild.Data
			}
		})
		out = append(out, l)
	})
	return out
}

// trouble says what a link to another site lacks.
func (l away) trouble() string {
	switch {
	case !strings.Contains(l.rel, " noreferrer ") || !strings.Contains(l.rel, " noopener "):
		return "it tells where the reader comes from: rel is" + l.rel
	case !l.icon || !strings.Contains(l.words, "nettsted"):
		return "it is not marked as another site's"
	}
	return ""
}

// awayLinks: each link to another site is marked for eye and ear, and tells that site nothing.
func (w *town) awayLinks(t *testing.T, all pages) {
	show.Show(t, "web.links", "link-away-unmarked")
	seen := map[string]bool{}
	for name, answers := range all {
		for _, a := range answers {
			if !a.isHTML() {
				continue
			}
			if p := a.header.Get("Referrer-Policy"); p != "same-origin" {
				t.Errorf("%s: %s lets other sites know the page: Referrer-Policy is %q", name, a.path, p)
			}
			for _, l := range w.aways(a) {
				seen[l.href] = true
				if wrong := l.trouble(); wrong != "" && strings.Contains(string(a.body), `<html lang="nb"`) {
					t.Errorf("%s: %s leads to %s: %s", name, a.path, l.href, wrong)
				}
			}
		}
	}
	for _, want := range []string{"https://nordkyst.example/jobb?side=2", "https://om.nordkyst.example/", "https://www.datatilsynet.no"} {
		if !seen[want] {
			t.Errorf("positive control: no page leads to %s; seen: %v", want, seen)
		}
	}
}
