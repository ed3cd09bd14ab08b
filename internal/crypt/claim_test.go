package crypt

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"verv/internal/fault"
)

func TestClaim(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		s := h.open(t)
		anna, bo := [16]byte{1}, [16]byte{2}
		for _, c := range []struct {
			name, address string
			owner, held   [16]byte
			ok            bool
		}{
			{"new", "Anna@Example.no", anna, anna, true},
			{"again", " anna@example.no", anna, anna, true},
			{"somebody else", "ANNA@example.no", bo, anna, false},
			{"another tag is another address", "anna+x@example.no", bo, bo, true},
		} {
			held, ok, err := s.Claim(ctx, c.address, c.owner)
			if err != nil || held != c.held || ok != c.ok {
				t.Errorf("%s: held by %x, %v, %v", c.name, held[0], ok, err)
			}
		}
		if _, _, err := s.Claim(ctx, "no address", anna); !fault.Is(err, fault.Invalid) {
			t.Errorf("no address: %v", err)
		}
		if err := s.Replace(ctx, "anna+x@example.no", anna); !errors.Is(err, ErrHeld) {
			t.Errorf("replace by a held one: %v", err)
		}
		wantHolder(t, s, "anna@example.no", &anna)
		if err := s.Replace(ctx, "anna@ny.example.no", anna); err != nil {
			t.Fatal(err)
		}
		wantHolder(t, s, "anna@example.no", nil)
		wantHolder(t, s, "anna@ny.example.no", &anna)
		for range 2 {
			if err := s.Release(ctx, anna); err != nil {
				t.Fatal(err)
			}
		}
		wantHolder(t, s, "anna@ny.example.no", nil)
		wantHolder(t, s, "anna+x@example.no", &bo)
	})
}

func wantHolder(t *testing.T, s *Keystore, address string, want *[16]byte) {
	t.Helper()
	got, ok, err := s.Lookup(context.Background(), address)
	if err != nil || ok != (want != nil) || (ok && got != *want) {
		t.Errorf("%s is held by %x, %v, %v", address, got[0], ok, err)
	}
}

// Of many who claim one address at once, on two nodes, one gets it and all learn who.
func TestClaimAtOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		nodes := []*Keystore{h.open(t), h.open(t)}
		for round := range 5 {
			address := string(rune('a'+round)) + "@example.no"
			var mu sync.Mutex
			var wg sync.WaitGroup
			var winners, holders [][16]byte
			for i := range 20 {
				wg.Go(func() {
					owner := [16]byte{byte(i + 1)}
					held, ok, err := nodes[i%2].Claim(ctx, address, owner)
					mu.Lock()
					defer mu.Unlock()
					if err != nil {
						t.Error(err)
					}
					if ok {
						winners = append(winners, owner)
					}
					holders = append(holders, held)
				})
			}
			wg.Wait()
			if len(winners) != 1 {
				t.Fatalf("%d winners", len(winners))
			}
			for _, held := range holders {
				if held != winners[0] {
					t.Fatalf("told %x, winner %x", held[0], winners[0][0])
				}
			}
		}
	})
}

func TestTombstones(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		s := h.open(t)
		one := Tombstone{ID: [16]byte{1}, Marks: s.Marks("Anna+x@example.no"), Dossiers: []DossierID{dossierA, dossierB}, At: testStart, Until: testStart.AddDate(0, 0, 7)}
		two := Tombstone{ID: [16]byte{2}, At: testStart.Add(time.Second), Until: testStart.AddDate(1, 0, 0)}
		for _, b := range []Tombstone{one, two, one} {
			if err := s.Bury(ctx, b); err != nil {
				t.Fatal(err)
			}
		}
		slices.SortFunc(one.Marks, bytes.Compare)
		wantTombstones(t, s, one, two)
		for address, want := range map[string]bool{"anna+x@example.no": true, "ANNA@example.no": true, "anna+y@example.no": true, "bo@example.no": false, "nothing": false} {
			if got, err := s.Buried(ctx, address); err != nil || got != want {
				t.Errorf("%s buried: %v, %v", address, got, err)
			}
		}
		if err := s.Unbury(ctx, "anna@example.no"); err != nil {
			t.Fatal(err)
		}
		if err := s.Unbury(ctx, "anna+x@example.no"); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Buried(ctx, "anna+x@example.no"); err != nil || got {
			t.Errorf("cleared by the person: %v, %v", got, err)
		}
		if _, err := s.Create(ctx, dossierA); !errors.Is(err, ErrBuried) {
			t.Errorf("what was erased stays erased: %v", err)
		}
		one.Marks = nil
		wantTombstones(t, s, one, two)
		if n, err := s.SweepTombstones(ctx, one.Until.Add(-time.Second)); err != nil || n != 0 {
			t.Errorf("swept %d before the date, %v", n, err)
		}
		if n, err := s.SweepTombstones(ctx, one.Until); err != nil || n != 1 {
			t.Errorf("swept %d on the date, %v", n, err)
		}
		wantTombstones(t, s, two)
		if _, err := s.Create(ctx, dossierA); err != nil {
			t.Errorf("after the date: %v", err)
		}
	})
}

func wantTombstones(t *testing.T, s *Keystore, want ...Tombstone) {
	t.Helper()
	got, err := s.Tombstones(context.Background())
	same := slices.EqualFunc(got, want, func(a, b Tombstone) bool {
		return a.ID == b.ID && a.At.Equal(b.At) && a.Until.Equal(b.Until) && slices.Equal(a.Dossiers, b.Dossiers) &&
			slices.EqualFunc(a.Marks, b.Marks, bytes.Equal)
	})
	if err != nil || !same {
		t.Errorf("tombstones %v, want %v, %v", got, want, err)
	}
}
