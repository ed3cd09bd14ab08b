package prose_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"verv/internal/employer/prose"
)

// hostileBodies are what somebody with ill will pastes or posts.
var hostileBodies = []string{
	`<script>alert(1)</script>`, `<p onclick="alert(1)">a</p>`, `<a href="javascript:alert(1)">a</a>`, `<a href=" JaVaScRiPt:alert(1)">a</a>`,
	`<a href="&#106;avascript:alert(1)">a</a>`, `<a href="data:text/html,<script>1</script>">a</a>`, `<svg><script>alert(1)</script></svg>`,
	`<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>`, `<img src=x onerror=alert(1)>`,
	`<iframe srcdoc="<script>alert(1)</script>"></iframe>`, `<style>*{background:url(//x)}</style>`, `<p style="background:url(javascript:1)">a</p>`,
	`<template><script>alert(1)</script></template>`, `<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>`, `<base href="//x">`,
	`<form action="//x"><input name=a><button>b</button></form>`, `<object data="//x"></object>`, `<a href="https://u:p@x.example/">a</a>`, `<a href="//x.example">a</a>`,
	`<scr<script>ipt>alert(1)</scr</script>ipt>`, `<<script>alert(1)//<</script>`, `<ul><li><ul><li>a</ul></ul>`, `<b><i><a href="https://x.example/?a=1&b=2"><h1>a</a></i>b`,
	`<h2><p>a<br><br>b</p></h2>`, `<li>a<p>b</p><h3>c</h3>`, "a\n\nb", `<p>&lt;script&gt;</p>`, `<p> a <b> b </b> c </p>`, `<strong><p>a</p> <p>b</p></strong>`,
}

// safe walks markup as a browser reads it and says what could run or load in it.
func safe(markup string) string {
	allowed := map[string]bool{"p": true, "br": true, "ul": true, "ol": true, "li": true, "strong": true, "em": true, "h2": true, "h3": true, "a": true}
	nodes, err := html.ParseFragment(strings.NewReader(markup), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: 0x2804})
	if err != nil {
		return err.Error()
	}
	var bad string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.CommentNode || n.Type == html.ElementNode && (!allowed[n.Data] || n.Namespace != "") {
			bad = "<" + n.Data + ">"
		}
		for _, a := range n.Attr {
			web := strings.HasPrefix(a.Val, "https://") || strings.HasPrefix(a.Val, "http://") || strings.HasPrefix(a.Val, "mailto:")
			if n.Data != "a" || a.Key != "rel" && (a.Key != "href" || !web) {
				bad = a.Key + "=" + a.Val
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	for _, n := range nodes {
		walk(n)
	}
	return bad
}

func TestHostileBodies(t *testing.T) {
	if safe(hostileBodies[0]) == "" || safe(hostileBodies[2]) == "" {
		t.Fatal("the judge finds nothing")
	}
	for _, s := range hostileBodies {
		for how, clean := range map[string]func(string) string{"cleaned": prose.Clean, "typed": prose.HTML} {
			out := clean(s)
			if bad := safe(out); bad != "" {
				t.Errorf("%s %q leaves %s in %q", how, s, bad, out)
			}
			if again := prose.Clean(out); again != out {
				t.Errorf("%s %q: cleaned again %q becomes %q", how, s, out, again)
			}
		}
	}
}

// What the editor sends means the same after cleaning.
func TestEditorsMarkup(t *testing.T) {
	for in, want := range map[string]string{
		`<h2>Om</h2><p>Vi <strong>er</strong> <em>her</em>.</p>`:                     `<h2>Om</h2><p>Vi <strong>er</strong> <em>her</em>.</p>`,
		`<ul><li><p>a</p></li><li><p>b<br>c</p></li></ul><ol><li><p>d</p></li></ol>`: `<ul><li>a</li><li>b<br>c</li></ul><ol><li>d</li></ol>`,
		`<p><a href="https://a.example/?x=1&amp;y=2">l</a></p><p></p>`:               `<p><a href="https://a.example/?x=1&amp;y=2" rel="nofollow">l</a></p>`,
	} {
		if got := prose.HTML(in); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

// Cleaning is idempotent and leaves nothing that runs, whatever the tree.
func TestCleanIsIdempotent(t *testing.T) {
	pieces := append([]string{"<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<ul>", "</ul>", "<ol>", "<li>", "</li>", "<h1>", "</h2>", "<br>", "<a href=https://x.example/>", "</a>",
		"<div>", "</div>", "<table><tr><td>", "</table>", "a", " ", "\n", "&nbsp;", "&amp;", "&lt;", "ø", "<!-- -->", "\u2028"}, hostileBodies...)
	rapid.Check(t, func(t *rapid.T) {
		in := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 14).Draw(t, "in"), "")
		once := prose.Clean(in)
		if bad := safe(once); bad != "" {
			t.Fatalf("%q leaves %s in %q", in, bad, once)
		}
		if twice := prose.Clean(once); twice != once {
			t.Fatalf("%q\n once %q\ntwice %q", in, once, twice)
		}
	})
}

func FuzzClean(f *testing.F) {
	for _, s := range hostileBodies {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		once := prose.Clean(in)
		if bad := safe(once); bad != "" {
			t.Fatalf("%q leaves %s in %q", in, bad, once)
		}
		if twice := prose.Clean(once); twice != once {
			t.Fatalf("%q\n once %q\ntwice %q", in, once, twice)
		}
	})
}
