package prose_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"verv/internal/employer/prose"
)

func TestHTML(t *testing.T) {
	for typed, want := range map[string]string{
		"":                                     "",
		"One\ntwo\n\nthree":                    "<p>One<br>two</p><p>three</p>",
		"## About\n- a\n- b\n\n1. x\n2. y":     "<h2>About</h2><ul><li>a</li><li>b</li></ul><ol><li>x</li><li>y</li></ol>",
		"a **b** *c*":                          "<p>a <strong>b</strong> <em>c</em></p>",
		"[site](https://a.example/x?y=1&z=2)":  `<p><a href="https://a.example/x?y=1&amp;z=2" rel="nofollow">site</a></p>`,
		"[x](javascript:alert(1))":             "<p>[x](javascript:alert(1))</p>",
		"1 < 2 & 3 > 2":                        "<p>1 &lt; 2 &amp; 3 &gt; 2</p>",
		"<p onclick=x>a</p><script>b</script>": "<p>a</p>",
		`<img src=x onerror=alert(1)>hello`:    "<p>hello</p>",
		`<a href="javascript:x">a</a>`:         "<p>a</p>",
	} {
		if got := prose.HTML(typed); got != want {
			t.Errorf("%q:\n got %s\nwant %s", typed, got, want)
		}
	}
}

func TestTypedIsReadBack(t *testing.T) {
	typed := "## Om jobben\n\nVi søker **deg**.\nKom!\n\n- en\n- to [lenke](https://a.example/)\n\n### Søk\n\n1. a\n1. b"
	markup := prose.HTML(typed)
	if got := prose.Typed(markup); got != typed {
		t.Errorf("got\n%s\nwant\n%s", got, typed)
	}
	if got := prose.Lead(markup, 24); got != "Om jobben Vi søker deg. …" {
		t.Errorf("lead %q", got)
	}
}

// Whatever is typed, what comes out is markup of the small language only, and reading it back changes nothing more.
func FuzzHTML(f *testing.F) {
	for _, s := range []string{"", "<b>x", "## <script>", "[a](https://x\"onmouseover=y)", "**a\n\n- b**", "<svg/onload=x>", "*[*](mailto:a)*", "\x00<p", "<a href='http://x' style=y>z"} {
		f.Add(s)
	}
	allowed := map[string]bool{"p": true, "br": true, "ul": true, "ol": true, "li": true, "strong": true, "em": true, "h2": true, "h3": true, "a": true}
	f.Fuzz(func(t *testing.T, typed string) {
		out := prose.HTML(typed)
		z := html.NewTokenizer(strings.NewReader(out))
		for tt := z.Next(); tt != html.ErrorToken; tt = z.Next() {
			tok := z.Token()
			if (tt == html.StartTagToken || tt == html.SelfClosingTagToken) && !allowed[tok.Data] {
				t.Fatalf("%q became <%s>", typed, tok.Data)
			}
			for _, a := range tok.Attr {
				if a.Key != "href" && a.Key != "rel" || a.Key == "href" && !strings.HasPrefix(a.Val, "http") && !strings.HasPrefix(a.Val, "mailto:") {
					t.Fatalf("%q kept %s=%q", typed, a.Key, a.Val)
				}
			}
		}
		_ = prose.HTML(prose.Typed(out))
	})
}
