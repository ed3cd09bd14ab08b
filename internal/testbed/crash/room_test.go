package crash

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/testbed"
)

// A room of the test's own: numbered entries of people. The number is not unique, so that a write done twice shows.
const entrySchema = `
create table entry (                        --: subject=subject_id dossier=dossier_id
  id         id     not null primary key,   --: key
  subject_id id     not null,               --: key
  dossier_id id     not null,               --: key
  number     bigint not null,               --: plain
  body       sealed not null                --: sealed 65021 career (profile): written by the test
);
`

const entryQueries = `
-- name: add
-- scope: subject
insert into entry (id, subject_id, dossier_id, number, body) values (:id, :subject, :dossier_id, :number, :body);
-- name: all
-- scope: operation
select id, dossier_id, number, body from entry order by number;
`

const fieldEntry privacy.FieldID = 65021

type entryNoun struct{}

type entryBody struct{ Number int }

func rooms(t testing.TB) []store.Room {
	t.Helper()
	out, err := testbed.WithFootprints(t.Context(), []store.Room{store.Own(), {Name: "entry", Schema: entrySchema, Queries: entryQueries}})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestChild is the writer. Its orders are lines "number subject"; it answers "ok number" when the write was acknowledged and
// "no number" when it was refused. Writes run at once, as requests do.
func TestChild(t *testing.T) {
	testbed.Child(t, rooms(t), map[string]func(*testbed.Bed){"write": func(b *testbed.Bed) {
		lines, out := testbed.Orders()
		var at sync.Mutex
		say := func(format string, args ...any) {
			at.Lock()
			defer at.Unlock()
			_, _ = fmt.Fprintf(out, format+"\n", args...)
		}
		if err := b.DB.Health(b.T.Context()); err != nil { // readers are connected, as in a server: else the last connection tidies the log
			b.T.Fatal(err)
		}
		say("ready")
		var running sync.WaitGroup
		for lines.Scan() {
			line := lines.Text()
			running.Go(func() { answer(b, line, say) })
		}
		running.Wait()
	}})
}

func answer(b *testbed.Bed, line string, say func(string, ...any)) {
	first, second, _ := strings.Cut(line, " ")
	number, err := strconv.Atoi(first)
	if err != nil {
		say("bad order")
		return
	}
	var subject access.SubjectID
	if err := subject.UnmarshalText([]byte(second)); err != nil {
		say("bad order")
		return
	}
	if err := write(b, subject, number); err != nil {
		say("no %d %s", number, strings.ReplaceAll(err.Error(), "\n", "; "))
		return
	}
	say("ok %d", number)
}

// write adds one entry. The first one of a person opens a dossier, and with it a key in the keystore.
func write(b *testbed.Bed, s access.SubjectID, number int) error {
	g, err := privacy.Authorize(access.Actor{Persona: access.Candidate, Subject: s}, access.OfSubject(s), privacy.Profile)
	if err != nil {
		return err
	}
	return b.DB.Write(b.T.Context(), g, func(tx *store.Writer) error {
		d, err := tx.Dossier(store.Of{Subject: s, Class: privacy.ClassSelf})
		if err != nil {
			return err
		}
		row := id.New[entryNoun](tx.Now())
		body, err := store.Seal(tx, fieldEntry, d, row, entryBody{number})
		if err != nil {
			return err
		}
		tx.Fact("entry.written", map[string]string{"number": strconv.Itoa(number)})
		return tx.Must("entry.add", store.Args{"id": row, "dossier_id": d, "number": number, "body": body})
	})
}

// found is what an installation holds.
type found struct {
	entries map[int]int // number to how often
	facts   map[int]int
	shut    int // bodies that do not open, or hold another number
}

func look(b *testbed.Bed) (found, error) {
	f := found{entries: map[int]int{}, facts: map[int]int{}}
	g := b.Grant(access.Verv("test"), access.Operation(), privacy.Profile)
	err := b.DB.Read(b.T.Context(), g, func(r *store.Reader) error {
		_, err := store.List(r, "entry.all", store.Args{}, func(row store.Row) (struct{}, error) { return struct{}{}, f.take(r, row) })
		if err != nil {
			return err
		}
		return f.takeFacts(r)
	})
	return f, err
}

func (f *found) take(r *store.Reader, row store.Row) error {
	var v id.ID[entryNoun]
	var d crypt.DossierID
	var number int
	var body store.Sealed
	if err := row.Scan(&v, &d, &number, &body); err != nil {
		return err
	}
	f.entries[number]++
	p, err := store.Unseal[entryBody](r, fieldEntry, d, v, body)
	if err != nil || p.Reveal(r.Grant()).Number != number {
		f.shut++
	}
	return nil
}

func (f *found) takeFacts(r *store.Reader) error {
	var at store.Cursor
	for {
		facts, next, err := r.Facts(at, 1000)
		if err != nil || len(facts) == 0 {
			return err
		}
		for _, v := range facts {
			number, err := strconv.Atoi(v.IDs["number"])
			if err != nil {
				return err
			}
			f.facts[number]++
		}
		at = next
	}
}
