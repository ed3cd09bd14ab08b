package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/web"
)

// outcome is what a cell of the matrix must be.
type outcome string

const (
	letIn    outcome = "let in"
	login    outcome = "asked to log in"
	withheld outcome = "withheld"
)

// object is one thing that a route may be asked for, and whose it is.
type object struct {
	name, path string
	owner      string // everybody, nobody, operation, one, two, or one of the people
}

const (
	everybody = "everybody"
	operation = "operation"
	noThing   = "019aaaaa-0000-7000-8000-00000000dead" // of the form of an identifier, and of nothing
)

// scopes declares, by the beginning of the pattern, within what a route may work. A route that begins otherwise fails the test: whoever
// adds it says here what it is. The longest beginning counts.
var scopes = map[string]access.ScopeKind{
	"/":                 access.ScopePublic,
	"/account":          access.ScopePublic, // each use-case narrows to the actor's own account
	"/api/applications": access.ScopeSubject,
	"/api/employer":     access.ScopeEmployer,
	"/api/jobs":         access.ScopePublic,
	"/api/openapi.json": access.ScopePublic,
	"/applications":     access.ScopeSubject,
	"/apply":            access.ScopePublic,
	"/cv":               access.ScopePublic, // the door of a CV that was brought in
	"/cvs":              access.ScopeSubject,
	"/employer":         access.ScopeEmployer,
	"/employers":        access.ScopePublic,
	"/erased":           access.ScopePublic,
	"/jobs":             access.ScopePublic,
	"/login":            access.ScopePublic,
	"/me":               access.ScopeSubject,
	"/officer":          access.ScopeOperation,
	"/operator":         access.ScopeOperation,
	"/privacy":          access.ScopePublic,
	"/profile":          access.ScopeSubject,
	"/robots.txt":       access.ScopePublic,
	"/scheme":           access.ScopePublic,
	"/sitemap.xml":      access.ScopePublic,
	"/employer/":        access.ScopeEmployer,
	"/api/employer/":    access.ScopeEmployer,
}

// declared is the scope that the pattern's beginning declares.
func declared(pattern string) (access.ScopeKind, bool) {
	if pattern == "/{$}" {
		return scopes["/"], true
	}
	for at := pattern; at != ""; at = at[:strings.LastIndexByte(at, '/')] {
		if s, ok := scopes[at]; ok {
			return s, true
		}
	}
	return "", false
}

// choice is a value for a path parameter and whose the thing is.
type choice struct{ value, owner string }

type filling struct {
	of      *regexp.Regexp
	choices []choice
}

// fillings says how the parameters of a pattern are filled. The first whose expression matches "pattern parameter" counts.
func (w *town) fillings() []filling {
	if w.filled != nil {
		return w.filled
	}
	id := func(name string) string { return w.ids[name] }
	none := choice{noThing, "nobody"}
	list := []struct {
		of      string
		choices []choice
	}{
		{`^/(api/)?jobs/\{id\}.* id$`, []choice{{id("job of one"), everybody}, {id("draft of one"), "nobody"}, none}},
		{`^/jobs/\{id\}/\{slug\} slug$`, []choice{{"sykepleier", everybody}}},
		{`^/employers/\{id\} id$`, []choice{{id("employer one"), everybody}, none}},
		{`^/(api/)?employer/jobs/\{(id|job)\}.* (id|job)$`, []choice{{id("draft of one"), "one"}, {id("job of one"), "one"}, {id("job of two"), "two"}, none}},
		{`^/employer/jobs/.* do$`, []choice{{"drop", everybody}}},
		{`^/employer/team/\{id\}.* id$`, []choice{{id("member one interviewer"), "one"}, {id("member two interviewer"), "two"}, none}},
		{`^/operator/sites/\{id\} id$`, []choice{{w.Site.ID.String(), operation}, none}},
		{`^/operator/employers/\{id\} id$`, []choice{{id("employer one"), operation}, none}},
		{`^/cvs/\{cv\}.* cv$`, []choice{{id("cv of " + anna), anna}, {id("cv of " + bo), bo}, none}},
		{`^/cvs/.* section$`, []choice{{"work", everybody}}},
		{`^/cvs/.* row$`, []choice{{"0", everybody}}},
		{`^/me/exports/\{export\}.* export$`, []choice{{id("export of " + anna), anna}, {id("export of " + bo), bo}, none}},
		{`^/me/applications/\{application\}.* application$`, []choice{{id("application of " + anna), anna}, {id("application of " + bo), bo}, none}},
		{`^/(api/)?applications/\{(id|application)\}.* (id|application)$`, []choice{{id("application of " + anna), anna}, {id("application of " + bo), bo}, none}},
		{`^/(api/)?employer/applications/\{(id|application)\}.* (id|application)$`, []choice{{id("application of " + anna), "one"}, {id("application of " + bo), "two"}, none}},
		{`^/employer/applications/.* move$`, []choice{none}},
		{`^/officer/erasures/\{erasure\} erasure$`, []choice{none}},
		{`^/officer/holds/\{hold\}/lift hold$`, []choice{none}},
		{`^/officer/audit/\{month\} month$`, []choice{{"2026-10", "nobody"}}},
		{`^/erased/.* erasure$`, []choice{none}},
		{`^/erased/.* proof$`, []choice{{"guessed", "nobody"}}},
		{` token$`, []choice{{strings.Repeat("A", 65), "nobody"}}},
	}
	for _, f := range list {
		w.filled = append(w.filled, filling{regexp.MustCompile(f.of), slices.DeleteFunc(f.choices, func(c choice) bool { return c.value == "" })})
	}
	return w.filled
}

