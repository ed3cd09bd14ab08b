package match_test

import (
	"flag"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"verv/internal/match"
	"verv/internal/match/workload"
)

var (
	size    = flag.Int("size", 100_000, "alerts, CVs or jobs in a benchmark")
	workers = flag.Int("workers", 1, "that take in documents")
)

// cpu is the time of this process on any core.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func report(b *testing.B, t workload.Timing) {
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(t.Mean.Microseconds()), "µs-mean")
	b.ReportMetric(float64(t.P50.Microseconds()), "µs-p50")
	b.ReportMetric(float64(t.P99.Microseconds()), "µs-p99")
	b.ReportMetric(t.Hits, "hits")
}

func start(b *testing.B) (*workload.Run, *workload.Market) {
	m := workload.NewMarket(1)
	r := &workload.Run{Now: time.Now, CPU: cpu, Map: workload.NewMap(), Workers: *workers}
	m.Teach(r.Map)
	jobs, _, err := r.Jobs(m.Source(workload.Size{Jobs: 20_000}))
	if err != nil {
		b.Fatal(err)
	}
	r.Vocabulary = jobs
	return r, m
}

func told(b *testing.B, built workload.Built) {
	b.Logf("%d in %s, by the clock %s, %.1f bytes each on the heap", built.N, built.Took.Round(time.Millisecond), built.Wall.Round(time.Millisecond), built.Heap)
	for _, s := range built.Shares {
		b.Logf("  %-8s %6.1f bytes each", s.Part, float64(s.Bytes)/float64(built.N))
	}
}

// BenchmarkAlerts: P3 to P6. go test -run '^$' -bench Alerts -benchtime 1x -size 1000000 ./internal/match
func BenchmarkAlerts(b *testing.B) {
	r, m := start(b)
	alerts, built, err := r.Alerts(m.Source(workload.Size{Alerts: *size}))
	if err != nil {
		b.Fatal(err)
	}
	told(b, built)
	jobs := make([]*match.Job, 2000)
	for i := range jobs {
		jobs[i] = m.Job(10_000_000 + i).Document()
	}
	b.Run("percolate", func(b *testing.B) {
		for b.Loop() {
			report(b, r.Percolate(alerts, jobs))
		}
	})
	b.Run("parallel", func(b *testing.B) { // -cpu 1,2
		var next atomic.Int64
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				alerts.Percolate(jobs[int(next.Add(1))%len(jobs)], workload.Start)
			}
		})
	})
	b.Run("rate", func(b *testing.B) {
		for b.Loop() {
			one, two := r.Rate(alerts, jobs, 1), r.Rate(alerts, jobs, 2)
			b.ReportMetric(one, "jobs/s")
			b.ReportMetric(two/one, "times-on-2")
		}
	})
	more := make([]match.Alert, 20_000)
	for i := range more {
		more[i] = m.Alert(20_000_000 + i).Alert()
	}
	b.Run("change", func(b *testing.B) {
		for b.Loop() {
			add, change, remove := r.Changes(len(more)/2, func(i int, changed bool) {
				a := more[i]
				if changed {
					a.Query = more[i+len(more)/2].Query
				}
				alerts.Put(a)
			}, func(i int) { alerts.Remove(more[i].ID) })
			b.ReportMetric(float64(add.Mean.Nanoseconds()), "ns-add")
			b.ReportMetric(float64(change.Mean.Nanoseconds()), "ns-change")
			b.ReportMetric(float64(remove.Mean.Nanoseconds()), "ns-remove")
		}
	})
}

// BenchmarkPeople: C3 to C6 and M1.
func BenchmarkPeople(b *testing.B) {
	r, m := start(b)
	people, built, err := r.People(m.Source(workload.Size{CVs: *size}))
	if err != nil {
		b.Fatal(err)
	}
	told(b, built)
	asked := make([]match.Request, 1000)
	for i := range asked {
		asked[i] = m.CVQuery(i + 1).Request()
	}
	b.Run("search", func(b *testing.B) {
		for b.Loop() {
			report(b, r.Search(people, asked))
		}
	})
	b.Run("rank", func(b *testing.B) {
		jobs := make([]*match.Job, 200)
		for i := range jobs {
			jobs[i] = m.Job(10_000_000 + i).Document()
			jobs[i].Values.Skills = m.CV(20_000_000 + i).Document().Values.Skills
		}
		for b.Loop() {
			report(b, r.Rank(people, jobs))
		}
	})
	b.Run("change", func(b *testing.B) {
		for b.Loop() {
			add, change, remove := r.Changes(200, func(i int, changed bool) {
				p := m.CV(30_000_000 + i).Document()
				p.Purposes, p.Restricted = match.ForSearch, false
				people.Put(p)
			}, func(i int) { people.Remove(workload.ID(1 + i*7)) })
			b.ReportMetric(float64(add.Mean.Microseconds()), "µs-add")
			b.ReportMetric(float64(change.Mean.Microseconds()), "µs-change")
			b.ReportMetric(float64(remove.Mean.Microseconds()), "µs-remove")
		}
	})
}
