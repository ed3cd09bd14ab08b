package crypt

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func TestCreateIsDurableAndStable(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		s := h.open(t)
		bodies := makeKeys(t, s, 600)
		d := NewDossier(s.now())
		if _, err := s.Key(ctx, d); !errors.Is(err, ErrNoKey) {
			t.Fatalf("a key that was never made: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = h.open(t)
		if err := opens(ctx, s, bodies); err != nil {
			t.Fatal(err)
		}
		for d, body := range bodies {
			s.cache.drop(d)
			k, err := s.Create(ctx, d)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := k.Open(7, testRow, d, body); err != nil {
				t.Fatal("created twice gives another key")
			}
		}
		if _, err := s.Create(ctx, DossierID{}); err == nil {
			t.Error("a key for no dossier")
		}
		if _, err := s.Key(ctx, DossierID{}); !errors.Is(err, ErrNoKey) {
			t.Errorf("the key of no dossier: %v", err)
		}
		if err := s.Health(ctx); err != nil {
			t.Error(err)
		}
	})
}

func TestKeysAndEach(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		s := h.open(t)
		bodies := makeKeys(t, s, eachPage+50)
		unknown := NewDossier(s.now())
		ask := []DossierID{unknown, {}}
		for d := range bodies {
			ask = append(ask, d, d)
		}
		for _, when := range []string{"cached", "uncached"} {
			keys, err := s.Keys(ctx, ask)
			if err != nil || len(keys) != len(bodies) {
				t.Fatalf("%s: %d keys of %d, %v", when, len(keys), len(bodies), err)
			}
			for d, body := range bodies {
				if _, err := keys[d].Open(7, testRow, d, body); err != nil {
					t.Fatalf("%s: %v", when, err)
				}
			}
			s.cache.wipe()
		}
		gone := ask[2]
		if err := s.Shred(ctx, gone); err != nil {
			t.Fatal(err)
		}
		seen := map[DossierID]bool{}
		err := s.Each(ctx, func(d DossierID, created time.Time) error {
			if seen[d] || !created.Equal(testStart) {
				t.Errorf("twice %v, made %v", seen[d], created)
			}
			seen[d] = true
			return nil
		})
		if err != nil || len(seen) != len(bodies)-1 || seen[gone] {
			t.Fatalf("each saw %d of %d, the shredded one %v, %v", len(seen), len(bodies)-1, seen[gone], err)
		}
		stop := errors.New("stop")
		if err := s.Each(ctx, func(DossierID, time.Time) error { return stop }); !errors.Is(err, stop) {
			t.Errorf("fn's error: %v", err)
		}
	})
}

func TestShred(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		s := h.open(t)
		bodies := makeKeys(t, s, 20)
		var d DossierID
		for d = range bodies {
			break
		}
		for range 2 { // the second time there is nothing left
			if err := s.Shred(ctx, d); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Key(ctx, d); !errors.Is(err, ErrNoKey) {
				t.Fatalf("after the shred: %v", err)
			}
		}
		if err := s.Shred(ctx); err != nil {
			t.Fatal(err)
		}
		body := bodies[d]
		delete(bodies, d)
		if err := opens(ctx, s, bodies); err != nil {
			t.Fatalf("bystanders: %v", err)
		}
		// Without a tombstone a new key may be made; it does not open what the old one sealed.
		k, err := s.Create(ctx, d)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := k.Open(7, testRow, d, body); !errors.Is(err, ErrSealed) {
			t.Fatal("the shredded key came back")
		}
		if err := s.Bury(ctx, Tombstone{ID: [16]byte{1}, Dossiers: []DossierID{d}, At: s.now(), Until: s.now().Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
		if err := s.Shred(ctx, d); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Create(ctx, d); !errors.Is(err, ErrBuried) {
			t.Fatalf("a key for an erased dossier: %v", err)
		}
	})
}

// Another node may serve a shredded key for at most two seconds by its clock.
func TestAnotherNodeForgets(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		one, two := h.open(t), h.open(t)
		bodies := makeKeys(t, one, 5)
		if err := opens(ctx, two, bodies); err != nil {
			t.Fatal(err)
		}
		var d DossierID
		for d = range bodies {
			break
		}
		if err := one.Shred(ctx, d); err != nil {
			t.Fatal(err)
		}
		if _, err := two.Key(ctx, d); err != nil {
			t.Fatalf("control: the second node has no cache: %v", err)
		}
		h.clock.forward(staleAfter)
		if _, err := two.Key(ctx, d); !errors.Is(err, ErrNoKey) {
			t.Fatalf("the second node still serves the key: %v", err)
		}
		delete(bodies, d)
		if err := one.Rotate(ctx); err != nil {
			t.Fatal(err)
		}
		two.cache.wipe() // reads a row of an epoch it has not heard of
		if err := opens(ctx, two, bodies); err != nil {
			t.Fatalf("after a rotation elsewhere: %v", err)
		}
		more := makeKeys(t, two, 5)
		h.clock.forward(staleAfter)
		if err := opens(ctx, one, more); err != nil {
			t.Fatalf("made on the second node after the rotation: %v", err)
		}
	})
}

