package crypt

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/promise/show"
)

// anyOf picks one dossier.
func anyOf(bodies map[DossierID][]byte) DossierID {
	for d := range bodies {
		return d
	}
	return DossierID{}
}

// Killed at any step of a rotation: every key opens after the restart, the rotation can be done, one epoch is left.
func TestKilledRotation(t *testing.T) {
	var points []string
	for _, p := range CrashPoints() {
		if strings.HasPrefix(p, "keystore.rotate.") || strings.HasPrefix(p, "epoch.") {
			points = append(points, p)
		}
	}
	for _, point := range points {
		t.Run(point, func(t *testing.T) {
			eachEngine(t, func(t *testing.T, h *house) {
				ctx := context.Background()
				s := h.open(t)
				bodies := makeKeys(t, s, 30)
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				killAt(t, h, "rotate", point, dossierA.String())
				s = h.open(t)
				if err := opens(ctx, s, bodies); err != nil {
					t.Fatalf("after the restart: %v", err)
				}
				committed := point != "keystore.rotate.after-epoch-file" && point != "keystore.rotate.before-commit"
				n, _ := s.Epoch()
				if want := 1; committed {
					want = 2
					if n != want {
						t.Errorf("epoch %d, want %d", n, want)
					}
					if left := must(s.root.epochs()); !slices.Equal(left, []int{2}) {
						t.Errorf("epoch files %v after the restart, want the new one alone", left)
					}
				} else if n != want {
					t.Errorf("epoch %d, want %d", n, want)
				}
				if err := s.Rotate(ctx); err != nil {
					t.Fatal(err)
				}
				if now, _ := s.Epoch(); !slices.Equal(must(s.root.epochs()), []int{now}) || now != n+1 {
					t.Errorf("epoch %d, files %v", now, must(s.root.epochs()))
				}
				s.cache.wipe()
				if err := opens(ctx, s, bodies); err != nil {
					t.Fatalf("after the next rotation: %v", err)
				}
			})
		})
	}
}

func TestKilledCreateAndShred(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		s := h.open(t)
		bodies := makeKeys(t, s, 10)
		for _, c := range []struct {
			point string
			there bool
		}{{"keystore.create.before-commit", false}, {"keystore.create.after-commit", true}} {
			d := NewDossier(testStart)
			killAt(t, h, "create", c.point, d.String())
			if _, err := s.Key(ctx, d); (err == nil) != c.there || (err != nil && !errors.Is(err, ErrNoKey)) {
				t.Errorf("%s: %v", c.point, err)
			}
		}
		for _, c := range []struct {
			point string
			there bool
		}{{"keystore.shred.before-commit", true}, {"keystore.shred.after-commit", false}, {"keystore.shred.after-checkpoint", false}} {
			d := anyOf(bodies)
			wrapped := wrappedOf(t, s, []DossierID{d})
			killAt(t, h, "shred", c.point, d.String())
			s.cache.wipe()
			if _, err := s.Key(ctx, d); (err == nil) != c.there || (err != nil && !errors.Is(err, ErrNoKey)) {
				t.Errorf("%s: %v", c.point, err)
			}
			if err := s.Shred(ctx, d); err != nil { // the saga does it again
				t.Fatal(err)
			}
			if h.dsn == "" && stillThere(t, h.config().Dir, wrapped) != 0 {
				t.Errorf("%s: the wrapped key is still found", c.point)
			}
			delete(bodies, d)
		}
		s.cache.wipe()
		if err := opens(ctx, s, bodies); err != nil {
			t.Errorf("bystanders: %v", err)
		}
	})
}

func TestKilledClaimAndBury(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		s := h.open(t)
		if _, _, err := s.Claim(ctx, "old@example.no", childOwner); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct{ point, held string }{
			{"keystore.claim.before-commit", "old@example.no"}, {"keystore.claim.after-commit", "new@example.no"},
		} {
			killAt(t, h, "claim", c.point, dossierA.String())
			for _, address := range []string{"old@example.no", "new@example.no"} {
				if _, ok, err := s.Lookup(ctx, address); err != nil || ok != (address == c.held) {
					t.Errorf("%s: %s held %v, %v", c.point, address, ok, err)
				}
			}
		}
		for _, c := range []struct {
			point  string
			buried bool
		}{{"keystore.bury.before-commit", false}, {"keystore.bury.after-commit", true}} {
			d := NewDossier(testStart)
			killAt(t, h, "bury", c.point, d.String())
			if got, err := s.Buried(ctx, "new@example.no"); err != nil || got != c.buried {
				t.Errorf("%s: buried %v, %v", c.point, got, err)
			}
			if _, err := s.Create(ctx, d); c.buried != errors.Is(err, ErrBuried) {
				t.Errorf("%s: create: %v", c.point, err)
			}
		}
	})
}

