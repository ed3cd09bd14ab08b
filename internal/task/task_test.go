package task_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"verv/internal/access"
	"verv/internal/feature"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/testbed"
)

type bench struct {
	*testbed.Bed
	ran atomic.Int64
	err atomic.Pointer[error]
}

// runner makes a runner with one kind that counts, and one that recurs.
func (b *bench) runner(t *testing.T) *task.Runner {
	t.Helper()
	r, err := task.NewRunner(b.DB, slog.New(slog.DiscardHandler),
		task.Kind{Name: "test.count", Purpose: privacy.Operate, Tries: 3, Run: func(*task.Run) error {
			b.ran.Add(1)
			if e := b.err.Load(); e != nil {
				return *e
			}
			return nil
		}},
		task.Kind{Name: "test.panic", Purpose: privacy.Operate, Tries: 1, Run: func(*task.Run) error { panic("boom") }},
		task.Kind{Name: "test.recur", Purpose: privacy.Operate, Every: time.Hour, Run: func(*task.Run) error { b.ran.Add(100); return nil }})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (b *bench) enqueue(t *testing.T, tasks ...task.Task) {
	t.Helper()
	err := b.DB.Write(t.Context(), b.Operate(), func(w *store.Writer) error {
		for _, x := range tasks {
			if _, err := task.Enqueue(w, x); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (b *bench) list(t *testing.T) (out []task.Task) {
	t.Helper()
	err := b.DB.Read(t.Context(), b.Operate(), func(r *store.Reader) (err error) { out, err = task.List(r, 100); return err })
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func all(t *testing.T, r *task.Runner) {
	t.Helper()
	for {
		ran, err := r.Once(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !ran {
			return
		}
	}
}

func engines(t *testing.T, fn func(t *testing.T, b *bench)) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) { fn(t, &bench{Bed: b}) })
}

func TestRunsWhenDue(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		r := b.runner(t)
		b.enqueue(t, task.Task{Kind: "test.count"}, task.Task{Kind: "test.count", DueAt: b.Clock.Now().Add(time.Minute)})
		all(t, r)
		if n := b.ran.Load(); n != 1 {
			t.Fatalf("%d ran before the second was due", n)
		}
		b.Clock.Move(time.Minute)
		all(t, r)
		if n := b.ran.Load(); n != 2 || len(b.list(t)) != 0 {
			t.Fatalf("%d ran, %d are left", n, len(b.list(t)))
		}
	})
}

// A task exists exactly when its transaction does.
func TestRolledBackWithItsCause(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		boom := errors.New("boom")
		err := b.DB.Write(t.Context(), b.Operate(), func(w *store.Writer) error {
			if _, err := task.Enqueue(w, task.Task{Kind: "test.count"}); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) || len(b.list(t)) != 0 {
			t.Fatalf("%v, %d tasks", err, len(b.list(t)))
		}
	})
}

func TestOnceCancelHasten(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		r := b.runner(t)
		later := task.Task{Kind: "test.count", Once: "a", DueAt: b.Clock.Now().Add(time.Hour)}
		b.enqueue(t, later, later)
		if n := len(b.list(t)); n != 1 {
			t.Fatalf("%d waiting of one key", n)
		}
		do := func(fn func(w *store.Writer) error) {
			if err := b.DB.Write(t.Context(), b.Operate(), fn); err != nil {
				t.Fatal(err)
			}
		}
		do(func(w *store.Writer) error { return task.Hasten(w, "test.count", "a") })
		all(t, r)
		if n := b.ran.Load(); n != 1 {
			t.Fatalf("%d ran after hastening", n)
		}
		b.enqueue(t, later)
		var ok bool
		do(func(w *store.Writer) (err error) { ok, err = task.Cancel(w, "test.count", "a"); return err })
		if !ok || len(b.list(t)) != 0 {
			t.Fatal("a waiting task was not cancelled")
		}
		do(func(w *store.Writer) (err error) { ok, err = task.Cancel(w, "test.count", "a"); return err })
		if ok {
			t.Fatal("a task that is gone was cancelled")
		}
	})
}

