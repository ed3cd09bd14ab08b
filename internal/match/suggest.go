package match

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"verv/internal/match/query"
)

// Suggestion is a word, and how many a search for it would find in this view.
type Suggestion struct {
	Word string
	N    int
}

// looked is how many words of the vocabulary a suggestion counts hits for.
const looked = 64

// Suggest completes a word that was begun. The words are those of the vocabulary, the most frequent first, and only those by which this
// view finds something: a word that only unseen people have is not offered, and does not take the place of another.
func (x *Index) Suggest(prefix, lang string, view View, limit int) []Suggestion {
	tokens := x.o.Analyzer.Query(lang, prefix)
	if len(tokens) == 0 {
		return nil
	}
	words := x.publicWords(func(v *lexicon, add func(atom uint32, word string)) { v.begun(tokens[0].Term, add) })
	return x.found(words, view, limit)
}

// word is one of the vocabulary.
type word struct {
	text string
	n    uint32 // public documents
}

// publicWords collects from the vocabulary, under its own lock.
func (x *Index) publicWords(from func(*lexicon, func(atom uint32, word string))) []word {
	v := x
	if x.o.Vocabulary != nil {
		v = x.o.Vocabulary
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	var out []word
	from(v.lex, func(a uint32, w string) {
		if w[0] != Derived {
			out = append(out, word{w, v.lex.refs[a]})
		}
	})
	slices.SortFunc(out, func(a, b word) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.text, b.text)) })
	return out
}

// found keeps the words by which the view finds somebody.
func (x *Index) found(words []word, view View, limit int) []Suggestion {
	x.mu.RLock()
	defer x.mu.RUnlock()
	var out []Suggestion
	for _, w := range words[:min(looked, len(words))] {
		if len(out) == limit {
			break
		}
		if n := x.hits(w.text, view); n > 0 {
			out = append(out, Suggestion{w.text, n})
		}
	}
	return out
}

// hits counts those whom the view sees and who have the word.
func (x *Index) hits(term string, view View) int {
	a := x.lex.find(spaceWord, term)
	if a == 0 {
		return 0
	}
	e := execs.Get().(*exec)
	defer e.done()
	n, p, keys := 0, &plan{op: opAny, atoms: []uint32{a}}, x.keys(view)
	for _, c := range x.chunks {
		if c == nil || c.live == 0 {
			continue
		}
		e.c = c
		r := e.world(view.purpose(), keys, p)
		e.narrow(p, r)
		n += r.count()
		e.give(r)
	}
	return n
}

// mended is how many words of a query are looked at for slips.
const mended = 4

// DidYouMean puts for each word by which this view finds nobody the nearest word of the vocabulary by which it finds somebody: one
// letter changed, left out, put in or swapped with its neighbour, or two in a word of seven letters or more. It says whether anything
// changed. Only the first few words are looked at.
func (x *Index) DidYouMean(n query.Node, lang string, view View) (query.Node, bool) {
	m := mender{x: x, lang: lang, view: view, left: mended}
	out := m.mend(n)
	return out, m.changed
}

type mender struct {
	x       *Index
	lang    string
	view    View
	left    int
	changed bool
}

func (m *mender) mend(n query.Node) query.Node {
	switch n := n.(type) {
	case query.And:
		return query.All(m.each(n)...)
	case query.Or:
		return query.Any(m.each(n)...)
	case query.Word:
		if m.left--; m.left < 0 {
			return n
		}
		if w, ok := m.x.nearest(string(n), m.lang, m.view); ok {
			m.changed = true
			return query.Word(w)
		}
	}
	return n
}

func (m *mender) each(parts []query.Node) []query.Node {
	out := make([]query.Node, len(parts))
	for i, p := range parts {
		out[i] = m.mend(p)
	}
	return out
}

func (x *Index) nearest(typed, lang string, view View) (string, bool) {
	if x.Search(Request{Query: query.Word(typed), Lang: lang, View: view}).Total > 0 {
		return "", false
	}
	tokens := x.o.Analyzer.Query(lang, typed)
	if len(tokens) == 0 {
		return "", false
	}
	want := tokens[0].Term
	far := 1 + min(1, utf8.RuneCountInString(want)/7)
	for d := 1; d <= far; d++ {
		words := x.publicWords(func(v *lexicon, add func(uint32, string)) {
			v.around(want, func(a uint32, w string) {
				if distance(want, w, far) == d {
					add(a, w)
				}
			})
		})
		if got := x.found(words, view, 1); len(got) > 0 {
			return got[0].Word, true
		}
	}
	return "", false
}
