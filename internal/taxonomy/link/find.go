package link

import (
	"cmp"
	"slices"
	"strings"
)

// Hit is a concept in a list.
type Hit struct {
	Concept int // in the corpus
	Score   float64
	Label   string // the label of the query's language that was most alike, or the preferred one
}

// How a query is answered; the zero value is how Verv answers.
type How struct {
	NoTable bool // as if none had been trained
	NoRule  bool // groups are ranked like occupations, and their names ask for themselves
	Foreign bool // as if no label of the title's language had been imported
	Out     *Own // for measuring
}

// Find lists the concepts that a title means, the likeliest first, at most top of them. A title that is like nothing has none.
func (l *Linker) Find(lang, title string, top int, how How) []Hit {
	s := l.pool.Get().(*sheet)
	defer l.pool.Put(s)
	l.rank(s, lang, title, how)
	var out []Hit
	for _, i := range s.likeliest(max(top, 0)) {
		out = append(out, Hit{Concept: int(i), Score: round(s.score[i])})
	}
	slices.SortFunc(out, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(l.corpus.Concepts[l.about[b.Concept]].ID, l.corpus.Concepts[l.about[a.Concept]].ID))
	})
	out = out[:min(len(out), max(top, 0))]
	for i := range out {
		at := out[i].Concept
		out[i].Concept, out[i].Label = int(l.about[at]), l.label(s, at, lang)
	}
	return out
}

// round keeps five decimals, at which scores are compared.
func round(v float32) float64 { return float64(int(float64(v)*1e5+0.5)) / 1e5 }

// label is what the list shows of a concept.
func (l *Linker) label(s *sheet, at int, lang string) string {
	c := l.corpus.Concepts[l.about[at]]
	if i := s.best[at]; i >= 0 {
		return l.index[own(lang)].labels[i].text
	}
	return c.Label(indexed[own(lang)])
}

// rank computes every concept's score.
func (l *Linker) rank(s *sheet, lang, title string, how How) {
	mine, w := own(lang), lexical
	table := l.table != nil && !how.NoTable
	if table {
		w = withTable
	}
	l.fill(s, w, mine, title, how)
	if table {
		l.direct(s, title, how)
	}
	if !how.NoRule {
		l.inherit(s)
	}
	clear(s.score)
	for p, share := range w {
		if share != 0 && p != nearest {
			add(s.score, share, s.parts[p])
		}
	}
	if w[nearest] != 0 {
		l.refine(s, mine, title, how, s.likeliest(refined))
		add(s.score, w[nearest], s.parts[nearest])
	}
	if !how.NoRule {
		for i, group := range l.group {
			if group {
				s.score[i] *= groupShare
			}
		}
	}
}

// bins is how finely scores are told apart when the likeliest are looked for.
const bins = 4096

// likeliest are the n concepts with the highest scores and those that are about as good as the last of them. What is like nothing stays out.
func (s *sheet) likeliest(n int) []int32 {
	var count [bins]int
	bin := func(v float32) int { return min(int(v*bins), bins-1) }
	for _, v := range s.score {
		if v > 0 {
			count[bin(v)]++
		}
	}
	cut := bins
	for sum := 0; cut > 0 && sum < n; {
		cut--
		sum += count[cut]
	}
	s.near = s.near[:0]
	for i, v := range s.score {
		if v > 0 && bin(v) >= cut {
			s.near = append(s.near, int32(i))
		}
	}
	return s.near
}
