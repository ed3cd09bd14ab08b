package store_test

import (
	"testing"

	"verv/internal/store"
)

// A limit is a sum on SQLite, which would plan anew at each run by the value of a parameter that stands alone; on PostgreSQL it stays.
func TestLimit(t *testing.T) {
	s := store.Statement{SQL: "select id from job where site_id = :site order by id limit :most offset :skip"}
	for e, want := range map[store.Engine]string{
		store.SQLite:   "select id from job where site_id = ?1 order by id limit ?2+0 offset ?3",
		store.Postgres: "select id from job where site_id = $1 order by id limit $2 offset $3",
	} {
		if got := e.Plain(s); got != want {
			t.Errorf("%s: %s", e, got)
		}
	}
}
