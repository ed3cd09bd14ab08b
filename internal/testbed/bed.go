package testbed

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"verv/internal/access"
	"verv/internal/consent"
	"verv/internal/crypt"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Bed is one installation for one test: its own folders or databases, its own keys, its own clock.
type Bed struct {
	T     testing.TB
	Dir   string // holds data, keys and root as siblings
	Clock *Clock
	Keys  *crypt.Keystore
	DB    *store.DB
	Conf  store.Config
	keys  crypt.KeystoreConfig
}

// The clusters that tests on PostgreSQL use, as DSNs of a superuser. Make test starts both and sets them.
const (
	EnvData = "VERV_TEST_PG"
	EnvKeys = "VERV_TEST_PG_KEYS"
)

// Engines runs fn on SQLite, and on PostgreSQL where make test has started it, with the rooms that the test may see (Rooms).
func Engines(t *testing.T, fn func(t *testing.T, b *Bed)) {
	EnginesWith(t, Rooms(t), fn)
}

// EnginesWith is Engines with rooms of the test's own.
func EnginesWith(t *testing.T, rooms []store.Room, fn func(t *testing.T, b *Bed)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, New(t, store.SQLite, rooms)) })
	if os.Getenv(EnvData) != "" {
		t.Run("postgres", func(t *testing.T) { fn(t, New(t, store.Postgres, rooms)) })
	}
}

// New boots an installation on an engine.
func New(t testing.TB, engine store.Engine, rooms []store.Room) *Bed {
	t.Helper()
	b := &Bed{T: t, Dir: t.TempDir(), Clock: NewClock()}
	root := filepath.Join(b.Dir, "root")
	b.must(crypt.InitRoot(root))
	b.keys = crypt.KeystoreConfig{RootDir: root, Now: b.Clock.Now}
	b.Conf = store.Config{Engine: engine, Now: b.Clock.Now, Rooms: rooms}
	switch engine {
	case store.SQLite:
		b.Conf.Dir = filepath.Join(b.Dir, "data")
		b.keys.Dir = filepath.Join(b.Dir, "keys")
	case store.Postgres:
		b.Conf.OwnerDSN, b.Conf.DSN = NewDatabase(t, os.Getenv(EnvData))
		b.keys.DSN, _ = NewDatabase(t, os.Getenv(EnvKeys))
	}
	b.must(store.Create(t.Context(), b.Conf))
	b.open()
	t.Cleanup(b.close)
	return b
}

func (b *Bed) open() {
	b.T.Helper()
	var err error
	b.Keys, err = crypt.OpenKeystore(b.T.Context(), b.keys)
	b.must(err)
	b.Conf.Keys, b.Conf.Signer = b.Keys, b.Keys.Root().Signer("audit")
	b.DB, err = store.Open(b.T.Context(), b.Conf)
	b.must(err)
	b.DB.Agree(consent.Covers)
}

func (b *Bed) close() {
	_ = b.DB.Close()
	_ = b.Keys.Close()
}

// Restart closes the installation and opens it again, as a new process would.
func (b *Bed) Restart() {
	b.T.Helper()
	b.close()
	b.open()
}

// Second opens a second process on the same installation.
func (b *Bed) Second() *Bed {
	b.T.Helper()
	s := &Bed{T: b.T, Dir: b.Dir, Clock: b.Clock, Conf: b.Conf, keys: b.keys}
	s.open()
	b.T.Cleanup(s.close)
	return s
}

func (b *Bed) must(err error) {
	b.T.Helper()
	if err != nil {
		b.T.Fatal(err)
	}
}

// Grant makes a grant or fails the test.
func (b *Bed) Grant(a access.Actor, s access.Scope, p privacy.Purpose) privacy.Grant {
	b.T.Helper()
	g, err := privacy.Authorize(a, s, p)
	b.must(err)
	return g
}

// Operate is a grant for keeping the installation running.
func (b *Bed) Operate() privacy.Grant {
	b.T.Helper()
	return b.Grant(access.Verv("test"), access.Operation(), privacy.Operate)
}

// NewDatabase makes, on the cluster of a superuser, a database with an owner's role and an application's role that owns nothing, and drops it after the test.
func NewDatabase(t testing.TB, super string) (owner, app string) {
	t.Helper()
	if super == "" {
		t.Fatalf("%s and %s must name two clusters", EnvData, EnvKeys)
	}
	name := "verv_" + strings.ToLower(rand.Text()[:12])
	db, err := sql.Open("pgx", super)
	if err != nil {
		t.Fatal(err)
	}
	run := func(format string, args ...any) {
		if _, err := db.ExecContext(context.Background(), fmt.Sprintf(format, args...)); err != nil {
			t.Fatal(err)
		}
	}
	run("create role %s_owner login password 'test'", name)
	run("create role %s_app login password 'test'", name)
	run("create database %s owner %s_owner template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'", name, name)
	t.Cleanup(func() {
		run("drop database %s with (force)", name)
		run("drop role %s_owner", name)
		run("drop role %s_app", name)
		_ = db.Close()
	})
	cfg, err := pgx.ParseConfig(super)
	if err != nil {
		t.Fatal(err)
	}
	dsn := func(role string) string {
		return fmt.Sprintf("host=%s port=%d dbname=%s user=%s_%s password=test sslmode=disable", cfg.Host, cfg.Port, name, name, role)
	}
	return dsn("owner"), dsn("app")
}

// NewID makes an identifier of the noun that P points to, at the bed's clock: testbed.NewID[access.SubjectID](b).
func NewID[T any, P interface {
	*T
	UnmarshalText([]byte) error
}](b *Bed) T {
	b.T.Helper()
	v, err := IDAt[T, P](b.Clock.Now())
	b.must(err)
	return v
}

// IDAt makes an identifier of the noun that P points to, at a moment, where there is no bed.
func IDAt[T any, P interface {
	*T
	UnmarshalText([]byte) error
}](now time.Time) (v T, err error) {
	err = P(&v).UnmarshalText([]byte(id.New[struct{}](now).String()))
	return v, err
}

// Exec runs SQL past the gate: only to plant a fault or to look behind the house.
func (b *Bed) Exec(text string, args ...any) {
	b.T.Helper()
	db := b.raw()
	defer db.Close()
	_, err := db.ExecContext(b.T.Context(), text, args...)
	b.must(err)
}

// raw opens the data as the owner of the tables, outside the gate. On PostgreSQL row-level security is forced, so the scope is
// that of an operation.
func (b *Bed) raw() *sql.DB {
	b.T.Helper()
	driver, dsn := "sqlite", "file:"+filepath.Join(b.Conf.Dir, "verv.db")+"?_pragma=busy_timeout(10000)"
	if b.Conf.Engine == store.Postgres {
		driver, dsn = "pgx", b.Conf.OwnerDSN+" options='-c verv.kind=operation'"
	}
	db, err := sql.Open(driver, dsn)
	b.must(err)
	return db
}
