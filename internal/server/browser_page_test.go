//go:build browser

package server_test

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/testbed/chromium"
	"verv/internal/testbed/whole"
)

// gate gathers what was found on the pages.
type gate struct {
	mu       sync.Mutex
	town     *town
	browser  *chromium.Browser
	html     *chromium.HTML
	findings map[string][]string // by kind
	variants map[string]int      // by persona
	pages    map[string]int
	heaviest map[string]int64
	shown    int // dialogs and popovers that were opened
	spent    map[string]time.Duration
	focused  map[string][]string // kinds of controls whose focus was looked for, by colours and window
}

func newGate(t *testing.T, w *town) *gate {
	t.Helper()
	g := &gate{town: w, browser: chromium.Start(t), findings: map[string][]string{}, variants: map[string]int{}, pages: map[string]int{},
		heaviest: map[string]int64{}, spent: map[string]time.Duration{}, focused: map[string][]string{}}
	g.html = g.browser.NewHTML(t)
	return g
}

func (g *gate) note(kind string, s sight, texts ...string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, text := range texts {
		if line := fmt.Sprintf("%s %s: %s", s.who, s, text); !slices.Contains(g.findings[kind], line) {
			g.findings[kind] = append(g.findings[kind], line)
		}
	}
}

func (g *gate) count(who string, variants int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.pages[who]++
	g.variants[who] += variants
}

// kinds are the columns of the table.
var kinds = []string{"status", "words", "axe", "lost", "focus", "opened", "html", "wide", "ids", "policy", "foreign", "console", "weight"}

// TestPages looks at every page of every persona in nb and fi, in light, dark and forced colours, on a phone and a desk, and at 320 pixels.
func TestPages(t *testing.T) {
	w := settle(whole.New(t, store.SQLite))
	g := newGate(t, w)
	s := &stage{House: w.House}
	by := map[string][]sight{}
	all, missed := w.sights()
	for _, v := range all {
		by[v.who] = append(by[v.who], v)
	}
	for _, route := range missed {
		t.Errorf("%s: nobody comes to it: the crawl needs a thing that it is about, or unreached says who looks at it", route)
	}
	t.Run("all", func(t *testing.T) {
		for who, list := range by {
			t.Run(strings.ReplaceAll(who, " ", "-"), func(t *testing.T) {
				t.Parallel()
				for part := range slices.Chunk(list, perTab) {
					t.Run("", func(t *testing.T) {
						t.Parallel()
						g.look(t, who, part)
					})
				}
			})
		}
	})
	g.timed("html-validate", func() {
		for _, f := range g.html.Check(t) {
			g.note("html", sight{who: "file"}, f)
		}
	})
	if n := s.reports(); n > 0 {
		g.note("policy", sight{who: "the house"}, fmt.Sprintf("%d reports", n))
	}
	g.print(t, len(by))
}

// timed adds up what the kinds of work cost, so that the next one who finds the gate slow knows where to look.
func (g *gate) timed(what string, do func()) {
	began := time.Now()
	do()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.spent[what] += time.Since(began)
}

// perTab is how many pages one tab goes through; those of one person with many pages are looked at side by side.
const perTab = 20

// look goes through pages of one person. Only the visitor's are weighed, so that only they are fetched afresh.
func (g *gate) look(t *testing.T, who string, list []sight) {
	v := g.enter(t, who, chromium.Look{Fresh: who == nobody, Width: 390})
	for _, s := range list {
		seen, painted := 0, map[string]string{}
		for _, lang := range languages() {
			seen += g.measure(t, v, s, lang, painted)
		}
		g.count(who, seen)
		t.Log(s)
	}
	g.note("foreign", sight{who: who}, v.Foreign()...)
	g.note("console", sight{who: who}, v.Console()...)
}

// enter opens a tab as somebody.
func (g *gate) enter(t *testing.T, who string, look chromium.Look) *visitor {
	t.Helper()
	look.Language = "nb"
	v := &visitor{g.browser.Tab(t, g.town.URL, look), t, &stage{House: g.town.House}, "nb"}
	if who == nobody {
		return v
	}
	p := g.town.people[who]
	token, err := g.town.Accounts.EnterAs(t.Context(), g.town.Verv(access.Public(), privacy.Account), p.Address, p.Kind, p.Role)
	g.town.Must(err)
	v.Visit(account.LinkPath(token))
	return v.press("account.link.as.submit")
}

