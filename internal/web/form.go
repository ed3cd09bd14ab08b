package web

import (
	"cmp"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"verv/internal/fault"
)

const (
	formFields = 200
	defaultMax = 200 // characters of a field that states no limit of its own
)

// Bodies is how many bytes a request may send, by its sort. A field that is zero is as in bodies.
type Bodies struct {
	Form int64 // a whole form without its files
	File int64 // one file of a form: a larger one is refused beside its field
	API  int64 // one JSON body
}

// bodies are the limits of whoever sets none.
var bodies = Bodies{Form: 512 << 10, File: 10 << 20, API: 256 << 10}

func (b Bodies) orStandard() Bodies {
	return Bodies{Form: cmp.Or(b.Form, bodies.Form), File: cmp.Or(b.File, bodies.File), API: cmp.Or(b.API, bodies.API)}
}

// Bind reads a form into the struct that form points to: the body of a POST, the address of a GET. Fields carry a tag:
//
//	type jobForm struct {
//		Title    string     `form:"title,required,max=120"`
//		Text     string     `form:"text,required,lines,max=20000"`
//		Pay      web.Number `form:"pay,least=0,most=10000000"`
//		Deadline web.Date   `form:"deadline"`
//		Extent   string     `form:"extent,oneof=full|part"`
//		Places   []string   `form:"place,count=5"`
//		Remote   bool       `form:"remote"`
//		Street   web.Column `form:"street,count=20"`
//		Password string     `form:"password,secret,max=200"`
//	}
//
// required, min and max (characters), lines (more than one line), oneof, least and most (numbers), count (of many values, 20
// unless stated), secret (kept as typed, spaces too). Text is cleaned as text.go says. A Column is one field of each row of a form:
// street, street-2, street-3 and so on.
//
// What cannot be taken gives a fault of kind Invalid with a sentence for each field; the struct then still holds what was typed,
// so that the page can show it again. A body that is no form is Malformed, one beyond the limits TooLarge.
func Bind(r *Request, form any) error {
	p := planOf(form)
	values, err := r.values()
	if err != nil {
		return err
	}
	var wrong fault.Form
	p.fill(form, values, &wrong)
	return wrong.Err()
}

func (r *Request) values() (url.Values, error) {
	if r.http.Method == http.MethodGet || r.http.Method == http.MethodHead {
		return parse(r.http.URL.RawQuery)
	}
	kind, params, err := mime.ParseMediaType(r.http.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, malformed(fmt.Errorf("web: body is %q", kind))
	}
	if c := params["charset"]; c != "" && !strings.EqualFold(c, "utf-8") {
		return nil, malformed(fmt.Errorf("web: body in another encoding than UTF-8"))
	}
	body, err := io.ReadAll(http.MaxBytesReader(r.w, r.http.Body, r.mux.cfg.Bodies.Form))
	if err != nil {
		return nil, bodyFault(err)
	}
	return parse(string(body))
}

// parse counts before it parses: a hundred thousand fields cost a scan and no memory.
func parse(encoded string) (url.Values, error) {
	if strings.Count(encoded, "&") >= formFields {
		return nil, fault.New(fault.TooLarge, "fault.toolarge")
	}
	v, err := url.ParseQuery(encoded)
	if err != nil {
		return nil, malformed(fmt.Errorf("web: form cannot be parsed")) // the parser's own error repeats what was typed
	}
	return v, nil
}

func malformed(cause error) error { return fault.Wrap(cause, fault.Malformed, "fault.malformed") }

// bodyFault says why a body could not be read: too long, or broken off.
func bodyFault(err error) error {
	if tooLong(err) {
		return fault.Wrap(err, fault.TooLarge, "fault.toolarge")
	}
	return malformed(fmt.Errorf("web: body broke off: %w", err))
}

// Column is one field of each row of a form that has rows, in their order, empty ones too.
type Column []string

// At is the value of a row, "" beyond the last.
func (c Column) At(n int) string {
	if n < 0 || n >= len(c) {
		return ""
	}
	return c[n]
}

// Without is the column without one of its rows.
func (c Column) Without(n int) Column {
	if n < 0 || n >= len(c) {
		return c
	}
	return append(append(Column{}, c[:n]...), c[n+1:]...)
}

// RowName is the name of a field in the nth row, counted from 0. Its identifier and what is said to be wrong with it have the same one.
func RowName(name string, n int) string {
	if n == 0 {
		return name
	}
	return name + "-" + strconv.Itoa(n+1)
}
