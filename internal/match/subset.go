package match

import (
	"iter"
	"math/bits"
)

// subset is the documents of a chunk that are in question: a bitmap, and which of its words may hold something. The others are not gone
// over, so that few documents cost little, however large their chunk.
type subset struct {
	words bitmap
	some  [len(bitmap{}) / 64]uint64
}

// at goes over the words that may hold something, ascending.
func (s *subset) at() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i, m := range s.some {
			for ; m != 0; m &= m - 1 {
				if !yield(i<<6 | bits.TrailingZeros64(m)) {
					return
				}
			}
		}
	}
}

func (s *subset) has(d uint16) bool { return s.words.has(d) }

func (s *subset) add(docs []uint16) {
	for _, d := range docs {
		s.words[d>>6] |= 1 << (d & 63)
		s.some[d>>12] |= 1 << (d >> 6 & 63)
	}
}

// addOf adds those that are in a world.
func (s *subset) addOf(world *bitmap, docs []uint16) {
	for _, d := range docs {
		s.words[d>>6] |= 1 << (d & 63) & world[d>>6]
		s.some[d>>12] |= 1 << (d >> 6 & 63)
	}
}

func (s *subset) addAll(b *bitmap) {
	for i, w := range b {
		s.words[i] |= w
		if w != 0 {
			s.some[i>>6] |= 1 << (i & 63)
		}
	}
}

func (s *subset) or(o *subset) {
	for i := range o.at() {
		s.words[i] |= o.words[i]
	}
	for i, m := range o.some {
		s.some[i] |= m
	}
}

func (s *subset) and(b *bitmap) {
	for i := range s.at() {
		if s.words[i] &= b[i]; s.words[i] == 0 {
			s.some[i>>6] &^= 1 << (i & 63)
		}
	}
}

func (s *subset) without(b *bitmap) {
	for i := range s.at() {
		s.words[i] &^= b[i]
	}
}

func (s *subset) drop(docs []uint16) {
	for _, d := range docs {
		s.words.unset(d)
	}
}

// keep takes out what does not meet a test, which answers 1 or 0. Nothing branches on the answer: a processor that had to guess it would
// wait for each document's memory before it asked for the next.
func (s *subset) keep(met func(d uint16) uint64) {
	for i := range s.at() {
		w := uint64(0)
		for left := s.words[i]; left != 0; left &= left - 1 {
			n := bits.TrailingZeros64(left)
			w |= met(uint16(i<<6|n)) << n
		}
		s.words[i] = w
	}
}

// one is 1 for true and 0 for false.
func one(b bool) uint64 {
	var n uint64
	if b {
		n = 1
	}
	return n
}

// inside is 1 if a number lies between two others.
func inside(v, lo, hi int64) uint64 { return one(lo <= v) & one(v <= hi) }

func (s *subset) clear() {
	for i := range s.at() {
		s.words[i] = 0
	}
	s.some = [len(s.some)]uint64{}
}

func (s *subset) count() int {
	n := 0
	for i := range s.at() {
		n += bits.OnesCount64(s.words[i])
	}
	return n
}

// list appends the documents, ascending.
func (s *subset) list(into []uint16) []uint16 {
	for i := range s.at() {
		for w := s.words[i]; w != 0; w &= w - 1 {
			into = append(into, uint16(i<<6|bits.TrailingZeros64(w)))
		}
	}
	return into
}