func TestKilledRestore(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		from := newHouse(t)
		s := from.open(t)
		bodies := makeKeys(t, s, 10)
		file := filepath.Join(t.TempDir(), "backup")
		var buf bytes.Buffer
		if err := s.Backup(ctx, &buf); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, buf.Bytes(), fileMode); err != nil {
			t.Fatal(err)
		}
		if err := os.RemoveAll(h.rootDir()); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(copyDir(t, from.rootDir()), h.rootDir()); err != nil {
			t.Fatal(err)
		}
		killAt(t, h, "restore", "keystore.restore.before-commit", file)
		if _, err := h.open(t).Key(ctx, anyOf(bodies)); !errors.Is(err, ErrNoKey) {
			t.Fatalf("half restored: %v", err)
		}
		killAt(t, h, "restore", "keystore.restore.after-commit", file)
		if err := opens(ctx, h.open(t), bodies); err != nil {
			t.Fatal(err)
		}
	})
}

// A copy of the keystore from before a rotation opens nothing with the root as it is now.
func TestOldCopyIsWorthless(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t)
	s := h.open(t)
	bodies := makeKeys(t, s, 10)
	var backup bytes.Buffer
	if err := s.Backup(ctx, &backup); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	oldKeys, oldRoot := copyDir(t, h.config().Dir), copyDir(t, h.rootDir())
	s = h.open(t)
	h.clock.forward(time.Hour)
	if err := s.Rotate(ctx); err != nil {
		t.Fatal(err)
	}
	if n, since := s.Epoch(); n != 2 || !since.Equal(testStart.Add(time.Hour)) {
		t.Errorf("epoch %d since %v", n, since)
	}
	if err := opens(ctx, s, bodies); err != nil {
		t.Fatalf("today's keystore: %v", err)
	}
	cfg := h.config()
	cfg.Dir = oldKeys
	if _, err := OpenKeystore(ctx, cfg); !errors.Is(err, ErrEpochGone) {
		t.Fatalf("the old copy with today's root: %v", err)
	}
	// Nor when somebody passes over our own refusal and tries today's epoch on its rows.
	tryRows(t, oldKeys, s, bodies)

	fresh := h.config()
	fresh.Dir = filepath.Join(t.TempDir(), "fresh")
	if err := RestoreKeystore(ctx, fresh, bytes.NewReader(backup.Bytes())); !errors.Is(err, ErrEpochGone) {
		t.Fatalf("the old backup with today's root: %v", err)
	}
	cfg.RootDir = oldRoot
	old, err := OpenKeystore(ctx, cfg)
	if err != nil {
		t.Fatalf("control: the old copy with the old root: %v", err)
	}
	defer old.Close()
	if err := opens(ctx, old, bodies); err != nil {
		t.Fatalf("control: %v", err)
	}
	show.Show(t, "crypt.epoch", "epoch-key-kept")
}

func tryRows(t *testing.T, dir string, s *Keystore, bodies map[DossierID][]byte) {
	t.Helper()
	ctx := context.Background()
	db, err := openSQLite(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.close()
	rows, err := db.bodies(ctx, db.read, slices.Collect(maps.Keys(bodies)))
	if err != nil || len(rows) != len(bodies) {
		t.Fatalf("control: the old copy holds %d rows, %v", len(rows), err)
	}
	for d, row := range rows {
		if _, err := s.unwrapBody(ctx, d, row); err == nil {
			t.Fatal("a row of the old copy opens")
		}
		if _, err := s.current.unwrap(d, row[12:]); err == nil {
			t.Fatal("a row of the old copy opens under the new epoch")
		}
	}
}

// The old epoch key is overwritten where it lies before its name goes.
func TestEpochIsOverwritten(t *testing.T) {
	h := newHouse(t)
	s := h.open(t)
	path := filepath.Join(h.rootDir(), epochName(1))
	before := must(os.ReadFile(path))
	hard := filepath.Join(t.TempDir(), "second-name")
	if err := os.Link(path, hard); err != nil {
		t.Skipf("no hard links here: %v", err)
	}
	if err := s.Rotate(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the name is still there: %v", err)
	}
	if after := must(os.ReadFile(hard)); bytes.Equal(after, before) || len(after) != len(before) {
		t.Error("the bytes are still there under another name")
	}
}
