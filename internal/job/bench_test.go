package job_test

import (
	"fmt"
	"net/http/httptest"
	"syscall"
	"testing"

	"verv/internal/employer"
	"verv/internal/job"
	"verv/internal/server"
	"verv/internal/store"
	"verv/internal/testbed"
)

// benchSizes are how many open jobs a site has. The bar for the list is 1 ms of the processor at 40; beyond that its growth is looked at.
var benchSizes = []int{40, 2_000, 20_000, 200_000}

// BenchmarkPages asks the public pages of a site over HTTP and reports the processor's time of a request.
func BenchmarkPages(b *testing.B) {
	for _, n := range benchSizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchPages(b, n) })
	}
}

func benchPages(b *testing.B, n int) {
	w := newWorld(b, testbed.New(b, store.SQLite, server.Rooms()), job.Rules{})
	w.take("bench", posting("0", "Sykepleier 0, akuttmottak", "2026-12-20"), employer.ID{})
	// So many commits would take hours: the one job is copied past the gate, with other regions, pays and words.
	w.Exec(`with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
		insert into job select printf('01a2076b-4400-7000-8000-%012x', i), employer_id, site_id, source, 'n' || i, hash, state, reason, version,
		'Sykepleier ' || i || ', akuttmottak', body, language, remote, remote_from, employment, extent_min, extent_max, work_languages, pay_min + i * 100, pay_max + i * 100,
		pay_currency, pay_unit, pay_text, start_day, deadline, ends_at, steps, decides, ad_url, apply_url, place_text, 'Fylke ' || (i % 15),
		'sykepleier ' || i || ', akuttmottak havbris as', place_words, made_at, changed_at, published_at - i * 1000, closed_at from job, n`, n-1)
	br := newBrowser(w)
	found, err := w.house.Search(b.Context(), w.public, w.site.ID, job.Filter{})
	w.must(err)
	if found.Total != n {
		b.Fatalf("%d jobs", found.Total)
	}
	j := found.Jobs[0]
	for _, c := range []struct{ name, target string }{
		{"home", "/"}, {"list", "/jobs"}, {"page2", "/jobs?page=2"}, {"search", "/jobs?q=sykepleier+39"}, {"facets", "/jobs?region=Fylke+3&region=Fylke+4&kind=permanent"},
		{"bypay", "/jobs?sort=pay"}, {"ad", "/jobs/" + j.ID.String() + "/" + job.Slug(j.Title)}, {"sitemap", "/sitemap.xml"},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			before := cpu()
			for b.Loop() {
				r := httptest.NewRequest("GET", "https://nordlys.example"+c.target, nil)
				r.Header.Set("Accept-Encoding", "gzip")
				rec := httptest.NewRecorder()
				br.mux.ServeHTTP(rec, r)
				if rec.Code != 200 {
					b.Fatal(rec.Code)
				}
			}
			b.ReportMetric(float64(cpu()-before)/float64(b.N)/1000, "cpu-µs/op")
		})
	}
}

// cpu is the processor time of this process in nanoseconds.
func cpu() int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}
