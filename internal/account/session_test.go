package account_test

import (
	"fmt"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed"
)

func (r *rig) logIn(t *testing.T, address, password string) account.Opened {
	t.Helper()
	o, err := r.House.LogIn(t.Context(), r.visitor(), address, password, from)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestSessionsAreListedAndRevoked(t *testing.T) {
	show.Show(t, "account.sessions", "revoke-keeps-row")
	engines(t, func(t *testing.T, r *rig) {
		first := r.join(t, "a@example.no", good)
		r.Clock.Move(time.Minute)
		second, third := r.logIn(t, "a@example.no", good), r.logIn(t, "a@example.no", good)
		g := r.as(r.session(t, third.Token).Actor)
		all, err := r.House.Sessions(t.Context(), g)
		if err != nil || len(all) != 3 || all[0].Device != (account.Device{Browser: "Firefox", System: "Linux"}) {
			t.Fatalf("%+v, %v", all, err)
		}
		if err := r.House.Revoke(t.Context(), g, r.session(t, second.Token).ID); err != nil {
			t.Fatal(err)
		}
		r.shut(t, second.Token)
		other := r.Second() // another process on the same installation sees it at once
		if _, err := account.New(other.DB, other.Keys, r.Hash, places{}, nil).SessionByToken(t.Context(), r.security(), second.Token); !fault.Is(err, fault.Gone) {
			t.Fatalf("the revoked token opens on the second node: %v", err)
		}
		if err := r.House.RevokeOthers(t.Context(), g, r.session(t, third.Token).ID); err != nil {
			t.Fatal(err)
		}
		r.shut(t, first.Token)
		s := r.session(t, third.Token)
		if err := r.House.LogOut(t.Context(), g, s.ID); err != nil {
			t.Fatal(err)
		}
		r.shut(t, third.Token)
	})
}

// A token from before a log-in, a second step or a change of persona never opens what comes after.
func TestTokensAreNewAtEachStep(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		o := r.join(t, "a@example.no", good)
		again := r.logIn(t, "a@example.no", good)
		if o.Token == again.Token {
			t.Fatal("a log-in kept the token")
		}
		s := r.session(t, again.Token)
		sw, err := r.House.Switch(t.Context(), r.as(s.Actor), s.ID, s.Actor.Subject, from)
		if err != nil {
			t.Fatal(err)
		}
		r.shut(t, again.Token)
		r.session(t, sw.Token)
		r.shut(t, "a-token-that-somebody-planted")
		r.shut(t, "")
	})
}

func TestSessionsEnd(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		for _, c := range []struct {
			name  string
			rests []time.Duration
			open  bool
		}{
			{"13 days of rest", []time.Duration{13 * day}, true},
			{"14 days of rest", []time.Duration{14 * day}, false},
			{"used every 10 days until day 80", []time.Duration{10 * day, 10 * day, 10 * day, 10 * day, 10 * day, 10 * day, 10 * day, 10 * day}, true},
			{"used every 10 days until day 90", []time.Duration{10 * day, 10 * day, 10 * day, 10 * day, 10 * day, 10 * day, 10 * day, 10 * day, 10 * day}, false},
		} {
			o := r.join(t, testbed.NewID[access.SubjectID](r.Bed).String()+"@example.no", good)
			for i, rest := range c.rests {
				r.Clock.Move(rest)
				_, err := r.House.SessionByToken(t.Context(), r.security(), o.Token)
				if want := c.open || i < len(c.rests)-1; (err == nil) != want {
					t.Errorf("%s, look %d: %v", c.name, i, err)
				}
			}
		}
	})
}

// The account's clock moves at most once a day, by use.
func TestUseMovesTheClock(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		o := r.join(t, "a@example.no", good)
		due := func() time.Time {
			var d store.Dossier
			g := r.Grant(o.Actor, access.OfSubject(o.Actor.Subject), privacy.Account)
			r.read(t, g, func(x *store.Reader) error {
				all, err := x.DossiersOf(account.SubjectOf(o.Actor.Account))
				for _, v := range all {
					if v.Class == privacy.ClassAccount {
						d = v
					}
				}
				return err
			})
			return d.DueAt
		}
		start := due()
		r.Clock.Move(2 * time.Hour)
		r.session(t, o.Token)
		if !due().Equal(start) {
			t.Fatal("the clock moved twice in a day")
		}
		r.Clock.Move(day)
		r.session(t, o.Token)
		if got := due(); !got.After(start.Add(20 * time.Hour)) {
			t.Fatalf("the clock stood still: %v, then %v", start, got)
		}
		// Somebody who logs in after months and stays for one page uses the account too.
		start = due()
		r.Clock.Move(100 * day)
		again, err := r.House.LogIn(t.Context(), r.visitor(), "a@example.no", good, from)
		if err != nil {
			t.Fatal(err)
		}
		r.session(t, again.Token)
		if got := due(); !got.After(start.Add(90 * day)) {
			t.Fatalf("a short visit did not move the clock: %v, then %v", start, got)
		}
	})
}

