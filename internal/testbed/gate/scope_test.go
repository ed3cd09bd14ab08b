package gate

import (
	"database/sql"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/server"
	"verv/internal/store"
	"verv/internal/testbed"
	"verv/internal/testbed/street"
)

const root = "../../.."

func readRoot(path string) (string, error) {
	b, err := os.ReadFile(filepath.Join(root, path))
	return string(b), err
}

func needPostgres(t *testing.T) {
	t.Helper()
	if os.Getenv(testbed.EnvData) == "" {
		t.Skip(testbed.EnvData + " is not set: PostgreSQL is left out")
	}
}

// TestScope: every statement on a table with a scope binds it (the street's rule, here as a promise).
func TestScope(t *testing.T) {
	tree, err := street.Parse(root)
	if err != nil {
		t.Fatal(err)
	}
	if len(tree.SQL) < 10 {
		t.Fatalf("only %d SQL files were read", len(tree.SQL))
	}
	for _, r := range street.Rules() {
		if r.Name != "scope" {
			continue
		}
		for _, f := range r.Check(tree) {
			t.Error(f)
		}
	}
	show.Show(t, "store.scope", "statement-without-scope")
}

// TestRowSecurity: the application's role with raw SQL sees a row of each scoped table in its own scope and none in another's, owns no
// table and may not pass row-level security by.
func TestRowSecurity(t *testing.T) {
	needPostgres(t)
	t.Run("postgres", func(t *testing.T) {
		b := testbed.New(t, store.Postgres, server.Rooms())
		app, err := sql.Open("pgx", b.Conf.DSN)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = app.Close() })
		tried := 0
		for _, table := range b.DB.Inventory().Tables {
			for _, kind := range slices.Sorted(maps.Keys(table.Scopes)) {
				tried++
				t.Run(table.Name+"/"+string(kind), func(t *testing.T) { rowSecurity(t, b, app, table, kind) })
			}
		}
		if tried < 10 {
			t.Fatalf("only %d scopes were tried", tried)
		}
		var owns, passes bool
		err = app.QueryRowContext(t.Context(), `select exists (select from pg_class where relowner = (select oid from pg_roles where rolname = current_user)),
			(select rolbypassrls or rolsuper from pg_roles where rolname = current_user)`).Scan(&owns, &passes)
		if err != nil || owns || passes {
			t.Errorf("the application's role owns tables %v, passes by %v, %v", owns, passes, err)
		}
		show.Show(t, "store.row-security", "row-security-off")
	})
}

func rowSecurity(t *testing.T, b *testbed.Bed, app *sql.DB, table privacy.Table, kind access.ScopeKind) {
	own, other := testbed.NewID[access.SubjectID](b).String(), testbed.NewID[access.SubjectID](b).String()
	plantRow(t, b, table, table.Scopes[kind], own)
	count := func(scope string) (n int) {
		tx, err := app.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = tx.Rollback() }()
		if scope != "" {
			if _, err := tx.ExecContext(t.Context(), "select set_config('verv.kind', $1, true), set_config('verv.scope', $2, true)", string(kind), scope); err != nil {
				t.Fatal(err)
			}
		}
		q := fmt.Sprintf("select count(*) from %s where %s = $1", table.Name, table.Scopes[kind])
		if err := tx.QueryRowContext(t.Context(), q, own).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := count(own); n != 1 {
		t.Errorf("in its own scope %d rows: the planted row was not seen", n)
	}
	foreign := 0
	if table.Public {
		foreign = 1 // published rows are for everybody
	}
	if n := count(other); n != foreign {
		t.Errorf("in another scope %d rows are seen", n)
	}
	if n := count(""); n != foreign {
		t.Errorf("without a scope %d rows are seen", n)
	}
}

// plantRow writes one row as the owner of the tables: the scope's column as wanted, every other column that must not be empty with a
// value of its type.
func plantRow(t *testing.T, b *testbed.Bed, table privacy.Table, column, value string) {
	t.Helper()
	var cols, vals []string
	for _, l := range lines(t, live(t, b.Conf), `select column_name || ' ' || udt_name || ' ' || is_nullable || ' ' || (is_identity = 'YES' or column_default is not null)
		from information_schema.columns where table_schema = 'public' and table_name = '`+table.Name+`'`) {
		f := strings.Fields(l)
		v := "0"
		switch {
		case f[0] == column:
			v = "'" + value + "'"
		case f[2] == "YES" || f[3] == "true":
			continue
		case f[1] == "text":
			v = "'" + testbed.NewID[access.SubjectID](b).String() + "'"
		case f[1] == "bytea":
			v = `'\x00'`
		}
		cols, vals = append(cols, f[0]), append(vals, v)
	}
	b.Exec(fmt.Sprintf("insert into %s (%s) values (%s)", table.Name, strings.Join(cols, ", "), strings.Join(vals, ", ")))
}
