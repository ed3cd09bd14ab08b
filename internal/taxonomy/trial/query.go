package trial

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"

	"verv/internal/taxonomy/esco"
	"verv/internal/taxonomy/link"
	"verv/internal/taxonomy/text"
)

// Part is what a concept is used for.
type Part string

// Of a hundred concepts about seventy train, fifteen choose constants, fifteen are asked for in the end.
const (
	Training    Part = "train"
	Development Part = "dev"
	Test        Part = "test"
)

// PartOf is fixed by the address, so that it is the same in every version and on every machine.
func PartOf(id string) Part {
	sum := sha256.Sum256([]byte(id))
	switch n := (int(sum[0])<<8 | int(sum[1])) % 100; {
	case n < 70:
		return Training
	case n < 85:
		return Development
	}
	return Test
}

// asked is a query and what is right for it.
type asked struct {
	text  string
	right []int     // concepts in the corpus, any of which is right
	out   *link.Own // the label that is as if it were not there
}

// ask makes the queries of one kind:
//
//	label  an alternative label of an occupation, taken out of the index. Finnish has none: there the preferred labels are
//	       asked for, as if no Finnish label had been imported, which leaves the other languages to find the concept.
//	noise  any label of an occupation, left in, written as people do: see noise.
//	group  the name of a unit group; right is every occupation that stands in it.
func ask(c *esco.Corpus, lang string, part Part, kind string) []asked {
	var out []asked
	members := map[string][]int{}
	if kind == "group" {
		for i, x := range c.Concepts {
			if x.Kind == esco.Occupation {
				members[x.ISCO] = append(members[x.ISCO], i)
			}
		}
	}
	for i, x := range c.Concepts {
		labels := x.Labels[lang]
		if PartOf(x.ID) != part || len(labels) == 0 || x.Kind == esco.Skill || (x.Kind == esco.Group) != (kind == "group") {
			continue
		}
		switch kind {
		case "group":
			if m := members[x.ISCO]; len(m) > 0 && len(x.ISCO) == 4 {
				out = append(out, asked{labels[0], m, nil})
			}
		case "noise":
			for n, s := range labels {
				out = append(out, asked{noise(lang, s, fmt.Sprint(x.ID, n)), []int{i}, nil})
			}
		default:
			if lang != "fi" {
				labels = labels[1:]
			}
			for _, s := range labels {
				out = append(out, asked{s, []int{i}, &link.Own{Concept: i, Fold: text.Fold(s)}})
			}
		}
	}
	return out
}

// Words that stand around a title in advertisements.
var (
	rank  = map[string][]string{"nb": {"erfaren", "senior", "assisterende"}, "sv": {"erfaren", "senior", "biträdande"}, "da": {"erfaren", "senior", "souschef,"}, "en": {"experienced", "senior", "junior"}, "fi": {"kokenut", "vanhempi", "nuorempi"}}
	sexes = map[string]string{"nb": " (m/k)", "sv": " (m/k)", "da": " (m/k)", "en": " (m/f/d)", "fi": " (m/n)"}
	where = map[string][]string{"nb": {"Bergen", "Nordvik kommune"}, "sv": {"Malmö", "Norrviks kommun"}, "da": {"Aarhus", "Nordvig Kommune"}, "en": {"London", "Northwick Ltd"}, "fi": {"Turku", "Pohjanlahden kaupunki"}}
)

// noise is a label as people write it: with a typing error, without marks, with rank, sexes, town or employer, or its compound split or joined.
// Which of them it gets is fixed by the seed.
func noise(lang, s, seed string) string {
	sum := sha256.Sum256([]byte(seed))
	dice := text.Dice(binary.BigEndian.Uint64(sum[:]))
	switch dice.Below(7) {
	case 0:
		return typo(&dice, s)
	case 1:
		return text.Fold(s)
	case 2:
		return rank[lang][dice.Below(3)] + " " + s
	case 3:
		return s + sexes[lang]
	case 4:
		return s + ", " + where[lang][dice.Below(2)]
	case 5:
		return strings.Replace(s, " ", "", 1)
	}
	runes := []rune(s)
	if len(runes) < 8 {
		return strings.ToUpper(s)
	}
	at := len(runes)/2 + dice.Below(3) - 1
	return string(runes[:at]) + " " + string(runes[at:])
}

// typo swaps two letters that stand side by side.
func typo(dice *text.Dice, s string) string {
	runes := []rune(s)
	if len(runes) < 4 {
		return s
	}
	at := 1 + dice.Below(len(runes)-2)
	runes[at], runes[at+1] = runes[at+1], runes[at]
	return string(runes)
}
