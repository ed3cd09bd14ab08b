package server

import (
	"context"
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"verv/internal/access"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// measure gives the machinery its figures. They count kinds and outcomes, never persons, employers or addresses.
func (h *House) measure() {
	runs := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "verv_task_runs_total", Help: "Runs of tasks by this process: done, later or failed."},
		[]string{"kind", "outcome"})
	letters := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "verv_mail_total", Help: "Tries to send a letter: sent, deferred or failed."},
		[]string{"letter", "outcome"})
	m := newMeter(h.wall())
	h.DB.Measure(m)
	h.Tasks.OnRun(func(kind string, err error) {
		switch {
		case err == nil:
			runs.WithLabelValues(kind, "done").Inc()
		case errors.Is(err, task.ErrLater):
			runs.WithLabelValues(kind, "later").Inc()
		default:
			runs.WithLabelValues(kind, "failed").Inc()
		}
	})
	h.Mail.OnSend(func(letter string, o mail.Outcome) { letters.WithLabelValues(letter, string(o)).Inc() })
	h.Metrics.Register(runs, letters, m.reads, m.writes, m.commits, m.records, &queue{house: h})
}

func (h *House) wall() func() time.Time {
	if h.opt.Wall != nil {
		return h.opt.Wall
	}
	return h.opt.Now
}

// meter counts what the store does.
type meter struct {
	wall          func() time.Time
	reads, writes *prometheus.CounterVec
	commits       prometheus.Histogram
	records       prometheus.Counter
}

func newMeter(wall func() time.Time) *meter {
	return &meter{wall: wall,
		reads:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "verv_store_reads_total", Help: "Transactions that read: done or failed."}, []string{"outcome"}),
		writes: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "verv_store_writes_total", Help: "Transactions that write: done or failed."}, []string{"outcome"}),
		commits: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "verv_store_commit_seconds", Help: "Time until a commit is durable.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 5}}),
		records: prometheus.NewCounter(prometheus.CounterOpts{Name: "verv_store_access_records_total", Help: "Access records of pages that showed somebody else's data."}),
	}
}

func outcome(failed bool) string {
	if failed {
		return "failed"
	}
	return "done"
}

// Read counts a transaction that read.
func (m *meter) Read(failed bool) { m.reads.WithLabelValues(outcome(failed)).Inc() }

// Write counts a transaction that wrote.
func (m *meter) Write(failed bool) { m.writes.WithLabelValues(outcome(failed)).Inc() }

// Commit takes the time of a commit.
func (m *meter) Commit() func() {
	start := m.wall()
	return func() { m.commits.Observe(m.wall().Sub(start).Seconds()) }
}

// Records counts access records.
func (m *meter) Records(n int) { m.records.Add(float64(n)) }

// queue reads the tasks of the whole installation when somebody asks for the figures.
type queue struct{ house *House }

var (
	queueTasks  = prometheus.NewDesc("verv_tasks", "Tasks of the installation: queued, running, or failed for good.", []string{"kind", "state"}, nil)
	queueOldest = prometheus.NewDesc("verv_task_oldest_seconds", "How long the oldest queued task has been due; 0 where none is.", []string{"kind"}, nil)
)

// Describe names the figures.
func (q *queue) Describe(out chan<- *prometheus.Desc) { out <- queueTasks; out <- queueOldest }

// Collect counts. While the database does not answer the figures are absent, which is what an alarm should look for.
func (q *queue) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	g, err := privacy.Authorize(access.Verv("server.metrics"), access.Operation(), privacy.Operate)
	if err != nil {
		return
	}
	var counts []task.Count
	if q.house.DB.Read(ctx, g, func(r *store.Reader) (err error) { counts, err = task.Counts(r); return err }) != nil {
		return
	}
	now := q.house.opt.Now()
	for _, c := range counts {
		for state, n := range map[string]int{"queued": c.Waiting, "running": c.Running, "failed": c.Dead} {
			out <- prometheus.MustNewConstMetric(queueTasks, prometheus.GaugeValue, float64(n), c.Kind, state)
		}
		age := 0.0
		if !c.FirstDue.IsZero() {
			age = max(0, now.Sub(c.FirstDue).Seconds())
		}
		out <- prometheus.MustNewConstMetric(queueOldest, prometheus.GaugeValue, age, c.Kind)
	}
}
