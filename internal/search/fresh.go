package search

import (
	"context"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/match"
	"verv/internal/match/query"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/taxonomy/analysis"
	"verv/internal/tell"
)

const (
	changedMost = 50_000 // cards that changed in one window
	freshMost   = 500    // of those that are looked at for one search: as many as a member may be shown in a day
)

// matching is what cards and searches are compared with.
func matching() match.Options {
	return match.Options{Analyzer: analysis.Default(), Tree: analysis.Default()}
}

// askerOf is the employer that a grant is of, with what it goes by.
func (h *House) askerOf(ctx context.Context, g privacy.Grant) (a asker, err error) {
	domains, err := h.domainsOf(ctx, g.Scope().Employer())
	if err != nil {
		return a, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { a, err = h.asker(r, domains); return err })
	return a, err
}

// fresh are the cards that a search newly finds in a window: they were made in it, or changed so that the search finds them now and did not before.
// They are read under Verv's own grant: nothing of a card leaves this function but that it is new, and whoever is shown one reads it again.
func (h *House) fresh(ctx context.Context, a asker, q Wanted, w tell.Window) (out []match.ID, err error) {
	x, err := h.index(ctx)
	if err != nil {
		return nil, err
	}
	n, err := node(q, a.employer.Country)
	if err != nil {
		return nil, err
	}
	out = []match.ID{} // nobody is not everybody
	err = h.db.Read(ctx, h.Find, func(r *store.Reader) error {
		changed, err := store.List(r, "search.changed", store.Args{"from": w.From, "until": w.Until, "now": r.Now(), "most": changedMost},
			func(row store.Row) (match.ID, error) {
				var v CardID
				err := row.Scan(&v)
				return match.ID(v.Bytes()), err
			})
		if err != nil || len(changed) == 0 {
			return err
		}
		got := x.Search(match.Request{Query: n, Lang: q.Lang, View: a.view(), Among: changed, Limit: freshMost, Now: r.Now()})
		before := match.NewAlerts(matching())
		before.Put(match.Alert{Query: n, Lang: q.Lang, View: match.View{Purpose: match.ForSearch}})
		for _, hit := range got.Hits {
			is, err := h.isFresh(r, a, hit.ID, n, before, w)
			if err != nil {
				return err
			}
			if is {
				out = append(out, hit.ID)
			}
		}
		return nil
	})
	return out, err
}

// isFresh reports whether a card that a search finds was not found by it when the window began.
func (h *House) isFresh(r *store.Reader, a asker, hit match.ID, n query.Node, before *match.Alerts, w tell.Window) (bool, error) {
	v, err := idOf(hit)
	if err != nil {
		return false, err
	}
	c, err := h.shown(r, a, v)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	was, lost, there := c.body.before(w.From)
	if !there || lost && refuses(n) {
		return true, nil
	}
	c.body = was
	return len(before.Percolate(c.person(nil), r.Now())) == 0, nil
}

// may reports whether a member of a role may search.
func may(role access.Role) bool {
	return access.Actor{Persona: access.Member, Role: role}.May(access.PeopleSearch)
}
