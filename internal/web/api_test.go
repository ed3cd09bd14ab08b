package web

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
)

func operation(method, path string) huma.Operation {
	return huma.Operation{OperationID: strings.ToLower(method) + strings.ReplaceAll(path, "/", "-"), Method: method, Path: path}
}

type jobIn struct {
	Body struct {
		Title string `json:"title" minLength:"1" maxLength:"80"`
		Pay   int    `json:"pay,omitempty"`
	}
}

type jobOut struct {
	Body struct{ Title, Persona string }
}

func apiHouse(t *testing.T) house {
	return testHouse(t, nil,
		API(operation("POST", "/api/jobs"), Own(access.CandidateOwn, privacy.Profile), func(r *Request, in *jobIn) (*jobOut, error) {
			switch in.Body.Title {
			case "fault":
				f := &fault.Form{}
				f.Add("title", "form.line")
				return nil, f.Err()
			case "boom":
				return nil, errors.New("boom")
			case "panic":
				panic("x")
			}
			out := &jobOut{}
			out.Body.Title, out.Body.Persona = in.Body.Title, string(r.Actor.Persona)
			return out, nil
		}))
}

func TestAPI(t *testing.T) {
	h := apiHouse(t)
	deep := `{"title":` + strings.Repeat("[", 100000) + strings.Repeat("]", 100000) + `}`
	for _, c := range []struct {
		name, body, token, kind string
		status                  int
		holds                   string
	}{
		{"good", `{"title":"<b>Æ</b>"}`, "candidate", "", 200, `"Persona":"candidate"`},
		{"nobody", `{"title":"x"}`, "", "", 401, `"type":"urn:verv:fault:login"`},
		{"somebody else", `{"title":"x"}`, "owner", "", 404, `"type":"urn:verv:fault:not-found"`},
		{"a fault", `{"title":"fault"}`, "candidate", "", 422, `"errors":[{"location":"body.title","message":"Kirjoita`},
		{"too long", `{"title":"` + strings.Repeat("kari@example.no", 99) + `"}`, "candidate", "", 422, `"location":"body.title"`},
		{"wrong type", `{"title":7}`, "candidate", "", 422, `"location":"body.title"`},
		{"unknown field", `{"title":"x","admin":true}`, "candidate", "", 422, `"location":"body.admin"`},
		{"no JSON", `{"title":`, "candidate", "", 400, `urn:verv:fault:malformed`},
		{"a form", `title=x`, "candidate", "application/x-www-form-urlencoded", 415, `urn:verv:fault:malformed`},
		{"deep", deep, "candidate", "", 400, `urn:verv:fault:malformed`},
		{"huge", `{"title":"` + strings.Repeat("x", int(bodies.API)) + `"}`, "candidate", "", 413, `urn:verv:fault:too-large`},
		{"our mistake", `{"title":"boom"}`, "candidate", "", 500, `"reference":"`},
		{"panic", `{"title":"panic"}`, "candidate", "", 500, `"reference":"`},
	} {
		if c.kind == "" {
			c.kind = "application/json"
		}
		w := h.do(call{method: "POST", target: "/api/jobs", body: c.body, token: c.token, kind: c.kind})
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.holds) || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s: %d %s", c.name, w.Code, w.Body)
		}
		if c.status >= 400 && (w.Header().Get("Content-Type") != "application/problem+json" || strings.Contains(w.Body.String(), "kari@") || strings.Contains(w.Body.String(), "boom")) {
			t.Errorf("%s: %s %s", c.name, w.Header().Get("Content-Type"), w.Body)
		}
		if w.Header().Get("Location") != "" {
			t.Errorf("%s: redirected", c.name)
		}
		if c.token != "" && w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: an answer for somebody may be kept: %q", c.name, w.Header().Get("Cache-Control"))
		}
	}
	if w := h.do(call{target: "/api/nothing"}); w.Code != 404 || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("unknown operation: %d %v", w.Code, w.Header())
	}
}

func TestAPIDocument(t *testing.T) {
	w := apiHouse(t).do(call{target: "/api/openapi.json"})
	var doc struct {
		OpenAPI string
		Paths   map[string]map[string]any
	}
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil || doc.OpenAPI != "3.1.0" || doc.Paths["/api/jobs"]["post"] == nil {
		t.Errorf("%v %d %s", err, w.Code, w.Body)
	}
	for _, target := range []string{"/docs", "/api/docs", "/openapi.json", "/openapi.yaml", "/schemas/Problem.json"} {
		if w := apiHouse(t).do(call{target: target}); w.Code != 404 {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
}
