package account_test

import (
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/fault"
	"verv/internal/locale"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed"
)

func (r *rig) contact(t *testing.T, a access.Actor) account.Contact {
	t.Helper()
	var c account.Contact
	r.read(t, r.Grant(a, access.OfSubject(a.Subject), privacy.Account), func(x *store.Reader) (err error) {
		c, err = account.Address(x)
		return err
	})
	return c
}

// moves asks for a change of address and gives the letters to the new and to the old one.
func (r *rig) moves(t *testing.T, a access.Actor, to string) (change, notice mail.Letter) {
	t.Helper()
	if err := r.House.ChangeAddress(t.Context(), r.as(a), to, from); err != nil {
		t.Fatal(err)
	}
	for _, l := range r.work() {
		if l.To == to {
			change = l
		} else {
			notice = l
		}
	}
	return change, notice
}

func TestChangeOfAddress(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		o := r.join(t, "old@example.no", good)
		change, notice := r.moves(t, o.Actor, "new@example.no")
		if change.To != "new@example.no" || notice.To != "old@example.no" {
			t.Fatalf("letters to %q and %q", change.To, notice.To)
		}
		if _, err := r.House.LogIn(t.Context(), r.visitor(), "new@example.no", good, from); !fault.Is(err, fault.Invalid) {
			t.Fatalf("the new address works before it is proved: %v", err)
		}
		if done := r.follow(t, linkIn(t, change)); done.Token != "" {
			t.Fatal("proving an address logs in")
		}
		r.logIn(t, "new@example.no", good)
		if _, err := r.House.LogIn(t.Context(), r.visitor(), "old@example.no", good, from); !fault.Is(err, fault.Invalid) {
			t.Fatalf("the old address still works: %v", err)
		}
		if c := r.contact(t, o.Actor); c.Address != "new@example.no" {
			t.Fatalf("the persona's copy says %s", c.Address)
		}
		r.Clock.Move(6 * day)
		r.follow(t, linkIn(t, notice)) // it was a thief
		r.shut(t, o.Token)
		if c := r.contact(t, o.Actor); c.Address != "old@example.no" {
			t.Fatalf("after the stop the copy says %s", c.Address)
		}
		_, err := r.House.LogIn(t.Context(), r.visitor(), "old@example.no", good, from)
		wants(t, err, fault.Invalid, "the password the thief may know")
		if err := r.House.SendLink(t.Context(), r.visitor(), "old@example.no", true, from); err != nil {
			t.Fatal(err)
		}
		if _, err := r.House.Reset(t.Context(), r.visitor(), linkIn(t, r.one()), "en ny setning med 9 ord", from); err != nil {
			t.Fatal(err)
		}
		r.logIn(t, "old@example.no", "en ny setning med 9 ord")
	})
}

func TestChangeOfAddressIsStopped(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		o := r.join(t, "old@example.no", good)
		b := r.join(t, "taken@example.no", good)
		change, notice := r.moves(t, o.Actor, "new@example.no")
		r.follow(t, linkIn(t, notice))
		_, err := r.House.Follow(t.Context(), r.visitor(), linkIn(t, change), from)
		wants(t, err, fault.Gone, "a change that was stopped")
		r.session(t, o.Token) // stopping one that was not confirmed ends no session
		taken, _ := r.moves(t, o.Actor, "taken@example.no")
		if taken.To != "taken@example.no" || taken.Action != nil {
			t.Fatalf("the holder of the address is sent a link to lose it: %+v", taken.Action)
		}
		change, _ = r.moves(t, o.Actor, "race@example.no")
		if err := r.House.SignUp(t.Context(), r.visitor(), "race@example.no", "", from); err != nil {
			t.Fatal(err)
		}
		_, err = r.House.Follow(t.Context(), r.visitor(), linkIn(t, change), from)
		wants(t, err, fault.Conflict, "an address that somebody took meanwhile")
		if c := r.contact(t, b.Actor); c.Address != "taken@example.no" {
			t.Fatalf("the bystander's address is %s", c.Address)
		}
		r.Clock.Move(time.Hour)
		err = r.House.ChangeAddress(t.Context(), r.as(o.Actor), "x@example.no", from)
		wants(t, err, fault.Confirm, "without a fresh proof")
	})
}

func TestProof(t *testing.T) {
	show.Show(t, "account.reauth", "proof-never-ages")
	engines(t, func(t *testing.T, r *rig) {
		o := r.join(t, "a@example.no", good)
		r.Clock.Move(time.Hour)
		s := r.session(t, o.Token)
		err := r.House.StartFactor(t.Context(), r.as(s.Actor))
		wants(t, err, fault.Confirm, "an old proof")
		wants(t, r.House.Prove(t.Context(), r.as(s.Actor), s.ID, "wrong", ""), fault.Invalid, "wrong password")
		wants(t, r.House.Prove(t.Context(), r.as(s.Actor), s.ID, "", "123456"), fault.Invalid, "a code without a factor")
		if err := r.House.Prove(t.Context(), r.as(s.Actor), s.ID, good, ""); err != nil {
			t.Fatal(err)
		}
		s = r.session(t, o.Token)
		if err := r.House.StartFactor(t.Context(), r.as(s.Actor)); err != nil {
			t.Fatalf("after a proof: %v", err)
		}
	})
}

