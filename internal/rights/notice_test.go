package rights_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed"
	"verv/internal/web"
)

// table reads the rows of a table of a page.
func tableOf(t *testing.T, page, id string) (rows [][]string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Data != "table" || !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "id" && a.Val == id }) {
			continue
		}
		for tr := range n.Descendants() {
			if tr.Data != "tr" {
				continue
			}
			var row []string
			for c := range tr.ChildNodes() {
				if c.Data == "th" || c.Data == "td" {
					row = append(row, cellText(c))
				}
			}
			rows = append(rows, row)
		}
	}
	if len(rows) < 2 {
		t.Fatalf("no table %s", id)
	}
	return rows[1:]
}

func cellText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// The tables of the notice are what the program runs by, in each language: for each purpose its ground and just the categories that the
// inventory lets it open, all categories that there are, a balance for each legitimate interest, and each cookie with reason and life.
func TestNoticeEqualsTheCode(t *testing.T) {
	show.Show(t, "notice.basis", "notice-with-another-ground")
	show.Show(t, "notice.interest", "interest-unexplained")
	show.Show(t, "notice.categories", "category-left-out-of-the-notice")
	show.Show(t, "notice.storage", "cookie-left-out-of-the-notice")
	w := build(t, testbed.New(t, store.SQLite, rooms(t)))
	for _, l := range locale.Languages() {
		words := w.words.Language(l.Tag)
		raw := w.get("", "/"+l.Tag+"/privacy").Body.String()
		noticePurposes(t, words, raw)
		noticeCookies(t, words, raw)
		if !strings.Contains(raw, `href="/`+l.Tag+`/privacy/cookies"`) && !strings.Contains(raw, `href="/privacy/cookies"`) {
			t.Errorf("%s: no way to the page about cookies", l.Tag)
		}
		noticeCookies(t, words, w.get("", "/"+l.Tag+"/privacy/cookies").Body.String())
	}
}

// noticeCookies holds the table of cookies to what the code can set.
func noticeCookies(t *testing.T, words *locale.Words, raw string) {
	t.Helper()
	var cookies, want [][]string
	for _, c := range tableOf(t, raw, "cookies") {
		if len(c) != 3 || c[2] == "" {
			t.Errorf("%s: a cookie without a life: %q", words.Lang(), c)
		}
		cookies = append(cookies, c[:2])
	}
	for _, c := range web.Cookies() {
		want = append(want, []string{c.Name, words.Say(c.Purpose)})
	}
	if !slices.EqualFunc(cookies, want, slices.Equal) {
		t.Errorf("%s: cookies %q, want %q", words.Lang(), cookies, want)
	}
}

// noticePurposes holds the table of purposes and the balances to the inventory.
func noticePurposes(t *testing.T, words *locale.Words, raw string) {
	t.Helper()
	inv, err := store.InventoryOf(rooms(t))
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	rows := tableOf(t, raw, "purposes")
	for _, p := range privacy.Purposes() {
		name := words.Say("privacy.purpose." + string(p))
		at := slices.IndexFunc(rows, func(r []string) bool { return r[0] == name })
		if at < 0 {
			t.Errorf("%s: no row for %s", words.Lang(), p)
			continue
		}
		ground, _ := privacy.GroundOf(p)
		if want := words.Say(map[privacy.Basis]string{privacy.Consent: "privacy.basis.consent", privacy.Contract: "privacy.basis.contract",
			privacy.Obligation: "privacy.basis.obligation", privacy.Interest: "privacy.basis.interest"}[ground.Basis]); rows[at][2] != want {
			t.Errorf("%s: the ground of %s is told as %q, want %q", words.Lang(), p, rows[at][2], want)
		}
		balance := "privacy.balance." + string(p)
		if ground.Basis == privacy.Interest && (!words.Has(balance) || !strings.Contains(html.UnescapeString(raw), words.Say(balance))) {
			t.Errorf("%s: nothing weighs the interest of %s", words.Lang(), p)
		}
		var categories []string
		for _, c := range inv.ForPurpose(p) {
			categories = append(categories, string(c.Category))
		}
		slices.Sort(categories)
		categories = slices.Compact(categories)
		for i, c := range categories {
			categories[i] = words.Say("privacy.category." + c)
			listed[categories[i]] = true
		}
		if want := strings.Join(categories, ", "); want != "" && rows[at][1] != want {
			t.Errorf("%s: %s opens %s, and its row says %s", words.Lang(), p, want, rows[at][1])
		}
	}
	for _, tab := range inv.Tables {
		for _, c := range tab.Columns {
			if category := words.Say("privacy.category." + string(c.Category)); c.Personal() && !listed[category] {
				t.Errorf("%s: %s.%s is of a category that no purpose of the notice lists: %s", words.Lang(), c.Table, c.Name, category)
			}
		}
	}
}
