package server_test

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/testbed/whole"
)

// program calls the API as a program does: with a token and nothing else.
type program struct {
	t     *testing.T
	base  string
	token string
}

func (p program) call(method, path, key, body string, answer any) *http.Response {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.base+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+p.token)
	req.Header.Set("Accept-Language", "en")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	if answer != nil {
		if err := json.Unmarshal(b, answer); err != nil {
			p.t.Fatalf("%s %s: %d %s", method, path, resp.StatusCode, b)
		}
	}
	return resp
}

// TestProgram drives a recruiter's token over the wire: what it carries works, once for a key, and nothing else does.
func TestProgram(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		w := settle(h)
		name := member("one", access.Recruiter)
		token := func(scopes ...access.Permission) program {
			t.Helper()
			g := h.Grant(w.people[name].Actor, access.Public(), privacy.Account)
			secret, err := h.Accounts.MakeToken(t.Context(), g, w.Site.ID, account.TokenWish{Name: "HR", Days: 30, Scopes: scopes})
			h.Must(err)
			return program{t, h.URL, secret}
		}
		p := token(access.JobWrite, access.JobEdit, access.JobList)
		const ad = `{"title":"Renholder","language":"nb","text":"Vi trenger deg som liker det rent.","places":[{"town":"Tromsø","country":"NO"}],"payText":"etter tariff","deadline":"2027-03-01","employment":["permanent"]}`
		var made, again job.Document
		if resp := p.call("POST", "/api/employer/jobs", "first", ad, &made); resp.StatusCode/100 != 2 || made.ID == "" {
			t.Fatalf("%d %+v", resp.StatusCode, made)
		}
		if resp := p.call("POST", "/api/employer/jobs", "first", ad, &again); resp.Header.Get("Idempotency-Replayed") != "true" || again.ID != made.ID {
			t.Fatalf("sent twice, made twice: %d %s %s", resp.StatusCode, made.ID, again.ID)
		}
		resp := p.call("GET", "/api/employer/jobs/"+made.ID, "", "", &again)
		if resp.StatusCode != 200 || resp.Header.Get("ETag") == "" || again.Title != "Renholder" {
			t.Fatalf("%d %v %+v", resp.StatusCode, resp.Header, again)
		}
		if resp := p.call("GET", "/api/employer/jobs/"+made.ID+"/applications", "", "", nil); resp.StatusCode != 403 {
			t.Errorf("beyond its scope: %d", resp.StatusCode)
		}
		if resp := (program{t, h.URL, p.token + "x"}).call("GET", "/api/employer/jobs/"+made.ID, "", "", nil); resp.StatusCode != 401 {
			t.Errorf("a wrong token: %d", resp.StatusCode)
		}
		all, err := h.Accounts.Tokens(t.Context(), h.Grant(w.people[name].Actor, access.Public(), privacy.Account))
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		h.Must(h.Accounts.DropToken(t.Context(), h.Grant(w.people[name].Actor, access.Public(), privacy.Account), all[0].ID))
		if resp := p.call("GET", "/api/employer/jobs/"+made.ID, "", "", nil); resp.StatusCode != 401 {
			t.Errorf("an ended token: %d", resp.StatusCode)
		}
	})
}

// TestScopesHaveWords: whoever ticks a permission reads what it means.
func TestScopesHaveWords(t *testing.T) {
	h := whole.New(t, "sqlite")
	scopes := h.Mux.APIScopes()
	if !slices.Contains(scopes, access.JobEdit) {
		t.Fatalf("the API asks for %v", scopes)
	}
	for _, lang := range []string{"nb", "nn", "sv", "fi", "da", "en"} {
		for _, p := range scopes {
			key := "account.scope." + string(p)
			if strings.HasPrefix(h.Words.Language(lang).Say(key), "[") {
				t.Errorf("%s: %s has no words", lang, key)
			}
		}
	}
	_, _, err := h.Accounts.TokenSession(t.Context(), h.Verv(access.Operation(), privacy.Security), "verv_nothing")
	if !fault.Is(err, fault.Gone) {
		t.Errorf("a token of nobody: %v", err)
	}
}
