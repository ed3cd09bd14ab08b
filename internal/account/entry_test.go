package account_test

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
)

var quiet = slog.New(slog.DiscardHandler)

func TestSignUpConfirmLogIn(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		h := r.House
		if err := h.SignUp(t.Context(), r.visitor(), "Kari.Nordmann@Example.no", good, from); err != nil {
			t.Fatal(err)
		}
		_, err := h.LogIn(t.Context(), r.visitor(), "kari.nordmann@example.no", good, from)
		wants(t, err, fault.Invalid, "log-in before the address is proved")
		l := r.one()
		if l.To != "Kari.Nordmann@Example.no" || l.Language != "nb" || l.SiteName != "Fjordjobb" {
			t.Fatalf("letter to %q in %q from %q", l.To, l.Language, l.SiteName)
		}
		o := r.follow(t, linkIn(t, l))
		if o.Kind != account.LinkConfirm || o.Half || o.Actor.Persona != access.Candidate || o.Actor.Account.IsZero() {
			t.Fatalf("opened %+v", o)
		}
		if access.SubjectID(o.Actor.Subject) == account.SubjectOf(o.Actor.Account) {
			t.Fatal("the candidate is the account's own subject")
		}
		o2, err := h.LogIn(t.Context(), r.visitor(), " kari.nordmann@EXAMPLE.no ", good, from)
		if err != nil {
			t.Fatal(err)
		}
		s := r.session(t, o2.Token)
		if s.Actor.Subject != o.Actor.Subject || s.Half || s.Language != "nb" || !s.Actor.Recently(r.Clock.Now(), time.Minute) {
			t.Fatalf("session %+v", s)
		}
		_, err = h.LogIn(t.Context(), r.visitor(), "kari.nordmann@example.no", good+"!", from)
		wants(t, err, fault.Invalid, "wrong password")
		r.work()
		var c account.Contact
		r.read(t, r.Grant(o.Actor, access.OfSubject(o.Actor.Subject), privacy.Account), func(x *store.Reader) (err error) {
			c, err = account.Address(x)
			return err
		})
		if c.Address != "Kari.Nordmann@Example.no" || !c.Confirmed || c.Account != o.Actor.Account {
			t.Fatalf("contact %+v", c)
		}
	})
}

// What is done for an address, whether it is known or not: the answer and the number of hashes, which are all of the time that can be seen
// from outside.
func TestSameAnswerSameWork(t *testing.T) {
	show.Show(t, "account.same-answer", "login-skips-dummy-hash")
	engines(t, func(t *testing.T, r *rig) {
		r.join(t, "known@example.no", good)
		if err := r.House.SignUp(t.Context(), r.visitor(), "waiting@example.no", good, from); err != nil {
			t.Fatal(err)
		}
		r.work()
		for _, c := range []struct {
			name string
			do   func(address string) error
			runs int
		}{
			{"log in", func(a string) error {
				_, err := r.House.LogIn(t.Context(), r.visitor(), a, "not the right one", from)
				return err
			}, 1},
			{"sign up", func(a string) error { return r.House.SignUp(t.Context(), r.visitor(), a, good, from) }, 1},
			{"sign up without a password", func(a string) error { return r.House.SignUp(t.Context(), r.visitor(), a, "", from) }, 0},
			{"link", func(a string) error { return r.House.SendLink(t.Context(), r.visitor(), a, false, from) }, 0},
			{"reset", func(a string) error { return r.House.SendLink(t.Context(), r.visitor(), a, true, from) }, 0},
		} {
			answers := map[string]bool{}
			for _, a := range []string{"known@example.no", "waiting@example.no", "unknown@example.no"} {
				r.Clock.Move(2 * time.Hour) // the limits are not what is tested here
				before := r.Hash.runs()
				err := c.do(a)
				if n := r.Hash.runs() - before; n != c.runs {
					t.Errorf("%s of %s: %d hashes, want %d", c.name, a, n, c.runs)
				}
				text := "fine"
				if f := fault.As(err); f != nil {
					text = f.Error()
				}
				answers[text] = true
			}
			if len(answers) != 1 {
				t.Errorf("%s: different answers: %v", c.name, answers)
			}
			r.work()
		}
	})
}

