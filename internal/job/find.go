package job

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/id"
	"verv/internal/match"
	"verv/internal/match/query"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/store"
	"verv/internal/taxonomy/analysis"
)

// PageSize is how many jobs one page of a list has.
const PageSize = 20

const pagesMost = 10_000

// Found is one page of what was found, with the counts of every facet.
type Found struct {
	Jobs   []Entry
	Total  int
	Page   int
	Next   match.Cursor // where the next page by Newest begins; zero on the last
	Counts map[Facet][]Option
	Mended string // what may have been meant where nothing was found; empty when there is no guess that finds anything
}

// Option is a value of a facet and how many jobs choosing it would find: a facet's own choice does not count against its values, so that one
// more can be ticked.
type Option struct {
	Value  string
	Count  int
	Chosen bool
}

// Search lists the open jobs of a site.
func (h *House) Search(ctx context.Context, g privacy.Grant, s site.ID, f Filter) (Found, error) {
	if err := g.Require(access.JobSee); err != nil {
		return Found{}, err
	}
	f = f.tidy()
	at, err := h.searched(ctx, s)
	if err != nil {
		return Found{}, err
	}
	out := Found{Page: min(max(f.Page, 1), pagesMost)}
	q := match.Request{Query: h.Tree(at, f), Lang: at.Language, Order: f.order(), After: f.After, Limit: cmp.Or(f.Most, PageSize), Now: h.db.Now()}
	q.Skip = (out.Page - 1) * q.Limit
	hits := h.page(q, f.Sort, currencyOf(at.Country), &out)
	if out.Counts, err = h.choices(at, f, q.Now); err != nil {
		return out, err
	}
	if out.Total == 0 {
		out.Mended = h.mended(at, f, q)
	}
	for chunk := range slices.Chunk(hits, PageSize) {
		some, err := h.entries(ctx, g, chunk)
		if err != nil {
			return out, err
		}
		if err := h.excerpts(ctx, g, some, f.words(at.Language), at.Language); err != nil {
			return out, err
		}
		out.Jobs = append(out.Jobs, some...)
	}
	return out, nil
}

// searched is a site whose list is about to be shown, with the index brought up to date.
func (h *House) searched(ctx context.Context, name site.ID) (site.Site, error) {
	s, err := h.sites.ByID(ctx, name)
	if err != nil {
		return s, err
	}
	return s, h.Fresh(ctx)
}

func (f Filter) order() match.Order {
	switch {
	case f.Sort == ByDeadline:
		return match.Soonest
	case f.Sort == HighestPay:
		return match.BestPaid
	case f.Sort == Usual && strings.TrimSpace(f.Words) != "":
		return match.Relevant
	}
	return match.Newest
}

// page finds one page. By pay, jobs of the site's own currency come first: they are one list, and the others by publication another behind it.
func (h *House) page(q match.Request, by Sort, currency string, out *Found) []ID {
	if by != HighestPay {
		got := h.finder.index.Search(q)
		out.Total, out.Next = got.Total, got.Next
		return ids(got.Hits)
	}
	own := query.Facet{Field: query.Pay, Value: currency}
	first, rest := q, q
	first.Query, rest.Query, rest.Order = query.All(q.Query, own), query.All(q.Query, query.Negate(own)), match.Newest
	paid := h.finder.index.Search(first)
	hits := ids(paid.Hits)
	rest.Skip, rest.Limit = max(q.Skip-paid.Total, 0), q.Limit-len(hits)
	others := h.finder.index.Search(rest)
	out.Total = paid.Total + others.Total
	return append(hits, ids(others.Hits)...)
}

func ids(hits []match.Hit) []ID {
	out := make([]ID, len(hits))
	for i, h := range hits {
		out[i] = id.Of[noun](h.ID)
	}
	return out
}

// choices are the options of a list; those that nobody has narrowed, which most visitors open, are kept.
func (h *House) choices(s site.Site, f Filter, now time.Time) (map[Facet][]Option, error) {
	if !f.empty() {
		return h.options(s, f, now), nil
	}
	return h.finder.overview.get(query.Print(market(s)), h.finder.edition(now), func() (map[Facet][]Option, error) { return h.options(s, f, now), nil })
}

// options are the facets' values that any job has, in their order; of open lists by count.
func (h *House) options(s site.Site, f Filter, now time.Time) map[Facet][]Option {
	out := map[Facet][]Option{}
	var open []Facet // nothing of them is chosen: one search counts them all
	for _, facet := range Facets() {
		switch {
		case facet == ByPublished:
			out[facet] = h.published(s, f, now)
		case len(f.Chosen[facet]) > 0:
			h.tally(s, f, facet, []Facet{facet}, now, out)
		default:
			open = append(open, facet)
		}
	}
	h.tally(s, f, "", open, now, out)
	return out
}

// tally counts facets in what a filter finds without its choice of one.
func (h *House) tally(s site.Site, f Filter, but Facet, facets []Facet, now time.Time, out map[Facet][]Option) {
	q := match.Request{Query: query.All(market(s), f.tree(s, but)), Lang: s.Language, Now: now}
	for _, facet := range facets {
		q.Counts = append(q.Counts, match.Count{Field: fields[facet]})
	}
	got := h.finder.index.Search(q)
	for i, facet := range facets {
		out[facet] = ordered(facet, got.Counts[i], f.Chosen[facet])
	}
}

