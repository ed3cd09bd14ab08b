package search

import (
	"context"
	"slices"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/match"
	"verv/internal/match/query"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/taxonomy/analysis"
	"verv/internal/tell"
)

// PageSize is how many cards one page has.
const PageSize = 20

// Wanted is what a member looks for.
type Wanted struct {
	Words  string // in the language of package match/query
	Lang   string // of the words
	Chosen map[query.Field][]string
	Near   string // a place by name; nothing is everywhere
	Km     int
	Order  match.Order
	After  string      // a cursor
	New    tell.Window // only who is new in it; zero is everybody
}

// Fields are what a list is narrowed by and counts of, in the order of the page.
func Fields() []query.Field {
	return []query.Field{query.Occupation, query.Place, query.Skill, query.Language, query.Experience, query.Available}
}

// Band is how many years one step of experience has.
const Band = 5

// bands are how wide the steps are in which a field with numbers is counted.
var bands = map[query.Field]int{query.Experience: Band, query.Available: 1}

// Found is one page of what was found.
type Found struct {
	Total  int
	Cards  []Card
	Next   string
	Counts map[query.Field][]match.Tally
	Mended string // the words as they may have been meant; empty where they find somebody
	Query  query.Node
}

// Place near which somebody is looked for is not known.
const keyNear = "search.near.unknown"

// node reads what is looked for. What cannot be read is Invalid, with the place of it.
func node(q Wanted, country string) (query.Node, error) {
	n, err := query.Parse(q.Words)
	if err != nil {
		return nil, wrongQuery(q.Words, err)
	}
	for _, f := range Fields() {
		var any []query.Node
		for _, v := range q.Chosen[f] {
			any = append(any, chosen(f, v))
		}
		n = query.All(n, query.Any(any...))
	}
	if q.Near != "" {
		p, ok := analysis.Default().PlaceNamed(country, q.Near)
		if !ok {
			var f fault.Form
			f.Add("near", keyNear)
			return nil, f.Err()
		}
		at := analysis.PointOf(p)
		n = query.All(n, query.Any(query.Near{Lat: at.Lat, Lon: at.Lon, Km: float64(q.Km)}, query.Facet{Field: query.Place, Value: p.ID()}))
	}
	return n, nil
}

// chosen is one value of a facet; nil where there is no such value.
func chosen(f query.Field, v string) query.Node {
	switch f {
	case query.Experience:
		if from, ok := band(v); ok {
			return query.Range{Field: f, Min: from, Max: from + Band - 1}
		}
		return nil
	case query.Available:
		if s, ok := stepOf(v); ok {
			return query.Range{Field: f, Min: s.from, Max: s.to}
		}
		return nil
	}
	return query.Facet{Field: f, Value: v}
}

// Search finds people for the grant's employer. Each card on the page is read in the store, in one transaction that leaves one access record.
func (h *House) Search(ctx context.Context, g privacy.Grant, q Wanted) (f Found, err error) {
	if err := g.Require(access.PeopleSearch); err != nil {
		return f, err
	}
	after, err := match.ParseCursor(q.After)
	if err != nil {
		after = match.Cursor{} // an address is no form that could be wrong
	}
	domains, err := h.domainsOf(ctx, g.Scope().Employer())
	if err != nil {
		return f, err
	}
	x, err := h.index(ctx)
	if err != nil {
		return f, err
	}
	left, err := h.left(ctx, g)
	if err != nil {
		return f, err
	}
	var among []match.ID
	if q.New != (tell.Window{}) {
		a, err := h.askerOf(ctx, g)
		if err != nil {
			return f, err
		}
		if among, err = h.fresh(ctx, a, q, q.New); err != nil {
			return f, err
		}
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		a, err := h.asker(r, domains)
		if err != nil {
			return err
		}
		if f.Query, err = node(q, a.employer.Country); err != nil {
			return err
		}
		r.About(looked(q.Order), id.Cast[cardNoun](g.Scope().Employer()))
		h.fill(x, a.view(), q, among, after, &f)
		return h.recheck(r, a, left, &f)
	})
	return f, err
}

// looked is what the access record says that was looked at. That somebody chose the order by relevance stands there.
func looked(o match.Order) string {
	if o == match.Relevant {
		return "people-by-relevance"
	}
	return "people"
}

