package job_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/site"
	"verv/internal/testbed"
)

func (w *world) take(name, file string, e employer.ID) []job.Line {
	w.T.Helper()
	var out []job.Line
	for line, err := range w.house.Intake(w.T.Context(), w.verv, job.Source{Name: name, Site: w.site.ID, Employer: e}, strings.NewReader(file)) {
		w.must(err)
		out = append(out, line)
	}
	return out
}

func (w *world) total() int {
	w.T.Helper()
	f, err := w.house.Search(w.T.Context(), w.public, w.site.ID, job.Filter{})
	w.must(err)
	return f.Total
}

func verdicts(lines []job.Line) map[job.Verdict]int {
	n := map[job.Verdict]int{}
	for _, l := range lines {
		n[l.Verdict]++
	}
	return n
}

// posting is one JobPosting in a line.
func posting(id, title, until string) string {
	return fmt.Sprintf(`{"@context":"https://schema.org","@type":"JobPosting","identifier":{"@type":"PropertyValue","value":%q},"title":%q,`+
		`"description":"<p>Text</p>","validThrough":%q,"datePosted":"2026-11-01","employmentType":"FULL_TIME","hiringOrganization":{"name":"Havbris AS"},`+
		`"jobLocation":{"@type":"Place","address":{"addressLocality":"Bodø","addressCountry":"NO"}},`+
		`"baseSalary":{"currency":"NOK","value":{"minValue":500000,"maxValue":600000,"unitText":"YEAR"}}}`, id, title, until)
}

// Every format of package intake is taken, and the same file again adds nothing.
func TestTwiceAddsNothing(t *testing.T) {
	files, err := filepath.Glob("intake/testdata/*.*")
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{PayRequired: true})
		for _, f := range files {
			text, err := os.ReadFile(f)
			w.must(err)
			before := w.total()
			first := w.take(filepath.Base(f), string(text), employer.ID{})
			taken := verdicts(first)[job.Taken]
			if taken == 0 || w.total() != before+taken {
				t.Errorf("%s: %v, %d more", f, first, w.total()-before)
			}
			second := w.take(filepath.Base(f), string(text), employer.ID{})
			if v := verdicts(second); v[job.Taken] != 0 || v[job.Unchanged] != taken || w.total() != before+taken {
				t.Errorf("%s again: %v", f, second)
			}
		}
	})
}

func TestChanged(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		w.take("f", posting("1", "One", "2026-12-01")+"\n"+posting("2", "Two", "2026-12-01"), employer.ID{})
		if got := w.take("f", posting("1", "Uno", "2026-12-01"), employer.ID{}); len(got) != 1 || got[0] != (job.Line{Verdict: job.Taken, ID: "1"}) {
			t.Fatalf("%v", got)
		}
		if w.total() != 2 {
			t.Errorf("%d jobs: one that is missing from a later file went", w.total())
		}
		if f, _ := w.house.Search(t.Context(), w.public, w.site.ID, job.Filter{Words: "uno"}); f.Total != 1 {
			t.Error("the change is not seen")
		}
		if got := w.take("g", posting("1", "Uno", "2026-12-01"), employer.ID{}); got[0].Verdict != job.Taken || w.total() != 3 {
			t.Errorf("the same id of another source: %v", got)
		}
	})
}

func TestDeadlineInAFile(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		if got := w.take("f", posting("1", "One", "2026-11-22"), employer.ID{}); got[0].Verdict != job.Refused || got[0].Reason != "job.intake.deadline.past" || w.total() != 0 {
			t.Fatalf("%v", got)
		}
		w.take("f", posting("1", "One", "2026-12-01"), employer.ID{})
		if got := w.take("f", posting("1", "One", "2026-11-22"), employer.ID{}); got[0].Verdict != job.Refused || w.total() != 0 {
			t.Errorf("the job is open although its file says that it ended: %v", got)
		}
		if w.facts(job.FactClosed) != 1 {
			t.Errorf("%d facts", w.facts(job.FactClosed))
		}
		if got := w.take("f", posting("1", "One", "2026-12-24"), employer.ID{}); got[0].Verdict != job.Taken || w.total() != 1 {
			t.Errorf("a new deadline does not open it again: %v", got)
		}
	})
}

