package crypt

import (
	"context"
	"os"
	"testing"
)

var body2kB = make([]byte, 2<<10)

func BenchmarkSeal2kB(b *testing.B) {
	k := newKey()
	b.SetBytes(int64(len(body2kB)))
	for b.Loop() {
		k.Seal(1, testRow, dossierA, body2kB)
	}
}

func BenchmarkOpen2kB(b *testing.B) {
	k := newKey()
	sealed := k.Seal(1, testRow, dossierA, body2kB)
	b.SetBytes(int64(len(body2kB)))
	for b.Loop() {
		if _, err := k.Open(1, testRow, dossierA, sealed); err != nil {
			b.Fatal(err)
		}
	}
}

// The goal is 5 us.
func BenchmarkOpen2kBWithUnwrap(b *testing.B) {
	ctx := context.Background()
	s := newHouse(b).open(b)
	k, err := s.Create(ctx, dossierA)
	if err != nil {
		b.Fatal(err)
	}
	sealed := k.Seal(1, testRow, dossierA, body2kB)
	row := must(s.db.bodies(ctx, s.db.read, []DossierID{dossierA}))[dossierA]
	b.SetBytes(int64(len(body2kB)))
	for b.Loop() {
		k, err := s.unwrapBody(ctx, dossierA, row)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := k.Open(1, testRow, dossierA, sealed); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkKeyCached(b *testing.B) {
	ctx := context.Background()
	s := newHouse(b).open(b)
	if _, err := s.Create(ctx, dossierA); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.Key(ctx, dossierA); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkKeyFromDatabase(b *testing.B) {
	ctx := context.Background()
	h := newHouse(b)
	cfg := h.config()
	cfg.CacheBytes = -1
	s, err := OpenKeystore(ctx, cfg)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Create(ctx, dossierA); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.Key(ctx, dossierA); err != nil {
			b.Fatal(err)
		}
	}
}

// Many at once share a commit.
func BenchmarkCreateParallel(b *testing.B) {
	ctx := context.Background()
	s := newHouse(b).open(b)
	b.SetParallelism(64)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := s.Create(ctx, NewDossier(testStart)); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

func BenchmarkCreateAlone(b *testing.B) {
	ctx := context.Background()
	s := newHouse(b).open(b)
	for b.Loop() {
		if _, err := s.Create(ctx, NewDossier(testStart)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkShred(b *testing.B) {
	ctx := context.Background()
	s := newHouse(b).open(b)
	for b.Loop() {
		d := NewDossier(testStart)
		if _, err := s.Create(ctx, d); err != nil {
			b.Fatal(err)
		}
		if err := s.Shred(ctx, d); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPassword(b *testing.B) {
	p := DefaultPasswordParams(nil)
	for b.Loop() {
		HashPassword("password", p)
	}
}

// One operation rotates 10,000 keys.
func BenchmarkRotate10k(b *testing.B) {
	ctx := context.Background()
	h := newHouse(b)
	if os.Getenv(pgEnv) != "" {
		h = postgresHouse(b)
	}
	s := h.open(b)
	makeKeys(b, s, 10_000)
	for b.Loop() {
		if err := s.Rotate(ctx); err != nil {
			b.Fatal(err)
		}
	}
}
