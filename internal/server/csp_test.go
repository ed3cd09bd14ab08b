package server_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"verv/internal/promise/show"
)

// ownOnly is what each directive of the policy may name: nothing, or our own files. Pictures may stand in the page itself.
var ownOnly = map[string]string{"default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:", "font-src": "'self'",
	"connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'", "require-trusted-types-for": "'script'",
	"report-uri": "/_csp", "report-to": "csp"}

// loose says what of a policy lets a page do more than load our own files.
func loose(policy string) string {
	have := map[string]string{}
	for d := range strings.SplitSeq(policy, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(d), " ")
		have[name] = value
		if want, ok := ownOnly[name]; !ok || value != want {
			return name + " is " + value
		}
	}
	for name := range ownOnly {
		if _, ok := have[name]; !ok {
			return name + " is missing"
		}
	}
	return ""
}

// reCall is every way in which script could speak to a server.
var reCall = regexp.MustCompile(`\bfetch\s*\(|sendBeacon|XMLHttpRequest|WebSocket|EventSource|new\s+Image\b|import\s*\(|\.ping\b`)

// dropped is the one place where script speaks to a server, our own: a card that was dropped on the board sends its own form, as its button
// would.
const dropped = `new XMLHttpRequest();
    ask.open("POST", form.action);`

// begun is the other one: what is typed into a search field is asked of our own search, which keeps none of it, so that the field can complete it.
const begun = `await fetch(input.dataset.suggest + "?"`

// speaks is how a script speaks to a server beside those two.
func speaks(script []byte) []byte {
	for _, known := range []string{dropped, begun} {
		script = bytes.Replace(script, []byte(known), nil, 1)
	}
	return reCall.Find(script)
}

// onlyOwn: each page loads our own files alone, holds no script or style of its own and no picture that nobody sees, and no script of ours
// speaks to any server but where a dropped card sends its form and a search field is completed.
func (w *town) onlyOwn(t *testing.T, all pages) {
	show.Show(t, "web.csp", "script-from-elsewhere")
	n := 0
	for name, answers := range all {
		for _, a := range answers {
			if !a.isHTML() {
				continue
			}
			n++
			if wrong := loose(a.header.Get("Content-Security-Policy")); wrong != "" {
				t.Errorf("%s: %s: the policy is loose: %s", name, a.path, wrong)
			}
			for _, wrong := range w.foreign(a) {
				t.Errorf("%s: %s: %s", name, a.path, wrong)
			}
		}
	}
	if n < 150 {
		t.Errorf("only %d pages were looked at", n)
	}
	files, err := filepath.Glob("../../assets/js/*.js")
	w.Must(err)
	for _, f := range files {
		text, err := os.ReadFile(f)
		w.Must(err)
		if m := speaks(text); m != nil {
			t.Errorf("%s speaks to a server: %s", filepath.Base(f), m)
		}
	}
	if len(files) == 0 || !reCall.MatchString(`navigator.sendBeacon("/x")`) || !reCall.MatchString("await fetch(u)") ||
		speaks([]byte("const ask = "+dropped+dropped)) == nil || speaks([]byte(begun+begun)) == nil {
		t.Error("positive control: the search in scripts finds nothing")
	}
	w.seesForeign(t)
}

// foreign says what of a page is not ours, or runs without being a file of ours.
func (w *town) foreign(a answer) (out []string) {
	doc, err := html.Parse(bytes.NewReader(a.body))
	w.Must(err)
	for _, from := range a.loads() {
		if w.local(from) == "" && !strings.HasPrefix(from, "data:image/") {
			out = append(out, "it loads "+from)
		}
	}
	nodes(doc, func(n *html.Node) {
		at := attrs(n)
		switch n.Data {
		case "script":
			if at["src"] == "" && at["type"] != "application/ld+json" {
				out = append(out, "it holds script of its own")
			}
		case "style", "iframe", "object", "embed", "base":
			out = append(out, "it holds <"+n.Data+">")
		case "img":
			if at["width"] == "1" || at["height"] == "1" || at["width"] == "0" || at["height"] == "0" {
				out = append(out, "it holds a picture that nobody sees")
			}
		}
		for name := range at {
			if strings.HasPrefix(name, "on") || name == "style" || name == "ping" {
				out = append(out, "it holds the attribute "+name)
			}
		}
	})
	return out
}

// seesForeign is the control: each sort of foreign thing is seen.
func (w *town) seesForeign(t *testing.T) {
	for _, planted := range []string{`<script src="https://watch.example/a.js"></script>`, `<img src="https://watch.example/p.gif">`, `<script>x()</script>`,
		`<style>a{}</style>`, `<img src="/assets/x" width="1" height="1">`, `<a href="/" ping="/x">a</a>`, `<p onclick="x()">a</p>`} {
		if len(w.foreign(answer{header: http.Header{"Content-Type": {"text/html"}}, body: []byte(planted)})) == 0 {
			t.Errorf("positive control: %s is not seen", planted)
		}
	}
	good := w.walkers[nobody].get("/jobs").header.Get("Content-Security-Policy")
	for _, bad := range []string{strings.Replace(good, "script-src 'self'", "script-src 'self' https://cdn.example", 1), strings.Replace(good, "style-src 'self'", "style-src 'unsafe-inline'", 1),
		strings.Replace(good, "connect-src 'self'; ", "", 1), good + "; frame-src *"} {
		if loose(bad) == "" {
			t.Errorf("positive control: the policy %s passes", bad)
		}
	}
}
