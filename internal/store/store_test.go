package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed"
)

func TestReadBack(t *testing.T) {
	engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		w.add("speaks well", 4)
		w.add("speaks better", 5)
		w.Restart()
		var got []memo
		err := w.DB.Read(t.Context(), w.assess(), func(r *store.Reader) (err error) { got, err = memos(r); return err })
		if err != nil || len(got) != 2 || got[0] != (memo{"speaks better", 5}) {
			t.Fatalf("%v, %v", got, err)
		}
	})
}

func TestGrants(t *testing.T) {
	engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		w.add("secret", 3)
		list := func(g privacy.Grant) (n int, err error) {
			err = w.DB.Read(t.Context(), g, func(r *store.Reader) error {
				m, err := memos(r)
				n = len(m)
				return err
			})
			return n, err
		}
		stranger := access.Actor{Persona: access.Member, Role: access.Owner, Employer: testbed.NewID[access.EmployerID](b)}
		for _, c := range []struct {
			name string
			g    privacy.Grant
			rows int
			kind fault.Kind
			fine bool
		}{
			{"own employer", w.assess(), 1, 0, true},
			{"zero grant", privacy.Grant{}, 0, fault.Withheld, false},
			{"another employer", b.Grant(stranger, access.OfEmployer(stranger.Employer), privacy.Assess), 0, 0, true},
			{"wrong purpose", b.Grant(w.member, access.OfEmployer(w.employer), privacy.Contact), 0, fault.Withheld, false},
			{"wrong scope", b.Grant(access.Verv("test"), access.Operation(), privacy.Assess), 0, fault.Withheld, false},
		} {
			n, err := list(c.g)
			if n != c.rows || (err == nil) != c.fine || err != nil && fault.KindOf(err) != c.kind {
				t.Errorf("%s: %d rows, %v", c.name, n, err)
			}
		}
	})
	show.Show(t, "store.grant", "zero-grant-accepted")
}

// A body opens only for the purposes of its own line, even where the statement that fetched it may run.
func TestPurposeOfABody(t *testing.T) {
	engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		d := w.add("secret", 3)
		g := b.Grant(access.Verv("test"), access.OfSubject(w.person), privacy.Contact)
		err := w.DB.Read(t.Context(), g, func(r *store.Reader) error {
			_, err := store.Unseal[memoBody](r, fieldBody, d, d, store.Sealed{1})
			return err
		})
		if !fault.Is(err, fault.Withheld) {
			t.Fatalf("a judgement opened for contact: %v", err)
		}
	})
}

func TestCallerMayNotBindTheScope(t *testing.T) {
	engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		err := w.DB.Read(t.Context(), w.assess(), func(r *store.Reader) error {
			return r.Get("memo.list", store.Args{"employer": "somebody-else"})
		})
		if err == nil || !strings.Contains(err.Error(), "may not bind") {
			t.Fatalf("%v", err)
		}
	})
}

// On PostgreSQL row-level security holds even where a statement forgot its scope.
func TestRowLevelSecurity(t *testing.T) {
	engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		w.add("secret", 3)
		other := access.Actor{Persona: access.Member, Role: access.Owner, Employer: testbed.NewID[access.EmployerID](b)}
		count := func(g privacy.Grant) (n int) {
			err := b.DB.Read(t.Context(), g, func(r *store.Reader) error { return r.Get("memo.leaky", store.Args{}, &n) })
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := count(w.assess()); n != 1 {
			t.Fatalf("the owner sees %d rows", n)
		}
		n := count(b.Grant(other, access.OfEmployer(other.Employer), privacy.Assess))
		if b.Conf.Engine == store.Postgres && n != 0 {
			t.Fatalf("row-level security let %d rows through", n)
		}
		if b.Conf.Engine == store.SQLite && n != 1 {
			t.Fatal("the planted statement without a scope is not leaky: this test shows nothing")
		}
	})
}

