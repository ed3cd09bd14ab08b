package webhook_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/plan"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/testbed"
	"verv/internal/webhook"
)

// got is one message as the receiver has it.
type got struct {
	header http.Header
	body   string
}

// receiver is an employer's system.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	all    []got
	status int
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{status: 204}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, hr *http.Request) {
		b, _ := io.ReadAll(hr.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.all = append(r.all, got{hr.Header, string(b)})
		if r.status == 302 {
			w.Header().Set("Location", r.URL+"/elsewhere")
		}
		w.WriteHeader(r.status)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) take() []got {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := r.all
	r.all = nil
	return all
}

func (r *receiver) answer(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

type mac struct{ root *crypt.Root }

func (m mac) MAC(parts ...[]byte) []byte { return m.root.MAC("webhook", parts...) }

// rig is a bed with the house, its tasks, and two employers.
type rig struct {
	*testbed.Bed
	house    *webhook.House
	runner   *task.Runner
	recv     *receiver
	one, two access.EmployerID
}

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

func newRig(t *testing.T, b *testbed.Bed) *rig {
	t.Helper()
	r := &rig{Bed: b, recv: newReceiver(t)}
	for _, e := range []*access.EmployerID{&r.one, &r.two} {
		if err := e.UnmarshalText([]byte(access.NewSubject(b.Clock.Now()).String())); err != nil {
			t.Fatal(err)
		}
	}
	r.reach(t, []string{"127.0.0.1", "*.example.org"}, loopback)
	return r
}

func (r *rig) reach(t *testing.T, hosts []string, networks []netip.Prefix) {
	t.Helper()
	r.house = webhook.New(r.DB, mac{r.Keys.Root()}, webhook.NewReach(hosts, networks))
	var err error
	if r.runner, err = task.NewRunner(r.DB, slog.New(slog.DiscardHandler), r.house.Tasks()...); err != nil {
		t.Fatal(err)
	}
	if err := r.runner.Plant(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (r *rig) owner(e access.EmployerID) privacy.Grant {
	a := access.Actor{Persona: access.Member, Role: access.Owner, Employer: e, Subject: access.NewSubject(r.Clock.Now()), Strong: true}
	return r.Grant(a, access.OfEmployer(e), privacy.Recruit)
}

// happens writes a fact, as the house that it belongs to does.
func (r *rig) happens(t *testing.T, kind string, e access.EmployerID, ids map[string]string) {
	t.Helper()
	ids["employer"] = e.String()
	err := r.DB.Write(t.Context(), r.Grant(access.Verv("test"), access.OfEmployer(e), privacy.Recruit), func(w *store.Writer) error {
		w.Fact(kind, ids)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// work lets the clock pass the next reading of facts, and runs what is due.
func (r *rig) work(t *testing.T) {
	t.Helper()
	r.Clock.Move(3 * time.Second)
	for range 50 {
		ran, err := r.runner.Once(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !ran {
			return
		}
	}
	t.Fatal("tasks without end")
}

func (r *rig) add(t *testing.T, e access.EmployerID, kinds ...webhook.Kind) webhook.ID {
	t.Helper()
	r.work(t)
	v, err := r.house.Add(t.Context(), r.owner(e), webhook.Wish{URL: r.recv.URL, Kinds: kinds})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (r *rig) get(t *testing.T, e access.EmployerID, v webhook.ID) (webhook.Webhook, webhook.Secret, []webhook.Delivery) {
	t.Helper()
	k, s, log, err := r.house.Get(t.Context(), r.owner(e), v)
	if err != nil {
		t.Fatal(err)
	}
	return k, s, log
}

func engines(t *testing.T, fn func(t *testing.T, r *rig)) {
	t.Helper()
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) { fn(t, newRig(t, b)) })
}

// signed reports whether one of the signatures is that of the secret, as Standard Webhooks 1.0 has it.
func signed(m got, s webhook.Secret) bool {
	code := crypt.HMAC(s[:], []byte(m.header.Get("webhook-id")+"."+m.header.Get("webhook-timestamp")+"."+m.body))
	for one := range strings.FieldsSeq(m.header.Get("webhook-signature")) {
		if one == "v1,"+base64.StdEncoding.EncodeToString(code[:]) {
			return true
		}
	}
	return false
}

func TestFactIsTold(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		v := r.add(t, r.one, "application.sent", "job.closed")
		r.happens(t, "application.sent", r.one, map[string]string{"application": "a1", "job": "j1", "subject": "person"})
		r.happens(t, "application.moved", r.one, map[string]string{"application": "a1"}) // nobody asked
		r.happens(t, "application.sent", r.two, map[string]string{"application": "a2"})  // another employer's
		r.work(t)
		all := r.recv.take()
		if len(all) != 1 {
			t.Fatalf("%d messages: %+v", len(all), all)
		}
		var body struct {
			Type string
			Data map[string]string
		}
		if err := json.Unmarshal([]byte(all[0].body), &body); err != nil || body.Type != "application.sent" || len(body.Data) != 2 || body.Data["application"] != "a1" {
			t.Fatalf("%s %v", all[0].body, err)
		}
		k, secret, log := r.get(t, r.one, v)
		if !signed(all[0], secret) || signed(all[0], webhook.Secret{}) {
			t.Error("the signature is not that of the secret")
		}
		if len(log) != 1 || log[0].State() != "delivered" || log[0].Status != 204 || !k.FailingAt.IsZero() {
			t.Errorf("%+v %+v", k, log)
		}
		r.work(t)
		if again := r.recv.take(); len(again) != 0 {
			t.Errorf("told twice: %+v", again)
		}
		if _, _, _, err := r.house.Get(t.Context(), r.owner(r.two), v); !fault.Is(err, fault.NotFound) {
			t.Errorf("another employer sees it: %v", err)
		}
	})
}

func TestFailureIsTriedAgain(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		v := r.add(t, r.one, "job.closed")
		r.recv.answer(500)
		r.happens(t, "job.closed", r.one, map[string]string{"job": "j1"})
		r.work(t)
		if k, _, log := r.get(t, r.one, v); k.FailingAt.IsZero() || log[0].State() != "waiting" || log[0].Status != 500 {
			t.Fatalf("%+v %+v", k, log)
		}
		first := r.recv.take()
		r.recv.answer(200)
		r.Clock.Move(time.Hour)
		r.work(t)
		second := r.recv.take()
		if len(second) != 1 || second[0].header.Get("webhook-id") != first[0].header.Get("webhook-id") || second[0].header.Get("webhook-timestamp") == first[0].header.Get("webhook-timestamp") {
			t.Fatalf("%+v\n%+v", first, second)
		}
		if k, _, log := r.get(t, r.one, v); !k.FailingAt.IsZero() || log[0].State() != "delivered" || log[0].Tries != 2 {
			t.Fatalf("%+v %+v", k, log)
		}
		d := func() webhook.DeliveryID { _, _, log := r.get(t, r.one, v); return log[0].ID }()
		if _, err := r.house.Again(t.Context(), r.owner(r.two), d); !fault.Is(err, fault.NotFound) {
			t.Errorf("another employer sends it again: %v", err)
		}
		if _, err := r.house.Again(t.Context(), r.owner(r.one), d); err != nil {
			t.Fatal(err)
		}
		r.work(t)
		if n := len(r.recv.take()); n != 1 {
			t.Errorf("sent again %d times", n)
		}
	})
}

func TestWebhookEnds(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		days   int
		reason webhook.Reason
	}{
		"gone":     {410, 0, webhook.Gone},
		"failing":  {500, 6, webhook.Failing},
		"redirect": {302, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			engines(t, func(t *testing.T, r *rig) {
				v := r.add(t, r.one, "job.closed")
				r.recv.answer(c.status)
				for range c.days + 1 {
					r.happens(t, "job.closed", r.one, map[string]string{"job": "j1"})
					r.work(t)
					r.Clock.Move(time.Duration(min(c.days, 1)) * 24 * time.Hour)
				}
				k, _, _ := r.get(t, r.one, v)
				if k.Reason != c.reason || k.EndedAt.IsZero() == (c.reason != "") {
					t.Errorf("%+v", k)
				}
				r.recv.take()
				if c.reason == "" {
					return
				}
				r.happens(t, "job.closed", r.one, map[string]string{"job": "j2"})
				r.Clock.Move(24 * time.Hour)
				r.work(t)
				if n := len(r.recv.take()); n != 0 {
					t.Errorf("%d messages after the end", n)
				}
			})
		})
	}
}

func TestSecretIsRenewed(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		v := r.add(t, r.one, "job.closed")
		_, former, _ := r.get(t, r.one, v)
		if err := r.house.Renew(t.Context(), r.owner(r.one), v); err != nil {
			t.Fatal(err)
		}
		_, now, _ := r.get(t, r.one, v)
		if now == former {
			t.Fatal("the same secret")
		}
		for _, c := range []struct {
			after time.Duration
			both  bool
		}{{0, true}, {25 * time.Hour, false}} {
			r.Clock.Move(c.after)
			if err := r.house.Try(t.Context(), r.owner(r.one), v); err != nil {
				t.Fatal(err)
			}
			r.work(t)
			all := r.recv.take()
			if len(all) != 1 || !signed(all[0], now) || signed(all[0], former) != c.both {
				t.Errorf("after %s: %+v", c.after, all)
			}
		}
	})
}

