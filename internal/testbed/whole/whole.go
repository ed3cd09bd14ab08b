package whole

import (
	"bytes"
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/config"
	"verv/internal/crypt"
	"verv/internal/employer"
	"verv/internal/mail"
	"verv/internal/mail/caught"
	"verv/internal/privacy"
	"verv/internal/server"
	"verv/internal/site"
	"verv/internal/store"
	"verv/internal/testbed"
)

// House is one installation for one test.
type House struct {
	*server.House
	T     testing.TB
	Dir   string
	Clock *testbed.Clock
	Mail  *caught.Server
	URL   string // of the pages, without the final slash
	Site  site.Site
	Logs  *Log

	conf config.Config
	web  *httptest.Server
}

// Log keeps every line of the log, so that a test can look for what must not be there.
type Log struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write keeps a line.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

// Bytes are all lines so far.
func (l *Log) Bytes() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	return bytes.Clone(l.buf.Bytes())
}

// Engines runs fn on SQLite, and on PostgreSQL where make test has started it.
func Engines(t *testing.T, fn func(t *testing.T, h *House)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, New(t, store.SQLite)) })
	if os.Getenv(testbed.EnvData) != "" {
		t.Run("postgres", func(t *testing.T) { fn(t, New(t, store.Postgres)) })
	}
}

// New boots an installation with one site at 127.0.0.1 and localhost.
func New(t testing.TB, engine store.Engine) *House {
	t.Helper()
	h := &House{T: t, Dir: t.TempDir(), Clock: testbed.NewClock(), Logs: &Log{}}
	var err error
	h.Mail, err = caught.Start(h.Clock.Now())
	h.Must(err)
	t.Cleanup(func() { _ = h.Mail.Close() })
	h.conf = h.config(engine)
	h.Must(crypt.InitRoot(h.conf.Keys.Root))
	_, data, err := server.Stores(t.Context(), h.conf, h.Clock.Now)
	h.Must(err)
	h.Must(store.Migrate(t.Context(), data, server.Migrations()))
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	h.Must(err)
	h.conf.Web.PublicURL = "http://" + ln.Addr().String()
	h.URL = h.conf.Web.PublicURL
	h.boot(ln)
	h.firstSite()
	t.Cleanup(func() { h.web.Close(); _ = h.Close() })
	return h
}

func (h *House) config(engine store.Engine) config.Config {
	c := config.Default()
	c.Data.Engine = string(engine)
	c.Data.Dir, c.Keys.Dir, c.Keys.Root = filepath.Join(h.Dir, "data"), filepath.Join(h.Dir, "keys"), filepath.Join(h.Dir, "root")
	if engine == store.Postgres {
		owner, app := testbed.NewDatabase(h.T, os.Getenv(testbed.EnvData))
		c.Data.OwnerDSN, c.Data.DSN = config.NewSecret(owner), config.NewSecret(app)
		keys, _ := testbed.NewDatabase(h.T, os.Getenv(testbed.EnvKeys))
		c.Keys.DSN = config.NewSecret(keys)
	}
	c.Mail.Host, c.Mail.Port, c.Mail.From = "127.0.0.1", h.Mail.Port(), "post@verv.example"
	c.Mail.Receive.Domain = "verv.example"
	c.Operator = config.Operator{Name: "Nordlys Drift AS", RegisterNumber: "999888777", Address: "Storgata 1, 9008 Tromsø", Country: "NO",
		PrivacyContact: "personvern@verv.example"}
	c.Limits.Requests, c.Limits.Apply = 1_000_000, 1_000_000
	c.Webhook.Hosts = []string{"127.0.0.1"} // loopback alone: nothing leaves the machine
	c.Webhook.Networks = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	return c
}

func (h *House) boot(ln net.Listener) {
	h.T.Helper()
	out := mail.Server{Host: "127.0.0.1", Port: h.Mail.Port(), Encryption: mail.Required, Hello: "verv.example",
		TLS: &tls.Config{RootCAs: h.Mail.Roots(), Time: h.Clock.Now}}
	var err error
	h.House, err = server.Build(h.T.Context(), h.conf, server.Options{Now: h.Clock.Now, Log: slog.New(slog.NewTextHandler(h.Logs, nil)), Sender: out,
		Plain: true, Hosts: []string{"127.0.0.1", "localhost"}, Version: "test"})
	h.Must(err)
	h.web = &httptest.Server{Listener: ln, Config: &http.Server{Handler: h.Mux}}
	h.web.Start()
}

// Restart closes everything and boots it again at the same address, as a new process would.
func (h *House) Restart() { h.RestartWith(func(*config.Config) {}) }

