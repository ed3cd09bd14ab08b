//go:build browser

package server_test

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/net/html"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/testbed/chromium"
	"verv/internal/testbed/whole"
)

// sight is one page as one person reaches it; press is the catalogue key of a button that brings it into its state, act goes on from there.
type sight struct {
	who, path, press string
	status           int64
	act              func(*visitor)
}

func (s sight) String() string {
	name := shape(s.path)
	if s.press != "" {
		name += " + " + s.press
	}
	if s.act != nil {
		_, state, _ := strings.Cut(s.path, "?")
		name += " + " + state
	}
	return name
}

// everyone is who looks: each sees what those before could not.
func everyone() []string {
	return []string{nobody, anna, guest, member("one", access.Owner), member("one", access.Recruiter), member("one", access.HiringManager),
		member("one", access.Interviewer), officer, operator}
}

// sights are all pages of the town: what a crawl reaches from every route, and the states that a crawl cannot see. Of the pages of one
// kind a persona sees the fullest, and none whose mark-up somebody before saw already.
func (w *town) sights() (out []sight) {
	w.T.Helper()
	seen := map[string]bool{}
	for _, who := range everyone() {
		for _, a := range w.fullest(who) {
			kind := reTongue.ReplaceAllString(shape(a.path), "/*$1")
			if seen["public "+kind] && a.path != "/" || seen[kind+skeleton(a)] {
				continue
			}
			seen[kind+skeleton(a)] = true
			if who == nobody {
				seen["public "+kind] = true
			}
			out = append(out, sight{who: who, path: a.path, status: http.StatusOK})
		}
	}
	owner, open := member("one", access.Owner), w.ids["job of one"]
	return append(out,
		sight{nobody, "/no/such/page", "", http.StatusNotFound, nil},
		sight{nobody, "/jobs?q=astronaut", "", http.StatusOK, nil},
		sight{nobody, "/jobs/" + open + "/apply", "application.form.next", http.StatusUnprocessableEntity, nil},
		sight{nobody, "/jobs/" + open + "/apply?review", "", http.StatusOK, (*visitor).review},
		sight{nobody, "/jobs/" + open + "/apply?confirm", "", http.StatusOK, (*visitor).confirm},
		sight{nobody, "/account/login", "account.login.submit", http.StatusUnprocessableEntity, nil},
		sight{nobody, "/account/signup", "account.signup.submit", http.StatusUnprocessableEntity, nil},
		sight{nobody, account.LinkPath("spent"), "", http.StatusGone, nil},
		sight{anna, "/profile", "candidate.save", http.StatusOK, nil},
		sight{anna, "/me", "rights.export.ask", http.StatusOK, nil},
		sight{owner, "/employer/jobs/new", "job.edit.save", http.StatusUnprocessableEntity, nil},
		sight{owner, "/employer/jobs/" + open + "/questions", "job.questions.save", http.StatusUnprocessableEntity, nil},
		sight{owner, "/employer/jobs/" + open + "/applications?view=board", "", http.StatusOK, nil},
		sight{owner, "/employer/jobs/" + open + "/applications?view=board&bulk", "", http.StatusOK, func(v *visitor) { v.bulk("application.bulk.move") }},
		sight{owner, "/employer/jobs/" + open + "/applications?view=board&message", "", http.StatusOK, func(v *visitor) { v.bulk("application.bulk.message") }},
		sight{owner, "/employer/message-templates/new", "message.template.save", http.StatusUnprocessableEntity, nil},
		sight{owner, "/employer/jobs/" + open + "/stages", "application.stages.add", http.StatusUnprocessableEntity, nil},
	)
}

// reTongue is a language as a step of a path.
var reTongue = regexp.MustCompile(`/(?:nb|nn|sv|fi|da|en)(/|$)`)

// fullest are the pages that somebody reaches, the longest of each kind, in the order of the crawl.
func (w *town) fullest(who string) (out []answer) {
	at := map[string]int{}
	for _, a := range w.walkers[who].crawl(w.starts(who)...) {
		if a.status != http.StatusOK || !a.isHTML() {
			continue
		}
		i, ok := at[shape(a.path)]
		switch {
		case !ok:
			at[shape(a.path)] = len(out)
			out = append(out, a)
		case len(a.body) > len(out[i].body):
			out[i] = a
		}
	}
	return out
}

// skeleton is the mark-up of what a page is about, without its words: elements, classes and kinds of fields. The head and the menu of a
// persona are seen on each page that is theirs alone.
func skeleton(a answer) string {
	doc, err := html.Parse(bytes.NewReader(a.body))
	if err != nil {
		return a.path
	}
	var b strings.Builder
	nodes(doc, func(n *html.Node) {
		if n.Data != "main" {
			return
		}
		nodes(n, func(n *html.Node) {
			at := attrs(n)
			fmt.Fprintf(&b, "<%s %s %s>", n.Data, at["class"], at["type"])
		})
	})
	return b.String()
}

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
var kinds = []string{"status", "words", "axe", "html", "wide", "ids", "policy", "foreign", "console", "weight"}

