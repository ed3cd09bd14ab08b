package gate

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed"
)

const markSchema = `
create table mark (                         --: employer=employer_id subject=subject_id dossier=dossier_id
  id          id     not null primary key,  --: key
  employer_id id     not null,              --: key
  subject_id  id     not null,              --: key
  dossier_id  id     not null,              --: key
  score       bigint not null               --: unsealed judgement (assess): lists sort by it
);
`

const markQueries = `
-- name: scores
-- scope: employer
select score from mark where employer_id = :employer;
-- name: ids
-- scope: employer
select id from mark where employer_id = :employer;
`

// TestFootprint: a statement runs only for the purposes that every column it touches allows.
func TestFootprint(t *testing.T) {
	rooms, err := testbed.WithFootprints(t.Context(), []store.Room{store.Own(), {Name: "mark", Schema: markSchema, Queries: markQueries}})
	if err != nil {
		t.Fatal(err)
	}
	testbed.EnginesWith(t, rooms, func(t *testing.T, b *testbed.Bed) {
		b.T = t
		e := testbed.NewID[access.EmployerID](b)
		for _, c := range []struct {
			name store.Name
			p    privacy.Purpose
			fine bool
		}{
			{"mark.scores", privacy.Assess, true}, {"mark.scores", privacy.Contact, false}, {"mark.scores", privacy.Claims, false},
			{"mark.ids", privacy.Assess, true}, {"mark.ids", privacy.Contact, true},
		} {
			err := b.DB.Read(t.Context(), b.Grant(access.Verv("test"), access.OfEmployer(e), c.p), func(r *store.Reader) error {
				_, err := store.List(r, c.name, store.Args{}, func(store.Row) (int, error) { return 0, nil })
				return err
			})
			if (err == nil) != c.fine || err != nil && !fault.Is(err, fault.Withheld) {
				t.Errorf("%s for %s: %v", c.name, c.p, err)
			}
		}
		show.Show(t, "store.footprint", "statement-without-purpose")
	})
}

// denied are words that no dependency has in its name: what watches people, sells their attention, takes their money or reads their
// faces, voices and moods.
var denied = []string{"analytics", "segmentio", "mixpanel", "amplitude", "posthog", "matomo", "plausible", "hotjar", "fullstory", "sentry", "bugsnag",
	"datadog", "newrelic", "rollbar", "telemetry", "googleads", "admob", "doubleclick", "adsense", "adwords", "ads", "facebook", "fbsdk", "stripe", "paypal",
	"adyen", "braintree", "klarna", "vipps", "face", "facial", "opencv", "gocv", "dlib", "voice", "speech", "whisper", "emotion", "affectiva", "biometric"}

var reWord = regexp.MustCompile(`[a-z]+`)

// undesired lists the dependencies that have a denied word in their name.
func undesired(names []string) (out []string) {
	for _, n := range names {
		for _, w := range reWord.FindAllString(strings.ToLower(n), -1) {
			if slices.Contains(denied, w) || slices.ContainsFunc(denied, func(d string) bool { return len(d) > 5 && strings.Contains(w, d) }) {
				out = append(out, n)
				break
			}
		}
	}
	return out
}

// TestDependencies reads the Go module graph (go.sum names every module of it) and the npm lock file.
func TestDependencies(t *testing.T) {
	var names []string
	sum, err := readRoot("go.sum")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(sum) {
		name, _, _ := strings.Cut(line, " ")
		names = append(names, name)
	}
	var npm struct {
		Packages map[string]struct {
			Dependencies map[string]string `json:"dependencies"`
		} `json:"packages"`
	}
	lock, err := readRoot("assets/package-lock.json")
	if err == nil {
		err = json.Unmarshal([]byte(lock), &npm)
	}
	if err != nil {
		t.Fatal(err)
	}
	for n, p := range npm.Packages {
		names = append(names, n)
		for d := range p.Dependencies {
			names = append(names, d)
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if len(names) < 60 {
		t.Fatalf("only %d dependencies were seen", len(names))
	}
	for _, n := range undesired(names) {
		t.Errorf("%s is a dependency that Verv does without", n)
	}
	planted := []string{"github.com/posthog/posthog-go", "gocv.io/x/gocv", "github.com/stripe/stripe-go/v82", "@sentry/browser", "github.com/Kagami/go-face",
		"google-analytics-lib", "cloud.google.com/go/speech"}
	if got := undesired(planted); !slices.Equal(got, planted) {
		t.Errorf("control: of %d planted dependencies only %v were seen", len(planted), got)
	}
	if got := undesired([]string{"github.com/google/uuid", "golang.org/x/net", "interface", "loads"}); len(got) > 0 {
		t.Errorf("control: %v were taken for something else", got)
	}
	show.Show(t, "dependencies.denylist", "dependency-that-watches")
}
