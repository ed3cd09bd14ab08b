package analysis

import (
	"iter"
	"slices"
	"strings"
	"sync"

	"verv/internal/match"
	"verv/internal/match/query"
	"verv/internal/taxonomy"
	"verv/internal/taxonomy/link"
	"verv/internal/taxonomy/text"
)

// Analysis implements match.Analyzer and match.Tree. It is safe for many at once.
type Analysis struct {
	tax       *taxonomy.Taxonomy
	compounds map[string]*text.Compounds
	linker    *link.Linker
	concepts  []string // of the linker's corpus, their identifiers
	named     map[string]*phrases
	spelled   map[string]map[string]string // by language and folded word: how the taxonomy writes it
	labels    map[string][]label           // by language, in the order of their folds
	places    map[string][]int32           // by country and folded name: places in tax
	above     map[query.Field]map[string][]string

	mu      sync.RWMutex
	derived map[reading]map[string][]string // by the word as it is written
	words   int                             // that are derived
	titles  map[title]string
}

// Default is the analysis by the built-in taxonomy. Making it takes about a tenth of a second, once.
var Default = sync.OnceValue(func() *Analysis { return New(taxonomy.BuiltIn()) })

// New makes an analysis.
func New(t *taxonomy.Taxonomy) *Analysis {
	a := &Analysis{tax: t, compounds: map[string]*text.Compounds{}, named: map[string]*phrases{}}
	for _, lang := range taxonomy.Languages {
		a.compounds[lang] = text.NewCompounds(func(yield func(string) bool) { everyName(t, lang, yield) })
	}
	a.spell()
	for _, lang := range taxonomy.Languages {
		a.named[lang] = a.newPhrases(lang)
	}
	corpus := link.Join(nil, t)
	a.linker = link.New(corpus, nil)
	for _, c := range corpus.Concepts {
		a.concepts = append(a.concepts, c.ID)
	}
	a.indexPlaces()
	a.indexAbove()
	a.forget()
	return a
}

// everyName yields what occupations, groups and skills are called, folded.
func everyName(t *taxonomy.Taxonomy, lang string, yield func(string) bool) {
	everyLabel(t, lang, func(s string) bool { return yield(text.Fold(s)) })
}

// everyLabel yields what occupations, groups and skills are called.
func everyLabel(t *taxonomy.Taxonomy, lang string, yield func(string) bool) {
	each := func(l taxonomy.Labels) bool {
		for _, s := range l.In(lang) {
			if !yield(s) {
				return false
			}
		}
		return true
	}
	for _, o := range t.Occupations {
		if !each(o.Labels) {
			return
		}
	}
	for _, g := range t.Groups {
		if !each(g.Labels) {
			return
		}
	}
	for _, s := range t.Skills {
		if !each(s.Labels) {
			return
		}
	}
}

// label is a name and how it is looked up.
type label struct{ fold, name string }

// spell notes names by their folds, and how words of them are written that folding changes.
func (a *Analysis) spell() {
	a.spelled, a.labels = map[string]map[string]string{}, map[string][]label{}
	for _, lang := range taxonomy.Languages {
		words := map[string]string{}
		everyLabel(a.tax, lang, func(s string) bool {
			a.labels[lang] = append(a.labels[lang], label{text.Fold(s), s})
			for at := range text.Spans(s) {
				w := text.Lower(s[at.Start:at.End])
				if fold := text.Fold(w); fold != w {
					words[fold] = w
				}
			}
			return true
		})
		a.spelled[lang] = words
		slices.SortStableFunc(a.labels[lang], func(x, y label) int { return strings.Compare(x.fold, y.fold) })
		a.labels[lang] = slices.CompactFunc(a.labels[lang], func(x, y label) bool { return x.fold == y.fold })
	}
}

// Spelled is a folded word as a reader of a language writes it, where a name of the taxonomy holds it; else the word as it is.
func (a *Analysis) Spelled(lang, word string) string {
	if w := a.spelled[speech(lang)][word]; w != "" {
		return w
	}
	return word
}

// reading is the language of a word; query says that somebody asks for it.
type reading struct {
	lang  string
	query bool
}

// title is a folded title in a language.
type title struct{ lang, fold string }

// remembered bounds each memory, which begins anew when it is full.
const remembered = 1 << 16

func (a *Analysis) forget() {
	a.derived, a.titles = map[reading]map[string][]string{}, map[title]string{}
}

// speech is the language whose rules read a text.
func speech(lang string) string {
	if lang == "no" {
		return "nb"
	}
	return lang
}

// Words implements match.Analyzer.
func (a *Analysis) Words(s string) iter.Seq[match.Span] {
	return func(yield func(match.Span) bool) {
		for at := range text.Spans(s) {
			if !yield(match.Span(at)) {
				return
			}
		}
	}
}

// Terms implements match.Analyzer.
func (a *Analysis) Terms(to []string, lang, word string) []string {
	return append(to, a.terms(reading{speech(lang), false}, word)...)
}

// Query implements match.Analyzer.
func (a *Analysis) Query(lang, s string) (out []match.Token) {
	how := reading{speech(lang), true}
	for at := range text.Spans(s) {
		for i, term := range a.terms(how, s[at.Start:at.End]) {
			out = append(out, match.Token{Term: term, Stacked: i > 0})
		}
	}
	return out
}

// longest is how many bytes a word may have. What is longer is none.
const longest = 120

// terms are what a word is found by, itself first; none for a word that says nothing.
func (a *Analysis) terms(how reading, word string) []string {
	if len(word) > longest {
		return nil
	}
	a.mu.RLock()
	out, ok := a.derived[how][word]
	a.mu.RUnlock()
	if ok {
		return out
	}
	return a.learn(how, word)
}

// learn derives the terms of a word and remembers them.
func (a *Analysis) learn(how reading, word string) []string {
	out := a.derive(how, word)
	word = strings.Clone(word) // not a part of somebody's text
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.words++; a.words > remembered {
		a.derived, a.words = map[reading]map[string][]string{}, 1
	}
	if a.derived[how] == nil {
		a.derived[how] = map[string][]string{}
	}
	a.derived[how][word] = out
	return out
}

func (a *Analysis) derive(how reading, word string) []string {
	lower := text.Lower(word)
	fold := text.Fold(lower)
	if fold == "" || text.Stop(how.lang, lower) {
		return nil
	}
	out := []string{fold}
	add := func(word string) {
		if t := string(match.Derived) + text.Fold(text.Stem(how.lang, word)); len(t) > 1 && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	add(lower)
	if c := a.compounds[how.lang]; c != nil && !how.query {
		for _, part := range c.Parts(fold) {
			add(part)
		}
	}
	return out
}

// stems is the stems of a text's words in a row, by which phrases are found.
func (a *Analysis) stems(lang, s string) []string {
	var out []string
	for at := range text.Spans(s) {
		if terms := a.terms(reading{lang, true}, s[at.Start:at.End]); len(terms) > 0 {
			out = append(out, terms[len(terms)-1])
		}
	}
	return out
}
