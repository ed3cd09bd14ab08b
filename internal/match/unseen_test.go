package match

import (
	"reflect"
	"slices"
	"sync"
	"testing"

	"verv/internal/match/query"
)

// TestUnseen compares a world with people whom the asker must not see with the same world without them: hits, order, scores, counts,
// suggestions, alerts and ranking are identical.
func TestUnseen(t *testing.T) {
	hidden, compared := 0, 0
	for seed := range uint64(16) {
		d := roll(100 + seed)
		with := build(d, []int{20, 90, 3000}[seed%3], 30, 120)
		view := View{Purpose: 1 << (1 + d.IntN(purposes-1)), Keys: []string{"k1"}}
		without := newIndex(with.people.o, 64)
		for _, p := range with.raw {
			p := p.(*Person)
			if byHand(p).seenBy(view) {
				without.Put(p)
				continue
			}
			hidden++
			p.Texts = append(p.Texts, Text{Body, "nb", "abxxz zebra"}) // words that nobody else has, one of them near another's
			p.Values.Skills = append(p.Values.Skills, "rare")
			with.people.Put(p)
		}
		for range 30 {
			q := Request{Query: d.query(3), View: view, Order: Order(d.IntN(2)), Limit: 20, Counts: counts, Now: today}
			a, b := with.people.Search(q), without.Search(q)
			if !reflect.DeepEqual(a, b) {
				t.Fatalf("seed %d, %s:\n%+v\n%+v", seed, query.Print(q.Query), a, b)
			}
			compared += a.Total
			word := d.word()
			if a, b := with.people.Suggest(word[:2], "nb", view, 5), without.Suggest(word[:2], "nb", view, 5); !reflect.DeepEqual(a, b) {
				t.Fatalf("seed %d, %q is completed to %v and %v", seed, word[:2], a, b)
			}
			a1, _ := with.people.DidYouMean(query.Word(word+"z"), "nb", view)
			b1, _ := without.DidYouMean(query.Word(word+"z"), "nb", view)
			if a1 != b1 {
				t.Fatalf("seed %d, %sz is mended to %v and %v", seed, word, a1, b1)
			}
			j := d.job(1)
			j.Texts = append(j.Texts, Text{Title, "nb", "zebra"}, Text{Body, "nb", d.words(90)})
			j.Values.Skills = append(j.Values.Skills, "rare")
			rank := Ranking{View: view, Filter: d.query(1), Limit: 20, Now: today}
			if a, b := with.people.RankPeople(j, rank), without.RankPeople(j, rank); !reflect.DeepEqual(a, b) {
				t.Fatalf("seed %d: ranked\n%+v\n%+v", seed, a, b)
			}
		}
	}
	if hidden < 100 || compared < 300 {
		t.Fatalf("%d hidden people, %d hits: nothing was compared", hidden, compared)
	}
}

// TestRuleChanges: a changed rule holds for the very next query.
func TestRuleChanges(t *testing.T) {
	jobs := New(Options{Analyzer: plain{}})
	x := New(Options{Analyzer: plain{}, Vocabulary: jobs})
	p := &Person{ID: number(1), Texts: []Text{{Title, "nb", "welder"}}, Purposes: ForSearch}
	sees := func(v View) bool {
		return x.Search(Request{Query: query.Word("welder"), View: v, Now: today}).Total == 1
	}
	asker := View{Purpose: ForSearch, Keys: []string{"NO-999888777", "acme.example"}}
	for _, c := range []struct {
		what   string
		change func()
		want   bool
	}{
		{"visible", func() {}, true},
		{"blocks another", func() { p.Blocks = []string{"other.example"} }, true},
		{"blocks the asker's domain", func() { p.Blocks = []string{"acme.example"} }, false},
		{"blocks nobody", func() { p.Blocks = nil }, true},
		{"restricted", func() { p.Restricted = true }, false},
		{"no longer restricted", func() { p.Restricted = false }, true},
		{"for matching alone", func() { p.Purposes = ForMatching }, false},
		{"private", func() { p.Purposes = 0 }, false},
		{"public is not for people", func() { p.Purposes = Public | ForSearch }, true},
	} {
		c.change()
		x.Put(p)
		if sees(asker) != c.want {
			t.Errorf("%s: seen is %v", c.what, !c.want)
		}
		if sees(View{}) || sees(View{Purpose: ForSearch | ForMatching}) {
			t.Errorf("%s: seen for no purpose", c.what)
		}
	}
}

// TestAnonymous: where somebody works does not tell who hides their name.
func TestAnonymous(t *testing.T) {
	x := New(Options{Analyzer: plain{}, Vocabulary: New(Options{Analyzer: plain{}})})
	p := &Person{ID: number(1), Employers: []string{"acme"}, Purposes: ForSearch, Anonymous: true}
	ask := Request{Query: query.Facet{Field: query.Employer, Value: "acme"}, View: View{Purpose: ForSearch}, Limit: 1}
	if x.Put(p); x.Search(ask).Total != 0 {
		t.Error("an anonymous person is found by the employer")
	}
	p.Anonymous = false
	if x.Put(p); x.Search(ask).Total != 1 {
		t.Error("a named person is not found by the employer")
	}
}

// TestTogether changes and asks at the same time; the race detector looks on, and what is there throughout is always found.
func TestTogether(t *testing.T) {
	jobs := New(Options{Analyzer: plain{}, Tree: tree{}})
	x := newIndex(Options{Analyzer: plain{}, Tree: tree{}, Vocabulary: jobs}, 30)
	alerts := NewAlerts(Options{Analyzer: plain{}, Tree: tree{}, Vocabulary: jobs})
	fixed := &Person{ID: number(1), Texts: []Text{{Title, "nb", "constant"}}, Purposes: ForSearch | ForMatching}
	x.Put(fixed)
	alerts.Put(Alert{ID: number(1), Query: query.Word("constant"), View: View{Purpose: ForSearch}})
	var all sync.WaitGroup
	for w := range 3 {
		all.Go(func() {
			d := roll(uint64(400 + w))
			for range 300 {
				n := 2 + d.IntN(200)
				x.Put(d.person(n))
				jobs.Put(d.job(n))
				alerts.Put(Alert{ID: number(n), Query: d.query(2), View: d.view()})
				x.Remove(number(2 + d.IntN(200)))
			}
		})
		all.Go(func() {
			d := roll(uint64(500 + w))
			view := View{Purpose: ForSearch}
			for range 100 {
				if r := x.Search(Request{Query: query.Word("constant"), View: view, Limit: 5, Now: today}); r.Total != 1 {
					t.Errorf("found %d times", r.Total)
				}
				if !slices.Contains(alerts.Percolate(fixed, today), number(1)) {
					t.Error("not told")
				}
				x.RankPeople(d.job(1), Ranking{View: View{Purpose: ForMatching}, Limit: 3, Now: today})
				x.Suggest("ab", "nb", view, 3)
			}
		})
	}
	all.Wait()
}