// reNoWords is what stands where the catalogue has no text.
var reNoWords = regexp.MustCompile(`\[[a-z]+(?:\.[a-z_]+)+\]`)

// measure looks at a page as it is sent: words, policy, ids, weight, mark-up. Then it looks at it in every window and in all colours, and
// says how many variants it saw. What was painted in the language before is not asked about its colours again.
func (g *gate) measure(t *testing.T, v *visitor, s sight, lang string, painted map[string]string) (seen int) {
	t.Helper()
	v.Width(windows[0])
	v.Colours(false, false)
	g.timed("opening", func() { v.open(s, lang) })
	if got := v.Status(); got != s.status {
		g.note("status", s, fmt.Sprintf("%d, want %d", got, s.status))
	}
	g.note("policy", s, v.Refused()...)
	g.note("ids", s, v.TwiceNamed()...)
	sent := v.HTML()
	if s.who == nobody && s.press == "" && s.act == nil {
		g.weigh(s, v.Weight())
		if s.status == http.StatusOK && !strings.Contains(sent, `name="description"`) && !strings.Contains(sent, "noindex") {
			g.note("words", s, "a search engine may show it, and nothing says what it is")
		}
	}
	g.note("words", s, reNoWords.FindAllString(sent, -1)...)
	g.add(t, s.who+s.String()+lang, sent)
	for _, width := range windows {
		seen += g.window(v, s, width, painted)
		if focusAt[lang] == width {
			g.timed("focus", func() { g.focus(v, s, width) })
		}
	}
	v.Width(narrow)
	g.width(v, s, narrow)
	if lang == languages()[0] {
		g.timed("opened", func() { g.opened(v, s) })
	}
	return seen
}

// opened opens each kind of dialog and popover of a page once, in both colours, on a page as narrow as can be: what is in it is asked of axe, and must fit.
func (g *gate) opened(v *visitor, s sight) {
	v.t.Helper()
	for n := range v.Opens() {
		for _, c := range []scheme{{name: "light"}, {name: "dark", dark: true}} {
			v.Colours(c.dark, false)
			if !v.Open(n) {
				g.note("opened", s, fmt.Sprintf("nothing opens (%d)", n))
				continue
			}
			f := v.AxeOpened()
			g.note("opened", s, named(c, slices.Concat(f.Violations, f.Incomplete))...)
			g.width(v, s, narrow)
			v.Shut()
			g.mu.Lock()
			g.shown++
			g.mu.Unlock()
		}
	}
	v.Colours(false, false)
}

// narrow is where a page must not scroll sideways (WCAG 2.2, 1.4.10).
const narrow = 320

// windows are a phone and a desk.
var windows = []int64{390, 1280}

// focusAt is the window in which the focus is looked for: how it is drawn is no matter of language, so that the two share the windows.
var focusAt = map[string]int64{"nb": 390, "fi": 1280}

// scheme is what the reader's system asks for.
type scheme struct {
	name         string
	dark, forced bool
}

// schemes begin with the page's own colours: the others are compared with them.
var schemes = []scheme{{name: "light"}, {name: "forced colours", forced: true}, {name: "dark", dark: true}}

// window looks at a page that has loaded, at one width and in all colours.
func (g *gate) window(v *visitor, s sight, width int64, painted map[string]string) (seen int) {
	v.t.Helper()
	v.Width(width)
	g.width(v, s, width)
	var light chromium.Sight
	for _, c := range schemes {
		v.Colours(c.dark, c.forced)
		now, look := v.Sight(), fmt.Sprint(c.name, width)
		if c.name == "light" {
			light = now
		}
		ask, what := g.question(v, c, width, now.Painted == painted[look], now.Shown == light.Shown)
		painted[look] = now.Painted
		if ask != nil {
			g.timed(what, func() {
				f := ask()
				g.note("axe", s, named(c, f.Violations)...)
				g.note("axe", s, named(c, f.Incomplete)...)
			})
		}
		g.timed("lost", func() { g.note("lost", s, named(c, v.Lost())...) })
		seen++
	}
	v.Colours(false, false)
	return seen
}

