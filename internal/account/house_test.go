package account_test

import (
	"context"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/fault"
	"verv/internal/locale"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/server"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/testbed"
)

// counter is a hasher that costs nothing and counts its runs.
type counter struct {
	mu            sync.Mutex
	hashed, asked int
}

func (c *counter) Hash(pw string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hashed++
	return "hash of " + pw
}

func (c *counter) Check(hash, pw string) (ok, rehash bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked++
	return hash == "hash of "+pw, false, nil
}

func (c *counter) runs() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.hashed + c.asked
}

// places is a world of two sites and one employer.
type places struct{}

func (places) Site(context.Context, access.SiteID) (account.Place, error) {
	return account.Place{Name: "Fjordjobb", URL: "https://jobb.example"}, nil
}

func (places) ByHost(_ context.Context, host string) (account.Place, error) {
	if host != "jobb.example" && host != "arbete.example" {
		return account.Place{}, fault.New(fault.NotFound, "fault.notfound")
	}
	return account.Place{Name: host, URL: "https://" + host}, nil
}

func (places) Employer(context.Context, access.EmployerID) (string, error) { return "Tindvik", nil }

// rig is a bed with the account house and its tasks.
type rig struct {
	*testbed.Bed
	House  *account.House
	Hash   *counter
	runner *task.Runner
	sent   []mail.Letter
}

const good = "grønn traktor 47 på taket"

var from = account.From{Client: netip.MustParseAddr("192.0.2.7"), Language: "nb",
	Agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}

func newRig(t *testing.T, b *testbed.Bed) *rig {
	b.T = t
	r := &rig{Bed: b, Hash: &counter{}}
	r.build()
	return r
}

// build makes the house anew, as a process that starts.
func (r *rig) build() { r.buildWith(r.Hash) }

func (r *rig) buildWith(hash account.Hasher) {
	r.T.Helper()
	words, err := locale.Load()
	if err != nil {
		r.T.Fatal(err)
	}
	r.House = account.New(r.DB, r.Keys, hash, places{}, words)
	kinds := r.House.Tasks()
	writers := map[string]mail.Kind{}
	for _, k := range r.House.Letters() {
		writers[k.Name] = k
	}
	kinds = append(kinds, task.Kind{Name: mail.TaskSend, Purpose: privacy.Account, Run: func(run *task.Run) error {
		l, err := writers[run.Task.Args["letter"]].Write(run, run.Task.Args)
		if err == mail.ErrNobody {
			return nil
		}
		if err == nil {
			r.sent = append(r.sent, l)
		}
		return err
	}})
	if r.runner, err = task.NewRunner(r.DB, quiet, kinds...); err != nil {
		r.T.Fatal(err)
	}
}

// work runs every task that is due and gives the letters it sent.
func (r *rig) work() []mail.Letter {
	r.T.Helper()
	r.sent = nil
	for range 100 {
		ran, err := r.runner.Once(r.T.Context())
		if err != nil {
			r.T.Fatal(err)
		}
		if !ran {
			return r.sent
		}
	}
	r.T.Fatal("tasks without end")
	return nil
}

func (r *rig) visitor() privacy.Grant {
	return r.Grant(access.Anyone(), access.Public(), privacy.Account)
}

func (r *rig) as(a access.Actor) privacy.Grant { return r.Grant(a, access.Public(), privacy.Account) }

func (r *rig) security() privacy.Grant {
	return r.Grant(access.Verv("session"), access.Operation(), privacy.Security)
}

func (r *rig) verv() privacy.Grant {
	return r.Grant(access.Verv("setup"), access.Operation(), privacy.Account)
}

// linkIn is the token of a letter's button.
func linkIn(t *testing.T, l mail.Letter) string {
	t.Helper()
	if l.Action == nil {
		t.Fatalf("the letter %q has no link", l.Subject)
	}
	_, token, ok := strings.Cut(l.Action.URL, "/account/link/")
	if !ok {
		t.Fatalf("no link in %s", l.Action.URL)
	}
	return token
}

// one is the only letter that work sent.
func (r *rig) one() mail.Letter {
	r.T.Helper()
	all := r.work()
	if len(all) != 1 {
		r.T.Fatalf("%d letters", len(all))
	}
	return all[0]
}

// join signs an address up, confirms it and gives the opened session.
func (r *rig) join(t *testing.T, address, password string) account.Opened {
	t.Helper()
	if err := r.House.SignUp(t.Context(), r.visitor(), address, password, from); err != nil {
		t.Fatal(err)
	}
	return r.follow(t, linkIn(t, r.one()))
}

func (r *rig) follow(t *testing.T, token string) account.Opened {
	t.Helper()
	o, err := r.House.Follow(t.Context(), r.visitor(), token, from)
	if err != nil {
		t.Fatal(err)
	}
	r.work()
	return o
}

// session opens the session of a token, as package server does for web.
func (r *rig) session(t *testing.T, token string) account.Session {
	t.Helper()
	s, err := r.House.SessionByToken(t.Context(), r.security(), token)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (r *rig) shut(t *testing.T, token string) {
	t.Helper()
	if _, err := r.House.SessionByToken(t.Context(), r.security(), token); !fault.Is(err, fault.Gone) {
		t.Fatalf("the token opens: %v", err)
	}
}

func wants(t *testing.T, err error, kind fault.Kind, what string) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Fatalf("%s: want %v, got %v", what, kind, err)
	}
}

func engines(t *testing.T, fn func(t *testing.T, r *rig)) {
	t.Helper()
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) { fn(t, newRig(t, b)) })
}

func (r *rig) read(t *testing.T, g privacy.Grant, fn func(*store.Reader) error) {
	t.Helper()
	if err := r.DB.Read(t.Context(), g, fn); err != nil {
		t.Fatal(err)
	}
}

// rooms are the rooms of the product.
func rooms() []store.Room { return server.Rooms() }

const day = 24 * time.Hour
