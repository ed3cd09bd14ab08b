package workload

import (
	"runtime"
	"slices"
	"sync"
	"time"

	"verv/internal/match"
)

// Timing is how long single calls took.
type Timing struct {
	Calls          int
	Mean, P50, P99 time.Duration
	Hits           float64 // on average
}

// Run measures with the caller's clocks.
type Run struct {
	Now     func() time.Time     // for what runs side by side
	CPU     func() time.Duration // of the process: others on the machine do not count
	Map     *Map
	Workers int // that take in documents; 0 = 1
	// Vocabulary is an index of jobs, whose words weigh those of people and tell alerts what is rare.
	Vocabulary *match.Index
}

// timed calls f for each number below n and sums up.
func (r *Run) timed(n int, f func(i int) (hits int)) Timing {
	took := make([]time.Duration, n)
	out := Timing{Calls: n}
	for i := range took {
		from := r.CPU()
		hits := f(i)
		took[i] = r.CPU() - from
		out.Mean += took[i]
		out.Hits += float64(hits)
	}
	if n == 0 {
		return out
	}
	slices.Sort(took)
	out.Mean /= time.Duration(n)
	out.Hits /= float64(n)
	out.P50, out.P99 = took[n/2], took[min(n*99/100, n-1)]
	return out
}

// Built is what it took to make a structure.
type Built struct {
	N      int
	Took   time.Duration // of processors
	Wall   time.Duration // by the clock
	Heap   float64       // bytes of heap for each
	Shares []match.Share
}

// Text is how many bytes of each are the order of words, which only phrases need.
func (b Built) Text() float64 {
	for _, s := range b.Shares {
		if s.Part == "text" {
			return float64(s.Bytes) / float64(max(b.N, 1))
		}
	}
	return 0
}

// build measures time and heap of adding records that were made beforehand, batch by batch.
func build[T any](r *Run, add func([]T), batches func(yield func([]T) bool)) Built {
	var out Built
	before := heap()
	for b := range batches {
		from, at := r.CPU(), r.Now()
		add(b)
		out.Took += r.CPU() - from
		out.Wall += r.Now().Sub(at)
		out.N += len(b)
	}
	out.Heap = float64(heap()-before) / float64(max(out.N, 1))
	return out
}

// load takes in documents; the workers of the run share the work.
func load[D match.Document](r *Run, x *match.Index) func([]D) {
	return func(b []D) {
		_ = x.Load(func(yield func(match.Document, error) bool) { // a stream without errors
			for _, d := range b {
				if !yield(d, nil) {
					return
				}
			}
		}, r.Workers, nil)
	}
}

func heap() int64 {
	runtime.GC()
	runtime.GC() // pools let go at the second
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// batched cuts a sequence into pieces, so that making records is not measured.
func batched[T, U any](seq func(func(T, error) bool), to func(T) U, failed *error) func(func([]U) bool) {
	return func(yield func([]U) bool) {
		var b []U
		for v, err := range seq {
			if err != nil {
				*failed = err
				return
			}
			if b = append(b, to(v)); len(b) == 4096 {
				if !yield(b) {
					return
				}
				clear(b)
				b = b[:0]
			}
		}
		yield(b)
	}
}

// Jobs builds an index of jobs.
func (r *Run) Jobs(s Source) (*match.Index, Built, error) {
	x := match.New(match.Options{Analyzer: Spaces{}, Tree: r.Map})
	var err error
	b := build(r, load[*match.Job](r, x), batched(s.Jobs, (*Job).Document, &err))
	b.Shares = x.Memory()
	return x, b, err
}

// People builds an index of people.
func (r *Run) People(s Source) (*match.Index, Built, error) {
	x := match.New(match.Options{Analyzer: Spaces{}, Tree: r.Map, Vocabulary: r.Vocabulary})
	var err error
	b := build(r, load[*match.Person](r, x), batched(s.CVs, (*CV).Document, &err))
	b.Shares = x.Memory()
	return x, b, err
}

// Alerts builds a set of alerts.
func (r *Run) Alerts(s Source) (*match.Alerts, Built, error) {
	a := match.NewAlerts(match.Options{Analyzer: Spaces{}, Tree: r.Map, Vocabulary: r.Vocabulary})
	put := func(b []match.Alert) {
		for _, one := range b {
			a.Put(one)
		}
	}
	var err error
	b := build(r, put, batched(s.Alerts, (*Alert).Alert, &err))
	b.Shares = a.Memory()
	return a, b, err
}

// Percolate measures one job after the other.
func (r *Run) Percolate(a *match.Alerts, jobs []*match.Job) Timing {
	return r.timed(len(jobs), func(i int) int { return len(a.Percolate(jobs[i], Start)) })
}

// Rate is how many jobs a second are percolated by so many at a time.
func (r *Run) Rate(a *match.Alerts, jobs []*match.Job, workers int) float64 {
	from := r.Now()
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := w; i < len(jobs); i += workers {
				a.Percolate(jobs[i], Start)
			}
		})
	}
	all.Wait()
	return float64(len(jobs)) / r.Now().Sub(from).Seconds()
}

// Search measures one request after the other.
func (r *Run) Search(x *match.Index, requests []match.Request) Timing {
	return r.timed(len(requests), func(i int) int { return x.Search(requests[i]).Total })
}

// Rank measures the twenty best people for one job after the other, with reasons.
func (r *Run) Rank(x *match.Index, jobs []*match.Job) Timing {
	q := match.Ranking{View: match.View{Purpose: match.ForMatching}, Limit: 20, Now: Start}
	return r.timed(len(jobs), func(i int) int { return len(x.RankPeople(jobs[i], q)) })
}

// Changes measures adding, changing and removing one at a time; n of each.
func (r *Run) Changes(n int, put func(i int, changed bool), remove func(i int)) (add, change, out Timing) {
	add = r.timed(n, func(i int) int { put(i, false); return 0 })
	change = r.timed(n, func(i int) int { put(i, true); return 0 })
	out = r.timed(n, func(i int) int { remove(i); return 0 })
	return add, change, out
}
