package nodes

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/testbed"
)

// A room of the test's own: which task ran on which process.
const ranSchema = `
create table ran (
  id     id     not null primary key,  --: key
  number bigint not null,              --: plain
  node   text   not null               --: plain
);
`

const ranQueries = `
-- name: add
-- scope: any
insert into ran (id, number, node) values (:id, :number, :node);
-- name: all
-- scope: any
select number, node from ran;
-- name: counts
-- scope: any
select count(*) from ran;
`

const kindCount = "ran.count"

type ranNoun struct{}

func rooms(t testing.TB) []store.Room {
	t.Helper()
	out, err := testbed.WithFootprints(t.Context(), []store.Room{store.Own(), task.Room(), {Name: "ran", Schema: ranSchema, Queries: ranQueries}})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// node is one process. Its orders are lines: "tasks N" runs tasks with N workers, "fact WORD" writes a fact, "watch" reports each new
// fact, "key DOSSIER" opens a key and reports when it is refused, "shred DOSSIER" shreds one, "ahead SECONDS" moves the clock.
type node struct {
	b     *testbed.Bed
	name  string
	at    sync.Mutex
	out   io.Writer
	ahead time.Duration
	tasks *task.Runner
}

// TestChild is a node.
func TestChild(t *testing.T) {
	testbed.Child(t, rooms(t), map[string]func(*testbed.Bed){
		"a": func(b *testbed.Bed) { (&node{b: b, name: "a"}).run() },
		"b": func(b *testbed.Bed) { (&node{b: b, name: "b"}).run() },
	})
}

func (n *node) say(format string, args ...any) {
	n.at.Lock()
	defer n.at.Unlock()
	_, _ = fmt.Fprintf(n.out, format+"\n", args...)
}

func (n *node) run() {
	lines, out := testbed.Orders()
	n.out = out
	ctx, end := context.WithCancel(n.b.T.Context())
	defer end()
	n.tick()
	n.every(ctx, 20*time.Millisecond, func() bool { n.tick(); return true })
	n.say("ready")
	for lines.Scan() {
		verb, rest, _ := strings.Cut(lines.Text(), " ")
		if err := n.obey(ctx, verb, rest); err != nil {
			n.say("trouble %s: %v", verb, err)
		}
	}
	if n.tasks != nil {
		_ = n.tasks.Drain(context.WithoutCancel(ctx))
	}
}

// tick lets the bed's clock follow the machine's, which two processes share.
func (n *node) tick() {
	n.at.Lock()
	defer n.at.Unlock()
	n.b.Clock.Set(time.Now().Add(n.ahead))
}

// every calls fn until it says no.
func (n *node) every(ctx context.Context, d time.Duration, fn func() bool) {
	go func() {
		t := time.NewTicker(d)
		defer t.Stop()
		for fn() {
			select {
			case <-t.C:
			case <-ctx.Done():
				return
			}
		}
	}()
}

func (n *node) obey(ctx context.Context, verb, rest string) error {
	switch verb {
	case "tasks":
		workers, err := strconv.Atoi(rest)
		if err != nil {
			return err
		}
		return n.work(ctx, workers)
	case "fact":
		return n.b.DB.Write(ctx, n.b.Operate(), func(w *store.Writer) error {
			w.Fact("node.spoke", map[string]string{"word": rest})
			return nil
		})
	case "watch":
		return n.watch(ctx)
	case "key":
		return n.hold(ctx, rest)
	case "shred":
		d, err := crypt.ParseDossier(rest)
		if err != nil {
			return err
		}
		if err = n.b.Keys.Shred(ctx, d); err == nil {
			n.say("shredded")
		}
		return err
	case "ahead":
		s, err := strconv.Atoi(rest)
		n.at.Lock()
		n.ahead = time.Duration(s) * time.Second
		n.at.Unlock()
		n.tick()
		return err
	}
	return errors.New("no such order")
}

func (n *node) work(ctx context.Context, workers int) error {
	r, err := task.NewRunner(n.b.DB, slog.New(slog.DiscardHandler), task.Kind{Name: kindCount, Purpose: privacy.Operate, Run: n.count})
	if err != nil {
		return err
	}
	n.tasks = r
	return r.Start(ctx, workers)
}

// count is the task: it notes that it ran.
func (n *node) count(run *task.Run) error {
	number, err := strconv.Atoi(run.Task.Args["number"])
	if err != nil {
		return err
	}
	return run.DB.Write(run, run.Grant, func(w *store.Writer) error {
		_, err := w.Exec("ran.add", store.Args{"id": id.New[ranNoun](w.Now()), "number": number, "node": n.name})
		return err
	})
}

// watch reads facts as a node does that keeps an index.
func (n *node) watch(ctx context.Context) error {
	var at store.Cursor
	g, err := privacy.Authorize(access.Verv("test"), access.Operation(), privacy.Operate)
	if err != nil {
		return err
	}
	n.every(ctx, 100*time.Millisecond, func() bool {
		var facts []store.Fact
		err := n.b.DB.Read(ctx, g, func(r *store.Reader) (err error) { facts, at, err = r.Facts(at, 100); return err })
		for _, f := range facts {
			n.say("seen %s", f.IDs["word"])
		}
		return err == nil
	})
	return nil
}

// hold asks for a key again and again, as pages do, and reports the first refusal.
func (n *node) hold(ctx context.Context, text string) error {
	d, err := crypt.ParseDossier(text)
	if err != nil {
		return err
	}
	if _, err := n.b.Keys.Key(ctx, d); err != nil {
		return err
	}
	n.say("opened")
	n.every(ctx, 20*time.Millisecond, func() bool {
		_, err := n.b.Keys.Key(ctx, d)
		if errors.Is(err, crypt.ErrNoKey) {
			n.say("refused")
		}
		return err == nil
	})
	return nil
}