// ordered puts what was counted in the order of a facet's values, or by count where it has no order, with what is chosen in any case.
func ordered(facet Facet, counted []match.Tally, picked []string) []Option {
	n := map[string]int{}
	values := ValuesOf(facet)
	for _, t := range counted {
		if n[t.Value] = t.N; facet.counts(t.Value) && ValuesOf(facet) == nil {
			values = append(values, t.Value)
		}
	}
	for _, v := range picked {
		if !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	var out []Option
	for _, v := range values {
		if chosen := slices.Contains(picked, v); n[v] > 0 || chosen {
			out = append(out, Option{v, n[v], chosen})
		}
	}
	return out
}

// counts reports whether a value is offered: of occupations the groups of two digits, which are about forty.
func (f Facet) counts(value string) bool { return f != ByOccupation || len(value) == len("isco:22") }

// published counts what came within so many days.
func (h *House) published(s site.Site, f Filter, now time.Time) []Option {
	var out []Option
	for _, v := range ValuesOf(ByPublished) {
		q := match.Request{Query: query.All(market(s), f.tree(s, ByPublished), chosen(ByPublished, []string{v})), Lang: s.Language, Now: now}
		n := h.finder.index.Search(q).Total
		if picked := slices.Contains(f.Chosen[ByPublished], v); n > 0 || picked {
			out = append(out, Option{v, n, picked})
		}
	}
	return out
}

// mended is what was typed with its slips put right, where that finds something.
func (h *House) mended(s site.Site, f Filter, q match.Request) string {
	n, err := query.Parse(f.Words)
	if err != nil || n == nil {
		return ""
	}
	better, changed := h.finder.index.DidYouMean(n, s.Language, match.View{})
	if !changed {
		return ""
	}
	f.Words = query.Print(spelled(better, s.Language))
	q.Query = h.Tree(s, f)
	if h.finder.index.Search(q).Total == 0 {
		return ""
	}
	return f.Words
}

// spelled writes the words of a tree as readers do: the index knows them folded.
func spelled(n query.Node, lang string) query.Node {
	switch n := n.(type) {
	case query.And:
		var out []query.Node
		for _, k := range n {
			out = append(out, spelled(k, lang))
		}
		return query.All(out...)
	case query.Or:
		var out []query.Node
		for _, k := range n {
			out = append(out, spelled(k, lang))
		}
		return query.Any(out...)
	case query.Word:
		return query.Word(analysis.Default().Spelled(lang, string(n)))
	}
	return n
}

// Named is the job that the index calls so.
func Named(v match.ID) ID { return id.Of[noun](v) }

// Entries are those of some jobs that are open, in their order. Everybody may read them.
func (h *House) Entries(ctx context.Context, wanted []ID) (out []Entry, err error) {
	for chunk := range slices.Chunk(wanted, PageSize) {
		some, err := h.entries(ctx, h.cfg.Reads, chunk)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

// entries reads what a list shows. A job that closed a moment ago is left out: the store has the last word.
func (h *House) entries(ctx context.Context, g privacy.Grant, wanted []ID) ([]Entry, error) {
	if len(wanted) == 0 {
		return nil, nil
	}
	args := store.Args{"now": h.db.Now()}
	for i := range PageSize {
		args[fmt.Sprintf("id%d", i)] = wanted[min(i, len(wanted)-1)]
	}
	var list []Entry
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		list, err = store.List(r, "job.entries", args, scanEntry)
		return err
	})
	place := make(map[ID]int, len(wanted))
	for i, j := range wanted {
		place[j] = i
	}
	slices.SortFunc(list, func(a, b Entry) int { return place[a.ID] - place[b.ID] })
	return list, err
}

// OfEmployer lists the open jobs of an employer on a site, newest first.
func (h *House) OfEmployer(ctx context.Context, g privacy.Grant, s site.ID, e access.EmployerID) (Found, error) {
	return h.Search(ctx, g, s, Filter{Employer: e})
}

// Hiring is an employer and how many open jobs it has on a site.
type Hiring struct {
	Employer access.EmployerID
	Name     string
	Count    int
}

// Hiring lists who has open jobs on a site, the most first.
func (h *House) Hiring(ctx context.Context, g privacy.Grant, s site.ID) ([]Hiring, error) {
	if err := g.Require(access.JobSee); err != nil {
		return nil, err
	}
	at, err := h.searched(ctx, s)
	if err != nil {
		return nil, err
	}
	now := h.db.Now()
	return h.finder.hiring.get(query.Print(market(at)), h.finder.edition(now), func() ([]Hiring, error) { return h.hiring(at, now) })
}

// hiring counts the open jobs of each that has any.
func (h *House) hiring(s site.Site, now time.Time) ([]Hiring, error) {
	got := h.finder.index.Search(match.Request{Query: market(s), Counts: []match.Count{{Field: query.Employer}}, Now: now})
	out := make([]Hiring, 0, len(got.Counts[0]))
	for _, t := range got.Counts[0] {
		e := Hiring{Count: t.N}
		if err := e.Employer.UnmarshalText([]byte(t.Value)); err != nil {
			return nil, fmt.Errorf("job: employer in the index: %w", err)
		}
		e.Name = h.finder.name(e.Employer)
		out = append(out, e)
	}
	return out, nil
}

// CountOf is how many open jobs a site lists.
func (h *House) CountOf(ctx context.Context, g privacy.Grant, s site.ID) (int, error) {
	if err := g.Require(access.JobSee); err != nil {
		return 0, err
	}
	at, err := h.searched(ctx, s)
	if err != nil {
		return 0, err
	}
	return h.finder.index.Search(match.Request{Query: market(at), Now: h.db.Now()}).Total, nil
}

// listed reports whether a site lists a job, open or closed.
func (h *House) listed(s site.Site, j Job) bool {
	o := site.Offer{Home: j.Site, Employer: j.Employer, Branch: j.EmployerBranch, Language: j.Language}
	for _, p := range j.Places {
		o.Countries, o.Regions = append(o.Countries, p.Country), append(o.Regions, p.Town, p.Region)
	}
	return s.Lists(o)
}