// question is what axe is asked of a look. Where another language painted the very same, only the words are new: on a phone axe is asked
// everything once more, on a desk what longer words can push, and of their colours nothing. Where the same elements can be seen as in light
// colours, it is asked for what colours can break; else for everything.
func (g *gate) question(v *visitor, c scheme, width int64, painted, shown bool) (func() chromium.Findings, string) {
	switch {
	case painted && c.name != "light":
		return nil, ""
	case painted && width != windows[0]:
		return v.AxePlaces, "axe, places"
	case c.name != "light" && shown:
		return v.AxeColours, "axe, colours"
	}
	return v.Axe, "axe"
}

// named says in which colours something was found.
func named(c scheme, texts []string) (out []string) {
	for _, t := range texts {
		out = append(out, c.name+": "+t)
	}
	return out
}

// focus looks for the focus on each kind of control that no page before had. Where light colours show none that is new, whoever saw each of them first
// has looked at it, or looks at it now, in the other colours too.
func (g *gate) focus(v *visitor, s sight, width int64) {
	v.t.Helper()
	for _, c := range schemes {
		v.Colours(c.dark, c.forced)
		look := fmt.Sprint(c.name, width)
		g.mu.Lock()
		known := slices.Clone(g.focused[look])
		g.mu.Unlock()
		f := v.Unfocused(append([]string{}, known...))
		g.note("focus", s, named(c, f.Found)...)
		fresh := false
		g.mu.Lock()
		for _, k := range f.Kinds {
			if !slices.Contains(g.focused[look], k) {
				g.focused[look], fresh = append(g.focused[look], k), true
			}
		}
		g.mu.Unlock()
		if !fresh && c.name == "light" {
			break
		}
	}
	v.Colours(false, false)
}

func (g *gate) width(v *visitor, s sight, width int64) {
	v.t.Helper()
	if px := v.TooWide(); px > 0 {
		g.note("wide", s, fmt.Sprintf("%d px too wide at %d in %s", px, width, v.language))
	}
}

func (g *gate) weigh(s sight, w chromium.Weight) {
	g.note("weight", s, w.Over()...)
	g.mu.Lock()
	defer g.mu.Unlock()
	for what, n := range map[string]int64{"script": w.Script, "style": w.Style, "all": w.All, "requests": w.Requests} {
		g.heaviest[what] = max(g.heaviest[what], n)
	}
}

func (g *gate) add(t *testing.T, name, page string) {
	t.Helper()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.html.Add(t, strings.ReplaceAll(name, " ", ""), page)
}

// languages are those that every page is seen in; go test -short sees one.
func languages() []string {
	if testing.Short() {
		return []string{"nb"}
	}
	return []string{"nb", "fi"}
}

// print gives the table, and fails for each finding, and when the crawl as everybody who was asked found too little.
func (g *gate) print(t *testing.T, asked int) {
	t.Helper()
	pages, variants := 0, 0
	for _, who := range slices.Sorted(maps.Keys(g.pages)) {
		t.Logf("%-26s %3d pages %4d variants", who, g.pages[who], g.variants[who])
		pages, variants = pages+g.pages[who], variants+g.variants[who]
	}
	t.Logf("%-26s %3d pages %4d variants", "all", pages, variants)
	for _, k := range kinds {
		t.Logf("%-10s %d findings", k, len(g.findings[k]))
		for _, f := range g.findings[k] {
			t.Errorf("%s: %s", k, f)
		}
	}
	for _, what := range slices.Sorted(maps.Keys(g.spent)) {
		t.Logf("%-14s %6.1f s of all tabs", what, g.spent[what].Seconds())
	}
	t.Logf("heaviest public page: %d bytes script, %d style, %d in all, %d requests", g.heaviest["script"], g.heaviest["style"], g.heaviest["all"], g.heaviest["requests"])
	t.Logf("opened: %d dialogs and popovers", g.shown)
	if len(g.pages) == asked && pages < 60 {
		t.Errorf("only %d pages: the crawl misses some", pages)
	}
}