// A wrapped key opens in its own row only: whoever can write the keystore cannot give one dossier another's key.
func TestMovedRow(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		s := h.open(t)
		bodies := makeKeys(t, s, 2)
		ds := slices.Collect(maps.Keys(bodies))
		rows, err := s.db.bodies(ctx, s.db.read, ds)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.db.write.Exec(s.db.sql(`UPDATE dossier_key SET body = ? WHERE dossier = ?`), rows[ds[0]], ds[1].Bytes()); err != nil {
			t.Fatal(err)
		}
		s.cache.wipe()
		if _, err := s.Key(ctx, ds[1]); !errors.Is(err, ErrSealed) {
			t.Errorf("another dossier's key: %v", err)
		}
		if _, err := s.Keys(ctx, ds); !errors.Is(err, ErrSealed) {
			t.Errorf("among others: %v", err)
		}
		if err := opens(ctx, s, map[DossierID][]byte{ds[0]: bodies[ds[0]]}); err != nil {
			t.Errorf("control: %v", err)
		}
	})
}

func TestOpenRefuses(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t)
	s := h.open(t)
	makeKeys(t, s, 1)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{sqliteFile} {
		if info := must(os.Stat(filepath.Join(h.config().Dir, name))); info.Mode().Perm() != fileMode {
			t.Errorf("%s has mode %o", name, info.Mode().Perm())
		}
	}
	if info := must(os.Stat(h.config().Dir)); info.Mode().Perm() != dirMode {
		t.Errorf("the folder has mode %o", info.Mode().Perm())
	}
	other := newHouse(t)
	cfg := h.config()
	cfg.RootDir = other.rootDir()
	if _, err := OpenKeystore(ctx, cfg); !errors.Is(err, ErrOtherRoot) {
		t.Errorf("with another root: %v", err)
	}
	for name, cfg := range map[string]KeystoreConfig{
		"no clock": {Dir: t.TempDir(), RootDir: h.rootDir()},
		"no place": {RootDir: h.rootDir(), Now: h.clock.now},
		"both":     {Dir: t.TempDir(), DSN: "postgres://", RootDir: h.rootDir(), Now: h.clock.now},
		"no root":  {Dir: t.TempDir(), RootDir: t.TempDir(), Now: h.clock.now},
	} {
		if _, err := OpenKeystore(ctx, cfg); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
	if err := os.Remove(filepath.Join(h.rootDir(), epochName(1))); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenKeystore(ctx, h.config()); !errors.Is(err, ErrEpochGone) {
		t.Errorf("without its epoch: %v", err)
	}
}

func TestClusters(t *testing.T) {
	if os.Getenv(pgEnv) == "" {
		t.Skip(pgEnv + " is not set")
	}
	ctx := context.Background()
	h := postgresHouse(t)
	own, err := h.open(t).SystemID(ctx)
	if err != nil || own == "" {
		t.Fatalf("system identifier %q, %v", own, err)
	}
	cfg := h.config()
	cfg.DataSystemID = own
	if _, err := OpenKeystore(ctx, cfg); !errors.Is(err, ErrSameCluster) {
		t.Errorf("in the cluster of the data: %v", err)
	}
	cfg.DataSystemID = own + "1"
	s, err := OpenKeystore(ctx, cfg)
	if err != nil {
		t.Fatalf("control: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// What durability and shredding stand on, on every connection of both pools.
func TestPragmas(t *testing.T) {
	ctx := context.Background()
	s := newHouse(t).open(t)
	for name, pool := range map[string]*sql.DB{"write": s.db.write, "read": s.db.read} {
		var held []*sql.Conn
		for range pool.Stats().MaxOpenConnections {
			c, err := pool.Conn(ctx)
			if err != nil {
				t.Fatal(err)
			}
			held = append(held, c)
			for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "secure_delete": "1", "temp_store": "2"} {
				var got string
				if err := c.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
					t.Errorf("%s: %s is %s, want %s, %v", name, pragma, got, want, err)
				}
			}
		}
		for _, c := range held {
			_ = c.Close()
		}
	}
	if _, err := s.db.read.Exec(`DELETE FROM dossier_key`); err == nil {
		t.Error("a reader may write")
	}
}
