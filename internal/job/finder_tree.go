package job

import (
	"strconv"
	"strings"

	"verv/internal/match/query"
	"verv/internal/site"
	"verv/internal/taxonomy"
	"verv/internal/taxonomy/analysis"
)

// A site is a search: what it lists is what its market asks for. So a list is one tree, and so is an alert.

// Tree is what a filter finds on a site: the site's own rule, and the filter.
func (h *House) Tree(s site.Site, f Filter) query.Node { return query.All(market(s), f.tree(s, "")) }

// market is the rule of a site as a tree; see site.Site.Lists.
func market(s site.Site) query.Node {
	home := query.Facet{Field: query.Site, Value: s.ID.String()}
	m := s.Market
	switch m.Reach {
	case site.Career:
		return query.Facet{Field: query.Employer, Value: m.Employer.String()}
	case site.Network:
		var countries, regions []string
		for _, c := range m.Countries {
			countries = append(countries, countryValue(c))
		}
		for _, r := range m.Regions {
			regions = append(regions, placeName+fold(r))
		}
		fits := query.All(oneOf(query.Sector, m.Branches), oneOf(query.Written, m.Languages), oneOf(query.Place, countries), oneOf(query.Place, regions))
		if fits == nil {
			return nil
		}
		return query.Any(home, fits)
	}
	return home
}

// oneOf is met by any of the values; nothing wanted asks nothing.
func oneOf(f query.Field, values []string) query.Node {
	var parts []query.Node
	for _, v := range values {
		parts = append(parts, query.Facet{Field: f, Value: v})
	}
	return query.Any(parts...)
}

// fields are the facets whose values are those of a field of the index.
var fields = map[Facet]query.Field{ByKind: query.Employment, ByExtent: query.Extent, ByRemote: query.Remote, ByPay: query.Pay, ByRegion: query.Region,
	ByBranch: query.Sector, ByLanguage: query.Written, ByOccupation: query.Occupation, ByWork: query.Language, ByEducation: query.Education, ByLicence: query.Licence}

// tree is the filter as a tree, without what was chosen of one facet.
func (f Filter) tree(s site.Site, but Facet) query.Node {
	parts := []query.Node{f.words(s.Language), f.place(s.Country)}
	if !f.Employer.IsZero() {
		parts = append(parts, query.Facet{Field: query.Employer, Value: f.Employer.String()})
	}
	for _, facet := range Facets() {
		if facet != but {
			parts = append(parts, chosen(facet, f.Chosen[facet]))
		}
	}
	return query.All(parts...)
}

func chosen(facet Facet, values []string) query.Node {
	if facet != ByPublished {
		return oneOf(fields[facet], values)
	}
	most := int64(-1)
	for _, v := range values {
		days, _ := strconv.ParseInt(v, 10, 64)
		most = max(most, days)
	}
	if most < 0 {
		return nil
	}
	return query.Range{Field: query.Age, Min: query.Low, Max: most}
}

// words reads what was typed. Somebody who looks for work writes no programs: what is no query is read as its words. The name of an
// occupation finds its unit group in every language.
func (f Filter) words(lang string) query.Node {
	typed := strings.TrimSpace(f.Words)
	if typed == "" {
		return nil
	}
	n, err := query.Parse(typed)
	if err != nil {
		var all []query.Node
		for _, w := range strings.Fields(strings.Map(plain, typed)) {
			all = append(all, query.Word(w))
		}
		n = query.All(all...)
	}
	if group := tradeNamed(lang, typed); group != "" {
		n = query.Any(n, query.Facet{Field: query.Occupation, Value: group})
	}
	return n
}

func plain(r rune) rune {
	if strings.ContainsRune(`"()|`, r) {
		return ' '
	}
	return r
}

// tradeNamed is the unit group of the occupation of exactly that name; empty where there is none, or several.
func tradeNamed(lang, name string) string {
	t := taxonomy.BuiltIn()
	for _, l := range append([]string{lang}, taxonomy.Languages...) {
		groups := map[string]bool{}
		for _, r := range t.Find(l, name) {
			switch r.Kind {
			case taxonomy.KindOccupation:
				o, _ := t.Occupation(r.ID)
				groups[o.Group] = true
			case taxonomy.KindGroup:
				groups[r.ID] = true
			}
		}
		if len(groups) == 1 {
			for code := range groups {
				return "isco:" + code
			}
		}
	}
	return ""
}

// begunMost is how many places a name that was begun may mean.
const begunMost = 30

// place is where the work is: in the place that is named, or in one whose name begins so, or so far from it.
func (f Filter) place(country string) query.Node {
	name := fold(f.Place)
	if name == "" {
		return nil
	}
	a := analysis.Default()
	written := query.Facet{Field: query.Place, Value: placeName + name}
	at, ok := a.PlaceNamed(country, name)
	switch {
	case ok && f.Within > 0:
		p := analysis.PointOf(at)
		return query.Any(query.Near{Lat: p.Lat, Lon: p.Lon, Km: float64(f.Within)}, query.Facet{Field: query.Place, Value: at.ID()}, written)
	case ok:
		return query.Any(query.Facet{Field: query.Place, Value: at.ID()}, written)
	}
	parts := []query.Node{written}
	for _, p := range a.PlacesBegun(country, name, begunMost) {
		parts = append(parts, query.Facet{Field: query.Place, Value: p.ID()})
	}
	return query.Any(parts...)
}
