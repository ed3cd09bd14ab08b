package job

import (
	"cmp"
	"math"
	mathbits "math/bits"
	"slices"
	"strings"
	"sync"
	"time"

	"verv/internal/access"
	"verv/internal/site"
)

// shelves are the board as each site lists it, made when a site first asks.
type shelves struct {
	mu     sync.Mutex
	turn   int64 // of the sites
	bySite map[site.ID]*shelf
}

func newShelves() *shelves { return &shelves{bySite: map[site.ID]*shelf{}} }

// shelf is what one site lists, until the next deadline passes.
type shelf struct {
	posts       []*post // newest first
	made        time.Time
	from, until int64  // milliseconds: while every post is open
	all         *tally // of everything, which most readers see
	employers   []Hiring
}

// Hiring is an employer and how many open jobs it has on a site.
type Hiring struct {
	Employer access.EmployerID
	Name     string
	Count    int
}

// shelf is the board as a site lists it at a moment.
func (b *board) shelf(s site.Site, turn int64, now time.Time) *shelf {
	at := now.UnixMilli()
	c := b.shelves
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.turn != turn {
		c.turn, c.bySite = turn, map[site.ID]*shelf{}
	}
	if v := c.bySite[s.ID]; v != nil && at >= v.from && at < v.until {
		return v
	}
	v := &shelf{made: now, from: at, until: math.MaxInt64}
	hiring := map[access.EmployerID]*Hiring{}
	for _, p := range b.posts {
		if p.ends > at && s.Lists(p.offer()) {
			v.posts, v.until = append(v.posts, p), min(v.until, p.ends)
			if hiring[p.employer] == nil {
				hiring[p.employer] = &Hiring{Employer: p.employer, Name: p.name}
			}
			hiring[p.employer].Count++
		}
	}
	for _, e := range hiring {
		v.employers = append(v.employers, *e)
	}
	slices.SortFunc(v.employers, func(a, b Hiring) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return a.Employer.Compare(b.Employer)
	})
	v.all = v.count(b, query{})
	c.bySite[s.ID] = v
	return v
}

// query is a Filter as the board is asked.
type query struct {
	words    []string
	place    string
	employer access.EmployerID
	masks    [codedFacets]uint32 // 0 asks nothing
	regions  []int32
}

func (b *board) query(f Filter) query {
	q := query{words: strings.Fields(fold(f.Words)), place: fold(f.Place), employer: f.Employer}
	q.words = q.words[:min(len(q.words), 3)]
	for i, c := range coded {
		q.masks[i] = bits(i, f.Chosen[c.facet]...)
	}
	for _, name := range f.Chosen[ByRegion] {
		n := slices.Index(b.regions, name)
		q.regions = append(q.regions, int32(n)) // -1 is of no job
	}
	return q
}

// reads reports whether the words of a query stand in a post.
func (q *query) reads(p *post) bool {
	if !q.employer.IsZero() && p.employer != q.employer {
		return false
	}
	for _, w := range q.words {
		if !strings.Contains(p.words, w) {
			return false
		}
	}
	return q.place == "" || strings.Contains(p.places, q.place)
}

// misses says how many facets a post fails, and which one when it is one.
func (q *query) misses(p *post) (n, which int) {
	for i, m := range q.masks {
		if m != 0 && p.facets[i]&m == 0 {
			n, which = n+1, i
		}
	}
	if len(q.regions) > 0 && !slices.Contains(q.regions, p.region) {
		n, which = n+1, codedFacets
	}
	return n, which
}

// tally is what was found, and how many each value of a facet would find: a facet's own choice does not count against its values, so that
// one more can be ticked.
type tally struct {
	hits    []*post
	coded   [codedFacets][32]int
	regions []int
}

func (s *shelf) count(b *board, q query) *tally {
	t := &tally{regions: make([]int, len(b.regions))}
	for _, p := range s.posts {
		n, which := q.misses(p)
		if n > 1 || !q.reads(p) {
			continue
		}
		if n == 0 {
			t.hits = append(t.hits, p)
		}
		for i := range t.coded {
			if n == 0 || which == i {
				for m := p.facets[i]; m != 0; m &= m - 1 {
					t.coded[i][mathbits.TrailingZeros32(m)]++
				}
			}
		}
		if n == 0 || which == codedFacets {
			t.regions[p.region]++
		}
	}
	return t
}

// sorted is the hits in an order; newest first is the board's own.
func (t *tally) sorted(by Sort, currency string) []*post {
	if by == Newest {
		return t.hits
	}
	out := slices.Clone(t.hits)
	slices.SortStableFunc(out, func(a, b *post) int {
		if by == ByDeadline {
			return cmp.Compare(a.ends, b.ends)
		}
		x, y := a.annual, b.annual
		if a.currency != currency {
			x = 0
		}
		if b.currency != currency {
			y = 0
		}
		return cmp.Compare(y, x)
	})
	return out
}
