package testbed

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"verv/internal/crypt"
	"verv/internal/ledger"
	"verv/internal/store"
)

// Kills are real: the test starts itself again as a child on the same installation, and the child sends itself SIGKILL at the named
// step. What it had not made durable is gone.

// childEnv names the variable that carries a child's orders.
const childEnv = "VERV_TEST_CHILD"

type orders struct {
	Scenario string
	Point    string
	Nth      int
	Dir      string
	Engine   store.Engine
	Data     string
	DSN      string
	Owner    string
	KeysDir  string
	KeysDSN  string
	Root     string
	Now      time.Time
}

// Child runs a scenario when this process is a child. A test package that kills has one test that calls it:
//
//	func TestChild(t *testing.T) { testbed.Child(t, rooms, map[string]func(*testbed.Bed){...}) }
func Child(t *testing.T, rooms []store.Room, scenarios map[string]func(*Bed)) {
	text := os.Getenv(childEnv)
	if text == "" {
		return
	}
	var o orders
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		t.Fatal(err)
	}
	left := max(o.Nth, 1)
	die := func(name string) {
		if name != o.Point {
			return
		}
		if left--; left == 0 {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {} // the signal ends every thread; this one must not go on until it does
		}
	}
	crypt.CrashPoint, store.CrashPoint, ledger.CrashPoint = die, die, die
	b := &Bed{T: t, Dir: o.Dir, Clock: NewClock()}
	b.Clock.Set(o.Now)
	b.keys = crypt.KeystoreConfig{Dir: o.KeysDir, DSN: o.KeysDSN, RootDir: o.Root, Now: b.Clock.Now}
	b.Conf = store.Config{Engine: o.Engine, Dir: o.Data, DSN: o.DSN, OwnerDSN: o.Owner, Now: b.Clock.Now, Rooms: rooms}
	b.open()
	defer b.close()
	scenarios[o.Scenario](b)
}

// Kill runs a scenario in a child that dies at the nth passing of a point. It reports whether the child came to that point; the bed
// is closed meanwhile and open again afterwards.
func (b *Bed) Kill(scenario, point string, nth int) (killed bool) {
	b.T.Helper()
	b.close()
	defer b.open()
	cmd := b.child(scenario, point, nth)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		if ws, ok := exit.Sys().(syscall.WaitStatus); ok && ws.Signaled() && ws.Signal() == syscall.SIGKILL {
			return true
		}
	}
	if err != nil {
		b.T.Fatalf("the child failed by itself: %v\n%s", err, out)
	}
	return false
}

// child is a command that runs a scenario on this installation in a process of its own.
func (b *Bed) child(scenario, point string, nth int) *exec.Cmd {
	b.T.Helper()
	o := orders{Scenario: scenario, Point: point, Nth: nth, Dir: b.Dir, Engine: b.Conf.Engine, Data: b.Conf.Dir, DSN: b.Conf.DSN,
		Owner: b.Conf.OwnerDSN, KeysDir: b.keys.Dir, KeysDSN: b.keys.DSN, Root: b.keys.RootDir, Now: b.Clock.Now()}
	text, err := json.Marshal(o)
	b.must(err)
	cmd := exec.CommandContext(b.T.Context(), os.Args[0], "-test.run=^TestChild$", "-test.count=1")
	cmd.Env = append(os.Environ(), childEnv+"="+string(text))
	return cmd
}
