//go:build browser

package server_test

import (
	"bytes"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"verv/internal/access"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/testbed/chromium"
	"verv/internal/testbed/whole"
)

// stage is a house with a Chromium before it: one employer with an owner, one job that is open, one operator.
type stage struct {
	*whole.House
	browser  *chromium.Browser
	employer access.EmployerID
	owner    whole.Person
	operator whole.Person
	open     job.ID
	zone     *time.Location
}

const (
	theEmployer = "Nordkyst sykehus HF"
	theJob      = "Sykepleier på akuttmottaket"
	theQuestion = "Har du norsk autorisasjon?"
)

func setStage(t testing.TB) *stage {
	t.Helper()
	s := &stage{browser: chromium.Start(t), House: whole.New(t, store.SQLite)}
	t.Cleanup(func() {
		for line := range bytes.Lines(s.Logs.Bytes()) {
			if t.Failed() && !bytes.Contains(line, []byte("level=INFO")) {
				t.Logf("log: %s", line)
			}
		}
	})
	var err error
	s.zone, err = time.LoadLocation("Europe/Oslo")
	s.Must(err)
	s.employer = s.AddEmployer(theEmployer, "974760673")
	s.owner = s.AddPerson("Ola Berg", "ola.berg@nordkyst.example", access.Member, s.employer, access.Owner)
	s.operator = s.AddPerson("Siri Vik", "siri.vik@drift.example", access.Operator, access.EmployerID{}, access.NoRole)
	s.open = s.advertise(theJob)
	return s
}

// advertise publishes a job with one question.
func (s *stage) advertise(title string) job.ID {
	s.T.Helper()
	g := s.Grant(s.owner.Actor, access.OfEmployer(s.employer), privacy.Recruit)
	j, err := s.Jobs.Create(s.T.Context(), g, s.Site.ID, job.Content{Title: title, Language: "nb",
		Text:   "Akuttmottaket i Tromsø tar imot 40 pasienter i døgnet.\n\n## Det du gjør\n\n- vurderer hvem som haster\n- gir råd på telefon",
		Places: []job.Place{{Street: "Sykehusvegen 38", Postcode: "9019", Town: "Tromsø", Region: "Troms", Country: "NO"}}, Deadline: "2027-02-01",
		Employment: []job.Employment{intake.Permanent}, Pay: job.Pay{Min: 52_000_000, Max: 60_000_000, Currency: "NOK", Unit: intake.PerYear},
		Steps: []job.Step{{Name: "Samtale"}}, Decides: "avdelingsleder"})
	s.Must(err)
	s.Must(s.Jobs.Ask(s.T.Context(), g, j, versionOf(s.House, g, j), job.Question{Kind: job.AskYesNo, Label: theQuestion, Required: true}))
	s.Must(s.Jobs.Publish(s.T.Context(), g, j, versionOf(s.House, g, j)))
	return j
}

// visitor is somebody at the browser, who reads one language.
type visitor struct {
	*chromium.Tab
	t        testing.TB
	stage    *stage
	language string
}

func (s *stage) visitor(t testing.TB, look chromium.Look) *visitor {
	t.Helper()
	if look.Language == "" {
		look.Language = "nb"
	}
	return &visitor{s.browser.Tab(t, s.URL, look), t, s, look.Language}
}

// elsewhere is the same person another day, at another machine that knows nothing.
func (v *visitor) elsewhere() *visitor {
	v.t.Helper()
	return v.stage.visitor(v.t, chromium.Look{Language: v.language, NoScript: !v.scripted()})
}

// say is a text of the catalogue as the visitor reads it.
func (v *visitor) say(key string, args ...any) string {
	v.t.Helper()
	out := v.stage.Words.Language(v.language).At(v.stage.Clock.Now(), v.stage.zone).Say(key, args...)
	if strings.HasPrefix(out, "[") {
		v.t.Fatalf("no text %s in %s", key, v.language)
	}
	return out
}

func (v *visitor) visit(address string) *visitor {
	v.t.Helper()
	v.Visit(address)
	return v
}

func (v *visitor) press(key string, args ...any) *visitor {
	v.t.Helper()
	v.Press(v.say(key, args...))
	return v
}

func (v *visitor) follow(key string, args ...any) *visitor {
	v.t.Helper()
	v.Follow(v.say(key, args...))
	return v
}

// nav follows a link of the chief menu, which a phone folds away.
func (v *visitor) nav(key string) *visitor {
	v.t.Helper()
	if !v.Has(v.say(key)) {
		v.Touch(v.say("page.menu"))
	}
	return v.follow(key)
}

func (v *visitor) fill(key, text string) *visitor {
	v.t.Helper()
	v.Fill(v.say(key), text)
	return v
}

func (v *visitor) sees(keys ...string) *visitor {
	v.t.Helper()
	for _, k := range keys {
		v.Sees(v.say(k))
	}
	return v
}

// status fails when the page has another one.
func (v *visitor) status(want int64) *visitor {
	v.t.Helper()
	if got := v.Status(); got != want {
		v.t.Fatalf("%s: status %d, want %d:\n%s", v.Path(), got, want, v.Text())
	}
	return v
}

// letter opens the link of the newest letter to an address.
func (v *visitor) letter(address string) *visitor {
	v.t.Helper()
	v.Visit(v.stage.Link(address))
	return v
}

// code is what the code app shows, for a secret in base32.
func (v *visitor) code(secret string) string {
	v.t.Helper()
	c, err := totp.GenerateCode(secret, v.stage.Clock.Now())
	v.stage.Must(err)
	return c
}

var reSecret = regexp.MustCompile(`\b[A-Z2-7]{32}\b`)

// clean fails when anything left the house or broke the policy during the test.
func (v *visitor) clean() {
	v.t.Helper()
	for _, f := range v.Foreign() {
		v.t.Errorf("a request left the house: %s", f)
	}
	for _, c := range v.Console() {
		v.t.Errorf("the console says: %s", c)
	}
}

var reReports = regexp.MustCompile(`(?m)^verv_csp_reports_total\{[^}]*\} (\d+)`)

// reports is how many violations of the policy browsers have told the house of.
func (s *stage) reports() (n int) {
	w := httptest.NewRecorder()
	s.Metrics.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	for _, m := range reReports.FindAllStringSubmatch(w.Body.String(), -1) {
		v, _ := strconv.Atoi(m[1]) // the expression takes figures only
		n += v
	}
	return n
}
