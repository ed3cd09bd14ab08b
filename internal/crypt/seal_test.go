package crypt

import (
	"bytes"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"verv/internal/promise/show"
)

var (
	dossierA = must(ParseDossier("0190b5e0-7b7a-7c3e-8c3e-0123456789ab"))
	dossierB = must(ParseDossier("0190b5e0-7b7a-7c3e-8c3e-0123456789ac"))
)

func TestSealRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := newKey()
		field := FieldID(rapid.Uint16().Draw(t, "field"))
		row := [16]byte(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "row"))
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		sealed := k.Seal(field, row, dossierA, plain)
		if len(sealed) != len(plain)+sealOverhead || sealed[0] != sealVersion {
			t.Fatalf("%d bytes, version %d", len(sealed), sealed[0])
		}
		got, err := k.Open(field, row, dossierA, sealed)
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("opened %x, %v; want %x", got, err, plain)
		}
		if again := k.Seal(field, row, dossierA, plain); bytes.Equal(again, sealed) {
			t.Fatal("sealing twice gives the same bytes")
		}
	})
}

func TestSealedBodyOpensNowhereElse(t *testing.T) {
	k := newKey()
	sealed := k.Seal(9, testRow, dossierA, []byte("a body"))
	for name, open := range map[string]func() ([]byte, error){
		"field":   func() ([]byte, error) { return k.Open(10, testRow, dossierA, sealed) },
		"row":     func() ([]byte, error) { return k.Open(9, [16]byte{9}, dossierA, sealed) },
		"dossier": func() ([]byte, error) { return k.Open(9, testRow, dossierB, sealed) },
		"key":     func() ([]byte, error) { return newKey().Open(9, testRow, dossierA, sealed) },
		"no key":  func() ([]byte, error) { return Key{}.Open(9, testRow, dossierA, sealed) },
		"relabelled field": func() ([]byte, error) {
			moved := bytes.Clone(sealed)
			moved[2] = 10
			return k.Open(10, testRow, dossierA, moved)
		},
		"empty": func() ([]byte, error) { return k.Open(9, testRow, dossierA, nil) },
		"longer": func() ([]byte, error) {
			return k.Open(9, testRow, dossierA, append(bytes.Clone(sealed), 0))
		},
	} {
		if got, err := open(); !errors.Is(err, ErrSealed) || got != nil {
			t.Errorf("%s: opened %q, %v", name, got, err)
		}
	}
	if _, err := k.Open(9, testRow, dossierA, sealed); err != nil {
		t.Fatalf("control: %v", err)
	}
	show.Show(t, "crypt.tamper", "associated-data-without-row")
}

func TestEveryByteCounts(t *testing.T) {
	k := newKey()
	sealed := k.Seal(9, testRow, dossierA, []byte("a body of some length"))
	for i := range sealed {
		for bit := range 8 {
			bad := bytes.Clone(sealed)
			bad[i] ^= 1 << bit
			if _, err := k.Open(9, testRow, dossierA, bad); !errors.Is(err, ErrSealed) {
				t.Fatalf("byte %d bit %d altered: %v", i, bit, err)
			}
		}
		if _, err := k.Open(9, testRow, dossierA, sealed[:i]); !errors.Is(err, ErrSealed) {
			t.Fatalf("cut to %d bytes: %v", i, err)
		}
	}
}

func TestReseal(t *testing.T) {
	from, to := newKey(), newKey()
	sealed := from.Seal(9, testRow, dossierA, []byte("claim"))
	moved, err := Reseal(from, dossierA, to, dossierB, 9, testRow, sealed)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := to.Open(9, testRow, dossierB, moved); err != nil || string(got) != "claim" {
		t.Fatalf("opened %q, %v", got, err)
	}
	if _, err := from.Open(9, testRow, dossierA, moved); !errors.Is(err, ErrSealed) {
		t.Fatalf("the old key still opens it: %v", err)
	}
	if _, err := Reseal(from, dossierB, to, dossierB, 9, testRow, sealed); !errors.Is(err, ErrSealed) {
		t.Fatalf("resealed from the wrong dossier: %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	k := newKey()
	f.Add(k.Seal(9, testRow, dossierA, []byte("a body")))
	f.Add([]byte{})
	f.Add([]byte{1, 0, 9})
	f.Add(make([]byte, sealOverhead))
	f.Fuzz(func(t *testing.T, sealed []byte) {
		// The seed under k itself is not opened: the other key has never sealed anything.
		if _, err := newKey().Open(9, testRow, dossierA, sealed); !errors.Is(err, ErrSealed) {
			t.Fatalf("forged: %v", err)
		}
	})
}
