package server_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/web"
)

// Every route, asked by everybody for everything: as the guard declares, or withheld, and withheld is not found.
func TestStranger(t *testing.T) {
	t.Parallel()
	show.Show(t, "access.stranger", "unknown-address-tells")
	show.Show(t, "store.access-record", "two-records-of-one-view")
	towns(t, func(t *testing.T, w *town) {
		cells, looks := map[outcome]int{}, 0
		db := w.raw()
		defer db.Close()
		records := w.records(db)
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
					// One view is one access record, however much it opens; a file of contacts is one for each person, whom it tells.
					now := w.records(db)
					if want == letIn && now-records > 1 && !strings.HasSuffix(r.Pattern, "/contacts.csv") {
						t.Errorf("%s asks %s: %d access records of one view", name, o.path, now-records)
					}
					looks, records = looks+now-records, now
				}
			}
		}
		w.strangersPost(t, cells)
		w.ownersPost(t, cells)
		t.Logf("%d routes, %d actors; cells: %v", len(w.Mux.Routes()), len(w.walkers), cells)
		if cells[letIn] < 100 || cells[withheld] < 100 || cells[login] < 20 {
			t.Errorf("so few cells say nothing: %v", cells)
		}
		if looks < 50 {
			t.Errorf("only %d views left an access record", looks)
		}
	})
}

// records counts the access records.
func (w *town) records(db *sql.DB) (n int) {
	w.T.Helper()
	w.Must(db.QueryRowContext(w.T.Context(), "select count(*) from access_record").Scan(&n))
	return n
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
			out[mark("client of "+e)] = append(out[mark("client of "+e)], member(e, role))
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
	w.judged(out)
	w.corresponded(out)
	w.watched(out)
	w.foundOut(out)
	out[mark("report of one")] = []string{operator}
	out[mark("reporter address")] = nil
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

// strangersPost sends every form to every route as everybody who may not, and compares all tables. The short form lets each route be tried by
// every second of them, in turn.
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
				if cells[want]++; testing.Short() && cells[want]%4 != 1 {
					continue
				}
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
	show.Show(t, "access.operator", "operator-opens-members")
	towns(t, func(t *testing.T, w *town) {
		before := dump(w.House)
		seen := 0
		for _, r := range w.Mux.Routes() {
			if r.Scope != access.ScopeOperation || r.Purpose == privacy.Moderate {
				continue // who moderates reads what was reported: see TestModeratorLeavesARecord
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
