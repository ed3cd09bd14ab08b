//go:build browser

package main

import (
	"context"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"verv/internal/locale"
)

// shots keeps a picture of every page for the eye: go test -tags browser -shots DIR
var shots = flag.String("shots", "", "folder for pictures")

const axeFile = "../../../../assets/node_modules/axe-core/axe.min.js"

// watch counts what the policy refuses, from the first moment of every page.
const watch = `window.refused=[];addEventListener("securitypolicyviolation",e=>refused.push(e.violatedDirective+" "+e.blockedURI+" "+e.sample))`

const runAxe = `axe.run(document,{runOnly:["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]}).then(r=>({
	violations:r.violations.flatMap(v=>v.nodes.map(n=>v.id+" "+n.target.join(" ")+" "+n.failureSummary)),
	incomplete:r.incomplete.flatMap(v=>v.nodes.map(n=>v.id+" "+n.target.join(" ")+" "+(n.any[0]?.message??"")))}))`

// reviewed is what axe cannot decide and an eye has: letters in an SVG, which stand on the card like its other text, and
// fields of choice, whose arrow is drawn as a gradient.
var reviewed = regexp.MustCompile(`^color-contrast (text\[|#\w+ .*background gradient$)`)

const tooWide = "document.scrollingElement.scrollWidth-document.scrollingElement.clientWidth"

type findings struct{ Violations, Incomplete []string }

// browser is one Chromium with the gallery in it.
type browser struct {
	ctx context.Context
	url string
	axe string
}

func start(t *testing.T) browser {
	t.Helper()
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		t.Skipf("axe-core is not installed, run npm ci in assets: %v", err)
	}
	handler, err := gallery()
	if err != nil {
		t.Skipf("no bundle: %v", err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	alloc, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU)...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(alloc)
	t.Cleanup(end)
	b := browser{ctx, server.URL, string(axe)}
	b.do(t, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: watch})
		return err
	}))
	return b
}

func (b browser) do(t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// eval runs a script of the test in the page; the protocol does so beside the page's policy.
func eval[T any](t *testing.T, b browser, script string) T {
	t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%.80s: %v", script, err)
	}
	return v
}

func (b browser) visit(t *testing.T, path string, width int64) {
	t.Helper()
	b.do(t, chromedp.EmulateViewport(width, 900), chromedp.Navigate(b.url+path))
}

func (b browser) refused(t *testing.T) []string {
	t.Helper()
	return eval[[]string](t, b, "refused")
}

// look runs axe on the page as it stands.
func (b browser) look(t *testing.T) findings {
	t.Helper()
	if !eval[bool](t, b, "typeof axe!=='undefined'") {
		eval[chromedp.Void](t, b, b.axe)
	}
	return eval[findings](t, b, runAxe)
}

func (b browser) picture(t *testing.T, name string) {
	t.Helper()
	if *shots == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*shots, name+".png"), png, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestEveryPage(t *testing.T) {
	b := start(t)
	pages, reports, found := 0, 0, 0
	for _, name := range names() {
		for _, lang := range []string{"nb", "fi"} {
			for _, scheme := range []string{"light", "dark"} {
				for _, width := range []int64{390, 1280} {
					label := fmt.Sprintf("%s-%s-%s-%d", name, lang, scheme, width)
					b.visit(t, fmt.Sprintf("/%s?lang=%s&scheme=%s", name, lang, scheme), width)
					if lang == "nb" {
						b.picture(t, label)
					}
					for _, r := range b.refused(t) {
						reports++
						t.Errorf("%s: policy refused %s", label, r)
					}
					b.do(t, chromedp.EmulateViewport(width, 3000)) // so that the line at the foot covers nothing
					f := b.look(t)
					for _, v := range f.Violations {
						found++
						t.Errorf("%s: axe: %s", label, v)
					}
					for _, v := range f.Incomplete {
						if !reviewed.MatchString(v) {
							t.Errorf("%s: axe could not decide: %s", label, v)
						}
					}
					pages++
				}
			}
		}
	}
	t.Logf("%d pages, %d findings of axe, %d refusals of the policy", pages, found, reports)
}

// TestOpenStates looks at what is shut when a page comes.
func TestOpenStates(t *testing.T) {
	b := start(t)
	for _, c := range []struct {
		name, path, act string
		width           int64
	}{
		{"menu-phone", "/jobs?scheme=light", `document.querySelector(".v-phone").open=true`, 390},
		{"menu-phone-dark", "/privacy?scheme=dark", `document.querySelector(".v-phone").open=true`, 390},
		{"menu-account", "/privacy?scheme=light", `document.querySelector(".v-menu:not(.v-wide,.v-phone)").open=true`, 1280},
		{"dialog", "/privacy?scheme=light", `document.querySelector("[data-confirm]").click()`, 1280},
		{"dialog-phone-dark", "/privacy?scheme=dark", `document.querySelector("[data-confirm]").click()`, 390},
		{"filtered", "/applications?scheme=light", `{const i=document.querySelector("[data-filter]");i.value="maja";i.dispatchEvent(new Event("input"))}`, 1280},
	} {
		b.visit(t, c.path, c.width)
		eval[chromedp.Void](t, b, c.act)
		eval[chromedp.Void](t, b, "document.getAnimations().forEach(a=>a.finish())")
		b.picture(t, "state-"+c.name)
		if f := b.look(t); len(f.Violations) > 0 {
			t.Errorf("%s: %q", c.name, f.Violations)
		}
	}
}

