package match

import (
	"encoding/binary"
	"math"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"verv/internal/match/query"
)

// Percolate answers the alerts that would find the document, each once, in no order. Who may not be seen by an alert's view is not found
// by it.
func (a *Alerts) Percolate(d Document, now time.Time) []ID {
	s := sights.Get().(*sight)
	defer s.done()
	w := d.draft(&a.o, &s.on)
	if w.purposes == 0 {
		return nil
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	s.see(a.lex, w, stamp(now))
	s.gather(a.buckets)
	for _, b := range s.waiting {
		s.scan(b)
	}
	return s.answer(a.ids)
}

// answer is the names of those that are met. An alert that waits at several atoms of the document may be met several times.
func (s *sight) answer(ids []ID) []ID {
	s.told = sized(s.told, len(ids))
	out := make([]ID, 0, len(s.met))
	for _, n := range s.met {
		if bit := uint64(1) << (n & 63); s.told[n>>6]&bit == 0 {
			s.told[n>>6] |= bit
			out = append(out, ids[n])
		}
	}
	for _, n := range s.met {
		s.told[n>>6] = 0
	}
	return out
}

// sized is a bitmap of at least so many bits, all of them 0 as in the one before.
func sized(bits []uint64, n int) []uint64 {
	if need := n/64 + 1; len(bits) < need {
		return make([]uint64, need+need/8)
	}
	return bits
}

// sight is a document as programs look at it.
type sight struct {
	*draft
	on     slate
	now    uint32
	shown  shown
	has    []uint64 // by atom
	atoms  []uint32
	tokens []uint32 // as in entry
	spots  []spot
	met    []uint32 // numbers of alerts
	told   []uint64 // by number

	waiting [][]byte // buckets
	left    []uint32 // where programs have to be read
	touched byte
}

var sights = sync.Pool{New: func() any { return new(sight) }}

// see takes a document in. What no alert asks for has no number.
func (s *sight) see(lex *lexicon, d *draft, now uint32) {
	s.draft, s.now, s.spots = d, now, spotsOf(d.points)
	s.has = sized(s.has, len(lex.keys))
	s.tokens = lex.findWords(d.pieces, s.tokens[:0])
	for i, p := range d.pieces {
		s.add(s.tokens[i])
		s.tokens[i] <<= 1
		if p.stacked {
			s.tokens[i] |= 1
		}
	}
	s.shown.show(d.purposes, unfiltered, 1<<16-1)
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
	clear(s.met)
	clear(s.atoms)
	clear(s.tokens)
	clear(s.waiting)
	s.waiting = s.waiting[:0]
	s.draft, s.spots, s.shown = nil, nil, shown{}
	s.on.forget()
	s.atoms, s.tokens, s.met = s.atoms[:0], s.tokens[:0], s.met[:0]
	sights.Put(s)
}

const cacheLine = 64

// gather finds the buckets to look at. It goes over them twice, so that the memory is asked for many at a time and not for each when
// the one before it is done.
func (s *sight) gather(buckets [][]byte) {
	s.waiting = append(s.waiting, buckets[0])
	for _, k := range s.atoms {
		s.waiting = append(s.waiting, buckets[k])
	}
	for _, b := range s.waiting {
		for i := 0; i < len(b); i += cacheLine {
			s.touched ^= b[i]
		}
	}
}

// scan looks at the records of a bucket. The heads come first, and nothing branches on whether they let the document pass: half of them
// do, in no order, and a processor guesses such a branch wrong.
func (s *sight) scan(bucket []byte) {
	most, already := len(bucket)/headSize, len(s.met)
	s.met, s.left = slices.Grow(s.met, most), slices.Grow(s.left[:0], most)
	met, left := s.met[already:already+most], s.left[:most]
	m, l := 0, 0
	for at := 0; at < len(bucket); {
		h := head(binary.LittleEndian.Uint64(bucket[at:]))
		met[m], left[l] = h.number(), uint32(at)
		pass, bare := s.shown.passes(h), h.bare()
		m += int(pass & bare)
		l += int(pass &^ bare)
		if h.size() == long {
			at += 4 + int(binary.LittleEndian.Uint32(bucket[at+headSize:])) - long
		}
		at += headSize + h.size()
	}
	s.met = s.met[:already+m]
	for _, at := range left[:l] {
		if h, program, _ := next(bucket[at:]); s.meets(program) {
			s.met = append(s.met, h.number())
		}
	}
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
	var a, shift uint32
	for _, b := range atoms {
		a |= uint32(b&0x7f) << shift
		if shift += 7; b >= 0x80 {
			continue
		}
		if s.holds(a) {
			return true
		}
		a, shift = 0, 0
	}
	return false
}

// eval answers whether a part is met, and what follows it.
func (s *sight) eval(b []byte) (bool, []byte) {
	o, count, b := readOp(b)
	switch o {
	case opAny:
		return s.any(b[:count]), b[count:]
	case opElse:
		return true, b[count:]
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
		return inRange(query.Salary+query.Field(count), from, to, s.salary, s.years, s.moment, s.now, s.start), b[n+k:]
	}
	return s.near(b[:nearSize]), b[nearSize:]
}

func (s *sight) phrase(count int, b []byte) (bool, []byte) {
	seq := make([][]uint32, count)
	for i := range seq {
		_, size, atoms := readOp(b)
		eachAtom(atoms[:size], func(a uint32) { seq[i] = append(seq[i], a) })
		b = atoms[size:]
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
