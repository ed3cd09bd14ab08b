package grow

import (
	"hash/fnv"
	"strings"
	"unicode"
)

// run is how many words in a row are compared.
const run = 5

// grams are the hashes of all runs of five words in a text.
type grams map[uint64]struct{}

func gramsOf(text string) grams {
	words := strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	out := grams{}
	for i := 0; i+run <= len(words); i++ {
		h := fnv.New64a()
		_, _ = h.Write([]byte(strings.Join(words[i:i+run], " ")))
		out[h.Sum64()] = struct{}{}
	}
	return out
}

// shared is the part of the shorter text's runs that the other has too.
func (g grams) shared(o grams) float64 {
	if len(g) > len(o) {
		g, o = o, g
	}
	if len(g) == 0 {
		return 0
	}
	n := 0
	for h := range g {
		if _, ok := o[h]; ok {
			n++
		}
	}
	return float64(n) / float64(len(g))
}

// Overlap is how much of the shorter of two texts stands in the other as well, by runs of five words: from 0 to 1.
func Overlap(a, b string) float64 { return gramsOf(a).shared(gramsOf(b)) }
