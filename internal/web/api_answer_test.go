package web

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
)

// tokens are those that the API knows in tests.
type tokens map[string]Session

func (t tokens) OpenToken(_ context.Context, token string) (Session, error) {
	s, ok := t[token]
	if !ok {
		return Session{}, fault.New(fault.Gone, "fault.gone")
	}
	return s, nil
}

// kept remembers answers in memory, as the account house does in the store.
type kept map[string]Replay

func (k kept) Begin(_ context.Context, a access.Actor, key, print string) (Replay, bool, error) {
	was, there := k[a.Subject.String()+key]
	if !there {
		k[a.Subject.String()+key] = Replay{Print: print}
	}
	return was, !there, nil
}

func (k kept) Keep(_ context.Context, a access.Actor, key string, answer Replay) error {
	answer.Print = k[a.Subject.String()+key].Print
	k[a.Subject.String()+key] = answer
	return nil
}

func (k kept) Drop(_ context.Context, a access.Actor, key string) error {
	delete(k, a.Subject.String()+key)
	return nil
}

// programs is a house with two operations, a token that reaches the first of them, and a count of what ran.
func programs(t *testing.T) (house, *int) {
	t.Helper()
	ran := new(int)
	post := func(r *Request, in *jobIn) (*jobOut, error) {
		*ran++
		if in.Body.Title == "refused" {
			return nil, fault.New(fault.Conflict, "fault.conflict")
		}
		out := &jobOut{}
		out.Body.Title = in.Body.Title
		return out, nil
	}
	me := actor(access.Candidate, "")
	change := func(c *Config) {
		c.Tokens = tokens{"good": {Actor: me, Token: true, Scopes: []access.Permission{access.CandidateOwn}}}
		c.Replays = kept{}
	}
	return testHouse(t, change,
		API(operation("POST", "/api/jobs"), Own(access.CandidateOwn, privacy.Profile), post),
		API(operation("GET", "/api/jobs"), Own(access.CandidateOwn, privacy.Profile), func(*Request, *struct{}) (*jobOut, error) { return &jobOut{}, nil }),
		API(operation("POST", "/api/rights"), Own(access.RightsOwn, privacy.Rights).Also(access.CandidateOwn, privacy.Profile), post),
		Get("/mine", Own(access.CandidateOwn, privacy.Profile), func(r *Request) error { return r.Text("text/plain", []byte("mine")) }),
	), ran
}

func TestBearer(t *testing.T) {
	h, _ := programs(t)
	for _, c := range []struct {
		name, method, target, bearer, cookie string
		status                               int
		asks                                 string
	}{
		{"a token", "GET", "/api/jobs", "Bearer good", "", 200, ""},
		{"the scheme in small letters", "GET", "/api/jobs", "bearer good", "", 200, ""},
		{"an unknown token", "GET", "/api/jobs", "Bearer bad", "", 401, "invalid_token"},
		{"an unknown token beside a good cookie", "GET", "/api/jobs", "Bearer bad", "candidate", 401, "invalid_token"},
		{"no token", "GET", "/api/jobs", "Bearer ", "", 401, "invalid_token"},
		{"a very long one", "GET", "/api/jobs", "Bearer " + strings.Repeat("x", 5000), "", 401, "invalid_token"},
		{"another scheme", "GET", "/api/jobs", "Basic Z29vZDo=", "", 401, ""},
		{"beyond its scope", "POST", "/api/rights", "Bearer good", "", 403, "insufficient_scope"},
		{"a page", "GET", "/mine", "Bearer good", "", 303, ""},
	} {
		w := h.do(call{method: c.method, target: c.target, body: `{"title":"x"}`, kind: "application/json", token: c.cookie, header: map[string]string{"Authorization": c.bearer}})
		if w.Code != c.status || !strings.Contains(w.Header().Get("WWW-Authenticate"), c.asks) {
			t.Errorf("%s: %d %q %s", c.name, w.Code, w.Header().Get("WWW-Authenticate"), w.Body)
		}
	}
}

func TestDoneOnce(t *testing.T) {
	h, ran := programs(t)
	post := func(key, title string) *httptest.ResponseRecorder {
		return h.do(call{method: "POST", target: "/api/jobs", body: `{"title":"` + title + `"}`, kind: "application/json",
			header: map[string]string{"Authorization": "Bearer good", keyHeader: key}})
	}
	first, second := post("a", "x"), post("a", "x")
	if *ran != 1 || first.Code != 200 || second.Code != 200 || first.Body.String() != second.Body.String() || second.Header().Get(replayHeader) != "true" {
		t.Errorf("ran %d: %d %s, %d %s %v", *ran, first.Code, first.Body, second.Code, second.Body, second.Header())
	}
	if w := post("a", "y"); w.Code != 422 || *ran != 1 {
		t.Errorf("the key of another request: %d, ran %d", w.Code, *ran)
	}
	if w := post("b", "x"); w.Code != 200 || *ran != 2 {
		t.Errorf("another key: %d, ran %d", w.Code, *ran)
	}
	post("c", "refused")
	if post("c", "refused"); *ran != 4 {
		t.Errorf("what was refused may be tried again: ran %d", *ran)
	}
	for _, key := range []string{strings.Repeat("k", 256), "two words", "ø"} {
		if w := post(key, "x"); w.Code != 400 {
			t.Errorf("key %.10q: %d", key, w.Code)
		}
	}
}

func TestKeyIsTakenWhileItRuns(t *testing.T) {
	h, ran := programs(t)
	all := h.cfg.Replays.(kept)
	post := func() *httptest.ResponseRecorder {
		return h.do(call{method: "POST", target: "/api/jobs", body: `{"title":"x"}`, kind: "application/json",
			header: map[string]string{"Authorization": "Bearer good", keyHeader: "a"}})
	}
	post()
	for key, was := range all { // as if the process had died before the answer was kept
		all[key] = Replay{Print: was.Print}
	}
	if w := post(); w.Code != 409 || *ran != 1 {
		t.Errorf("%d, ran %d", w.Code, *ran)
	}
}

func TestEntityTag(t *testing.T) {
	h, _ := programs(t)
	get := func(tag string) *httptest.ResponseRecorder {
		return h.do(call{target: "/api/jobs", header: map[string]string{"Authorization": "Bearer good", "If-None-Match": tag}})
	}
	w := get("")
	tag := w.Header().Get("ETag")
	if w.Code != 200 || tag == "" || w.Body.Len() == 0 {
		t.Fatalf("%d %q", w.Code, tag)
	}
	for header, status := range map[string]int{tag: 304, "W/" + tag: 304, `"x", ` + tag: 304, "*": 304, `"x"`: 200, tag[1:]: 200} {
		if w := get(header); w.Code != status || (status == 304) != (w.Body.Len() == 0) {
			t.Errorf("If-None-Match %s: %d", header, w.Code)
		}
	}
}

func TestDocs(t *testing.T) {
	h, _ := programs(t)
	w := h.do(call{target: DocsPath})
	for _, want := range []string{"<code>POST /api/jobs</code>", "candidate.own", "title", "verv_"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("%q is not on the page", want)
		}
	}
}
