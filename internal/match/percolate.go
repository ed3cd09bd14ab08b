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
	s.see(a.lex, w.bind(a.lex.find), stamp(now))
	s.scan(a.buckets[0], 0)
	for _, k := range s.atoms {
		s.scan(a.buckets[k], k)
	}
	out := make([]ID, len(s.met))
	for i, n := range s.met {
		out[i] = a.ids[n]
	}
	return out
}

// sight is a document as programs look at it.
type sight struct {
	e     *entry
	now   uint32
	has   []uint64 // by atom
	atoms []uint32
	spots []spot
	met   []uint32 // numbers of alerts
}

var sights = sync.Pool{New: func() any { return new(sight) }}

func (s *sight) see(lex *lexicon, e *entry, now uint32) {
	s.e, s.now, s.spots = e, now, spotsOf(e.points)
	if need := len(lex.keys)/64 + 1; len(s.has) < need {
		s.has = make([]uint64, need+need/8)
	}
	for _, w := range e.words {
		s.add(w.atom)
	}
	for _, m := range e.marks {
		s.add(m)
	}
	if lex.beginnings == 0 {
		return
	}
	for _, p := range e.pieces {
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

func (s *sight) done() {
	for _, a := range s.atoms {
		s.has[a>>6] = 0
	}
	s.e, s.atoms, s.met = nil, s.atoms[:0], s.met[:0]
	sights.Put(s)
}

// scan looks at the records of a bucket. An alert with several anchors is looked at under the first that the document has.
func (s *sight) scan(bucket []byte, key uint32) {
	for len(bucket) > 0 {
		var body []byte
		body, bucket = next(bucket)
		if s.e.purposes&(1<<body[4]) == 0 {
			continue
		}
		keys, program := body[:0], body[6:]
		if body[5] > 1 {
			keys, _, program = anchors(body[5:])
		}
		if s.first(keys, key) && s.meets(program) {
			s.met = append(s.met, binary.LittleEndian.Uint32(body))
		}
	}
}

func (s *sight) first(keys []byte, key uint32) bool {
	for len(keys) > 0 {
		a, n := uvarint(keys)
		if a == key {
			return true
		}
		if s.holds(a) {
			return false
		}
		keys = keys[n:]
	}
	return true
}

// meets stops at the first part of a conjunction that is not met.
func (s *sight) meets(b []byte) bool {
	o, count, rest := readOp(b)
	if o != opAnd {
		ok, _ := s.eval(b)
		return ok
	}
	for range count {
		var ok bool
		if ok, rest = s.eval(rest); !ok {
			return false
		}
	}
	return true
}

// eval answers whether a program is met, and what follows it.
func (s *sight) eval(b []byte) (bool, []byte) {
	o, count, b := readOp(b)
	switch o {
	case opAny:
		ok := false
		for range count {
			a, n := uvarint(b)
			ok = ok || s.holds(a)
			b = b[n:]
		}
		return ok, b
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
		return inRange(query.Salary+query.Field(count), from, to, s.e.salary, s.e.years, s.e.moment, s.now), b[n+k:]
	}
	return s.near(b[:16]), b[16:]
}

func (s *sight) phrase(count int, b []byte) (bool, []byte) {
	seq := make([][]uint32, count)
	for i := range seq {
		n, k := binary.Uvarint(b)
		b = b[k:]
		for range n {
			a, k := uvarint(b)
			seq[i], b = append(seq[i], a), b[k:]
		}
	}
	return inOrder(s.e.tokens, seq), b
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

// uvarint is binary.Uvarint for atoms, whose first bytes decide most of the time.
func uvarint(b []byte) (uint32, int) {
	if b[0] < 0x80 {
		return uint32(b[0]), 1
	}
	if b[1] < 0x80 {
		return uint32(b[0]&0x7f) | uint32(b[1])<<7, 2
	}
	v, n := binary.Uvarint(b)
	return uint32(v), n
}
