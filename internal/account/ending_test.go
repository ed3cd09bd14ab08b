package account_test

import (
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/fault"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
)

// dueOf is when the account's own dossier ends.
func (r *rig) dueOf(t *testing.T, a access.AccountID) (due time.Time) {
	t.Helper()
	r.read(t, r.Operate(), func(x *store.Reader) error {
		list, err := x.DossiersOf(account.SubjectOf(a))
		for _, d := range list {
			if d.Class == privacy.ClassAccount {
				due = d.DueAt
			}
		}
		return err
	})
	return due
}

// daily lets days pass and gives the letters of all of them.
func (r *rig) daily(t *testing.T, days int) (all []mail.Letter) {
	t.Helper()
	for range days {
		r.Clock.Move(day)
		all = append(all, r.work()...)
	}
	return all
}

// An account that nobody uses is told 30 and 7 days before it ends, once each. The button keeps it and opens no session; so does using it.
func TestAWarningBeforeAnAccountEnds(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		o := r.join(t, "kari@example.no", good)
		if err := r.runner.Plant(t.Context()); err != nil {
			t.Fatal(err)
		}
		first := r.dueOf(t, o.Actor.Account)
		r.Clock.Set(first.Add(-31 * day))
		if l := r.work(); len(l) != 0 {
			t.Fatalf("31 days before: %d letters", len(l))
		}
		letters := r.daily(t, 22) // 9 days before the end
		if len(letters) != 1 || letters[0].To != "kari@example.no" || !strings.Contains(letters[0].Subject, "23. november 2028") {
			t.Fatalf("the first warning: %d letters %+v", len(letters), letters)
		}
		letters = append(letters, r.daily(t, 8)...)
		if len(letters) != 2 {
			t.Fatalf("both warnings: %d letters", len(letters))
		}
		token := linkIn(t, letters[0])
		if got := r.dueOf(t, o.Actor.Account); !got.Equal(first) {
			t.Fatalf("a letter moved the date: %v", got)
		}
		if _, err := r.House.Peek(t.Context(), r.visitor(), token); err != nil {
			t.Fatalf("the button of the first letter, a day before the end: %v", err)
		}
		kept, err := r.House.Follow(t.Context(), r.visitor(), token, from)
		if err != nil || kept.Token != "" {
			t.Fatalf("keeping: a session %t, %v", kept.Token != "", err)
		}
		second := r.dueOf(t, o.Actor.Account)
		if want := (privacy.Period{Months: 24}).From(r.Clock.Now()); !second.Equal(want) {
			t.Fatalf("kept until %v, want %v", second, want)
		}
		if _, err := r.House.Follow(t.Context(), r.visitor(), token, from); !fault.Is(err, fault.Gone) {
			t.Errorf("the button works twice: %v", err)
		}
		if l := r.daily(t, 60); len(l) != 0 {
			t.Errorf("%d letters after it was kept", len(l))
		}
		// Two years on it is warned anew; using it wipes that out, and a letter that still waits is not sent.
		r.Clock.Set(second.Add(-20 * day))
		if l := r.work(); len(l) != 1 {
			t.Fatalf("warned anew: %d letters", len(l))
		}
		again, err := r.House.LogIn(t.Context(), r.visitor(), "kari@example.no", good, from)
		if err != nil {
			t.Fatal(err)
		}
		r.session(t, again.Token)
		if l := r.daily(t, 19); len(l) != 0 {
			t.Errorf("%d letters though it was used", len(l))
		}
		if due := r.dueOf(t, o.Actor.Account); !due.After(second) {
			t.Errorf("using it did not move the date: %v", due)
		}
	})
}
