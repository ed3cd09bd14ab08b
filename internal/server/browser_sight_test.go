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
	"sync/atomic"

	"golang.org/x/net/html"

	"verv/internal/access"
	"verv/internal/account"
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
		member("one", access.Interviewer), member("two", access.Owner), officer, operator}
}

// sights are all pages of the town: what a crawl reaches from every route, and the states that a crawl cannot see. Of the pages of one
// kind a persona sees the fullest, and none whose mark-up somebody before saw already. A route that the crawl never gets an answer of is
// named: a page comes into the gate by itself, or somebody says why not.
func (w *town) sights() (out []sight, missed []string) {
	w.T.Helper()
	seen := map[string]bool{}
	links := w.late()
	reached := w.routing()
	for _, who := range everyone() {
		all := w.walkers[who].crawl(w.starts(who)...)
		reached.add(all)
		for _, a := range fullest(all) {
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
	for _, s := range links {
		reached.add([]answer{w.walkers[s.who].get(s.path)})
	}
	owner, open := member("one", access.Owner), w.ids["job of one"]
	return append(append(out, links...),
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
		sight{owner, "/employer/message-templates/new", "message.template.save", http.StatusUnprocessableEntity, nil},
		sight{owner, "/employer/jobs/" + open + "/questions", "job.questions.save", http.StatusUnprocessableEntity, nil},
		sight{owner, "/employer/jobs/" + open + "/applications?view=board", "", http.StatusOK, nil},
		sight{owner, "/employer/jobs/" + open + "/applications?view=board&bulk", "", http.StatusOK, func(v *visitor) { v.bulk("application.bulk.move") }},
		sight{owner, "/employer/jobs/" + open + "/applications?view=board&message", "", http.StatusOK, func(v *visitor) { v.bulk("application.bulk.message") }},
		sight{owner, "/employer/jobs/" + open + "/stages", "application.stages.add", http.StatusUnprocessableEntity, nil},
	), reached.missed()
}

// unreached are the routes that no crawl opens, and how the gate or another test does.
var unreached = map[string]string{
	"GET /apply/confirm/{token}":        "the state confirm of the form",
	"GET /employer/bulk/{bulk}":         "the state bulk of the board",
	"GET /employer/bulk/{bulk}/message": "the state message of the board",
}

// routing says which GET routes were answered.
type routing struct {
	mux *http.ServeMux
	hit map[string]bool // by pattern
}

func (w *town) routing() *routing {
	w.T.Helper()
	r := &routing{http.NewServeMux(), map[string]bool{}}
	for _, route := range w.routesOf(http.MethodGet) {
		r.mux.Handle("GET "+route.Pattern, http.NotFoundHandler())
		if !route.API { // a document is no page
			r.hit["GET "+route.Pattern] = false
		}
	}
	return r
}

func (r *routing) add(all []answer) {
	for _, a := range all {
		req, err := http.NewRequest(http.MethodGet, reSpoken.ReplaceAllString(a.path, "/"), nil)
		if _, pattern := r.mux.Handler(req); err == nil && a.status < 400 {
			r.hit[pattern] = true
		}
	}
}

func (r *routing) missed() (out []string) {
	for _, pattern := range slices.Sorted(maps.Keys(r.hit)) {
		if !r.hit[pattern] && unreached[pattern] == "" {
			out = append(out, pattern)
		}
	}
	return out
}

// reSpoken is the language that a path begins with.
var reSpoken = regexp.MustCompile(`^/(?:nb|nn|sv|fi|da|en)(?:/|$)`)

// reTongue is a language as a step of a path.
var reTongue = regexp.MustCompile(`/(?:nb|nn|sv|fi|da|en)(/|$)`)

// fullest are the pages of a crawl, the longest of each kind, in its order.
func fullest(all []answer) (out []answer) {
	at := map[string]int{}
	for _, a := range all {
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
