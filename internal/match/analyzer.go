package match

import "verv/internal/match/query"

// Token is a term and the bytes of the text it stands for.
type Token struct {
	Term       string
	Start, End int
	Stacked    bool // stands at the same place as the one before: another way to say it
}

// Derived begins a term that nobody writes, such as a stem or a part of a compound: it is searched and never suggested.
const Derived = '~'

// Analyzer makes terms of text. Both ways have to agree; a word is first given whole and folded, then, stacked on it, what is derived
// from it. The term's text may have any length but zero.
type Analyzer interface {
	// Index reads the text of a document and appends its terms to what it is given.
	Index(to []Token, lang, text string) []Token
	// Query reads what somebody typed. Stacked terms are alternatives; terms that follow each other are a phrase.
	Query(lang, text string) []Token
}

// Tree knows what stands above a value: a place's county and country, an occupation's groups. The nearest comes first.
type Tree interface {
	Above(f query.Field, value string) []string
}

type flat struct{}

func (flat) Above(query.Field, string) []string { return nil }
