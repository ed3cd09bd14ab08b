//go:build browser

package main

import (
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"verv/internal/locale"
	"verv/internal/testbed/chromium"
)

// shots keeps a picture of every page for the eye: go test -tags browser -shots DIR
var shots = flag.String("shots", "", "folder for pictures")

// browser is one Chromium before the gallery.
type browser struct {
	*chromium.Tab
}

func start(t *testing.T) browser { return looking(t, chromium.Look{}) }

func looking(t *testing.T, look chromium.Look) browser {
	t.Helper()
	handler, err := gallery()
	if err != nil {
		t.Skipf("no bundle: %v", err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return browser{chromium.Start(t).Tab(t, server.URL, look)}
}

func (b browser) visit(path string, width int64) {
	b.Width(width)
	b.Visit(path)
}

func (b browser) picture(t *testing.T, name string) {
	t.Helper()
	if *shots == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(*shots, name+".png"), b.Picture(), 0o600); err != nil {
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
					b.visit(fmt.Sprintf("/%s?lang=%s&scheme=%s", name, lang, scheme), width)
					if lang == "nb" {
						b.picture(t, label)
					}
					for _, r := range b.Refused() {
						reports++
						t.Errorf("%s: policy refused %s", label, r)
					}
					b.Size(width, 3000) // so that the line at the foot covers nothing
					f := b.Axe()
					for _, v := range f.Violations {
						found++
						t.Errorf("%s: axe: %s", label, v)
					}
					for _, v := range f.Incomplete {
						t.Errorf("%s: axe could not decide: %s", label, v)
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
		b.visit(c.path, c.width)
		chromium.Eval[any](b.Tab, c.act)
		chromium.Eval[any](b.Tab, "document.getAnimations().forEach(a=>a.finish())")
		b.picture(t, "state-"+c.name)
		if f := b.Axe(); len(f.Violations) > 0 {
			t.Errorf("%s: %q", c.name, f.Violations)
		}
	}
}

// TestForcedColors looks at the pages as Windows' contrast themes paint them.
func TestForcedColors(t *testing.T) {
	b := looking(t, chromium.Look{Contrast: true})
	for _, name := range names() {
		b.visit("/"+name, 1280)
		if !chromium.Eval[bool](b.Tab, `matchMedia("(forced-colors: active)").matches`) {
			t.Fatal("forced colours are not on")
		}
		b.picture(t, "forced-"+name)
		if f := b.Axe(); len(f.Violations) > 0 {
			t.Errorf("%s: %q", name, f.Violations)
		}
	}
}

// TestWithoutScript: what needs the script does not show, what does not need it works.
func TestWithoutScript(t *testing.T) {
	b := looking(t, chromium.Look{NoScript: true})
	for path, script := range map[string]string{
		"/applications": `getComputedStyle(document.querySelector(".v-filter")).display==="none" && document.querySelector("[data-undo] button").type==="submit"`,
		"/job":          `getComputedStyle(document.querySelector("[data-copy]")).display==="none"`,
		"/privacy":      `document.querySelector("[data-confirm]").pathname==="/problem" && !document.querySelector("dialog").open`,
		"/jobs":         `document.querySelector(".v-phone summary").offsetHeight>=44`,
		"/apply":        `document.getElementById("why-count").textContent.trim()==="Høyst 600 tegn"`,
	} {
		b.visit(path, 390)
		if !chromium.Eval[bool](b.Tab, script) {
			t.Errorf("%s: %s is false", path, script)
		}
	}
}

func TestNothingScrollsSideways(t *testing.T) {
	b := start(t)
	for _, name := range names() {
		for _, width := range []int64{320, 390, 768, 1280} {
			for _, lang := range []string{"nb", "fi"} {
				b.visit("/"+name+"?lang="+lang, width)
				if over := b.TooWide(); over > 0 {
					t.Errorf("%s in %s at %d px is %d px too wide", name, lang, width, over)
				}
			}
		}
	}
	for _, width := range []int64{320, 390, 768} {
		for _, page := range []string{"jobs", "applications"} { // with a button to log in, and with an account
			b.visit("/"+page+"?site=Midtfjord+sykehusforvaltning+HF", width)
			if over := b.TooWide(); over > 0 {
				t.Errorf("%s of a site with a long name at %d px is %d px too wide", page, width, over)
			}
		}
	}
}

// TestThePlantedIsFound is the positive control of the three tests above.
func TestThePlantedIsFound(t *testing.T) {
	b := start(t)
	b.visit("/empty", 390)
	chromium.Eval[any](b.Tab, `{const i=document.createElement("img");i.src="data:,";i.setAttribute("style","width:900px;display:block");
		document.querySelector("main").append(i);document.body.setAttribute("style","color:#eee");
		try{document.body.insertAdjacentHTML("beforeend","<p>x")}catch{}}`)
	if refused := b.Refused(); len(refused) < 2 {
		t.Errorf("a style attribute and a string as HTML: policy refused only %q", refused)
	}
	if f := b.Axe(); len(f.Violations) == 0 {
		t.Error("axe found nothing wrong with a picture without a text")
	}
	chromium.Eval[any](b.Tab, `{const d=document.createElement("pre");d.textContent="x".repeat(400);document.querySelector("main").append(d)}`)
	if over := b.TooWide(); over <= 0 {
		t.Error("a line of 400 letters does not scroll sideways")
	}
}

// TestHTML lets html-validate read every page in every language.
func TestHTML(t *testing.T) {
	handler, err := gallery()
	if err != nil {
		t.Skipf("no bundle: %v", err)
	}
	pages := chromium.Start(t).NewHTML(t)
	for _, name := range names() {
		for _, l := range locale.Languages() {
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, httptest.NewRequest("GET", "/"+name+"?lang="+l.Tag, nil))
			pages.Add(t, name+"-"+l.Tag, w.Body.String())
		}
	}
	for _, finding := range pages.Check(t) {
		t.Error(finding)
	}
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
		b.visit(c.path, 1280)
		if got := fmt.Sprint(chromium.Eval[any](b.Tab, c.script)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
