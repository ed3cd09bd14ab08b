package task

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Run is one run of a task: its grant is for the kind's purpose within the task's scope.
type Run struct {
	context.Context
	Task  Task
	Grant privacy.Grant
	DB    *store.DB
	Now   time.Time
}

// For makes a grant for another purpose within the same scope; a task that reads for one purpose and writes for another says so.
func (r *Run) For(p privacy.Purpose) (privacy.Grant, error) {
	return privacy.Authorize(r.Grant.Actor(), r.Task.Scope(), p)
}

// Within makes a grant for a stated person or employer, for tasks of the operation that walk over many.
func (r *Run) Within(s access.Scope, p privacy.Purpose) (privacy.Grant, error) {
	return privacy.Authorize(r.Grant.Actor(), s, p)
}

// ErrLater puts a task back without counting a failed try. Wrap it with the moment by Later.
var ErrLater = errors.New("task: later")

type later struct{ at time.Time }

func (l later) Error() string        { return "task: later" }
func (l later) Is(target error) bool { return target == ErrLater }

// Later is returned by a Run that wants to be called again at a moment.
func Later(at time.Time) error { return later{at} }

// Runner runs tasks with a fixed number of workers until it is drained.
type Runner struct {
	db    *store.DB
	kinds map[string]Kind
	log   *slog.Logger
	wake  chan struct{}
	wait  func(context.Context, time.Duration, <-chan struct{}) // waits for a duration or a wake-up
	ended sync.WaitGroup
	stop  context.CancelFunc
	ran   func(kind string, err error) // for metrics and tests
	off   func(context.Context) (feature.Off, error)
}

// NewRunner makes a runner of the kinds. It does nothing until Start.
func NewRunner(db *store.DB, log *slog.Logger, kinds ...Kind) (*Runner, error) {
	r := &Runner{db: db, kinds: map[string]Kind{}, log: log, wake: make(chan struct{}, 1), wait: waitReal, ran: func(string, error) {},
		off: func(context.Context) (feature.Off, error) { return nil, nil }}
	for _, k := range kinds {
		if err := k.check(); err != nil {
			return nil, err
		}
		if _, dup := r.kinds[k.Name]; dup {
			return nil, fmt.Errorf("task: kind %s is declared twice", k.Name)
		}
		r.kinds[k.Name] = k
	}
	return r, nil
}

// OnRun sets a function that is told of each run, for metrics. Set it before Start.
func (r *Runner) OnRun(fn func(kind string, err error)) { r.ran = fn }

// Switches hands in which features are off. Set it before Start; without it all are on.
func (r *Runner) Switches(off func(context.Context) (feature.Off, error)) { r.off = off }

// Start plants the recurring tasks and runs n workers. Stop them with Drain.
func (r *Runner) Start(ctx context.Context, n int) error {
	if err := r.Plant(ctx); err != nil {
		return err
	}
	ctx, r.stop = context.WithCancel(ctx)
	for range n {
		r.ended.Go(func() { r.work(ctx) })
	}
	return nil
}

