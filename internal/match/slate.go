package match

import "slices"

// slate is where documents are worked out. What stands on it is theirs until it is wiped for the next ones.
type slate struct {
	read   []Token  // of one text
	found  []uint64 // of one document
	pieces []piece
	tokens []uint32
	words  []scored
}

// wipe makes room for the next documents.
func (s *slate) wipe() {
	s.pieces, s.tokens, s.words = s.pieces[:0], s.tokens[:0], s.words[:0]
}

// numbers are n numbers, all of them 0.
func (s *slate) numbers(n int) []uint32 {
	from := len(s.tokens)
	s.tokens = slices.Grow(s.tokens, n)[:from+n]
	out := slices.Clip(s.tokens[from:])
	clear(out)
	return out
}
