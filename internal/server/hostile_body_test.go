package server_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/promise/show"
	"verv/internal/testbed/whole"
)

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
	if testing.Short() {
		t.Skip("make check ends in two minutes: make test walks this")
	}
	towns(t, func(t *testing.T, w *town) {
		h := &attack{t: t, town: w, seen: map[string]bool{}}
		files := bombs(t)
		for _, name := range []string{nobody, anna, member("one", access.Owner), operator} {
			b := w.walkers[name]
			for _, a := range b.crawl(w.starts(name)...) {
				for _, s := range a.sheets() {
					for _, f := range s.fields {
						if key := name + shape(s.action); f.kind == "file" && !h.seen[key] {
							h.seen[key] = true
							h.upload(b, s, f, files)
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

func (h *attack) upload(b *walker, s sheet, f field, files []whole.Upload) {
	for _, file := range files {
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
	show.Show(t, "import.declared-fields", "undeclared-field-taken")
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
