//go:build browser

package chromium_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"verv/internal/testbed/chromium"
)

const sheet = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A form</title><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"></head><body><main><h1>A form</h1><form method="post" action="/sent" enctype="multipart/form-data">
<label for="n">Your name <span aria-hidden="true">*</span></label><input id="n" name="n" type="text" value="old">
<label for="d">Day</label><input id="d" name="d" type="date"><label for="s">Size</label><select id="s" name="s"><option value="1">Small</option><option value="2">Large</option></select>
<input type="checkbox" id="c" name="c"><label for="c">I agree</label><label for="f">File</label><input type="file" id="f" name="f">
<button type="submit">Send</button></form><p hidden>nobody sees this</p><p>You may <a href="/file">Take it</a></p></main><script>document.body.append("script ran")</script></body></html>`

func house(t *testing.T) string {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, sheet) })
	mux.HandleFunc("GET /csp", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'")
		fmt.Fprint(w, sheet)
	})
	mux.HandleFunc("POST /sent", func(w http.ResponseWriter, r *http.Request) {
		_, f, err := r.FormFile("f")
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		http.Redirect(w, r, fmt.Sprintf("/done?is=%s+%s+%s+%s+%s", r.FormValue("n"), r.FormValue("d"), r.FormValue("s"), r.FormValue("c"), f.Filename), http.StatusSeeOther)
	})
	mux.HandleFunc("GET /done", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		fmt.Fprint(w, r.FormValue("is"))
	})
	mux.HandleFunc("GET /file", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Disposition", `attachment; filename="a.txt"`)
		fmt.Fprint(w, "what you hold about me")
	})
	mux.HandleFunc("GET /bad", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<!doctype html><html lang=en><head><title>x</title><link rel=stylesheet href="http://localhost:9/far.css"></head><body><p id=a>x<p id=a><img src="data:,"><button style="outline:none">b</button>`+strings.Repeat("w", 500))
	})
	mux.HandleFunc("GET /look", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, looked, r.FormValue("css")) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

