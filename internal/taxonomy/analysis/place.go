package analysis

import (
	"slices"
	"strings"

	"verv/internal/match"
	"verv/internal/match/query"
	"verv/internal/taxonomy"
	"verv/internal/taxonomy/link"
	"verv/internal/taxonomy/text"
)

func (a *Analysis) indexPlaces() {
	a.places = map[string][]int32{}
	for i, p := range a.tax.Places {
		for _, n := range p.Names {
			for _, key := range []string{p.Country + " " + text.Fold(n.Text), " " + text.Fold(n.Text)} {
				if list := a.places[key]; len(list) == 0 || list[len(list)-1] != int32(i) {
					a.places[key] = append(list, int32(i))
				}
			}
		}
	}
}

// Place finds where an address lies: the municipality of that name, else the county, else the country. ok is false outside the Nordic countries.
func (a *Analysis) Place(country, town, region string) (p taxonomy.Place, ok bool) {
	country = strings.ToUpper(country)
	county, hasCounty := a.best(country, region, func(p taxonomy.Place) bool { return p.Kind == taxonomy.County })
	within := func(p taxonomy.Place) bool {
		return p.Kind == taxonomy.Municipality && (!hasCounty || p.Parent == county.Code)
	}
	if p, ok = a.best(country, town, within); ok {
		return p, true
	}
	if p, ok = a.best(country, town, func(p taxonomy.Place) bool { return p.Kind == taxonomy.Municipality }); ok {
		return p, true
	}
	if hasCounty {
		return county, true
	}
	if p, ok = a.best(country, town, func(p taxonomy.Place) bool { return p.Kind == taxonomy.County }); ok {
		return p, true
	}
	return a.tax.Place(country, country)
}

func (a *Analysis) best(country, name string, fits func(taxonomy.Place) bool) (taxonomy.Place, bool) {
	if name == "" {
		return taxonomy.Place{}, false
	}
	for _, i := range a.places[country+" "+text.Fold(name)] {
		if p := a.tax.Places[i]; fits(p) {
			return p, true
		}
	}
	return taxonomy.Place{}, false
}

// PlaceNamed finds what somebody means by the name of a place: in their own country before others, the municipality before the county before
// the country.
func (a *Analysis) PlaceNamed(country, name string) (taxonomy.Place, bool) {
	for _, where := range []string{strings.ToUpper(country), ""} {
		for _, kind := range []string{taxonomy.Municipality, taxonomy.County, taxonomy.Country} {
			if p, ok := a.best(where, name, func(p taxonomy.Place) bool { return p.Kind == kind }); ok {
				return p, true
			}
		}
	}
	return taxonomy.Place{}, false
}

// PlacesBegun are places whose name begins so, those of the country only if any is there, at most n of them.
func (a *Analysis) PlacesBegun(country, prefix string, n int) []taxonomy.Place {
	prefix = text.Fold(prefix)
	if len(prefix) < 2 {
		return nil
	}
	var own, other []taxonomy.Place
	for _, p := range a.tax.Places {
		if slices.ContainsFunc(p.Names, func(x taxonomy.Name) bool { return strings.HasPrefix(text.Fold(x.Text), prefix) }) {
			if strings.EqualFold(p.Country, country) {
				own = append(own, p)
			} else {
				other = append(other, p)
			}
		}
	}
	if len(own) == 0 {
		own = other
	}
	return own[:min(n, len(own))]
}

// NamesBegun are names of occupations, groups and skills in a language that begin so, the shortest first, at most n.
func (a *Analysis) NamesBegun(lang, prefix string, n int) []string {
	prefix = text.Fold(prefix)
	if len(prefix) < 2 {
		return nil
	}
	all := a.labels[speech(lang)]
	i, _ := slices.BinarySearchFunc(all, prefix, func(l label, p string) int { return strings.Compare(l.fold, p) })
	j := i
	for j < len(all) && strings.HasPrefix(all[j].fold, prefix) {
		j++
	}
	begun := slices.Clone(all[i:j])
	slices.SortStableFunc(begun, func(x, y label) int { return len(x.fold) - len(y.fold) })
	var out []string
	for _, l := range begun[:min(n, len(begun))] {
		out = append(out, l.name)
	}
	return out
}

// PointOf is the middle of a place.
func PointOf(p taxonomy.Place) match.Point { return match.Point{Lat: p.Latitude, Lon: p.Longitude} }

// likely is the score from which a title is taken to be an occupation. Of the labelled titles 89 in a hundred lie above it, of which 92 in a hundred
// are right; a line that names no work lies below (TestOccupation).
const likely = 0.21

// Occupation is what a title means: the identifier of a built-in occupation, or isco: and the code of a group; empty where nothing is alike.
func (a *Analysis) Occupation(lang, name string) string {
	t := title{speech(lang), text.Fold(name)}
	a.mu.RLock()
	id, ok := a.titles[t]
	a.mu.RUnlock()
	if ok {
		return id
	}
	if hits := a.linker.Find(t.lang, name, 1, link.How{}); len(hits) > 0 && hits[0].Score >= likely {
		id = a.concepts[hits[0].Concept]
	}
	a.mu.Lock()
	if len(a.titles) >= remembered {
		a.titles = map[title]string{}
	}
	a.titles[t] = id
	a.mu.Unlock()
	return id
}

// Above implements match.Tree: the groups of an occupation, the county and country of a place.
func (a *Analysis) Above(f query.Field, value string) []string { return a.above[f][value] }

// indexAbove works out what stands above each value once: a start asks it of every card.
func (a *Analysis) indexAbove() {
	occupations, places := map[string][]string{}, map[string][]string{}
	for _, g := range a.tax.Groups {
		for n := range g.Code { // and the groups of groups
			occupations[isco+g.Code[:n+1]] = groups(g.Code[:n+1])
		}
	}
	for _, o := range a.tax.Occupations {
		occupations[o.ID] = append([]string{isco + o.Group}, groups(o.Group)...)
	}
	for _, p := range a.tax.Places {
		var all []string
		for _, up := range a.tax.Above(p) {
			all = append(all, up.ID())
		}
		places[p.ID()] = all
	}
	a.above = map[query.Field]map[string][]string{query.Occupation: occupations, query.Place: places}
}

const isco = "isco:"

// groups are those above a group.
func groups(code string) []string {
	var out []string
	for n := len(code) - 1; n > 0; n-- {
		out = append(out, isco+code[:n])
	}
	return out
}