// RestartWith is Restart with another configuration.
func (h *House) RestartWith(change func(*config.Config)) {
	h.T.Helper()
	change(&h.conf)
	addr := h.web.Listener.Addr().String()
	h.web.Close()
	h.Must(h.Close())
	ln, err := net.Listen("tcp", addr)
	h.Must(err)
	h.boot(ln)
}

// Must fails the test on an error.
func (h *House) Must(err error) {
	h.T.Helper()
	if err != nil {
		h.T.Fatal(err)
	}
}

// Grant makes a grant or fails the test.
func (h *House) Grant(a access.Actor, s access.Scope, p privacy.Purpose) privacy.Grant {
	h.T.Helper()
	g, err := privacy.Authorize(a, s, p)
	h.Must(err)
	return g
}

// Verv is a grant of the software itself.
func (h *House) Verv(s access.Scope, p privacy.Purpose) privacy.Grant {
	h.T.Helper()
	return h.Grant(access.Verv("test"), s, p)
}

// Run runs tasks until none is due.
func (h *House) Run() {
	h.T.Helper()
	for {
		ran, err := h.Tasks.Once(context.WithoutCancel(h.T.Context()))
		h.Must(err)
		if !ran {
			return
		}
	}
}

func (h *House) firstSite() {
	h.T.Helper()
	var err error
	h.Site, err = h.Sites.Create(h.T.Context(), h.Verv(access.Operation(), privacy.Operate), site.Content{Hosts: []string{"127.0.0.1", "localhost"},
		Name: "Fjordjobb", Language: "nb", Accent: "green", Country: "NO", Zone: "Europe/Oslo", Legal: "Nordlys Drift AS, 999 888 777"})
	h.Must(err)
}

// AddEmployer adds a verified employer.
func (h *House) AddEmployer(name, number string) access.EmployerID {
	h.T.Helper()
	e, err := h.Employers.Add(h.T.Context(), h.Verv(access.Operation(), privacy.Operate), employer.Registration{Site: h.Site.ID, Number: number, Country: "NO",
		Profile: employer.Profile{Name: name, Town: "Tromsø", Postcode: "9008"}})
	h.Must(err)
	return e
}

// Person is somebody to act as.
type Person struct {
	Address string
	Kind    access.Persona
	Role    access.Role
	Actor   access.Actor
}

// AddPerson makes a confirmed account with one persona.
func (h *House) AddPerson(name, address string, kind access.Persona, e access.EmployerID, role access.Role) Person {
	h.T.Helper()
	g := h.Verv(access.Public(), privacy.Account)
	a, subjects, err := h.Accounts.Establish(h.T.Context(), g, account.Person{Address: address, Profile: account.Profile{Name: name, Language: "nb"},
		Personas: []account.Persona{{Kind: kind, Role: role, Employer: e}}})
	h.Must(err)
	p := Person{Address: address, Kind: kind, Role: role, Actor: access.Actor{Persona: kind, Account: a, Subject: subjects[0], Employer: e, Role: role,
		Proved: h.Clock.Now(), Strong: true}}
	if kind == access.Member {
		h.Must(h.Employers.Enrol(h.T.Context(), h.Verv(access.OfEmployer(e), privacy.Recruit), subjects[0], a, role, name))
	}
	return p
}

// Enter gives a browser without JavaScript that is logged in as the person.
func (h *House) Enter(p Person) *Browser {
	h.T.Helper()
	token, err := h.Accounts.EnterAs(h.T.Context(), h.Verv(access.Public(), privacy.Account), p.Address, p.Kind, p.Role)
	h.Must(err)
	b := h.Browser()
	path := account.LinkPath(token)
	b.Get(path)
	b.Post(path, nil)
	if b.Status != http.StatusOK {
		h.T.Fatalf("entering as %s: %d\n%s", p.Kind, b.Status, b.Text())
	}
	return b
}

// Link is the address behind the button of the newest letter to somebody, as a path of the pages.
func (h *House) Link(address string) string { h.T.Helper(); return h.LinkTo(address, "") }

// LinkTo is the newest of them that begins so. Of two letters that were due at one moment either may be the newest.
func (h *House) LinkTo(address, prefix string) string {
	h.T.Helper()
	h.Run()
	list := h.Mail.To(address)
	for _, l := range slices.Backward(list) {
		m, err := mail.Parse(l.Raw)
		h.Must(err)
		for _, word := range strings.Fields(m.Text) {
			rest, ok := strings.CutPrefix(word, h.URL)
			if !ok {
				continue
			}
			if strings.HasPrefix(rest, prefix) {
				return rest
			}
			break // the button comes first
		}
	}
	h.T.Fatalf("none of %d letters to %s has a link to %s", len(list), address, prefix)
	return ""
}
