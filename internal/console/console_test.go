package console_test

import (
	"bytes"
	"context"
	"net"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"verv/internal/access"
	"verv/internal/config"
	"verv/internal/console"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/testbed/whole"
)

// rig is one installation with an operator and an officer in it.
type rig struct {
	*whole.House
	operator, officer whole.Person
}

func newRig(h *whole.House) *rig {
	none := access.EmployerID{}
	return &rig{h, h.AddPerson("Drift", "drift@verv.example", access.Operator, none, access.NoRole),
		h.AddPerson("Ombud", "ombud@verv.example", access.Officer, none, access.NoRole)}
}

func (r *rig) grant(p whole.Person) privacy.Grant {
	return r.Grant(p.Actor, access.Operation(), privacy.Operate)
}

// codes are what is found not to be well.
func (r *rig) codes(g privacy.Grant) map[string]console.State {
	r.T.Helper()
	all, err := r.Console.Examine(r.T.Context(), g)
	r.Must(err)
	out := map[string]console.State{}
	for _, f := range all {
		if f.State != console.Fine && f.Code != "clock.drift" { // the clock of a test is not that of a database server
			out[f.Code] = f.State
		}
		for _, lang := range []string{"nb", "nn", "sv", "fi", "da", "en"} {
			if wrong, mend := f.Say(r.Words.Language(lang)); f.Code != "" && (wrong == "" || mend == "" || bytes.HasPrefix([]byte(wrong), []byte("["))) {
				r.T.Errorf("%s says nothing in %s: %q, %q", f.Code, lang, wrong, mend)
			}
		}
	}
	return out
}

// One look sees each fault with its mend, and the faults go when they are mended.
func TestExamine(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		r := newRig(h)
		g := r.grant(r.operator)
		seen := r.codes(g)
		if seen["backups.data.never"] != console.Look || seen["mail.unsigned"] != console.Look || len(seen) != 4 {
			t.Fatalf("a fresh house: %v", seen)
		}
		verv := h.Verv(access.Operation(), privacy.Operate)
		for _, b := range console.Backups() {
			h.Must(h.Console.BackedUp(t.Context(), verv, b))
		}
		if seen = r.codes(g); len(seen) != 1 {
			t.Errorf("backups were told of, and still: %v", seen)
		}
		if well, known, err := h.Console.BackupAge(t.Context(), g); !well || !known || err != nil {
			t.Errorf("the age of backups: %v %v %v", well, known, err)
		}
		h.Must(h.DB.Write(t.Context(), verv, func(w *store.Writer) error {
			_, err := task.Enqueue(w, task.Task{Kind: "mail.send", Args: map[string]string{"letter": "no.such"}})
			return err
		}))
		h.Clock.Move(48 * time.Hour)
		seen = r.codes(g)
		if seen["backups.data.old"] != console.Look || seen["tasks.late"] != console.Wrong {
			t.Errorf("two days without anybody: %v", seen)
		}
		if well, known, _ := h.Console.BackupAge(t.Context(), g); well || !known {
			t.Error("old backups are well")
		}
		if err := h.Console.BackedUp(t.Context(), r.grant(r.officer), console.BackupData); !fault.Is(err, fault.Withheld) {
			t.Errorf("an officer notes a backup: %v", err)
		}
		if err := h.Console.BackedUp(t.Context(), verv, "nothing"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a backup of nothing: %v", err)
		}
	})
}

// The home page says it in words, leads to where it is seen to, and shows an officer only what an officer may open.
func TestHomePage(t *testing.T) {
	r := newRig(whole.New(t, store.SQLite))
	page := r.Enter(r.operator).Get("/operator")
	for _, want := range []string{"Verv vet ikke om noen sikkerhetskopi av dataene", "verv backed-up", "/operator/employers", "Rotnøkkel"} {
		if page.Status != 200 || !bytes.Contains(page.Body, []byte(want)) {
			t.Errorf("the operator does not read %q (%d)", want, page.Status)
		}
	}
	page = r.Enter(r.officer).Get("/operator")
	if page.Status != 200 || bytes.Contains(page.Body, []byte("/operator/employers")) {
		t.Errorf("the officer: %d", page.Status)
	}
}

// zone is a name server that has one record, of SPF.
type zone struct{ asked []string }

func (z *zone) LookupTXT(_ context.Context, name string) ([]string, error) {
	z.asked = append(z.asked, name)
	if name == "verv.example" {
		return []string{"v=spf1 +all"}, nil
	}
	return nil, &net.DNSError{IsNotFound: true, Name: name}
}

func (z *zone) LookupMX(_ context.Context, name string) ([]*net.MX, error) {
	z.asked = append(z.asked, name)
	return nil, &net.DNSError{IsNotFound: true, Name: name}
}

