package search

import (
	"strings"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/job"
	"verv/internal/locale"
	"verv/internal/match"
	"verv/internal/match/query"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/taxonomy"
	"verv/internal/taxonomy/analysis"
	webpage "verv/internal/web/page"
)

// General is a job in words that many jobs have in common: it names no employer, no client and no town, and its title is that of the occupation.
type General struct {
	Occupation string // isco: and the four figures of a group
	County     string // as package taxonomy names places
	Employment []job.Employment
	Extent     job.Extent
	Pay        job.Pay // rounded outward; no text
	Branch     string  // of the employer
}

// GeneralOf takes a job's general part out of it. What is in the index says its occupation.
func GeneralOf(j job.Job, doc *match.Job, branch string) General {
	g := General{Employment: j.Employment, Extent: j.Extent, Branch: branch}
	a := analysis.Default()
	for _, o := range doc.Values.Occupations {
		for _, code := range append([]string{o}, a.Above(query.Occupation, o)...) {
			if len(code) == len("isco:0000") && strings.HasPrefix(code, "isco:") {
				g.Occupation = code
			}
		}
	}
	for _, p := range j.Places {
		if at, ok := a.Place(p.Country, p.Town, p.Region); ok && g.County == "" {
			g.County = county(at)
		}
	}
	if j.Pay.Min > 0 || j.Pay.Max > 0 {
		g.Pay = job.Pay{Min: coarse(j.Pay.Min, false), Max: coarse(j.Pay.Max, true), Currency: j.Pay.Currency, Unit: j.Pay.Unit}
	}
	return g
}

func county(at taxonomy.Place) string {
	for _, p := range append([]taxonomy.Place{at}, taxonomy.BuiltIn().Above(at)...) {
		if p.Kind == taxonomy.County {
			return p.ID()
		}
	}
	return ""
}

// coarse keeps two figures of a sum: an exact one would find its advertisement.
func coarse(n int64, up bool) int64 {
	step := int64(1)
	for n/step >= 100 {
		step *= 10
	}
	if up {
		n += step - 1
	}
	return n / step * step
}

// Title is what the job is called where it must not be known by its own.
func (g General) Title(t *locale.Words) string {
	if o, ok := taxonomy.BuiltIn().Group(strings.TrimPrefix(g.Occupation, "isco:")); ok {
		return upper(o.Preferred(t.Lang()))
	}
	return t.Say("search.general.job")
}

// Place is the county in words.
func (g General) Place(t *locale.Words) string {
	country, code, _ := strings.Cut(g.County, ":")
	if p, ok := taxonomy.BuiltIn().Place(country, code); ok {
		return p.Name(t.Lang())
	}
	return ""
}

// Terms are what is told of the job.
func (g General) Terms(t *locale.Words) (out []webpage.Term) {
	term := func(name, text string) {
		if text != "" {
			out = append(out, webpage.Term{Name: name, Text: text})
		}
	}
	term(t.Say("search.face.region"), g.Place(t))
	term(t.Say("job.field.employment"), job.KindText(t, g.Employment, g.Extent))
	if g.Pay.Min > 0 || g.Pay.Max > 0 {
		term(t.Say("job.field.pay"), job.PayText(t, g.Pay))
	}
	return out
}

// Unnamed is an employer by what it does.
func Unnamed(t *locale.Words, branch string) string {
	if branch == "" {
		return t.Say("search.unnamed")
	}
	return t.Say("search.unnamed.in", "Branch", t.Say("site.branch."+branch))
}

// Veils are the employers that asked a person without their name and got no yes, with the branch that stands in the name's place.
type Veils map[access.EmployerID]string

// VeilsOf reads those of the scope's person.
func VeilsOf(r *store.Reader) (Veils, error) {
	all, err := store.List(r, "search.veiled", store.Args{}, func(row store.Row) (e access.EmployerID, err error) { return e, row.Scan(&e) })
	if err != nil || len(all) == 0 {
		return nil, err
	}
	out := Veils{}
	for _, e := range all {
		v, err := employer.Read(r, e)
		if err != nil && !store.Missing(err) {
			return nil, err
		}
		out[e] = v.Branch
	}
	return out, nil
}

// Has reports whether an employer must not be named.
func (v Veils) Has(e access.EmployerID) bool {
	_, ok := v[e]
	return ok
}

// Over reports whether who read for a purpose must not be named: what the same employer reads of an application is another matter.
func (v Veils) Over(e access.EmployerID, why privacy.Purpose) bool {
	return why == privacy.Find && v.Has(e)
}

// Classes are those of what an employer that looks for people holds about one.
func Classes() []privacy.Class { return []privacy.Class{privacy.ClassApproach, privacy.ClassProposal} }