var reParameter = regexp.MustCompile(`\{([a-z]+)(\.\.\.)?\}`)

// objects are the things a route is asked for. A parameter that nobody fills fails the test.
func (w *town) objects(r web.RouteInfo) []object {
	w.T.Helper()
	out := []object{{name: "page", path: strings.TrimSuffix(r.Pattern, "{$}"), owner: w.unfilled(r)}}
	for _, p := range reParameter.FindAllStringSubmatch(strings.ReplaceAll(r.Pattern, "{$}", ""), -1) {
		choices := w.choices(r.Pattern, p[1])
		var next []object
		for _, o := range out {
			for _, c := range choices {
				owner := c.owner
				if owner == everybody && o.owner != "" {
					owner = o.owner
				}
				if o.owner == "nobody" {
					owner = "nobody"
				}
				next = append(next, object{name: p[1] + " of " + owner, path: strings.Replace(o.path, p[0], c.value, 1), owner: owner})
			}
		}
		out = next
	}
	return out
}

// unfilled is whose a page without parameters is.
func (w *town) unfilled(r web.RouteInfo) string {
	if strings.Contains(strings.ReplaceAll(r.Pattern, "{$}", ""), "{") {
		return ""
	}
	return everybody
}

func (w *town) choices(pattern, parameter string) []choice {
	w.T.Helper()
	for _, f := range w.fillings() {
		if f.of.MatchString(pattern + " " + parameter) {
			return f.choices
		}
	}
	w.T.Errorf("%s: nobody says how to fill {%s}: the stranger test does not cover the route", pattern, parameter)
	return nil
}

// expect is the declared cell: may this actor do this to this object?
func (w *town) expect(r web.RouteInfo, o object, name string) outcome {
	a := w.actor(name)
	visitor := a.Persona == access.Visitor
	switch {
	case visitor && (r.Scope != access.ScopePublic || !a.May(r.Permission)):
		return login
	case !a.May(r.Permission), o.owner == "nobody", !mayFor(a, r):
		return withheld
	case o.owner == everybody, o.owner == "":
		return letIn
	case o.owner == operation:
		return letIn
	case o.owner == "one" || o.owner == "two":
		if a.Persona == access.Member && w.ids["employer "+o.owner] == a.Employer.String() {
			return letIn
		}
	case o.owner == name:
		return letIn
	}
	return withheld
}

// mayFor reports whether the actor may act for the route's purpose within its scope.
func mayFor(a access.Actor, r web.RouteInfo) bool {
	scope := map[access.ScopeKind]access.Scope{access.ScopePublic: access.Public(), access.ScopeOperation: access.Operation(),
		access.ScopeSubject: access.OfSubject(a.Subject), access.ScopeEmployer: access.OfEmployer(a.Employer)}[r.Scope]
	_, err := privacy.Authorize(a, scope, r.Purpose)
	return err == nil
}