func TestTheMailTellsTheTruth(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		r.join(t, "known@example.no", good)
		if err := r.House.SignUp(t.Context(), r.visitor(), "KNOWN@example.no", "another long phrase 9", from); err != nil {
			t.Fatal(err)
		}
		l := r.one()
		if l.To != "known@example.no" {
			t.Fatalf("to %s", l.To)
		}
		o := r.follow(t, linkIn(t, l))
		if o.Kind != account.LinkEnter {
			t.Fatalf("the known address was sent a link to %s", o.Kind)
		}
		if _, err := r.House.LogIn(t.Context(), r.visitor(), "known@example.no", good, from); err != nil {
			t.Fatalf("the second sign-up changed the password: %v", err)
		}
		if err := r.House.SendLink(t.Context(), r.visitor(), "nobody@example.no", false, from); err != nil {
			t.Fatal(err)
		}
		if l := r.work(); len(l) != 0 {
			t.Fatalf("a letter to nobody: %d", len(l))
		}
	})
}

// Somebody signs up with another person's address and a password of their own, and waits for the other to confirm.
func TestAPasswordLaidUnderAnAddressIsDropped(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		if err := r.House.SignUp(t.Context(), r.visitor(), "victim@example.no", "the phrase of the thief", from); err != nil {
			t.Fatal(err)
		}
		r.work()
		if err := r.House.SignUp(t.Context(), r.visitor(), "victim@example.no", good, from); err != nil {
			t.Fatal(err)
		}
		r.follow(t, linkIn(t, r.one()))
		for _, pw := range []string{"the phrase of the thief", good} {
			_, err := r.House.LogIn(t.Context(), r.visitor(), "victim@example.no", pw, from)
			wants(t, err, fault.Invalid, "contested password")
		}
	})
}

func TestBadSignUp(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		for _, c := range []struct{ address, password, field, key string }{
			{"no address", good, "address", "form.email"},
			{"a@b.no\r\nBcc: x@y.no", good, "address", "form.email"},
			{"a@b.no", "short", "password", "form.short"},
			{"a@b.no", string(make([]rune, 201)), "password", "form.long"},
			{"a@b.no", "password1234", "password", "account.password.common"},
			{"kari.nordmann@b.no", "KariNordmann1", "password", "account.password.own"},
		} {
			err := r.House.SignUp(t.Context(), r.visitor(), c.address, c.password, from)
			var f *fault.Fault
			if !errors.As(err, &f) || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != c.field || f.Fields[0].Key != c.key {
				t.Errorf("%q, %q: %v", c.address, c.password, err)
			}
		}
		if n := r.Hash.runs(); n != 0 {
			t.Errorf("%d hashes for what is refused at the door", n)
		}
	})
}

func TestStrangersAreRefused(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		o := r.join(t, "a@example.no", good)
		b := r.join(t, "b@example.no", good)
		s := r.session(t, o.Token)
		h := r.House
		if _, err := h.Sessions(t.Context(), r.visitor()); !fault.Is(err, fault.Withheld) {
			t.Errorf("a visitor lists sessions: %v", err)
		}
		if _, err := h.Sessions(t.Context(), privacy.Grant{}); !fault.Is(err, fault.Withheld) {
			t.Errorf("a zero grant lists sessions: %v", err)
		}
		if err := h.Revoke(t.Context(), r.as(b.Actor), s.ID); !fault.Is(err, fault.Withheld) {
			t.Errorf("somebody else's session was revoked: %v", err)
		}
		if _, err := h.Switch(t.Context(), r.as(b.Actor), s.ID, b.Actor.Subject, from); fault.KindOf(err).Status() != 404 {
			t.Errorf("somebody else's session was switched: %v", err)
		}
		if err := h.Prove(t.Context(), r.as(b.Actor), s.ID, good, ""); fault.KindOf(err).Status() != 404 {
			t.Errorf("somebody else's session was proved: %v", err)
		}
		if _, err := h.Invite(t.Context(), r.as(b.Actor), "c@example.no", account.Invitation{}); !fault.Is(err, fault.Withheld) {
			t.Errorf("a person invites past the employer: %v", err)
		}
		r.session(t, o.Token) // the control: it still opens
	})
}