func TestUnconfirmedHas72Hours(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		v, err := r.House.Guest(t.Context(), r.visitor(), "guest@example.no", "sv")
		if err != nil || v.Confirmed {
			t.Fatalf("%+v, %v", v, err)
		}
		g := r.Grant(access.Verv("test"), access.OfSubject(v.Subject), privacy.Account)
		for _, s := range []access.SubjectID{v.Subject, account.SubjectOf(v.Account)} {
			r.read(t, g, func(x *store.Reader) error {
				all, err := x.DossiersOf(s)
				if len(all) != 1 || all[0].Class != privacy.ClassUnconfirmed || !all[0].DueAt.Equal(r.Clock.Now().Add(72*time.Hour)) {
					t.Fatalf("dossiers %+v", all)
				}
				return err
			})
		}
		r.Clock.Move(71 * time.Hour)
		r.work()
		if _, held, _ := r.Keys.Lookup(t.Context(), "guest@example.no"); !held {
			t.Fatal("the address went before its time: the control fails")
		}
		r.Clock.Move(3 * time.Hour)
		r.work() // the rows are still there: it comes again
		r.Exec("delete from persona")
		r.Exec("delete from account")
		r.Clock.Move(2 * time.Hour)
		r.work()
		if _, held, _ := r.Keys.Lookup(t.Context(), "guest@example.no"); held {
			t.Fatal("the address is still held")
		}
	})
}

// twoStep signs somebody up and sets the second factor up.
func (r *rig) twoStep(t *testing.T, address string) (o account.Opened, secret string, codes []string) {
	t.Helper()
	o = r.join(t, address, good)
	s := r.session(t, o.Token)
	g := r.as(s.Actor)
	if err := r.House.StartFactor(t.Context(), g); err != nil {
		t.Fatal(err)
	}
	e, err := r.House.Enrolment(t.Context(), g, "Fjordjobb")
	if err != nil || len(e.Secret) != 32 || e.PNG == "" {
		t.Fatalf("%+v, %v", e, err)
	}
	codes, err = r.House.ConfirmFactor(t.Context(), g, s.ID, code(t, e.Secret, r.Clock.Now()))
	if err != nil || len(codes) != 10 {
		t.Fatalf("%v, %v", codes, err)
	}
	return o, e.Secret, codes
}

