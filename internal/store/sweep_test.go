package store_test

import (
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed"
)

// everything opens all memos there are.
func everything(r *store.Reader) (n int, err error) {
	list, err := store.List(r, "memo.everything", store.Args{}, func(row store.Row) (string, error) {
		var v id.ID[memoNoun]
		var d crypt.DossierID
		var body store.Sealed
		if err := row.Scan(&v, &d, &body); err != nil {
			return "", err
		}
		p, err := store.Unseal[memoBody](r, fieldBody, d, v, body)
		return p.Reveal(r.Grant()).Text, err
	})
	return len(list), err
}

// TestSweep: Verv reads everybody, and one record stands for it before anything is opened. What is opened outside of a sweep names its dossier, and nobody
// else reads everybody.
func TestSweep(t *testing.T) {
	engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		d := w.add("one", 1)
		w.add("two", 2)
		verv := b.Grant(access.Verv("test"), access.Operation(), privacy.Assess)
		own := b.Grant(access.Actor{Persona: access.Candidate, Subject: w.person}, access.OfSubject(w.person), privacy.Rights)
		records := func(sweeps, named int) {
			t.Helper()
			err := w.DB.Read(t.Context(), own, func(r *store.Reader) error {
				all, err := r.Sweeps("memo", b.Clock.Now().Add(-time.Millisecond), 10)
				if err != nil || len(all) != sweeps {
					t.Errorf("%d records of sweeps, want %d: %v", len(all), sweeps, err)
				}
				if later, err := r.Sweeps("memo", b.Clock.Now().Add(time.Millisecond), 10); err != nil || len(later) != 0 {
					t.Errorf("%d records of sweeps that are to come: %v", len(later), err)
				}
				if other, err := r.Sweeps("poster", b.Clock.Now().Add(-time.Millisecond), 10); err != nil || len(other) != 0 {
					t.Errorf("%d records of sweeps of something else: %v", len(other), err)
				}
				of, err := r.AccessesTo(d, 10)
				if len(of) != named {
					t.Errorf("%d records name the dossier, want %d", len(of), named)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		records(0, 0)
		sweep, err := w.DB.Sweep(t.Context(), verv, "memo")
		if err != nil {
			t.Fatal(err)
		}
		records(1, 0)
		for range 3 {
			err := sweep.Read(t.Context(), func(r *store.Reader) error {
				if n, err := everything(r); n != 2 || err != nil {
					t.Errorf("%d memos are read: %v", n, err)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		records(1, 0)
		if err := w.DB.Read(t.Context(), verv, func(r *store.Reader) error { _, err := everything(r); return err }); err != nil {
			t.Fatal(err)
		}
		records(1, 1)
		for name, g := range map[string]privacy.Grant{"nobody": {}, "a member": w.assess(),
			"Verv in one person's scope": b.Grant(access.Verv("test"), access.OfSubject(w.person), privacy.Assess)} {
			if _, err := w.DB.Sweep(t.Context(), g, "memo"); !fault.Is(err, fault.Withheld) {
				t.Errorf("%s reads everybody: %v", name, err)
			}
		}
		records(1, 1)
	})
	show.Show(t, "store.access-record", "sweep-without-record")
	show.Show(t, "store.access-record", "sweep-by-anybody")
}
