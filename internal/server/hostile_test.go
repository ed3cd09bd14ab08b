package server_test

import (
	"bytes"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"verv/internal/access"
	"verv/internal/testbed/whole"
)

// hostile is one value that somebody with ill will types. Kept says that a form must show it again exactly as it was typed.
type hostile struct {
	name, value string
	kept        bool
}

func hostiles() []hostile {
	return []hostile{
		{"script", `<script>vx()</script>`, true},
		{"attribute", `"><img src=x onerror=vx()>`, true},
		{"quote", `' onmouseover='vx() " autofocus onfocus="vx()`, true},
		{"address", `javascript:vx()`, true},
		{"template", `{{constructor}}${7*7}</textarea></title>`, true},
		{"sql", `'; drop table account; --`, true},
		{"like", `%_\' or 1=1) union select null--`, true},
		{"traversal", `../../../../etc/passwd`, true},
		{"formula", `=HYPERLINK("http://vx.example","x")`, true},
		{"nul", "a\x00b", false},
		{"long", strings.Repeat("ø", 10000), true},
		{"direction", "a\u202egnp.exe\u202c", false},
		{"encoding", "a\xff\xfe\xc0\xafb", false},
		{"header", "x\r\nX-Vx: 1\r\nBcc: vx@vx.example", false},
		{"number", "99999999999999999999999999", true},
		{"minus", "-1", true},
	}
}

// stored are the values that engines take differently.
var stored = []string{"sql", "like", "nul", "long", "encoding", "number"}

// tried are the values that one field gets. On SQLite that is all of them, on PostgreSQL what engines take differently and of the rest, which pages answer
// before any engine hears of it, a quarter, another one for each name. A short run (make check) has a quarter of all.
func (h *attack) tried(name string) []hostile {
	all := hostiles()
	again := strings.HasSuffix(h.t.Name(), "/postgres")
	if !testing.Short() && !again {
		return all
	}
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(name))
	var out []hostile
	for i, v := range all {
		if i%4 == int(sum.Sum32()%4) || again && !testing.Short() && slices.Contains(stored, v.name) {
			out = append(out, v)
		}
	}
	return out
}

// typed reports whether a person types the field, so that what they typed must be there again.
func (f field) typed() bool {
	switch f.kind {
	case "hidden", "submit", "checkbox", "radio", "select", "file":
		return false
	}
	return f.name != "code" // a code is used once: showing it again helps nobody
}

// bystanders are tables of which no hostile form may cost a row.
var bystanders = []string{"account", "persona", "candidate", "cv", "job", "employer", "site", "member", "application", "consent_event"}

// Hostile values in every field of every form that anybody reaches: a clear 4xx with what was typed, or a page where it is text.
func TestHostile(t *testing.T) {
	t.Parallel() // beside the other long one, TestStranger
	towns(t, func(t *testing.T, w *town) {
		before := dump(w.House)
		h := &attack{t: t, town: w, seen: map[string]bool{}, asked: map[string]bool{}}
		for _, name := range []string{nobody, guest, anna, member("one", access.Owner), officer, operator} {
			h.forms(w.walkers[name])
			h.parameters(w.walkers[name])
		}
		h.aftermath(before)
		t.Logf("%d forms, %d addresses, %d requests; answers %v", len(h.seen), len(h.asked), h.posts, h.answers)
		if len(h.seen) < 15 || h.posts < 800 { // a short run is a quarter of some twenty thousand
			t.Errorf("only %d forms were found", len(h.seen))
		}
	})
}

type attack struct {
	t       *testing.T
	town    *town
	seen    map[string]bool // forms by shape and field names
	asked   map[string]bool // routes whose address was attacked
	posts   int
	answers [6]int // by hundreds
}

// forms attacks every form that somebody reaches.
func (h *attack) forms(b *walker) {
	for _, a := range b.crawl(b.town.starts(b.name)...) {
		for _, s := range a.sheets() {
			action := b.town.local(s.action)
			key := s.method + " " + shape(action)
			if action == "" || h.seen[key] || strings.HasPrefix(action, "/account/logout") || strings.HasPrefix(action, "/account/sessions") || action == "/me/delete" {
				continue
			}
			for _, f := range s.fields {
				if f.kind != "file" && f.kind != "submit" {
					h.seen[key] = true
					h.field(b, s, f)
				}
			}
			if h.seen[key] && s.method == http.MethodPost && !s.files {
				h.flood(b, action)
			}
		}
	}
}

