package match

import (
	"cmp"
	"encoding/binary"
	"math/bits"
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
	ranks  []rank
}

// tally readies the i-th of this search; its room is used again.
func (e *exec) tally(i int, c Count, atoms int) {
	if i == len(e.tallies) {
		e.tallies = append(e.tallies, new(tally))
	}
	t := e.tallies[i]
	t.Count, t.now = c, e.now
	if atoms = max(atoms, numbers); len(t.byAtom) < atoms {
		t.byAtom = make([]int32, atoms+atoms/8)
	}
}

func (t *tally) chunk(x *Index, c *chunk, r *subset, hits []uint16) {
	switch {
	case len(hits) == 0:
	case t.Field == query.Experience:
		for _, d := range hits {
			t.add(uint32(c.years[d]), 1)
		}
	case t.Field == query.Available:
		for _, d := range hits {
			if c.start[d] != 0 {
				t.add(uint32(min(ahead(c.start[d], t.now), numbers-1)), 1)
			}
		}
	case t.Field == query.Skill:
		t.lists(x, c, r)
	case int(t.Field) < query.Facets:
		t.column(c.columns[t.Field], hits)
	}
}

func (t *tally) add(a uint32, n int32) {
	if t.byAtom[a] == 0 {
		t.seen = append(t.seen, a)
	}
	t.byAtom[a] += n
}

func (t *tally) column(c *column, hits []uint16) {
	if len(t.bySet) < len(c.sets) {
		t.bySet = make([]int32, len(c.sets))
	}
	t.sets = slices.Grow(t.sets[:0], len(hits))[:len(hits)]
	n := 0
	for _, d := range hits {
		s := c.set(d)
		t.sets[n] = s
		n += int(one(t.bySet[s] == 0))
		t.bySet[s]++
	}
	for _, s := range t.sets[:n] {
		for _, a := range c.sets[s] {
			t.add(a, t.bySet[s])
		}
		t.bySet[s] = 0
	}
}

// lists counts a facet that has no column: nearly every document has a set of its own.
func (t *tally) lists(x *Index, c *chunk, r *subset) {
	c.marks.each(func(a uint32, l list) {
		if x.lex.keys[a][0] != spaceFacet+byte(t.Field) {
			return
		}
		n := int32(0)
		if l.bits != nil {
			for i := range r.at() {
				n += int32(bits.OnesCount64(r.words[i] & l.bits[i]))
			}
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
	t.ranks = t.ranks[:0]
	for _, a := range t.seen {
		t.ranks = append(t.ranks, rank{place(t.byAtom[a], lex.name(a)), a})
	}
	slices.SortFunc(t.ranks, func(a, b rank) int {
		if a.place != b.place {
			return cmp.Compare(a.place, b.place)
		}
		return cmp.Or(cmp.Compare(t.byAtom[b.atom], t.byAtom[a.atom]), cmp.Compare(lex.name(a.atom), lex.name(b.atom)))
	})
	out := make([]Tally, len(t.ranks))
	for i, r := range t.ranks {
		out[i] = Tally{lex.name(r.atom), int(t.byAtom[r.atom])}
	}
	return out
}

// rank is where a value stands in the result.
type rank struct {
	place uint64
	atom  uint32
}

// place is by how many have a value, and then by the beginning of its name: both together nearly always decide.
func place(n int32, name string) uint64 {
	var b [8]byte
	copy(b[3:], name)
	return uint64(max(1<<24-1-n, 0))<<40 | binary.BigEndian.Uint64(b[:])
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
