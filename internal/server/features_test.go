package server_test

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/plan"
	"verv/internal/privacy"
	"verv/internal/web"
)

// onPlan puts employer one on a plan with room for all that the town does.
func (w *town) onPlan() {
	w.T.Helper()
	g := w.Grant(w.people[operator].Actor, access.Operation(), privacy.Operate)
	p, err := w.Plans.Make(w.T.Context(), g, plan.Terms{Name: "Sjø", Most: map[plan.Limit]int{plan.Jobs: 500, plan.Members: 5000}})
	w.Must(err)
	w.Must(w.Plans.Assign(w.T.Context(), g, w.one, p))
	w.ids["plan"] = p.String()
}

func (w *town) turn(off bool, names ...feature.Name) {
	w.T.Helper()
	g := w.Grant(w.people[operator].Actor, access.Operation(), privacy.Operate)
	for _, n := range names {
		w.Must(w.Features.Switch(w.T.Context(), g, n, off))
	}
}

// asker is somebody whom a route lets in, and what for.
func (w *town) asker(r web.RouteInfo) (name string, o object, ok bool) {
	for _, o := range w.objects(r) {
		for _, name := range w.actors() {
			if w.expect(r, o, name) == letIn {
				return name, o, true
			}
		}
	}
	return "", object{}, false
}

// part is a route of features, with what its addresses look like.
type part struct {
	web.RouteInfo
	like *regexp.Regexp
}

func (w *town) parts() (out []part) {
	for _, r := range w.Mux.Routes() {
		if r.Features != "" {
			p := strings.NewReplacer(`\{`, "{", `\}`, "}").Replace(regexp.QuoteMeta(r.Pattern))
			out = append(out, part{r, regexp.MustCompile("^" + reParameter.ReplaceAllString(p, "[^/]+") + "$")})
		}
	}
	return out
}

// leads are the addresses of a page with their methods: links, sheets, feeds, forms and buttons.
func (w *town) leads(a answer) (out [][2]string) {
	doc, err := html.Parse(bytes.NewReader(a.body))
	w.Must(err)
	add := func(method, address string) {
		p, _, _ := strings.Cut(w.local(address), "?")
		out = append(out, [2]string{method, p})
	}
	nodes(doc, func(n *html.Node) {
		at := attrs(n)
		add(http.MethodGet, at["href"])
		add(http.MethodGet, at["src"])
		add(http.MethodPost, at["formaction"])
		if n.Data == "form" {
			add(strings.ToUpper(at["method"]), at["action"])
		}
	})
	return out
}

// found says which parts somebody's pages lead to.
func (w *town) found(all []part) map[string]string {
	out := map[string]string{}
	for _, name := range []string{nobody, anna, member("one", access.Owner), operator} {
		for _, a := range w.walkers[name].crawl(w.starts(name)...) {
			if !a.isHTML() {
				continue
			}
			for _, l := range w.leads(a) {
				for _, p := range all {
					if p.Method == l[0] && p.like.MatchString(l[1]) {
						out[p.Method+" "+p.Pattern] = name + " on " + a.path
					}
				}
			}
		}
	}
	return out
}

