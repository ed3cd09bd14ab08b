package nodes_test

import (
	"bufio"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/config"
	"verv/internal/crypt"
	"verv/internal/mail/caught"
	"verv/internal/privacy"
	"verv/internal/server"
	"verv/internal/site"
	"verv/internal/testbed"
	"verv/internal/testbed/whole"
)

// town is one installation that two processes of verv serve behind one address. The test has it open too, as a third node that neither
// serves nor works: it brings people and jobs, and looks behind the pages.
type town struct {
	*whole.House
	proxy *proxy
	env   []string
	exe   string
	owner string // DSN of who owns the tables
	a, b  *node
}

// node is one verv serve.
type node struct {
	name string
	post *caught.Server // each node has its own, so that one can tell who sent what
	cmd  *exec.Cmd
	url  string
	said *words

	offered atomic.Pointer[func()] // called for each letter before its post takes it
}

// words keeps the last lines of a process.
type words struct {
	mu    sync.Mutex
	lines []string
}

func (w *words) add(line string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lines = append(w.lines[max(0, len(w.lines)-50):], line)
}

func (w *words) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.lines, "\n")
}

// newTown builds the binary, migrates an installation with verv migrate, and starts both nodes.
func newTown(t *testing.T) *town {
	t.Helper()
	if os.Getenv(testbed.EnvData) == "" {
		t.Skip(testbed.EnvData + " is not set: two processes need PostgreSQL")
	}
	w := &town{House: &whole.House{T: t, Dir: t.TempDir(), Clock: testbed.NewClock()}, proxy: newProxy(t)}
	w.Clock.Set(time.Now())
	w.URL = w.proxy.URL
	w.exe = filepath.Join(w.Dir, "verv")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", w.exe, "verv/cmd/verv").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	owner, app := testbed.NewDatabase(t, os.Getenv(testbed.EnvData))
	keys, _ := testbed.NewDatabase(t, os.Getenv(testbed.EnvKeys))
	w.owner = owner
	at := func(name string) string { return filepath.Join(w.Dir, name) }
	w.env = []string{"PATH=" + os.Getenv("PATH"), "VERV_DATA_ENGINE=postgres", "VERV_DATA_DSN=" + app, "VERV_DATA_OWNER_DSN=" + owner, "VERV_KEYS_DSN=" + keys,
		"VERV_DATA_FOLDER=" + at("data"), "VERV_KEYS_DIR=" + at("keys"), "VERV_KEYS_ROOT=" + at("root"), "VERV_WEB_ADDRESS=127.0.0.1:0",
		"VERV_WEB_METRICS_ADDRESS=", "VERV_WEB_PUBLIC_URL=" + w.URL, "VERV_MAIL_FROM=post@verv.example", "VERV_MAIL_STARTTLS=none",
		"VERV_OPERATOR_NAME=Nordlys Drift AS", "VERV_OPERATOR_ADDRESS=Storgata 1, 9008 Tromsø", "VERV_OPERATOR_REGISTER_NUMBER=999888777",
		"VERV_OPERATOR_PRIVACY_CONTACT=personvern@verv.example", "VERV_LIMITS_REQUESTS=1000000", "VERV_TASK_WORKERS=4", "VERV_LOG_LEVEL=warn"}
	w.Must(os.MkdirAll(at("data"), 0o700))
	w.Must(crypt.InitRoot(at("root")))
	if out, err := w.command("migrate").CombinedOutput(); err != nil {
		t.Fatalf("verv migrate: %v\n%s", err, out)
	}
	w.open(t)
	w.a, w.b = w.newNode("a"), w.newNode("b")
	w.start(w.a)
	w.start(w.b)
	return w
}

// open opens the installation in this process.
func (w *town) open(t *testing.T) {
	t.Helper()
	cfg, err := config.Load("", w.env, func(string) ([]byte, error) { return nil, fs.ErrNotExist })
	w.Must(err)
	w.House.House, err = server.Build(t.Context(), cfg, server.Options{Now: time.Now, Log: slog.New(slog.DiscardHandler), Plain: true})
	w.Must(err)
	t.Cleanup(func() { _ = w.Close() })
	w.Site, err = w.Sites.Create(t.Context(), w.Verv(access.Operation(), privacy.Operate), site.Content{Hosts: []string{"127.0.0.1"},
		Name: "Fjordjobb", Language: "nb", Country: "NO", Zone: "Europe/Oslo", Legal: "Nordlys Drift AS"})
	w.Must(err)
}

// command is the binary with the environment of the installation, and nothing of ours.
func (w *town) command(verb string, env ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.WithoutCancel(w.T.Context()), w.exe, verb)
	cmd.Dir, cmd.Env = w.Dir, append(append([]string(nil), w.env...), env...)
	return cmd
}

func (w *town) newNode(name string) *node {
	w.T.Helper()
	post, err := caught.Start(time.Now())
	w.Must(err)
	post.Most = 100_000
	n := &node{name: name, post: post}
	post.Refuse = func(string) error {
		if wait := n.offered.Load(); wait != nil {
			(*wait)()
		}
		return nil
	}
	w.T.Cleanup(func() { n.kill(); _ = post.Close() })
	return n
}

// start starts a node and waits until it serves.
func (w *town) start(n *node) {
	w.T.Helper()
	n.said = &words{}
	n.cmd = w.command("serve", "VERV_MAIL_HOST=127.0.0.1", "VERV_MAIL_PORT="+strconv.Itoa(n.post.Port()))
	out, err := n.cmd.StderrPipe()
	w.Must(err)
	w.Must(n.cmd.Start())
	up := make(chan string)
	go func() {
		defer close(up)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			n.said.add(lines.Text())
			if addr, ok := strings.CutPrefix(lines.Text(), "verv serves on "); ok {
				up <- addr
			}
		}
	}()
	select {
	case addr := <-up:
		n.url = "http://" + addr
	case <-time.After(time.Minute):
	}
	if n.url == "" {
		w.T.Fatalf("node %s did not come up:\n%s", n.name, n.said)
	}
	w.behind()
}

// behind puts the nodes that have an address behind the proxy, the dead one too: it is the proxy's business to find out.
func (w *town) behind() {
	var urls []string
	for _, n := range []*node{w.a, w.b} {
		if n != nil && n.url != "" {
			urls = append(urls, n.url)
		}
	}
	w.proxy.lead(w.T, urls...)
}

// kill ends a node as kill -9 does.
func (n *node) kill() {
	if n.cmd != nil && n.cmd.ProcessState == nil {
		_ = n.cmd.Process.Kill()
		_ = n.cmd.Wait()
	}
}

// refusal runs a verb that has to refuse, and gives what it said.
func (w *town) refusal(verb string, env ...string) string {
	w.T.Helper()
	ctx, cancel := context.WithTimeout(w.T.Context(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, w.exe, verb)
	cmd.Dir, cmd.Env = w.Dir, append(append([]string(nil), w.env...), env...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || ctx.Err() != nil {
		w.T.Fatalf("verv %s was not refused: %v\n%s", verb, err, out)
	}
	return string(out)
}
