package scan

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// block is how many bytes the search looks at to decide how far it may jump.
const block = 4

// searcher finds many patterns in one pass, after Wu and Manber (1994): a hash of the four bytes at the end of a window tells how far
// the window can move without missing any pattern. All patterns have at least MinMark-1 bytes, so most jumps are long, and
// thousands of patterns cost little more than one. An Aho-Corasick automaton for 500 marks would need half a gigabyte.
type searcher struct {
	patterns []pattern
	window   int // length of the shortest pattern
	longest  int
	shift    []uint8 // by hash: how far the window may move
	bits     uint
	ends     map[uint32][]int32 // hash of the window's last block to the patterns it may be
}

func newSearcher(ps []pattern) *searcher {
	s := &searcher{patterns: ps, ends: map[uint32][]int32{}}
	if len(ps) == 0 {
		return s
	}
	s.window = len(ps[0].text)
	for _, p := range ps {
		s.window, s.longest = min(s.window, len(p.text)), max(s.longest, len(p.text))
	}
	s.window = min(s.window, 255)
	// Eight slots for each block of each pattern keep the jumps long; a megabyte still fits the processor's cache.
	s.bits = uint(min(20, max(12, bits.Len(uint(8*len(ps)*s.window)))))
	s.shift = make([]uint8, 1<<s.bits)
	for i := range s.shift {
		s.shift[i] = uint8(s.window - block + 1)
	}
	for i, p := range ps {
		for end := block; end <= s.window; end++ {
			h := s.hash(p.text[end-block:])
			s.shift[h] = min(s.shift[h], uint8(s.window-end))
		}
		h := s.hash(p.text[s.window-block:])
		s.ends[h] = append(s.ends[h], int32(i))
	}
	return s
}

func (s *searcher) hash(b []byte) uint32 {
	return binary.LittleEndian.Uint32(b) * 0x9E3779B1 >> (32 - s.bits)
}

// each calls found for every pattern in text, with the place where it begins.
func (s *searcher) each(text []byte, found func(p *pattern, at int)) {
	if s.window == 0 {
		return
	}
	for end := s.window; end <= len(text); {
		h := s.hash(text[end-block : end])
		if jump := int(s.shift[h]); jump > 0 {
			end += jump
			continue
		}
		start := end - s.window
		for _, i := range s.ends[h] {
			if p := &s.patterns[i]; bytes.HasPrefix(text[start:], p.text) {
				found(p, start)
			}
		}
		end++
	}
}
