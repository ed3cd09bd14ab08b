package recommend

import (
	"slices"
	"testing"

	"verv/internal/locale"
	"verv/internal/match"
	"verv/internal/promise/show"
)

// TestReasons: a reason is something that both sides said. Neither a job that names no language nor one that is done from anywhere is
// praised for what it does not ask.
func TestReasons(t *testing.T) {
	show.Show(t, "recommend.reasons", "unsaid-is-a-reason")
	c, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	words := c.Language("en")
	parts := func(occupation, distance, language uint32) []uint32 {
		out := make([]uint32, match.Availability+1)
		out[match.Occupations], out[match.Distance], out[match.Languages] = occupation, distance, language
		return out
	}
	for _, c := range []struct {
		name string
		fit  Fit
		want []string
	}{
		{"everything met", Fit{Parts: parts(1000, 1000, 1000)}, []string{"Same occupation", "Near you", "You speak the language at work"}},
		{"nothing met", Fit{Parts: parts(0, 0, 0)}, nil},
		{"a neighbour of the occupation, half the way", Fit{Parts: parts(500, 500, 500)}, []string{"Related occupation"}},
		{"no language is named", Fit{Parts: parts(1000, 1000, 1000), Unsaid: []match.Part{match.Languages}}, []string{"Same occupation", "Near you"}},
		{"no place is named", Fit{Parts: parts(0, 500, 1000), Unsaid: []match.Part{match.Distance}}, []string{"You speak the language at work"}},
		{"done from anywhere", Fit{Parts: parts(0, 1000, 0), Anywhere: true}, []string{"Wherever you live"}},
		{"a run that was kept without parts", Fit{}, nil},
	} {
		if got := reasons(words, c.fit); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