// The name server is asked for our own domains when an operator says so, never by opening a page, and never without being named.
func TestMailPage(t *testing.T) {
	r := newRig(whole.New(t, store.SQLite))
	b := r.Enter(r.operator)
	if b.Get("/operator/mail").Status != 200 || !bytes.Contains(b.Body, []byte("mail.name_server")) {
		t.Fatalf("nobody to ask: %d", b.Status)
	}
	if b.Post("/operator/mail", nil).Status != 409 {
		t.Errorf("asking nobody: %d", b.Status)
	}
	z := &zone{}
	r.RestartWith(func(c *config.Config) { c.Mail.Names, c.Mail.Receive.LMTPAddress = "127.0.0.1:53", "127.0.0.1:2424" })
	r.Console.Resolver = z
	if !slices.Contains(r.Hosts(), "127.0.0.1:53") {
		t.Error("the name server is not among the hosts")
	}
	b = r.Enter(r.operator)
	if b.Get("/operator/mail"); len(z.asked) > 0 || !bytes.Contains(b.Body, []byte("ikke spurt")) {
		t.Fatalf("opening the page asks: %v", z.asked)
	}
	b.Post("/operator/mail", nil)
	r.Run()
	if !slices.Equal(z.asked, []string{"verv.example", "_dmarc.verv.example", "verv.example"}) {
		t.Errorf("asked %v", z.asked)
	}
	b.Get("/operator/mail")
	for _, want := range []string{"lar hvem som helst sende", "v=spf1 a:127.0.0.1 ~all", "v=DMARC1; p=quarantine", "10 127.0.0.1.", "ikke signert"} {
		if !bytes.Contains(b.Body, []byte(want)) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if seen := r.codes(r.grant(r.operator)); seen["mail.names"] == "" {
		t.Errorf("the home page does not tell: %v", seen)
	}
}

// A refused letter is counted by class, and a deferred one is seen in the queue.
func TestMailFigures(t *testing.T) {
	r := newRig(whole.New(t, store.SQLite))
	code := 451
	r.Mail.Refuse = func(string) error {
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 7, 1}, Message: "drift@verv.example is not trusted"}
	}
	e := r.AddEmployer("Nordkyst sykehus HF", "974760673")
	r.Must(r.Console.InviteOwner(t.Context(), r.grant(r.operator), e, employer.Invite{Name: "Ny Eier", Address: "ny.eier@post.example", Language: "nb"}))
	r.Run()
	l, err := r.Console.Mail(t.Context(), r.grant(r.operator))
	if r.Must(err); l.Waiting == 0 || l.Deferred != l.Waiting || l.Oldest.IsZero() {
		t.Fatalf("a letter that was put off: %+v", l.Queue)
	}
	code = 550
	r.Clock.Move(time.Minute)
	r.Run()
	l, err = r.Console.Mail(t.Context(), r.grant(r.operator))
	if r.Must(err); l.Waiting != 0 || l.Refused[mail.ByPolicy] == 0 {
		t.Errorf("a letter that was refused: %+v %v", l.Queue, l.Refused)
	}
	r.Clock.Move(20 * 24 * time.Hour)
	if l, err = r.Console.Mail(t.Context(), r.grant(r.operator)); err != nil || len(l.Refused) != 0 {
		t.Errorf("a refusal of long ago: %v %v", l.Refused, err)
	}
}

// The page of the stores tells bytes and growth, and takes the word of whoever made a backup.
func TestStoragePage(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		r := newRig(h)
		g := r.grant(r.operator)
		h.Must(h.Tasks.Plant(t.Context()))
		h.Run()
		h.Clock.Move(24 * time.Hour)
		s, err := h.Console.Storage(t.Context(), g)
		if h.Must(err); s.Now.Database < 100_000 || s.Before.Database < 100_000 || s.Before.Day.IsZero() || s.Free <= 0 || s.Epoch != 1 {
			t.Errorf("%+v", s)
		}
		h.Clock.Move(2 * growth)
		if s, err = h.Console.Storage(t.Context(), g); err != nil || !s.Before.Day.IsZero() {
			t.Errorf("growth since long ago: %+v %v", s.Before, err)
		}
		b := r.Enter(r.operator)
		if b.Post("/operator/storage", url.Values{"what": {"keys"}}).Status != 200 || !bytes.Contains(b.Body, []byte("Meldt.")) {
			t.Errorf("noting a backup: %d", b.Status)
		}
		if b.Post("/operator/storage", url.Values{"what": {"everything"}}).Status != 400 {
			t.Errorf("noting anything: %d", b.Status)
		}
		if b = r.Enter(r.officer); b.Get("/operator/storage").Status != 200 || bytes.Contains(b.Body, []byte("Meld en kopi")) {
			t.Errorf("the officer: %d", b.Status)
		}
	})
}

const growth = 31 * 24 * time.Hour
