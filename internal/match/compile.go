package match

import (
	"verv/internal/match/query"
)

type op uint8

const (
	opAnd op = iota
	opOr
	opAny // one of atoms
	opNot
	opPhrase
	opRange
	opNear
)

// plan is a tree whose words and values are atoms. An opAnd of nothing is met by everything, an opOr of nothing by nothing.
type plan struct {
	op      op
	kids    []*plan
	atoms   []uint32
	weights []uint32 // of atoms that score; none for facets
	marks   bool     // the atoms are values
	seq     [][]uint32
	field   query.Field
	lo, hi  int64
	spot    spot
	reach   float32
}

var nothing = &plan{op: opOr}

// binder gives atoms to what a tree names.
type binder interface {
	atom(space byte, text string) uint32 // 0: no document has it
	begun(prefix string) *plan
	weight(term string) uint32
}

type compiler struct {
	binder
	analyzer Analyzer
	lang     string
	room     *room // nil for plans that stay
}

// plan compiles a tree. A word that is none (a mark, a stop word) is nil, and asks for nothing.
func (c *compiler) plan(n query.Node) *plan {
	switch n := n.(type) {
	case query.And:
		return c.and(n)
	case query.Or:
		return c.or(n)
	case query.Not:
		if p := c.plan(n.Node); p != nil {
			not := c.room.take(opNot)
			not.kids = append(not.kids, p)
			return not
		}
	case query.Word:
		return c.words(string(n))
	case query.Phrase:
		return c.words(string(n))
	case query.Prefix:
		if tokens := c.analyzer.Query(c.lang, string(n)); len(tokens) > 0 {
			return c.begun(tokens[0].Term)
		}
	case query.Facet:
		if a := c.atom(spaceFacet+byte(n.Field), n.Value); a != 0 {
			p := c.room.take(opAny)
			p.atoms, p.marks = append(p.atoms, a), true
			return p
		}
		return nothing
	case query.Range:
		p := c.room.take(opRange)
		p.field, p.lo, p.hi = n.Field, n.Min, n.Max
		return p
	case query.Near:
		p := c.room.take(opNear)
		p.spot, p.reach = spotOf(Point{n.Lat, n.Lon}), reach(n.Km)
		return p
	}
	return nil
}

func (c *compiler) and(parts []query.Node) *plan {
	p := c.room.take(opAnd)
	for _, n := range parts {
		if k := c.plan(n); k != nil {
			p.kids = append(p.kids, k)
		}
	}
	switch len(p.kids) {
	case 0:
		return nil
	case 1:
		return p.kids[0]
	}
	return p
}

// or puts atoms of a kind together: one of them is one test.
func (c *compiler) or(parts []query.Node) *plan {
	p := c.room.take(opOr)
	var words, marks *plan
	some := false
	for _, n := range parts {
		k := c.plan(n)
		switch {
		case k == nil:
			continue
		case k.op == opAny && k.marks:
			marks = p.gather(marks, k)
		case k.op == opAny:
			words = p.gather(words, k)
		case k != nothing:
			p.kids = append(p.kids, k)
		}
		some = true
	}
	switch {
	case !some:
		return nil
	case len(p.kids) == 1:
		return p.kids[0]
	}
	return p
}

func (p *plan) gather(any, k *plan) *plan {
	if any == nil {
		p.kids = append(p.kids, k)
		return k
	}
	any.atoms, any.weights = append(any.atoms, k.atoms...), append(any.weights, k.weights...)
	return any
}

// words is a word with its alternatives, or several in a row.
func (c *compiler) words(text string) *plan {
	var places, last *plan // the row, from its second place on
	for _, t := range c.analyzer.Query(c.lang, text) {
		if !t.Stacked || last == nil {
			k := c.room.take(opAny)
			if last != nil {
				places = c.row(places, last, k)
			}
			last = k
		}
		if a := c.atom(spaceWord, t.Term); a != 0 {
			last.atoms, last.weights = append(last.atoms, a), append(last.weights, c.weight(t.Term))
		}
	}
	if places == nil {
		if last != nil && len(last.atoms) == 0 {
			return nothing
		}
		return last
	}
	for _, k := range places.kids {
		if len(k.atoms) == 0 {
			return nothing
		}
		places.seq = append(places.seq, k.atoms)
	}
	return places
}

// row adds a place to a phrase.
func (c *compiler) row(places, first, next *plan) *plan {
	if places == nil {
		places = c.room.take(opPhrase)
		places.kids = append(places.kids, first)
	}
	places.kids = append(places.kids, next)
	return places
}

// scores is the atoms that make the score: every word that is asked for and not excluded, as often as it is named.
func (p *plan) scores(add func(atom, weight uint32)) {
	if p.op == opNot {
		return
	}
	if !p.marks {
		for i, a := range p.atoms {
			add(a, p.weights[i])
		}
	}
	for _, k := range p.kids {
		k.scores(add)
	}
}

// lookup binds to what an index has.
type lookup struct{ x *Index }

func (l lookup) atom(space byte, text string) uint32 { return l.x.lex.find(space, text) }

func (l lookup) begun(prefix string) *plan {
	p := &plan{op: opAny}
	l.x.lex.begun(prefix, func(a uint32, _ string) {
		p.atoms, p.weights = append(p.atoms, a), append(p.weights, prefixWeight)
	})
	if len(p.atoms) == 0 {
		return nothing
	}
	return p
}

func (l lookup) weight(term string) uint32 { return l.x.rare(spaceWord, term) }
