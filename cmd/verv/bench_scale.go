package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

type benchScale struct {
	Jobs         int    `default:"200000" help:"Open jobs, 200 to 1000000 (${default})."`
	Employers    int    `default:"1000" help:"Employers, 10 to 10000 (${default})."`
	Applications int    `default:"5000" help:"Applications to one job, 10 to 50000 (${default})."`
	Requests     int    `default:"30" help:"Requests of each page, 1 to 1000 (${default})."`
	Format       string `default:"table" enum:"table,tsv" help:"table or tsv."`
	Profile      string `placeholder:"FILE" help:"Write a processor profile of Verv at full size."`
}

// Run makes two installations in a temporary folder, the second ten times the first, serves each in a process of its own and asks its
// pages one after another.
func (b benchScale) Run(o *outside) error {
	if err := b.check(); err != nil {
		return err
	}
	full := size{b.Jobs, b.Employers, b.Applications}
	var all [2][]asked
	for i, n := range []size{{full.jobs / 10, full.employers / 10, full.applications / 10}, full} {
		var err error
		if all[i], err = b.try(o, n, []string{"", b.Profile}[i]); err != nil {
			return err
		}
	}
	return b.print(o.out, full, all)
}

func (b benchScale) check() error {
	for _, v := range []struct {
		name         string
		n, low, high int
	}{{"--jobs", b.Jobs, 200, 1_000_000}, {"--employers", b.Employers, 10, 10_000}, {"--applications", b.Applications, 10, 50_000}, {"--requests", b.Requests, 1, 1000}} {
		if v.n < v.low || v.n > v.high {
			return fmt.Errorf("%s takes %d to %d", v.name, v.low, v.high)
		}
	}
	return nil
}

// asked is what one page took.
type asked struct {
	page     string
	took     []time.Duration // each from request to last byte
	cpu      time.Duration   // user and system time of the server's process, all requests
	resident int64           // bytes, after the last
	size     int             // bytes of the page, compressed
}

// scalePages are a visitor's pages, and those of a recruiter.
func (t town) scalePages() []benchPage {
	team := "/employer/jobs/" + t.job + "/applications"
	return []benchPage{
		{name: "home", verv: "/"},
		{name: "list", verv: "/jobs"},
		{name: "list, page 40", verv: "/jobs?page=40"},
		{name: "list, a word", verv: "/jobs?q=systemutvikler"},
		{name: "list, facets", verv: "/jobs?region=Bergen&region=Oslo&kind=permanent"},
		{name: "list by pay", verv: "/jobs?sort=pay"},
		{name: "job", verv: t.ad},
		{name: "sitemap index", verv: "/sitemap.xml"},
		{name: "feed", verv: "/feed.json"},
		{name: "employer's home", verv: "/employer", enter: true},
		{name: "employer's jobs", verv: "/employer/jobs", enter: true},
		{name: "applications", verv: team, enter: true},
		{name: "applications, a name", verv: team + "?name=nummer+7", enter: true},
		{name: "board", verv: team + "?view=board", enter: true},
	}
}

// try makes an installation and asks its pages.
func (b benchScale) try(o *outside, n size, profile string) (out []asked, err error) {
	dir, err := os.MkdirTemp("", "verv-scale-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	began := o.now()
	fmt.Fprintf(o.err, "making %d jobs of %d employers and %d applications to one ...\n", n.jobs, n.employers, n.applications)
	t, err := n.seed(o.ctx, o, dir)
	if err != nil {
		return nil, fmt.Errorf("making the installation: %w", err)
	}
	fmt.Fprintf(o.err, "made in %s\n", o.now().Sub(began).Round(100*time.Millisecond))
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	s, err := startServed(o.ctx, exe, "verv", dir, profile)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	cookie, err := enterTown(o.ctx, s.url, t.link)
	if err != nil {
		return nil, err
	}
	for _, p := range t.scalePages() {
		p.zip = true
		a, err := b.ask(o.ctx, s, p, cookie)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.name, err)
		}
		out = append(out, a)
	}
	return out, nil
}

// ask asks for one page, one request at a time, after a few that nobody counts.
func (b benchScale) ask(ctx context.Context, s *served, p benchPage, cookie string) (asked, error) {
	a := asked{page: p.name}
	req := p.request(s.url+p.verv, cookie)
	var err error
	for range 3 {
		if a.size, err = fetch(ctx, req); err != nil {
			return a, err
		}
	}
	before, _, err := s.usage()
	if err != nil {
		return a, err
	}
	for range b.Requests {
		if err := a.once(ctx, req); err != nil {
			return a, err
		}
	}
	after, resident, err := s.usage()
	a.cpu, a.resident = after-before, resident
	slices.Sort(a.took)
	return a, err
}

func (a *asked) once(ctx context.Context, req *http.Request) error {
	at := time.Now()
	_, err := fetch(ctx, req)
	a.took = append(a.took, time.Since(at))
	return err
}

// perRequest is the server's processor time of one request.
func (a asked) perRequest() time.Duration { return a.cpu / time.Duration(max(len(a.took), 1)) }

func (b benchScale) print(w io.Writer, n size, all [2][]asked) error {
	lines := [][]string{{"page", "cpu-ms", "p50-ms", "max-ms", "bytes", "resident-MB", "cpu-ms/10", "growth"}}
	for i, a := range all[1] {
		less := all[0][i]
		lines = append(lines, []string{a.page, millis(a.perRequest()), millis(a.took[len(a.took)/2]), millis(a.took[len(a.took)-1]), fmt.Sprint(a.size),
			fmt.Sprint(a.resident >> 20), millis(less.perRequest()), fmt.Sprintf("%.1f", float64(a.perRequest())/float64(max(less.perRequest(), 1)))})
	}
	if b.Format == "tsv" {
		for _, l := range lines {
			fmt.Fprintln(w, strings.Join(l, "\t"))
		}
		return nil
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, l := range lines {
		fmt.Fprintln(t, strings.Join(l, "\t")+"\t")
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%d jobs, %d employers, %d applications to one job. cpu-ms is user and system time of the server's process by request, resident-MB its memory after\n"+
		"the page; cpu-ms/10 is the same at a tenth of the size, growth the ratio of the two.\n", n.jobs, n.employers, n.applications)
	return err
}
