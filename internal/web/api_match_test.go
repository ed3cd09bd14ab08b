package web

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
)

type thing struct {
	ID   string `json:"id"`
	Name string `json:"name" maxLength:"20"`
}

// things is a house with a list that is read by cursors, and a document that is replaced.
func things(t *testing.T, all *[]thing, doc *thing) house {
	t.Helper()
	tag, own := Tag("things"), Own(access.CandidateOwn, privacy.Profile)
	put := func(_ *Request, in *With[thing]) (*None, error) { *doc = in.Body; return nil, nil }
	return testHouse(t, nil,
		API(tag.Get("/api/things", "list-things", "All"), own, func(r *Request, in *Paging) (*Page[thing], error) {
			return PageOfAll(r, *in, *all, func(v thing) string { return v.ID })
		}),
		API(tag.Get("/api/thing", "get-thing", "One"), own, func(*Request, *None) (*Answer[thing], error) {
			if doc.Name == "gone" {
				return nil, fault.New(fault.NotFound, "fault.notfound")
			}
			return Answered(*doc, nil)
		}),
		API(tag.Put("/api/thing", "put-thing", "Replace it"), own, put),
		API(tag.Delete("/api/thing", "drop-thing", "Drop it"), own, func(*Request, *None) (*None, error) { doc.Name = "gone"; return nil, nil }),
		API(Versioned(tag.Put("/api/versioned", "put-versioned", "Replace it")), own, put),
		API(tag.Post("/api/things/{thing}/{language}", "do-thing", "Does"), own, func(*Request, *None) (*None, error) { return nil, nil }),
	)
}

func TestPutSaysWhatItRead(t *testing.T) {
	doc := thing{ID: "1", Name: "one"}
	h := things(t, &[]thing{}, &doc)
	do := func(method, target, match, body string) *httptest.ResponseRecorder {
		c := call{method: method, target: target, token: "candidate", body: body, kind: "application/json", header: map[string]string{}}
		if match != "" {
			c.header["If-Match"] = match
		}
		return h.do(c)
	}
	old := do("GET", "/api/thing", "", "").Header().Get("ETag")
	if w := do("PUT", "/api/thing", "", `{"id":"1","name":"two"}`); w.Code != 428 || doc.Name != "one" || !strings.Contains(w.Body.String(), `"type"`) {
		t.Errorf("without If-Match: %d %s", w.Code, w.Body)
	}
	if w := do("PUT", "/api/thing", `"other"`, `{"id":"1","name":"two"}`); w.Code != 412 || doc.Name != "one" {
		t.Errorf("a stale one: %d", w.Code)
	}
	if w := do("PUT", "/api/thing", `"other", `+old, `{"id":"1","name":"two"}`); w.Code != 204 || doc.Name != "two" {
		t.Errorf("the right one: %d %s", w.Code, w.Body)
	}
	if w := do("PUT", "/api/thing", old, `{"id":"1","name":"three"}`); w.Code != 412 || doc.Name != "two" {
		t.Errorf("the same tag a second time: %d", w.Code)
	}
	if w := do("PUT", "/api/versioned", "", `{"id":"1","name":"four"}`); w.Code != 204 || doc.Name != "four" {
		t.Errorf("what names a version in its body: %d %s", w.Code, w.Body)
	}
	if w := do("DELETE", "/api/thing", old, ""); w.Code != 412 || doc.Name != "four" {
		t.Errorf("a DELETE of something else: %d", w.Code)
	}
	if w := do("DELETE", "/api/thing", "", ""); w.Code != 204 {
		t.Errorf("a DELETE that names nothing: %d", w.Code)
	}
	if w := do("PUT", "/api/thing", "*", `{"id":"1","name":"two"}`); w.Code != 404 || doc.Name != "gone" {
		t.Errorf("what cannot be read: %d", w.Code)
	}
}

// What arrives or goes while a program reads is neither read twice nor the reason that something is missed.
func TestPagesStandStill(t *testing.T) {
	var all []thing
	for i := range 7 {
		all = append(all, thing{ID: fmt.Sprintf("t%02d", 2*i)})
	}
	slices.Reverse(all)
	h := things(t, &all, &thing{})
	var seen []string
	for target := "/api/things?limit=3"; target != ""; {
		w := h.do(call{target: target, token: "candidate"})
		var page PageBody[thing]
		if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || w.Code != 200 || len(page.Items) > 3 {
			t.Fatal(w.Code, w.Body)
		}
		for _, v := range page.Items {
			seen = append(seen, v.ID)
		}
		link := w.Header().Get("Link")
		if (link == "") != (page.Next == "") {
			t.Fatalf("Link %q, next %q", link, page.Next)
		}
		target, _, _ = strings.Cut(strings.TrimPrefix(link, "<"), ">")
		if len(seen) == 3 {
			all = append(slices.DeleteFunc(all, func(v thing) bool { return v.ID == "t04" }), thing{ID: "t01"}, thing{ID: "t09"})
		}
	}
	if got := strings.Join(seen, " "); got != "t00 t02 t04 t06 t08 t09 t10 t12" {
		t.Errorf("read: %s", got)
	}
	for _, wrong := range []string{"cursor=%25%25", "limit=0", "limit=101", "limit=x"} {
		if w := h.do(call{target: "/api/things?" + wrong, token: "candidate"}); w.Code < 400 || w.Code >= 500 {
			t.Errorf("%s: %d", wrong, w.Code)
		}
	}
	if h.do(call{target: "/api/things", token: "candidate"}).Header().Get("RateLimit") == "" {
		t.Error("a program is not told how much it may still ask")
	}
}

func TestDocumentNamesAll(t *testing.T) {
	h := things(t, &[]thing{}, &thing{})
	h.Mux.Announce([]Event{{Name: "thing.made", Says: "A thing was made", Data: []string{"thing"}}})
	text := h.do(call{target: "/api/openapi.json"}).Body.String()
	for _, want := range []string{`"ThingPage":`, `"in":"path","name":"language","required":true`, `"name":"If-Match"`, `"name":"Idempotency-Key"`, `"428":`, `"412":`, `"thing.made":`, `webhook-signature`,
		"Purpose: profile.", "`candidate.own`"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in the document", want)
		}
	}
	page := h.do(call{target: DocsPath}).Body.String()
	for _, want := range []string{"curl -X PUT", "If-Match: ", "thing.made", `href="#get-thing"`} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is not on the page", want)
		}
	}
}
