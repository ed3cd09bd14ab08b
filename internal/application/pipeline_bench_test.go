package application_test

import (
	"runtime"
	"strings"
	"testing"

	"verv/internal/application"
	"verv/internal/store"
	"verv/internal/testbed"
)

// BenchmarkPipeline is the table, the board and the counts of a job with five thousand applications, two thousand of them new and
// a thousand at each later stage, as a member gets them over HTTP; and what is left in memory after a page. The goal of a page is 150 ms.
func BenchmarkPipeline(b *testing.B) {
	r := newRig(b, testbed.New(b, store.SQLite, serverRooms()))
	const all = 5000
	r.fill(all)
	r.spread(b)
	member := r.as("member")
	for _, c := range []struct{ name, query string }{{"table", ""}, {"table-last", "?page=100"}, {"board", "?view=board"}, {"board-unread", "?view=board&unread=on"},
		{"board-name", "?view=board&name=nummer+4999"}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if a := member.get(r.table() + c.query); a.Code != 200 {
					b.Fatal(a.Code)
				}
			}
			b.ReportMetric(float64(len(member.get(r.table()+c.query).Body)), "page-bytes")
			b.ReportMetric(held(), "heap-MB")
		})
	}
	b.Run("counts", func(b *testing.B) {
		for b.Loop() {
			if _, err := r.House.Table(b.Context(), r.assess(), r.job, application.Filter{State: "none"}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("file", func(b *testing.B) {
		for b.Loop() {
			if a := member.get("/employer/jobs/" + r.job.String() + "/applications.csv"); strings.Count(a.Body, "\n") != all+1 {
				b.Fatal(a.Code)
			}
		}
	})
}

// held is what the heap holds after a collection.
func held() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// spread moves what was filled into all stages by bulks of a thousand, as a member would.
func (r *rig) spread(tb testing.TB) {
	tb.Helper()
	p := r.pipeline()
	for _, s := range p[1:] {
		v, err := r.House.Choose(tb.Context(), r.assess(), r.job, application.DeedMove, application.Choice{Stage: p[0].ID})
		r.must(err)
		r.must(r.House.Carry(tb.Context(), r.assess(), v, s.ID, ""))
	}
}

// BenchmarkBulk is a thousand applications to another stage and back: the goal is a second or two, in chunks that let others in.
func BenchmarkBulk(b *testing.B) {
	r := newRig(b, testbed.New(b, store.SQLite, serverRooms()))
	r.fill(1000)
	p := r.pipeline()
	for b.Loop() {
		v, err := r.House.Choose(b.Context(), r.assess(), r.job, application.DeedMove, application.Choice{Stage: p[0].ID})
		r.must(err)
		r.must(r.House.Carry(b.Context(), r.assess(), v, p[1].ID, ""))
		r.must(r.House.UndoBulk(b.Context(), r.assess(), v))
		r.Clock.Move(1e9)
	}
}