// got is what an answer says of the cell; "" for what no cell may be.
func got(a answer) outcome {
	to, _ := url.Parse(a.header.Get("Location"))
	switch {
	case a.status == http.StatusUnauthorized, a.status == http.StatusSeeOther && to.Path == "/login":
		return login
	case a.status == http.StatusNotFound, a.status == http.StatusGone:
		return withheld
	case a.status >= 500, a.status == http.StatusForbidden, a.status == http.StatusMethodNotAllowed:
		return ""
	}
	return letIn
}

// same compares two answers to one actor for two addresses: all but the address itself must be equal.
func same(a, b answer) string {
	if a.status != b.status {
		return fmt.Sprintf("status %d and %d", a.status, b.status)
	}
	for name := range mergedKeys(a.header, b.header) {
		x, y := neutral(strings.Join(a.header[name], "|"), a, b), neutral(strings.Join(b.header[name], "|"), a, b)
		if name != "Date" && name != "Content-Length" && x != y {
			return fmt.Sprintf("header %s: %q and %q", name, x, y)
		}
	}
	if x, y := neutral(string(a.body), a, b), neutral(string(b.body), a, b); x != y {
		return apart(x, y)
	}
	return ""
}

func mergedKeys(a, b http.Header) map[string]bool {
	out := map[string]bool{}
	for name := range a {
		out[name] = true
	}
	for name := range b {
		out[name] = true
	}
	return out
}

// apart shows where two texts part.
func apart(x, y string) string {
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	cut := func(s string) string { return s[max(0, n-60):min(len(s), n+100)] }
	return fmt.Sprintf("bodies part: %q and %q", cut(x), cut(y))
}

// neutral puts a word in place of the two addresses that were asked for. Which link of the frame is the current one follows from them.
func neutral(text string, asked ...answer) string {
	paths := []string{asked[0].path, asked[1].path}
	slices.SortFunc(paths, func(x, y string) int { return len(y) - len(x) })
	for _, p := range paths {
		for _, form := range []string{p, url.QueryEscape(p), url.PathEscape(p)} {
			if p != "/" {
				text = strings.ReplaceAll(text, form, "HERE")
			}
		}
	}
	for _, a := range asked {
		for _, id := range reID.FindAllString(a.path, -1) {
			text = strings.ReplaceAll(text, id, "ID")
		}
	}
	return strings.ReplaceAll(text, ` aria-current="page"`, "")
}

// Every route, asked by everybody for everything: as the guard declares, or withheld, and withheld is not found.
func TestStranger(t *testing.T) {
	show.Show(t, "access.stranger", "an unknown address without the headers of a withheld page")
	towns(t, func(t *testing.T, w *town) {
		cells := map[outcome]int{}
		for _, r := range w.Mux.Routes() {
			if s, ok := declared(r.Pattern); !ok || s != r.Scope {
				t.Errorf("%s %s works within %q; its place on the street declares %q", r.Method, r.Pattern, r.Scope, s)
			}
		}
		for _, r := range w.routesOf(http.MethodGet) {
			for _, o := range w.objects(r) {
				for _, name := range w.actors() {
					want := w.expect(r, o, name)
					cells[want]++
					w.cell(t, r, o, name, want)
				}
			}
		}
		w.strangersPost(t, cells)
		w.ownersPost(t, cells)
		t.Logf("%d routes, %d actors; cells: %v", len(w.Mux.Routes()), len(w.walkers), cells)
		if cells[letIn] < 100 || cells[withheld] < 100 || cells[login] < 20 {
			t.Errorf("so few cells say nothing: %v", cells)
		}
	})
}

// cell asks for one page and looks for every mark that is not for this reader.
func (w *town) cell(t *testing.T, r web.RouteInfo, o object, name string, want outcome) {
	t.Helper()
	a := w.walkers[name].get(o.path)
	if was := got(a); was != want {
		t.Errorf("%s asks %s (%s): %s, want %s (%d)", name, a.path, o.name, was, want, a.status)
		return
	}
	if want == withheld && a.status != http.StatusGone {
		w.likeNothing(t, r, o, name, a)
	}
	w.noLeak(t, name, a)
}

