package report

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/promise/show"
)

func TestPeriod(t *testing.T) {
	for text, want := range map[string]Period{
		"2026": {"2026-1", "2026-4"}, "2026-4": {"2026-4", "2026-4"}, "2025-4..2026-1": {"2025-4", "2026-1"}, "2026-1..2026-4": {"2026-1", "2026-4"},
	} {
		if got, ok := ParsePeriod(text); !ok || got != want {
			t.Errorf("%s: %v %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "26", "2026-5", "2026-0", "2026-10", "2026-4..2026-1", "2019-1..2026-1", "0000", "-001-1", "2026-11-05..2026-11-06", "own"} {
		if got, ok := ParsePeriod(text); ok {
			t.Errorf("%s is taken for %v", text, got)
		}
	}
	if q := QuarterOf(time.Date(2026, 12, 31, 23, 30, 0, 0, time.FixedZone("", -3600))); q != "2027-1" || Quarter("2026-4").Next() != q {
		t.Errorf("the quarter is not that of UTC: %s", q)
	}
}

func FuzzPeriod(f *testing.F) {
	for _, s := range []string{"2026", "2026-4", "2025-1..2026-3", "..", "2026-1..", "9999-4"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, ok := ParsePeriod(s)
		if !ok {
			return
		}
		if again, ok := ParsePeriod(p.String()); !ok || again != p {
			t.Errorf("%q is %v, and that is %v %v", s, p, again, ok)
		}
	})
}

func FuzzCounts(f *testing.F) {
	for _, s := range []string{"applied=12 read=3 to-read@5=2", "", "applied=-1 x=1 to-read@-1=3 to-read@9999=1", "applied=99999999999999999999", "= @= applied@=1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := ParseCounts(s)
		if again := ParseCounts(c.String()); again.String() != c.String() {
			t.Errorf("%q becomes %q", c, again)
		}
		c.Add(c, -1)
		if len(c) != 0 {
			t.Errorf("%q less itself leaves %v", s, c)
		}
	})
}