// TestReach: what the operator did not name is not called, whatever its name leads to.
func TestReach(t *testing.T) {
	show.Show(t, "egress.deny", "webhook-calls-anybody")
	b := testbed.New(t, store.SQLite, testbed.Rooms(t))
	r := newRig(t, b)
	add := func(url string) error {
		_, err := r.house.Add(t.Context(), r.owner(r.one), webhook.Wish{URL: url, Kinds: []webhook.Kind{"job.closed"}})
		return err
	}
	for _, url := range []string{"https://hooks.example.org/x", "https://a.b.example.org:8443/", "http://127.0.0.1:9/", "https://HOOKS.Example.org"} {
		if err := add(url); err != nil {
			t.Errorf("%s: %v", url, err)
		}
	}
	for _, url := range []string{"", "hooks.example.org", "ftp://hooks.example.org", "http://hooks.example.org", "https://example.org", "https://evil.example", "https://hooks.example.org.evil.example",
		"https://user:secret@hooks.example.org", "https://hooks.example.org/#x", "https://[::1]/", "http://10.0.0.1/", "https://hooks.example.org/" + strings.Repeat("x", 500), "javascript:alert(1)", "https://"} {
		if err := add(url); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", url, err)
		}
	}
	if n := len(mustList(t, r)); n != 4 {
		t.Errorf("%d webhooks", n)
	}
	// The name is allowed and leads to an address that is not public: the connection is refused after the name was looked up.
	v := r.add(t, r.one, "job.closed")
	r.reach(t, []string{"127.0.0.1"}, nil)
	if err := r.house.Try(t.Context(), r.owner(r.one), v); err != nil {
		t.Fatal(err)
	}
	r.work(t)
	if _, _, log := r.get(t, r.one, v); len(r.recv.take()) != 0 || log[0].Trouble != "webhook.trouble.private" {
		t.Errorf("a private address: %+v", log)
	}
	// The operator has changed their mind.
	r.reach(t, []string{"other.example"}, loopback)
	r.Clock.Move(time.Hour)
	r.work(t)
	if _, _, log := r.get(t, r.one, v); len(r.recv.take()) != 0 || log[0].Trouble != "webhook.trouble.host" {
		t.Errorf("a host that is no longer named: %+v", log)
	}
}

