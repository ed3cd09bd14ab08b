//go:build browser

package server_test

import (
	"slices"
	"strings"
	"testing"

	"verv/internal/testbed/chromium"
)

// TestKeyboard goes through two pages by the tab key: each stop can be seen and has a name, the order is that of the page, and nothing traps.
func TestKeyboard(t *testing.T) {
	s := setStage(t)
	t.Run("apply", func(t *testing.T) {
		v := s.visitor(t, chromium.Look{})
		v.Visit("/jobs/" + s.open.String() + "/apply")
		v.stops(v.say("page.skip"), v.say("application.form.name"), v.say("application.form.email"), v.say("application.form.phone"),
			v.say("application.form.letter"), v.say("application.yes"), v.say("application.form.file"), v.say("application.keep"),
			v.say("application.form.next"), v.say("application.form.back"), v.say("page.privacy"))
	})
	t.Run("applications", func(t *testing.T) {
		s.visitor(t, chromium.Look{}).applyAsGuest("Kari Holm", "kari@post.example")
		v := s.visitor(t, chromium.Look{})
		v.enterByLink(s.owner.Address)
		v.setUpCodes()
		v.Visit("/employer/jobs/" + s.open.String() + "/applications")
		v.stops(v.say("page.skip"), v.say("server.nav.hiring"), v.say("application.table.name"), v.say("application.table.state"),
			v.say("application.table.sort"), v.say("application.table.show"), "Kari Holm", v.say("page.privacy"))
	})
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
