//go:build browser

package chromium

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TooWide is by how many pixels the page scrolls sideways.
func (tab *Tab) TooWide() int {
	tab.t.Helper()
	return Eval[int](tab, "document.scrollingElement.scrollWidth-document.scrollingElement.clientWidth")
}

// TwiceNamed are ids that more than one element has.
func (tab *Tab) TwiceNamed() []string {
	tab.t.Helper()
	return Eval[[]string](tab, `[...document.querySelectorAll("[id]")].map(e=>e.id).filter((id,i,all)=>all.indexOf(id)!==i)`)
}

// Weight is what a page costs on the line.
type Weight struct{ Script, Style, All, Requests int64 }

// Weight adds up the requests of the page that is shown; only a tab that keeps nothing (Look.Fresh) tells the truth.
func (tab *Tab) Weight() Weight {
	var w Weight
	for _, r := range tab.Requests() {
		w.Requests++
		w.All += r.Bytes
		switch r.Kind {
		case "Script":
			w.Script += r.Bytes
		case "Stylesheet":
			w.Style += r.Bytes
		}
	}
	return w
}

// Over says which bars of the page gate the weight breaks: script 30 kB, style 24 kB, all 130 kB, 8 requests.
func (w Weight) Over() []string {
	var out []string
	for _, b := range []struct {
		what      string
		have, bar int64
	}{{"script bytes", w.Script, 30_000}, {"style bytes", w.Style, 24_000}, {"bytes", w.All, 130_000}, {"requests", w.Requests, 8}} {
		if b.have > b.bar {
			out = append(out, b.what)
		}
	}
	return out
}

// HTML gathers pages for one run of html-validate.
type HTML struct {
	root, dir string
	files     []string
}

// NewHTML begins to gather.
func (b *Browser) NewHTML(t testing.TB) *HTML {
	t.Helper()
	return &HTML{root: b.root, dir: t.TempDir()}
}

// Add keeps a page under a name that findings carry.
func (h *HTML) Add(t testing.TB, name, page string) {
	t.Helper()
	file := filepath.Join(h.dir, strings.NewReplacer("/", "_", "?", "_", "{", "", "}", "").Replace(strings.Trim(name, "/"))+".html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	h.files = append(h.files, file)
}

// Check validates all pages and gives the findings, one per line.
func (h *HTML) Check(t testing.TB) []string {
	t.Helper()
	cmd := exec.Command("node", append([]string{filepath.Join(h.root, "assets/htmlcheck.js")}, h.files...)...)
	out, err := cmd.CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(bytes.ReplaceAll(out, []byte(h.dir+"/"), nil))), "\n")
	last := lines[len(lines)-1]
	if !strings.HasSuffix(last, " findings") {
		t.Fatalf("html-validate did not run: %v\n%s", err, out)
	}
	return lines[:len(lines)-1]
}

func evaluate(script string) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](script)
}
