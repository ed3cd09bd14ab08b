package crash

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/testbed"
)

// client keeps the list. It lives longer than any writer.
type client struct {
	b  *testbed.Bed
	mu sync.Mutex

	next    int
	subject access.SubjectID
	open    map[int]bool   // sent, no answer yet
	acked   map[int]bool   // must be there
	refused map[int]string // must not be there; with what the writer said
	silent  int            // got no answer, in all
}

func newClient(b *testbed.Bed) *client {
	return &client{b: b, open: map[int]bool{}, acked: map[int]bool{}, refused: map[int]string{}}
}

// abreast is how many writes are on their way at a time; perPerson how many entries a person gets before the next one's dossier.
const (
	abreast   = 6
	perPerson = 4
)

// order takes the next number and its person.
func (c *client) order() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.next%perPerson == 0 {
		c.subject = testbed.NewID[access.SubjectID](c.b)
	}
	c.next++
	c.open[c.next] = true
	return fmt.Sprintf("%d %s", c.next, c.subject)
}

// note takes one answer and says whether it was an acknowledgement.
func (c *client) note(line string) (ok bool) {
	var word string
	var number int
	if _, err := fmt.Sscan(line, &word, &number); err != nil {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.open, number)
	if word == "ok" {
		c.acked[number] = true
	} else {
		c.refused[number] = line
	}
	return word == "ok"
}

// must gives the numbers that are acknowledged now: a copy of the disk that begins after this has to hold them.
func (c *client) must() map[int]bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := map[int]bool{}
	for n := range c.acked {
		out[n] = true
	}
	return out
}

// count fills in how many writes were answered how; what got no answer is among them by how it was found.
func (c *client) count(f *figure) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f.acked, f.refused, f.silent = len(c.acked), len(c.refused), c.silent
}

// start starts a writer and waits until it is ready.
func (c *client) start(env ...string) *testbed.Process {
	c.b.T.Helper()
	p := c.b.Start("write", env...)
	if !p.Answers.Scan() || p.Answers.Text() != "ready" {
		p.Kill()
		c.b.T.Fatalf("the writer did not come up: %q", p.Answers.Text())
	}
	return p
}

// load keeps writes on their way until enough says so after an answer, or the writer is dead. It gives what was acknowledged meanwhile.
func (c *client) load(p *testbed.Process, enough func(ok bool, acked int) bool) (acked int) {
	return c.loadWide(p, abreast, enough)
}

// loadWide is load with another number of writes on their way at a time.
func (c *client) loadWide(p *testbed.Process, wide int, enough func(ok bool, acked int) bool) (acked int) {
	for range wide {
		_ = p.Say(c.order())
	}
	for p.Answers.Scan() {
		ok := c.note(p.Answers.Text())
		if ok {
			acked++
		}
		if enough(ok, acked) {
			return acked
		}
		_ = p.Say(c.order())
	}
	return acked
}

// drain takes the answers that a dead writer left in the pipe.
func (c *client) drain(p *testbed.Process) {
	for p.Answers.Scan() {
		c.note(p.Answers.Text())
	}
}

// wrong is what a comparison found.
type wrong struct{ lost, ghosts, twice, shut, facts int }

func (w wrong) any() bool { return w != wrong{} }

func (w wrong) String() string {
	return fmt.Sprintf("%d acknowledged and lost, %d refused and present, %d twice, %d bodies shut, %d facts wrong", w.lost, w.ghosts, w.twice, w.shut, w.facts)
}

// compare holds what an installation has against the list. What got no answer is settled by it when settle is set: from then on it
// has to stay as it was found.
func (c *client) compare(f found, must map[int]bool, settle bool) (w wrong) {
	c.mu.Lock()
	defer c.mu.Unlock()
	w.shut = f.shut
	for n := range must {
		if f.entries[n] == 0 {
			w.lost++
		}
	}
	for n, times := range f.entries {
		if times > 1 {
			w.twice++
		}
		if f.facts[n] != times {
			w.facts++
		}
		if why, no := c.refused[n]; no {
			w.ghosts++
			c.b.T.Logf("refused and present: %s", why)
		}
	}
	for n := range f.facts {
		if f.entries[n] == 0 {
			w.facts++
		}
	}
	if settle {
		c.silent += len(c.open)
		for n := range c.open {
			if f.entries[n] > 0 {
				c.acked[n] = true
			} else {
				c.refused[n] = "no answer, and absent after the crash"
			}
		}
		clear(c.open)
	}
	return w
}

// check compares, and says how long after the crash the installation answered. Facts on PostgreSQL are shown once every transaction
// of the cluster that began earlier has ended, those of other databases too; they get some seconds.
func (c *client) check(t *testing.T, dead time.Time) (ready time.Duration, w wrong) {
	t.Helper()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for {
		f, err := look(c.b)
		if err != nil {
			t.Fatal(err)
		}
		if ready == 0 {
			ready = time.Since(dead)
		}
		if len(f.facts) >= len(f.entries) || time.Since(dead) > 15*time.Second {
			return ready, c.compare(f, c.must(), true)
		}
		<-again.C
	}
}

// figures is the table that make crash prints.
var figures struct {
	sync.Mutex
	lines []string
}

type figure struct {
	what                   string
	rounds, acked, refused int
	silent                 int
	wrong                  wrong
	ready                  time.Duration // the longest wait until the installation answered again
	note                   string
}

func (f figure) report(t *testing.T) {
	t.Helper()
	line := fmt.Sprintf("%-36s %6d %7d %7d %6d %5d %6d %5d %5d %5d %8d  %s", f.what, f.rounds, f.acked, f.refused, f.silent, f.wrong.lost, f.wrong.ghosts, f.wrong.twice,
		f.wrong.shut, f.wrong.facts, f.ready.Milliseconds(), f.note)
	figures.Lock()
	defer figures.Unlock()
	figures.lines = append(figures.lines, strings.TrimRight(line, " "))
	t.Log(line)
}

// Of the silent ones each stands among the acknowledged or the refused, as it was found.
const head = "case                                 rounds    here  absent silent  lost ghosts twice  shut facts ready-ms"