// A feature that is off is as if this build had none: each of its routes is not found, like an address that there never was, whoever asks; no page
// leads to it; the document of the API does not know it. On again, all of it is back.
func TestFeaturesOff(t *testing.T) {
	if testing.Short() {
		t.Skip("make check ends in two minutes: make test walks this")
	}
	towns(t, func(t *testing.T, w *town) {
		all := w.parts()
		of := map[feature.Name]int{}
		for _, n := range feature.All() {
			w.turn(true, n)
			for _, p := range all {
				name, o, ok := w.asker(p.RouteInfo)
				if !ok {
					continue
				}
				mine := slices.Contains(strings.Fields(p.Features), string(n))
				if !mine && p.Method != http.MethodGet {
					continue
				}
				a := w.send(name, p.RouteInfo, o.path, nil)
				if p.Method == http.MethodGet {
					a = w.walkers[name].get(o.path)
				}
				if mine != (a.status == http.StatusNotFound) {
					t.Errorf("%s is off, %s asks %s %s: %d", n, name, p.Method, o.path, a.status)
				}
				if mine && p.Method == http.MethodGet && !p.API {
					of[n]++
					never := "/not" + o.path
					if strings.HasPrefix(o.path, "/api/") {
						never = "/api/not" + o.path
					}
					if diff := same(a, w.walkers[name].get(never)); diff != "" {
						t.Errorf("%s is off, and %s is not like what never was: %s", n, o.path, diff)
					}
				}
			}
			w.turn(false, n)
		}
		before := w.found(all)
		w.turn(true, feature.All()...)
		for route, where := range w.found(all) {
			t.Errorf("a page leads to %s, which is off: %s", route, where)
		}
		for _, want := range []string{"GET /account/signup", "GET /feed.rss", "GET /employer/embed", "GET /developers", "GET /account/tokens", "GET /employer/webhooks",
			"GET /employer/jobs/{id}/applications.csv", "GET /operator/employers/{id}/support"} {
			if before[want] == "" {
				t.Errorf("positive control: with all features on no page leads to %s", want)
			}
		}
		for _, n := range []feature.Name{feature.API, feature.Webhooks, feature.Feeds, feature.Embed, feature.SignUp, feature.Files, feature.Support} {
			if of[n] == 0 {
				t.Errorf("%s has no page", n)
			}
		}
		w.turn(false, feature.All()...)
		w.document(t)
		w.visitors(t)
		w.answersByMail(t)
		w.plans(t)
	})
}

