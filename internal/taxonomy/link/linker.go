package link

import (
	"slices"
	"sync"

	"verv/internal/taxonomy/esco"
	"verv/internal/taxonomy/text"
)

// A score is a sum of parts, each a cosine of the query with something of a concept, 0 where there is nothing alike.
const (
	ownChars     = iota // its best label of the query's language, by characters
	ownWords            // likewise by words
	kinChars            // its best label of the other Nordic languages, by characters
	englishChars        // its best English label, by characters
	nearest             // its best label of the query's language, by the table; for the likeliest concepts only
	middle              // the middle of all its labels, by the table
	named               // of an occupation: how much the title is its unit group's name
	parts
)

// indexed are the languages with an index: bokmål and nynorsk share one. The last is English. Labels of other languages help the table.
var indexed = [...]string{"nb", "sv", "fi", "da", "en"}

const (
	languages = len(indexed)
	english   = languages - 1
)

// Linker finds concepts for titles.
type Linker struct {
	corpus  *esco.Corpus
	about   []int32 // concepts that are linked to, as places in the corpus
	group   []bool
	above   []int32 // unit group of an occupation, as a place in about; -1 for none
	index   [languages]*index
	table   *Table
	vectors [languages][]float32 // of labels; labels x dimension
	foreign []float32            // sum of the directions of the languages without an index; concepts x dimension
	middles []float32            // concepts x dimension
	pool    sync.Pool
}

// New indexes the occupations and groups of a corpus. Without a table its parts are 0.
func New(c *esco.Corpus, t *Table) *Linker {
	l := &Linker{corpus: c, table: t}
	var labels [languages][]label
	for i, x := range c.Concepts {
		if x.Kind == esco.Skill {
			continue
		}
		at := int32(len(l.about))
		l.about, l.group = append(l.about, int32(i)), append(l.group, x.Kind == esco.Group)
		for k, lang := range indexed {
			for _, s := range x.Labels[lang] {
				labels[k] = append(labels[k], label{at, s})
			}
		}
		for _, s := range x.Labels["nn"] {
			labels[0] = append(labels[0], label{at, s})
		}
	}
	l.classify()
	var wait sync.WaitGroup
	for k, lang := range indexed {
		wait.Go(func() {
			l.index[k] = newIndex(lang, labels[k])
			if t == nil {
				return
			}
			l.vectors[k] = make([]float32, len(labels[k])*t.dim)
			for i, s := range labels[k] {
				copy(l.vectors[k][i*t.dim:], t.vector(s.text))
			}
		})
	}
	wait.Wait()
	if t != nil {
		l.center()
	}
	l.pool.New = func() any { return l.newSheet() }
	return l
}

// classify finds the unit group of every occupation.
func (l *Linker) classify() {
	group := map[string]int32{}
	for i, at := range l.about {
		if l.group[i] {
			group[l.corpus.Concepts[at].ISCO] = int32(i)
		}
	}
	l.above = make([]int32, len(l.about))
	for i, at := range l.about {
		l.above[i] = -1
		if g, ok := group[l.corpus.Concepts[at].ISCO]; ok && !l.group[i] {
			l.above[i] = g
		}
	}
}

// center computes the middle of every concept.
func (l *Linker) center() {
	dim := l.table.dim
	l.foreign, l.middles = make([]float32, len(l.about)*dim), make([]float32, len(l.about)*dim)
	for i, at := range l.about {
		for _, lang := range esco.Languages {
			if lang == "nn" || slices.Contains(indexed[:], lang) {
				continue
			}
			one := make([]float32, dim)
			for _, s := range l.corpus.Concepts[at].Labels[lang] {
				add(one, 1, l.table.vector(s))
			}
			unit(one)
			add(l.foreign[i*dim:][:dim], 1, one)
		}
		l.middleOf(int32(i), nil, l.middles[i*dim:][:dim])
	}
}

// middleOf is the mean direction of a concept: of its languages, each the mean of its labels. Labels for which skip holds are left out.
func (l *Linker) middleOf(concept int32, skip func(fold string) bool, out []float32) {
	dim := len(out)
	copy(out, l.foreign[int(concept)*dim:])
	one := make([]float32, dim)
	for k := range l.index {
		from, to := l.index[k].span(concept)
		clear(one)
		for i := from; i < to; i++ {
			if skip == nil || !skip(l.index[k].labels[i].fold) {
				add(one, 1, l.vectors[k][i*dim:][:dim])
			}
		}
		if unit(one) > 0 {
			add(out, 1, one)
		}
	}
	unit(out)
}

