package server_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"verv/internal/access"
	"verv/internal/promise/show"
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
	towns(t, func(t *testing.T, w *town) {
		before := dump(w.House)
		h := &attack{t: t, town: w, seen: map[string]bool{}}
		for _, name := range []string{nobody, guest, anna, member("one", access.Owner), officer, operator} {
			h.forms(w.walkers[name])
			h.parameters(w.walkers[name])
		}
		h.aftermath(before)
		t.Logf("%d forms, %d posts; answers %v", len(h.seen), h.posts, h.answers)
		if len(h.seen) < 15 || h.posts < 800 {
			t.Errorf("only %d forms were found", len(h.seen))
		}
	})
}

type attack struct {
	t       *testing.T
	town    *town
	seen    map[string]bool // forms by shape and field names
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
	for _, v := range hostiles() {
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

// quick is how long an answer to hostile input may take.
const quick = 2 * time.Second

// judge looks at one answer: no 5xx, in time, no header and no markup of the attacker's.
func (h *attack) judge(b *walker, a answer, what string) {
	h.posts++
	h.answers[min(a.status/100, 5)]++
	if a.status >= 500 {
		h.t.Errorf("%s: %d", what, a.status)
	}
	if a.took > quick {
		h.t.Errorf("%s took %s", what, a.took)
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

// planted looks for what a browser would run: script of the page's own, handlers, and addresses that are script.
func planted(body []byte) (found string) {
	doc, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return "no page"
	}
	nodes(doc, func(n *html.Node) {
		at := attrs(n)
		if n.Data == "script" && at["src"] == "" && at["type"] != "application/ld+json" {
			found = "a script"
		}
		for k, v := range at {
			if strings.HasPrefix(k, "on") || (k == "href" || k == "src" || k == "action" || k == "formaction") && strings.HasPrefix(strings.ToLower(strings.TrimSpace(v)), "javascript:") {
				found = k + "=" + v
			}
		}
	})
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

// parameters puts hostile values into the path and the query of every GET route that somebody may open.
func (h *attack) parameters(b *walker) {
	for _, r := range h.town.routesOf(http.MethodGet) {
		if !h.town.actor(b.name).May(r.Permission) {
			continue
		}
		for _, v := range hostiles() {
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

// bombs are files that are not what they say, or more than they say.
func bombs(t *testing.T) []whole.Upload {
	t.Helper()
	docx := func(fill func(*zip.Writer)) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		fill(z)
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	put := func(z *zip.Writer, name string, n int) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		page := bytes.Repeat([]byte("<w:p/>"), 10_000)
		for ; n > 0; n -= len(page) {
			if _, err := w.Write(page); err != nil {
				t.Fatal(err)
			}
		}
	}
	bomb := docx(func(z *zip.Writer) { put(z, "[Content_Types].xml", 1); put(z, "word/document.xml", 500<<20) })
	const pdf, word = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	return []whole.Upload{
		{Name: "html.pdf", Type: pdf, Content: []byte("<html><script>vx()</script></html>")},
		{Name: "program.pdf", Type: pdf, Content: append([]byte("\x7fELF"), make([]byte, 5000)...)},
		{Name: "../../../tmp/cv.pdf", Type: pdf, Content: []byte("MZ nothing")},
		{Name: "bomb.docx", Type: word, Content: bomb},
		{Name: "half.docx", Type: word, Content: bomb[:len(bomb)/2]},
		{Name: "half.pdf", Type: pdf, Content: []byte("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pa")},
		{Name: "empty.pdf", Type: pdf},
		{Name: "large.pdf", Type: pdf, Content: append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("% filling\n"), 3<<20)...)},
		{Name: "deep.json", Type: "application/json", Content: []byte(`{"basics":` + strings.Repeat("[", 200_000))},
	}
}

// Files that are not what they say: every form with a file refuses them in words, and keeps the rest of what was typed.
func TestHostileUploads(t *testing.T) {
	towns(t, func(t *testing.T, w *town) {
		h := &attack{t: t, town: w, seen: map[string]bool{}}
		for _, name := range []string{nobody, anna, member("one", access.Owner), operator} {
			b := w.walkers[name]
			for _, a := range b.crawl(w.starts(name)...) {
				for _, s := range a.sheets() {
					for _, f := range s.fields {
						if key := name + shape(s.action); f.kind == "file" && !h.seen[key] {
							h.seen[key] = true
							h.upload(b, s, f)
						}
					}
				}
			}
		}
		if len(h.seen) < 2 {
			t.Errorf("only %d forms with files were found", len(h.seen))
		}
	})
}

func (h *attack) upload(b *walker, s sheet, f field) {
	for _, file := range bombs(h.t) {
		file.Field = f.name
		what := fmt.Sprintf("%s: %s to %s", b.name, file.Name, shape(s.action))
		a := b.multipart(b.town.local(s.action), s.filled(), file)
		h.judge(b, a, what)
		if a.status < 400 || a.status >= 500 || !a.isHTML() {
			h.t.Errorf("%s: %d", what, a.status)
		}
		if a.status == http.StatusUnprocessableEntity && len(a.sheets()) == 0 {
			h.t.Errorf("%s: refused without the form", what)
		}
	}
}

// The API takes declared fields alone, of their types, and no deeper than they are.
func TestHostileAPI(t *testing.T) {
	show.Show(t, "import.declared-fields", "a body with read-only fields taken for an undeclared one")
	towns(t, func(t *testing.T, w *town) {
		h := &attack{t: t, town: w}
		tried := 0
		for _, r := range w.Mux.Routes() {
			if !r.API || r.Method == http.MethodGet {
				continue
			}
			for _, o := range w.objects(r) {
				for _, name := range w.actors() {
					if w.expect(r, o, name) == letIn {
						h.bodies(w.walkers[name], r.Method, o.path)
						tried++
						break
					}
				}
			}
		}
		if tried < 4 {
			t.Errorf("only %d API routes were tried", tried)
		}
		w.declaredFields(t)
	})
}

func (h *attack) bodies(b *walker, method, path string) {
	before := dump(h.town.House)
	for what, body := range map[string]string{
		"deep":      `{"title":` + strings.Repeat(`[`, 100_000) + strings.Repeat(`]`, 100_000) + `}`,
		"cut":       `{"title":"a`,
		"nul":       "{\"title\":\"a\\u0000b\",\"version\":1}",
		"type":      `{"title":{"a":1},"version":"x","language":[]}`,
		"number":    `{"version":1e999,"title":"x"}`,
		"list":      `[1,2,3]`,
		"unknown":   `{"title":"x","version":1,"employer_id":"` + noThing + `","admin":true}`,
		"large":     `{"title":"` + strings.Repeat("x", 5<<20) + `"}`,
		"no json":   `<xml/>`,
		"bad bytes": "{\"title\":\"\xff\xfe\"}",
	} {
		a := b.do(method, path, "application/json", []byte(body))
		h.judge(b, a, fmt.Sprintf("%s %s with %s", method, shape(path), what))
		if a.status < 400 {
			h.t.Errorf("%s %s takes %s: %d", method, shape(path), what, a.status)
		}
		if len(a.body) > 0 && !json.Valid(a.body) {
			h.t.Errorf("%s %s with %s: the answer is no JSON: %.80s", method, shape(path), what, a.body)
		}
		if bytes.Contains(a.body, []byte("employer_id")) && what != "unknown" {
			h.t.Errorf("%s repeats what was sent", shape(path))
		}
	}
	if d := differ(before, dump(h.town.House), quiet...); len(d) > 0 {
		h.t.Errorf("%s %s: refused bodies changed rows: %s", method, shape(path), d)
	}
}

// declaredFields writes a job by the API: whole it is taken; with one field more it is refused and nothing is stored.
func (w *town) declaredFields(t *testing.T) {
	t.Helper()
	b := w.walkers[member("one", access.Owner)]
	send := func(more map[string]any) answer {
		body := map[string]any{"title": "Fisker", "language": "nb", "text": "Vi fisker i nord."}
		for k, v := range more {
			body[k] = v
		}
		raw, err := json.Marshal(body)
		w.Must(err)
		return b.do(http.MethodPost, "/api/employer/jobs", "application/json", raw)
	}
	before := dump(w.House)
	for _, k := range []string{"source", "subject_id", "admin", "constructor"} {
		if a := send(map[string]any{k: noThing}); a.status != http.StatusUnprocessableEntity {
			t.Errorf("the field %q beside the declared ones: %d %s", k, a.status, a.body)
		}
	}
	if d := differ(before, dump(w.House), quiet...); len(d) > 0 {
		t.Errorf("refused jobs changed rows: %s", d)
	}
	// What the schema declares as read only may come along, as it does when somebody sends back what they got; it decides nothing.
	if a := send(map[string]any{"id": noThing, "employer": "Solvik kommune"}); bytes.Contains(a.body, []byte(noThing)) || bytes.Contains(a.body, []byte("Solvik")) {
		t.Errorf("a read-only field was taken: %d %s", a.status, a.body)
	}
	before = dump(w.House)
	if a := send(nil); a.status >= 300 {
		t.Fatalf("positive control: a job of declared fields is refused: %d %s", a.status, a.body)
	}
	if len(differ(before, dump(w.House), quiet...)) == 0 {
		t.Error("positive control: a job that was taken changed no row")
	}
}
