package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
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
	Peers    string   `placeholder:"DIR" help:"Give the same workload to each program of this folder, one after the other, and compare answers and figures; make bench builds some."`

	PeerLimit time.Duration `default:"30m" help:"How long one program may take (${default})."`

	Format string `default:"table" enum:"table,tsv" help:"table or tsv."`
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
	var beside []peerFigure
	for _, n := range sizes {
		figures, peers, err := b.one(o, n)
		if err != nil {
			return err
		}
		all, beside = append(all, figures...), append(beside, peers...)
	}
	if err := b.print(o.out, all); err != nil || b.Peers == "" {
		return err
	}
	return b.printPeers(o.out, beside)
}

// one measures one size, and what is to stand beside it.
func (b benchMatch) one(o *outside, n int) (ours []matchFigure, beside []peerFigure, err error) {
	if b.Peers == "" {
		ours, err = b.alone(o, n)
		return ours, nil, err
	}
	dir, err := os.MkdirTemp("", "verv-bench-")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(dir)
	if b.Workload == "" { // everybody reads the same files, Verv too
		fmt.Fprintf(o.err, "writing a market of %d ...\n", n)
		if err := workload.Write(dir, b.made(n)); err != nil {
			return nil, nil, err
		}
		b.Workload = dir
	}
	if b.Answers == "" {
		b.Answers = filepath.Join(dir, "answers")
	}
	if ours, err = b.alone(o, n); err != nil {
		return nil, nil, err
	}
	debug.FreeOSMemory() // what Verv held is gone before others begin
	beside, err = b.besides(o, dir, ours)
	return ours, beside, err
}

func (b benchMatch) made(n int) workload.Source {
	return workload.NewMarket(b.Seed).Source(workload.Size{CVs: n, Jobs: n, Alerts: n, Queries: b.Queries})
}

// alone measures Verv.
func (b benchMatch) alone(o *outside, n int) ([]matchFigure, error) {
	r := &matchRun{Run: workload.Run{Now: o.now, CPU: processTime, Map: workload.NewMap(), Workers: 2}, source: b.made(n), asked: b.Queries}
	if b.Workload != "" {
		r.source = workload.Files(os.DirFS(b.Workload))
		if err := r.Map.LearnFrom(r.source); err != nil {
			return nil, err
		}
	} else {
		fmt.Fprintf(o.err, "a market of %d ...\n", n)
		workload.NewMarket(b.Seed).Teach(r.Map)
	}
	err := b.measure(r)
	return r.figures, err
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
	if b.PeerLimit < 0 {
		return nil, errors.New("--peer-limit takes a time")
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
		r.timing("search jobs", built.N, b.warm(func() workload.Timing { return r.Search(jobs, requests(queries)) }))
		if err := b.answer("jobs.tsv", func(w io.Writer) error { return workload.JobAnswers(w, jobs, r.source) }); err != nil {
			return err
		}
		if b.Peers != "" {
			some, err := workload.Collect(workload.First(r.source.Jobs, changes))
			if err != nil {
				return err
			}
			again(r, "change a job", built.N, some, func(j *workload.Job) { jobs.Put(j.Document()) })
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
	r.timing("percolate a job", built.N, b.warm(func() workload.Timing { return r.Percolate(alerts, jobs) }))
	for _, workers := range []int{1, 2} {
		r.figures = append(r.figures, matchFigure{what: fmt.Sprintf("percolate, %d at a time", workers), n: built.N, calls: len(jobs),
			mean: time.Duration(float64(time.Second) / r.Rate(alerts, jobs, workers))})
	}
	answered := r.source
	if b.Peers != "" { // others are asked for these alone: some need a tenth of a second for each
		answered.Jobs = workload.First(answered.Jobs, r.asked)
	}
	if err := b.answer("alerts.tsv", func(w io.Writer) error { return workload.AlertAnswers(w, alerts, answered) }); err != nil || b.Peers == "" {
		return err
	}
	some, err := workload.Collect(workload.First(r.source.Alerts, changes))
	if err != nil {
		return err
	}
	again(r, "change an alert", built.N, some, func(a *workload.Alert) { alerts.Put(a.Alert()) })
	return nil
}

// warm asks twice and keeps the second time, where others are to be asked so.
func (b benchMatch) warm(ask func() workload.Timing) workload.Timing {
	if b.Peers != "" {
		ask()
	}
	return ask()
}

// changes is how many records are taken in once more.
const changes = 100

// again measures taking in records once more: what was there goes, and the same comes.
func again[T any](r *matchRun, what string, n int, some []T, put func(T)) {
	_, change, _ := r.Changes(len(some), func(i int, _ bool) { put(some[i]) }, func(int) {})
	r.timing(what, n, change)
}

func (b benchMatch) people(r *matchRun) error {
	people, built, err := r.People(r.source)
	if err != nil {
		return err
	}
	r.built("build CVs", built)
	r.figures = append(r.figures, matchFigure{what: "build CVs, 2 at a time", n: built.N, calls: built.N, mean: built.Wall / time.Duration(max(built.N, 1))})
	queries, err := workload.Collect(r.source.CVQuery)
	if err != nil {
		return err
	}
	r.timing("search CVs", built.N, b.warm(func() workload.Timing { return r.Search(people, requests(queries)) }))
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
	if err := b.answer("cvs.tsv", func(w io.Writer) error { return workload.CVAnswers(w, people, r.source) }); err != nil || b.Peers == "" {
		return err
	}
	some, err := workload.Collect(workload.First(r.source.CVs, changes))
	if err != nil {
		return err
	}
	again(r, "change a CV", built.N, some, func(c *workload.CV) { people.Put(c.Document()) })
	return nil
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
		fmt.Fprintf(out, "%s\t%d\t%d\t%s\t%s\t%s\t%.0f\t%.0f\t%.0f\t%s\n", f.what, f.n, f.calls, micros(f.mean), micros(f.p50), micros(f.p99), f.hits, f.bytes, f.text, slope(first.mean, f.mean, first.n, f.n))
	}
	return nil
}

func micros(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d.Nanoseconds())/1000) }
