package job

import (
	"slices"
	"strings"

	"verv/internal/access"
	"verv/internal/locale"
	"verv/internal/match"
	"verv/internal/site"
	"verv/internal/taxonomy"
)

// Facet is one thing that a list is narrowed by and counts of.
type Facet string

// The facets.
const (
	ByOccupation Facet = "occupation" // groups of ISCO-08, and occupations
	ByKind       Facet = "kind"
	ByExtent     Facet = "extent"
	ByRemote     Facet = "remote"
	ByPay        Facet = "pay"
	ByRegion     Facet = "region"
	ByBranch     Facet = "branch"
	ByPublished  Facet = "published" // within so many days
	ByEducation  Facet = "education" // as the text names it
	ByLicence    Facet = "licence"   // likewise
	ByWork       Facet = "work"      // languages at work
	ByLanguage   Facet = "language"  // of the advertisement
)

// Facets lists every facet in the order of the page.
func Facets() []Facet {
	return []Facet{ByOccupation, ByRegion, ByKind, ByExtent, ByRemote, ByPay, ByPublished, ByBranch, ByEducation, ByLicence, ByWork, ByLanguage}
}

// Sort is the order of a list.
type Sort string

// The orders.
const (
	Usual      Sort = ""         // by relevance where words are looked for, else the newest first
	Newest     Sort = "newest"   // by publication
	ByDeadline Sort = "deadline" // the nearest first
	HighestPay Sort = "pay"      // per year, the highest first; jobs of the site's own currency before others
)

// Sorts lists every order.
func Sorts() []Sort { return []Sort{Usual, Newest, ByDeadline, HighestPay} }

// Filter is what a reader looks for on a site. The zero Filter finds everything.
type Filter struct {
	Words    string             // a search of package query in everything a job says
	Place    string             // municipality, county, country, or how an advertisement writes it
	Within   int                // kilometres around the place; 0 is the place itself
	Employer access.EmployerID  // zero is every one
	Chosen   map[Facet][]string // any of a facet's values will do; each facet must be met
	Sort     Sort
	Page     int          // from 1
	After    match.Cursor // instead of Page: where a page by Newest ended
	Most     int          // on one page; 0 is PageSize
}

// Distances are what Within may be.
func Distances() []int { return []int{0, 10, 25, 50, 100} }

// empty reports whether nothing is narrowed.
func (f Filter) empty() bool {
	for _, v := range f.Chosen {
		if len(v) > 0 {
			return false
		}
	}
	return strings.TrimSpace(f.Words) == "" && strings.TrimSpace(f.Place) == "" && f.Employer.IsZero()
}

func strs[T ~string](all ...T) []string {
	out := make([]string, len(all))
	for i, v := range all {
		out[i] = string(v)
	}
	return out
}

// ValuesOf lists the values of a facet in their order; none of a facet whose values are not few, or not known beforehand.
func ValuesOf(f Facet) []string {
	switch f {
	case ByKind:
		return strs(Employments()...)
	case ByExtent:
		return []string{"full", "part"}
	case ByRemote:
		return []string{"onsite", "hybrid", "remote"}
	case ByPay:
		return payValues()
	case ByBranch:
		return site.Branches()
	case ByPublished:
		return []string{"1", "3", "7", "14", "30"}
	case ByLanguage:
		return languageTags()
	}
	return nil
}

func languageTags() (out []string) {
	for _, l := range locale.Languages() {
		out = append(out, l.Tag)
	}
	return out
}

// known reports whether a facet can have a value: an address is no form that could be wrong, so what cannot be is left out.
func (f Facet) known(value string) bool {
	t := taxonomy.BuiltIn()
	switch f {
	case ByRegion:
		return value != "" && len(value) <= 200
	case ByOccupation:
		if _, ok := t.Occupation(value); ok {
			return true
		}
		_, ok := t.Group(value)
		return ok && strings.HasPrefix(value, "isco:")
	case ByEducation:
		_, ok := t.Term("education", value)
		return ok
	case ByLicence:
		_, ok := t.Term("licence", value)
		return ok
	case ByWork:
		return len(value) >= 2 && len(value) <= 12 && strings.Trim(value, "abcdefghijklmnopqrstuvwxyz-") == ""
	}
	return slices.Contains(ValuesOf(f), value)
}

// chosenMost is how many values of a facet can be chosen.
const chosenMost = 30

// tidy drops values that no facet has.
func (f Filter) tidy() Filter {
	picked := map[Facet][]string{}
	for _, facet := range Facets() {
		for _, v := range f.Chosen[facet] {
			if len(picked[facet]) < chosenMost && !slices.Contains(picked[facet], v) && facet.known(v) {
				picked[facet] = append(picked[facet], v)
			}
		}
	}
	f.Chosen = picked
	if !slices.Contains(Sorts(), f.Sort) {
		f.Sort = Usual
	}
	if !slices.Contains(Distances(), f.Within) {
		f.Within = 0
	}
	return f
}

// without is the filter with one value of a facet taken away.
func (f Filter) without(facet Facet, value string) Filter {
	picked := map[Facet][]string{}
	for k, all := range f.Chosen {
		for _, v := range all {
			if k != facet || v != value {
				picked[k] = append(picked[k], v)
			}
		}
	}
	f.Chosen = picked
	return f
}
