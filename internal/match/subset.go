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

func (s *subset) without(o *subset) {
	for i := range o.at() {
		s.words[i] &^= o.words[i]
	}
}

func (s *subset) drop(docs []uint16) {
	for _, d := range docs {
		s.words.unset(d)
	}
}

// keep takes out what is not met.
func (s *subset) keep(met func(d uint16) bool) {
	for i := range s.at() {
		w := s.words[i]
		for left := w; left != 0; left &= left - 1 {
			if n := bits.TrailingZeros64(left); !met(uint16(i<<6 | n)) {
				w &^= 1 << n
			}
		}
		s.words[i] = w
	}
}

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
