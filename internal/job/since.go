package job

import (
	"context"
	"slices"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/match"
	"verv/internal/match/query"
	"verv/internal/privacy"
	"verv/internal/site"
)

// Fresh is a job that is new in a search, and why it is there.
type Fresh struct {
	Entry
	Met Filter // the part of the search that the job meets
}

const sincePage = 200

// Since lists the open jobs of a search that were published after one moment and not after another, newest first, at most so many of them,
// and counts them all.
func (h *House) Since(ctx context.Context, g privacy.Grant, s site.ID, f Filter, from, until time.Time, most int) ([]Fresh, int, error) {
	if err := g.Require(access.JobSee); err != nil {
		return nil, 0, err
	}
	f = f.tidy()
	at, err := h.searched(ctx, s)
	if err != nil {
		return nil, 0, err
	}
	hits := h.between(match.Request{Query: h.Tree(at, f), Lang: at.Language, Order: match.Newest, Limit: sincePage, Now: h.db.Now()}, from, until)
	why := f.meeting(at)
	var out []Fresh
	for chunk := range slices.Chunk(hits[:min(most, len(hits))], PageSize) {
		some, err := h.entries(ctx, g, chunk)
		if err != nil {
			return nil, 0, err
		}
		for _, e := range some {
			d, open, err := h.Document(ctx, e.ID)
			if err != nil {
				return nil, 0, err
			}
			if open {
				out = append(out, Fresh{e, why.of(d, h.db.Now())})
			}
		}
	}
	return out, len(hits), nil
}

// between finds what was published within a window, newest first. The index knows seconds, the window thousandths.
func (h *House) between(q match.Request, from, until time.Time) (out []ID) {
	for {
		got := h.finder.index.Search(q)
		for _, j := range ids(got.Hits) {
			at := h.finder.published(j)
			if at.IsZero() {
				continue // it closed a moment ago
			}
			if at.Before(from.Add(-time.Second)) {
				return out
			}
			if at.After(from) && !at.After(until) {
				out = append(out, j)
			}
		}
		if q.After = got.Next; got.Next == (match.Cursor{}) {
			return out
		}
	}
}

// published is when an open job was published; zero for one that is open no more.
func (f *finder) published(j ID) time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.posts[j].published
}

// meeting says which part of a filter a job meets: each part that need not be met waits as a search of its own, and the job is shown to all of
// them at once.
type meeting struct {
	filter Filter // without what need not be met
	alerts *match.Alerts
	met    []func(*Filter)
}

func (f Filter) meeting(s site.Site) *meeting {
	m := &meeting{filter: f, alerts: match.NewAlerts(Options())}
	m.filter.Chosen = map[Facet][]string{}
	for _, facet := range Facets() {
		for _, value := range f.Chosen[facet] {
			m.add(s.Language, chosen(facet, []string{value}), func(out *Filter) { out.Chosen[facet] = append(out.Chosen[facet], value) })
		}
	}
	n, ok := f.words(s.Language).(query.Or)
	if !ok {
		return m
	}
	m.filter.Words = ""
	for _, one := range n {
		trade, named := one.(query.Facet)
		m.add(s.Language, one, func(out *Filter) {
			switch {
			case !named || trade.Field != query.Occupation:
				out.Words = strings.TrimSpace(out.Words + " " + query.Print(one))
			case out.Words == "" && !slices.Contains(out.Chosen[ByOccupation], trade.Value):
				out.Chosen[ByOccupation] = append(out.Chosen[ByOccupation], trade.Value)
			}
		})
	}
	return m
}

func (m *meeting) add(lang string, n query.Node, met func(*Filter)) {
	m.alerts.Put(match.Alert{ID: match.ID{byte(len(m.met) >> 8), byte(len(m.met))}, Query: n, Lang: lang})
	m.met = append(m.met, met)
}

// of is the part of the filter that a job meets, in the order of the filter.
func (m *meeting) of(d *match.Job, now time.Time) Filter {
	out := m.filter
	out.Chosen = map[Facet][]string{}
	found := m.alerts.Percolate(d, now)
	slices.SortFunc(found, func(a, b match.ID) int { return slices.Compare(a[:], b[:]) })
	for _, v := range found {
		m.met[int(v[0])<<8|int(v[1])](&out)
	}
	return out
}
