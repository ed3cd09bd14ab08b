package web

import (
	"cmp"
	"encoding/base64"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"verv/internal/fault"
	"verv/internal/id"
)

// What most operations of the API share: how they are named, what they take and answer, and how a list is cut into pages.

// Tag is a heading of the document. It names the operations under it.
type Tag string

// Get names an operation that reads; Post, Put and Delete name those that change.
func (t Tag) Get(path, name, summary string) huma.Operation {
	return t.op(http.MethodGet, path, name, summary)
}

// Post names an operation that makes or does something.
func (t Tag) Post(path, name, summary string) huma.Operation {
	return t.op(http.MethodPost, path, name, summary)
}

// Put names an operation that takes the place of what stands there. It needs If-Match (see Request.matching).
func (t Tag) Put(path, name, summary string) huma.Operation {
	return t.op(http.MethodPut, path, name, summary)
}

// Delete names an operation that takes something away.
func (t Tag) Delete(path, name, summary string) huma.Operation {
	return t.op(http.MethodDelete, path, name, summary)
}

func (t Tag) op(method, path, name, summary string) huma.Operation {
	return huma.Operation{OperationID: name, Method: method, Path: path, Summary: summary, Tags: []string{string(t)}}
}

// The shapes of an operation. None takes and answers nothing, which is 204.
type (
	None = struct{}

	// Named takes the identifier in the address, which PathID reads.
	Named struct {
		ID string `path:"id" format:"uuid"`
	}
	// With takes a document.
	With[T any] struct{ Body T }

	// NamedWith takes both.
	NamedWith[T any] struct {
		ID   string `path:"id" format:"uuid"`
		Body T
	}
	// Answer is one document.
	Answer[T any] struct{ Body T }

	// Made is what an operation answers that made something.
	Made struct {
		ID string `json:"id" format:"uuid"`
	}
)

// Answered is the answer, unless there is an error.
func Answered[T any](v T, err error) (*Answer[T], error) {
	if err != nil {
		return nil, err
	}
	return &Answer[T]{v}, nil
}

// MadeOf answers with the identifier of what was made.
func MadeOf[N any](v id.ID[N], err error) (*Answer[Made], error) {
	return Answered(Made{v.String()}, err)
}

// ParseID reads an identifier in a document; what is none is found wrong beside its field. Empty is the zero identifier.
func ParseID[N any](field, text string) (v id.ID[N], err error) {
	if text == "" {
		return v, nil
	}
	if v, err = id.Parse[N](text); err != nil {
		var f fault.Form
		f.Add(field, "form.choice")
		err = f.Err()
	}
	return v, err
}

// Paging is what every operation takes that lists.
type Paging struct {
	Cursor string `query:"cursor" maxLength:"200" doc:"Where the page begins: next of the page before. Opaque"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"The most items of one page"`
}

// NamedPaging lists what belongs to what the address names.
type NamedPaging struct {
	ID string `path:"id" format:"uuid"`
	Paging
}

// Page is one page of a list. Next and the Link header (RFC 8288) lead to the one after it and are missing on the last.
type Page[T any] struct {
	Link string `header:"Link" doc:"The next page, rel=next (RFC 8288)"`
	Body PageBody[T]
}

// PageBody is the document of a page.
type PageBody[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"The cursor of the next page"`
	Total *int   `json:"total,omitempty" doc:"How many there are in all, where that is known"`
}

// From is the key after which the page begins: what PageOf was told of the last item. It is false for a cursor that is none.
func (p Paging) From() (key string, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	return string(raw), err == nil
}

// Most is the limit, which is the standard where none was given.
func (p Paging) Most() int { return cmp.Or(p.Limit, 50) }

// Wrong is the error for a cursor that nobody gave out.
func (p Paging) Wrong() error {
	return fault.New(fault.Malformed, "web.api.cursor")
}

// PageOf is the page that holds items, of which there is one more than the limit where another page follows. Key is what the next page
// begins after.
func PageOf[T any](r *Request, p Paging, items []T, key func(T) string) *Page[T] {
	if len(items) <= p.Most() {
		return PageTo(r, items, "")
	}
	items = items[:p.Most()]
	return PageTo(r, items, key(items[len(items)-1]))
}

// PageTo is a whole page and the key that the next one begins after; empty is the last page.
func PageTo[T any](r *Request, items []T, next string) *Page[T] {
	out := &Page[T]{Body: PageBody[T]{Items: append([]T{}, items...)}}
	if next == "" {
		return out
	}
	out.Body.Next = base64.RawURLEncoding.EncodeToString([]byte(next))
	q := r.http.URL.Query()
	q.Set("cursor", out.Body.Next)
	out.Link = "<" + r.Path(r.http.URL.EscapedPath()) + "?" + q.Encode() + `>; rel="next"`
	return out
}

// PageOfAll cuts a page out of a list that is read as a whole, since there can only be so many. It is in the order of the keys, which are
// identifiers and so tell the order of making: what is added or goes meanwhile moves nothing from one page to another.
func PageOfAll[T any](r *Request, p Paging, all []T, key func(T) string) (*Page[T], error) {
	from, ok := p.From()
	if !ok {
		return nil, p.Wrong()
	}
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b T) int { return strings.Compare(key(a), key(b)) })
	n := len(all)
	all = slices.DeleteFunc(all, func(v T) bool { return key(v) <= from })
	out := PageOf(r, p, all, key)
	out.Body.Total = &n
	return out, nil
}

// Attachment is a file as an answer, for saving.
type Attachment struct {
	Type     string `header:"Content-Type"`
	Name     string `header:"Content-Disposition" doc:"Its name (RFC 6266)"`
	Security string `header:"Content-Security-Policy"`
	Body     []byte
}

// FileOf is a whole file. Whatever is in it, nothing of it can run.
func FileOf(name, contentType string, content io.Reader) (*Attachment, error) {
	body, err := io.ReadAll(content)
	if err != nil {
		return nil, err
	}
	return &Attachment{contentType, disposition(name), "default-src 'none'; sandbox; frame-ancestors 'none'", body}, nil
}

// Saves says that an operation answers with a file of a kind.
func Saves(op huma.Operation, contentType string) huma.Operation {
	op.Responses = map[string]*huma.Response{"200": {Description: "The file", Content: map[string]*huma.MediaType{
		contentType: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}}
	return op
}
