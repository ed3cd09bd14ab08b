package crash

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed"
)

// TestMain prints the figures when all is done.
func TestMain(m *testing.M) {
	code := m.Run()
	if len(figures.lines) > 0 {
		fmt.Printf("\n%s\n%s\n\n", head, strings.Join(figures.lines, "\n"))
	}
	os.Exit(code)
}

// long says whether the numbers of a release are asked for.
func long() bool { return os.Getenv("VERV_CRASH") == "long" }

func rounds(short, release int) int {
	if long() {
		return release
	}
	return short
}

// leftOut skips when the one who runs the tests said so.
func leftOut(t *testing.T) {
	t.Helper()
	if slices.Contains(strings.Fields(os.Getenv("VERV_SKIP")), "crash") {
		t.Skip("left out by VERV_SKIP")
	}
}

// TestKill kills the writer with SIGKILL in the middle of its writes. It cannot tell a durable store from one that never syncs; it
// shows that nothing is half done.
func TestKill(t *testing.T) {
	leftOut(t)
	testbed.EnginesWith(t, rooms(t), func(t *testing.T, b *testbed.Bed) {
		b.T = t
		c, fig := newClient(b), figure{what: "kill -9, " + string(b.Conf.Engine), rounds: rounds(3, 20)}
		for range fig.rounds {
			goal := 40 + rand.IntN(rounds(40, 1000))
			fig.ready = max(fig.ready, c.crash(t, &fig.wrong, func() {
				p := c.start()
				c.load(p, func(_ bool, acked int) bool { return acked >= goal })
				p.Kill()
				c.drain(p)
			}))
		}
		c.count(&fig)
		fig.report(t)
		if fig.wrong.any() || fig.acked < fig.rounds*40 {
			t.Error(fig.wrong)
		}
		intact(t, b)
		show.Show(t, "store.durable", "acknowledged-before-commit")
	})
}

// crash runs what happens while the installation is closed here, opens it again and compares. It gives how long it took until the
// installation answered.
func (c *client) crash(t *testing.T, sum *wrong, happens func()) time.Duration {
	t.Helper()
	var dead time.Time
	c.b.Away(func() { happens(); dead = time.Now() })
	ready, w := c.check(t, dead)
	sum.lost, sum.ghosts, sum.twice, sum.shut, sum.facts = sum.lost+w.lost, sum.ghosts+w.ghosts, sum.twice+w.twice, sum.shut+w.shut, sum.facts+w.facts
	return ready
}

// intact asks SQLite itself whether its files are whole.
func intact(t *testing.T, b *testbed.Bed) {
	t.Helper()
	if b.Conf.Engine != store.SQLite {
		return
	}
	for _, path := range []string{filepath.Join(b.Dir, "data", "verv.db"), filepath.Join(b.Dir, "keys", "keystore.db")} {
		db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)")
		if err != nil {
			t.Fatal(err)
		}
		var said string
		if err := db.QueryRowContext(t.Context(), "pragma integrity_check").Scan(&said); err != nil || said != "ok" {
			t.Errorf("%s: %s %v", filepath.Base(path), said, err)
		}
		_ = db.Close()
	}
}

// The list itself has to notice each sort of loss, or the rest shows nothing.
func TestCompareFindsFaults(t *testing.T) {
	b := testbed.New(t, store.SQLite, rooms(t))
	for name, want := range map[string]wrong{
		"lost":   {lost: 1},
		"ghost":  {ghosts: 1},
		"twice":  {twice: 1},
		"silent": {facts: 1},
		"whole":  {},
	} {
		c := newClient(b)
		f := found{entries: map[int]int{1: 1, 2: 1}, facts: map[int]int{1: 1, 2: 1}}
		c.acked[1], c.acked[2], c.open[3] = true, true, true
		switch name {
		case "lost":
			c.acked[4] = true
		case "ghost":
			c.refused[5], f.entries[5], f.facts[5] = "no 5", 1, 1
		case "twice":
			f.entries[2], f.facts[2] = 2, 2
		case "silent":
			delete(f.facts, 1)
		}
		if w := c.compare(f, c.must(), true); w != want {
			t.Errorf("%s: %v", name, w)
		}
		if len(c.open) != 0 || c.refused[3] == "" {
			t.Errorf("%s: what got no answer was not settled", name)
		}
	}
}