// likeNothing compares a withheld answer with that for a thing that does not exist, and with that of a route that does not exist.
func (w *town) likeNothing(t *testing.T, r web.RouteInfo, o object, name string, a answer) {
	t.Helper()
	alike := []string{nothing(r, o.path)}
	if !r.API { // an API answers a problem, and only under its own addresses
		alike = append(alike, "/not"+o.path)
	}
	for _, p := range alike {
		if p == o.path {
			continue
		}
		if diff := same(a, w.walkers[name].get(p)); diff != "" {
			t.Errorf("%s: withheld %s is not like %s, which does not exist: %s", name, o.path, p, diff)
		}
	}
}

// nothing is the address of a thing that does not exist, on the same route.
func nothing(r web.RouteInfo, path string) string { return reID.ReplaceAllString(path, noThing) }

// secret says whose mark is for whom.
func (w *town) secrets() map[string][]string {
	if w.secret != nil {
		return w.secret
	}
	out := map[string][]string{}
	for _, e := range []string{"one", "two"} {
		for _, role := range memberRoles {
			out[mark("draft of "+e)] = append(out[mark("draft of "+e)], member(e, role))
		}
	}
	for _, c := range []string{anna, bo} {
		for _, f := range []string{" headline", " summary", " role"} {
			out[mark(c+f)] = []string{c}
		}
	}
	for name := range w.people {
		for _, f := range []string{" name", " address"} {
			out[mark(name+f)] = append(out[mark(name+f)], name)
			out[mark(name+f)] = append(out[mark(name+f)], w.colleagues(name)...)
		}
	}
	w.applied(out)
	w.secret = out
	return out
}

// colleagues are the members of the same employer.
func (w *town) colleagues(name string) (out []string) {
	for _, other := range w.actors() {
		if a, b := w.actor(name), w.actor(other); a.Persona == access.Member && a.Employer == b.Employer {
			out = append(out, other)
		}
	}
	return out
}

// noLeak looks for marks that are not for this reader.
func (w *town) noLeak(t *testing.T, name string, a answer) {
	t.Helper()
	for m, who := range w.secrets() {
		if bytes.Contains(a.body, []byte(m)) && !slices.Contains(who, name) {
			t.Errorf("%s reads on %s what is only for %v", name, a.path, who)
		}
	}
}

// quiet are the tables that an attempt may change: who used a session when, and how often something was tried.
var quiet = []string{"session", "throttle", "access_record", "access_handle"}

// strangersPost sends every form to every route as everybody who may not, and compares all tables.
func (w *town) strangersPost(t *testing.T, cells map[outcome]int) {
	t.Helper()
	forms := w.formsByShape()
	before := dump(w.House)
	for _, r := range w.Mux.Routes() {
		if r.Method == http.MethodGet {
			continue
		}
		for _, o := range w.objects(r) {
			for _, name := range w.actors() {
				want := w.expect(r, o, name)
				if want == letIn {
					continue
				}
				cells[want]++
				w.strangerPosts(t, r, o, name, want, append(forms[shape(o.path)], url.Values{}))
			}
		}
		after := dump(w.House)
		if d := differ(before, after, quiet...); len(d) > 0 {
			t.Errorf("%s %s: strangers changed %s", r.Method, r.Pattern, strings.Join(d, "\n"))
		}
		before = after
	}
}

func (w *town) strangerPosts(t *testing.T, r web.RouteInfo, o object, name string, want outcome, forms []url.Values) {
	t.Helper()
	for i, form := range forms {
		a := w.send(name, r, o.path, form)
		was := got(a)
		if i == len(forms)-1 && was == letIn && a.status >= 400 && want == withheld {
			was = withheld // an empty form may be found wrong before its object is looked for, if every object gives the same answer
		}
		if was != want {
			t.Errorf("%s posts to %s (%s) form %d: %q, want %s (%d)", name, o.path, o.name, i, was, want, a.status)
		}
		if p := nothing(r, o.path); want == withheld && p != o.path {
			if diff := same(a, w.send(name, r, p, form)); diff != "" {
				t.Errorf("%s: posting to %s is not like posting to %s: %s", name, o.path, p, diff)
			}
		}
		w.noLeak(t, name, a)
	}
}