func TestAccessRecords(t *testing.T) {
	engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		d := w.add("one", 1)
		w.add("two", 2)
		seen := func() (n int) {
			g := b.Grant(access.Actor{Persona: access.Candidate, Subject: w.person}, access.OfSubject(w.person), privacy.Rights)
			err := b.DB.Read(t.Context(), g, func(r *store.Reader) error {
				recs, err := r.AccessesTo(d, 100)
				n = len(recs)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := seen(); n != 0 {
			t.Fatalf("%d records before anybody looked", n)
		}
		for range 3 {
			if err := w.DB.Read(t.Context(), w.assess(), func(r *store.Reader) error { _, err := memos(r); return err }); err != nil {
				t.Fatal(err)
			}
		}
		if n := seen(); n != 3 {
			t.Fatalf("%d records after three page views of two notes each", n)
		}
		w.Restart()
		if n := seen(); n != 3 {
			t.Fatalf("%d records after a restart", n)
		}
	})
	show.Show(t, "store.access-record", "no-access-record")
}

func TestRollback(t *testing.T) {
	engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		boom := errors.New("boom")
		err := b.DB.Write(t.Context(), w.assess(), func(tx *store.Writer) error {
			if _, err := putMemo(tx, store.Of{Subject: w.person, Employer: w.employer, Class: privacy.ClassApplication}, "x", 1); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatal(err)
		}
		func() {
			defer func() { _ = recover() }()
			_ = b.DB.Write(t.Context(), w.assess(), func(*store.Writer) error { panic("boom") })
		}()
		var n int
		err = b.DB.Read(t.Context(), b.Operate(), func(r *store.Reader) error { return r.Get("memo.count", store.Args{}, &n) })
		if err != nil || n != 0 {
			t.Fatalf("%d rows after a rollback, %v", n, err)
		}
		w.add("after", 1)
	})
}

// Many readers and writers at once lose nothing, and every reader's access record is there.
func TestConcurrent(t *testing.T) {
	engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		var wg sync.WaitGroup
		errs := make(chan error, 80)
		for i := range 40 {
			wg.Go(func() {
				errs <- b.DB.Write(t.Context(), w.assess(), func(tx *store.Writer) error {
					_, err := putMemo(tx, store.Of{Subject: w.person, Employer: w.employer, Class: privacy.ClassApplication}, fmt.Sprint(i), i)
					return err
				})
			})
			wg.Go(func() {
				errs <- b.DB.Read(t.Context(), w.assess(), func(r *store.Reader) error { _, err := memos(r); return err })
			})
		}
		wg.Wait()
		close(errs)
		for err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
		var got []memo
		if err := b.DB.Read(t.Context(), w.assess(), func(r *store.Reader) (err error) { got, err = memos(r); return err }); err != nil || len(got) != 40 {
			t.Fatalf("%d notes, %v", len(got), err)
		}
	})
}

// reading reads facts after a cursor until there are as many as wanted. On PostgreSQL facts wait for every transaction of the cluster
// that began before, those of other tests too, so the reader asks again for a while.
func reading(t *testing.T, b *testbed.Bed) func(after store.Cursor, want int) ([]store.Fact, store.Cursor) {
	return func(after store.Cursor, want int) (facts []store.Fact, next store.Cursor) {
		t.Helper()
		until := time.Now().Add(time.Minute)
		for {
			err := b.DB.Read(t.Context(), b.Operate(), func(r *store.Reader) (err error) { facts, next, err = r.Facts(after, 100); return err })
			if err != nil {
				t.Fatal(err)
			}
			if len(facts) >= want || time.Now().After(until) {
				return facts, next
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
}

func TestFactsBySnapshot(t *testing.T) {
	engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		w.add("one", 1)
		read := reading(t, b)
		facts, cursor := read(store.Cursor{}, 1)
		if len(facts) != 1 || facts[0].Kind != "memo.written" || facts[0].IDs["memo"] == "" {
			t.Fatalf("%v", facts)
		}
		if b.Conf.Engine == store.Postgres {
			cursor = lateCommit(t, w, read, cursor)
		}
		w.add("two", 2)
		if facts, _ = read(cursor, 1); len(facts) != 1 {
			t.Fatalf("%d new facts after one more note", len(facts))
		}
	})
}

// lateCommit starts a transaction, lets a later one commit first, and looks whether the reader waits for the early one.
func lateCommit(t *testing.T, w *world, read func(store.Cursor, int) ([]store.Fact, store.Cursor), from store.Cursor) store.Cursor {
	t.Helper()
	begun, finish := make(chan struct{}), make(chan struct{})
	release := sync.OnceFunc(func() { close(finish) })
	t.Cleanup(release) // a test that fails meanwhile must not leave the transaction open
	done := make(chan error, 1)
	go func() {
		done <- w.DB.Write(context.WithoutCancel(t.Context()), w.assess(), func(tx *store.Writer) error {
			_, err := putMemo(tx, store.Of{Subject: w.person, Employer: w.employer, Class: privacy.ClassApplication}, "early", 1)
			close(begun)
			<-finish
			return err
		})
	}()
	<-begun
	w.add("late", 2)
	facts, mid := read(from, 0)
	if len(facts) != 0 {
		t.Fatalf("%d facts passed a transaction that is still running", len(facts))
	}
	release()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	facts, next := read(mid, 2)
	if len(facts) != 2 {
		t.Fatalf("%d facts after both committed", len(facts))
	}
	return next
}

func TestAuditChain(t *testing.T) {
	engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		for i := range 5 {
			w.add(fmt.Sprint(i), i)
			b.Clock.Move(10 * 24 * time.Hour)
		}
		if n, err := b.DB.SealAudit(t.Context(), b.Operate(), 100); err != nil || n != 5 {
			t.Fatalf("sealed %d, %v", n, err)
		}
		broken := func() (at int64, months int) {
			err := b.DB.Read(t.Context(), b.Operate(), func(r *store.Reader) error {
				all, err := r.Months()
				months = len(all)
				for _, m := range all {
					n, err := r.VerifyAudit(m)
					if err != nil {
						return err
					}
					if n != 0 {
						at = n
					}
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return at, months
		}
		if at, months := broken(); at != 0 || months < 2 {
			t.Fatalf("broken at %d in %d months", at, months)
		}
		b.Exec("update audit_entry set actor = 'visitor' where seq = (select min(seq) from audit_entry)")
		if at, _ := broken(); at == 0 {
			t.Fatal("an altered audit row was not found")
		}
		if err := b.DB.SweepAudit(t.Context(), b.Operate(), testbed.Start.AddDate(0, 1, 0)); err != nil {
			t.Fatal(err)
		}
		if at, months := broken(); at != 0 || months == 0 {
			t.Fatalf("after dropping the altered month: broken at %d, %d months", at, months)
		}
	})
	show.Show(t, "audit.chain", "altered-audit-row")
}

func TestErase(t *testing.T) {
	engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		d := w.add("gone soon", 1)
		g := b.Grant(access.Verv("test"), access.OfSubject(w.person), privacy.Rights)
		if err := b.DB.Shred(t.Context(), g, d); !fault.Is(err, fault.Conflict) {
			t.Fatalf("a living dossier was shredded: %v", err)
		}
		err := b.DB.Write(t.Context(), g, func(tx *store.Writer) error { _, err := tx.End(d); return err })
		if err != nil {
			t.Fatal(err)
		}
		err = b.DB.Write(t.Context(), g, func(tx *store.Writer) error { _, err := tx.Drop(d); return err })
		if !fault.Is(err, fault.Conflict) {
			t.Fatalf("rows went before the key: %v", err)
		}
		if err := b.DB.Shred(t.Context(), g, d); err != nil {
			t.Fatal(err)
		}
		var gone map[string]int64
		err = b.DB.Write(t.Context(), g, func(tx *store.Writer) (err error) { gone, err = tx.Drop(d); return err })
		if err != nil || gone["memo"] != 1 {
			t.Fatalf("%v, %v", gone, err)
		}
	})
}