func code(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	c, err := totp.GenerateCode(secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSecondStep(t *testing.T) {
	show.Show(t, "account.totp", "used-code-is-taken-again")
	engines(t, func(t *testing.T, r *rig) {
		first, secret, codes := r.twoStep(t, "a@example.no")
		if s := r.session(t, first.Token); !s.Actor.Strong {
			t.Fatal("the session that set the factor up is not strong")
		}
		step := func(o account.Opened, c string) (account.Opened, error) {
			s := r.session(t, o.Token)
			return r.House.Step(t.Context(), r.as(s.Actor), s.ID, c, from)
		}
		o := r.logIn(t, "a@example.no", good)
		s := r.session(t, o.Token)
		if !o.Half || !s.Half || s.Actor.Persona != access.Visitor || !s.Actor.Subject.IsZero() {
			t.Fatalf("half a session is %+v", s)
		}
		if _, err := r.House.Sessions(t.Context(), r.as(s.Actor)); !fault.Is(err, fault.Withheld) {
			t.Fatalf("half a session reads: %v", err)
		}
		if _, err := r.House.Switch(t.Context(), r.as(s.Actor), s.ID, first.Actor.Subject, from); !fault.Is(err, fault.Withheld) {
			t.Fatalf("half a session switches: %v", err)
		}
		if _, err := r.House.Handover(t.Context(), r.as(s.Actor), s.ID, "jobb.example"); !fault.Is(err, fault.Withheld) {
			t.Fatalf("half a session is handed over: %v", err)
		}
		wants(t, r.House.Prove(t.Context(), r.as(s.Actor), s.ID, good, ""), fault.Withheld, "half a session proves itself")
		_, err := step(o, code(t, secret, r.Clock.Now()))
		wants(t, err, fault.Invalid, "the code that set the factor up, replayed")
		r.Clock.Move(time.Minute)
		now := code(t, secret, r.Clock.Now())
		whole, err := step(o, now)
		if err != nil || whole.Half || !whole.Actor.Strong || whole.Token == o.Token {
			t.Fatalf("%+v, %v", whole, err)
		}
		r.shut(t, o.Token)
		o = r.logIn(t, "a@example.no", good)
		_, err = step(o, now)
		wants(t, err, fault.Invalid, "a used code")
		_, err = step(o, code(t, secret, r.Clock.Now().Add(-30*time.Second)))
		wants(t, err, fault.Invalid, "a code older than the used one")
		if _, err = step(o, codes[3]); err != nil {
			t.Fatalf("recovery code: %v", err)
		}
		o = r.logIn(t, "a@example.no", good)
		_, err = step(o, codes[3])
		wants(t, err, fault.Invalid, "a used recovery code")
		if err := r.House.SendLink(t.Context(), r.visitor(), "a@example.no", false, from); err != nil {
			t.Fatal(err)
		}
		if o := r.follow(t, linkIn(t, r.one())); !o.Half {
			t.Fatal("a link by mail goes past the second factor")
		}
	})
}

func TestCodesAreLimited(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		_, secret, _ := r.twoStep(t, "a@example.no")
		r.Clock.Move(20 * time.Minute)
		o := r.logIn(t, "a@example.no", good)
		s := r.session(t, o.Token)
		for range 5 {
			_, err := r.House.Step(t.Context(), r.as(s.Actor), s.ID, "000000", from)
			wants(t, err, fault.Invalid, "a wrong code")
		}
		_, err := r.House.Step(t.Context(), r.as(s.Actor), s.ID, code(t, secret, r.Clock.Now()), from)
		wants(t, err, fault.Limited, "the sixth code, though right")
	})
}

func TestLimitsSurviveARestart(t *testing.T) {
	show.Show(t, "account.limits", "limits-kept-in-memory")
	engines(t, func(t *testing.T, r *rig) {
		r.join(t, "a@example.no", good)
		try := func(address, pw string) error {
			_, err := r.House.LogIn(t.Context(), r.visitor(), address, pw, from)
			return err
		}
		for _, a := range []string{"a@example.no", "nobody@example.no"} {
			for range 5 {
				wants(t, try(a, "wrong"), fault.Invalid, "a wrong password")
			}
			wants(t, try(a, good), fault.Limited, "the sixth try at "+a)
		}
		r.Restart()
		r.build()
		wants(t, try("a@example.no", good), fault.Limited, "after a restart")
		if o, err := r.House.LogIn(t.Context(), r.visitor(), "b@example.no", good, from); !fault.Is(err, fault.Invalid) {
			t.Fatalf("another address is shut too: %v %v", o, err)
		}
		r.Clock.Move(61 * time.Second)
		wants(t, try("a@example.no", "wrong"), fault.Invalid, "after a minute")
		r.Clock.Move(61 * time.Second)
		wants(t, try("a@example.no", good), fault.Limited, "after another minute: the wait has doubled")
		r.Clock.Move(time.Minute)
		if err := try("a@example.no", good); err != nil {
			t.Fatalf("after two minutes: %v", err)
		}
		for range 5 {
			wants(t, try("a@example.no", "wrong"), fault.Invalid, "success forgave")
		}
	})
}

