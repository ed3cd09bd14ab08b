package crypt

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// backedUp is a keystore with something of everything, and its backup.
func backedUp(t *testing.T, h *house) (s *Keystore, bodies map[DossierID][]byte, backup []byte) {
	t.Helper()
	ctx := context.Background()
	s = h.open(t)
	bodies = makeKeys(t, s, eachPage+10)
	gone := anyOf(bodies)
	delete(bodies, gone)
	for _, err := range []error{
		s.Shred(ctx, gone),
		s.Bury(ctx, Tombstone{ID: [16]byte{7}, Marks: s.Marks("gone@example.no"), Dossiers: []DossierID{gone}, At: testStart, Until: testStart.Add(time.Hour)}),
		s.Replace(ctx, "anna@example.no", [16]byte{1}),
		s.Replace(ctx, "bo@example.no", [16]byte{2}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var buf bytes.Buffer
	if err := s.Backup(ctx, &buf); err != nil {
		t.Fatal(err)
	}
	return s, bodies, buf.Bytes()
}

// elsewhere is the configuration of an empty keystore beside the same root.
func elsewhere(t *testing.T, h *house) KeystoreConfig {
	return KeystoreConfig{Dir: filepath.Join(t.TempDir(), "restored"), RootDir: h.rootDir(), Now: h.clock.now}
}

func TestBackupRestores(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		_, bodies, backup := backedUp(t, h)
		cfg := elsewhere(t, h)
		if err := RestoreKeystore(ctx, cfg, bytes.NewReader(backup)); err != nil {
			t.Fatal(err)
		}
		r, err := OpenKeystore(ctx, cfg)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if err := opens(ctx, r, bodies); err != nil {
			t.Fatal(err)
		}
		wantHolder(t, r, "anna@example.no", &[16]byte{1})
		if buried, err := r.Buried(ctx, "gone@example.no"); err != nil || !buried {
			t.Errorf("tombstone: %v, %v", buried, err)
		}
		if err := RestoreKeystore(ctx, cfg, bytes.NewReader(backup)); !errors.Is(err, ErrNotEmpty) {
			t.Errorf("restored twice: %v", err)
		}
		secret := r.root.secret.bytes()[:]
		if shows(string(backup), secret) || strings.Contains(string(backup), "example.no") {
			t.Error("the backup holds the root key or an address")
		}
	})
}

// Who was erased after the backup stays erased: tombstones that survived are put in first.
func TestRestoreHeedsTombstones(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t)
	s, bodies, backup := backedUp(t, h)
	erased := anyOf(bodies)
	delete(bodies, erased)
	cfg := elsewhere(t, h)
	r, err := OpenKeystore(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	err = r.Bury(ctx, Tombstone{ID: [16]byte{8}, Marks: s.Marks("bo@example.no"), Dossiers: []DossierID{erased}, At: testStart, Until: testStart.Add(time.Hour)})
	if err := errors.Join(err, r.Close()); err != nil {
		t.Fatal(err)
	}
	if err := RestoreKeystore(ctx, cfg, bytes.NewReader(backup)); err != nil {
		t.Fatal(err)
	}
	if r, err = OpenKeystore(ctx, cfg); err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Key(ctx, erased); !errors.Is(err, ErrNoKey) {
		t.Errorf("an erased dossier's key came back: %v", err)
	}
	wantHolder(t, r, "bo@example.no", nil)
	wantHolder(t, r, "anna@example.no", &[16]byte{1})
	if err := opens(ctx, r, bodies); err != nil {
		t.Errorf("bystanders: %v", err)
	}
}

func TestRestoreRefuses(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t)
	_, _, backup := backedUp(t, h)
	lines := bytes.SplitAfter(backup, []byte("\n"))
	without := func(i int) []byte {
		return bytes.Join(append(append([][]byte{}, lines[:i]...), lines[i+1:]...), nil)
	}
	for name, text := range map[string][]byte{
		"empty":          nil,
		"cut":            backup[:len(backup)/2],
		"cut at a line":  bytes.Join(lines[:20], nil),
		"a line less":    without(10),
		"a line twice":   bytes.Join(append(append([][]byte{}, lines[0], lines[1]), lines[1:]...), nil),
		"no head":        without(0),
		"something more": append(bytes.Clone(backup), "{}\n"...),
		"no JSON":        []byte("hello\n"),
	} {
		cfg := elsewhere(t, h)
		if err := RestoreKeystore(ctx, cfg, bytes.NewReader(text)); !errors.Is(err, ErrBackup) {
			t.Errorf("%s: %v", name, err)
		}
		r, err := OpenKeystore(ctx, cfg)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Each(ctx, func(DossierID, time.Time) error { return errors.New("a key") }); err != nil {
			t.Errorf("%s: something was taken", name)
		}
		_ = r.Close()
	}
	other := newHouse(t)
	if err := RestoreKeystore(ctx, elsewhere(t, other), bytes.NewReader(backup)); !errors.Is(err, ErrOtherRoot) {
		t.Errorf("of another installation: %v", err)
	}
}

// A root that outlived its keystore keeps the epochs that a backup may need.
func TestRestoreAfterLoss(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t)
	s := h.open(t)
	bodies := makeKeys(t, s, 5)
	if err := s.Rotate(ctx); err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := s.Backup(ctx, &buf); err != nil {
		t.Fatal(err)
	}
	// A rotation that never committed leaves a younger epoch beside the one in use.
	if _, err := s.root.makeEpoch(ctx, 3, h.clock.now()); err != nil {
		t.Fatal(err)
	}
	cfg := elsewhere(t, h)
	if err := RestoreKeystore(ctx, cfg, &buf); err != nil {
		t.Fatal(err)
	}
	r, err := OpenKeystore(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := errors.Join(opens(ctx, r, bodies), r.Rotate(ctx), opens(ctx, r, bodies)); err != nil {
		t.Fatal(err)
	}
}

func FuzzRestore(f *testing.F) {
	f.Add([]byte(""))
	f.Add([]byte(`{"head":{"format":"verv-keystore","version":1,"epoch":1,"root":""}}` + "\n"))
	f.Add([]byte(`{"end":""}` + "\n"))
	f.Add([]byte(`{"key":{"dossier":"","body":"AAAA"}}` + "\n"))
	h := newHouse(f)
	cfg := h.config()
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := RestoreKeystore(context.Background(), cfg, bytes.NewReader(text)); err == nil {
			t.Fatal("forged")
		}
	})
}
