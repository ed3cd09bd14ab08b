package ledger_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/blob"
	"verv/internal/consent"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/ledger"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/testbed"
	"verv/internal/testbed/scan"
)

// A letter that an employer holds about a person, for the tests of this package.
const letterSchema = `
create table letter (                       --: employer=employer_id subject=subject_id dossier=dossier_id
  id          id     not null primary key,  --: key
  employer_id id     not null,              --: key
  subject_id  id     not null,              --: key
  dossier_id  id     not null,              --: key
  body        sealed not null               --: sealed 65011 career (apply assess): written by the person
);
`

const letterQueries = `
-- name: add
-- scope: subject
insert into letter (id, employer_id, subject_id, dossier_id, body) values (:id, :employer_id, :subject, :dossier_id, :body);
-- name: count
-- scope: operation
select count(*) from letter;
`

const fieldLetter = 65011

type letterNoun struct{}

func rooms(t testing.TB) []store.Room {
	t.Helper()
	out, err := testbed.WithFootprints(t.Context(), []store.Room{store.Own(), task.Room(), blob.Room(), consent.Room(), ledger.Room(),
		{Name: "letter", Schema: letterSchema, Queries: letterQueries}})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// people stands in for package account: one address per person, kept in the test.
type people struct {
	addresses map[access.SubjectID]string
	keys      *crypt.Keystore
}

func (p people) Addresses(r *store.Reader) ([]string, error) {
	return []string{p.addresses[r.Grant().Scope().Subject()]}, nil
}

func (p people) Release(ctx context.Context, s access.SubjectID) error {
	var owner [16]byte
	copy(owner[:], s.Bytes())
	return p.keys.Release(ctx, owner)
}

type world struct {
	*testbed.Bed
	house  *ledger.House
	files  *blob.Files
	runner *task.Runner
	people people
}

func build(t testing.TB, b *testbed.Bed) *world {
	t.Helper()
	place, err := blob.NewFolder(b.Dir + "/files")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Bed: b, files: blob.New(b.DB, place), people: people{map[access.SubjectID]string{}, b.Keys}}
	w.house = ledger.New(b.DB, b.Keys, w.files, privacy.Period{Months: 1})
	w.house.Know(w.people)
	w.runner, err = task.NewRunner(b.DB, slog.New(slog.DiscardHandler), w.house.Tasks()...)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// run runs tasks until none is due.
func (w *world) run() {
	w.T.Helper()
	for {
		ran, err := w.runner.Once(w.T.Context())
		if err != nil {
			w.T.Fatal(err)
		}
		if !ran {
			return
		}
	}
}

func (w *world) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func (w *world) grant(s access.SubjectID, p privacy.Purpose) privacy.Grant {
	return w.Grant(access.Actor{Persona: access.Candidate, Subject: s}, access.OfSubject(s), p)
}

// write puts one letter and one file of a person into a dossier at an employer.
func (w *world) write(s access.SubjectID, mark string) crypt.DossierID {
	w.T.Helper()
	of := store.Of{Subject: s, Employer: testbed.NewID[access.EmployerID](w.Bed), Class: privacy.ClassApplication}
	g := w.grant(s, privacy.Apply)
	file, err := w.files.Put(w.T.Context(), g, of, "pdf", "cv.pdf", strings.NewReader(strings.Repeat("file "+mark+"\n", 5000)), 1<<20)
	w.must(err)
	var d crypt.DossierID
	w.must(w.DB.Write(w.T.Context(), g, func(tx *store.Writer) (err error) {
		if d, err = tx.Dossier(of); err != nil {
			return err
		}
		row := id.New[letterNoun](tx.Now())
		body, err := store.Seal(tx, fieldLetter, d, row, map[string]string{"Text": "letter " + mark})
		if err != nil {
			return err
		}
		if err := tx.Must("letter.add", store.Args{"id": row, "employer_id": of.Employer, "dossier_id": d, "body": body}); err != nil {
			return err
		}
		return w.files.Add(tx, file)
	}))
	return d
}

func (w *world) count() (n int) {
	w.T.Helper()
	w.must(w.DB.Read(w.T.Context(), w.Operate(), func(r *store.Reader) error { return r.Get("letter.count", store.Args{}, &n) }))
	return n
}

func (w *world) erasure(v ledger.ID) (e ledger.Erasure) {
	w.T.Helper()
	w.must(w.DB.Read(w.T.Context(), w.Operate(), func(r *store.Reader) (err error) { e, err = ledger.Get(r, v); return err }))
	return e
}

func TestEraseWhole(t *testing.T) {
	testbed.EnginesWith(t, rooms(t), func(t *testing.T, b *testbed.Bed) {
		w := build(t, b)
		gone, stays := testbed.NewID[access.SubjectID](b), testbed.NewID[access.SubjectID](b)
		w.people.addresses[gone] = "gone@example.org"
		var owner [16]byte
		copy(owner[:], gone.Bytes())
		_, _, err := b.Keys.Claim(t.Context(), "gone@example.org", owner)
		w.must(err)
		d := w.write(gone, "g")
		w.write(stays, "s")
		v, err := w.house.EraseWhole(t.Context(), w.grant(gone, privacy.Rights), ledger.Asked)
		w.must(err)
		w.run()
		e := w.erasure(v)
		if e.Step != ledger.Done || e.DoneAt.IsZero() || len(e.Parts) != 1 || e.Parts[0].RowsGone != 2 {
			t.Fatalf("%+v", e)
		}
		if n := w.count(); n != 1 {
			t.Fatalf("%d letters are left, the bystander has one", n)
		}
		if _, err := b.Keys.Key(t.Context(), d); err == nil {
			t.Fatal("the key is still there")
		}
		if buried, err := b.Keys.Buried(t.Context(), "Gone+cv@example.org"); err != nil || !buried {
			t.Fatalf("buried %v, %v", buried, err)
		}
		if _, held, err := b.Keys.Lookup(t.Context(), "gone@example.org"); err != nil || held {
			t.Fatalf("the address is still held: %v", err)
		}
	})
}

// Whatever step the process dies at, the next one ends the erasure, and the bystander has everything.
func TestEraseSurvivesKills(t *testing.T) {
	points := slices.Concat(ledger.CrashPoints(), []string{"store.write.before-commit", "store.write.after-commit", "store.drop.letter",
		"keystore.shred.before-commit", "keystore.shred.after-commit", "keystore.bury.before-commit", "keystore.bury.after-commit"})
	testbed.EnginesWith(t, rooms(t), func(t *testing.T, b *testbed.Bed) {
		for i, point := range points {
			t.Run(point, func(t *testing.T) {
				b.T = t
				w := build(t, b)
				before := w.count()
				s, other := testbed.NewID[access.SubjectID](b), testbed.NewID[access.SubjectID](b)
				d := w.write(s, fmt.Sprint("g", i))
				keep := w.write(other, fmt.Sprint("s", i))
				v, err := w.house.EraseWhole(t.Context(), w.grant(s, privacy.Rights), ledger.Asked)
				w.must(err)
				if !b.Kill("run", point, 1) {
					t.Fatalf("the child never came to %s", point)
				}
				b.Clock.Move(time.Hour) // the dead process's lease runs out
				w = build(t, b)
				w.run()
				if e := w.erasure(v); e.Step != ledger.Done {
					t.Fatalf("stopped at %s", e.Step)
				}
				if n := w.count() - before; n != 1 {
					t.Fatalf("%d letters more than before, the bystander wrote one", n)
				}
				if _, err := b.Keys.Key(t.Context(), d); err == nil {
					t.Fatal("the key is still there")
				}
				if _, err := b.Keys.Key(t.Context(), keep); err != nil {
					t.Fatalf("the bystander's key is gone: %v", err)
				}
			})
		}
	})
	show.Show(t, "erasure.crash", "step-before-deed")
}

// TestChild is what a killed child runs.
func TestChild(t *testing.T) {
	testbed.Child(t, rooms(t), map[string]func(*testbed.Bed){
		"run":   func(b *testbed.Bed) { build(t, b).run() },
		"write": func(b *testbed.Bed) { w := build(t, b); w.write(testbed.NewID[access.SubjectID](b), "half") },
	})
}

// A process that dies between the key and the row leaves an orphan key, which goes after a day, and no half of a letter.
func TestOrphans(t *testing.T) {
	testbed.EnginesWith(t, rooms(t), func(t *testing.T, b *testbed.Bed) {
		for _, point := range []string{"store.dossier.key-without-row", "keystore.create.after-commit", "store.write.before-commit"} {
			t.Run(point, func(t *testing.T) {
				b.T = t
				if !b.Kill("write", point, 1) {
					t.Fatalf("the child never came to %s", point)
				}
				w := build(t, b)
				keys := func() (n int) {
					w.must(b.Keys.Each(t.Context(), func(crypt.DossierID, time.Time) error { n++; return nil }))
					return n
				}
				if n := keys(); n != 1 {
					t.Fatalf("%d keys after the kill", n)
				}
				b.Clock.Move(25 * time.Hour)
				w.must(w.runner.Plant(t.Context()))
				w.run()
				if n := keys(); n != 0 {
					t.Fatalf("%d orphan keys after a day", n)
				}
			})
		}
	})
}

func TestSweepEndsWhatIsDue(t *testing.T) {
	testbed.EnginesWith(t, rooms(t), func(t *testing.T, b *testbed.Bed) {
		w := build(t, b)
		s := testbed.NewID[access.SubjectID](b)
		d := w.write(s, "due")
		held := w.write(s, "held")
		for _, x := range []crypt.DossierID{d, held} {
			w.must(b.DB.Write(t.Context(), b.Operate(), func(tx *store.Writer) error { return tx.StartClock(x, tx.Now()) }))
		}
		officer := b.Grant(access.Actor{Persona: access.Officer}, access.Operation(), privacy.Operate)
		until := b.Clock.Now().AddDate(0, 11, 0)
		hold, err := w.house.Hold(t.Context(), officer, held, ledger.HoldClaim, until)
		w.must(err)
		w.must(w.runner.Plant(t.Context()))
		w.run()
		days := func(to time.Time) {
			for b.Clock.Now().Before(to) {
				b.Clock.Move(min(5*24*time.Hour, to.Sub(b.Clock.Now())))
				w.run()
			}
		}
		due := privacy.Period{Months: 6}.From(testbed.Start)
		days(due.Add(-time.Second))
		if n := w.count(); n != 2 {
			t.Fatalf("%d letters before the date", n)
		}
		days(due.Add(11 * time.Minute))
		if n := w.count(); n != 1 {
			t.Fatalf("%d letters after the date, one is held", n)
		}
		w.must(w.house.Lift(t.Context(), officer, hold, ledger.LiftSettled))
		days(b.Clock.Now().Add(11 * time.Minute))
		if n := w.count(); n != 0 {
			t.Fatalf("%d letters after the hold was lifted: the clock was restarted", n)
		}
	})
	show.Show(t, "retention.sweep", "sweep-ignores-hold")
	show.Show(t, "ledger.hold", "sweep-ignores-hold")
}

// A clock that jumps ten years ahead erases nobody before a day has passed by it.
func TestClockJump(t *testing.T) {
	testbed.EnginesWith(t, rooms(t), func(t *testing.T, b *testbed.Bed) {
		w := build(t, b)
		s := testbed.NewID[access.SubjectID](b)
		d := w.write(s, "x")
		w.must(b.DB.Write(t.Context(), b.Operate(), func(tx *store.Writer) error { return tx.StartClock(d, tx.Now()) }))
		w.must(w.runner.Plant(t.Context()))
		w.run()
		now := b.Clock.Now()
		b.Clock.Set(now.AddDate(10, 0, 0))
		w.run()
		if w.count() != 1 {
			t.Fatal("a jump of the clock erased people")
		}
		b.Clock.Set(now.Add(time.Hour)) // somebody mends the clock
		w.run()
		if w.count() != 1 {
			t.Fatal("erased after the clock was mended")
		}
		b.Clock.Set(now.AddDate(10, 0, 0))
		w.run()
		for range 30 {
			b.Clock.Move(time.Hour)
			w.run()
		}
		if w.count() != 0 {
			t.Fatal("what is due for a day by a steady clock is still there")
		}
	})
}

func TestHoldRules(t *testing.T) {
	testbed.EnginesWith(t, rooms(t), func(t *testing.T, b *testbed.Bed) {
		w := build(t, b)
		d := w.write(testbed.NewID[access.SubjectID](b), "x")
		officer := b.Grant(access.Actor{Persona: access.Officer}, access.Operation(), privacy.Operate)
		operator := b.Grant(access.Actor{Persona: access.Operator}, access.Operation(), privacy.Operate)
		now := b.Clock.Now()
		for _, c := range []struct {
			name  string
			g     privacy.Grant
			why   ledger.Reason
			until time.Time
			kind  fault.Kind
		}{
			{"operator may not", operator, ledger.HoldClaim, now.Add(time.Hour), fault.Withheld},
			{"no such reason", officer, "because", now.Add(time.Hour), fault.Invalid},
			{"past", officer, ledger.HoldClaim, now, fault.Invalid},
			{"too long", officer, ledger.HoldClaim, now.AddDate(1, 0, 1), fault.Invalid},
		} {
			if _, err := w.house.Hold(t.Context(), c.g, d, c.why, c.until); fault.KindOf(err) != c.kind {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	})
}

// Marks of the erased person are nowhere in the bytes of data, keys, files; a mark that was planted in clear is found.
func TestNoByteIsLeft(t *testing.T) {
	rs := rooms(t)
	b := testbed.New(t, store.SQLite, rs)
	w := build(t, b)
	s := testbed.NewID[access.SubjectID](b)
	mark := scan.Mark("ledger", "letter")
	w.write(s, mark)
	look := func() int {
		hits, err := scan.Find([]string{b.Dir}, [][]byte{[]byte(mark)}, scan.Options{})
		w.must(err)
		return len(hits)
	}
	if n := look(); n != 0 {
		t.Fatalf("%d hits: a body lies in clear", n)
	}
	b.Exec("update letter set body = '" + mark + "'")
	if look() == 0 {
		t.Fatal("a mark in clear is not found: the scan shows nothing")
	}
	v, err := w.house.EraseWhole(t.Context(), w.grant(s, privacy.Rights), ledger.Asked)
	w.must(err)
	w.run()
	if e := w.erasure(v); e.Step != ledger.Done {
		t.Fatalf("stopped at %s", e.Step)
	}
	if n := look(); n != 0 {
		t.Fatalf("%d hits of a deleted row in the bytes of database or log", n)
	}
	show.Show(t, "crypt.sealed", "secure-delete-off")
}

// Given every key the installation still holds, a person's marks are found in each sink before the erasure and in none after it, and
// a bystander's are found each time. A copy of the keystore from before an epoch rotation opens nothing of them either.
func TestKeyClosure(t *testing.T) {
	testbed.EnginesWith(t, rooms(t), func(t *testing.T, b *testbed.Bed) {
		w := build(t, b)
		files := b.Dir + "/files"
		s, other := testbed.NewID[access.SubjectID](b), testbed.NewID[access.SubjectID](b)
		mark, stays := scan.Mark("closure", "gone"), scan.Mark("closure", "stays")
		w.write(s, mark)
		w.write(other, stays)
		both := []string{"file", "letter.body"}
		if at := testbed.Where(b.Closure(files), mark); !slices.Equal(at, both) {
			t.Fatalf("before the erasure the mark opens in %v", at)
		}
		old := b.CopyKeys()
		_, err := w.house.EraseWhole(t.Context(), w.grant(s, privacy.Rights), ledger.Asked)
		w.must(err)
		w.run()
		opened := b.Closure(files)
		if at := testbed.Where(opened, mark); len(at) > 0 {
			t.Fatalf("after the erasure the mark opens in %v", at)
		}
		if at := testbed.Where(opened, stays); !slices.Equal(at, both) {
			t.Fatalf("the bystander's mark opens in %v", at)
		}
		if old == nil {
			return // the copy is of files; on PostgreSQL the keystore's own tests show the rotation
		}
		if _, err := old.Open(); err != nil {
			t.Fatalf("the copy does not open before the rotation, so it shows nothing after it: %v", err)
		}
		w.must(b.Keys.Rotate(t.Context()))
		if ks, err := old.Open(); err == nil {
			if at := testbed.Where(b.ClosureWith(ks, files), stays); len(at) > 0 {
				t.Fatalf("an older copy of the keystore opens %v after the rotation", at)
			}
		}
	})
	show.Show(t, "erasure.key-closure", "shred-forgets-cache-only")
}
