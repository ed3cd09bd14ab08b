package job_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/testbed"
)

// drawn is a job as the model of the test keeps it.
type drawn struct {
	id      job.ID
	content job.Content
}

// values are what a job has of a facet, by the reading of the page's words alone.
func (d drawn) values(f job.Facet) []string {
	c := d.content
	switch f {
	case job.ByKind:
		return []string{string(c.Employment[0])}
	case job.ByExtent:
		var out []string
		if c.Extent.Max == 100 {
			out = append(out, "full")
		}
		if c.Extent.Min < 100 {
			out = append(out, "part")
		}
		return out
	case job.ByRemote:
		if c.Remote == intake.OnSite {
			return []string{"onsite"}
		}
		return []string{string(c.Remote)}
	case job.ByRegion:
		return []string{c.Places[0].Region}
	case job.ByLanguage:
		return []string{c.Language}
	case job.ByPay:
		var out []string
		for _, v := range job.ValuesOf(job.ByPay) {
			if currency, least := job.PayStep(v); v == "stated" || currency == "NOK" && c.Pay.Max/100 >= least {
				out = append(out, v)
			}
		}
		return out
	}
	return nil
}

// meets reports whether the job meets every facet of a filter but one.
func (d drawn) meets(f job.Filter, but job.Facet) bool {
	for facet, wanted := range f.Chosen {
		if facet == but || len(wanted) == 0 {
			continue
		}
		if !slices.ContainsFunc(d.values(facet), func(v string) bool { return slices.Contains(wanted, v) }) {
			return false
		}
	}
	return f.Words == "" || strings.Contains(strings.ToLower(d.content.Title), f.Words)
}

// Counts and hits are exact: a model that looks at every job by the words of its page finds the same, whatever is chosen.
func TestFacetsAreExact(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		var all []drawn
		kinds := []job.Employment{intake.Permanent, intake.Temporary, intake.Intern}
		for i := range 24 {
			c := good()
			c.Title = fmt.Sprintf("Kokk %d", i%3)
			c.Employment, c.Remote, c.Language = []job.Employment{kinds[i%3]}, []job.Remote{intake.OnSite, intake.Hybrid, intake.Fully}[i%5%3], []string{"nb", "nn", "fi"}[i%7%3]
			c.Extent = job.Extent{Min: 50 + 50*(i%2), Max: 50 + 50*(i%2)}
			c.Places = []job.Place{{Town: "By", Region: []string{"Troms", "Nordland", "Oslo"}[i%4%3], Country: "NO"}}
			c.Pay.Min, c.Pay.Max = int64(300+30*i)*100_000, int64(300+30*i)*100_000
			all = append(all, drawn{w.open(c), c})
		}
		choices := map[job.Facet][]string{job.ByRegion: {"Troms", "Nordland", "Oslo"}, job.ByKind: {"permanent", "temporary", "intern"},
			job.ByRemote: {"onsite", "hybrid", "remote"}, job.ByExtent: {"full", "part"}, job.ByLanguage: {"nb", "nn", "fi"}, job.ByPay: {"stated", "NOK500000", "NOK800000"}}
		rapid.Check(t, func(t *rapid.T) {
			f := job.Filter{Chosen: map[job.Facet][]string{}, Words: rapid.SampledFrom([]string{"", "kokk", "1"}).Draw(t, "words"),
				Sort: rapid.SampledFrom(job.Sorts()).Draw(t, "sort")}
			for facet, values := range choices {
				for _, v := range values {
					if rapid.IntRange(0, 3).Draw(t, string(facet)+v) == 0 {
						f.Chosen[facet] = append(f.Chosen[facet], v)
					}
				}
			}
			got, err := w.house.Search(w.T.Context(), w.public, w.site.ID, f)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, d := range all {
				if d.meets(f, "") {
					n++
				}
			}
			if got.Total != n || len(got.Jobs) != min(n, job.PageSize) {
				t.Fatalf("%+v found %d and shows %d, not %d", f, got.Total, len(got.Jobs), n)
			}
			for facet, values := range choices {
				for _, v := range values {
					want := 0
					for _, d := range all {
						if d.meets(f, facet) && slices.Contains(d.values(facet), v) {
							want++
						}
					}
					have := 0
					for _, o := range got.Counts[facet] {
						if o.Value == v {
							have = o.Count
						}
					}
					if have != want {
						t.Fatalf("%+v: %s=%s counts %d, not %d", f, facet, v, have, want)
					}
				}
			}
		})
	})
}

// The finder follows every fact: published, changed, closed, and a deadline that no fact tells of.
func TestFinderFollows(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		total := func(f job.Filter) int {
			t.Helper()
			got, err := w.house.Search(t.Context(), w.public, w.site.ID, f)
			w.must(err)
			return got.Total
		}
		if total(job.Filter{}) != 0 {
			t.Fatal("an empty finder lists something")
		}
		j := w.open(good())
		if total(job.Filter{Words: "sykepleier"}) != 1 {
			t.Error("a published job is not found")
		}
		c := good()
		c.Title = "Jordmor"
		w.must(w.house.Change(t.Context(), w.as(w.one), j, w.of(j).Version, c))
		if total(job.Filter{Words: "sykepleier"}) != 0 || total(job.Filter{Words: "jordmor"}) != 1 {
			t.Error("a changed job stands as it was")
		}
		w.must(w.house.Close(t.Context(), w.as(w.one), j, w.of(j).Version, job.Filled))
		if total(job.Filter{}) != 0 {
			t.Error("a closed job is found")
		}
		w.open(good())
		if total(job.Filter{}) != 1 {
			t.Error("the second job is not there")
		}
		b.Clock.Set(good().EndsAt.Add(-time.Millisecond))
		if total(job.Filter{}) != 1 {
			t.Error("gone before its deadline")
		}
		b.Clock.Set(good().EndsAt)
		if total(job.Filter{}) != 0 {
			t.Error("still there after its deadline")
		}
	})
}