func TestEmployerOfAFile(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{PayRequired: true})
		noPay := strings.Replace(posting("1", "One", "2026-12-01"), `"baseSalary"`, `"x"`, 1)
		if got := w.take("f", noPay, w.one); got[0] != (job.Line{Verdict: job.Taken, ID: "1", Reason: "job.pay.missing"}) || w.total() != 0 {
			t.Fatalf("an employer of this house published without pay: %v, %d", got, w.total())
		}
		mine, err := w.house.Desk(t.Context(), w.as(w.one), job.Desk{})
		if err != nil || len(mine.Jobs) != 1 || mine.Jobs[0].State != job.Draft {
			t.Fatalf("%+v, %v", mine, err)
		}
		if got := w.take("f", posting("1", "One", "2026-12-01"), w.one); got[0].Verdict != job.Taken || w.total() != 1 {
			t.Errorf("with its pay it stays shut: %v", got)
		}
		if got := w.take("g", noPay, employer.ID{}); got[0].Verdict != job.Taken || got[0].Reason != "" || w.total() != 2 {
			t.Errorf("an advertisement of an unverified employer: %v", got)
		}
		// What a member closed, a file does not open.
		j := mine.Jobs[0].ID
		w.must(w.house.Close(t.Context(), w.as(w.one), j, w.of(j).Version, job.Filled))
		if got := w.take("f", posting("1", "Uno", "2026-12-03"), w.one); got[0].Verdict != job.Unchanged || w.of(j).State != job.Closed {
			t.Errorf("%v", got)
		}
	})
}

// listed is every job of the site as a reader sees it, without identifiers and moments of this run.
func (w *world) listed() string {
	w.T.Helper()
	f, err := w.house.Search(w.T.Context(), w.public, w.site.ID, job.Filter{})
	w.must(err)
	var out []string
	for _, e := range f.Jobs {
		out = append(out, fmt.Sprint(e.Title, e.EmployerName, e.Place, e.Pay, e.Deadline, e.EndsAt.Unix()))
	}
	slices.Sort(out)
	return fmt.Sprint(f.Total, out)
}

// An import that ends after any number of records, by a panic or a context that is over, and is run again ends as one that ran through.
func TestKilledAndRunAgain(t *testing.T) {
	var file strings.Builder
	const n = 6
	for i := range n {
		fmt.Fprintln(&file, posting(fmt.Sprint(i), fmt.Sprintf("Job %d", i), "2026-12-01"))
	}
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		fresh := func(name string) { // a site and a source for each try, so that all of them fit into one installation
			var err error
			w.site, err = w.sites.Create(t.Context(), b.Operate(), site.Content{Hosts: []string{name + ".example"}, Name: name, Language: "nb", Country: "NO", Legal: "X"})
			w.must(err)
		}
		published, added := 0, 0
		snapshot := func() string {
			p, a := w.facts(job.FactPublished), w.facts(employer.FactAdded)
			defer func() { published, added = p, a }()
			return fmt.Sprint(w.listed(), p-published, a-added)
		}
		_ = snapshot()
		fresh("whole")
		w.take("whole", file.String(), employer.ID{})
		want := snapshot()
		for k := range n {
			for _, how := range []string{"panic", "context", "break"} {
				name := fmt.Sprintf("%s-%d", how, k)
				fresh(name)
				w.interrupt(name, file.String(), k, how)
				if got := w.total(); got > k+1 {
					t.Fatalf("%s: %d jobs", name, got)
				}
				w.take(name, file.String(), employer.ID{})
				if got := snapshot(); got != want {
					t.Fatalf("%s:\n got %s\nwant %s", name, got, want)
				}
			}
		}
	})
}

func (w *world) interrupt(name, file string, k int, how string) {
	ctx, cancel := context.WithCancel(w.T.Context())
	defer cancel()
	defer func() { _ = recover() }()
	seen := 0
	for _, err := range w.house.Intake(ctx, w.verv, job.Source{Name: name, Site: w.site.ID}, strings.NewReader(file)) {
		if err != nil {
			return
		}
		if seen == k {
			switch how {
			case "panic":
				panic("killed")
			case "context":
				cancel()
			case "break":
				return
			}
		}
		seen++
	}
}

func TestIntakeNeedsItsGrant(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		for _, err := range w.house.Intake(t.Context(), w.as(w.one), job.Source{Name: "f", Site: w.site.ID}, strings.NewReader(posting("1", "One", "2026-12-01"))) {
			if !fault.Is(err, fault.Withheld) {
				t.Errorf("a member imported: %v", err)
			}
		}
		if w.total() != 0 {
			t.Error("something was taken")
		}
	})
}
