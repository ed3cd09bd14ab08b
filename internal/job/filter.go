package job

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"verv/internal/access"
	"verv/internal/id"
	"verv/internal/job/intake"
	"verv/internal/locale"
)

// Facet is one thing that a list is narrowed by and counts of.
type Facet string

// The facets, in the order of the page.
const (
	ByKind     Facet = "kind"
	ByExtent   Facet = "extent"
	ByRemote   Facet = "remote"
	ByPay      Facet = "pay"
	ByRegion   Facet = "region"
	ByBranch   Facet = "branch"
	ByLanguage Facet = "language"
)

// Facets lists every facet.
func Facets() []Facet {
	return []Facet{ByKind, ByExtent, ByRemote, ByPay, ByRegion, ByBranch, ByLanguage}
}

// Sort is the order of a list.
type Sort string

// The orders.
const (
	Newest     Sort = ""
	ByDeadline Sort = "deadline" // the nearest first
	HighestPay Sort = "pay"      // per year, the highest first; jobs of the site's own currency before others
)

// Sorts lists every order.
func Sorts() []Sort { return []Sort{Newest, ByDeadline, HighestPay} }

// Filter is what a reader looks for on a site. The zero Filter finds everything.
type Filter struct {
	Words    string             // of title and employer; every one of the first three must be there
	Place    string             // town, region, postcode or country
	Employer access.EmployerID  // zero is every one
	Chosen   map[Facet][]string // any of a facet's values will do; each facet must be met
	Sort     Sort
	Page     int    // from 1
	After    *After // instead of Page, where the order is Newest
	Most     int    // on one page; 0 is PageSize
}

// After is the last job of a page, so that the next one begins behind it whatever came in meanwhile.
type After struct {
	published int64 // milliseconds
	id        ID
}

// String is After as a cursor.
func (a After) String() string { return strconv.FormatInt(a.published, 10) + "/" + a.id.String() }

// parseAfter reads what String wrote; nothing is the beginning.
func parseAfter(s string) (*After, error) {
	if s == "" {
		return nil, nil
	}
	at, name, _ := strings.Cut(s, "/")
	ms, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		return nil, err
	}
	v, err := id.Parse[noun](name)
	return &After{ms, v}, err
}

// place is the first of the newest-first jobs that stands behind a.
func (a After) place(hits []*post) int {
	last := &post{published: a.published, id: a.id}
	return sort.Search(len(hits), func(i int) bool { return newer(last, hits[i]) < 0 })
}

// empty reports whether nothing is narrowed.
func (f Filter) empty() bool {
	for _, v := range f.Chosen {
		if len(v) > 0 {
			return false
		}
	}
	return strings.TrimSpace(f.Words) == "" && strings.TrimSpace(f.Place) == "" && f.Employer.IsZero()
}

// coded are the facets whose values are few and known: a job has them as bits. A region is an open list and has a number.
var coded = []struct {
	facet  Facet
	values []string
}{
	{ByKind, strs(intake.Permanent, intake.Temporary, intake.Contract, intake.Intern, intake.PerDiem, intake.Volunteer, intake.Other)},
	{ByExtent, []string{"full", "part"}},
	{ByRemote, []string{"onsite", "hybrid", "remote"}},
	{ByPay, payValues()},
	{ByBranch, branchValues()},
	{ByLanguage, languageTags()},
}

const codedFacets = 6

func strs[T ~string](all ...T) []string {
	out := make([]string, len(all))
	for i, v := range all {
		out[i] = string(v)
	}
	return out
}

func languageTags() (out []string) {
	for _, l := range locale.Languages() {
		out = append(out, l.Tag)
	}
	return out
}

// ValuesOf lists the values of a facet in their order; a region has none that are known beforehand.
func ValuesOf(f Facet) []string {
	for _, c := range coded {
		if c.facet == f {
			return c.values
		}
	}
	return nil
}

// tidy drops values that no facet has: an address is no form that could be wrong.
func (f Filter) tidy() Filter {
	chosen := map[Facet][]string{}
	for facet, values := range f.Chosen {
		known := ValuesOf(facet)
		for _, v := range values {
			if (facet == ByRegion && v != "" || slices.Contains(known, v)) && !slices.Contains(chosen[facet], v) {
				chosen[facet] = append(chosen[facet], v)
			}
		}
	}
	f.Chosen = chosen
	if !slices.Contains(Sorts(), f.Sort) {
		f.Sort = Newest
	}
	return f
}

// bits is the values of a coded facet as bits.
func bits(at int, values ...string) uint32 {
	var out uint32
	for _, v := range values {
		if i := slices.Index(coded[at].values, v); i >= 0 {
			out |= 1 << i
		}
	}
	return out
}

// without is the filter with one value of a facet taken away.
func (f Filter) without(facet Facet, value string) Filter {
	chosen := map[Facet][]string{}
	for k, all := range f.Chosen {
		for _, v := range all {
			if k != facet || v != value {
				chosen[k] = append(chosen[k], v)
			}
		}
	}
	f.Chosen = chosen
	return f
}
