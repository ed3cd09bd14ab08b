package match

import (
	"math"
	"slices"
)

// The constants of BM25F. Lengths are references that never change: a mean over the documents would tell of those whom the asker
// must not see, and would move every score with each document that comes or goes.
const (
	k1      = 1.2
	lengthB = 0.6
)

var (
	zoneWeight = [zones]float64{Title: 5, Skills: 2, Body: 1}
	zoneLength = [zones]float64{Title: 6, Skills: 20, Body: 180}
)

// weigh makes impacts of what was counted: the term frequencies of the zones, each by its weight and length, summed and only then
// saturated (Robertson and Zaragoza), in steps of 1/255.
func (s *slate) weigh(length *[zones]int) []scored {
	var norm [zones]float64
	for z := range norm {
		norm[z] = zoneWeight[z] / (1 - lengthB + lengthB*float64(length[z])/zoneLength[z])
	}
	from := len(s.words)
	for _, at := range s.count.used {
		sum := 0.0
		for z, n := range s.count.times[at] {
			for range n {
				sum += norm[z]
			}
		}
		s.words = append(s.words, scored{s.count.atoms[at], impact(sum)})
	}
	s.count.wipe()
	return slices.Clip(s.words[from:])
}

func impact(frequency float64) uint8 { return uint8(1 + 254*frequency/(k1+frequency)) }

// rarity is the weight of a word that count of all documents have, in sixteenths. Scores are whole numbers, so that their order does
// not depend on the order of additions.
func rarity(count, all int) uint32 {
	n, df := float64(max(all, count)), float64(count)
	return uint32(math.Round(16*math.Log2(1+(n-df+0.5)/(df+0.5)))) + 1
}

// prefixWeight is that of a word that is only begun: it says little.
const prefixWeight = 16
