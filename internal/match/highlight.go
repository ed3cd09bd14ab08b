package match

import (
	"slices"
	"strings"

	"verv/internal/match/query"
)

// Span is a stretch of a text, in bytes.
type Span struct{ Start, End int }

// Highlight finds the words of a text that a query asks for. It needs no index: the text is that of a hit that may be shown.
func Highlight(a Analyzer, n query.Node, queryLang, textLang, text string) []Span {
	h := highlighter{analyzer: a, lang: queryLang, words: map[string]bool{}}
	h.want(n)
	var out []Span
	var terms []string
	for at := range a.Words(text) {
		if terms = a.Terms(terms[:0], textLang, text[at.Start:at.End]); slices.ContainsFunc(terms, h.wanted) {
			out = append(out, at)
		}
	}
	return out
}

type highlighter struct {
	analyzer Analyzer
	lang     string
	words    map[string]bool
	begun    []string
}

func (h *highlighter) want(n query.Node) {
	switch n := n.(type) {
	case query.And:
		for _, k := range n {
			h.want(k)
		}
	case query.Or:
		for _, k := range n {
			h.want(k)
		}
	case query.Word:
		h.add(string(n))
	case query.Phrase:
		h.add(string(n))
	case query.Prefix:
		if t := h.analyzer.Query(h.lang, string(n)); len(t) > 0 {
			h.begun = append(h.begun, t[0].Term)
		}
	}
}

func (h *highlighter) add(text string) {
	for _, t := range h.analyzer.Query(h.lang, text) {
		h.words[t.Term] = true
	}
}

func (h *highlighter) wanted(term string) bool {
	return h.words[term] || slices.ContainsFunc(h.begun, func(p string) bool { return strings.HasPrefix(term, p) })
}