func mustList(t *testing.T, r *rig) []webhook.Webhook {
	t.Helper()
	all, err := r.house.List(t.Context(), r.owner(r.one))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A plan limits the webhooks of an employer: one that ended frees its place, and none at all are said to be no part of the plan.
func TestPlanLimitsWebhooks(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		g, operator := r.owner(r.one), r.Grant(access.Actor{Persona: access.Operator}, access.Operation(), privacy.Operate)
		plans := plan.New(r.DB)
		limit := func(most int) {
			t.Helper()
			p, err := plans.Make(t.Context(), operator, plan.Terms{Name: strconv.Itoa(most), Most: map[plan.Limit]int{plan.Webhooks: most}})
			if err == nil {
				err = plans.Assign(t.Context(), operator, r.one, p)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		add := func() (webhook.ID, error) {
			return r.house.Add(t.Context(), g, webhook.Wish{URL: "https://a.example.org/x", Kinds: []webhook.Kind{"job.closed"}})
		}
		limit(1)
		v, err := add()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := add(); fault.As(err) == nil || fault.As(err).Key != "plan.full.webhooks" {
			t.Errorf("beyond the plan: %v", err)
		}
		if err := r.house.End(t.Context(), g, v); err != nil {
			t.Fatal(err)
		}
		if _, err := add(); err != nil {
			t.Errorf("the place of an ended one is not free: %v", err)
		}
		limit(0)
		if _, err := add(); fault.As(err) == nil || fault.As(err).Key != "plan.none.webhooks" {
			t.Errorf("no part of the plan: %v", err)
		}
	})
}
