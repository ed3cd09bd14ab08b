package ledger_test

import (
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/ledger"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed"
)

// sealing tries to write into a dossier under a grant, which asks the same as opening it.
func (w *world) sealing(g privacy.Grant, d crypt.DossierID) error {
	return w.DB.Write(w.T.Context(), g, func(tx *store.Writer) error {
		_, err := store.Seal(tx, fieldLetter, d, id.New[letterNoun](tx.Now()), map[string]string{"Text": "x"})
		return err
	})
}

// A dossier that rests opens for its person, whatever the purpose, and for nobody else but the purposes that go on.
func TestRestingOpensForItsPersonAlone(t *testing.T) {
	testbed.EnginesWith(t, rooms(t), func(t *testing.T, b *testbed.Bed) {
		w := build(t, b)
		s := testbed.NewID[access.SubjectID](b)
		one, other := w.write(s, "one"), w.write(s, "other")
		var held store.Dossier
		look := func(d crypt.DossierID) store.Dossier {
			w.must(b.DB.Read(t.Context(), b.Operate(), func(r *store.Reader) (err error) { held, err = r.DossierByID(d); return err }))
			return held
		}
		verv := access.Verv("test")
		asks := func() map[string]error {
			employer := b.Grant(access.Actor{Persona: access.Member, Employer: look(one).Employer, Subject: testbed.NewID[access.SubjectID](b)},
				access.OfEmployer(look(one).Employer), privacy.Assess)
			return map[string]error{"own": w.sealing(w.grant(s, privacy.Apply), one), "employer": w.sealing(employer, one),
				"verv": w.sealing(b.Grant(verv, access.OfSubject(s), privacy.Apply), one), "rights": w.sealing(b.Grant(verv, access.OfSubject(s), privacy.Rights), one),
				"other": w.sealing(b.Grant(verv, access.OfSubject(s), privacy.Apply), other)}
		}
		for who, err := range asks() {
			if err != nil {
				t.Fatalf("positive control: %s: %v", who, err)
			}
		}
		v, err := w.house.Restrict(t.Context(), w.grant(s, privacy.Rights), ledger.GroundClaims, one)
		w.must(err)
		refused := func(what string, want map[string]bool) {
			t.Helper()
			for who, err := range asks() {
				if fault.Is(err, fault.Locked) != want[who] || err != nil && !want[who] {
					t.Errorf("%s: %s: %v", what, who, err)
				}
			}
		}
		refused("one rests", map[string]bool{"employer": true, "verv": true})
		if _, err := w.house.Restrict(t.Context(), w.grant(s, privacy.Rights), ledger.GroundClaims, one); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		if _, err := w.house.Restrict(t.Context(), w.grant(testbed.NewID[access.SubjectID](b), privacy.Rights), ledger.GroundClaims, one); !fault.Is(err, fault.Withheld) {
			t.Errorf("somebody else's: %v", err)
		}
		whole, err := w.house.Restrict(t.Context(), w.grant(s, privacy.Rights), ledger.GroundObjection, crypt.DossierID{})
		w.must(err)
		w.must(w.house.Unrestrict(t.Context(), w.grant(s, privacy.Rights), v))
		refused("everything rests", map[string]bool{"employer": true, "verv": true, "other": true})
		if err := w.house.Unrestrict(t.Context(), w.grant(testbed.NewID[access.SubjectID](b), privacy.Rights), whole); err == nil {
			t.Error("a stranger lifted it")
		}
		w.must(w.house.Unrestrict(t.Context(), w.grant(s, privacy.Rights), whole))
		refused("nothing rests", nil)
	})
	show.Show(t, "rights.restrict", "resting-opens-to-assess")
}

// What rests is not swept, and its clock goes on as if it had not rested. Who restricted it can still erase it.
func TestRestingIsNotSwept(t *testing.T) {
	testbed.EnginesWith(t, rooms(t), func(t *testing.T, b *testbed.Bed) {
		w := build(t, b)
		s := testbed.NewID[access.SubjectID](b)
		rests, due := w.write(s, "rests"), w.write(s, "due")
		for _, x := range []crypt.DossierID{rests, due} {
			w.must(b.DB.Write(t.Context(), b.Operate(), func(tx *store.Writer) error { return tx.StartClock(x, tx.Now()) }))
		}
		v, err := w.house.Restrict(t.Context(), w.grant(s, privacy.Rights), ledger.GroundClaims, rests)
		w.must(err)
		w.must(w.runner.Plant(t.Context()))
		days := func(to time.Time) {
			for b.Clock.Now().Before(to) {
				b.Clock.Move(min(6*24*time.Hour, to.Sub(b.Clock.Now())))
				w.run()
			}
		}
		days(privacy.Period{Months: 6}.From(testbed.Start).Add(24 * time.Hour))
		if n := w.count(); n != 1 {
			t.Fatalf("%d letters after the date, one rests", n)
		}
		w.must(w.house.Unrestrict(t.Context(), w.grant(s, privacy.Rights), v))
		days(b.Clock.Now().Add(11 * time.Minute))
		if n := w.count(); n != 0 {
			t.Fatalf("%d letters after it was used again: the clock was restarted", n)
		}
		w.write(s, "again")
		_, err = w.house.Restrict(t.Context(), w.grant(s, privacy.Rights), ledger.GroundUnlawful, crypt.DossierID{})
		w.must(err)
		_, err = w.house.EraseWhole(t.Context(), w.grant(s, privacy.Rights), ledger.Asked)
		w.must(err)
		w.run()
		if n := w.count(); n != 0 {
			t.Fatalf("%d letters: who restricted it cannot erase it", n)
		}
	})
	show.Show(t, "rights.restrict", "sweep-ends-what-rests")
}
