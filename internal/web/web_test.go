package web

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/web/page"
)

var (
	noon      = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	siteID    = read[access.SiteID]("0190b5e0-7b7a-7c3e-8c3e-0123456789ab")
	person    = read[access.SubjectID]("0190b5e0-7b7a-7c3e-8c3e-000000000001")
	account   = read[access.AccountID]("0190b5e0-7b7a-7c3e-8c3e-000000000002")
	workplace = read[access.EmployerID]("0190b5e0-7b7a-7c3e-8c3e-000000000003")
	catalogue = sync.OnceValue(func() *locale.Catalogue {
		c, err := locale.Load()
		if err != nil {
			panic(err)
		}
		return c
	})
)

type key []byte

func (k key) MAC(parts ...[]byte) []byte {
	h := hmac.New(sha256.New, k)
	for _, p := range parts {
		_, _ = h.Write([]byte{byte(len(p) >> 8), byte(len(p))})
		_, _ = h.Write(p)
	}
	return h.Sum(nil)
}

type sites map[string]Site

func (s sites) ByHost(_ context.Context, host string) (Site, error) {
	if one, ok := s[host]; ok {
		return one, nil
	}
	return Site{}, fault.New(fault.NotFound, "fault.notfound")
}

type sessions map[string]Session

func (s sessions) Open(_ context.Context, token string) (Session, error) {
	switch one, ok := s[token]; {
	case token == "broken":
		return Session{}, fault.New(fault.Unavailable, "fault.unavailable")
	case ok:
		return one, nil
	}
	return Session{}, fault.New(fault.NotFound, "fault.notfound")
}

func actor(p access.Persona, role access.Role) access.Actor {
	a := access.Actor{Persona: p, Role: role, Proved: noon.Add(-time.Hour)}
	if p == access.Visitor {
		return access.Anyone()
	}
	a.Subject, a.Account = person, account
	if p == access.Member {
		a.Employer = workplace
	}
	return a
}

// read makes an identifier of a noun that is package access's own.
func read[T any, P interface {
	*T
	UnmarshalText([]byte) error
}](s string) (v T) {
	if err := P(&v).UnmarshalText([]byte(s)); err != nil {
		panic(err)
	}
	return v
}

// house is a Mux with everything around it that a test wants to look at.
type house struct {
	*Mux
	log *bytes.Buffer
}

func testHouse(t testing.TB, change func(*Config), routes ...Route) house {
	t.Helper()
	log := &bytes.Buffer{}
	cfg := Config{
		Now: func() time.Time { return noon }, Catalogue: catalogue(), MAC: key("k"), Metrics: NewMetrics(),
		Log: slog.New(Redact(slog.NewTextHandler(log, nil))),
		Sites: sites{
			"jobb.example":   {ID: siteID, Name: "Jobb", Host: "jobb.example", Language: "nn", BaseURL: "https://jobb.example"},
			"arbete.example": {ID: siteID, Name: "Arbete", Host: "arbete.example", Language: "sv", Prefix: "/lediga"},
		},
		Sessions: sessions{
			"owner": {ID: "1", Actor: actor(access.Member, access.Owner)}, "candidate": {ID: "2", Actor: actor(access.Candidate, ""), Language: "fi"},
		},
		Home: []string{"verv.example"}, Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")},
	}
	if change != nil {
		change(&cfg)
	}
	m := NewMux(cfg)
	m.Add(routes...)
	return house{m, log}
}

type call struct {
	method, target, body, kind, token, host string
	header                                  map[string]string
	plain                                   bool
}

func (h house) do(c call) *httptest.ResponseRecorder {
	if c.method == "" {
		c.method = "GET"
	}
	if c.host == "" {
		c.host = "jobb.example"
	}
	scheme := "https://"
	if c.plain {
		scheme = "http://"
	}
	hr := httptest.NewRequest(c.method, scheme+c.host+c.target, strings.NewReader(c.body))
	hr.RemoteAddr = "192.0.2.7:4711"
	if c.method == "POST" && c.kind == "" {
		c.kind = "application/x-www-form-urlencoded"
	}
	if c.kind != "" {
		hr.Header.Set("Content-Type", c.kind)
	}
	if c.token != "" {
		hr.AddCookie(&http.Cookie{Name: "__Host-verv", Value: c.token})
	}
	for name, v := range c.header {
		hr.Header.Set(name, v)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, hr)
	return w
}

func hello(text string) Handler {
	return func(r *Request) error {
		return r.Render(http.StatusOK, templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
			return page.Layout(r.View(text)).Render(templ.WithChildren(ctx, templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
				_, err := io.WriteString(w, templ.EscapeString(text))
				return err
			})), w)
		}))
	}
}

func seen() Guard { return Public(access.JobSee, privacy.Publish) }

func mustPanic(t *testing.T, name string, fn func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s: no panic", name)
		}
	}()
	fn()
}

func counted(c prometheus.Counter) float64 {
	var m dto.Metric
	if err := c.Write(&m); err != nil {
		panic(err)
	}
	return m.GetCounter().GetValue()
}