// sheet is the working space of one query.
type sheet struct {
	parts  [parts][]float32     // by concept
	labels [languages][]float32 // room for a score of every label
	best   best
	score  []float32
	near   []int32
}

func (l *Linker) newSheet() *sheet {
	s := &sheet{best: make(best, len(l.about)), score: make([]float32, len(l.about))}
	for i := range s.parts {
		s.parts[i] = make([]float32, len(l.about))
	}
	for k, x := range l.index {
		s.labels[k] = make([]float32, len(x.labels))
	}
	return s
}

// Own is a concept that is asked for with one of its own labels, which must not help: labels that equal it after folding are as if they
// were not there. For measuring.
type Own struct {
	Concept int // in the corpus
	Fold    string
}

// own is the index of a query's language: nynorsk looks among the Norwegian labels. A language without one is taken for English.
func own(lang string) int {
	if lang == "no" || lang == "nn" {
		lang = "nb"
	}
	if i := slices.Index(indexed[:], lang); i >= 0 {
		return i
	}
	return english
}

// fill computes the parts that the labels give by their letters and that weigh something.
func (l *Linker) fill(s *sheet, w weights, mine int, title string, how How) {
	grams := charGrams(text.Fold(title))
	hidden, skip := l.hide(how.Out)
	for _, p := range s.parts {
		clear(p)
	}
	for i := range s.best {
		s.best[i] = -1
	}
	for k, x := range l.index {
		part := kinChars
		switch {
		case k == mine && how.Foreign:
			continue
		case k == mine:
			part = ownChars
		case k == english:
			part = englishChars
		}
		if w[part] != 0 {
			clear(s.labels[k])
			x.chars.score(grams, s.labels[k])
			s.best.take(x, s.labels[k], s.parts[part], hidden, skip, k == mine)
		}
		if k == mine && w[ownWords] != 0 {
			clear(s.labels[k])
			x.words.score(x.wordGrams(indexed[k], title), s.labels[k])
			s.best.take(x, s.labels[k], s.parts[ownWords], hidden, skip, false)
		}
	}
}

// best is for each concept the label most alike, in the index of the query's language; -1 for none.
type best []int32

// take gives each concept the score of its best label.
func (b best) take(x *index, scores, part []float32, hidden int32, skip func(string) bool, note bool) {
	for i := range x.labels {
		e := &x.labels[i]
		v := scores[i]
		if v <= part[e.concept] || e.concept == hidden && skip(e.fold) {
			continue
		}
		part[e.concept] = v
		if note {
			b[e.concept] = int32(i)
		}
	}
}

// hide is the concept and the labels that are as if they were not there.
func (l *Linker) hide(out *Own) (int32, func(string) bool) {
	if out == nil {
		return -1, nil
	}
	at, _ := slices.BinarySearch(l.about, int32(out.Concept))
	return int32(at), func(fold string) bool { return fold == out.Fold }
}

// direct fills the table's part that every concept gets.
func (l *Linker) direct(s *sheet, title string, how How) {
	dim, q := l.table.dim, l.table.vector(title)
	hidden, skip := l.hide(how.Out)
	for i := range l.about {
		s.parts[middle][i] = dot(q, l.middles[i*dim:][:dim])
	}
	if hidden >= 0 {
		m := make([]float32, dim)
		l.middleOf(hidden, skip, m)
		s.parts[middle][hidden] = dot(q, m)
	}
}

// refine fills the part that would cost too much for every concept: the table's nearest label of the title's language.
func (l *Linker) refine(s *sheet, mine int, title string, how How, concepts []int32) {
	if how.Foreign {
		return
	}
	dim, q := l.table.dim, l.table.vector(title)
	hidden, skip := l.hide(how.Out)
	x, part := l.index[mine], s.parts[nearest]
	for _, c := range concepts {
		from, to := x.span(c)
		for i := from; i < to; i++ {
			if c != hidden || !skip(x.labels[i].fold) {
				part[c] = max(part[c], dot(q, l.vectors[mine][i*dim:][:dim]))
			}
		}
	}
}

// inherit lets the name of a group ask for its occupations. The fourth power leaves nearly the name alone: a title that is only somewhat like it
// says nothing of the group's occupations.
func (l *Linker) inherit(s *sheet) {
	for i, g := range l.above {
		if g >= 0 {
			v := s.parts[ownChars][g]
			s.parts[named][i] = v * v * v * v
		}
	}
}
