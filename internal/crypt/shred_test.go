package crypt

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// randomDossiers are identifiers in no order, so that rows land anywhere in the index.
func randomDossiers(n int, seed uint64) []DossierID {
	noise := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8)})
	out := make([]DossierID, n)
	for i := range out {
		var b [idSize]byte
		_, _ = noise.Read(b[:])
		b[6], b[8] = b[6]&0x0f|0x70, b[8]&0x3f|0x80
		out[i] = must(dossierFromBytes(b[:]))
	}
	return out
}

// wrappedOf reads the wrapped keys as they lie in the rows.
func wrappedOf(t testing.TB, s *Keystore, ds []DossierID) map[DossierID][]byte {
	t.Helper()
	bodies, err := s.db.bodies(context.Background(), s.db.read, ds)
	if err != nil {
		t.Fatal(err)
	}
	for d, b := range bodies {
		bodies[d] = b[12:]
	}
	return bodies
}

// stillThere counts which of the byte strings are found in any file of a folder.
func stillThere(t testing.TB, dir string, wanted map[DossierID][]byte) int {
	t.Helper()
	// 16 bytes of each suffice; looking them up by every offset is faster than searching for each.
	short := map[[16]byte]DossierID{}
	for d, w := range wanted {
		short[[16]byte(w[20:36])] = d
	}
	found := map[DossierID]bool{}
	for _, name := range must(filepath.Glob(filepath.Join(dir, "*"))) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i+16 <= len(text); i++ {
			if d, ok := short[[16]byte(text[i:i+16])]; ok {
				found[d] = true
			}
		}
	}
	return len(found)
}

// The bytes of a shredded key are nowhere in the keystore's files, in whatever order keys come and go.
func TestShreddedBytesAreGone(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t)
	s := h.open(t)
	ds := randomDossiers(3000, 1)
	for _, part := range [][]DossierID{ds[:1000], ds[1000:2000], ds[2000:]} {
		createAll(t, s, part)
	}
	wrapped := wrappedOf(t, s, ds)
	if n := stillThere(t, h.config().Dir, wrapped); n != len(ds) {
		t.Fatalf("control: %d of %d wrapped keys are found before", n, len(ds))
	}
	order := rand.New(rand.NewPCG(1, 2))
	order.Shuffle(len(ds), func(i, j int) { ds[i], ds[j] = ds[j], ds[i] })
	gone := map[DossierID][]byte{}
	for i := 0; i < 2500; i += 100 {
		if err := s.Shred(ctx, ds[i:i+100]...); err != nil {
			t.Fatal(err)
		}
		for _, d := range ds[i : i+100] {
			gone[d] = wrapped[d]
		}
		if n := stillThere(t, h.config().Dir, gone); n != 0 {
			t.Fatalf("after %d shreds %d wrapped keys are still found", i+100, n)
		}
	}
	if n := stillThere(t, h.config().Dir, wrapped); n != 500 {
		t.Fatalf("control: %d bystanders found, want 500", n)
	}
}

// The same with creating and shredding interleaved, and slots used again.
func TestShreddedBytesAreGoneProperty(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(rt *rapid.T) {
		h := newHouse(t)
		s := h.open(t)
		defer s.Close()
		gone, live := map[DossierID][]byte{}, []DossierID{}
		for range rapid.IntRange(1, 6).Draw(rt, "steps") {
			add := randomDossiers(rapid.IntRange(0, 150).Draw(rt, "add"), rapid.Uint64Range(0, 1<<16).Draw(rt, "seed"))
			createAll(t, s, add)
			live = append(live, add...)
			n := rapid.IntRange(0, len(live)).Draw(rt, "shred")
			for d, w := range wrappedOf(t, s, live[:n]) {
				gone[d] = bytes.Clone(w)
			}
			if err := s.Shred(ctx, live[:n]...); err != nil {
				rt.Fatal(err)
			}
			live = live[n:]
		}
		if n := stillThere(t, h.config().Dir, gone); n != 0 {
			rt.Fatalf("%d of %d shredded keys are still found", n, len(gone))
		}
	})
}

// createAll makes keys in the given order, so that a failure can be played again.
func createAll(t testing.TB, s *Keystore, ds []DossierID) {
	t.Helper()
	for part := range slices.Chunk(ds, maxBatch) {
		calls := make([]*createCall, len(part))
		for i, d := range part {
			calls[i] = &createCall{d: d}
		}
		if err := s.createBatch(context.Background(), calls); err != nil {
			t.Fatal(err)
		}
		for _, c := range calls {
			if c.err != nil {
				t.Fatal(c.err)
			}
		}
	}
}
