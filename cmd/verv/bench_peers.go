package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"verv/internal/match/workload"
)

// peerFigure is a line that stands beside one of Verv's.
type peerFigure struct {
	peer     string
	f        matchFigure
	build    time.Duration // of all records
	clock    string        // cpu or wall
	ours     *matchFigure
	answers  string // how they compare
	failed   bool
	ourBuild *matchFigure
}

// parts are what a program may answer: its word for it, and what Verv's figure is called.
var parts = []struct{ name, asks, builds, changes string }{
	{"alerts", "percolate a job", "build alerts", "change an alert"},
	{"cvs", "search CVs", "build CVs", "change a CV"},
	{"jobs", "search jobs", "build jobs", "change a job"},
}

// usual are the programs that make bench builds where their parts are there.
var usual = []string{"bleve", "lucene", "postgres", "sqlite", "xapian"}

// besides runs each program of the folder. One that fails is a line of the table, and the rest run all the same.
func (b benchMatch) besides(o *outside, dir string, ours []matchFigure) (out []peerFigure, err error) {
	programs, err := peersIn(b.Peers)
	if err != nil {
		return nil, fmt.Errorf("--peers: %w", err)
	}
	for _, name := range usual {
		if !slices.Contains(programs, name) {
			fmt.Fprintf(o.err, "left out: %s is not in %s\n", name, b.Peers)
		}
	}
	for _, name := range programs {
		fmt.Fprintf(o.err, "%s ...\n", name)
		own := filepath.Join(dir, "peer-"+name)
		if err := os.MkdirAll(own, 0o755); err != nil {
			return nil, err
		}
		said, err := b.runPeer(o.ctx, name, own)
		if reason := (lacks)(""); errors.As(err, &reason) {
			fmt.Fprintf(o.err, "left out: %s: %s\n", name, string(reason))
			continue
		}
		lines := b.judge(name, own, said, ours)
		if err != nil {
			lines = append(lines, peerFigure{peer: name, answers: err.Error(), failed: true})
		}
		out = append(out, lines...)
		if err := os.RemoveAll(own); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// peersIn is the names of the programs of a folder.
func peersIn(dir string) (out []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if info, err := os.Stat(filepath.Join(dir, e.Name())); err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
			out = append(out, e.Name())
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("there is no program in %s", dir)
	}
	return out, nil
}

// lacks is what a program says that does not have what it needs: it is left out.
type lacks string

func (l lacks) Error() string { return string(l) }

const (
	statusLacks = 3               // of a program that lacks what it needs
	mostSaid    = 1 << 16         // bytes of a program's output
	peerWait    = 5 * time.Second // for its output to end, once it has been ended
)

// runPeer runs one program. It and whatever it started end after the time that one may take. Its temporary files lie in own.
func (b benchMatch) runPeer(ctx context.Context, name, own string) (said string, err error) {
	ctx, cancel := context.WithTimeout(ctx, b.PeerLimit)
	defer cancel()
	path, err := filepath.Abs(filepath.Join(b.Peers, name))
	if err != nil {
		return "", err
	}
	only := b.Only
	if only == "all" {
		only = "alerts,cvs,jobs"
	}
	out, complaint := &head{only: true}, &head{}
	cmd := exec.CommandContext(ctx, path, "-workload", b.Workload, "-answers", own, "-only", only, "-asked", strconv.Itoa(b.Queries))
	cmd.Env = append(os.Environ(), "TMPDIR="+own)
	cmd.Stdout, cmd.Stderr = out, complaint
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = peerWait
	err = cmd.Run()
	why := strings.TrimSpace(complaint.String())
	switch exit := (*exec.ExitError)(nil); {
	case ctx.Err() != nil:
		return out.String(), fmt.Errorf("took longer than %s", b.PeerLimit)
	case errors.As(err, &exit) && exit.ExitCode() == statusLacks:
		return "", lacks(why)
	case out.full:
		return "", errTooMuch
	case err != nil && why != "":
		line, _, _ := strings.Cut(why, "\n")
		return out.String(), fmt.Errorf("%w: %.200s", err, line)
	}
	return out.String(), err
}

// head keeps the beginning of what is written to it. With only it takes no more.
type head struct {
	kept []byte
	only bool
	full bool
}

var errTooMuch = errors.New("says too much")

func (h *head) Write(p []byte) (int, error) {
	room := min(mostSaid-len(h.kept), len(p))
	if h.only && room < len(p) {
		h.full = true
		return 0, errTooMuch
	}
	h.kept = append(h.kept, p[:room]...)
	return len(p), nil
}

func (h *head) String() string { return string(h.kept) }

// judge reads what a program said and compares its answers.
func (b benchMatch) judge(name, own, said string, ours []matchFigure) (out []peerFigure) {
	for line := range strings.Lines(said) {
		p, err := readPeer(strings.TrimSuffix(line, "\n"), ours)
		if err != nil {
			return append(out, peerFigure{peer: name, answers: err.Error(), failed: true})
		}
		p.peer = name
		if p.clock != "" && !strings.HasSuffix(p.f.what, " change") {
			p.answers, p.failed = b.compared(own, p.f.what, p.f.calls)
		}
		out = append(out, p)
	}
	return out
}

// readPeer reads: what n calls mean-ns p50-ns p99-ns hits bytes-each build-ns cpu-or-wall.
func readPeer(line string, ours []matchFigure) (p peerFigure, err error) {
	cells := strings.Split(line, "\t")
	if len(cells) != 10 || cells[9] != "cpu" && cells[9] != "wall" {
		return p, fmt.Errorf("says %.60q, which is no figure", line)
	}
	var v [8]float64
	for i := range v {
		if v[i], err = strconv.ParseFloat(cells[i+1], 64); err != nil || !(v[i] >= 0 && v[i] < 1e18) {
			return p, fmt.Errorf("says %.60q, and column %d is no figure", line, i+2)
		}
	}
	p = peerFigure{f: matchFigure{what: cells[0], n: int(v[0]), calls: int(v[1]), mean: time.Duration(v[2]), p50: time.Duration(v[3]), p99: time.Duration(v[4]),
		hits: v[5], bytes: v[6]}, build: time.Duration(v[7]), clock: cells[9]}
	what, change := strings.CutSuffix(cells[0], " change")
	for _, part := range parts {
		if part.name != what {
			continue
		}
		wanted := part.asks
		if change {
			wanted = part.changes
		} else {
			p.ourBuild = figureOf(ours, part.builds)
		}
		if p.ours = figureOf(ours, wanted); p.ours != nil {
			return p, nil
		}
	}
	return p, fmt.Errorf("says %.60q, which nobody asked", line)
}

func figureOf(all []matchFigure, what string) *matchFigure {
	if i := slices.IndexFunc(all, func(f matchFigure) bool { return f.what == what }); i >= 0 {
		return &all[i]
	}
	return nil
}

// compared compares a program's answers of one part with Verv's.
func (b benchMatch) compared(own, part string, asked int) (verdict string, failed bool) {
	c, err := b.compareFiles(filepath.Join(b.Answers, part+".tsv"), filepath.Join(own, part+".tsv"), part)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "no answers", true
	case err != nil:
		return err.Error(), true
	case c.Differ > 0:
		return fmt.Sprintf("%d of %d differ; %s", c.Differ, c.Lines, c.Kept[0]), true
	case c.Lines != asked:
		return fmt.Sprintf("measured %d, answered %d", asked, c.Lines), true
	case c.AtEdge > 0:
		return fmt.Sprintf("%d equal, %d of them but for people within a metre of the circle", c.Lines, c.AtEdge), false
	}
	return fmt.Sprintf("%d equal", c.Lines), false
}

func (b benchMatch) compareFiles(ours, theirs, part string) (c workload.Comparison, err error) {
	left, err := os.Open(ours)
	if err != nil {
		return c, err
	}
	defer left.Close()
	right, err := os.Open(theirs)
	if err != nil {
		return c, err
	}
	defer right.Close()
	if part == "alerts" {
		return workload.CompareAlerts(left, right)
	}
	c, err = workload.CompareSearches(left, right)
	if part == "cvs" && err == nil {
		err = c.Explain(workload.Files(os.DirFS(b.Workload)))
	}
	return c, err
}
