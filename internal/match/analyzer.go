package match

import (
	"iter"

	"verv/internal/match/query"
)

// Token is a term of what somebody asks for.
type Token struct {
	Term    string
	Stacked bool // stands at the same place as the one before: another way to say it
}

// Derived begins a term that nobody writes, such as a stem or a part of a compound: it is searched and never suggested.
const Derived = '~'

// Analyzer makes terms of text. Both ways have to agree; a word is first given whole and folded, then what is derived from it. The
// term's text may have any length but zero.
type Analyzer interface {
	// Words yields where the words of a document's text stand.
	Words(text string) iter.Seq[Span]
	// Terms appends what a word of a document is found by, always the same; nothing for one that says nothing.
	Terms(to []string, lang, word string) []string
	// Query reads what somebody typed. Stacked terms are alternatives; terms that follow each other are a phrase.
	Query(lang, text string) []Token
}

// Tree knows what stands above a value: a place's county and country, an occupation's groups. The nearest comes first. Nobody changes what
// it gives.
type Tree interface {
	Above(f query.Field, value string) []string
}

type flat struct{}

func (flat) Above(query.Field, string) []string { return nil }
