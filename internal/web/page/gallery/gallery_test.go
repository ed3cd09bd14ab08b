package main

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"verv/internal/locale"
	"verv/internal/web/page"
)

// pages renders every sample in every language, without a server.
func pages(t *testing.T) map[string]*html.Node {
	t.Helper()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*html.Node{}
	for _, name := range names() {
		for _, l := range locale.Languages() {
			all[name+" "+l.Tag] = parse(t, name, catalogue.Language(l.Tag).At(today, nil))
		}
	}
	if missing := catalogue.Missing(); len(missing) > 0 {
		t.Errorf("the catalogues lack %v", missing)
	}
	return all
}

func parse(t *testing.T, name string, w *locale.Words) *html.Node {
	t.Helper()
	s := samples[name]
	var text strings.Builder
	if err := frame(s, w, httptest.NewRequest("GET", "/"+name, nil), &text); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(strings.NewReader(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// faults lists what the policy would refuse and what leads nowhere inside one page.
func faults(doc *html.Node) (found []string) {
	ids, h1 := map[string]int{}, 0
	for n := range doc.Descendants() {
		if id := attr(n, "id"); id != "" {
			ids[id]++
		}
		if n.Data == "h1" {
			h1++
		}
	}
	if h1 != 1 {
		found = append(found, fmt.Sprintf("%d h1", h1))
	}
	for id, n := range ids {
		if n > 1 {
			found = append(found, fmt.Sprintf("id %s stands %d times", id, n))
		}
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "style" || n.Data == "script" && n.FirstChild != nil && attr(n, "type") != "application/ld+json" {
			found = append(found, "inline "+n.Data)
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
				found = append(found, n.Data+" has "+a.Key)
			case a.Key == "for" || a.Key == "aria-describedby" || a.Key == "aria-labelledby" || a.Key == "data-confirm" || a.Key == "data-filter" || a.Key == "data-counter":
				for id := range strings.FieldsSeq(a.Val) {
					if ids[id] == 0 {
						found = append(found, a.Key+" leads to "+id)
					}
				}
			case a.Key == "href" && len(a.Val) > 1 && a.Val[0] == '#' && n.Data == "a" && ids[a.Val[1:]] == 0:
				found = append(found, "link to "+a.Val)
			}
		}
	}
	return found
}

func TestEveryPageIsWhole(t *testing.T) {
	all := pages(t)
	for name, doc := range all {
		for _, f := range faults(doc) {
			t.Errorf("%s: %s", name, f)
		}
	}
	if len(all) != 6*len(samples) {
		t.Errorf("%d pages looked at", len(all))
	}
}

// TestFaultsAreFound is the positive control.
func TestFaultsAreFound(t *testing.T) {
	for _, text := range []string{
		`<h1>a</h1><p style="x">`, `<h1>a</h1><p onclick="x">`, `<h1>a</h1><script>1</script>`, `<h1>a</h1><label for="b">`, `<h1>a</h1><a href="#b">`,
		`<h1>a</h1><i id="b"></i><i id="b"></i>`, `<p>no heading`,
	} {
		doc, err := html.Parse(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if len(faults(doc)) != 1 {
			t.Errorf("%s: %q", text, faults(doc))
		}
	}
	if doc, _ := html.Parse(strings.NewReader(`<h1 id="b">a</h1><a href="#b">b</a>`)); len(faults(doc)) != 0 {
		t.Error("a sound page has faults")
	}
}

func BenchmarkPage(b *testing.B) {
	catalogue, err := locale.Load()
	if err != nil {
		b.Fatal(err)
	}
	w := catalogue.Language("nb").At(today, nil)
	r := httptest.NewRequest("GET", "/jobs", nil)
	b.ReportAllocs()
	for b.Loop() {
		var text strings.Builder
		if err := frame(samples["jobs"], w, r, &text); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(text.Len()))
	}
}

var _ page.T = (*locale.Words)(nil)
