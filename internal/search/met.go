package search

import (
	"slices"
	"strings"
	"time"

	"verv/internal/match"
	"verv/internal/match/query"
)

// meeting says which part of a search a card meets: each part that need not be met waits as a search of its own, and a card is shown to all of them
// at once.
type meeting struct {
	all   Wanted // without what need not be met
	parts *match.Alerts
	met   []func(*Wanted)
}

func (q Wanted) meeting() *meeting {
	m := &meeting{all: q, parts: match.NewAlerts(matching())}
	m.all.Chosen = map[query.Field][]string{}
	for _, f := range Fields() {
		for _, v := range q.Chosen[f] {
			m.add(q.Lang, chosen(f, v), func(out *Wanted) { out.Chosen[f] = append(out.Chosen[f], v) })
		}
	}
	if n, err := query.Parse(q.Words); err == nil {
		if any, ok := n.(query.Or); ok {
			m.all.Words = ""
			for _, one := range any {
				m.add(q.Lang, one, func(out *Wanted) { out.Words = strings.TrimSpace(out.Words + " " + query.Print(one)) })
			}
		}
	}
	return m
}

func (m *meeting) add(lang string, n query.Node, met func(*Wanted)) {
	if n == nil {
		return
	}
	m.parts.Put(match.Alert{ID: match.ID{byte(len(m.met) >> 8), byte(len(m.met))}, Query: n, Lang: lang, View: match.View{Purpose: match.ForSearch}})
	m.met = append(m.met, met)
}

// of is the part of the search that a card meets, in the order of the search.
func (m *meeting) of(c Card, now time.Time) Wanted {
	out := m.all
	out.Chosen = map[query.Field][]string{}
	found := m.parts.Percolate(c.person(nil), now)
	slices.SortFunc(found, func(a, b match.ID) int { return slices.Compare(a[:], b[:]) })
	for _, v := range found {
		m.met[int(v[0])<<8|int(v[1])](&out)
	}
	return out
}
