package gate

import (
	"database/sql"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"

	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/server"
	"verv/internal/store"
	"verv/internal/testbed"
)

// kept are the tables of the engine and of the migrator itself.
var kept = []string{"goose_db_version", "sqlite_"}

func isKept(table string) bool {
	return slices.ContainsFunc(kept, func(k string) bool { return strings.HasPrefix(table, k) })
}

// live opens the database as the owner of its tables, past the gate.
func live(t *testing.T, c store.Config) *sql.DB {
	t.Helper()
	driver, dsn := "sqlite", "file:"+filepath.Join(c.Dir, "verv.db")+"?_pragma=busy_timeout(10000)"
	if c.Engine == store.Postgres {
		driver, dsn = "pgx", c.OwnerDSN
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// lines runs a query of one text column.
func lines(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%v in %s", err, query)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

var columnsQuery = map[store.Engine]string{
	store.SQLite:   `select m.name || '.' || p.name from sqlite_master m join pragma_table_info(m.name) p where m.type = 'table'`,
	store.Postgres: `select table_name || '.' || column_name from information_schema.columns where table_schema = 'public'`,
}

func liveColumns(t *testing.T, c store.Config) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, name := range lines(t, live(t, c), columnsQuery[c.Engine]) {
		if !isKept(name) {
			out[name] = true
		}
	}
	return out
}

func declared(inv *privacy.Inventory) map[string]bool {
	out := map[string]bool{}
	for _, t := range inv.Tables {
		for _, c := range t.Columns {
			out[t.Name+"."+c.Name] = true
		}
	}
	return out
}

// differences lists what stands in one set alone.
func differences(declared, live map[string]bool) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(live)) {
		if !declared[name] {
			out = append(out, name+" is in the database and no privacy line knows it")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(declared)) {
		if !live[name] {
			out = append(out, name+" has a privacy line and is not in the database")
		}
	}
	return out
}

// migrated gives a database that went through every step of the migrations.
func migrated(t *testing.T, engine store.Engine) store.Config {
	t.Helper()
	c := testbed.New(t, engine, nil).Conf // for its folder or its empty database
	c.Rooms = server.Rooms()
	if engine == store.SQLite {
		c.Dir = t.TempDir()
	} else if _, err := live(t, c).ExecContext(t.Context(), "drop table goose_db_version"); err != nil {
		t.Fatal(err)
	}
	if err := store.Migrate(t.Context(), c, server.Migrations()); err != nil {
		t.Fatal(err)
	}
	return c
}

func eachEngine(t *testing.T, fn func(*testing.T, store.Engine)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, store.SQLite) })
	t.Run("postgres", func(t *testing.T) { needPostgres(t); fn(t, store.Postgres) })
}

// TestColumns: the migrated database and the privacy lines are equal in both directions, column by column.
func TestColumns(t *testing.T) {
	inv, err := store.InventoryOf(server.Rooms())
	if err != nil {
		t.Fatal(err)
	}
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		c := migrated(t, engine)
		cols := liveColumns(t, c)
		if len(cols) < 100 {
			t.Fatalf("only %d live columns were seen", len(cols))
		}
		for _, d := range differences(declared(inv), cols) {
			t.Error(d)
		}
		// A column that somebody adds by hand is seen.
		if _, err := live(t, c).ExecContext(t.Context(), "alter table audit_entry add column mother text"); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(differences(declared(inv), liveColumns(t, c)), "audit_entry.mother is in the database and no privacy line knows it") {
			t.Fatal("control: a planted column was not seen")
		}
	})
	show.Show(t, "inventory.columns", "column-no-line-knows")
}

// shape is everything that a schema says, sorted: columns with types and defaults, indexes, constraints, row-level security.
func shape(t *testing.T, c store.Config) []string {
	t.Helper()
	queries := []string{`select tbl_name || ' ' || type || ' ' || name || ' ' || coalesce(sql, '') from sqlite_master`}
	if c.Engine == store.Postgres {
		queries = []string{
			`select table_name || '.' || column_name || ' ' || ordinal_position || ' ' || udt_name || ' ' || is_nullable || ' ' || coalesce(column_default, '') || ' ' || is_identity
			from information_schema.columns where table_schema = 'public'`,
			`select tablename || ' ' || indexdef from pg_indexes where schemaname = 'public'`,
			`select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace`,
			`select tablename || ' ' || policyname || ' ' || cmd || ' ' || coalesce(qual, '') || ' ' || coalesce(with_check, '') from pg_policies where schemaname = 'public'`,
			`select relname || ' ' || relrowsecurity || relforcerowsecurity from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
		}
	}
	var out []string
	for _, q := range queries {
		for _, l := range lines(t, live(t, c), q) {
			if !isKept(l) {
				out = append(out, strings.Join(strings.Fields(l), " "))
			}
		}
	}
	slices.Sort(out)
	return out
}

// TestMigrationsEqualSchema: the steps lead to what schema.sql says today.
func TestMigrationsEqualSchema(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		want, got := shape(t, testbed.New(t, engine, server.Rooms()).Conf), shape(t, migrated(t, engine))
		if len(want) < 50 {
			t.Fatalf("only %d lines of schema were seen", len(want))
		}
		for _, l := range want {
			if !slices.Contains(got, l) {
				t.Errorf("the schema says, the migrations do not: %s", l)
			}
		}
		for _, l := range got {
			if !slices.Contains(want, l) {
				t.Errorf("the migrations say, the schema does not: %s", l)
			}
		}
	})
	show.Show(t, "inventory.columns", "migration-forgets-an-index")
}

// TestEveryRoomIsBuilt: a room with tables is in the server's list.
func TestEveryRoomIsBuilt(t *testing.T) {
	found, err := filepath.Glob(root + "/internal/*/schema.sql")
	if err != nil || len(found) < 5 {
		t.Fatalf("%d rooms on the disk, %v", len(found), err)
	}
	names := map[string]bool{}
	for _, r := range server.Rooms() {
		names[r.Name] = true
	}
	for _, f := range found {
		if name := filepath.Base(filepath.Dir(f)); !names[name] {
			t.Errorf("%s has tables and is not in server.Rooms", name)
		}
	}
}

// TestGenerated: what is computed from the code and committed is current.
func TestGenerated(t *testing.T) {
	files, err := testbed.Generated(t.Context(), server.Rooms())
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 10 {
		t.Fatalf("only %d generated files", len(files))
	}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		if text, err := readRoot(path); err != nil || text != files[path] {
			t.Errorf("%s is not current: run make generate (%v)", path, err)
		}
	}
	show.Show(t, "store.footprint", "footprint-not-current")
}
