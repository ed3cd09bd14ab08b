package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/sys/unix"

	"verv/internal/match"
	"verv/internal/match/workload"
)

type benchMatch struct {
	Seed     uint64   `default:"1" help:"Of the made workload (${default})."`
	Size     []string `default:"10k,100k" help:"Alerts, CVs and jobs of each run, such as 100k,1M; 1k to 10M (${default})."`
	Queries  int      `default:"1000" help:"Jobs to percolate and searches of each run, 10 to 100000 (${default})."`
	Only     string   `default:"all" enum:"all,alerts,cvs,jobs" help:"all, alerts, cvs or jobs."`
	Workload string   `placeholder:"DIR" help:"Read the workload from cvs.tsv, jobs.tsv, alerts.tsv, cvq.tsv and jobq.tsv instead; one run."`
	Answers  string   `placeholder:"DIR" help:"Write alerts.tsv, cvs.tsv and jobs.tsv, so that others can compare."`
	Format   string   `default:"table" enum:"table,tsv" help:"table or tsv."`
}

// matchRun is one size of the workload.
type matchRun struct {
	workload.Run
	source  workload.Source
	asked   int
	figures []matchFigure
}

// matchFigure is one line of what was measured; hits are how many a call answered on average.
type matchFigure struct {
	what     string
	n, calls int
	mean     time.Duration
	p50, p99 time.Duration
	hits     float64
	bytes    float64 // of heap, for each record
	text     float64 // of them, the order of words
}

// Run measures the engine alone: no pages, no store. Times are processor time of this process.
func (b benchMatch) Run(o *outside) error {
	sizes, err := b.check()
	if err != nil {
		return err
	}
	var all []matchFigure
	for _, n := range sizes {
		r := &matchRun{Run: workload.Run{Now: o.now, CPU: processTime, Map: workload.NewMap()}, asked: b.Queries}
		r.source = workload.NewMarket(b.Seed).Source(workload.Size{CVs: n, Jobs: n, Alerts: n, Queries: b.Queries})
		if b.Workload != "" {
			r.source = workload.Files(os.DirFS(b.Workload))
			if err := r.Map.LearnFrom(r.source); err != nil {
				return err
			}
		} else {
			fmt.Fprintf(o.err, "a market of %d ...\n", n)
			workload.NewMarket(b.Seed).Teach(r.Map)
		}
		if err := b.measure(r); err != nil {
			return err
		}
		all = append(all, r.figures...)
	}
	return b.print(o.out, all)
}

func (b benchMatch) check() (sizes []int, err error) {
	for _, s := range b.Size {
		n, unit := strings.TrimRight(s, "kM"), 1
		switch s[len(n):] {
		case "k":
			unit = 1000
		case "M":
			unit = 1_000_000
		}
		v, err := strconv.Atoi(n)
		if v *= unit; err != nil || v < 1000 || v > 10_000_000 {
			return nil, errors.New("--size takes 1k to 10M")
		}
		sizes = append(sizes, v)
	}
	if b.Queries < 10 || b.Queries > 100_000 {
		return nil, errors.New("--queries takes 10 to 100000")
	}
	if b.Workload != "" || len(sizes) == 0 {
		sizes = []int{0}
	}
	return sizes, nil
}

// processTime is user and system time of this process. The clock counts to the nanosecond; getrusage counts ticks, and may miss one request.
func processTime() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t); err != nil {
		return 0
	}
	return time.Duration(t.Nano())
}

// measure begins with the jobs: their words weigh those of people, and tell alerts what is rare.
func (b benchMatch) measure(r *matchRun) error {
	jobs, built, err := r.Jobs(r.source)
	if err != nil {
		return err
	}
	r.built("build jobs", built)
	r.Vocabulary = jobs
	if b.Only == "all" || b.Only == "jobs" {
		queries, err := workload.Collect(r.source.JobQuery)
		if err != nil {
			return err
		}
		r.timing("search jobs", built.N, r.Search(jobs, requests(queries)))
		if err := b.answer("jobs.tsv", func(w io.Writer) error { return workload.JobAnswers(w, jobs, r.source) }); err != nil {
			return err
		}
	}
	if b.Only == "all" || b.Only == "alerts" {
		if err := b.alerts(r); err != nil {
			return err
		}
	}
	if b.Only == "all" || b.Only == "cvs" {
		return b.people(r)
	}
	return nil
}

