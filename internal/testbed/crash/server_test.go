package crash

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed"
)

// clusters are two PostgreSQL servers of this test's own, so that killing them harms nobody.
type clusters struct{ dir string }

const script = "../../../scripts/postgres"

func newClusters(t *testing.T) clusters {
	t.Helper()
	if os.Getenv(testbed.EnvData) == "" {
		t.Skip(testbed.EnvData + " is not set: PostgreSQL is left out")
	}
	dir, err := os.MkdirTemp("/tmp", "verv-crash-pg-")
	if err != nil {
		t.Fatal(err)
	}
	c := clusters{dir}
	c.start(t)
	t.Cleanup(func() {
		_ = exec.Command(script, "stop", dir).Run()
		_ = os.RemoveAll(dir)
	})
	return c
}

// start starts both servers and sets the variables that a bed reads.
func (c clusters) start(t *testing.T) {
	t.Helper()
	cmd := exec.Command(script, "start", c.dir)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, said.String())
	}
	for line := range strings.Lines(string(out)) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "export ")
		name, value, ok := strings.Cut(line, "=")
		if ok && os.Getenv(name) != strings.Trim(value, "'") {
			t.Setenv(name, strings.Trim(value, "'"))
		}
	}
}

// kill ends every process of both servers by its number, the postmaster first so that it cannot tidy up.
func (c clusters) kill(t *testing.T) {
	t.Helper()
	for _, name := range []string{"data", "keys"} {
		text, err := os.ReadFile(filepath.Join(c.dir, name, "postmaster.pid"))
		if err != nil {
			t.Fatal(err)
		}
		first, _, _ := strings.Cut(string(text), "\n")
		pid, err := strconv.Atoi(first)
		if err != nil {
			t.Fatal(err)
		}
		_ = syscall.Kill(pid, syscall.SIGSTOP) // no new children while they are counted
		all := append([]int{pid}, childrenOf(pid)...)
		for _, p := range all {
			_ = syscall.Kill(p, syscall.SIGKILL)
		}
		for _, p := range all {
			for alive(p) {
			}
		}
		// In a container whose first process waits for nobody, the dead postmaster's number stays taken and would stop the next start.
		_ = os.Remove(filepath.Join(c.dir, name, "postmaster.pid"))
	}
	locks, _ := filepath.Glob(filepath.Join(c.dir, ".s.PGSQL.*.lock"))
	for _, l := range locks {
		_ = os.Remove(l)
	}
}

// alive reports whether a process still runs; a dead one that nobody has waited for does not.
func alive(pid int) bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	return !strings.HasPrefix(rest, "Z") && !strings.HasPrefix(rest, "X")
}

func childrenOf(pid int) []int {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	var out []int
	for _, path := range stats {
		text, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		_, rest, _ := strings.Cut(string(text), ") ")
		var state string
		var parent int
		if _, err := fmt.Sscan(rest, &state, &parent); err != nil || parent != pid {
			continue
		}
		if child, err := strconv.Atoi(filepath.Base(filepath.Dir(path))); err == nil {
			out = append(out, child)
		}
	}
	return out
}

// TestServerKill kills both PostgreSQL servers during writes and starts them again. The writer lives on.
func TestServerKill(t *testing.T) {
	leftOut(t)
	t.Run("postgres", func(t *testing.T) {
		s := newClusters(t)
		b := testbed.New(t, store.Postgres, rooms(t))
		c, fig := newClient(b), figure{what: "kill of the PostgreSQL servers", rounds: rounds(2, 20)}
		for range fig.rounds {
			goal := 40 + rand.IntN(rounds(40, 400))
			fig.ready = max(fig.ready, c.crash(t, &fig.wrong, func() { c.whileServerDies(t, s, goal) }))
		}
		c.count(&fig)
		fig.report(t)
		if fig.wrong.any() || fig.acked < fig.rounds*40 {
			t.Error(fig.wrong)
		}
		show.Show(t, "store.durable", "acknowledged-before-commit")
	})
}

// whileServerDies writes, kills the servers once goal writes are acknowledged, starts them, and goes on until the writer writes again.
func (c *client) whileServerDies(t *testing.T, s clusters, goal int) {
	t.Helper()
	p := c.start()
	defer p.Kill()
	c.load(p, func(_ bool, acked int) bool { return acked >= goal })
	s.kill(t)
	s.start(t)
	again := 0
	c.load(p, func(ok bool, _ int) bool {
		if ok {
			again++
		}
		return again >= 30
	})
	_ = p.End()
	c.drain(p)
}
