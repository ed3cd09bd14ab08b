//go:build browser

package server_test

import (
	"slices"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/testbed/chromium"
	"verv/internal/testbed/whole"
)

// The editor of formatted text under the policy of every page: what is typed and marked arrives cleaned, the keyboard reaches all of it,
// and without script the same field takes the small language.
func TestRichText(t *testing.T) {
	w := settle(whole.New(t, store.SQLite))
	g := newGate(t, w)
	owner := member("one", access.Owner)
	path := "/employer/jobs/" + w.ids["draft of one"] + "/edit"
	text := func() string {
		var j job.ID
		w.Must(j.UnmarshalText([]byte(w.ids["draft of one"])))
		v, err := w.Jobs.Of(t.Context(), w.grant(owner, privacy.Recruit), j)
		w.Must(err)
		return v.Text
	}
	t.Run("written", func(t *testing.T) {
		v := g.enter(t, owner, chromium.Look{Fresh: true, Width: 390})
		v.Visit(path)
		if !chromium.Eval[bool](v.Tab, `document.querySelector("#text").isContentEditable && document.querySelector("textarea[name=text]").hidden`) {
			t.Fatal("the editor is not there")
		}
		chromium.Eval[bool](v.Tab, `(() => { const e = document.querySelector("#text"); e.focus(); document.execCommand("selectAll"); document.execCommand("delete"); return document.execCommand("insertText", false, "Vi søker deg"); })()`)
		v.Touch(v.say("job.rich.bold"))
		chromium.Eval[bool](v.Tab, `document.execCommand("insertText", false, " nå")`)
		v.Touch(v.say("job.rich.link"))
		v.fill("job.rich.address", "javascript:alert(1)")
		v.Touch(v.say("job.rich.set"))
		v.Sees(v.say("job.rich.wrong"))
		v.fill("job.rich.address", "https://nordkyst.example/jobb")
		v.Touch(v.say("job.rich.set"))
		v.press("job.edit.save")
		if got := text(); !strings.HasPrefix(got, "<p>Vi søker deg<strong> nå</strong>") && !strings.HasPrefix(got, "<p>Vi søker deg <strong>nå</strong>") ||
			!strings.Contains(got, `<a href="https://nordkyst.example/jobb" rel="nofollow">`) {
			t.Errorf("stored %q", got)
		}
		for _, r := range append(v.Refused(), v.Console()...) {
			t.Errorf("the browser says: %s", r)
		}
	})
	t.Run("axe", func(t *testing.T) {
		v := g.enter(t, owner, chromium.Look{Bypass: true, Width: 390})
		v.Visit(path)
		v.Touch(v.say("job.rich.link"))
		if found := v.Axe(); len(found.Violations)+len(found.Incomplete) > 0 {
			t.Errorf("with the panel of the link open: %v", found)
		}
	})
	t.Run("keyboard", func(t *testing.T) { g.richByKeyboard(t, owner, path) })
	t.Run("without script", func(t *testing.T) {
		v := g.enter(t, owner, chromium.Look{Fresh: true, Width: 390})
		v.Script(false)
		v.Visit(path)
		v.fill("job.field.text", "## Om oss\n\nVi er **her**.\n\n- en\n- to")
		v.press("job.edit.save")
		if got := text(); got != "<h2>Om oss</h2><p>Vi er <strong>her</strong>.</p><ul><li>en</li><li>to</li></ul>" {
			t.Errorf("stored %q", got)
		}
	})
	s := &stage{House: w.House}
	if n := s.reports(); n > 0 {
		t.Errorf("%d reports of the policy", n)
	}
}

// richByKeyboard: the toolbar is one stop of the tab key, the arrows go on within it, and the editor does not trap.
func (g *gate) richByKeyboard(t *testing.T, owner, path string) {
	t.Helper()
	v := g.enter(t, owner, chromium.Look{Fresh: true, Width: 1280})
	v.Visit(path)
	var stops []string
	for _, f := range v.Tabs() {
		stops = append(stops, f.Name)
		if !f.Outline && (f.Name == v.say("job.rich.heading") || f.Role == "div textbox") {
			t.Errorf("the focus on %s cannot be seen", f.Name)
		}
	}
	at := slices.Index(stops, v.say("job.rich.heading"))
	if at < 0 || stops[at+2] != v.say("job.field.client") {
		t.Errorf("the toolbar is not one stop, or the editor traps: %q", stops)
	}
	if name := chromium.Eval[string](v.Tab, `document.querySelector("#text").getAttribute("aria-label")`); name != v.say("job.field.text") {
		t.Errorf("the editor is called %q", name)
	}
	if got := chromium.Eval[string](v.Tab, `(() => { const b = document.querySelectorAll("[data-rich] [data-tool]"); b[0].focus();
		b[0].dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true})); return document.activeElement.dataset.tool; })()`); got != "subheading" {
		t.Errorf("the right arrow leads to %q", got)
	}
}
