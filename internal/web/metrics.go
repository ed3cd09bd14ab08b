package web

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are counted by pattern, never by address, host or person. Other rooms add theirs through Register.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	panics   prometheus.Counter
	limited  prometheus.Counter
	reports  *prometheus.CounterVec
}

// NewMetrics makes a registry of its own, with Go's and the process's figures in it.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "verv_requests_total", Help: "Answered requests."}, []string{"pattern", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "verv_request_seconds", Help: "Time from request to answer.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"pattern"}),
		panics:  prometheus.NewCounter(prometheus.CounterOpts{Name: "verv_panics_total", Help: "Panics in handlers."}),
		limited: prometheus.NewCounter(prometheus.CounterOpts{Name: "verv_limited_total", Help: "Requests refused because a client asked too often."}),
		reports: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "verv_csp_reports_total", Help: "Violations of the content policy that browsers reported."}, []string{"directive"}),
	}
	m.Register(m.requests, m.seconds, m.panics, m.limited, m.reports, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Register adds collectors of another room. It panics on a name that is taken.
func (m *Metrics) Register(cs ...prometheus.Collector) { m.registry.MustRegister(cs...) }

// Handler serves the figures, on an address of its own.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
