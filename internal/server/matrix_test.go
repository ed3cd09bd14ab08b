package server_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/web"
	"verv/internal/web/theme"
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
	"/":                   access.ScopePublic,
	"/account":            access.ScopePublic, // each use-case narrows to the actor's own account
	"/alert":              access.ScopePublic, // the token in the address narrows it to one person's alerts
	"/alerts":             access.ScopeSubject,
	"/alerts/new":         access.ScopePublic, // anybody saves a search; whoever is not known is asked by mail
	"/api/alerts":         access.ScopeSubject,
	"/api/applications":   access.ScopeSubject,
	"/api/cvs":            access.ScopeSubject,
	"/api/me":             access.ScopeSubject,
	"/api/messages":       access.ScopeSubject,
	"/api/notifications":  access.ScopeSubject,
	"/api/profile":        access.ScopeSubject,
	"/api/employer":       access.ScopeEmployer,
	"/api/jobs":           access.ScopePublic,
	"/api/openapi.json":   access.ScopePublic,
	"/developers":         access.ScopePublic,
	"/applications":       access.ScopeSubject,
	"/apply":              access.ScopePublic,
	"/cv":                 access.ScopePublic, // the door of a CV that was brought in
	"/cvs":                access.ScopeSubject,
	"/employer":           access.ScopeEmployer,
	"/embed":              access.ScopePublic,
	"/employers":          access.ScopePublic,
	"/erased":             access.ScopePublic,
	"/feed":               access.ScopePublic,
	"/feed.json":          access.ScopePublic,
	"/feed.rss":           access.ScopePublic,
	"/imprint":            access.ScopePublic,
	"/areas":              access.ScopePublic,
	"/jobs":               access.ScopePublic,
	"/login":              access.ScopePublic,
	"/me":                 access.ScopeSubject,
	"/messages":           access.ScopeSubject,
	"/notifications":      access.ScopeSubject,
	"/notifications/stop": access.ScopePublic, // the token in the address narrows it to one person's mail
	"/officer":            access.ScopeOperation,
	"/operator":           access.ScopeOperation,
	"/pictures":           access.ScopePublic,
	"/people/stop":        access.ScopePublic, // the token in the address narrows it to one member's letters
	"/privacy":            access.ScopePublic,
	"/requests":           access.ScopeSubject,
	"/reports":            access.ScopePublic, // each use-case narrows to the report that the address proves
	"/profile":            access.ScopeSubject,
	"/recommended":        access.ScopeSubject,
	"/api/recommended":    access.ScopeSubject,
	"/review":             access.ScopePublic,
	"/robots.txt":         access.ScopePublic,
	"/scheme":             access.ScopePublic,
	"/sitemap.xml":        access.ScopePublic,
	"/sitemaps":           access.ScopePublic,
	"/suggest":            access.ScopePublic,
	"/terms":              access.ScopePublic,
	"/theme":              access.ScopePublic,
	"/employer/":          access.ScopeEmployer,
	"/api/employer/":      access.ScopeEmployer,
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
		{`^/employers/\{id\}.* id$`, []choice{{id("employer one"), everybody}, none}},
		{`^/sitemaps/\{name\} name$`, []choice{{"pages.xml", everybody}, {"jobs-1.xml", everybody}, {"jobs-9.xml", "nobody"}}},
		{`^/theme/\{name\} name$`, []choice{{theme.Name(theme.Colour{R: 29, G: 78, B: 216}), everybody}, {"1d4ed8.css", "nobody"}}},
		{`^/pictures/\{name\} name$`, []choice{{id("picture"), everybody}, {strings.Repeat("0", 32) + ".png", "nobody"}}},
		{`^/(api/)?employer/profile/pictures/\{id\}.* id$`, []choice{{id("picture of one"), "one"}, {id("picture of two"), "two"}, none}},
		{`^/employer/jobs/\{id\}/people/\{proposal\}.* id$`, []choice{{id("job of one"), "one"}, none}}, // a proposal is one job's
		{`^/employer/jobs/\{id\}/people/.* proposal$`, []choice{{id("proposal of one"), "one"}, none}},
		{`^/(api/)?employer/jobs/\{(id|job)\}.* (id|job)$`, []choice{{id("draft of one"), "one"}, {id("job of one"), "one"}, {id("job of two"), "two"}, none}},
		{`^/employer/jobs/.* do$`, []choice{{"drop", everybody}}},
		{`^/(api/)?employer/templates/\{id\}.* id$`, []choice{{id("template of one"), "one"}, {id("template of two"), "two"}, none}},
		{`^/employer/templates/.* do$`, []choice{{"begin", everybody}}},
		{`^/(api/)?employer/clients/\{id\}.* id$`, []choice{{id("client of one"), "one"}, {id("client of two"), "two"}, none}},
		{`^/(api/)?employer/team/\{id\}.* id$`, []choice{{id("member one interviewer"), "one"}, {id("member two interviewer"), "two"}, none}},
		{`^/(api/)?employer/webhooks/\{id\}.* id$`, []choice{{id("webhook of one"), "one"}, {id("webhook of two"), "two"}, none}},
		{`^/(api/)?employer/webhooks/.* delivery$`, []choice{{id("delivery of one"), "one"}, {id("delivery of two"), "two"}, none}},
		{`^/operator/moderation/\{id\} id$`, []choice{{id("job of one"), operation}, {id("draft of one"), "nobody"}, none}},
		{`^/operator/support/.* support$`, []choice{{id("support of one"), operation}, none}},
		{`^/operator/support/.* job$`, []choice{{id("job of one"), everybody}, {id("draft of one"), everybody}, {id("job of two"), "nobody"}, none}},
		{`^/operator/plans/\{id\}.* id$`, []choice{{id("plan"), operation}, none}},
		{`^/operator/features/\{feature\} feature$`, []choice{{"feeds", operation}, {"rights", "nobody"}}},
		{`^/operator/sites/\{id\}.* id$`, []choice{{w.Site.ID.String(), operation}, none}},
		{`^/operator/employers/\{id\}.* id$`, []choice{{id("employer one"), operation}, none}},
		{`^/(api/)?cvs/\{(id|cv)\}.* (id|cv)$`, []choice{{id("cv of " + anna), anna}, {id("cv of " + bo), bo}, none}},
		{`^/(api/)?alerts/\{(id|alert)\}.* (id|alert)$`, []choice{{id("alert of " + anna), anna}, {id("alert of " + bo), bo}, none}},
		{`^/alert/at/.* alert$`, []choice{none}}, // it is found by its person's link alone: see package alert
		{`^/(api/)?cvs/.* section$`, []choice{{"work", everybody}}},
		{`^/(api/)?cvs/.* row$`, []choice{{"0", everybody}}},
		{`^/(api/)?me/exports/\{export\}.* export$`, []choice{{id("export of " + anna), anna}, {id("export of " + bo), bo}, none}},
		{`^/me/applications/\{application\}.* application$`, []choice{{id("application of " + anna), anna}, {id("application of " + bo), bo}, none}},
		{`^/(api/)?applications/\{(id|application)\}.* (id|application)$`, []choice{{id("application of " + anna), anna}, {id("application of " + bo), bo}, none}},
		{`^/(api/)?employer/applications/\{(id|application)\}.* (id|application)$`, []choice{{id("application of " + anna), "one"}, {id("application of " + bo), "two"}, none}},
		{`^/employer/reviews/\{application\}.* application$`, []choice{{id("application of " + anna), "one"}, {id("application of " + bo), "two"}, none}},
		{`^/(api/)?employer/scorecards/\{template\}.* template$`, []choice{{id("template of one"), "one"}, {id("template of two"), "two"}, none}},
		{`^/(api/)?employer/todos/\{todo\}.* todo$`, []choice{{id("todo of one"), "one"}, {id("todo of two"), "two"}, none}},
		{`^/employer/people/\{card\}.* card$`, []choice{{id("card"), everybody}, none}}, // who wants to be found is found by every verified employer
		{`^/employer/people/requests/.* approach$`, []choice{{id("approach of one"), "one"}, none}},
		{`^/employer/people/saved/\{search\}/tell search$`, []choice{{id("search of one"), "one"}, none}},
		{`^/employer/people/saved/.* search$`, []choice{none}},                   // a saved search is dropped by its member alone: see package search
		{`^/recommended/\{job\} job$`, []choice{{id("job of one"), anna}, none}}, // it stands in anna's list
		{`^/requests/.* approach$`, []choice{none}},                              // a request is found by its person alone: see package search
		{`^/employer/applications/.* move$`, []choice{none}},
		{`/messages/files/\{file\} file$`, []choice{none}},   // a file is found in its own thread alone: see package message
		{`^/api/me/drafts/\{draft\} draft$`, []choice{none}}, // a draft is found by its person alone: see package application
		{`^/(api/)?employer/message-templates/\{template\}.* template$`, []choice{{id("message template of one"), "one"}, {id("message template of two"), "two"}, none}},
		{`^/(api/)?employer/claims/\{claim\} claim$`, []choice{none}},
		{`^/(api/)?employer/.* (stage|bulk|filter|question)$`, []choice{none}}, // a bulk and a filter are one member's own: see package application
		{`^/(api/)?employer/.* language$`, []choice{{"nb", everybody}}},
		{`^/(employer|operator)/reports/\{name\} name$`, []choice{{"funnel.csv", everybody}, {"people.csv", "nobody"}}},
		{`^/officer/erasures/\{erasure\} erasure$`, []choice{none}},
		{`^/(me|officer)/restrictions/.* restriction$`, []choice{none}},
		{`^/officer/holds/\{hold\}/lift hold$`, []choice{none}},
		{`^/officer/audit/\{month\}.* month$`, []choice{{"2026-10", "nobody"}}},
		{`^/erased/.* erasure$`, []choice{none}},
		{`^/erased/.* proof$`, []choice{{"guessed", "nobody"}}},
		{`^/reports/\{token\} token$`, []choice{{id("report of one"), everybody}, {strings.Repeat("A", 65), "nobody"}}},
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
		if name != "Date" && name != "Content-Length" && name != "Ratelimit" && x != y {
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
