package match

import (
	"encoding/binary"
	"math"
	"sync"
	"time"
	"unicode/utf8"

	"verv/internal/match/query"
)

// Percolate answers the alerts that would find the document, each once, in no order. Who may not be seen by an alert's view is not found
// by it.
func (a *Alerts) Percolate(d Document, now time.Time) []ID {
	w := d.draft(&a.o)
	if w.purposes == 0 {
		return nil
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	s := sights.Get().(*sight)
	defer s.done()
	s.see(a.lex, w, stamp(now))
	s.gather(a.buckets)
	for _, w := range s.waiting {
		s.scan(w.records, w.atom)
	}
	out := make([]ID, len(s.met))
	for i, n := range s.met {
		out[i] = a.ids[n]
	}
	return out
}

// sight is a document as programs look at it.
type sight struct {
	*draft
	now    uint32
	shown  shown
	has    []uint64 // by atom
	atoms  []uint32
	tokens []uint32 // as in entry
	spots  []spot
	met    []uint32 // numbers of alerts

	waiting []waiting
	touched byte
}

// waiting is the records of a bucket.
type waiting struct {
	atom    uint32
	records []byte
}

var sights = sync.Pool{New: func() any { return new(sight) }}

// see takes a document in. What no alert asks for has no number.
func (s *sight) see(lex *lexicon, d *draft, now uint32) {
	s.draft, s.now, s.spots = d, now, spotsOf(d.points)
	if need := len(lex.keys)/64 + 1; len(s.has) < need {
		s.has = make([]uint64, need+need/8)
	}
	s.tokens = lex.findWords(d.pieces, s.tokens[:0])
	for i, p := range d.pieces {
		s.add(s.tokens[i])
		s.tokens[i] <<= 1
		if p.stacked {
			s.tokens[i] |= 1
		}
	}
	s.shown.show(d.purposes, unguarded, 1<<16-1)
	for f, values := range d.facets {
		for _, v := range values {
			if a := lex.find(spaceFacet+byte(f), v); a != 0 {
				s.add(a)
				s.shown.show(d.purposes, query.Field(f), bitOf(a))
			}
		}
	}
	for _, b := range d.blocks {
		s.add(lex.find(spaceBlock, b))
	}
	if lex.beginnings > 0 {
		s.begin(lex)
	}
}

// begin adds how the words of the document begin.
func (s *sight) begin(lex *lexicon) {
	for _, p := range s.pieces {
		for i, r := range p.term {
			if i > 0 {
				s.add(lex.find(spaceBegun, p.term[:i]))
			}
			if i+utf8.RuneLen(r) == len(p.term) {
				s.add(lex.find(spaceBegun, p.term))
			}
		}
	}
}

func (s *sight) add(a uint32) {
	if a != 0 && !s.holds(a) {
		s.has[a>>6] |= 1 << (a & 63)
		s.atoms = append(s.atoms, a)
	}
}

func (s *sight) holds(a uint32) bool { return s.has[a>>6]&(1<<(a&63)) != 0 }

// done leaves nothing of the document behind.
func (s *sight) done() {
	for _, a := range s.atoms {
		s.has[a>>6] = 0
	}
	clear(s.atoms)
	clear(s.tokens)
	clear(s.waiting)
	s.waiting = s.waiting[:0]
	s.draft, s.spots, s.shown = nil, nil, shown{}
	s.atoms, s.tokens, s.met = s.atoms[:0], s.tokens[:0], s.met[:0]
	sights.Put(s)
}

// gather finds the buckets to look at. It goes over them twice, so that the memory is asked for many at a time and not for each when
// the one before it is done.
func (s *sight) gather(buckets [][]byte) {
	s.waiting = append(s.waiting, waiting{0, buckets[0]})
	for _, k := range s.atoms {
		s.waiting = append(s.waiting, waiting{k, buckets[k]})
	}
	some := s.waiting[:0]
	for _, w := range s.waiting {
		if len(w.records) > 0 {
			some = append(some, w)
			s.touched ^= w.records[0]
		}
	}
	s.waiting = some
}

// scan looks at the records of a bucket. An alert with several anchors is looked at under the first that the document has.
func (s *sight) scan(bucket []byte, key uint32) {
	for at := 0; at < len(bucket); {
		h := head(binary.LittleEndian.Uint64(bucket[at:]))
		from := at + headSize
		at = from + h.size()
		if h.size() == long {
			from += 4
			at = from + int(binary.LittleEndian.Uint32(bucket[from-4:]))
		}
		if !s.shown.passes(h) {
			continue
		}
		body := bucket[from:at]
		anchors, program := open(h, body)
		if s.first(anchors, key) && s.meets(program) {
			s.met = append(s.met, h.number())
		}
	}
}

func (s *sight) first(anchors []byte, key uint32) bool {
	for len(anchors) > 0 {
		a, n := uvarint(anchors)
		if a == key {
			return true
		}
		if s.holds(a) {
			return false
		}
		anchors = anchors[n:]
	}
	return true
}

// meets stops at the first part that is not met.
func (s *sight) meets(program []byte) bool {
	for len(program) > 0 {
		var ok bool
		if ok, program = s.eval(program); !ok {
			return false
		}
	}
	return true
}

// any says whether the document has one of a list.
func (s *sight) any(atoms []byte) bool {
	for len(atoms) > 0 {
		a, n := uvarint(atoms)
		if s.holds(a) {
			return true
		}
		atoms = atoms[n:]
	}
	return false
}

// eval answers whether a part is met, and what follows it.
func (s *sight) eval(b []byte) (bool, []byte) {
	o, count, b := readOp(b)
	switch o {
	case opAny:
		return s.any(b[:count]), b[count:]
	case opAnd, opOr:
		ok := o == opAnd
		for range count {
			var k bool
			k, b = s.eval(b)
			if o == opAnd {
				ok = ok && k
			} else {
				ok = ok || k
			}
		}
		return ok, b
	case opNot:
		ok, b := s.eval(b)
		return !ok, b
	case opPhrase:
		return s.phrase(count, b)
	case opRange:
		lo, n := binary.Uvarint(b)
		hi, k := binary.Uvarint(b[n:])
		from, to := int64(lo)-1, int64(hi)-1
		if lo == 0 {
			from = query.Low
		}
		if hi == 0 {
			to = query.High
		}
		return inRange(query.Salary+query.Field(count), from, to, s.salary, s.years, s.moment, s.now), b[n+k:]
	}
	return s.near(b[:nearSize]), b[nearSize:]
}

func (s *sight) phrase(count int, b []byte) (bool, []byte) {
	seq := make([][]uint32, count)
	for i := range seq {
		var atoms []byte
		atoms, b = operands(b)
		eachAtom(atoms, func(a uint32) { seq[i] = append(seq[i], a) })
	}
	return inOrder(s.tokens, seq), b
}

func (s *sight) near(b []byte) bool {
	var f [4]float32
	for i := range f {
		f[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	for _, p := range s.spots {
		if p.chord(spot(f[:3])) <= f[3] {
			return true
		}
	}
	return false
}
