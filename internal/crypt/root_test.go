package crypt

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestInitRoot(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "verv-root")
	if err := InitRoot(dir); err != nil {
		t.Fatal(err)
	}
	before := must(os.ReadFile(filepath.Join(dir, rootFile)))
	if len(before) != 65 || must(os.Stat(dir)).Mode().Perm() != dirMode || must(os.Stat(filepath.Join(dir, rootFile))).Mode().Perm() != fileMode {
		t.Errorf("%d bytes, modes %v %v", len(before), must(os.Stat(dir)).Mode(), must(os.Stat(filepath.Join(dir, rootFile))).Mode())
	}
	if err := InitRoot(dir); !errors.Is(err, ErrRootExists) {
		t.Errorf("again: %v", err)
	}
	if after := must(os.ReadFile(filepath.Join(dir, rootFile))); !bytes.Equal(before, after) {
		t.Error("the root key was written over")
	}
	if names := must(os.ReadDir(dir)); len(names) != 1 {
		t.Errorf("left behind: %v", names)
	}
}

func TestOpenRootRefuses(t *testing.T) {
	for name, spoil := range map[string]func(path string) error{
		"missing":  os.Remove,
		"readable": func(path string) error { return os.Chmod(path, 0o640) },
		"short":    func(path string) error { return os.Truncate(path, 40) },
		"no hex":   func(path string) error { return os.WriteFile(path, []byte(strings.Repeat("zz", 32)), fileMode) },
		"empty":    func(path string) error { return os.Truncate(path, 0) },
	} {
		h := newHouse(t)
		path := filepath.Join(h.rootDir(), rootFile)
		text := strings.TrimSpace(string(must(os.ReadFile(path))))
		if err := spoil(path); err != nil {
			t.Fatal(err)
		}
		_, err := OpenRoot(h.rootDir())
		if err == nil || strings.Contains(err.Error(), text[:8]) || strings.Contains(err.Error(), "'z'") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDerivedSecrets(t *testing.T) {
	h := newHouse(t)
	one, again := must(OpenRoot(h.rootDir())), must(OpenRoot(h.rootDir()))
	other := must(OpenRoot(newHouse(t).rootDir()))
	msg := []byte("checkpoint")
	signed := ed25519.Sign(one.Signer("audit"), msg)
	verifies := func(r *Root, label string) bool {
		return ed25519.Verify(r.Signer(label).Public().(ed25519.PublicKey), msg, signed)
	}
	if !verifies(again, "audit") || verifies(one, "receipt") || verifies(other, "audit") {
		t.Error("a signer is bound to its root and label")
	}
	mac := one.MAC("session", []byte("ab"), []byte("c"))
	if !bytes.Equal(mac, again.MAC("session", []byte("ab"), []byte("c"))) {
		t.Error("a MAC changes")
	}
	for name, m := range map[string][]byte{
		"label": one.MAC("link", []byte("ab"), []byte("c")), "root": other.MAC("session", []byte("ab"), []byte("c")),
		"parts": one.MAC("session", []byte("a"), []byte("bc")), "joined": one.MAC("session", []byte("abc")),
	} {
		if bytes.Equal(m, mac) {
			t.Errorf("%s does not matter", name)
		}
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x"} {
		if shows(fmt.Sprintf(verb, one), one.secret.bytes()[:]) || shows(fmt.Sprintf(verb, *one), one.secret.bytes()[:]) {
			t.Errorf("%s of a root prints the secret", verb)
		}
	}
}

// The labels and the derivation are a format: a change would orphan every installation.
func TestDerivationIsFrozen(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, rootFile), []byte(strings.Repeat("01", 32)), fileMode); err != nil {
		t.Fatal(err)
	}
	r := must(OpenRoot(dir))
	got := hex.EncodeToString(r.MAC(indexLabel, []byte("anna@example.no")))
	if want := "78f0430dc29198b8e175f59ce6607bb6e930ec0c082955b7dd299033543ce713"; got != want {
		t.Errorf("the index mark is %s, was %s", got, want)
	}
}

func TestEpochFiles(t *testing.T) {
	ctx := context.Background()
	r := must(OpenRoot(newHouse(t).rootDir()))
	for _, n := range []int{2, 10, 1} {
		if _, err := r.makeEpoch(ctx, n, testStart); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"epoch-x.key", "epoch-3.key.new", "epoch-03.key", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(r.dir, name), nil, fileMode); err != nil {
			t.Fatal(err)
		}
	}
	if got := must(r.epochs()); !slices.Equal(got, []int{1, 2, 10}) {
		t.Errorf("epochs %v", got)
	}
	// A file under another number is not that epoch.
	if err := os.Rename(filepath.Join(r.dir, epochName(2)), filepath.Join(r.dir, epochName(4))); err != nil {
		t.Fatal(err)
	}
	if _, err := r.loadEpoch(ctx, 4); err == nil {
		t.Error("a renamed epoch is taken")
	}
	if e, err := r.loadEpoch(ctx, 10); err != nil || e.n != 10 || !e.since.Equal(testStart) {
		t.Errorf("loaded %+v, %v", e, err)
	}
	// Stopped between overwriting and removing.
	noise := make([]byte, 185)
	_, _ = rand.Read(noise)
	if err := os.WriteFile(filepath.Join(r.dir, epochName(1)), noise, fileMode); err != nil {
		t.Fatal(err)
	}
	if _, err := r.loadEpoch(ctx, 1); !errors.Is(err, ErrEpochGone) {
		t.Errorf("an overwritten epoch: %v", err)
	}
	if err := r.vault.Destroy(ctx, epochName(77)); err != nil {
		t.Errorf("destroying what is gone: %v", err)
	}
}