func (b benchMatch) alerts(r *matchRun) error {
	alerts, built, err := r.Alerts(r.source)
	if err != nil {
		return err
	}
	r.built("build alerts", built)
	jobs, err := r.some()
	if err != nil {
		return err
	}
	r.timing("percolate a job", built.N, r.Percolate(alerts, jobs))
	for _, workers := range []int{1, 2} {
		r.figures = append(r.figures, matchFigure{what: fmt.Sprintf("percolate, %d at a time", workers), n: built.N, calls: len(jobs),
			mean: time.Duration(float64(time.Second) / r.Rate(alerts, jobs, workers))})
	}
	return b.answer("alerts.tsv", func(w io.Writer) error { return workload.AlertAnswers(w, alerts, r.source) })
}

func (b benchMatch) people(r *matchRun) error {
	people, built, err := r.People(r.source)
	if err != nil {
		return err
	}
	r.built("build CVs", built)
	queries, err := workload.Collect(r.source.CVQuery)
	if err != nil {
		return err
	}
	r.timing("search CVs", built.N, r.Search(people, requests(queries)))
	open := requests(queries)
	for i := range open {
		open[i].View.Keys = nil
	}
	r.timing("search CVs, blocks aside", built.N, r.Search(people, open))
	jobs, err := r.some()
	if err != nil {
		return err
	}
	r.timing("rank CVs for a job", built.N, r.Rank(people, jobs[:min(len(jobs), 200)]))
	return b.answer("cvs.tsv", func(w io.Writer) error { return workload.CVAnswers(w, people, r.source) })
}

type asker interface{ Request() match.Request }

func requests[T asker](queries []T) []match.Request {
	out := make([]match.Request, len(queries))
	for i, q := range queries {
		out[i] = q.Request()
	}
	return out
}

// some is the first jobs of the source.
func (r *matchRun) some() ([]*match.Job, error) {
	var out []*match.Job
	for j, err := range r.source.Jobs {
		if err != nil {
			return nil, err
		}
		if out = append(out, j.Document()); len(out) == r.asked {
			break
		}
	}
	return out, nil
}

func (r *matchRun) built(what string, b workload.Built) {
	r.figures = append(r.figures, matchFigure{what: what, n: b.N, calls: b.N, mean: b.Took / time.Duration(max(b.N, 1)), bytes: b.Heap, text: b.Text()})
}

func (r *matchRun) timing(what string, n int, t workload.Timing) {
	r.figures = append(r.figures, matchFigure{what: what, n: n, calls: t.Calls, mean: t.Mean, p50: t.P50, p99: t.P99, hits: t.Hits})
}

func (b benchMatch) answer(name string, write func(io.Writer) error) error {
	if b.Answers == "" {
		return nil
	}
	if err := os.MkdirAll(b.Answers, 0o755); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(b.Answers, name))
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

// print also says how each grows: the slope between its smallest and its largest size, on logarithmic scales.
func (b benchMatch) print(w io.Writer, all []matchFigure) error {
	out := w
	if b.Format == "table" {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		defer t.Flush()
		out = t
	}
	fmt.Fprintln(out, "what\tof\tcalls\tcpu-us\tp50-us\tp99-us\thits\tbytes\tfor-phrases\tslope")
	for _, f := range all {
		first := all[slices.IndexFunc(all, func(o matchFigure) bool { return o.what == f.what })]
		slope := ""
		if first.n != f.n && first.mean > 0 {
			slope = fmt.Sprintf("%.2f", math.Log(float64(f.mean)/float64(first.mean))/math.Log(float64(f.n)/float64(first.n)))
		}
		fmt.Fprintf(out, "%s\t%d\t%d\t%s\t%s\t%s\t%.0f\t%.0f\t%.0f\t%s\n", f.what, f.n, f.calls, micros(f.mean), micros(f.p50), micros(f.p99), f.hits, f.bytes, f.text, slope)
	}
	return nil
}

func micros(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d.Nanoseconds())/1000) }
