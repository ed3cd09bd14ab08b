package server_test

import (
	"strings"
	"testing"

	"verv/internal/access"
)

// What stands around a page, and small things that only a reader notices: each was wrong once.
func TestWhatAReaderNotices(t *testing.T) {
	towns(t, func(t *testing.T, w *town) {
		text := func(who, path string) string {
			a := w.walkers[who].get(path)
			if a.status != 200 {
				t.Fatalf("%s opens %s: %d", who, path, a.status)
			}
			return string(a.body)
		}
		owner := member("one", access.Owner)
		for _, who := range []string{anna, owner, officer} {
			name := mark(who + " name")
			if menu := between(text(who, "/account"), "v-menu-who", "</p>"); !strings.Contains(menu, name) {
				t.Errorf("the menu of %s does not say who that is: %s", who, menu)
			}
		}
		for _, path := range []string{`href="/profile"`, `href="/cvs"`} {
			if nav := between(text(anna, "/jobs"), "<nav", "</nav>"); !strings.Contains(nav, path) {
				t.Errorf("the candidate's navigation lacks %s", path)
			}
		}
		if n := strings.Count(between(text(anna, "/me/delete"), "<main", "</main>"), "Konto og innlogging"); n != 1 {
			t.Errorf("the plan of a deletion names the login %d times", n)
		}
		job := "/jobs/" + w.ids["job of one"]
		ad := func(who string) string {
			a := w.walkers[who].get(job)
			if to := a.header.Get("Location"); to != "" {
				a = w.walkers[who].get(w.local(to))
			}
			return string(a.body)
		}
		apply := `href="` + job + `/apply"`
		for who, says := range map[string]string{owner: "Du er her som arbeidsgiver", officer: "Du er her som personvernombud", operator: "Du er her som driftsansvarlig"} {
			if page := ad(who); strings.Contains(page, apply) || !strings.Contains(page, says) {
				t.Errorf("%s is offered to apply, or not told why not", who)
			}
		}
		for _, who := range []string{nobody, guest, anna} {
			if page := ad(who); !strings.Contains(page, apply) || strings.Contains(page, "Du er her som") {
				t.Errorf("%s is not offered to apply", who)
			}
		}
		front := text(nobody, "/")
		if head, search := strings.Index(front, "<h1"), strings.Index(front, `role="search"`); head < 0 || search < head {
			t.Error("the front page begins with a form instead of its heading")
		}
	})
}

func between(s, from, to string) string {
	_, rest, _ := strings.Cut(s, from)
	out, _, _ := strings.Cut(rest, to)
	return out
}