func TestChangeAndResetOfPassword(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		const next = "blå sykkel 12 i regnet"
		r.join(t, "a@example.no", good)
		other, o := r.logIn(t, "a@example.no", good), r.logIn(t, "a@example.no", good)
		if err := r.House.SendLink(t.Context(), r.visitor(), "a@example.no", true, from); err != nil {
			t.Fatal(err)
		}
		reset := linkIn(t, r.one())
		r.Clock.Move(20 * time.Minute)
		s := r.session(t, o.Token)
		change := func(old, pw string) error {
			return r.House.ChangePassword(t.Context(), r.as(s.Actor), s.ID, old, pw)
		}
		wants(t, change("wrong", next), fault.Invalid, "wrong old password")
		wants(t, change(good, "short"), fault.Invalid, "short")
		if err := change(good, next); err != nil {
			t.Fatal(err)
		}
		r.session(t, o.Token)
		r.shut(t, other.Token)
		_, err := r.House.Reset(t.Context(), r.visitor(), reset, good, from)
		wants(t, err, fault.Gone, "a reset from before the change")
		r.logIn(t, "a@example.no", next)
		if err := r.House.SendLink(t.Context(), r.visitor(), "a@example.no", true, from); err != nil {
			t.Fatal(err)
		}
		reset = linkIn(t, r.one())
		_, err = r.House.Follow(t.Context(), r.visitor(), reset, from)
		wants(t, err, fault.Gone, "a reset without a password")
		_, err = r.House.Reset(t.Context(), r.visitor(), reset, "password1234", from)
		wants(t, err, fault.Invalid, "a common password leaves the link whole")
		if _, err := r.House.Reset(t.Context(), r.visitor(), reset, good, from); err != nil {
			t.Fatal(err)
		}
		r.shut(t, o.Token)
	})
}

func TestProfileReachesEveryPersona(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		o := r.join(t, "a@example.no", good)
		s := r.session(t, o.Token)
		bad := r.House.SaveProfile(t.Context(), r.as(s.Actor), account.Profile{Language: "xx", Zone: "Mars/Crater", Name: strings.Repeat("x", 81)})
		if f := fault.As(bad); f == nil || len(f.Fields) != 3 {
			t.Fatalf("%v", bad)
		}
		if err := r.House.SaveProfile(t.Context(), r.as(s.Actor), account.Profile{Name: "Aino", Language: "fi", Zone: "Europe/Helsinki"}); err != nil {
			t.Fatal(err)
		}
		r.work()
		if c := r.contact(t, o.Actor); c.Name != "Aino" || c.Language != "fi" || c.Zone != "Europe/Helsinki" {
			t.Fatalf("%+v", c)
		}
		if s := r.session(t, o.Token); s.Language != "fi" {
			t.Fatalf("session speaks %s", s.Language)
		}
	})
}

func TestGuestsAndPersonas(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		h := r.House
		e := testbed.NewID[access.EmployerID](r.Bed)
		system := r.Grant(access.Verv("employer.invite"), access.Public(), privacy.Account)
		if _, err := h.Invite(t.Context(), system, "a@example.no", account.Invitation{Employer: e, Role: access.Owner, Thing: "m1", Language: "da"}); err != nil {
			t.Fatal(err)
		}
		l := r.one()
		if l.Language != "da" || !strings.Contains(l.Subject, "Tindvik") {
			t.Fatalf("%q in %s", l.Subject, l.Language)
		}
		member := r.follow(t, linkIn(t, l))
		if member.Actor.Persona != access.Member || member.Actor.Role != access.Owner || member.Actor.Employer != e || member.Thing != "m1" {
			t.Fatalf("%+v", member)
		}
		if n := r.sent; len(n) != 1 || !strings.Contains(n[0].Paragraphs[0], "Firefox") {
			t.Errorf("an owner logged in and was not told: %d", len(n))
		}
		v, err := h.Guest(t.Context(), r.visitor(), "A@example.no", "nb")
		if err != nil || v.Account != member.Actor.Account || v.Subject == member.Actor.Subject || v.Confirmed {
			t.Fatalf("%+v, %v", v, err)
		}
		again, err := h.Guest(t.Context(), r.visitor(), "a@example.no", "nb")
		if err != nil || again.Subject != v.Subject {
			t.Fatalf("%+v, %v", again, err)
		}
		s := r.session(t, member.Token)
		if _, err := h.Switch(t.Context(), r.as(s.Actor), s.ID, v.Subject, from); !fault.Is(err, fault.Withheld) {
			t.Fatalf("an unproved guest can be entered: %v", err)
		}
		seeker, err := h.Seek(t.Context(), r.as(s.Actor))
		if err != nil || seeker != v.Subject {
			t.Fatalf("%v, %v", seeker, err)
		}
		r.work()
		sw, err := h.Switch(t.Context(), r.as(s.Actor), s.ID, seeker, from)
		if err != nil || sw.Actor.Persona != access.Candidate {
			t.Fatalf("%+v, %v", sw, err)
		}
		own := r.Grant(access.Verv("test"), access.OfSubject(account.SubjectOf(v.Account)), privacy.Account)
		if err := h.SetRole(t.Context(), own, member.Actor.Subject, access.Recruiter); err != nil {
			t.Fatal(err)
		}
		if last, err := h.Leave(t.Context(), own, member.Actor.Subject); err != nil || last {
			t.Fatalf("%v, %v", last, err)
		}
		r.session(t, sw.Token)
		if last, err := h.Leave(t.Context(), own, seeker); err != nil || !last {
			t.Fatalf("%v, %v", last, err)
		}
		r.shut(t, sw.Token)
	})
}

