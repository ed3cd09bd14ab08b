package text

import (
	"math"
	"unicode/utf8"
)

// Compounds splits words such as "lastebilsjåfør" into parts that are words themselves. Its dictionary is the words of the labels that it
// was made from; nobody wrote a list.
type Compounds struct {
	count map[string]int
}

const (
	shortestPart = 3  // letters of a part
	longestWord  = 60 // letters; longer words are left whole
	mostParts    = 4
	mostTries    = 2000 // ways that are looked at; a word of real parts has a dozen
)

// links are the letters that may stand between two parts.
var links = []string{"", "s", "e", "n"}

// NewCompounds counts the folded words of texts.
func NewCompounds(texts func(yield func(fold string) bool)) *Compounds {
	c := &Compounds{map[string]int{}}
	for t := range texts {
		for _, w := range Tokens(t) {
			c.count[w]++
		}
	}
	return c
}

// Parts are the parts of a folded word, or nil when it is not a compound of known words. Of several ways the one is taken whose parts are
// most common on the geometric mean.
func (c *Compounds) Parts(word string) []string {
	if len(word) > longestWord || utf8.RuneCountInString(word) < 2*shortestPart {
		return nil
	}
	best := split{tries: mostTries, mean: math.Log(float64(c.count[word] + 1))}
	c.walk(word, nil, 0, &best)
	return best.parts
}

type split struct {
	parts []string
	mean  float64
	tries int
}

// walk tries every known word that rest begins with.
func (c *Compounds) walk(rest string, before []string, sum float64, best *split) {
	if best.tries--; best.tries < 0 {
		return
	}
	if n := c.count[rest]; n > 0 && len(before) > 0 && len(rest) >= shortestPart {
		if mean := (sum + weigh(rest, n)) / float64(len(before)+1); mean > best.mean {
			best.parts, best.mean = append(append([]string(nil), before...), rest), mean
		}
	}
	if len(before)+1 == mostParts {
		return
	}
	for i := shortestPart; i+shortestPart <= len(rest); i++ {
		n := c.count[rest[:i]]
		if n == 0 {
			continue
		}
		for _, link := range links {
			tail := rest[i:]
			if len(tail) < len(link)+shortestPart || tail[:len(link)] != link {
				continue
			}
			c.walk(tail[len(link):], append(before, rest[:i]), sum+weigh(rest[:i], n), best)
		}
	}
}

// weigh prefers common parts; one of three letters has to be much more common than its length lets it be by chance.
func weigh(part string, n int) float64 {
	w := math.Log(float64(n + 1))
	if len(part) < 4 {
		return w - 2
	}
	return w
}