// send posts a form, or for an API route its values as JSON.
func (w *town) send(name string, r web.RouteInfo, path string, form url.Values) answer {
	if !r.API {
		return w.walkers[name].post(path, form)
	}
	body := map[string]any{"version": 1, "title": "Ny tekst her", "language": "nb", "reason": "filled"}
	if len(form) == 0 {
		body = map[string]any{}
	}
	raw, err := json.Marshal(body)
	w.Must(err)
	return w.walkers[name].do(r.Method, path, "application/json", raw)
}

// formsByShape gathers, from the pages of everybody, what their forms would send, by the shape of where they send it.
func (w *town) formsByShape() map[string][]url.Values {
	out := map[string][]url.Values{}
	for _, name := range w.actors() {
		for _, a := range w.walkers[name].crawl(w.starts(name)...) {
			for _, s := range a.sheets() {
				if k := shape(w.local(s.action)); s.method == http.MethodPost && len(out[k]) < 2 {
					out[k] = append(out[k], s.filled())
				}
			}
		}
	}
	return out
}

// ownersPost is the positive control: the same forms, sent by whom they belong to, arrive and change rows.
func (w *town) ownersPost(t *testing.T, cells map[outcome]int) {
	t.Helper()
	forms := w.formsByShape()
	changed := 0
	for _, r := range w.Mux.Routes() {
		if r.Method == http.MethodGet || strings.HasPrefix(r.Pattern, "/account") || r.Pattern == "/me/delete" {
			continue // these end sessions, without which nothing after them says anything
		}
		for _, o := range w.objects(r) {
			for _, name := range w.actors() {
				if w.expect(r, o, name) != letIn || len(forms[shape(o.path)]) == 0 {
					continue
				}
				before := dump(w.House)
				a := w.send(name, r, o.path, forms[shape(o.path)][0])
				cells[letIn]++
				if was := got(a); was != letIn && was != withheld { // what an earlier form of the owner ended is gone
					t.Errorf("%s posts to %s: %q (%d)", name, o.path, was, a.status)
				}
				if len(differ(before, dump(w.House), quiet...)) > 0 {
					changed++
				}
				break
			}
		}
	}
	t.Logf("positive control: %d forms of their owners changed rows", changed)
	if changed < 8 {
		t.Errorf("only %d forms changed a row: the dump sees nothing", changed)
	}
}

// The operator and the officer see states and dates: no page of theirs opens a body or shows a word about a person.
func TestOperator(t *testing.T) {
	show.Show(t, "access.operator", "a page that opens a body among those of the operation")
	towns(t, func(t *testing.T, w *town) {
		before := dump(w.House)
		seen := 0
		for _, r := range w.Mux.Routes() {
			if r.Scope != access.ScopeOperation {
				continue
			}
			for _, name := range []string{operator, officer} {
				for _, o := range w.objects(r) {
					if r.Method == http.MethodGet && w.expect(r, o, name) == letIn {
						seen += w.look(t, w.walkers[name], o.path)
					}
				}
			}
		}
		after := dump(w.House)
		for _, table := range []string{"access_record", "access_handle"} {
			if !slices.Equal(before[table], after[table]) {
				t.Errorf("running the server opened somebody's data: %s", differ(rows{table: before[table]}, rows{table: after[table]}))
			}
		}
		if seen < 10 {
			t.Errorf("only %d pages were opened", seen)
		}
		// The same eyes see a body that is opened, and a mark that is shown.
		a := w.walkers[member("one", access.Owner)].get("/employer/applications/" + w.ids["application of "+anna])
		if !bytes.Contains(a.body, []byte(mark(anna+" letter"))) || slices.Equal(after["access_record"], dump(w.House)["access_record"]) {
			t.Errorf("positive control: an application that a member opened leaves no record (%d)", a.status)
		}
	})
}

// look opens a page of the operation and those it leads to, and counts them.
func (w *town) look(t *testing.T, b *walker, path string) int {
	t.Helper()
	a := b.get(path)
	w.noLeak(t, b.name, a)
	n := 1
	for _, l := range a.links() {
		if l = w.local(l); strings.HasPrefix(l, "/operator/") || strings.HasPrefix(l, "/officer/") {
			w.noLeak(t, b.name, b.get(l))
			n++
		}
	}
	return n
}
