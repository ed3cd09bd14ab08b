package search

import (
	"slices"
	"testing"
	"time"

	"verv/internal/match"
	"verv/internal/match/query"
)

// A card as it was at a moment has what it had then, as far as it still has it.
func TestBefore(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 11, n, 8, 0, 0, 0, time.UTC) }
	card := func(role, skill, town string, years int) cardBody {
		return cardBody{Face: Face{Title: role, Years: years, Skills: []string{skill}}, Roles: []string{role}, Town: town, Country: "NO", Language: "nb"}
	}
	one := card("Sykepleier", "Strikking", "Tromsø", 3)
	one.Since = day(1)
	two := card("Sykepleier", "Truckførerbevis", "Tromsø", 3)
	two.follow(one, day(5))
	three := card("Sykepleier på natt", "Truckførerbevis", "Oslo", 5)
	three.follow(two, day(9))
	finds := func(c cardBody, words string) bool {
		n, err := query.Parse(words)
		if err != nil {
			t.Fatal(err)
		}
		a := match.NewAlerts(matching())
		a.Put(match.Alert{Query: n, Lang: "nb", View: match.View{Purpose: match.ForSearch}})
		return len(a.Percolate(Card{body: c}.person(nil), day(20))) == 1
	}
	for _, c := range []struct {
		at    time.Time
		words string
		was   bool
	}{
		{day(10), "natt", true}, {day(8), "natt", false}, {day(8), "sykepleier", true}, {day(8), "truckførerbevis", true}, {day(4), "truckførerbevis", false},
		{day(4), "sykepleier", true}, {day(8), "experience:..4", true}, {day(10), "experience:..4", false}, {day(4), "strikking", false},
	} {
		was, _, there := three.before(c.at)
		if !there || finds(was, c.words) != c.was {
			t.Errorf("on %s %q finds it: want %v, there %v", c.at.Format(time.DateOnly), c.words, c.was, there)
		}
	}
	if _, _, there := three.before(day(1).Add(-time.Second)); there {
		t.Error("a card was there before it was made")
	}
	if _, lost, _ := three.before(day(4)); !lost {
		t.Error("a skill went, and nothing was lost")
	}
	if _, lost, _ := three.before(day(8)); lost {
		t.Error("nothing went, and something was lost")
	}
	for _, c := range three.Changes {
		if slices.Contains(c.Words, "strikking") {
			t.Error("what somebody took out is kept")
		}
	}
	same := three
	same.Changes = nil
	if same.follow(three, day(10)); len(same.Changes) != 2 {
		t.Errorf("nothing changed, and there are %d changes", len(same.Changes))
	}
	if same.follow(three, day(9).Add(remembered)); len(same.Changes) > 2 {
		t.Errorf("what came long ago is kept: %d", len(same.Changes))
	}
	if n, _ := query.Parse("a (b OR -c)"); !refuses(n) {
		t.Error("a search that shuts something out is not known as one")
	}
	if n, _ := query.Parse("a (b OR c)"); refuses(n) {
		t.Error("a search that shuts nothing out is taken for one")
	}
}

// FuzzWindow: what an address says of a window is read as its own form again, or as none.
func FuzzWindow(f *testing.F) {
	for _, s := range []string{"", "1764500000000-1764586400000", "9-1", "-1-2", "1-", "x", "1-99999999999999999999", "0-0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		w := windowOf(s)
		if again := windowOf(windowText(w)); !again.From.Equal(w.From) || !again.Until.Equal(w.Until) {
			t.Fatalf("%q: %v becomes %v", s, w, again)
		}
		if w.Until.Before(w.From) {
			t.Fatalf("%q ends before it begins", s)
		}
	})
}
