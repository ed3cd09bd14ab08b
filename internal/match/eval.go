package match

import (
	"cmp"
	"slices"
	"sync"

	"verv/internal/match/query"
)

// exec evaluates plans on one chunk after the other. It begins with those who may be seen, and only ever takes away.
type exec struct {
	c     *chunk
	now   uint32
	acc   [1 << 16]uint32
	spare []*bitmap
	text  []uint32

	tallies []*tally
}

var execs = sync.Pool{New: func() any { return new(exec) }}

// done gives it back for the next, without anything of a document.
func (e *exec) done() {
	clear(e.text[:cap(e.text)])
	e.c = nil
	execs.Put(e)
}

func (e *exec) take() *bitmap {
	if n := len(e.spare); n > 0 {
		b := e.spare[n-1]
		e.spare = e.spare[:n-1]
		return b
	}
	return new(bitmap)
}

func (e *exec) empty() *bitmap {
	b := e.take()
	*b = bitmap{}
	return b
}

func (e *exec) copy(of *bitmap) *bitmap {
	b := e.take()
	*b = *of
	return b
}

func (e *exec) give(b *bitmap) { e.spare = append(e.spare, b) }

// world is those whom a view may see: the purpose is theirs, and they block none of its keys.
func (e *exec) world(purpose int, keys []uint32) *bitmap {
	r := e.copy(&e.c.worlds[purpose])
	for _, k := range keys {
		l := e.c.marks.find(k)
		if l.bits != nil {
			r.without(l.bits)
		}
		for _, d := range l.docs {
			r.unset(d)
		}
	}
	return r
}

// narrow takes out of r what does not meet the plan.
func (e *exec) narrow(p *plan, r *bitmap) {
	switch p.op {
	case opAnd:
		for _, k := range e.ordered(p.kids) {
			e.narrow(k, r)
		}
	case opOr:
		e.either(p, r)
	case opAny:
		e.any(p, r)
	case opNot:
		t := e.copy(r)
		e.narrow(p.kids[0], t)
		r.without(t)
		e.give(t)
	case opPhrase:
		for _, k := range e.ordered(p.kids) {
			e.narrow(k, r)
		}
		e.test(r, func(d uint16) bool {
			e.text = e.c.tokens(d, e.text[:0])
			return inOrder(e.text, p.seq)
		})
	case opRange:
		e.test(r, func(d uint16) bool { return e.c.within(d, p, e.now) })
	case opNear:
		e.test(r, func(d uint16) bool { return e.c.near(d, p) })
	}
}

func (e *exec) test(r *bitmap, met func(uint16) bool) {
	for d := range r.all() {
		if !met(d) {
			r.unset(d)
		}
	}
}

func (e *exec) either(p *plan, r *bitmap) {
	sum := e.empty()
	for _, k := range p.kids {
		t := e.copy(r)
		e.narrow(k, t)
		sum.or(t)
		e.give(t)
	}
	*r = *sum
	e.give(sum)
}

// probe is how much longer a list has to be than the set that looks things up in it.
const probe = 24

func (e *exec) any(p *plan, r *bitmap) {
	t := p.table(e.c)
	if len(p.atoms) == 1 {
		l := t.find(p.atoms[0])
		switch {
		case l.bits != nil:
			r.and(l.bits)
			return
		case len(l.docs) > 64 && len(l.docs) > probe*r.count():
			e.test(r, func(d uint16) bool {
				_, ok := slices.BinarySearch(l.docs, d)
				return ok
			})
			return
		}
	}
	sum := e.empty()
	for _, a := range p.atoms {
		l := t.find(a)
		if l.bits != nil {
			sum.or(l.bits)
		}
		sum.fill(l.docs)
	}
	r.and(sum)
	e.give(sum)
}

func (p *plan) table(c *chunk) *table {
	if p.marks {
		return c.marks
	}
	return c.words
}

// ordered puts the parts of a conjunction in the order of what they leave: lists first, the shortest ahead; what looks at each
// document last.
func (e *exec) ordered(kids []*plan) []*plan {
	type sized struct {
		p *plan
		n int
	}
	var room [8]sized
	all := room[:0]
	for _, k := range kids {
		all = append(all, sized{k, e.size(k)})
	}
	slices.SortStableFunc(all, func(a, b sized) int { return cmp.Compare(a.n, b.n) })
	out := make([]*plan, len(all))
	for i, s := range all {
		out[i] = s.p
	}
	return out
}

func (e *exec) size(p *plan) int {
	n := 0
	switch p.op {
	case opAny:
		t := p.table(e.c)
		for _, a := range p.atoms {
			n += t.find(a).len()
		}
	case opOr:
		for _, k := range p.kids {
			n += e.size(k)
		}
	case opAnd, opPhrase:
		n = 1 << 20
		for _, k := range p.kids {
			n = min(n, e.size(k))
		}
		if p.op == opPhrase {
			n += 1 << 17
		}
	default:
		n = 1 << 18
	}
	return n
}

// within and near are tests of one document; what is not said meets no range.
func (c *chunk) within(d uint16, p *plan, now uint32) bool {
	return inRange(p.field, p.lo, p.hi, c.salary[d], c.years[d], c.moment[d], now, c.start[d])
}

func inRange(f query.Field, lo, hi int64, salary int32, years uint8, moment, now uint32, start uint16) bool {
	v, known := int64(years), true
	switch f {
	case query.Salary:
		v, known = int64(salary), salary != 0
	case query.Age:
		v, known = max(int64(now)-int64(moment), 0)/86400, moment != 0
	case query.Available:
		v, known = int64(ahead(start, now)), start != 0
	}
	return known && lo <= v && v <= hi
}

// ahead is how many days from now somebody can start.
func ahead(start uint16, now uint32) int { return max(int(start)-int(now/86400), 0) }

func (c *chunk) near(d uint16, p *plan) bool {
	if c.spots[d].chord(p.spot) <= p.reach {
		return true
	}
	for _, s := range c.further[d] {
		if s.chord(p.spot) <= p.reach {
			return true
		}
	}
	return false
}

// score adds weight times impact for the documents of r.
func (e *exec) score(atom, weight uint32, r *bitmap, n int) {
	l := e.c.words.find(atom)
	if len(l.docs) <= probe*n {
		for i, d := range l.docs {
			if r.has(d) {
				e.acc[d] += weight * uint32(l.impacts[i])
			}
		}
		return
	}
	for d := range r.all() {
		i, ok := slices.BinarySearch(l.docs, d)
		if ok {
			e.acc[d] += weight * uint32(l.impacts[i])
		}
		l.docs, l.impacts = l.docs[i:], l.impacts[i:]
	}
}
