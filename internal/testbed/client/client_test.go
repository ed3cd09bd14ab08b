//go:build client

package client

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/privacy"
	"verv/internal/testbed/whole"
)

// TestMain says what to do where the packages are missing.
func TestMain(m *testing.M) {
	if _, err := os.Stat("node_modules/oazapfts"); err != nil {
		_, _ = os.Stderr.WriteString("the packages are missing: npm ci --ignore-scripts --prefix internal/testbed/client; VERV_SKIP=client leaves this out\n")
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func node(t *testing.T, stdin []byte, env []string, args ...string) ([]byte, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "node", args...)
	cmd.Env, cmd.Stdin = append(os.Environ(), env...), bytes.NewReader(stdin)
	var out, trouble bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &trouble
	err := cmd.Run()
	if err != nil {
		t.Logf("node %s: %s%s", strings.Join(args, " "), out.Bytes(), trouble.Bytes())
	}
	return out.Bytes(), err
}

func validate(t *testing.T, document []byte) (version string, valid bool) {
	t.Helper()
	out, err := node(t, document, nil, "validate.js")
	var found struct {
		Version string
		Valid   bool
		Errors  json.RawMessage
	}
	if err != nil || json.Unmarshal(out, &found) != nil {
		t.Fatalf("the validator says nothing: %v %s", err, out)
	}
	if !found.Valid {
		t.Logf("%.600s", found.Errors)
	}
	return found.Version, found.Valid
}

func fetch(t *testing.T, url string) []byte {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatal(resp.Status, err)
	}
	return b
}

// TestClient validates the document, makes a client of it, and drives post, apply, move and reject with nothing else.
func TestClient(t *testing.T) {
	h := whole.New(t, "sqlite")
	document := fetch(t, h.URL+"/api/openapi.json")
	if version, valid := validate(t, document); version != "3.1" || !valid {
		t.Fatalf("the document is no OpenAPI 3.1: %q", version)
	}
	if _, valid := validate(t, bytes.Replace(document, []byte(`"responses"`), []byte(`"answers"`), 1)); valid {
		t.Error("the validator takes anything")
	}
	program := compile(t, document)
	e := h.AddEmployer("Fjordklinikken", "974760673")
	p := h.AddPerson("Rita", "rita@fjord.example", access.Member, e, access.Recruiter)
	token, err := h.Accounts.MakeToken(t.Context(), h.Grant(p.Actor, access.Public(), privacy.Account), h.Site.ID, account.TokenWish{Name: "HR", Days: 30, Scopes: []access.Permission{
		access.JobWrite, access.JobEdit, access.JobList, access.ApplicationList, access.ApplicationRead, access.ApplicationMove}})
	h.Must(err)
	step := func(out any, args ...string) {
		t.Helper()
		raw, err := node(t, nil, []string{"VERV_URL=" + h.URL, "VERV_TOKEN=" + token}, append([]string{program}, args...)...)
		if err == nil {
			err = json.Unmarshal(raw, out)
		}
		if err != nil {
			t.Fatal(err)
		}
	}

	var posted struct{ Job, State string }
	if step(&posted, "post"); posted.State != "open" {
		t.Fatalf("%+v", posted)
	}
	var applied struct{ Confirm bool }
	if step(&applied, "apply", posted.Job); !applied.Confirm {
		t.Fatal("a visitor's application needs no letter?")
	}
	b, link := h.Browser(), h.Link("kari@example.org")
	b.Get(link)
	b.Post(link, nil)
	h.Run()
	letters := len(h.Mail.To("kari@example.org"))
	if letters < 2 {
		t.Errorf("%d letters: the receipt is missing", letters)
	}

	var decided struct {
		Seen         []string
		Early        int
		Letter, Move string
		Timeline     []string
	}
	step(&decided, "decide", posted.Job)
	if len(decided.Seen) != 1 || decided.Early != http.StatusConflict || !strings.Contains(decided.Letter, "eight years") {
		t.Errorf("%+v", decided)
	}
	for _, what := range []string{"sent", "opened", "moved", "rejected"} {
		if !slices.Contains(decided.Timeline, what) {
			t.Errorf("the timeline does not say %q: %v", what, decided.Timeline)
		}
	}
	h.Clock.Move(20 * 1e9)
	h.Run()
	if n := len(h.Mail.To("kari@example.org")); n != letters+1 { // the rejection; what it overtook is not told
		t.Errorf("%d letters more after the decision", n-letters)
	}
}

// compile makes the client of the document and type-checks the program that uses it.
func compile(t *testing.T, document []byte) string {
	t.Helper()
	// Inside this folder, where the packages are found.
	h := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	h(os.MkdirAll("build", 0o755))
	dir, err := os.MkdirTemp("build", "client")
	h(err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	h(os.WriteFile(filepath.Join(dir, "openapi.json"), document, 0o600))
	for _, name := range []string{"drive.ts", "tsconfig.json", "package.json"} {
		b, err := os.ReadFile(name)
		h(err)
		h(os.WriteFile(filepath.Join(dir, name), b, 0o600))
	}
	_, err = node(t, nil, nil, "node_modules/oazapfts/dist/cli.js", filepath.Join(dir, "openapi.json"), filepath.Join(dir, "api.ts"))
	h(err)
	_, err = node(t, nil, nil, "node_modules/typescript/bin/tsc", "-p", dir)
	h(err)
	return filepath.Join(dir, "drive.js")
}