func TestClientsAndMailsAreLimited(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		at := from
		limited := 0
		for i := range 40 {
			at.Client = netip.AddrFrom4([4]byte{192, 0, 2, byte(i)}) // a whole network of one guesser
			_, err := r.House.LogIn(t.Context(), r.visitor(), fmt.Sprintf("x%d@example.no", i), "wrong", at)
			if fault.Is(err, fault.Limited) {
				limited++
			}
		}
		if limited != 10 {
			t.Errorf("%d of 40 tries of one network were refused, want 10", limited)
		}
		at.Client = netip.MustParseAddr("198.51.100.1")
		_, err := r.House.LogIn(t.Context(), r.visitor(), "q@example.no", "wrong", at)
		wants(t, err, fault.Invalid, "another network")
		for i := range 5 {
			err := r.House.SignUp(t.Context(), r.visitor(), "m@example.no", "", from)
			if got := fault.Is(err, fault.Limited); got != (i >= 3) {
				t.Errorf("letter %d: %v", i+1, err)
			}
		}
		r.Clock.Move(time.Hour)
		if err := r.House.SendLink(t.Context(), r.visitor(), "m@example.no", true, from); err != nil {
			t.Errorf("after an hour: %v", err)
		}
	})
}

// Of many at once with one link exactly one gets in.
func TestALinkWorksOnce(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		if err := r.House.SignUp(t.Context(), r.visitor(), "a@example.no", good, from); err != nil {
			t.Fatal(err)
		}
		token := linkIn(t, r.one())
		for range 3 { // a mail scanner opens it
			if l, err := r.House.Peek(t.Context(), r.visitor(), token); err != nil || l.Kind != account.LinkConfirm {
				t.Fatalf("%+v, %v", l, err)
			}
		}
		errs := make([]error, 8)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() { _, errs[i] = r.House.Follow(t.Context(), r.visitor(), token, from) })
		}
		all.Wait()
		in := 0
		for _, err := range errs {
			switch {
			case err == nil:
				in++
			case !fault.Is(err, fault.Gone):
				t.Errorf("%v", err)
			}
		}
		if in != 1 {
			t.Fatalf("%d of %d got in", in, len(errs))
		}
		for _, bad := range []string{"", "x", token[:64], token + "A", token[:22] + string(slices.Repeat([]byte("A"), 43))} {
			_, err := r.House.Follow(t.Context(), r.visitor(), bad, from)
			wants(t, err, fault.Gone, "a link that is none")
		}
	})
}

func TestLinksEnd(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		r.join(t, "a@example.no", good)
		if err := r.House.SendLink(t.Context(), r.visitor(), "a@example.no", false, from); err != nil {
			t.Fatal(err)
		}
		token := linkIn(t, r.one())
		r.Clock.Move(15*time.Minute - time.Millisecond)
		if _, err := r.House.Peek(t.Context(), r.visitor(), token); err != nil {
			t.Fatalf("before its time: %v", err)
		}
		r.Clock.Move(time.Millisecond)
		_, err := r.House.Follow(t.Context(), r.visitor(), token, from)
		wants(t, err, fault.Gone, "after its time")
	})
}

func TestHandover(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		o, _, _ := r.twoStep(t, "a@example.no")
		s := r.session(t, o.Token)
		send := func(host string) string {
			token, err := r.House.Handover(t.Context(), r.as(s.Actor), s.ID, host)
			if err != nil {
				t.Fatal(err)
			}
			return token
		}
		arrive := func(token, host string) (account.Opened, error) {
			return r.House.Arrive(t.Context(), r.visitor(), token, host, from)
		}
		if _, err := r.House.Handover(t.Context(), r.as(s.Actor), s.ID, "evil.example"); !fault.Is(err, fault.NotFound) {
			t.Fatalf("a hand-over to a host of nobody: %v", err)
		}
		token := send("arbete.example")
		_, err := arrive(token, "jobb.example")
		wants(t, err, fault.Gone, "on another host")
		_, err = r.House.Follow(t.Context(), r.visitor(), token, from)
		wants(t, err, fault.Gone, "as a link")
		there, err := arrive(token, "arbete.example")
		if err != nil || there.Half || !there.Actor.Strong || there.Actor.Subject != s.Actor.Subject || there.Token == o.Token {
			t.Fatalf("%+v, %v", there, err)
		}
		_, err = arrive(token, "arbete.example")
		wants(t, err, fault.Gone, "twice")
		late := send("arbete.example")
		r.Clock.Move(30 * time.Second)
		_, err = arrive(late, "arbete.example")
		wants(t, err, fault.Gone, "after 30 seconds")
		gone := send("arbete.example")
		if err := r.House.LogOut(t.Context(), r.as(s.Actor), s.ID); err != nil {
			t.Fatal(err)
		}
		_, err = arrive(gone, "arbete.example")
		wants(t, err, fault.Gone, "after logging out")
	})
}
