package crypt

import (
	"context"
	"errors"
	"maps"
	"sync"
	"testing"
	"time"
)

// Run with -race: creators and shredders on two nodes, readers and rotations, all at once. What was made meanwhile and not
// shredded opens afterwards.
func TestAllAtOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		s := h.open(t)
		nodes := []*Keystore{s, h.open(t)}
		stay := makeKeys(t, s, 50)
		kept := map[DossierID][]byte{}
		var mu sync.Mutex
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				for round := range 20 {
					d, body := createAndUse(t, nodes[i%2], round%2 == 0)
					if body != nil {
						mu.Lock()
						kept[d] = body
						mu.Unlock()
					}
				}
			})
		}
		wg.Go(func() {
			for range 5 {
				h.clock.forward(staleAfter)
				if err := s.Rotate(ctx); err != nil {
					t.Error(err)
				}
			}
		})
		wg.Go(func() {
			for range 30 {
				s.cache.wipe()
				if err := opens(ctx, s, stay); err != nil {
					t.Error(err)
				}
			}
		})
		wg.Wait()
		maps.Copy(stay, kept)
		n := 0
		if err := s.Each(ctx, func(DossierID, time.Time) error { n++; return nil }); err != nil || n != len(stay) {
			t.Errorf("%d keys left, want %d, %v", n, len(stay), err)
		}
		s.cache.wipe()
		if err := opens(ctx, s, stay); err != nil {
			t.Error(err)
		}
	})
}

// createAndUse makes a key and reads it back; it shreds it again, or gives a body that it sealed.
func createAndUse(t *testing.T, s *Keystore, shred bool) (DossierID, []byte) {
	ctx := context.Background()
	d := NewDossier(s.now())
	k, err := s.Create(ctx, d)
	if err != nil {
		t.Error(err)
		return d, nil
	}
	body := k.Seal(7, testRow, d, []byte("body"))
	if err := opens(ctx, s, map[DossierID][]byte{d: body}); err != nil {
		t.Error(err)
	}
	if !shred {
		return d, body
	}
	if err := s.Shred(ctx, d); err != nil {
		t.Error(err)
	}
	if _, err := s.Key(ctx, d); !errors.Is(err, ErrNoKey) {
		t.Errorf("after the shred: %v", err)
	}
	return d, nil
}

func TestCancelledCreate(t *testing.T) {
	s := newHouse(t).open(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Create(ctx, NewDossier(testStart)); !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled: %v", err)
	}
	makeKeys(t, s, 3) // the batch behind it goes on
}

// A state that was read before a rotation is no reason to look for the epoch that the rotation ended.
func TestLateStateIsPassedOver(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		s := h.open(t)
		bodies := makeKeys(t, s, 3)
		before, err := s.db.state(ctx, s.db.read, "")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Rotate(ctx); err != nil {
			t.Fatal(err)
		}
		if err := s.adopt(ctx, before); err != nil {
			t.Fatalf("the state of before: %v", err)
		}
		if n, _ := s.Epoch(); n != 2 {
			t.Errorf("epoch %d", n)
		}
		if err := opens(ctx, s, bodies); err != nil {
			t.Error(err)
		}
	})
}

// Keys made at once share commits: many fewer than keys.
func TestCreateSharesCommits(t *testing.T) {
	commits := 0
	CrashPoint = func(name string) {
		if name == "keystore.create.after-commit" {
			commits++ // only the one batch that runs comes here
		}
	}
	defer func() { CrashPoint = func(string) {} }()
	s := newHouse(t).open(t)
	makeKeys(t, s, 500)
	s.batch.wait()
	if commits == 0 || commits > 250 {
		t.Errorf("%d commits for 500 keys", commits)
	}
}

// A read that several rotations overtake, one after the other, finds its row all the same; one whose epoch is gone for good ends.
func TestOutlive(t *testing.T) {
	met := 0
	if err := outlive(func() error {
		if met++; met <= 3 {
			return ErrEpochGone
		}
		return nil
	}); err != nil || met != 4 {
		t.Errorf("three rotations: %v after %d reads", err, met)
	}
	met = 0
	if err := outlive(func() error { met++; return ErrEpochGone }); !errors.Is(err, ErrEpochGone) || met != rotationsMost {
		t.Errorf("an epoch that is gone: %v after %d reads", err, met)
	}
}
