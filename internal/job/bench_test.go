package job_test

import (
	"net/http/httptest"
	"syscall"
	"testing"

	"verv/internal/employer"
	"verv/internal/job"
	"verv/internal/server"
	"verv/internal/store"
	"verv/internal/testbed"
)

const benchJobs = 10_000

// BenchmarkPages asks the public pages of a site with 10,000 open jobs over HTTP. It reports the processor's time of a request; the
// bar for the list is 1 ms.
func BenchmarkPages(b *testing.B) {
	w := newWorld(b, testbed.New(b, store.SQLite, server.Rooms()), job.Rules{})
	w.take("bench", posting("0", "Sykepleier 0, akuttmottak", "2026-12-20"), employer.ID{})
	// Ten thousand commits would take minutes: the one job is copied past the gate.
	w.Exec(`with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
		insert into job select printf('01a2076b-4400-7000-8000-%012x', i), employer_id, site_id, source, 'n' || i, hash, state, reason, version,
		'Sykepleier ' || i || ', akuttmottak', body, language, remote, remote_from, employment, extent_min, extent_max, work_languages, pay_min, pay_max,
		pay_currency, pay_unit, pay_text, start_day, deadline, ends_at, steps, decides, ad_url, apply_url, place_text, region,
		'sykepleier ' || i || ', akuttmottak havbris as', place_words, made_at, changed_at, published_at - i * 1000, closed_at from job, n`, benchJobs-1)
	br := newBrowser(w)
	found, err := w.house.Search(b.Context(), w.public, w.site.ID, job.Filter{})
	w.must(err)
	j := found.Jobs[0]
	for _, c := range []struct{ name, target string }{
		{"home", "/"}, {"list", "/jobs"}, {"page50", "/jobs?page=50"}, {"search", "/jobs?q=sykepleier+9999"}, {"place", "/jobs?place=bod%C3%B8"},
		{"ad", "/jobs/" + j.ID.String() + "/" + job.Slug(j.Title)},
	} {
		b.Run(c.name, func(b *testing.B) {
			for _, zip := range []string{"", "gzip"} {
				b.Run("as"+zip, func(b *testing.B) {
					b.ReportAllocs()
					before := cpu()
					for b.Loop() {
						r := httptest.NewRequest("GET", "https://nordlys.example"+c.target, nil)
						r.Header.Set("Accept-Encoding", zip)
						rec := httptest.NewRecorder()
						br.mux.ServeHTTP(rec, r)
						if rec.Code != 200 {
							b.Fatal(rec.Code)
						}
					}
					b.ReportMetric(float64(cpu()-before)/float64(b.N)/1000, "cpu-µs/op")
				})
			}
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
