package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"
)

type benchVerb struct {
	Web   benchWeb   `cmd:"" help:"Load this machine's Verv and a bare net/http handler with the same two reads in turn, and compare the processor time of a request."`
	Match benchMatch `cmd:"" help:"Measure the matching engine: alerts, search for people and jobs, ranking; time, memory and growth."`
	Scale benchScale `cmd:"" help:"Ask the pages of a large installation and of one a tenth of its size, and print time, memory and growth of each."`

	Link   benchLink `cmd:"" help:"Ask for ESCO labels that were left out of the index, and print how often their concept is found, with and without table and group rule."`
	Titles benchUnit `cmd:"" help:"Ask the built-in vocabulary for the unit group of labelled advertisement titles, and print how often it is right."`
}

type benchWeb struct {
	Seconds      int    `default:"10" help:"Seconds of load for each page and each of the two, 1 to 120 (${default})."`
	Rate         int    `default:"300" help:"Requests per second, 1 to 5000 (${default})."`
	Jobs         int    `default:"5000" help:"Open jobs, 20 to 100000 (${default})."`
	Applications int    `default:"300" help:"Applications to one job, 1 to 2000 (${default})."`
	Format       string `default:"table" enum:"table,tsv" help:"table or tsv."`
	Profile      string `placeholder:"FILE" help:"Write a processor profile of Verv while it is loaded."`
	Serve        string `hidden:"" enum:",verv,bare" default:""`
	Dir          string `hidden:""`
}

// rounds is how often each of the two is loaded with each page: A B A B, so that a machine that grows slower does so for both.
const rounds = 2

// Run makes an installation in a temporary folder, serves it twice (by Verv, and by a bare handler that reads the same database), each
// in a process of its own, and loads both from this one. Everything stays on the loopback and ends by itself.
func (b benchWeb) Run(o *outside) error {
	if b.Serve != "" {
		return b.child(o)
	}
	if err := b.check(); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "verv-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	ctx, cancel := context.WithTimeout(o.ctx, b.longest())
	defer cancel()
	began := o.now()
	fmt.Fprintf(o.err, "making %d jobs and %d applications ...\n", b.Jobs, b.Applications)
	t, err := size{b.Jobs, b.Jobs/50 + 1, b.Applications}.seed(ctx, o, dir)
	if err != nil {
		return fmt.Errorf("making the installation: %w", err)
	}
	fmt.Fprintf(o.err, "made in %s; loading for about %d s ...\n", o.now().Sub(began).Round(100*time.Millisecond), 2*b.Seconds*len(t.pages()))
	all, err := b.measure(ctx, dir, t)
	if err != nil {
		return err
	}
	return b.print(o.out, all)
}

func (b benchWeb) check() error {
	for _, v := range []struct {
		name         string
		n, low, high int
	}{{"--seconds", b.Seconds, 1, 120}, {"--rate", b.Rate, 1, 5000}, {"--jobs", b.Jobs, 20, 100_000}, {"--applications", b.Applications, 1, 2000}} {
		if v.n < v.low || v.n > v.high {
			return fmt.Errorf("%s takes %d to %d", v.name, v.low, v.high)
		}
	}
	return nil
}

// longest bounds the whole run: seeding, and a load that takes twice its time.
func (b benchWeb) longest() time.Duration {
	return 5*time.Minute + time.Duration(b.Jobs+b.Applications)*50*time.Millisecond + time.Duration(20*b.Seconds)*time.Second
}

// figure is what one of the two did with one page, over all rounds.
type figure struct {
	page, server string
	load         tally
	cpu          time.Duration // user and system time of the server's process
	resident     int64         // bytes, after the load
	size         int           // bytes of the page as it is sent
}

// perRequest is processor time by answered request.
func (f figure) perRequest() time.Duration { return f.cpu / time.Duration(max(len(f.load.took), 1)) }

// measure starts both servers and loads them in turn with each page.
func (b benchWeb) measure(ctx context.Context, dir string, t town) (out []figure, err error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	verv, err := startServed(ctx, exe, "verv", dir, b.Profile)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, verv.stop()) }()
	bare, err := startServed(ctx, exe, "bare", dir, "")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, bare.stop()) }()
	cookie, err := enterTown(ctx, verv.url, t.link)
	if err != nil {
		return nil, err
	}
	for _, p := range t.pages() {
		both, err := b.compare(ctx, p, cookie, verv, bare)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.name, err)
		}
		out = append(out, both...)
	}
	return out, nil
}

// compare loads both with one page. The bare page is as long as Verv's, before compression.
func (b benchWeb) compare(ctx context.Context, p benchPage, cookie string, verv, bare *served) ([]figure, error) {
	plain := p
	plain.zip = false
	long, err := fetch(ctx, plain.request(verv.url+p.verv, cookie))
	if err != nil {
		return nil, err
	}
	out := []figure{{page: p.name, server: "verv"}, {page: p.name, server: "bare"}}
	servers := []*served{verv, bare}
	urls := []string{verv.url + p.verv, bare.url + p.bare + fmt.Sprintf("?size=%d", long)}
	for i := range servers {
		for range 50 { // caches, statements and connections are warm before anything is counted
			if out[i].size, err = fetch(ctx, p.request(urls[i], cookie)); err != nil {
				return nil, fmt.Errorf("%s: %w", out[i].server, err)
			}
		}
	}
	slot := time.Duration(b.Seconds) * time.Second / rounds
	for range rounds {
		for i, s := range servers {
			before, _, err := s.usage()
			if err != nil {
				return nil, err
			}
			out[i].load.add(pace(ctx, p.request(urls[i], cookie), b.Rate, slot))
			after, resident, err := s.usage()
			if err != nil {
				return nil, err
			}
			out[i].cpu += after - before
			out[i].resident = resident
		}
	}
	return out, ctx.Err()
}

// goal is how much processor time of the bare handler a page of Verv may take.
const goal = 3.0

func (b benchWeb) print(w io.Writer, all []figure) error {
	lines := [][]string{{"page", "server", "answered", "failed", "per-second", "cpu-us", "p50-ms", "p99-ms", "resident-MB", "bytes", "ratio"}}
	for i, f := range all {
		ratio := ""
		if f.server == "verv" {
			ratio = fmt.Sprintf("%.2f", float64(f.perRequest())/float64(max(all[i+1].perRequest(), 1)))
		}
		slices.Sort(f.load.took)
		lines = append(lines, []string{f.page, f.server, fmt.Sprint(len(f.load.took)), fmt.Sprint(f.load.failed),
			fmt.Sprintf("%.0f", float64(len(f.load.took))/f.load.lasted.Seconds()), fmt.Sprint(f.perRequest().Microseconds()),
			millis(f.load.rank(0.5)), millis(f.load.rank(0.99)), fmt.Sprint(f.resident >> 20), fmt.Sprint(f.size), ratio})
	}
	out, end := w, "\n"
	if b.Format == "table" {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		defer t.Flush()
		out, end = t, "\t\n"
	}
	for _, l := range lines {
		for i, cell := range l {
			if i > 0 {
				fmt.Fprint(out, "\t")
			}
			fmt.Fprint(out, cell)
		}
		fmt.Fprint(out, end)
	}
	if b.Format == "table" {
		fmt.Fprintf(out, "\ncpu-us is user and system time of the server's process by answered request; ratio is Verv's to the bare handler's, the goal is %.0f.\n", goal)
	}
	return nil
}

func millis(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d.Microseconds())/1000) }

// dataOf is where the installation of a benchmark keeps its data.
func dataOf(dir string) string { return filepath.Join(dir, "verv") }