func TestHeld(t *testing.T) {
	engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		d := w.add("what they wrote", 4)
		own := access.Actor{Persona: access.Candidate, Subject: w.person}
		var rows []store.HeldRow
		err := b.DB.Read(t.Context(), b.Grant(own, access.OfSubject(w.person), privacy.Rights), func(r *store.Reader) (err error) {
			rows, err = r.Held(d)
			return err
		})
		if err != nil || len(rows) != 1 || rows[0].Values["body"].(map[string]any)["Text"] != "what they wrote" {
			t.Fatalf("%v, %v", rows, err)
		}
		other := access.Actor{Persona: access.Candidate, Subject: testbed.NewID[access.SubjectID](b)}
		err = b.DB.Read(t.Context(), b.Grant(other, access.OfSubject(other.Subject), privacy.Rights), func(r *store.Reader) error {
			_, err := r.Held(d)
			return err
		})
		if !fault.Is(err, fault.Withheld) {
			t.Fatalf("somebody else's dossier was exported: %v", err)
		}
	})
}

func TestDossierIsOne(t *testing.T) {
	engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		d := w.add("a", 1)
		if e := w.add("b", 1); e != d {
			t.Fatalf("two dossiers %s and %s for one person at one holder", d, e)
		}
		b.Clock.Move(time.Hour)
		g := b.Operate()
		err := b.DB.Write(t.Context(), g, func(tx *store.Writer) error { return tx.StartClock(d, tx.Now()) })
		if err != nil {
			t.Fatal(err)
		}
		due := func() (n int) {
			err := b.DB.Read(t.Context(), g, func(r *store.Reader) error {
				ds, err := r.DueDossiers(b.Clock.Now(), 10)
				n = len(ds)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		b.Clock.Set(privacy.Period{Months: 6}.From(b.Clock.Now()).Add(-time.Millisecond))
		if due() != 0 {
			t.Fatal("due before its time")
		}
		b.Clock.Move(time.Millisecond)
		if due() != 1 {
			t.Fatal("not due at its time")
		}
		err = b.DB.Write(t.Context(), g, func(tx *store.Writer) error { return tx.Hold(d, tx.Now().Add(time.Hour)) })
		if err != nil || due() != 0 {
			t.Fatalf("a hold does not stop it: %v", err)
		}
		b.Clock.Move(time.Hour)
		if due() != 1 {
			t.Fatal("a hold that ended restarted the clock")
		}
	})
}