func TestFailure(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		r := b.runner(t)
		fail := errors.New("kari@example.org is not there")
		b.err.Store(&fail)
		b.enqueue(t, task.Task{Kind: "test.count"})
		var waits []time.Duration
		for range 2 {
			all(t, r)
			x := b.list(t)[0]
			waits = append(waits, x.DueAt.Sub(b.Clock.Now()))
			b.Clock.Set(x.DueAt)
		}
		if waits[0] < 2*time.Second || waits[1] < 2*waits[0]-time.Second {
			t.Fatalf("waits %v do not grow", waits)
		}
		all(t, r)
		x := b.list(t)[0]
		if x.DeadAt.IsZero() || x.Trouble == "" || x.Trouble == fail.Error() {
			t.Fatalf("after three tries: %+v", x)
		}
		b.err.Store(nil)
		b.Clock.Move(24 * time.Hour)
		all(t, r)
		if n := b.ran.Load(); n != 3 {
			t.Fatalf("a dead task ran: %d", n)
		}
		err := b.DB.Write(t.Context(), b.Operate(), func(w *store.Writer) error { return task.Revive(w, x.ID) })
		if err != nil {
			t.Fatal(err)
		}
		all(t, r)
		if len(b.list(t)) != 0 {
			t.Fatal("a revived task did not run")
		}
	})
}

func TestPanicAndUnknownKind(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		r := b.runner(t)
		b.enqueue(t, task.Task{Kind: "test.panic"}, task.Task{Kind: "test.nobody"})
		all(t, r)
		dead, waiting := 0, 0
		for _, x := range b.list(t) {
			if x.DeadAt.IsZero() {
				waiting++
			} else {
				dead++
			}
		}
		if dead != 1 || waiting != 1 {
			t.Fatalf("%d dead, %d waiting", dead, waiting)
		}
	})
}

func TestRecurring(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		r := b.runner(t)
		for range 3 {
			if err := r.Plant(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		all(t, r)
		all(t, r)
		if n := b.ran.Load(); n != 100 {
			t.Fatalf("ran %d times within its hour", n/100)
		}
		b.Clock.Move(time.Hour)
		all(t, r)
		if n := b.ran.Load(); n != 200 {
			t.Fatalf("ran %d times after its hour", n/100)
		}
	})
}

// A lease that runs out belongs to a process that died: another takes the task up. The dead one's late settlement changes nothing.
func TestLeaseRunsOut(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		stuck, release := make(chan struct{}), make(chan struct{})
		var ran atomic.Int64
		kind := task.Kind{Name: "test.slow", Purpose: privacy.Operate, Run: func(*task.Run) error {
			if ran.Add(1) == 1 {
				close(stuck)
				<-release
			}
			return nil
		}}
		first, err := task.NewRunner(b.DB, slog.New(slog.DiscardHandler), kind)
		if err != nil {
			t.Fatal(err)
		}
		b.enqueue(t, task.Task{Kind: "test.slow"})
		done := make(chan error, 1)
		go func() { _, err := first.Once(context.WithoutCancel(t.Context())); done <- err }()
		<-stuck
		second, err := task.NewRunner(b.DB, slog.New(slog.DiscardHandler), kind)
		if err != nil {
			t.Fatal(err)
		}
		if took, err := second.Once(t.Context()); err != nil || took {
			t.Fatalf("a leased task was taken: %v", err)
		}
		b.Clock.Move(3 * time.Minute)
		if took, err := second.Once(t.Context()); err != nil || !took {
			t.Fatalf("a task of a dead process was not taken up: %v", err)
		}
		close(release)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if n := ran.Load(); n != 2 || len(b.list(t)) != 0 {
			t.Fatalf("ran %d times, %d left", n, len(b.list(t)))
		}
	})
}

// Many workers run each of many tasks once.
func TestManyWorkers(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		seen := sync.Map{}
		var twice atomic.Bool
		r, err := task.NewRunner(b.DB, slog.New(slog.DiscardHandler), task.Kind{Name: "test.one", Purpose: privacy.Operate, Run: func(run *task.Run) error {
			if _, dup := seen.LoadOrStore(run.Task.ID.String(), true); dup {
				twice.Store(true)
			}
			b.ran.Add(1)
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		var list []task.Task
		for range 60 {
			list = append(list, task.Task{Kind: "test.one"})
		}
		b.enqueue(t, list...)
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				for {
					ran, err := r.Once(context.WithoutCancel(t.Context()))
					if err != nil || !ran {
						return
					}
				}
			})
		}
		wg.Wait()
		all(t, r)
		if b.ran.Load() != 60 || twice.Load() {
			t.Fatalf("%d runs of 60 tasks, one twice: %v", b.ran.Load(), twice.Load())
		}
	})
}