// field sends the form once for each hostile value of one field.
func (h *attack) field(b *walker, s sheet, f field) {
	stale := false
	for _, v := range h.tried(f.name) {
		if stale {
			s, stale = again(b, s), false
		}
		form := s.filled()
		form.Set(f.name, v.value)
		var a answer
		switch {
		case s.method == http.MethodGet:
			a = b.get(strings.SplitN(b.town.local(s.action), "?", 2)[0] + "?" + form.Encode())
		case s.files:
			a = b.multipart(b.town.local(s.action), form)
		default:
			a = b.post(b.town.local(s.action), form)
		}
		stale = a.status < 400
		h.judge(b, a, fmt.Sprintf("%s: %s %s, field %s, %s", b.name, s.method, shape(s.action), f.name, v.name))
		if a.status == http.StatusUnprocessableEntity && f.typed() {
			h.kept(b, a, s, f, v)
		}
	}
}

// again reads the page of a form once more, after a post has changed what it showed.
func again(b *walker, s sheet) sheet {
	for _, n := range b.get(s.page).sheets() {
		if shape(n.action) == shape(s.action) {
			return n
		}
	}
	return s
}

// multipart sends a form as browsers do when it could hold a file.
func (b *walker) multipart(path string, form url.Values, files ...whole.Upload) answer {
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for k, vs := range form {
		for _, v := range vs {
			b.town.Must(m.WriteField(k, v))
		}
	}
	for _, f := range files {
		at := textproto.MIMEHeader{"Content-Disposition": {fmt.Sprintf(`form-data; name=%q; filename=%q`, f.Field, f.Name)}, "Content-Type": {f.Type}}
		p, err := m.CreatePart(at)
		b.town.Must(err)
		_, err = p.Write(f.Content)
		b.town.Must(err)
	}
	b.town.Must(m.Close())
	return b.do(http.MethodPost, path, m.FormDataContentType(), body.Bytes())
}

// quick is how much processor time an answer to hostile input may take. The clock on the wall says how busy the machine is as well.
const quick = 2 * time.Second

// judge looks at one answer: no 5xx, in time, no header and no markup of the attacker's.
func (h *attack) judge(b *walker, a answer, what string) {
	h.posts++
	h.answers[min(a.status/100, 5)]++
	if a.status >= 500 {
		h.t.Errorf("%s: %d", what, a.status)
	}
	if a.spent > quick {
		h.t.Errorf("%s took %s of the processor", what, a.spent)
	}
	if a.header.Get("X-Vx") != "" || a.header.Get("Bcc") != "" {
		h.t.Errorf("%s: a header came in", what)
	}
	if to, err := url.Parse(a.header.Get("Location")); err != nil || to.Host != "" && !strings.HasPrefix(b.town.URL, to.Scheme+"://"+to.Host) || to.Scheme == "javascript" {
		h.t.Errorf("%s leads to %s", what, a.header.Get("Location"))
	}
	if a.isHTML() {
		if found := planted(a.body); found != "" {
			h.t.Errorf("%s: the page holds %s", what, found)
		}
	}
}

// planted looks for what a browser would run: script of the page's own, handlers, and addresses that are script. It reads tags and builds
// no tree, because it looks at more than ten thousand answers.
func planted(body []byte) (found string) {
	z := html.NewTokenizer(bytes.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) {
				return "no page"
			}
			return found
		case html.StartTagToken, html.SelfClosingTagToken:
			if f := runs(z); f != "" {
				found = f
			}
		}
	}
}

// runs says what a browser would run of the tag that z stands at.
func runs(z *html.Tokenizer) (found string) {
	name, more := z.TagName()
	script := string(name) == "script"
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		switch {
		case string(k) == "src" && len(v) > 0, string(k) == "type" && string(v) == "application/ld+json":
			script = false
		case bytes.HasPrefix(k, []byte("on")):
			found = string(k) + "=" + string(v)
		}
		switch string(k) {
		case "href", "src", "action", "formaction":
			if bytes.HasPrefix(bytes.ToLower(bytes.TrimSpace(v)), []byte("javascript:")) {
				found = string(k) + "=" + string(v)
			}
		}
	}
	if script {
		return "a script"
	}
	return found
}