func TestTrace(t *testing.T) {
	day := func(n float64) time.Time {
		return time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC).Add(time.Duration(n * 24 * float64(time.Hour)))
	}
	to := func(at float64, from, to application.Stage, o application.Outcome) move {
		return move{day(at), from, to, o}
	}
	const fresh, review, interview, hired = application.Arrived, application.Review, application.Interview, application.Hired
	for name, c := range map[string]struct {
		trace
		want string
	}{
		"sent":           {trace{sent: day(0), stage: fresh}, "applied=1"},
		"opened":         {trace{sent: day(0), stage: fresh, read: day(1.5)}, "applied=1 read=1 to-read@1=1"},
		"moved unopened": {trace{sent: day(0), stage: review, moves: []move{to(3, fresh, review, "")}}, "applied=1 read=1 review=1 stay-new@3=1"},
		"back again": {trace{sent: day(0), stage: review, heard: day(40), moves: []move{to(1, fresh, review, ""), to(2, review, interview, ""), to(9, interview, review, "")}},
			"applied=1 interview=1 read=1 review=1 stay-interview@7=1 stay-new@1=1 to-answer@38=1"},
		"hired from review": {trace{sent: day(0), stage: review, outcome: hired, moves: []move{to(1, fresh, review, ""), to(20, review, review, hired)}},
			"applied=1 hired=1 interview=1 offer=1 read=1 review=1 stay-new@1=1 stay-review@17=1"},
		"own stages": {trace{sent: day(0), stage: review, moves: []move{to(1, fresh, review, ""), to(5, review, review, "")}}, "applied=1 read=1 review=1 stay-new@1=1"},
		"rejected":   {trace{sent: day(0), stage: fresh, outcome: application.Rejected, moves: []move{to(0.5, fresh, fresh, application.Rejected)}}, "applied=1 read=1 rejected=1 stay-new@0=1"},
		"withdrawn":  {trace{sent: day(0), stage: fresh, outcome: application.Withdrawn}, "applied=1"},
	} {
		if got := c.counts().String(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// world is rows of a few jobs, sites and quarters, most of them small.
type world struct {
	jobs  []job.ID
	sites []access.SiteID
	rows  []Row
}

func throw(dice *rand.Rand) (w world) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for range 3 {
		var j job.ID
		_ = j.UnmarshalText([]byte(id.New[struct{}](now).String()))
		w.jobs = append(w.jobs, j)
		w.sites = append(w.sites, access.SiteID{})
		_ = w.sites[len(w.sites)-1].UnmarshalText([]byte(id.New[struct{}](now).String()))
	}
	for y := 2025; y <= 2026; y++ {
		for q := 1; q <= 4; q++ {
			for _, j := range w.jobs {
				for _, s := range w.sites {
					if n := dice.IntN(28) - 12; n > 0 {
						c := Counts{once(Applied): n}
						if k := dice.IntN(n + 1); k > 0 {
							c[once(Rejected)] = k
							c[Mark{ToRead, dice.IntN(9)}] = k
						}
						w.rows = append(w.rows, Row{Quarter: quarter(y, q), Job: j, Site: s, Counts: c})
					}
				}
			}
		}
	}
	return w
}

// filters are all that can be asked for.
func (w world) filters() (out []Filter) {
	var quarters []Quarter
	for q := Quarter("2025-1"); q <= "2026-4"; q = q.Next() {
		quarters = append(quarters, q)
	}
	for i, from := range quarters {
		for _, to := range quarters[i:] {
			for _, j := range append([]job.ID{{}}, w.jobs...) {
				for _, s := range append([]access.SiteID{{}}, w.sites...) {
					out = append(out, Filter{Period{from, to}, j, s})
				}
			}
		}
	}
	return out
}

// seen is which rows are in a filter's figure of a measure.
func (f Filter) seen(cells []cell, m Measure) map[int]bool {
	out := map[int]bool{}
	for i, c := range cells {
		if c.sums[index[m]] > 0 && f.holds(c.Row, c.levels[index[m]]) {
			out[i] = true
		}
	}
	return out
}

// Whoever subtracts one figure from another, whichever filters they chose, is left with nobody or with ten at least.
func TestSmallGroups(t *testing.T) {
	show.Show(t, "report.small-groups", "small-group-shown")
	dice := rand.New(rand.NewPCG(4, 2))
	shown, kept := 0, 0
	for range 12 {
		w := throw(dice)
		cells := release(w.rows)
		all := w.filters()
		for _, m := range []Measure{Applied, Rejected, ToRead} {
			var sets []map[int]bool
			for _, f := range all {
				set := f.seen(cells, m)
				if sum(cells, m, set, nil) > 0 {
					shown++
				} else {
					kept++
				}
				sets = append(sets, set)
			}
			for range 6000 {
				a, b := sets[dice.IntN(len(sets))], sets[dice.IntN(len(sets))]
				if n := sum(cells, m, a, b); n > 0 && n < least {
					t.Fatalf("%s: the difference of two filters leaves %d", m, n)
				}
			}
		}
	}
	if shown == 0 || kept == 0 {
		t.Errorf("%d figures are shown and %d kept back: the test has nothing to find", shown, kept)
	}
}

// sum counts what is in a and not in b.
func sum(cells []cell, m Measure, a, b map[int]bool) (n int) {
	for i := range a {
		if !b[i] {
			n += cells[i].sums[index[m]]
		}
	}
	return n
}

// One applicant more, or one less, moves a figure by nothing or by a step of five, and never below ten.
func TestOneApplicant(t *testing.T) {
	dice := rand.New(rand.NewPCG(6, 3))
	for range 6 {
		w := throw(dice)
		all := w.filters()
		before := release(w.rows)
		i := dice.IntN(len(w.rows))
		w.rows[i].Counts = ParseCounts(w.rows[i].Counts.String())
		w.rows[i].Counts.Add(Counts{once(Applied): 1}, 1)
		after := release(w.rows)
		for _, f := range all {
			a, b := figure(f.count(before, Applied)), figure(f.count(after, Applied))
			if (a.N-b.N)%grain != 0 || a.Known && a.N < least || b.Known && b.N < least {
				t.Fatalf("one more is told by %d and %d", a.N, b.N)
			}
		}
	}
}

func TestFigures(t *testing.T) {
	for n, want := range map[int]Figure{0: {}, 9: {}, 10: {true, 10}, 14: {true, 10}, 15: {true, 15}, 4999: {true, 4995}} {
		if got := figure(n); got != want {
			t.Errorf("%d is %+v", n, got)
		}
	}
	c := Counts{Mark{ToRead, 1}: 5, Mark{ToRead, 4}: 4}
	if s := c.spread(ToRead); s.Known {
		t.Errorf("nine people's days are told: %+v", s)
	}
	c[Mark{ToRead, 10}] = 11
	if s := c.spread(ToRead); s != (Spread{true, 4, 10, 10}) {
		t.Errorf("%+v", s)
	}
	if got := falling([]Step{{Applied, Figure{true, 20}}, {Read, Figure{true, 25}}, {Reviewed, Figure{}}, {Met, Figure{true, 10}}}); got[1].N != 20 || got[3].Known {
		t.Errorf("the funnel widens: %+v", got)
	}
}

// What an employer reads holds no person: the tables name none, and no other table of people is read for it.
func TestCountsHoldNobody(t *testing.T) {
	show.Show(t, "report.counts", "report-reads-people")
	var inv privacy.Inventory
	if err := inv.Add("report", schema); err != nil {
		t.Fatal(err)
	}
	people := map[string]bool{"application": true, "application_move": true, "application_answer": true, "access_record": true}
	for _, table := range inv.Tables {
		held := table.Dossier != ""
		people[table.Name] = held
		for _, c := range table.Columns {
			if !held && (c.Kind != privacy.Plain && c.Kind != privacy.Key || strings.Contains(c.Name, "subject") || strings.Contains(c.Name, "application") || strings.HasSuffix(c.Name, "_at")) {
				t.Errorf("%s.%s can lead to a person", table.Name, c.Name)
			}
		}
	}
	all, err := Room().Statements()
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, s := range all {
		if s.Scope != access.ScopeEmployer && !strings.HasSuffix(string(s.Name), "All") {
			continue
		}
		read++
		for _, word := range strings.FieldsFunc(s.SQL, func(c rune) bool { return c != '_' && (c < 'a' || c > 'z') }) {
			if people[word] {
				t.Errorf("%s reads %s", s.Name, word)
			}
		}
	}
	if read == 0 || !people["report_counted"] {
		t.Error("the test reads no statement, or knows no table of people")
	}
}
