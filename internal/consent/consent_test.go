package consent_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"verv/internal/access"
	"verv/internal/consent"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed"
)

var shown = consent.Shown{Wording: "Ta vare på søknaden min for andre jobber", Language: "nb", Surface: "/jobs/{id}/apply", Notice: "1"}

func own(b *testbed.Bed, s access.SubjectID) privacy.Grant {
	return b.Grant(access.Actor{Persona: access.Candidate, Subject: s}, access.OfSubject(s), privacy.Apply)
}

func give(t testing.TB, b *testbed.Bed, s access.SubjectID, e access.EmployerID) {
	t.Helper()
	err := b.DB.Write(t.Context(), own(b, s), func(w *store.Writer) error {
		return consent.Give(w, consent.KeepForOtherJobs, e, crypt.DossierID{}, shown)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func withdraw(t testing.TB, b *testbed.Bed, s access.SubjectID, e access.EmployerID) {
	t.Helper()
	err := b.DB.Write(t.Context(), own(b, s), func(w *store.Writer) error { return consent.Withdraw(w, consent.KeepForOtherJobs, e, shown) })
	if err != nil {
		t.Fatal(err)
	}
}

// holds asks in the person's scope and in the employer's; both must agree.
func holds(t testing.TB, b *testbed.Bed, s access.SubjectID, e access.EmployerID) bool {
	t.Helper()
	member := b.Grant(access.Actor{Persona: access.Member, Role: access.Recruiter, Employer: e}, access.OfEmployer(e), privacy.Assess)
	var answers []bool
	for _, g := range []privacy.Grant{own(b, s), member} {
		err := b.DB.Read(t.Context(), g, func(r *store.Reader) error {
			ok, err := consent.Holds(r, consent.KeepForOtherJobs, s, e, b.Clock.Now())
			answers = append(answers, ok)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if answers[0] != answers[1] {
		t.Fatalf("the person sees %v, the employer %v", answers[0], answers[1])
	}
	return answers[0]
}

func TestConsent(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		s, e, other := testbed.NewID[access.SubjectID](b), testbed.NewID[access.EmployerID](b), testbed.NewID[access.EmployerID](b)
		if holds(t, b, s, e) {
			t.Fatal("silence is no consent")
		}
		give(t, b, s, e)
		if !holds(t, b, s, e) || holds(t, b, s, other) {
			t.Fatal("a consent holds for the one it was given to")
		}
		withdraw(t, b, s, e) // within the same millisecond
		if holds(t, b, s, e) {
			t.Fatal("a withdrawal does not hold at once")
		}
		b.Clock.Move(time.Second)
		give(t, b, s, e)
		b.Clock.Set(privacy.Period{Months: 12}.From(b.Clock.Now()).Add(-time.Millisecond))
		if !holds(t, b, s, e) {
			t.Fatal("it ran out before its time")
		}
		b.Clock.Move(time.Millisecond)
		if holds(t, b, s, e) {
			t.Fatal("it outlived its time")
		}
		var events []consent.Event
		err := b.DB.Read(t.Context(), own(b, s), func(r *store.Reader) (err error) { events, err = consent.History(r); return err })
		if err != nil || len(events) != 3 || events[0].Shown != shown || events[0].Shown.Hash() == "" || events[1].Given {
			t.Fatalf("%+v, %v", events, err)
		}
	})
	show.Show(t, "consent.events", "consent-overwritten")
	show.Show(t, "consent.withdraw", "withdrawal-ignored")
}

func TestIncomplete(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		s, e := testbed.NewID[access.SubjectID](b), testbed.NewID[access.EmployerID](b)
		for name, c := range map[string]struct {
			topic consent.Topic
			shown consent.Shown
		}{
			"no words":      {consent.KeepForOtherJobs, consent.Shown{Language: "nb", Surface: "/"}},
			"no language":   {consent.KeepForOtherJobs, consent.Shown{Wording: "x", Surface: "/"}},
			"no page":       {consent.KeepForOtherJobs, consent.Shown{Wording: "x", Language: "nb"}},
			"no such topic": {"everything", shown},
		} {
			err := b.DB.Write(t.Context(), own(b, s), func(w *store.Writer) error { return consent.Give(w, c.topic, e, crypt.DossierID{}, c.shown) })
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// The state is the fold of the events, whatever their order and pace.
func TestFold(t *testing.T) {
	b := testbed.New(t, store.SQLite, testbed.Rooms(t))
	e := testbed.NewID[access.EmployerID](b)
	rapid.Check(t, func(rt *rapid.T) {
		s := testbed.NewID[access.SubjectID](b)
		var until time.Time
		for range rapid.IntRange(1, 6).Draw(rt, "events") {
			b.Clock.Move(time.Duration(rapid.Int64Range(1, 400*24).Draw(rt, "hours")) * time.Hour)
			if rapid.Bool().Draw(rt, "give") {
				give(t, b, s, e)
				until = privacy.Period{Months: 12}.From(b.Clock.Now())
			} else {
				withdraw(t, b, s, e)
				until = time.Time{}
			}
			if got, want := holds(t, b, s, e), b.Clock.Now().Before(until); got != want {
				rt.Fatalf("holds %v, want %v", got, want)
			}
		}
	})
}
