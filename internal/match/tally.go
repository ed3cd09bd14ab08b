package match

import (
	"cmp"
	"slices"
	"strconv"

	"verv/internal/match/query"
)

// tally counts the hits by value of one facet: in each chunk by the number of their set, which is one addition a hit, then by value.
type tally struct {
	Count
	now    uint32
	byAtom []int32 // by atom, or by number
	seen   []uint32
	bySet  []int32
	sets   []uint16
}

// tally is the i-th of this search; its room is used again.
func (e *exec) tally(i int, c Count, atoms int) *tally {
	if i == len(e.tallies) {
		e.tallies = append(e.tallies, new(tally))
	}
	t := e.tallies[i]
	t.Count, t.now = c, e.now
	if atoms = max(atoms, numbers); len(t.byAtom) < atoms {
		t.byAtom = make([]int32, atoms+atoms/8)
	}
	return t
}

func (t *tally) chunk(x *Index, c *chunk, r *bitmap) {
	switch {
	case t.Field == query.Experience:
		for d := range r.all() {
			t.add(uint32(c.years[d]), 1)
		}
	case t.Field == query.Available:
		for d := range r.all() {
			if c.start[d] != 0 {
				t.add(uint32(min(ahead(c.start[d], t.now), numbers-1)), 1)
			}
		}
	case t.Field == query.Skill:
		t.lists(x, c, r)
	case int(t.Field) < query.Facets:
		t.column(c.columns[t.Field], r)
	}
}

func (t *tally) add(a uint32, n int32) {
	if t.byAtom[a] == 0 {
		t.seen = append(t.seen, a)
	}
	t.byAtom[a] += n
}

func (t *tally) column(c *column, r *bitmap) {
	if len(t.bySet) < len(c.sets) {
		t.bySet = make([]int32, len(c.sets))
	}
	t.sets = t.sets[:0]
	for d := range r.all() {
		s := c.set(d)
		if t.bySet[s] == 0 {
			t.sets = append(t.sets, s)
		}
		t.bySet[s]++
	}
	for _, s := range t.sets {
		for _, a := range c.sets[s] {
			t.add(a, t.bySet[s])
		}
		t.bySet[s] = 0
	}
}

// lists counts a facet that has no column: nearly every document has a set of its own.
func (t *tally) lists(x *Index, c *chunk, r *bitmap) {
	c.marks.each(func(a uint32, l list) {
		if x.lex.keys[a][0] != spaceFacet+byte(t.Field) {
			return
		}
		n := int32(0)
		if l.bits != nil {
			both := *l.bits
			both.and(r)
			n = int32(both.count())
		}
		for _, d := range l.docs {
			if r.has(d) {
				n++
			}
		}
		if n > 0 {
			t.add(a, n)
		}
	})
}

// result also leaves the counters at zero.
func (t *tally) result(lex *lexicon) []Tally {
	defer t.reset()
	if t.Field == query.Experience || t.Field == query.Available {
		return t.bands()
	}
	out := make([]Tally, len(t.seen))
	for i, a := range t.seen {
		out[i] = Tally{lex.name(a), int(t.byAtom[a])}
	}
	slices.SortFunc(out, func(a, b Tally) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Value, b.Value))
	})
	return out
}

func (t *tally) reset() {
	for _, a := range t.seen {
		t.byAtom[a] = 0
	}
	t.seen = t.seen[:0]
}

// numbers is how many of them are counted apart; what is larger counts as the last.
const numbers = 256

// bands are named by their first number, and stand in that order.
func (t *tally) bands() []Tally {
	var out []Tally
	width := max(t.Band, 1)
	for y, n := range t.byAtom[:numbers] {
		if n == 0 {
			continue
		}
		if name := strconv.Itoa(y / width * width); len(out) > 0 && out[len(out)-1].Value == name {
			out[len(out)-1].N += int(n)
		} else {
			out = append(out, Tally{name, int(n)})
		}
	}
	return out
}
