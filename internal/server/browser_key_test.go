//go:build browser

package server_test

import (
	"slices"
	"strings"
	"testing"

	"verv/internal/testbed/chromium"
)

// TestKeyboard works the house by the keyboard alone: each stop of the tab key can be seen and has a name, the order is that of the page,
// nothing traps, and what opens gives the focus back when it closes.
func TestKeyboard(t *testing.T) {
	c := castOf(t)
	t.Run("stops of the form", func(t *testing.T) {
		v := c.visitor(t, chromium.Look{})
		v.Visit("/jobs/" + c.open.String() + "/apply")
		v.stops(v.say("page.skip"), v.say("application.form.name"), v.say("application.form.email"), v.say("application.form.phone"),
			v.say("application.form.letter"), v.say("application.yes"), v.say("application.form.file"), v.say("application.keep"),
			v.say("application.form.next"), v.say("application.form.back"), v.say("page.privacy"))
	})
	t.Run("apply", func(t *testing.T) {
		v := c.visitor(t, chromium.Look{})
		v.applyByKeyboard("Kari Holm", "kari@post.example")
	})
	for i, name := range []string{"Anna Dahl", "Bo Eng", "Cato Foss"} {
		c.applies(name, string(rune('a'+i))+"@post.example")
	}
	list := "/employer/jobs/" + c.plain.String() + "/applications"
	t.Run("stops of the table", func(t *testing.T) {
		v := c.visitor(t, chromium.Look{})
		v.as(c.recruiter).Visit(list)
		v.stops(v.say("page.skip"), v.say("server.nav.hiring"), v.say("application.table.name"), v.say("application.table.state"),
			v.say("application.table.sort"), v.say("application.table.show"), "Anna Dahl", v.say("page.privacy"))
	})
	for _, view := range []string{"", "?view=board"} {
		t.Run("letters"+view, func(t *testing.T) {
			v := c.visitor(t, chromium.Look{})
			v.as(c.recruiter).Visit(list + view)
			v.letterKeys()
			if view != "" {
				v.movesByKeyboard()
			}
			v.Visit(list + view)
			v.Key("j").Leave("r")
			v.sees("application.reject.send")
			v.clean()
		})
	}
}

// applyByKeyboard goes from the advertisement to the receipt and never touches the mouse.
func (v *visitor) applyByKeyboard(name, address string) {
	v.t.Helper()
	v.Visit("/jobs/" + v.stage.open.String())
	v.TabTo(v.say("job.ad.apply")).Enter()
	v.TabTo(v.say("application.form.name")).Key(name)
	v.TabTo(v.say("application.form.email")).Key(address)
	v.TabTo(v.say("application.form.letter")).Key(theLetter)
	v.TabTo(v.say("application.yes")).Key(" ")
	v.TabTo(v.say("application.form.next")).Enter().Sees(name, address, theLetter)
	v.TabTo(v.say("application.review.send")).Enter()
	v.sees("application.receipt.title")
}

// letterKeys are those of one letter, in the table and on the board alike.
func (v *visitor) letterKeys() {
	v.t.Helper()
	first := v.Key("j").Focused().Name
	second := v.Key("j").Focused().Name
	if back := v.Key("k").Focused().Name; first == "" || first == second || back != first {
		v.t.Fatalf("j leads to %q, j to %q, k to %q", first, second, back)
	}
	v.Key("x").Until(`document.activeElement.closest("[data-card]").querySelector("[data-pick]").checked`)
	v.Key("x").Until(`!document.activeElement.closest("[data-card]").querySelector("[data-pick]").checked`)
	v.Key("?").Until(`document.getElementById("keys").open`)
	for range 3 {
		v.Key("\t")
	}
	if !chromium.Eval[bool](v.Tab, `document.activeElement===document.body||document.getElementById("keys").contains(document.activeElement)`) {
		v.t.Errorf("the tab key leads out of an open dialog, to %q", v.Focused().Name)
	}
	v.Escape().Until(`!document.getElementById("keys").open`)
	v.returns(first, "the dialog of keys")
	v.Key("m").Until(`document.querySelector(":popover-open")?.contains(document.activeElement)`)
	v.Escape().Until(`!document.querySelector(":popover-open")`)
	v.returns(first, "the menu")
	if f := v.Key("/").Focused(); f.Name != v.say("application.table.name") {
		v.t.Errorf("/ leads to %q", f.Name)
	}
	if v.Key("jx").Focused().Name != v.say("application.table.name") {
		v.t.Error("a letter that is typed into a field is taken for a key")
	}
}

// returns wants the focus where it was before something opened.
func (v *visitor) returns(to, what string) {
	v.t.Helper()
	if f := v.Focused(); f.Name != to {
		v.t.Errorf("%s closes and leaves the focus on %q, want %q", what, f.Name, to)
	}
}

// movesByKeyboard takes the first card to another stage and back.
func (v *visitor) movesByKeyboard() {
	v.t.Helper()
	v.Visit(v.Path())
	name := v.Key("j").Focused().Name
	v.Key("m").TabTo("Intervju").Key("\r").Until(`document.querySelector("[data-undo] button")`)
	v.returns(name, "a move")
	column := `document.activeElement.closest(".v-column").dataset.stage`
	there := chromium.Eval[string](v.Tab, column)
	v.Key("u").Until(`!document.querySelector("[data-undo] button")`)
	v.returns(name, "an undo")
	if home := chromium.Eval[string](v.Tab, column); home == there {
		v.t.Error("u takes nothing back")
	}
}

// stops presses the tab key to the end, and wants these stops in this order; others may stand between.
func (v *visitor) stops(want ...string) {
	v.t.Helper()
	all := v.Tabs()
	var names []string
	for _, f := range all {
		names = append(names, f.Name)
		if !f.Outline {
			v.t.Errorf("%s: the focus on %s %q cannot be seen", v.Path(), f.Role, f.Name)
		}
		if strings.HasSuffix(f.Box, " 0 0") {
			v.t.Errorf("%s: %s %q takes the focus and is not shown", v.Path(), f.Role, f.Name)
		}
	}
	rest := names
	for _, w := range want {
		i := slices.IndexFunc(rest, func(s string) bool { return strings.HasPrefix(s, w) })
		if i < 0 {
			v.t.Fatalf("%s: the tab key does not come to %q in its place: %q", v.Path(), w, names)
		}
		rest = rest[i+1:]
	}
}