// plans: an operator makes a plan and puts an employer on it, by the pages; the list of employers narrows to it; the employer reads its use on its
// page and by the API, is told that there is no more room, and what was typed stays.
func (w *town) plans(t *testing.T) {
	t.Helper()
	op, owner := w.walkers[operator], w.walkers[member("two", access.Owner)]
	if a := op.post("/operator/plans/new", url.Values{"name": {"Fjord"}, "members": {"0"}, "jobs": {"mange"}}); a.status != http.StatusUnprocessableEntity ||
		!bytes.Contains(a.body, []byte(`value="Fjord"`)) || !bytes.Contains(a.body, []byte(`value="mange"`)) {
		t.Errorf("a wrong plan: %d", a.status)
	}
	if a := op.post("/operator/plans/new", url.Values{"name": {"Fjord"}, "members": {"2"}}); a.status != http.StatusSeeOther {
		t.Fatalf("a plan: %d", a.status)
	}
	p := w.one1("select id from plan where name = 'Fjord'")
	if a := op.post("/operator/employers/"+w.ids["employer two"]+"/plan", url.Values{"plan": {p}}); a.status != http.StatusSeeOther {
		t.Fatalf("putting on a plan: %d", a.status)
	}
	if a := op.post("/operator/employers/"+w.ids["employer two"]+"/plan", url.Values{"plan": {noThing}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("putting on no plan that there is: %d", a.status)
	}
	for query, want := range map[string][2]bool{"": {true, true}, "?plan=" + p: {false, true}, "?plan=" + w.ids["plan"]: {true, false}, "?plan=none": {false, false}} {
		a := op.get("/operator/employers" + query)
		if got := [2]bool{bytes.Contains(a.body, []byte("Nordkyst sykehus HF")), bytes.Contains(a.body, []byte("Solvik kommune"))}; got != want {
			t.Errorf("employers%s: %v, want %v", query, got, want)
		}
	}
	if a := owner.get("/employer/setting"); !bytes.Contains(a.body, []byte("planen Fjord")) || !bytes.Contains(a.body, []byte("4 av 2")) {
		t.Errorf("the employer does not read its plan: %d", a.status)
	}
	if a := owner.get("/api/employer/plan"); !bytes.Contains(a.body, []byte(`"name":"Fjord"`)) || !bytes.Contains(a.body, []byte(`{"limit":"members","used":4,"max":2}`)) {
		t.Errorf("the API: %s", a.body)
	}
	a := owner.post("/employer/team", url.Values{"name": {"Per Ny"}, "address": {"per.ny@post.example"}, "role": {"recruiter"}})
	if a.status != http.StatusConflict || !bytes.Contains(a.body, []byte("4 av 2 medlemmer")) || !bytes.Contains(a.body, []byte(`value="per.ny@post.example"`)) {
		t.Errorf("inviting beyond the plan: %d", a.status)
	}
}

// document: what is off is left out of the document of the API, with its events.
func (w *town) document(t *testing.T) {
	t.Helper()
	has := func(word string) bool {
		return bytes.Contains(w.walkers[nobody].get("/api/openapi.json").body, []byte(word)) && bytes.Contains(w.walkers[nobody].get("/developers").body, []byte(word))
	}
	for n, word := range map[feature.Name]string{feature.Webhooks: "list-webhooks", feature.Embed: "change-embed", feature.Files: "list-contacts-csv"} {
		if !has(word) {
			t.Errorf("positive control: the document lacks %s", word)
		}
		if w.turn(true, n); has(word) || !has("get-setting") {
			t.Errorf("%s is off, and the document has %s, or has lost others", n, word)
		}
		if n == feature.Webhooks && has("on-job.closed") {
			t.Error("webhooks are off, and the document has their events")
		}
		w.turn(false, n)
	}
}

// visitors: without guests a visitor who wants to apply is asked to log in, and somebody with an account is not.
func (w *town) visitors(t *testing.T) {
	t.Helper()
	path := "/jobs/" + w.ids["job of one"] + "/apply"
	for off, want := range map[bool]outcome{false: letIn, true: login} {
		w.turn(off, feature.Guests)
		if a := w.walkers[nobody].get(path); got(a) != want {
			t.Errorf("guests off: %t, a visitor who applies gets %d", off, a.status)
		}
		if a := w.walkers[nobody].post(path, nil); (got(a) == login) != off {
			t.Errorf("guests off: %t, a visitor who posts gets %d", off, a.status)
		}
		if a := w.walkers[bo].get(path); got(a) != letIn {
			t.Errorf("guests off: %t, a candidate who applies gets %d", off, a.status)
		}
	}
	w.turn(false, feature.Guests)
}

// answersByMail: while letters cannot be answered, mail goes back to its sender.
func (w *town) answersByMail(t *testing.T) {
	t.Helper()
	take := func() error {
		_, err := w.House.House.Mail.Take(t.Context(), []string{"reply+x@jobb.example"}, strings.NewReader("From: a@b.example\r\n\r\nHei\r\n"))
		return err
	}
	w.Must(take())
	if w.turn(true, feature.Answers); !fault.Is(take(), fault.Gone) {
		t.Error("mail is taken in while answers are off")
	}
	w.turn(false, feature.Answers)
	w.Must(take())
}

// A right is no feature: a route of one panics when it names a feature.
func TestRightsAreNotSwitched(t *testing.T) {
	named := func(g web.Guard) (panicked bool) {
		defer func() { panicked = recover() != nil }()
		web.Get("/x", g, func(*web.Request) error { return nil }).Of(feature.Feeds)
		return false
	}
	for what, g := range map[string]web.Guard{"access": web.Own(access.RightsOwn, privacy.Rights), "consent": web.Own(access.ConsentOwn, privacy.Account),
		"one's own application": web.Own(access.ApplicationOwn, privacy.Apply), "a report": web.Public(access.JobReport, privacy.Moderate)} {
		if !named(g) {
			t.Errorf("%s can be switched off", what)
		}
	}
	if named(web.Public(access.JobSee, privacy.Publish)) {
		t.Error("positive control: a list of jobs cannot be switched off")
	}
}