// kept holds a refused form to showing what was typed; a secret is never shown again.
func (h *attack) kept(b *walker, a answer, s sheet, f field, v hostile) {
	for _, n := range a.sheets() {
		if shape(n.action) != shape(s.action) {
			continue
		}
		for _, g := range n.fields {
			if g.name != f.name {
				continue
			}
			shown := strings.TrimPrefix(g.value, "\n")
			if f.kind == "password" {
				if shown != "" {
					h.t.Errorf("%s: %s shows the password again", b.name, shape(s.action))
				}
				return
			}
			if v.kept && shown != v.value {
				h.t.Errorf("%s: %s lost what was typed into %s (%s): %.60q", b.name, shape(s.action), f.name, v.name, shown)
			}
			return
		}
	}
	if f.kind != "password" {
		h.t.Errorf("%s: %s refused %s in %s without showing the form again", b.name, shape(s.action), v.name, f.name)
	}
}

// flood sends a hundred thousand fields.
func (h *attack) flood(b *walker, action string) {
	body := bytes.Repeat([]byte("a=b&"), 100_000)
	a := b.do(http.MethodPost, action, "application/x-www-form-urlencoded", body)
	h.judge(b, a, b.name+": 100,000 fields to "+shape(action))
	if a.status < 400 {
		h.t.Errorf("%s takes 100,000 fields: %d", shape(action), a.status)
	}
}

// parameters puts hostile values into the path and the query of every GET route that somebody may open. The first of the personas who may
// open a route tries it: what is read from an address does not depend on who sends it.
func (h *attack) parameters(b *walker) {
	for _, r := range h.town.routesOf(http.MethodGet) {
		key := r.Method + " " + r.Pattern
		if h.asked[key] || !h.town.actor(b.name).May(r.Permission) {
			continue
		}
		h.asked[key] = true
		for _, v := range h.tried(r.Pattern) {
			if v.name == "number" || v.name == "minus" || v.name == "formula" || v.name == "address" || v.name == "like" || v.name == "template" {
				continue // in an address they are as any other text
			}
			path := strings.TrimSuffix(r.Pattern, "{$}")
			for _, p := range reParameter.FindAllString(path, -1) {
				path = strings.Replace(path, p, url.PathEscape(v.value), 1)
			}
			q := url.Values{"next": {v.value}, "q": {v.value}, "page": {v.value}, "draft": {v.value}, "sort": {v.value}, "after": {v.value}}
			a := b.get(path + "?" + q.Encode())
			h.judge(b, a, b.name+": GET "+r.Pattern+", "+v.name)
			if strings.Contains(path, "%") && a.status < 400 && a.status != http.StatusSeeOther && r.Pattern != "/jobs/{id}/{slug}" {
				h.t.Errorf("GET %s with %s for a name: %d", r.Pattern, v.name, a.status)
			}
		}
	}
}

// aftermath looks at the whole house once more: nothing is lost, no page runs what was typed, and no letter grew a header.
func (h *attack) aftermath(before rows) {
	w := h.town
	after := dump(w.House)
	for _, table := range bystanders {
		if len(after[table]) < len(before[table]) {
			h.t.Errorf("table %s had %d rows and has %d", table, len(before[table]), len(after[table]))
		}
	}
	for _, name := range w.actors() {
		for _, a := range w.walkers[name].crawl(w.starts(name)...) {
			h.judge(w.walkers[name], a, name+" opens "+a.path+" afterwards")
		}
	}
	w.Run()
	for _, m := range w.Mail.Mails() {
		head, _, _ := bytes.Cut(m.Raw, []byte("\r\n\r\n"))
		if bytes.Contains(bytes.ToLower(head), []byte("\nx-vx:")) || bytes.Contains(bytes.ToLower(head), []byte("\nbcc:")) {
			h.t.Errorf("a letter has a header of the attacker's: %q", head)
		}
	}
}

// The eyes of the test: what it looks for is found where it is.
func TestHostileSeesFaults(t *testing.T) {
	for _, body := range []string{`<p><script>vx()</script>`, `<img src=x onerror=vx()>`, `<a href=" JavaScript:vx()">x</a>`, `<form action="javascript:vx()">`} {
		if planted([]byte(body)) == "" {
			t.Errorf("nothing seen in %s", body)
		}
	}
	if f := planted([]byte(`<p>&lt;script&gt;vx()</p><script src="/assets/verv.js"></script><script type="application/ld+json">{}</script>`)); f != "" {
		t.Error(f)
	}
}
