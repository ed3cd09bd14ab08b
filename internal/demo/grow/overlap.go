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

// corpus are texts that others are compared with.
type corpus struct {
	sizes []int            // how many runs each text has
	in    map[uint64][]int // the texts that have a run
}

func (c *corpus) add(g grams) {
	if c.in == nil {
		c.in = map[uint64][]int{}
	}
	for h := range g {
		c.in[h] = append(c.in[h], len(c.sizes))
	}
	c.sizes = append(c.sizes, len(g))
}

// worst is the largest overlap of a text with one of the corpus: the part of the shorter one's runs that the other has too.
func (c *corpus) worst(g grams) float64 {
	shared := map[int]int{}
	for h := range g {
		for _, i := range c.in[h] {
			shared[i]++
		}
	}
	out := 0.0
	for i, n := range shared {
		out = max(out, float64(n)/float64(max(1, min(len(g), c.sizes[i]))))
	}
	return out
}

// Overlap is how much of the shorter of two texts stands in the other as well, by runs of five words: from 0 to 1.
func Overlap(a, b string) float64 {
	var c corpus
	c.add(gramsOf(a))
	return c.worst(gramsOf(b))
}