// fill asks the index.
func (h *House) fill(x *match.Index, v match.View, q Wanted, among []match.ID, after match.Cursor, f *Found) {
	ask := match.Request{Query: f.Query, Lang: q.Lang, View: v, Among: among, Order: q.Order, After: after, Limit: PageSize, Now: h.db.Now()}
	for _, field := range Fields() {
		ask.Counts = append(ask.Counts, match.Count{Field: field, Band: bands[field]})
	}
	got := x.Search(ask)
	f.Total, f.Next, f.Counts = got.Total, got.Next.String(), map[query.Field][]match.Tally{}
	for i, field := range Fields() {
		f.Counts[field] = got.Counts[i]
	}
	f.Counts[query.Available] = stepped(f.Counts[query.Available])
	for _, hit := range got.Hits {
		c := Card{Anonymous: hit.Anonymous}
		if v, err := idOf(hit.ID); err == nil {
			c.ID = v
			f.Cards = append(f.Cards, c)
		}
	}
	if got.Total == 0 && q.Words != "" {
		if typed, err := query.Parse(q.Words); err == nil {
			if n, changed := x.DidYouMean(typed, q.Lang, v); changed {
				f.Mended = query.Print(n)
			}
		}
	}
}

// recheck reads the cards of the page in the store, which has the last word. What is not to be seen any more is neither shown nor counted.
func (h *House) recheck(r *store.Reader, a asker, left int, f *Found) error {
	if len(f.Cards) > left {
		return fault.New(fault.Limited, "search.limit", fault.Args{"Max": h.Limits.Cards})
	}
	var out []Card
	for _, hit := range f.Cards {
		c, err := h.shown(r, a, hit.ID)
		if fault.Is(err, fault.NotFound) {
			f.Total--
			continue
		}
		if err != nil {
			return err
		}
		out = append(out, c)
	}
	f.Cards = out
	return nil
}

// shown reads one card, if the asker may see it now.
func (h *House) shown(r *store.Reader, a asker, v CardID) (Card, error) {
	return h.seen(r, a, "search.shown", v)
}

func (h *House) seen(r *store.Reader, a asker, statement store.Name, v CardID) (Card, error) {
	c, err := store.One(r, statement, store.Args{"id": v, "now": r.Now()}, scanCard)
	if store.Missing(err) || err == nil && h.shuts(c, a.keys) {
		return c, fault.New(fault.NotFound, "fault.notfound")
	}
	if err != nil {
		return c, err
	}
	c, err = c.opened(r)
	if fault.Is(err, fault.Gone) {
		err = fault.New(fault.NotFound, "fault.notfound")
	}
	return c, err
}

// View is one card for the grant's employer, with the request that was made to the person, if one was.
func (h *House) View(ctx context.Context, g privacy.Grant, v CardID) (c Card, asked *Approach, err error) {
	if err := g.Require(access.PeopleSearch); err != nil {
		return c, nil, err
	}
	domains, err := h.domainsOf(ctx, g.Scope().Employer())
	if err != nil {
		return c, nil, err
	}
	left, err := h.left(ctx, g)
	if err != nil {
		return c, nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		a, err := h.asker(r, domains)
		if err != nil {
			return err
		}
		if left < 1 {
			return fault.New(fault.Limited, "search.limit", fault.Args{"Max": h.Limits.Cards})
		}
		r.About("card", v)
		if c, err = h.shown(r, a, v); err != nil {
			return err
		}
		was, err := store.One(r, "search.approachTo", store.Args{"subject_id": c.Subject}, scanApproach)
		switch {
		case err == nil:
			asked = &was
		case !store.Missing(err):
			return err
		}
		return nil
	})
	return c, asked, err
}

// Suggest completes a word for the grant's employer, with the words of public advertisements by which it finds somebody.
func (h *House) Suggest(ctx context.Context, g privacy.Grant, begun, lang string) (out []string, err error) {
	if err := g.Require(access.PeopleSearch); err != nil {
		return nil, err
	}
	domains, err := h.domainsOf(ctx, g.Scope().Employer())
	if err != nil {
		return nil, err
	}
	x, err := h.index(ctx)
	if err != nil {
		return nil, err
	}
	var a asker
	if err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { a, err = h.asker(r, domains); return err }); err != nil {
		return nil, err
	}
	for _, s := range x.Suggest(begun, lang, a.view(), suggested) {
		out = append(out, s.Word)
	}
	return slices.Clip(out), nil
}

const suggested = 8
