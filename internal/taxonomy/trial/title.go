package trial

import (
	"slices"

	"verv/internal/taxonomy"
	"verv/internal/taxonomy/link"
	"verv/internal/taxonomy/titles"
)

// Share is how many titles of a language got a right unit group at the first place, and among the first five.
type Share struct {
	Language    string
	N           int
	First, Five int
	Tongue      int // titles whose language was recognized
}

// Titles asks the built-in vocabulary alone for the unit group of every labelled title. miss, which may be nil, is told of the titles whose first
// group was wrong.
func Titles(t *taxonomy.Taxonomy, all []titles.Title, miss func(t titles.Title, got string)) []Share {
	c := link.Join(nil, t)
	l := link.New(c, nil)
	out := make([]Share, len(taxonomy.Languages))
	for i, lang := range taxonomy.Languages {
		out[i].Language = lang
	}
	for _, x := range all {
		s := &out[slices.Index(taxonomy.Languages, x.Language)]
		s.N++
		if got, _ := taxonomy.Detector().Detect(x.Text); got == x.Language {
			s.Tongue++
		}
		groups := l.Groups(x.Language, x.Text, 5)
		right := func(g string) bool { return slices.Contains(x.Groups, g) }
		if len(groups) > 0 && right(groups[0]) {
			s.First++
		} else if miss != nil {
			miss(x, firstOf(groups))
		}
		if slices.ContainsFunc(groups, right) {
			s.Five++
		}
	}
	return out
}

func firstOf(groups []string) string {
	if len(groups) == 0 {
		return "-"
	}
	return groups[0]
}
