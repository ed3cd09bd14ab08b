package main

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"html/template"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"verv/internal/crypt"
	"verv/internal/store/bare"
)

// bareHandler is a handler as one writes it in an afternoon: two reads, one template, nothing else. Its pages are as long as Verv's: what
// they lack is static text.
type bareHandler struct {
	db      *bare.DB
	pages   *template.Template
	filler  template.HTML
	zippers sync.Pool
}

const bareMost = 1 << 20 // of a page, in bytes

func newBareHandler(db *bare.DB) *bareHandler {
	return &bareHandler{db: db, pages: template.Must(template.New("").Funcs(template.FuncMap{
		"pay":   func(hundredths int64) string { return strconv.FormatInt(hundredths/100, 10) },
		"day":   func(t time.Time) string { return t.Format("2.1.2006") },
		"parts": func(s string) []string { return strings.Split(s, "\n") },
	}).Parse(barePages)), filler: template.HTML(strings.Repeat(`<p class="v-quiet">Tekst som alltid er den samme.</p>`, bareMost/53)),
		zippers: sync.Pool{New: func() any { return gzip.NewWriter(io.Discard) }}}
}

func (h *bareHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	page, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	data, err := h.read(r, page, key)
	if err != nil {
		http.Error(w, "cannot be read", http.StatusNotFound)
		return
	}
	var b bytes.Buffer
	if err := h.pages.ExecuteTemplate(&b, page, data); err != nil {
		http.Error(w, "cannot be shown", http.StatusInternalServerError)
		return
	}
	size, _ := strconv.Atoi(r.URL.Query().Get("size"))
	if lacks := min(size, bareMost) - b.Len(); lacks > 0 {
		b.WriteString(string(h.filler[:min(lacks, len(h.filler))]))
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if r.Header.Get("Accept-Encoding") == "gzip" {
		w.Header().Set("Content-Encoding", "gzip")
		z := h.zippers.Get().(*gzip.Writer)
		defer h.zippers.Put(z)
		z.Reset(w)
		_, _ = z.Write(b.Bytes()) // the reader went away: there is nobody to tell
		_ = z.Close()
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	_, _ = w.Write(b.Bytes())
}

// read makes the two reads of a page.
func (h *bareHandler) read(r *http.Request, page, key string) (any, error) {
	switch page {
	case "list":
		site, jobs, err := h.db.List(r.Context(), "127.0.0.1", time.Now())
		return map[string]any{"Site": site, "Jobs": jobs}, err
	case "ad":
		j, places, err := h.db.Ad(r.Context(), key)
		return map[string]any{"Job": j, "Places": places}, err
	}
	token := ""
	if c, err := r.Cookie("verv"); err == nil {
		token = c.Value
	}
	sum := crypt.TokenHash(token)
	lines, err := h.db.Table(r.Context(), hex.EncodeToString(sum[:]), key)
	return map[string]any{"Job": key, "Lines": lines}, err
}

const barePages = `
{{define "list"}}<!doctype html><html lang="nb"><head><title>{{.Site}}</title></head><body><h1>{{.Site}}</h1>
<form action="/list"><input name="q"><input name="place"><button>Søk</button></form>
{{range .Jobs}}<article lang="{{.Language}}"><h2><a href="/ad/{{.ID}}">{{.Title}}</a></h2><p>{{.Employer}} · {{.Place}} · {{.Remote}}</p>
<ul><li>Kr {{pay .PayMin}}–{{pay .PayMax}} {{.Currency}} per {{.Unit}}</li><li>{{.Employment}}</li><li>Frist {{day .Ends}}</li></ul></article>
{{end}}</body></html>{{end}}
{{define "ad"}}<!doctype html><html lang="{{.Job.Language}}"><head><title>{{.Job.Title}}</title></head><body><h1>{{.Job.Title}}</h1>
<p>{{.Job.Employer}} · {{.Job.Place}}</p><dl><dt>Lønn</dt><dd>Kr {{pay .Job.PayMin}}–{{pay .Job.PayMax}} {{.Job.Currency}} per {{.Job.Unit}}</dd>
<dt>Ansettelse</dt><dd>{{.Job.Employment}}</dd><dt>Frist</dt><dd>{{day .Job.Ends}}</dd><dt>Publisert</dt><dd>{{day .Job.Published}}</dd></dl>
{{range parts .Job.Text}}{{if .}}<p>{{.}}</p>{{end}}{{end}}
<ul>{{range .Places}}<li>{{.Street}} {{.Postcode}} {{.Town}} {{.Region}} {{.Country}}</li>{{end}}</ul></body></html>{{end}}
{{define "table"}}<!doctype html><html lang="nb"><head><title>{{.Job}}</title></head><body><h1>{{.Job}}</h1>
<table><tr><th>Navn</th><th>Steg</th><th>Poeng</th><th>Sendt</th></tr>
{{range .Lines}}<tr><td><a href="/application/{{.ID}}">{{.ID}} {{.Sealed}}</a></td><td>{{.Stage}} {{.Outcome}}</td><td>{{.Score}}</td><td>{{day .Sent}}</td></tr>
{{end}}</table></body></html>{{end}}
`
