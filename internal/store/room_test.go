package store_test

import (
	"testing"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/testbed"
)

// A small room of the test's own: notes that members write about people.
const memoSchema = `
create table memo (                         --: employer=employer_id subject=subject_id dossier=dossier_id
  id          id     not null primary key,  --: key
  employer_id id     not null,              --: key
  subject_id  id     not null,              --: key
  dossier_id  id     not null,              --: key
  made_at     moment not null,              --: plain
  score       bigint not null,              --: unsealed judgement (assess): lists sort by it
  body        sealed not null,              --: sealed 65001 judgement (assess): written by members
  phone       sealed                        --: sealed 65002 contact (contact): written by members
);
create table poster (                       --: employer=employer_id public
  id          id     not null primary key,  --: key
  employer_id id     not null,              --: key
  words       text   not null               --: plain
);
`

const memoQueries = `
-- name: add
-- scope: employer
insert into memo (id, employer_id, subject_id, dossier_id, made_at, score, body, phone)
values (:id, :employer, :subject_id, :dossier_id, :now, :score, :body, :phone);
-- name: list
-- scope: employer
select id, dossier_id, score, body, phone from memo where employer_id = :employer order by score desc, id;
-- name: own
-- scope: subject
select id, dossier_id, body from memo where subject_id = :subject order by id;
-- name: count
-- scope: operation
select count(*) from memo;
-- name: everything
-- scope: operation
select id, dossier_id, body from memo order by id;
-- name: addPoster
-- scope: employer
insert into poster (id, employer_id, words) values (:id, :employer, :words);
-- name: posters
-- scope: public
select words from poster order by words;
-- name: leaky
-- scope: employer
select count(*) from memo where :employer <> '' ;
`

type memoNoun struct{}

type memoBody struct{ Text string }

const (
	fieldBody  = 65001
	fieldPhone = 65002
)

func memoRooms(t testing.TB) []store.Room {
	t.Helper()
	rooms, err := testbed.WithFootprints(t.Context(), []store.Room{store.Own(), task.Room(),
		{Name: "memo", Schema: memoSchema, Queries: memoQueries}})
	if err != nil {
		t.Fatal(err)
	}
	return rooms
}

func engines(t *testing.T, fn func(t *testing.T, b *testbed.Bed)) {
	testbed.EnginesWith(t, memoRooms(t), fn)
}

type world struct {
	*testbed.Bed
	employer access.EmployerID
	member   access.Actor
	person   access.SubjectID
}

func newWorld(t testing.TB, b *testbed.Bed) *world {
	b.T = t
	e := testbed.NewID[access.EmployerID](b)
	return &world{Bed: b, employer: e, person: testbed.NewID[access.SubjectID](b),
		member: access.Actor{Persona: access.Member, Role: access.Recruiter, Employer: e, Subject: testbed.NewID[access.SubjectID](b)}}
}

func (w *world) assess() privacy.Grant {
	return w.Grant(w.member, access.OfEmployer(w.employer), privacy.Assess)
}

// add writes one memo about the person and gives its dossier.
func (w *world) add(text string, score int) crypt.DossierID {
	w.T.Helper()
	var d crypt.DossierID
	err := w.DB.Write(w.T.Context(), w.assess(), func(tx *store.Writer) (err error) {
		d, err = putMemo(tx, store.Of{Subject: w.person, Employer: w.employer, Class: privacy.ClassApplication}, text, score)
		return err
	})
	if err != nil {
		w.T.Fatal(err)
	}
	return d
}

func putMemo(tx *store.Writer, of store.Of, text string, score int) (crypt.DossierID, error) {
	d, err := tx.Dossier(of)
	if err != nil {
		return d, err
	}
	row := id.New[memoNoun](tx.Now())
	body, err := store.Seal(tx, fieldBody, d, row, memoBody{text})
	if err != nil {
		return d, err
	}
	tx.Fact("memo.written", map[string]string{"memo": row.String()})
	return d, tx.Must("memo.add", store.Args{"id": row, "subject_id": of.Subject, "dossier_id": d, "now": tx.Now(), "score": score,
		"body": body, "phone": store.Sealed(nil)})
}

type memo struct {
	text  string
	score int
}

func memos(r *store.Reader) ([]memo, error) {
	return store.List(r, "memo.list", store.Args{}, func(row store.Row) (memo, error) {
		var m memo
		var rowID id.ID[memoNoun]
		var d crypt.DossierID
		var body, phone store.Sealed
		if err := row.Scan(&rowID, &d, &m.score, &body, &phone); err != nil {
			return m, err
		}
		p, err := store.Unseal[memoBody](r, fieldBody, d, rowID, body)
		m.text = p.Reveal(r.Grant()).Text
		return m, err
	})
}
