package crypt

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// pgEnv names a superuser's DSN (URL form) on a throw-away PostgreSQL cluster.
const pgEnv = "VERV_TEST_PG_KEYS"

// clock is handed in as the time; it moves only when told.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

var testStart = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// house is the places of one installation.
type house struct {
	dir   string
	dsn   string // empty for SQLite
	clock *clock
}

func (h *house) rootDir() string { return filepath.Join(h.dir, "verv-root") }

func (h *house) config() KeystoreConfig {
	cfg := KeystoreConfig{DSN: h.dsn, RootDir: h.rootDir(), Now: h.clock.now}
	if h.dsn == "" {
		cfg.Dir = filepath.Join(h.dir, "verv-keys")
	}
	return cfg
}

// open opens the keystore until the test ends; closing it earlier is allowed.
func (h *house) open(t testing.TB) *Keystore {
	t.Helper()
	s, err := OpenKeystore(context.Background(), h.config())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{dir: t.TempDir(), clock: &clock{t: testStart}}
	if err := InitRoot(h.rootDir()); err != nil {
		t.Fatal(err)
	}
	return h
}

// postgresHouse is a house whose keystore lies in a schema of its own.
func postgresHouse(t testing.TB) *house {
	t.Helper()
	h := newHouse(t)
	super := os.Getenv(pgEnv) // in the form "host=... port=..."
	admin, err := sql.Open("pgx", super)
	if err != nil {
		t.Fatal(err)
	}
	name := "crypt_" + hex.EncodeToString([]byte(Token(6)))
	if _, err := admin.Exec("CREATE SCHEMA " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP SCHEMA " + name + " CASCADE"); err != nil {
			t.Error(err)
		}
		_ = admin.Close()
	})
	h.dsn = super + " search_path=" + name
	return h
}

// eachEngine runs fn on SQLite, and on PostgreSQL where there is one.
func eachEngine(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, newHouse(t)) })
	if os.Getenv(pgEnv) == "" {
		t.Logf("not run on PostgreSQL: %s is not set", pgEnv)
		return
	}
	t.Run("postgres", func(t *testing.T) { fn(t, postgresHouse(t)) })
}

// makeKeys creates n dossiers at once and gives a sealed body of each.
func makeKeys(t testing.TB, s *Keystore, n int) map[DossierID][]byte {
	t.Helper()
	var mu sync.Mutex
	var wg sync.WaitGroup
	out := map[DossierID][]byte{}
	for range n {
		wg.Go(func() {
			d := NewDossier(s.now())
			k, err := s.Create(context.Background(), d)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			out[d] = k.Seal(7, testRow, d, []byte("body"))
		})
	}
	wg.Wait()
	if t.Failed() {
		t.FailNow()
	}
	return out
}

var testRow = [16]byte{1, 2, 3}

// opens checks that each body opens under the key the keystore gives.
func opens(ctx context.Context, s *Keystore, bodies map[DossierID][]byte) error {
	for d, body := range bodies {
		k, err := s.Key(ctx, d)
		if err != nil {
			return err
		}
		if plain, err := k.Open(7, testRow, d, body); err != nil || string(plain) != "body" {
			return fmt.Errorf("opened %q: %w", plain, err)
		}
	}
	return nil
}

// copyDir copies the files of a folder.
func copyDir(t testing.TB, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), filepath.Base(from))
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	for _, name := range must(filepath.Glob(filepath.Join(to, "*"))) {
		if err := os.Chmod(name, fileMode); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
