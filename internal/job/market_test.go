package job

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"verv/internal/access"
	"verv/internal/id"
	"verv/internal/match"
	"verv/internal/site"
)

// A site lists by one rule, which is told twice: site.Site.Lists judges one job, open or closed, and market is the same as a search. For every
// pair of a market and a job they agree.
func TestMarketIsListed(t *testing.T) {
	at := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	home, firms := make([]site.ID, 2), make([]access.EmployerID, 2)
	for i := range 2 {
		name := []byte(id.New[noun](at.Add(time.Duration(i) * time.Hour)).String())
		if err := errors.Join(home[i].UnmarshalText(name), firms[i].UnmarshalText(name)); err != nil {
			t.Fatal(err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		some := func(name string, of ...string) []string {
			return rapid.SliceOfNDistinct(rapid.SampledFrom(of), 0, 2, rapid.ID[string]).Draw(t, name)
		}
		f := newFinder()
		var all []*opening
		for i := range 6 {
			p := &opening{id: id.New[noun](at.Add(time.Duration(i) * time.Second)), home: rapid.SampledFrom(home).Draw(t, "home"), employer: rapid.SampledFrom(firms).Draw(t, "employer"),
				branch: rapid.SampledFrom([]string{"", "health", "it"}).Draw(t, "branch"), published: at, ends: at.Add(time.Hour)}
			p.Title, p.Language = fmt.Sprint("Kokk ", i), rapid.SampledFrom([]string{"nb", "fi"}).Draw(t, "language")
			for _, town := range some("towns", "Tromsø", "Luleå", "Berlin", "Ukjentvik") {
				p.places = append(p.places, Place{Town: town, Region: rapid.SampledFrom([]string{"", "Troms", "TROMS", "Norrbotten"}).Draw(t, "region"),
					Country: rapid.SampledFrom([]string{"", "NO", "SE", "DE"}).Draw(t, "country")})
			}
			f.index.Put(p.document())
			all = append(all, p)
		}
		s := site.Site{ID: home[0]}
		s.Market = site.Market{Reach: rapid.SampledFrom(site.Reaches()).Draw(t, "reach"), Employer: firms[0], Countries: some("countries", "NO", "SE"),
			Regions: some("regions", "troms", "Luleå", "Berlin"), Branches: some("branches", "health", "it"), Languages: some("languages", "nb", "fi")}
		found := map[ID]bool{}
		for _, hit := range f.index.Search(match.Request{Query: market(s), Limit: 100, Now: at}).Hits {
			found[Named(hit.ID)] = true
		}
		for _, p := range all {
			j := Job{Site: p.home, Employer: p.employer, EmployerBranch: p.branch, Content: p.Content}
			j.Places = p.places
			if (&House{}).listed(s, j) != found[p.id] {
				t.Fatalf("%+v of %+v: found %v", s.Market, p, found[p.id])
			}
		}
	})
}
