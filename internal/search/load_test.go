package search_test

import (
	"context"
	"sync/atomic"
	"testing"

	"verv/internal/search"
)

// fading is a context that ends when it is looked at for the n-th time.
type fading struct {
	context.Context
	left atomic.Int64
	end  chan struct{}
}

func newFading(ctx context.Context, n int) *fading {
	f := &fading{Context: ctx, end: make(chan struct{})}
	f.left.Store(int64(n))
	return f
}

func (f *fading) look() {
	if f.left.Add(-1) == 0 {
		close(f.end)
	}
}

func (f *fading) Done() <-chan struct{} {
	f.look()
	return f.end
}

func (f *fading) Err() error {
	f.look()
	select {
	case <-f.end:
		return context.Canceled
	default:
		return nil
	}
}

// TestLoadGivenUp breaks a start off at each moment at which it looks whether it should go on: it says so, and the next search reads
// everybody.
func TestLoadGivenUp(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		for _, name := range []string{"Ada", "Bo", "Cy"} {
			w.show(w.person(name, "Zebrapasser", "Striking", "Dyreparken"), search.Visible)
		}
		broken, whole := 0, 0
		for n := 1; whole == 0 && n < 400; n++ {
			w.Search.Restart()
			if err := w.Search.Load(newFading(t.Context(), n)); err != nil {
				broken++
			} else {
				whole++
			}
			if found := w.found(w.first, "zebrapasser"); found != 3 {
				t.Fatalf("broken off at look %d: %d are found", n, found)
			}
		}
		if broken < 5 || whole == 0 {
			t.Fatalf("broken off %d times, whole %d times", broken, whole)
		}
	})
}