const looked = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Looks</title><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<style>:root{color-scheme:light dark}body{background:Canvas;color:CanvasText}button{border:1px solid #555;background:#1d4ed8;color:#fff}button:focus-visible{outline:3px solid;box-shadow:0 0 0 6px #fff}%s</style></head><body><main><h1>Looks</h1>
<p>Words of the page</p><label for="n">Your name</label><input id="n"><button type="button">Send</button>
<button type="button" aria-label="Menu"><svg width="24" height="24" viewBox="0 0 24 24"><rect width="20" height="3" fill="currentcolor"/></svg></button></main></body></html>`

// What another look of the page alone breaks is found in that look, and not before.
func TestThePlantedIsFoundInItsColours(t *testing.T) {
	b, at := chromium.Start(t), house(t)
	tab := b.Tab(t, at, chromium.Look{})
	find := func(dark, forced bool) string {
		tab.Colours(dark, forced)
		f := tab.AxeColours()
		return strings.Join(slices.Concat(f.Violations, f.Incomplete, tab.Lost(), tab.Unfocused([]string{}).Found), "\n")
	}
	for name, c := range map[string]struct{ css, light, forced, dark string }{
		"sound":          {},
		"dark contrast":  {css: "@media (prefers-color-scheme: dark){p{color:#555}}", dark: "color-contrast p"},
		"dark icon":      {css: "@media (prefers-color-scheme: dark){svg{color:#1d4ed8}}", dark: `the icon in button button "Menu" cannot be seen`},
		"edge gone":      {css: "button{border:0;background:#1d4ed8}", forced: `button button "Send" has no edge`},
		"field gone":     {css: "@media (forced-colors: active){input{appearance:none;border-color:Canvas}}", forced: `input text "Your name" has no edge`},
		"white icon":     {css: "svg{forced-color-adjust:none;color:#fff}", forced: `the icon in button button "Menu" cannot be seen`},
		"shadow focus":   {css: "button:focus-visible{outline:none}", forced: `the focus on button button "Send" cannot be seen`},
		"focus the same": {css: "button{outline:3px solid}button:focus-visible{box-shadow:none}", light: `the focus on button button "Send"`, forced: "the focus on", dark: "the focus on"},
		"faint words":    {css: "@media (forced-colors: active){p{forced-color-adjust:none;color:#eee}}", forced: `p "Words of the page" is faint`},
	} {
		t.Run(name, func(t *testing.T) {
			tab.Colours(false, false)
			tab.Visit("/look?css=" + url.QueryEscape(c.css))
			for _, l := range []struct {
				look, want   string
				dark, forced bool
			}{{"light", c.light, false, false}, {"forced", c.forced, false, true}, {"dark", c.dark, true, false}} {
				if got := find(l.dark, l.forced); l.want == "" && got != "" || !strings.Contains(got, l.want) {
					t.Errorf("in %s: %q, want %q", l.look, got, l.want)
				}
			}
		})
	}
	tab.Visit("/look?css=h1{min-width:360px}").Width(390)
	if wide := tab.TooWide(); wide > 0 {
		t.Errorf("%d too wide at 390", wide)
	}
	tab.Width(320)
	if tab.TooWide() == 0 {
		t.Error("what is too wide at 320 alone is not seen")
	}
}

// A form is filled, sent and answered as by hand, with and without JavaScript.
func TestPerson(t *testing.T) {
	b, url := chromium.Start(t), house(t)
	for name, off := range map[string]bool{"javascript": false, "noscript": true} {
		t.Run(name, func(t *testing.T) {
			tab := b.Tab(t, url, chromium.Look{NoScript: off}).Visit("/").Lacks("nobody sees this")
			if strings.Contains(tab.Text(), "script ran") == off {
				t.Fatalf("script off is %v, but the page says %s", off, tab.Text())
			}
			tab.Fill("Your name", "Kari").Fill("Day", "2026-11-23").Fill("Size", "Large").Tick("I agree").Attach("cv.pdf", []byte("x"))
			tab.Press("Send").Sees("Kari 2026-11-23 2 on cv.pdf")
			if tab.Status() != http.StatusTeapot {
				t.Errorf("status %d", tab.Status())
			}
			if got := tab.Visit("/").Download("Take it"); string(got) != "what you hold about me" {
				t.Errorf("%q", got)
			}
			if stops := tab.Visit("/").Tabs(); len(stops) < 6 || stops[0].Name != "Your name *" || !stops[0].Outline {
				t.Errorf("%+v", stops)
			}
		})
	}
}

// TestThePlantedIsFound is the control beside every "found nothing" of the gate.
func TestThePlantedIsFound(t *testing.T) {
	b, url := chromium.Start(t), house(t)
	tab := b.Tab(t, url, chromium.Look{Width: 390}).Visit("/")
	if f := tab.Foreign(); len(f) > 0 || len(tab.Refused()) > 0 || len(tab.Axe().Violations) > 0 || tab.TooWide() > 0 || len(tab.TwiceNamed()) > 0 {
		t.Fatalf("a sound page: %q %q %+v", f, tab.Refused(), tab.Axe())
	}
	tab.Visit("/csp")
	if len(tab.Refused()) == 0 {
		t.Error("a script against the policy is not seen")
	}
	if len(tab.Console()) == 0 {
		t.Error("the console's complaint is not seen")
	}
	tab.Visit("/bad")
	if f := tab.Foreign(); len(f) != 1 || !strings.Contains(f[0], "far.css") {
		t.Errorf("the request to another host is not seen: %q", f)
	}
	if len(tab.Axe().Violations) == 0 || tab.TooWide() == 0 || len(tab.TwiceNamed()) == 0 {
		t.Error("a broken page is called sound")
	}
	if stops := tab.Tabs(); len(stops) != 1 || stops[0].Outline {
		t.Errorf("a focus that cannot be seen is called visible: %+v", stops)
	}
	h := b.NewHTML(t)
	h.Add(t, "good", strings.Replace(sheet, "<!doctype html>", "<!doctype html>\n", 1))
	h.Add(t, "/bad", tab.HTML())
	if found := h.Check(t); len(found) == 0 || !strings.HasPrefix(found[0], "bad.html") {
		t.Errorf("html-validate: %q", found)
	}
	if over := (chromium.Weight{Script: 30_001, Style: 24_001, All: 130_001, Requests: 9}).Over(); len(over) != 4 {
		t.Errorf("%q", over)
	}
}
