package match

import (
	"slices"
	"time"

	"verv/internal/match/query"
)

// Order is how hits stand.
type Order uint8

// Newest is the neutral order: who was active last, whatever was asked. In each of the others the newest comes first among equals.
const (
	Newest   Order = iota
	Relevant       // by score
	Soonest        // what ends next, and what has no end last
	BestPaid       // by salary, and those that name none last
)

// Count asks how many hits have each value of a facet; or, for Experience and Available, how many fall in each band of so many years or days.
type Count struct {
	Field query.Field
	Band  int
}

// Request is a search. Limits are the caller's; Limit is at most 1,000.
type Request struct {
	Query  query.Node
	Lang   string
	View   View
	Among  []ID // nobody besides these; nil = everybody
	Order  Order
	After  Cursor // of the page before; zero = from the start
	Skip   int    // instead of After: so many of the first are left out
	Limit  int
	Counts []Count
	Now    time.Time
}

// Hit is a document that was found. Score is 0 in the neutral order.
type Hit struct {
	ID        ID
	Score     uint32
	Anonymous bool
}

// Tally is how many hits have a value.
type Tally struct {
	Value string
	N     int
}

// Result is what was found: all of them in number, one page of them, and counts in the order they were asked for, largest first.
type Result struct {
	Total  int
	Hits   []Hit
	Next   Cursor // zero on the last page
	Counts [][]Tally
}

// Search finds documents. Who may not be seen by the view is never looked at: no hit, count or score depends on them.
func (x *Index) Search(q Request) Result {
	x.mu.RLock()
	defer x.mu.RUnlock()
	s := x.searcher(q)
	defer s.done()
	for _, c := range x.chunks {
		if c != nil && c.live > 0 {
			s.chunk(c)
		}
	}
	return s.result()
}

type weighted struct{ atom, weight uint32 }

type searcher struct {
	*exec
	x       *Index
	q       Request
	plan    *plan
	purpose int
	keys    []uint32
	among   map[*chunk][]uint16 // nil = everybody
	top     top
	total   int
	counts  []*tally
}

func (x *Index) searcher(q Request) *searcher {
	c := compiler{binder: lookup{x}, analyzer: x.o.Analyzer, lang: q.Lang}
	s := &searcher{exec: execs.Get().(*exec), x: x, q: q, plan: c.plan(q.Query), purpose: q.View.purpose(),
		top: top{limit: max(q.Skip, 0) + min(max(q.Limit, 0), 1000) + 1, after: q.After}}
	s.now, s.scoring, s.top.heap = stamp(q.Now), s.scoring[:0], s.heap[:0]
	if s.plan == nil {
		s.plan = &plan{op: opAnd}
	}
	if q.Order == Relevant {
		s.plan.scores(func(atom, weight uint32) { s.scoring = append(s.scoring, weighted{atom, weight}) })
	}
	s.keys, s.among = x.keys(q.View), x.among(q.Among)
	for i, c := range q.Counts {
		s.tally(i, c, len(x.lex.keys))
	}
	s.counts = s.tallies[:len(q.Counts)]
	return s
}

// among is where the documents of a list lie.
func (x *Index) among(list []ID) map[*chunk][]uint16 {
	if list == nil {
		return nil
	}
	out := map[*chunk][]uint16{}
	for _, id := range list {
		if n, ok := x.where.get(id); ok {
			c := x.chunks[n>>16]
			out[c] = append(out[c], uint16(n))
		}
	}
	return out
}

func (x *Index) keys(v View) []uint32 {
	var out []uint32
	for _, k := range v.Keys {
		if a := x.lex.find(spaceBlock, k); a != 0 {
			out = append(out, a)
		}
	}
	return out
}

// chunk matches, scores and counts the documents of one chunk.
func (s *searcher) chunk(c *chunk) {
	s.c = c
	r := s.world(s.purpose, s.keys, s.plan)
	defer s.give(r)
	if s.among != nil {
		few := s.empty()
		few.add(s.among[c])
		r.and(&few.words)
		s.give(few)
	}
	s.narrow(s.plan, r)
	s.hits = r.list(s.hits[:0])
	s.total += len(s.hits)
	for _, w := range s.scoring {
		s.score(w.atom, w.weight, r)
	}
	for _, t := range s.counts {
		t.chunk(s.x, c, r, s.hits)
	}
	scored := len(s.scoring) > 0
	for _, d := range s.hits {
		key := uint64(c.moment[d])
		switch {
		case scored:
			key |= uint64(s.acc[d]) << 32
			s.acc[d] = 0
		case s.q.Order == Soonest:
			key |= uint64(^c.end(d)) << 32
		case s.q.Order == BestPaid:
			key |= uint64(uint32(c.salary[d])) << 32
		}
		if key >= s.top.least {
			s.top.offer(key, c.ids[d], c.veiled.has(d))
		}
	}
}

func (s *searcher) result() Result {
	out := Result{Total: s.total}
	ranked := s.top.sorted()
	s.heap = ranked
	if len(ranked) == s.top.limit {
		ranked = ranked[:len(ranked)-1]
		if n := len(ranked); n > 0 {
			out.Next = Cursor{ranked[n-1].key, ranked[n-1].id, true}
		}
	}
	shown := ranked[min(max(s.q.Skip, 0), len(ranked)):]
	out.Hits = slices.Grow(out.Hits, len(shown))
	for _, r := range shown {
		h := Hit{ID: r.id, Anonymous: r.veiled}
		if s.q.Order == Relevant {
			h.Score = uint32(r.key >> 32)
		}
		out.Hits = append(out.Hits, h)
	}
	out.Counts = slices.Grow(out.Counts, len(s.counts))
	for _, t := range s.counts {
		out.Counts = append(out.Counts, t.result(s.x.lex))
	}
	return out
}
