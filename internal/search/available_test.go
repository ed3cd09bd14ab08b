package search

import (
	"slices"
	"testing"
	"time"

	"verv/internal/candidate"
	"verv/internal/cv"
	"verv/internal/match"
	"verv/internal/match/query"
)

// The first day that somebody can start goes from the profile into what is ranked and what is searched; each step but the last has those before it in it,
// and whoever says nothing is in none.
func TestAvailable(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	for said, want := range map[string][]string{"": nil, "2026-06-01": {"now", "month", "quarter"}, "2026-11-30": {"now", "month", "quarter"}, "2026-12-20": {"month", "quarter"},
		"2027-02-01": {"quarter"}, "2027-09-01": {"later"}} {
		p := candidate.Profile{Name: "Kari", Available: said}
		day, _ := time.Parse(time.DateOnly, said)
		if got := Person(p, cv.Body{Language: "nb"}, now); !got.Available.Equal(day) {
			t.Errorf("%q is ranked as %s", said, got.Available)
		}
		c := Card{body: draw(p, cv.Body{Language: "nb"}, true, now)}
		var in []string
		for _, s := range steps {
			a := match.NewAlerts(matching())
			a.Put(match.Alert{Query: chosen(query.Available, s.name), View: match.View{Purpose: match.ForSearch}})
			if len(a.Percolate(c.person(nil), now)) > 0 {
				in = append(in, s.name)
			}
		}
		if !slices.Equal(in, want) {
			t.Errorf("%q is in %v, want %v", said, in, want)
		}
	}
	got := stepped([]match.Tally{{Value: "0", N: 2}, {Value: "30", N: 1}, {Value: "90", N: 4}, {Value: "255", N: 8}})
	if want := []match.Tally{{Value: "now", N: 2}, {Value: "month", N: 3}, {Value: "quarter", N: 7}, {Value: "later", N: 8}}; !slices.Equal(got, want) {
		t.Errorf("counted as %v", got)
	}
	if chosen(query.Available, "soon") != nil {
		t.Error("a step that is none is searched")
	}
}
