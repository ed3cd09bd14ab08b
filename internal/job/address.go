package job

import (
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"verv/internal/access"
)

// A filter is an address: what Values writes, ReadFilter reads, and saves in an alert are the same.

const typedMost = 100 // bytes of words, and of a place

// ReadFilter reads an address. What cannot be read is as if it were not there: a list is no form that could be wrong.
func ReadFilter(v url.Values) Filter {
	f := Filter{Words: typed(v.Get("q")), Place: typed(v.Get("place")), Sort: Sort(v.Get("sort")), Chosen: map[Facet][]string{}}
	f.Within, _ = strconv.Atoi(v.Get("within"))
	f.Page, _ = strconv.Atoi(v.Get("page")) // no number is the first page
	if f.Employer.UnmarshalText([]byte(v.Get("employer"))) != nil {
		f.Employer = access.EmployerID{}
	}
	for _, facet := range Facets() {
		f.Chosen[facet] = v[string(facet)]
	}
	return f.tidy()
}

func typed(s string) string {
	if len(s) > typedMost || !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		return ""
	}
	return strings.TrimSpace(s)
}

// Values is the address's own form of the filter, without the page.
func (f Filter) Values() url.Values {
	v := url.Values{}
	set := func(name, s string) {
		if s != "" {
			v.Set(name, s)
		}
	}
	set("q", f.Words)
	set("place", f.Place)
	set("sort", string(f.Sort))
	if f.Within > 0 && f.Place != "" {
		set("within", strconv.Itoa(f.Within))
	}
	if !f.Employer.IsZero() {
		set("employer", f.Employer.String())
	}
	for _, facet := range Facets() {
		if all := f.Chosen[facet]; len(all) > 0 {
			v[string(facet)] = all
		}
	}
	return v
}

// names are the parts of an address in the order of a form.
func names() []string {
	return append([]string{"q", "place", "within", "employer", "sort"}, strs(Facets()...)...)
}
