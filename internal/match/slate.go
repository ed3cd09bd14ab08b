package match

import "slices"

// slate is where documents are worked out. What stands on it is theirs until it is wiped for the next ones.
type slate struct {
	spoken []string // the words of one text
	terms  []string // of one word
	count  count    // of one document
	pieces []piece
	tokens []uint32
	words  []scored

	memory *memory // of words, for whoever reads many documents; nil remembers nothing
}

// wipe makes room for the next documents.
func (s *slate) wipe() {
	s.pieces, s.tokens, s.words = s.pieces[:0], s.tokens[:0], s.words[:0]
}

// forget leaves nothing of any document behind.
func (s *slate) forget() {
	clear(s.pieces)
	clear(s.spoken[:cap(s.spoken)])
	clear(s.terms[:cap(s.terms)])
	s.wipe()
}

// numbers are n numbers, all of them 0.
func (s *slate) numbers(n int) []uint32 {
	from := len(s.tokens)
	s.tokens = slices.Grow(s.tokens, n)[:from+n]
	out := slices.Clip(s.tokens[from:])
	clear(out)
	return out
}

// text appends the pieces of a text.
func (s *slate) text(to []piece, a Analyzer, t Text) []piece {
	s.spoken = s.spoken[:0]
	for at := range a.Words(t.Text) {
		s.spoken = append(s.spoken, t.Text[at.Start:at.End])
	}
	zone := min(t.Zone, zones-1)
	if s.memory != nil {
		if space, ok := s.memory.space(t.Lang); ok {
			return s.memory.pieces(to, a, t.Lang, space, s.spoken, zone)
		}
	}
	return s.plainly(to, a, t.Lang, s.spoken, zone)
}

// plainly appends what the words of a text become, and remembers nothing.
func (s *slate) plainly(to []piece, a Analyzer, lang string, words []string, zone Zone) []piece {
	for _, w := range words {
		s.terms = a.Terms(s.terms[:0], lang, w)
		for i, term := range s.terms {
			to = append(to, piece{term: term, zone: zone, stacked: i > 0})
		}
	}
	return to
}

// number is that of a piece's term, as far as there is one.
func (s *slate) number(p *piece, number func(space byte, text string) uint32) uint32 {
	switch {
	case p.place != 0:
		n := &s.memory.late.numbers[p.place]
		if *n == 0 {
			*n = number(spaceWord, s.memory.late.terms[p.place])
		}
		return *n
	case p.term != "":
		return number(spaceWord, p.term)
	}
	return 0
}
