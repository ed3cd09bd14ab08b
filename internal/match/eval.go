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
	hits  []uint16 // what is left of a chunk, ascending
	spare []*subset
	plain bitmap // empty
	sizes []sizedPlan
	begun *plan // what the documents in question were taken from: all of them meet it
	text  []uint32

	scoring []weighted
	heap    []ranked
	tallies []*tally
}

var execs = sync.Pool{New: func() any { return new(exec) }}

// done gives it back for the next, without anything of a document. Numbers of a chunk say nothing without it.
func (e *exec) done() {
	clear(e.text[:cap(e.text)])
	clear(e.heap[:cap(e.heap)])
	e.c, e.begun = nil, nil
	execs.Put(e)
}

func (e *exec) empty() *subset {
	if n := len(e.spare); n > 0 {
		b := e.spare[n-1]
		e.spare = e.spare[:n-1]
		return b
	}
	return new(subset)
}

func (e *exec) copy(of *subset) *subset {
	b := e.empty()
	b.or(of)
	return b
}

func (e *exec) give(b *subset) {
	b.clear()
	e.spare = append(e.spare, b)
}

// world is those whom a view may see: the purpose is theirs, and they block none of its keys. Of them only those are taken that a part of
// the plan lists, where there is such a part.
func (e *exec) world(purpose int, keys []uint32, p *plan) *subset {
	r := e.empty()
	world := &e.c.worlds[purpose]
	if e.begun = e.first(p); e.begun == nil {
		r.addAll(world)
	} else {
		t := e.begun.table(e.c)
		for _, a := range e.begun.atoms {
			r.addOf(world, t.find(a).docs)
		}
	}
	for _, k := range keys {
		l := e.c.marks.find(k)
		if l.bits != nil {
			r.without(l.bits)
		}
		r.drop(l.docs)
	}
	return r
}

// first is the part of a conjunction that lists the fewest documents; nil if none does.
func (e *exec) first(p *plan) *plan {
	switch p.op {
	case opAny:
		if e.size(p) < broad {
			return p
		}
	case opAnd:
		var first *plan
		least := broad
		for _, k := range p.kids {
			if k.op != opAny {
				continue
			}
			if n := e.size(k); n < least {
				first, least = k, n
			}
		}
		return first
	}
	return nil
}

// narrow takes out of r what does not meet the plan.
func (e *exec) narrow(p *plan, r *subset) {
	if p == e.begun {
		return
	}
	switch p.op {
	case opAnd:
		e.every(p.kids, r)
	case opOr:
		e.either(p, r)
	case opAny:
		e.any(p, r)
	case opNot:
		t := e.copy(r)
		e.narrow(p.kids[0], t)
		r.without(&t.words)
		e.give(t)
	case opPhrase:
		e.every(p.kids, r)
		r.keep(func(d uint16) uint64 {
			e.text = e.c.tokens(d, e.text[:0])
			return one(inOrder(e.text, p.seq))
		})
	case opRange:
		e.c.within(r, p, e.now)
	case opNear:
		e.c.near(r, p)
	}
}

func (e *exec) either(p *plan, r *subset) {
	sum := e.empty()
	for _, k := range p.kids {
		t := e.copy(r)
		e.narrow(k, t)
		sum.or(t)
		e.give(t)
	}
	r.and(&sum.words)
	e.give(sum)
}

// probe is how much longer a list has to be than the set that looks things up in it.
const probe = 24

func (e *exec) any(p *plan, r *subset) {
	t := p.table(e.c)
	if len(p.atoms) == 1 {
		l := t.find(p.atoms[0])
		switch {
		case l.bits != nil:
			r.and(l.bits)
			return
		case len(l.docs) > 64 && len(l.docs) > probe*r.count():
			r.keep(func(d uint16) uint64 {
				i, ok := slices.BinarySearch(l.docs, d)
				l.docs = l.docs[i:]
				return one(ok)
			})
			return
		}
	}
	for _, a := range p.atoms {
		l := t.find(a)
		if l.bits != nil {
			for i := range r.at() {
				e.plain[i] |= l.bits[i]
			}
		}
		e.plain.fill(l.docs)
	}
	r.and(&e.plain)
	e.plain = bitmap{}
}

func (p *plan) table(c *chunk) *table {
	if p.marks {
		return c.marks
	}
	return c.words
}

type sizedPlan struct {
	p *plan
	n int
}

// every goes through the parts of a conjunction in the order of what they leave: lists first, the shortest ahead; what looks at each
// document last.
func (e *exec) every(kids []*plan, r *subset) {
	from := len(e.sizes)
	for _, k := range kids {
		e.sizes = append(e.sizes, sizedPlan{k, e.size(k)})
	}
	to := len(e.sizes)
	slices.SortStableFunc(e.sizes[from:to], func(a, b sizedPlan) int { return cmp.Compare(a.n, b.n) })
	for i := from; i < to; i++ {
		e.narrow(e.sizes[i].p, r)
	}
	clear(e.sizes[from:to])
	e.sizes = e.sizes[:from]
}

// broad is the size of a list that is a bitmap: it costs the same whatever it holds.
const broad = 1 << 16

func (e *exec) size(p *plan) int {
	n := 0
	switch p.op {
	case opAny:
		t := p.table(e.c)
		for _, a := range p.atoms {
			if l := t.find(a); l.bits != nil {
				n += broad
			} else {
				n += len(l.docs)
			}
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
	case opNear: // a spot takes more memory than a number
		n = 1<<18 + 1
	default:
		n = 1 << 18
	}
	return n
}

// within keeps those whose number is in a range; what is not said is in none.
func (c *chunk) within(r *subset, p *plan, now uint32) {
	lo, hi := p.lo, p.hi
	switch p.field {
	case query.Salary:
		r.keep(func(d uint16) uint64 { return inside(int64(c.salary[d]), lo, hi) & one(c.salary[d] != 0) })
	case query.Experience:
		r.keep(func(d uint16) uint64 { return inside(int64(c.years[d]), lo, hi) })
	default:
		r.keep(func(d uint16) uint64 {
			return one(inRange(p.field, lo, hi, c.salary[d], c.years[d], c.moment[d], now, c.start[d]))
		})
	}
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

// near keeps those who have a point within reach.
func (c *chunk) near(r *subset, p *plan) {
	if len(c.further) > 0 {
		r.keep(func(d uint16) uint64 {
			in := one(c.spots[d].chord(p.spot) <= p.reach)
			for _, s := range c.further[d] {
				in |= one(s.chord(p.spot) <= p.reach)
			}
			return in
		})
		return
	}
	r.keep(func(d uint16) uint64 { return one(c.spots[d].chord(p.spot) <= p.reach) })
}

// score adds weight times impact for the documents that are left.
func (e *exec) score(atom, weight uint32, r *subset) {
	l := e.c.words.find(atom)
	if len(l.docs) <= probe*len(e.hits) {
		for i, d := range l.docs {
			if r.has(d) {
				e.acc[d] += weight * uint32(l.impacts[i])
			}
		}
		return
	}
	for _, d := range e.hits {
		i, ok := slices.BinarySearch(l.docs, d)
		if ok {
			e.acc[d] += weight * uint32(l.impacts[i])
		}
		l.docs, l.impacts = l.docs[i:], l.impacts[i:]
	}
}
