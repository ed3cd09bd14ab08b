package job

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"verv/internal/id"
	"verv/internal/job/intake"
	"verv/internal/match"
	"verv/internal/site"
)

// advertisement is one of about 300 words; n makes it another one.
func advertisement(n int, home site.ID) *opening {
	at := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Second)
	p := &opening{id: id.New[noun](at), home: home, published: at, ends: at.AddDate(0, 2, 0), branch: "health", name: fmt.Sprint("Arbeidsgiver ", n%500),
		occupation: "nurse", region: "Troms", places: []Place{{Town: "Tromsø", Region: "Troms", Country: "NO"}}}
	p.Title, p.Language, p.Employment = fmt.Sprintf("Sykepleier, avdeling %d", n%97), "nb", []Employment{intake.Permanent}
	p.Pay = Pay{Min: int64(400+n%300) * 100_000, Max: int64(450+n%300) * 100_000, Currency: "NOK", Unit: intake.PerYear}
	p.Text = strings.Repeat(fmt.Sprintf("<p>Vi søker en sykepleier %d til avdelingen, med førerkort klasse B og bachelor, som liker å jobbe turnus og møte folk.</p>", n%1009), 15)
	return p
}

// BenchmarkRead is what a start, or a change, spends on one advertisement: its words, what it names, its place in the index.
func BenchmarkRead(b *testing.B) {
	f := newFinder()
	for i := 0; b.Loop(); i++ {
		f.index.Put(advertisement(i, site.ID{}).document())
	}
}

// BenchmarkList is one list of a site with all its facets, without what it reads in the store.
func BenchmarkList(b *testing.B) {
	for _, n := range []int{2_000, 20_000} {
		h := &House{finder: newFinder()}
		s := site.Site{Content: site.Content{Language: "nb", Country: "NO", Market: site.Market{Reach: site.Network}}}
		for i := range n {
			h.finder.index.Put(advertisement(i, s.ID).document())
		}
		now := advertisement(n, s.ID).published
		for _, f := range []Filter{{}, {Words: "sykepleier"}, {Sort: HighestPay}, {Chosen: map[Facet][]string{ByKind: {"permanent"}, ByPay: {"NOK500000"}}}} {
			b.Run(fmt.Sprintf("%d/%s", n, f.Values().Encode()), func(b *testing.B) {
				for b.Loop() {
					var out Found
					h.page(match.Request{Query: h.Tree(s, f), Lang: "nb", Order: f.order(), Limit: PageSize, Now: now}, f.Sort, "NOK", &out)
					h.options(s, f, now)
				}
			})
		}
	}
}
