package text

import (
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/swedish"
)

var stemmers = map[string]func(*snowballstem.Env) bool{
	"nb": norwegian.Stem, "nn": norwegian.Stem, "sv": swedish.Stem, "da": danish.Stem, "fi": finnish.Stem, "en": english.Stem, "de": german.Stem,
}

// Stem is the Snowball stem of a word in small letters, not folded: the rules know å, ä, æ, ö and ø. A language without rules keeps the word.
func Stem(lang, word string) string {
	stem, ok := stemmers[lang]
	if !ok {
		return word
	}
	env := snowballstem.NewEnv(word)
	stem(env)
	return env.Current()
}

// Stems are the folded stems of a text's words, stop words left out.
func Stems(lang, s string) []string {
	words := Tokens(Lower(cut(s)))
	out := words[:0]
	for _, w := range words {
		if !Stop(lang, w) {
			out = append(out, Fold(Stem(lang, w)))
		}
	}
	return out
}