// TestPages looks at every page of every persona in nb and fi, light and dark, on a phone and a desk.
func TestPages(t *testing.T) {
	w := settle(whole.New(t, store.SQLite))
	g := &gate{town: w, browser: chromium.Start(t), findings: map[string][]string{}, variants: map[string]int{}, pages: map[string]int{}, heaviest: map[string]int64{}}
	g.html = g.browser.NewHTML(t)
	s := &stage{House: w.House}
	by := map[string][]sight{}
	for _, v := range w.sights() {
		by[v.who] = append(by[v.who], v)
	}
	t.Run("all", func(t *testing.T) {
		for who, list := range by {
			t.Run(strings.ReplaceAll(who, " ", "-"), func(t *testing.T) {
				for part := range slices.Chunk(list, perTab) {
					t.Run("", func(t *testing.T) {
						t.Parallel()
						g.look(t, who, part)
					})
				}
			})
		}
	})
	for _, f := range g.html.Check(t) {
		g.note("html", sight{who: "file"}, f)
	}
	if n := s.reports(); n > 0 {
		g.note("policy", sight{who: "the house"}, fmt.Sprintf("%d reports", n))
	}
	g.print(t, len(by))
}

// perTab is how many pages one pair of tabs goes through; those of one person with many pages are looked at side by side.
const perTab = 20

// look goes through pages of one person: once under the policy, once for axe.
func (g *gate) look(t *testing.T, who string, list []sight) {
	strict := g.enter(t, who, chromium.Look{Fresh: true, Width: 390})
	eyes := g.enter(t, who, chromium.Look{Bypass: true, Width: 390})
	for _, s := range list {
		seen := 0
		for _, lang := range languages() {
			g.measure(t, strict, s, lang)
			seen += g.axe(eyes, s, lang)
		}
		g.count(who, seen)
		t.Log(s)
	}
	g.note("foreign", sight{who: who}, strict.Foreign()...)
	g.note("console", sight{who: who}, strict.Console()...)
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

// open brings the page into the state of the sight, in a language.
func (v *visitor) open(s sight, lang string) {
	v.t.Helper()
	v.language = lang
	v.Visit("/" + lang + s.path)
	if s.press != "" {
		v.press(s.press)
	}
	if s.act != nil {
		s.act(v)
	}
}

// review fills the form of an application and goes on to the page that shows it once more.
func (v *visitor) review() { v.reviewAs("kari.holm@post.example") }

func (v *visitor) reviewAs(address string) {
	v.t.Helper()
	v.fill("application.form.name", "Kari Holm").fill("application.form.email", address).fill("application.form.letter", theLetter)
	v.press("application.form.next").sees("application.review.what")
}

// bulk picks what is on the board and goes on to what is done to it.
func (v *visitor) bulk(key string) {
	v.t.Helper()
	v.Tick(v.say("application.bulk.pick", "Name", "Xq"+mark(anna+" name")))
	v.press(key)
}

// confirming counts, so that each letter has an address of its own: an address gets few letters an hour.
var confirming atomic.Int64

// confirm goes on to the page behind the link in the letter.
func (v *visitor) confirm() {
	v.t.Helper()
	address := fmt.Sprintf("kari%d@post.example", confirming.Add(1))
	v.reviewAs(address)
	v.press("application.review.send")
	v.letter(address).sees("application.confirm.button")
}

// reNoWords is what stands where the catalogue has no text.
var reNoWords = regexp.MustCompile(`\[[a-z]+(?:\.[a-z_]+)+\]`)

// measure looks at a page as it is sent: words, policy, ids, width, weight, mark-up.
func (g *gate) measure(t *testing.T, v *visitor, s sight, lang string) {
	t.Helper()
	v.open(s, lang)
	if got := v.Status(); got != s.status {
		g.note("status", s, fmt.Sprintf("%d, want %d", got, s.status))
	}
	g.note("policy", s, v.Refused()...)
	g.note("ids", s, v.TwiceNamed()...)
	if s.who == nobody && s.press == "" && s.act == nil {
		g.weigh(s, v.Weight())
	}
	sent := v.HTML()
	g.note("words", s, reNoWords.FindAllString(sent, -1)...)
	g.add(t, s.who+s.String()+lang, sent)
	v.Width(320)
	if px := v.TooWide(); px > 0 {
		g.note("wide", s, fmt.Sprintf("%d px too wide at 320 in %s", px, lang))
	}
	v.Width(390)
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

// glance is a window and what the system asks for.
type glance struct {
	width int64
	dark  bool
}

// glances are what axe sees of a page in each language: no rule asks for both a language and a window, so that two languages share
// the four windows, and every page is seen in all of them.
var glances = map[string][]glance{"nb": {{390, false}, {1280, true}}, "fi": {{390, true}, {1280, false}}}

// axe looks at a page in a language and says how many variants it saw.
func (g *gate) axe(v *visitor, s sight, lang string) (seen int) {
	v.t.Helper()
	v.open(s, lang)
	for _, look := range glances[lang] {
		v.Width(look.width)
		v.Colours(look.dark, false)
		f := v.Axe()
		g.note("axe", s, f.Violations...)
		g.note("axe", s, f.Incomplete...)
		seen++
	}
	return seen
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
	t.Logf("heaviest public page: %d bytes script, %d style, %d in all, %d requests", g.heaviest["script"], g.heaviest["style"], g.heaviest["all"], g.heaviest["requests"])
	if len(g.pages) == asked && pages < 60 {
		t.Errorf("only %d pages: the crawl misses some", pages)
	}
}
