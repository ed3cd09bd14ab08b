package account_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"verv/internal/account"
	"verv/internal/crypt"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed/scan"
)

// lies looks for marks in everything the installation holds on disk, or in every row where PostgreSQL holds it.
func (r *rig) lies(t *testing.T, marks ...string) int {
	t.Helper()
	var want [][]byte
	for _, m := range marks {
		want = append(want, []byte(m))
	}
	dump := filepath.Join(t.TempDir(), "rows")
	if r.Conf.Engine == store.Postgres {
		if err := os.WriteFile(dump, r.rows(t), 0o600); err != nil {
			t.Fatal(err)
		}
	} else {
		dump = r.Conf.Dir
	}
	hits, err := scan.Find([]string{r.Dir, dump}, want, scan.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return len(hits)
}

// rows is every row of every table of the house and of the queue, as text.
func (r *rig) rows(t *testing.T) []byte {
	t.Helper()
	db, err := sql.Open("pgx", r.Conf.OwnerDSN+" options='-c verv.kind=operation'")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var out []byte
	for _, table := range []string{"account", "persona", "reach", "session", "link", "relocation", "factor", "recovery", "throttle", "task", "fact", "audit_entry", "dossier"} {
		rows, err := db.Query("select cast(x as text) from " + table + " x")
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				t.Fatal(err)
			}
			out = fmt.Appendln(out, s)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// Nothing that a person typed lies in clear in any table: address, name, password, tokens, the secret of the factor, recovery codes.
func TestNothingLiesInClear(t *testing.T) {
	show.Show(t, "account.password", "address-in-throttle-mark")
	show.Show(t, "account.credentials", "address-in-throttle-mark")
	engines(t, func(t *testing.T, r *rig) {
		seed := t.Name()
		first, second, name, pw := scan.Mark(seed, "address"), scan.Mark(seed, "new"), scan.Mark(seed, "name"), scan.Mark(seed, "password")
		r.buildWith(account.Argon{Params: crypt.PasswordParams{Memory: 64, Time: 1, Threads: 1}})
		o := r.join(t, first+"@example.no", pw+"xy")
		s := r.session(t, o.Token)
		if err := r.House.SaveProfile(t.Context(), r.as(s.Actor), account.Profile{Name: name, Language: "nb"}); err != nil {
			t.Fatal(err)
		}
		change, _ := r.moves(t, s.Actor, second+"@example.no")
		r.follow(t, linkIn(t, change))
		_, _ = r.House.LogIn(t.Context(), r.visitor(), second+"@example.no", pw, from)
		r.work()
		if n := r.lies(t, first, second, name, pw); n != 0 {
			t.Fatalf("%d marks lie in clear", n)
		}
		r.Exec(fmt.Sprintf("insert into throttle (mark, start_at, tries, keep_until) values ('%s', 0, 0, 0)", first))
		if n := r.lies(t, first, second, name, pw); n == 0 {
			t.Fatal("a planted mark is not found: the silence above shows nothing")
		}
	})
}
