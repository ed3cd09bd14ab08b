package peer

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"verv/internal/match/workload"
)

// ErrLacks is wrapped by what a program says when it lacks what it needs: it ends with status 3, and is named and left out.
var ErrLacks = errors.New("lacks what it needs")

// Main runs a program by its arguments.
func Main(open func() (Program, error)) {
	err := run(open, os.Args[1:], os.Stdout)
	switch {
	case errors.Is(err, ErrLacks):
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type options struct {
	workload, answers, only string
	asked                   int
}

func run(open func() (Program, error), args []string, out io.Writer) error {
	var o options
	f := flag.NewFlagSet("peer", flag.ContinueOnError)
	f.StringVar(&o.workload, "workload", "", "folder with the five files")
	f.StringVar(&o.answers, "answers", "", "folder that answers are written to")
	f.StringVar(&o.only, "only", "alerts,cvs,jobs", "parts")
	f.IntVar(&o.asked, "asked", 1000, "jobs that are percolated")
	if err := f.Parse(args); err != nil {
		return err
	}
	if o.workload == "" || o.answers == "" {
		return errors.New("-workload and -answers are needed")
	}
	p, err := open()
	if err != nil {
		return err
	}
	w := Work{Source: workload.Files(os.DirFS(o.workload)), clock: p.Clock}
	if w.Temp, err = os.MkdirTemp("", "verv-peer-"); err != nil {
		return err
	}
	defer os.RemoveAll(w.Temp)
	return errors.Join(
		part(p, o, w, "jobs", p.Jobs, w.Source.JobQuery, out),
		part(p, o, w, "alerts", p.Alerts, workload.First(w.Source.Jobs, o.asked), out),
		part(p, o, w, "cvs", p.CVs, w.Source.CVQuery, out))
}

// part builds, asks twice, changes, and prints.
func part[Q any](p Program, o options, w Work, what string, build func(*Work) (*Engine[Q], error), questions iter.Seq2[Q, error], out io.Writer) error {
	if build == nil || !slices.Contains(strings.Split(o.only, ","), what) {
		return nil
	}
	e, err := build(&w)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if e.Close != nil {
		defer e.Close()
	}
	asked, err := workload.Collect(questions)
	if err != nil {
		return err
	}
	if err := e.answer(filepath.Join(o.answers, what+".tsv"), asked); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	t, err := measure(p.Clock, len(asked), func(i int) (int, error) {
		a, err := e.Ask(asked[i])
		return max(a.Total, len(a.Alerts)), err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	t.print(out, what, e.N, float64(e.Bytes)/float64(max(e.N, 1)), w.took, p.Mode)
	if e.Change == nil {
		return nil
	}
	changed, err := measure(p.Clock, min(e.N, changes), func(i int) (int, error) { return 0, e.Change(i) })
	if err != nil {
		return fmt.Errorf("%s, changing: %w", what, err)
	}
	changed.print(out, what+" change", e.N, 0, 0, p.Mode)
	return nil
}

// changes is how many records are taken in once more.
const changes = 100

type timing struct {
	calls          int
	mean, p50, p99 time.Duration
	hits           float64
}

func measure(clock Clock, n int, call func(i int) (hits int, err error)) (t timing, err error) {
	took := make([]time.Duration, n)
	for i := range took {
		from := clock()
		hits, err := call(i)
		if err != nil {
			return t, err
		}
		took[i] = clock() - from
		t.mean += took[i]
		t.hits += float64(hits)
	}
	if n == 0 {
		return t, nil
	}
	slices.Sort(took)
	return timing{n, t.mean / time.Duration(n), took[n/2], took[min(n*99/100, n-1)], t.hits / float64(n)}, nil
}

// print writes: what n calls mean-ns p50-ns p99-ns hits bytes-each build-ns cpu-or-wall.
func (t timing) print(w io.Writer, what string, n int, bytes float64, build time.Duration, mode string) {
	fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%.1f\t%.1f\t%d\t%s\n", what, n, t.calls, t.mean, t.p50, t.p99, t.hits, bytes, build, mode)
}

func (e *Engine[Q]) answer(name string, asked []Q) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(f)
	for _, q := range asked {
		a, err := e.Ask(q)
		if err != nil {
			return errors.Join(err, f.Close())
		}
		switch q := any(q).(type) {
		case *workload.Job:
			slices.Sort(a.Alerts)
			fmt.Fprintf(out, "%d\t%s\n", q.ID, strings.Trim(strings.ReplaceAll(fmt.Sprint(a.Alerts), " ", ","), "[]"))
		case *workload.CVQuery:
			a.write(out, q.ID)
		case *workload.JobQuery:
			if a.Total > 0 { // an advertisement of the workload asks for no years: all are in the first band
				a.Counts = append(a.Counts, Count{Years, 0, a.Total})
			}
			a.write(out, q.ID)
		}
	}
	return errors.Join(out.Flush(), f.Close())
}

func (a Answer) write(w io.Writer, id int) {
	var top, counts []string
	for _, h := range a.Top {
		top = append(top, fmt.Sprintf("%d=%g", h.ID, h.Score))
	}
	for _, c := range a.Counts {
		counts = append(counts, fmt.Sprintf("%s:%d=%d", facets[c.Facet], c.Value, c.N))
	}
	fmt.Fprintf(w, "%d\t%d\t%s\t%s\n", id, a.Total, strings.Join(top, ","), strings.Join(counts, ","))
}

// ProcessTime is user and system time of this process.
func ProcessTime() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t); err != nil {
		return 0
	}
	return time.Duration(t.Nano())
}