// Whoever applied without an account and then signs up is the same person, now with an account.
func TestAGuestBecomesACandidate(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		v, err := r.House.Guest(t.Context(), r.visitor(), "a@example.no", "nb")
		if err != nil {
			t.Fatal(err)
		}
		o := r.join(t, "a@example.no", "")
		if o.Kind != account.LinkConfirm || o.Actor.Persona != access.Candidate || o.Actor.Subject != v.Subject {
			t.Fatalf("%+v", o)
		}
	})
}

func TestBootstrapAndEnterAs(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		p := account.Person{Address: "op@example.no", Password: good, Profile: account.Profile{Language: "nb"}, Secret: account.NewSecret()}
		if _, err := r.House.Bootstrap(t.Context(), r.as(access.Actor{Persona: access.Operator}), p, "1"); !fault.Is(err, fault.Withheld) {
			t.Fatalf("a person makes operators: %v", err)
		}
		_, err := r.House.Bootstrap(t.Context(), r.verv(), p, "000000")
		wants(t, err, fault.Invalid, "a wrong code")
		codes, err := r.House.Bootstrap(t.Context(), r.verv(), p, code(t, p.Secret, r.Clock.Now()))
		if err != nil || len(codes) != 10 {
			t.Fatalf("%v, %v", codes, err)
		}
		_, err = r.House.Bootstrap(t.Context(), r.verv(), p, code(t, p.Secret, r.Clock.Now()))
		wants(t, err, fault.Conflict, "a second first operator")
		if o := r.logIn(t, "op@example.no", good); !o.Half {
			t.Fatal("the operator logs in without the second factor")
		}
		token, err := r.House.EnterAs(t.Context(), r.verv(), "op@example.no", access.Operator, access.NoRole)
		if err != nil {
			t.Fatal(err)
		}
		o := r.follow(t, token)
		if o.Half || !o.Actor.Strong || o.Actor.Persona != access.Operator {
			t.Fatalf("%+v", o)
		}
		r.Clock.Move(12 * time.Hour)
		r.shut(t, o.Token) // an operator rests for half a day at most
	})
}

// Every letter in every language says something, and nothing in it is a key.
func TestLettersInSixLanguages(t *testing.T) {
	b := testbed.New(t, store.SQLite, rooms())
	r := newRig(t, b)
	for _, l := range locale.Languages() {
		a := l.Tag + "@example.no"
		in := from
		in.Language = l.Tag
		if err := r.House.SignUp(t.Context(), r.visitor(), a, "", in); err != nil {
			t.Fatal(err)
		}
		letters := r.work()
		o := r.follow(t, linkIn(t, letters[0]))
		for _, do := range []func() error{
			func() error { return r.House.SignUp(t.Context(), r.visitor(), a, "", in) },
			func() error { return r.House.SendLink(t.Context(), r.visitor(), a, true, in) },
			func() error { return r.House.ChangeAddress(t.Context(), r.as(o.Actor), "x"+a, in) },
		} {
			if err := do(); err != nil {
				t.Fatal(err)
			}
			letters = append(letters, r.work()...)
		}
		if len(letters) != 5 {
			t.Fatalf("%s: %d letters", l.Tag, len(letters))
		}
		for _, m := range letters {
			text := strings.Join(append(append([]string{m.Subject, m.Greeting, m.Why, m.Action.Label}, m.Paragraphs...), m.After...), "\n")
			if m.Language != l.Tag || strings.Contains(text, "[account.") || strings.Contains(text, "@example") {
				t.Errorf("%s: %s", l.Tag, text)
			}
		}
	}
}
