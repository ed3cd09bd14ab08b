package crash

import (
	"bufio"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed"
)

// TestFailedSync lets the Nth fsync of a thread of the writer fail (strace), kills the writer at once or some writes later, and looks
// whether a refused write came back.
func TestFailedSync(t *testing.T) {
	leftOut(t)
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("no strace on this machine: the failing fsync is left out")
	}
	t.Run("sqlite", func(t *testing.T) {
		b := testbed.New(t, store.SQLite, rooms(t))
		c, fig := newClient(b), figure{what: "EIO at the Nth fsync, sqlite", rounds: rounds(5, 50)}
		for n := 1; n <= fig.rounds; n++ {
			fig.ready = max(fig.ready, c.crash(t, &fig.wrong, func() { c.failing(t, n) }))
		}
		c.count(&fig)
		fig.report(t)
		if fig.wrong.any() || fig.refused < fig.rounds {
			t.Errorf("%v; %d refused in %d rounds", fig.wrong, fig.refused, fig.rounds)
		}
		intact(t, b)
		show.Show(t, "store.durable", "refused-write-kept")
	})
}

// failing runs one writer whose nth fsync on a thread fails.
func (c *client) failing(t *testing.T, n int) {
	t.Helper()
	p := c.start()
	trace := exec.CommandContext(t.Context(), "strace", "-f", "-p", strconv.Itoa(p.PID()), "-o", "/dev/null", "-e", "trace=fsync,fdatasync",
		"-e", "inject=fsync,fdatasync:error=EIO:when="+strconv.Itoa(n))
	says, err := trace.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := trace.Start(); err != nil {
		t.Fatal(err)
	}
	for sc := bufio.NewScanner(says); sc.Scan(); {
		if strings.Contains(sc.Text(), "attached") {
			break
		}
	}
	// Every other writer dies at the refusal, with no other write behind it; the rest live on for a while: a disk that failed once
	// works again.
	after, wide, sawRefusal := 0, 1, false
	if n%2 == 0 {
		after, wide = 20, abreast
	}
	c.loadWide(p, wide, func(ok bool, acked int) bool {
		sawRefusal = sawRefusal || !ok
		if sawRefusal {
			after--
		}
		return sawRefusal && after < 0 || acked > 200+60*n
	})
	p.Kill()
	c.drain(p)
	_ = trace.Wait() // it ends with the writer
}