// Plant makes sure that every recurring kind has its one task waiting.
func (r *Runner) Plant(ctx context.Context) error {
	g, err := privacy.Authorize(access.Verv("task.plant"), access.Operation(), privacy.Operate)
	if err != nil {
		return err
	}
	return r.db.Write(ctx, g, func(w *store.Writer) error {
		for _, k := range r.kinds {
			if k.Every == 0 {
				continue
			}
			if _, err := Enqueue(w, Task{Kind: k.Name, Once: "recurring"}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Wake makes an idle worker look at once. Package server calls it after commits that enqueued something.
func (r *Runner) Wake() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Drain lets running tasks finish and starts no more. When ctx ends first, they are cancelled and their leases run out.
func (r *Runner) Drain(ctx context.Context) error {
	if r.stop == nil {
		return nil
	}
	r.stop()
	done := make(chan struct{})
	go func() { r.ended.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// idle is the longest a worker sleeps without looking: another node may have enqueued something.
const idle = time.Second

func (r *Runner) work(ctx context.Context) {
	for ctx.Err() == nil {
		ran, err := r.Once(context.WithoutCancel(ctx))
		if err != nil {
			r.log.Error("task: cannot lease", "error", err)
		}
		if !ran {
			r.wait(ctx, idle, r.wake)
		}
	}
}

func waitReal(ctx context.Context, d time.Duration, wake <-chan struct{}) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-wake:
	case <-t.C:
	}
}

// Once leases and runs one task that is due, and reports whether there was one.
func (r *Runner) Once(ctx context.Context) (bool, error) {
	op, err := privacy.Authorize(access.Verv("task.lease"), access.Operation(), privacy.Operate)
	if err != nil {
		return false, err
	}
	t, lease, err := r.lease(ctx, op)
	if store.Missing(err) || fault.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	k, ok := r.kinds[t.Kind]
	if waits, err := r.waits(ctx, k); waits || err != nil {
		return true, errors.Join(err, r.settle(ctx, op, k, t, lease, Later(r.db.Now().Add(offFor))))
	}
	if !ok {
		err = fmt.Errorf("task: nobody runs %s", t.Kind)
	} else {
		err = r.run(ctx, k, t)
	}
	r.ran(t.Kind, err)
	return true, r.settle(ctx, op, k, t, lease, err)
}

// offFor is how long a task waits before it looks again whether its feature is on.
const offFor = time.Minute

// waits reports whether the kind is part of a feature that is switched off.
func (r *Runner) waits(ctx context.Context, k Kind) (bool, error) {
	if k.Feature == "" {
		return false, nil
	}
	off, err := r.off(ctx)
	return off[k.Feature], err
}

func (r *Runner) lease(ctx context.Context, g privacy.Grant) (Task, ID, error) {
	now := r.db.Now()
	lease := id.New[noun](now)
	var t Task
	err := r.db.Write(ctx, g, func(w *store.Writer) error {
		var args string
		err := w.Get("task.lease", store.Args{"now": now, "until": now.Add(r.longest()), "lease_id": lease},
			&t.ID, &t.Kind, &t.Once, &args, &t.Employer, &t.Subject, &t.DueAt, &t.MadeAt, &t.Tries)
		if err != nil {
			return err
		}
		return json.Unmarshal([]byte(args), &t.Args)
	})
	return t, lease, err
}

// longest is the longest lease of any kind: the kind is not known before the row is leased.
func (r *Runner) longest() time.Duration {
	d := 2 * time.Minute
	for _, k := range r.kinds {
		d = max(d, k.Lease)
	}
	return d
}

func (r *Runner) run(ctx context.Context, k Kind, t Task) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("task: %s panicked", k.Name)
			r.log.Error("task: panic", "kind", k.Name, "task", t.ID, "stack", string(debug.Stack()))
		}
	}()
	g, err := privacy.Authorize(access.Verv(k.Name), t.Scope(), k.Purpose)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, r.longest()-10*time.Second)
	defer cancel()
	return k.Run(&Run{Context: ctx, Task: t, Grant: g, DB: r.db, Now: r.db.Now()})
}

// settle ends a lease: done, again later, or dead.
func (r *Runner) settle(ctx context.Context, g privacy.Grant, k Kind, t Task, lease ID, err error) error {
	now := r.db.Now()
	again := store.Args{"id": t.ID, "lease_id": lease, "tries": t.Tries, "dead_at": time.Time{}, "trouble": nil}
	var l later
	switch {
	case err == nil && k.Every == 0:
		return r.db.Write(ctx, g, func(w *store.Writer) error {
			_, err := w.Exec("task.finish", store.Args{"id": t.ID, "lease_id": lease})
			return err
		})
	case err == nil:
		again["due_at"], again["tries"] = now.Add(k.Every), 0
	case errors.As(err, &l):
		again["due_at"], again["tries"] = l.at, t.Tries-1
	default:
		r.log.Warn("task: failed", "kind", t.Kind, "task", t.ID, "try", t.Tries, "error", err)
		again["due_at"], again["trouble"] = now.Add(delay(t.Tries, t.ID)), trouble(err)
		if k.Every == 0 && t.Tries >= orTwelve(k.Tries) {
			again["dead_at"] = now
		}
	}
	return r.db.Write(ctx, g, func(w *store.Writer) error {
		_, err := w.Exec("task.again", again)
		return err
	})
}

// trouble is what the operator's page says of a failure: the kind of fault and its key, never the text of another program,
// which may quote an address.
func trouble(err error) string {
	f := fault.As(err)
	return f.Kind.String() + ": " + f.Key
}

func orTwelve(n int) int {
	if n == 0 {
		return 12
	}
	return n
}
