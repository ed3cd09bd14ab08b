package link

import (
	"slices"

	"verv/internal/taxonomy/esco"
)

// Place says where the first of the right concepts stands when all are ranked: among the concepts, and among the labels of the language, where
// every label has its concept's score. Equal scores are ordered by address, descending.
func (l *Linker) Place(lang, title string, how How, right []int) (byConcept, byLabel int) {
	s := l.pool.Get().(*sheet)
	defer l.pool.Put(s)
	l.rank(s, lang, title, how)
	best := -1
	for _, r := range right {
		at, ok := slices.BinarySearch(l.about, int32(r))
		if ok && (best < 0 || l.before(s, at, best)) {
			best = at
		}
	}
	byConcept, byLabel = 1, 1
	x := l.index[own(lang)]
	for i := range l.about {
		if i != best && l.before(s, i, best) {
			byConcept++
			from, to := x.span(int32(i))
			byLabel += to - from
		}
	}
	return byConcept, byLabel
}

// before says that concept a stands before b.
func (l *Linker) before(s *sheet, a, b int) bool {
	if x, y := round(s.score[a]), round(s.score[b]); x != y {
		return x > y
	}
	return a > b // concepts are in the order of their addresses
}

// Groups are the unit groups that a title means, the likeliest first: those found, and those of the occupations found.
func (l *Linker) Groups(lang, title string, top int) []string {
	var out []string
	for _, h := range l.Find(lang, title, 20*top, How{}) {
		c := l.corpus.Concepts[h.Concept]
		if len(c.ISCO) == 4 && !slices.Contains(out, c.ISCO) && (c.Kind == esco.Occupation || c.Kind == esco.Group) {
			out = append(out, c.ISCO)
		}
		if len(out) == top {
			break
		}
	}
	return out
}
