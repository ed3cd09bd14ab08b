package site

import (
	"slices"
	"strings"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/locale"
)

// Reach is whose jobs a site lists. A job is written for one site, its home, whose address is the one that search engines are told;
// other sites may list it too.
type Reach string

// The reaches.
const (
	Own     Reach = "own"      // jobs that were written for the site
	Network Reach = "network"  // also those of all other sites that fit its market
	Career  Reach = "employer" // all jobs of one employer, and nobody else's
)

// Reaches lists every reach.
func Reaches() []Reach { return []Reach{Own, Network, Career} }

// Market is what part of the installation's jobs a site lists. What is left empty narrows nothing.
type Market struct {
	Reach     Reach
	Employer  access.EmployerID // of a career site
	Countries []string
	Regions   []string // as advertisements write them
	Branches  []string
	Languages []string // of the advertisement
}

// branches are what employers do, in everyday words; a job belongs to its employer's.
var branches = []string{"building", "care", "culture", "education", "energy", "farming", "finance", "health", "hospitality", "industry", "it", "property",
	"public", "research", "service", "trade", "transport"}

// Branches lists every branch.
func Branches() []string { return slices.Clone(branches) }

// KnownBranch reports whether b is a branch.
func KnownBranch(b string) bool { return slices.Contains(branches, b) }

const regionsMost = 40

func (m Market) tidy() Market {
	if m.Reach == "" {
		m.Reach = Own
	}
	if m.Reach != Career {
		m.Employer = access.EmployerID{}
	}
	if m.Reach != Network {
		m.Countries, m.Regions, m.Branches, m.Languages = nil, nil, nil, nil
	}
	var regions []string
	for _, r := range m.Regions {
		if r = strings.Join(strings.Fields(r), " "); r != "" && !slices.Contains(regions, r) {
			regions = append(regions, r)
		}
	}
	m.Regions = regions
	return m
}

func (m Market) check(f *fault.Form) {
	if !slices.Contains(Reaches(), m.Reach) {
		f.Add("reach", "form.choice")
	}
	if m.Reach == Career && m.Employer.IsZero() {
		f.Add("employer", "site.employer.missing")
	}
	if len(m.Regions) > regionsMost || slices.ContainsFunc(m.Regions, func(r string) bool { return len(r) > nameMax || strings.Contains(r, "\n") }) {
		f.Add("regions", "form.many", fault.Args{"Max": regionsMost})
	}
	each := func(name string, all []string, known func(string) bool) {
		if slices.ContainsFunc(all, func(s string) bool { return !known(s) }) {
			f.Add(name, "form.choice")
		}
	}
	each("countries", m.Countries, func(c string) bool { return countries[c] != "" })
	each("branches", m.Branches, KnownBranch)
	each("languages", m.Languages, locale.Known)
}

// Offer is what a market asks of a job.
type Offer struct {
	Home      ID
	Employer  access.EmployerID
	Branch    string
	Language  string
	Countries []string // of its places
	Regions   []string // and towns
}

// Lists reports whether the site lists a job.
func (s Site) Lists(o Offer) bool {
	m := s.Market
	switch m.Reach {
	case Career:
		return o.Employer == m.Employer
	case Network:
		return o.Home == s.ID || fits(m.Branches, o.Branch) && fits(m.Languages, o.Language) && fits(m.Countries, o.Countries...) && fits(m.Regions, o.Regions...)
	}
	return o.Home == s.ID
}

// fits reports whether one of the values is wanted; nothing wanted wants everything.
func fits(wanted []string, values ...string) bool {
	return len(wanted) == 0 || slices.ContainsFunc(values, func(v string) bool {
		return slices.ContainsFunc(wanted, func(w string) bool { return strings.EqualFold(w, v) })
	})
}