func TestDrain(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		r := b.runner(t)
		if err := r.Start(t.Context(), 2); err != nil {
			t.Fatal(err)
		}
		if err := r.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		b.enqueue(t, task.Task{Kind: "test.count"})
		before := b.ran.Load()
		r.Wake()
		if err := r.Drain(t.Context()); err != nil || b.ran.Load() != before {
			t.Fatal("a drained runner started a task")
		}
	})
}

// A task's grant is for its kind's purpose within the person or employer it is about.
func TestScope(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		s := testbed.NewID[access.SubjectID](b.Bed)
		var got privacy.Grant
		r, err := task.NewRunner(b.DB, slog.New(slog.DiscardHandler), task.Kind{Name: "test.scope", Purpose: privacy.Correspond, Run: func(run *task.Run) error {
			got = run.Grant
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		b.enqueue(t, task.Task{Kind: "test.scope", Subject: s})
		all(t, r)
		if got.Purpose() != privacy.Correspond || got.Scope() != access.OfSubject(s) || got.Actor().Name != "test.scope" {
			t.Fatalf("%+v", got)
		}
	})
}

// Whatever fails in whatever order, no task is lost and none that succeeded runs again.
func TestNothingIsLost(t *testing.T) {
	b := testbed.New(t, store.SQLite, testbed.Rooms(t))
	rapid.Check(t, func(rt *rapid.T) {
		fails := rapid.SliceOfN(rapid.Bool(), 1, 6).Draw(rt, "fails")
		at, ran := 0, 0
		r, err := task.NewRunner(b.DB, slog.New(slog.DiscardHandler), task.Kind{Name: "test.any", Purpose: privacy.Operate, Run: func(*task.Run) error {
			ran++
			if at < len(fails) && fails[at] {
				at++
				return errors.New("again")
			}
			return nil
		}})
		if err != nil {
			rt.Fatal(err)
		}
		err = b.DB.Write(t.Context(), b.Operate(), func(w *store.Writer) error {
			_, err := task.Enqueue(w, task.Task{Kind: "test.any"})
			return err
		})
		if err != nil {
			rt.Fatal(err)
		}
		for range 10 {
			all(t, r)
			b.Clock.Move(time.Hour)
		}
		want := 1
		for _, f := range fails {
			if !f {
				break
			}
			want++
		}
		if ran != want {
			rt.Fatalf("ran %d times, want %d, for %v", ran, want, fails)
		}
	})
}

// The tasks of a feature that is off wait: none runs, none is lost, no try is counted; those of others run on.
func TestFeatureOff(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, bed *testbed.Bed) {
		b := &bench{Bed: bed}
		var sent, other atomic.Int64
		r, err := task.NewRunner(b.DB, slog.New(slog.DiscardHandler),
			task.Kind{Name: "test.send", Purpose: privacy.Operate, Feature: feature.Webhooks, Run: func(*task.Run) error { sent.Add(1); return nil }},
			task.Kind{Name: "test.read", Purpose: privacy.Operate, Feature: feature.Webhooks, Every: time.Second, Run: func(*task.Run) error { sent.Add(100); return nil }},
			task.Kind{Name: "test.other", Purpose: privacy.Operate, Feature: feature.Feeds, Run: func(*task.Run) error { other.Add(1); return nil }})
		if err != nil {
			t.Fatal(err)
		}
		off := feature.Off{feature.Webhooks: true}
		r.Switches(func(context.Context) (feature.Off, error) { return off, nil })
		if err := r.Plant(t.Context()); err != nil {
			t.Fatal(err)
		}
		b.enqueue(t, task.Task{Kind: "test.send"}, task.Task{Kind: "test.send"}, task.Task{Kind: "test.other"})
		for range 3 {
			all(t, r)
			b.Clock.Move(2 * time.Minute)
		}
		if sent.Load() != 0 || other.Load() != 1 {
			t.Fatalf("off: %d ran, of another feature %d", sent.Load(), other.Load())
		}
		for _, x := range b.list(t) {
			if x.Tries != 0 || !x.DeadAt.IsZero() {
				t.Errorf("waiting cost a try: %+v", x)
			}
		}
		off = nil
		if all(t, r); sent.Load() != 102 {
			t.Errorf("on again: %d ran", sent.Load())
		}
	})
}