// TestForcedColors looks at the pages as Windows' contrast themes paint them.
func TestForcedColors(t *testing.T) {
	b := start(t)
	b.do(t, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}}})
		return err
	}))
	for _, name := range names() {
		b.visit(t, "/"+name, 1280)
		if !eval[bool](t, b, `matchMedia("(forced-colors: active)").matches`) {
			t.Fatal("forced colours are not on")
		}
		b.picture(t, "forced-"+name)
		if f := b.look(t); len(f.Violations) > 0 {
			t.Errorf("%s: %q", name, f.Violations)
		}
	}
}

// TestWithoutScript: what needs the script does not show, what does not need it works.
func TestWithoutScript(t *testing.T) {
	b := start(t)
	b.do(t, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	for path, script := range map[string]string{
		"/applications": `getComputedStyle(document.querySelector(".v-filter")).display==="none" && document.querySelector("[data-undo] button").type==="submit"`,
		"/job":          `getComputedStyle(document.querySelector("[data-copy]")).display==="none"`,
		"/privacy":      `document.querySelector("[data-confirm]").pathname==="/problem" && !document.querySelector("dialog").open`,
		"/jobs":         `document.querySelector(".v-phone summary").offsetHeight>=44`,
		"/apply":        `document.getElementById("why-count").textContent.trim()==="Høyst 600 tegn"`,
	} {
		b.visit(t, path, 390)
		if !eval[bool](t, b, script) {
			t.Errorf("%s: %s is false", path, script)
		}
	}
}

func TestNothingScrollsSideways(t *testing.T) {
	b := start(t)
	for _, name := range names() {
		for _, width := range []int64{320, 390, 768, 1280} {
			for _, lang := range []string{"nb", "fi"} {
				b.visit(t, "/"+name+"?lang="+lang, width)
				if over := eval[int](t, b, tooWide); over > 0 {
					t.Errorf("%s in %s at %d px is %d px too wide", name, lang, width, over)
				}
			}
		}
	}
}

// TestThePlantedIsFound is the positive control of the three tests above.
func TestThePlantedIsFound(t *testing.T) {
	b := start(t)
	b.visit(t, "/empty", 390)
	eval[chromedp.Void](t, b, `{const i=document.createElement("img");i.src="data:,";i.setAttribute("style","width:900px;display:block");
		document.querySelector("main").append(i);document.body.setAttribute("style","color:#eee");
		try{document.body.insertAdjacentHTML("beforeend","<p>x")}catch{}}`)
	if refused := b.refused(t); len(refused) < 2 {
		t.Errorf("a style attribute and a string as HTML: policy refused only %q", refused)
	}
	if f := b.look(t); len(f.Violations) == 0 {
		t.Error("axe found nothing wrong with a picture without a text")
	}
	eval[chromedp.Void](t, b, `{const d=document.createElement("pre");d.textContent="x".repeat(400);document.querySelector("main").append(d)}`)
	if over := eval[int](t, b, tooWide); over <= 0 {
		t.Error("a line of 400 letters does not scroll sideways")
	}
}

// TestHTML lets html-validate read every page in every language.
func TestHTML(t *testing.T) {
	folder, tool := t.TempDir(), "../../../../assets/htmlcheck.js"
	files := []string{tool}
	for _, name := range names() {
		for _, l := range locale.Languages() {
			files = append(files, keep(t, filepath.Join(folder, name+"-"+l.Tag+".html"), name, l.Tag))
		}
	}
	out, err := exec.Command("node", files...).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
	bad := filepath.Join(folder, "bad.html")
	if err := os.WriteFile(bad, []byte("<!doctype html><html lang=en><title>x</title><p style='a'>x<button>b</button>"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("node", tool, bad).CombinedOutput(); err == nil {
		t.Errorf("a planted fault is not found: %s", out)
	}
}

func keep(t *testing.T, file, name, lang string) string {
	t.Helper()
	handler, err := gallery()
	if err != nil {
		t.Skipf("no bundle: %v", err)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest("GET", "/"+name+"?lang="+lang, nil))
	if err := os.WriteFile(file, w.Body.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestScript(t *testing.T) {
	b := start(t)
	for _, c := range []struct{ name, path, script, want string }{
		{"summary takes the focus", "/apply", `document.activeElement.hasAttribute("data-error-summary")`, "true"},
		{"counter counts", "/apply", `(()=>{const a=document.getElementById("why");a.value="x".repeat(599);a.dispatchEvent(new Event("input"));return document.getElementById("why-count").textContent})()`, "1 tegn igjen"},
		{"counter is over", "/apply", `(()=>{const a=document.getElementById("why");a.value="x".repeat(602);a.dispatchEvent(new Event("input"));return document.getElementById("why-count").textContent})()`, "2 tegn for mye"},
		{"filter narrows", "/applications", `(()=>{const i=document.querySelector("[data-filter]");i.value="MAJA solb";i.dispatchEvent(new Event("input"));return document.querySelectorAll("#all tbody tr:not([hidden])").length+" "+document.getElementById("verv-live").textContent})()`, "1 1 rad vises"},
		{"undo counts", "/applications", `/Du kan angre i 1\d sekunder\./.test(document.querySelector("[data-undo-left]").textContent)`, "true"},
		{"dialog opens", "/privacy", `(()=>{document.querySelector("[data-confirm]").click();return document.getElementById("delete").open})()`, "true"},
		{"dialog closes", "/privacy", `(()=>{document.querySelector("[data-confirm]").click();document.querySelector("[data-close]").click();return document.getElementById("delete").open})()`, "false"},
		{"menu closes by Escape", "/jobs", `(()=>{const m=document.querySelector(".v-menu");m.open=true;m.dispatchEvent(new KeyboardEvent("keydown",{key:"Escape"}));return m.open})()`, "false"},
	} {
		b.visit(t, c.path, 1280)
		if got := fmt.Sprint(eval[any](t, b, c.script)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
