package nodes

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"verv/internal/crypt"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/testbed"
)

// pair is two processes on one installation.
type pair struct {
	*testbed.Bed
	a, b *testbed.Process
}

func newPair(t *testing.T) *pair {
	t.Helper()
	if os.Getenv(testbed.EnvData) == "" {
		t.Skip(testbed.EnvData + " is not set: two processes need PostgreSQL")
	}
	p := &pair{Bed: testbed.New(t, store.Postgres, rooms(t))}
	p.Clock.Set(time.Now())
	p.a, p.b = p.Start("a"), p.Start("b")
	t.Cleanup(func() { p.a.Kill(); p.b.Kill() })
	p.hear(t, p.a, "ready")
	p.hear(t, p.b, "ready")
	return p
}

func (p *pair) say(t *testing.T, to *testbed.Process, format string, args ...any) {
	t.Helper()
	if err := to.Say(fmt.Sprintf(format, args...)); err != nil {
		t.Fatal(err)
	}
}

// hear waits for an answer. A process that never gives it is killed, and the test fails.
func (p *pair) hear(t *testing.T, from *testbed.Process, want string) {
	t.Helper()
	late := time.AfterFunc(20*time.Second, from.Kill)
	defer late.Stop()
	for from.Answers.Scan() {
		switch said := from.Answers.Text(); {
		case said == want:
			return
		case strings.HasPrefix(said, "trouble"):
			t.Fatal(said)
		}
	}
	t.Fatalf("the process ended without saying %q", want)
}

const tasks = 1000

func (p *pair) enqueue(t *testing.T) {
	t.Helper()
	err := p.DB.Write(t.Context(), p.Operate(), func(w *store.Writer) error {
		for i := range tasks {
			if _, err := task.Enqueue(w, task.Task{Kind: kindCount, Args: map[string]string{"number": fmt.Sprint(i)}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// ran gives how often each task ran, and how many ran on each process.
func (p *pair) ran(t *testing.T) (times map[int]int, by map[string]int, waiting int) {
	t.Helper()
	times, by = map[int]int{}, map[string]int{}
	err := p.DB.Read(t.Context(), p.Operate(), func(r *store.Reader) error {
		_, err := store.List(r, "ran.all", store.Args{}, func(row store.Row) (struct{}, error) {
			var number int
			var node string
			err := row.Scan(&number, &node)
			times[number]++
			by[node]++
			return struct{}{}, err
		})
		if err != nil {
			return err
		}
		counts, err := task.Counts(r)
		for _, c := range counts {
			waiting += c.Waiting + c.Running + c.Dead
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return times, by, waiting
}

// until waits until enough tasks ran, or a minute is over.
func (p *pair) until(t *testing.T, enough func(ran, waiting int) bool) {
	t.Helper()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for began := time.Now(); time.Since(began) < time.Minute; <-again.C {
		var n int
		var waiting int
		err := p.DB.Read(t.Context(), p.Operate(), func(r *store.Reader) error {
			if err := r.Get("ran.counts", store.Args{}, &n); err != nil {
				return err
			}
			counts, err := task.Counts(r)
			for _, c := range counts {
				waiting += c.Waiting + c.Running + c.Dead
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if enough(n, waiting) {
			return
		}
	}
	t.Fatal("the tasks did not come to an end within a minute")
}

// TestTaskOnce: a thousand tasks on two processes, each runs once.
func TestTaskOnce(t *testing.T) {
	t.Run("postgres", func(t *testing.T) {
		p := newPair(t)
		p.enqueue(t)
		p.say(t, p.a, "tasks 4")
		p.say(t, p.b, "tasks 4")
		p.until(t, func(_, waiting int) bool { return waiting == 0 })
		times, by, _ := p.ran(t)
		for number := range tasks {
			if times[number] != 1 {
				t.Errorf("task %d ran %d times", number, times[number])
			}
		}
		if by["a"] == 0 || by["b"] == 0 {
			t.Errorf("only one process worked: %v", by)
		}
		t.Logf("%d tasks, each once: %d on one process, %d on the other", tasks, by["a"], by["b"])
		show.Show(t, "task.once", "lease-without-lock")
	})
}

// TestKilledNode: one of two processes is killed in the middle. What it had leased runs on the other once the lease is over; nothing is
// lost, and only what was in its hands at that moment may have run twice.
func TestKilledNode(t *testing.T) {
	t.Run("postgres", func(t *testing.T) {
		const workers = 4
		p := newPair(t)
		p.enqueue(t)
		p.say(t, p.a, "tasks %d", workers)
		p.say(t, p.b, "tasks %d", workers)
		p.until(t, func(ran, _ int) bool { return ran > tasks/4 })
		p.a.Kill()
		p.until(t, func(_, waiting int) bool { return waiting <= workers })
		_, _, left := p.ran(t)
		p.say(t, p.b, "ahead 600") // the dead process's leases run out
		p.until(t, func(_, waiting int) bool { return waiting == 0 })
		times, by, _ := p.ran(t)
		twice := 0
		for number := range tasks {
			switch n := times[number]; {
			case n == 0:
				t.Errorf("task %d is lost", number)
			case n == 2:
				twice++
			case n > 2:
				t.Errorf("task %d ran %d times", number, n)
			}
		}
		if twice > workers || by["a"] == 0 {
			t.Errorf("%d ran twice, the dead process had at most %d in its hands; %v", twice, workers, by)
		}
		t.Logf("%d before the kill on the killed process, %d left in its hands, %d ran twice, none lost", by["a"], left, twice)
		show.Show(t, "task.once", "task-finished-before-it-ran")
	})
}

// TestSeenOnTheOther: what one process writes the other sees within two seconds, and a key that one shreds the other refuses within two.
func TestSeenOnTheOther(t *testing.T) {
	t.Run("postgres", func(t *testing.T) {
		p := newPair(t)
		p.say(t, p.b, "watch")
		var slowest time.Duration
		for i := range 10 {
			began := time.Now()
			p.say(t, p.a, "fact w%d", i)
			p.hear(t, p.b, fmt.Sprintf("seen w%d", i))
			slowest = max(slowest, time.Since(began))
		}
		d := crypt.NewDossier(time.Now())
		if _, err := p.Keys.Create(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		p.say(t, p.b, "key %s", d)
		p.hear(t, p.b, "opened")
		p.say(t, p.a, "shred %s", d)
		p.hear(t, p.a, "shredded")
		began := time.Now()
		p.hear(t, p.b, "refused")
		took := time.Since(began)
		t.Logf("a fact was seen after at most %v, a shredded key refused after %v", slowest.Round(time.Millisecond), took.Round(time.Millisecond))
		if slowest > 2*time.Second || took > 2*time.Second {
			t.Error("that is more than two seconds")
		}
	})
}