// What a list says before anybody narrows it, and the maps of a site, are kept, and never older than the list: neither when a job comes or goes, nor when one gets older.
func TestOverviewFollows(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		says := func(what string, facet job.Facet, value string, want int) {
			t.Helper()
			got, err := w.house.Search(t.Context(), w.public, w.site.ID, job.Filter{})
			w.must(err)
			n := 0
			for _, o := range got.Counts[facet] {
				if o.Value == value {
					n = o.Count
				}
			}
			if n != want {
				t.Errorf("%s: %d at %s=%s, want %d", what, n, facet, value, want)
			}
			hiring, err := w.house.Hiring(t.Context(), w.public, w.site.ID)
			w.must(err)
			if n = 0; len(hiring) > 0 {
				n = hiring[0].Count
			}
			if n != got.Total {
				t.Errorf("%s: an employer has %d jobs of %d", what, n, got.Total)
			}
			if maps := w.house.Maps(t, w.public, w.site.ID); maps != min(got.Total, 1) {
				t.Errorf("%s: %d maps, with %d jobs", what, maps, got.Total)
			}
		}
		says("nothing", job.ByKind, "permanent", 0)
		first := w.open(good())
		says("one came in the same moment", job.ByKind, "permanent", 1)
		w.open(good())
		says("another", job.ByKind, "permanent", 2)
		says("another", job.ByPublished, "1", 2)
		w.must(w.house.Close(t.Context(), w.as(w.one), first, w.of(first).Version, job.Filled))
		says("one went", job.ByKind, "permanent", 1)
		b.Clock.Move(49 * time.Hour)
		says("two days later", job.ByPublished, "1", 0)
		says("two days later", job.ByPublished, "3", 1)
		b.Clock.Set(good().EndsAt)
		says("its deadline", job.ByKind, "permanent", 0)
	})
}

// A job is listed where the market of a site wants it, and has its one address at home.
func TestSitesListByMarket(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		operator := w.Grant(access.Actor{Persona: access.Operator, Strong: true}, access.Operation(), privacy.Operate)
		w.must(w.employers.Change(t.Context(), w.as(w.one), employer.Profile{Name: "Nordkyst helseforetak", Presence: employer.Presence{Branch: "health"}}))
		n := 0
		add := func(m site.Market) site.ID {
			n++
			s, err := w.sites.Create(t.Context(), operator, site.Content{Hosts: []string{fmt.Sprintf("s%d.example", n)}, Name: "S", Language: "nb", Country: "NO", Legal: "S AS", Market: m})
			w.must(err)
			return s.ID
		}
		cases := map[string]struct {
			market site.Market
			want   int
		}{
			"own":             {site.Market{}, 0},
			"network":         {site.Market{Reach: site.Network}, 2},
			"health":          {site.Market{Reach: site.Network, Branches: []string{"health"}}, 2},
			"it":              {site.Market{Reach: site.Network, Branches: []string{"it"}}, 0},
			"finnish":         {site.Market{Reach: site.Network, Languages: []string{"fi"}}, 1},
			"norway":          {site.Market{Reach: site.Network, Countries: []string{"NO"}}, 1},
			"sweden":          {site.Market{Reach: site.Network, Countries: []string{"SE"}}, 1},
			"troms":           {site.Market{Reach: site.Network, Regions: []string{"troms"}}, 1},
			"career of one":   {site.Market{Reach: site.Career, Employer: w.one}, 2},
			"career of other": {site.Market{Reach: site.Career, Employer: w.two}, 0},
		}
		ids := map[string]site.ID{}
		for name, c := range cases {
			ids[name] = add(c.market)
		}
		w.open(good())
		c := good()
		c.Language, c.Places = "fi", []job.Place{{Town: "Luleå", Region: "Norrbotten", Country: "SE"}}
		w.open(c)
		for name, c := range cases {
			if got, err := w.house.Search(t.Context(), w.public, ids[name], job.Filter{}); err != nil || got.Total != c.want {
				t.Errorf("%s lists %d, not %d: %v", name, got.Total, c.want, err)
			}
		}
	})
}

// Sitemaps are cut where they are full: each job stands in one of them, and none is empty.
func TestSitemapIsCut(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		for most, want := range map[int][]int{2: {0, 1, 1, 2, 2, 3}} {
			for n, parts := range want {
				if n > 0 {
					w.open(good())
				}
				if all, got := w.house.Chapters(t, w.public, w.site.ID, most); len(all) != n || got != parts {
					t.Errorf("%d jobs, %d a map: %d maps with %d jobs, want %d", n, most, got, len(all), parts)
				}
			}
		}
	})
}
