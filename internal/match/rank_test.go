package match

import (
	"bytes"
	"cmp"
	"reflect"
	"slices"
	"strings"
	"testing"

	"verv/internal/match/query"
)

// fitByHand judges a pair without an index.
func fitByHand(j *Job, p *Person, asks []string, given []word, lookedIn *plainDoc, public map[string]int, jobs int, skillsOf map[string]int) (f Fit, candidate bool) {
	above := func(v string) []string { return append([]string{v}, tree{}.Above(query.Occupation, v)...) }
	held := map[string]bool{}
	for _, o := range p.Values.Occupations {
		for _, a := range above(o) {
			held[a] = true
		}
	}
	for _, o := range j.Values.Occupations {
		n, common := len(above(o)), 0
		for _, a := range above(o) {
			if held[a] {
				common++
			}
		}
		f.Parts[Occupations] = max(f.Parts[Occupations], uint32(full*common*common/(n*n)))
	}
	skills := uint32(0)
	for _, s := range slices.Compact(slices.Sorted(slices.Values(j.Values.Skills))) {
		if slices.Contains(p.Values.Skills, s) {
			skills += rarity(skillsOf[s], jobs)
			f.Skills = append(f.Skills, s)
		}
	}
	f.Parts[SharedSkills] = skillsValue.value(skills)
	words := uint32(0)
	for _, w := range given {
		if n := lookedIn.impact(w.text); n > 0 {
			words += rarity(public[w.text], jobs) * n
			f.Words = append(f.Words, w.text)
		}
	}
	f.Parts[Words] = wordsValue.value(words)
	f.Parts[Distance] = distanceByHand(j, p)
	asked := slices.Compact(slices.Sorted(slices.Values(j.Values.Languages)))
	has := 0
	for _, l := range asked {
		if slices.Contains(p.Values.Languages, l) {
			has++
		}
	}
	f.Parts[Languages] = spoken(len(asked), has)
	f.Parts[Experience], f.Parts[Pay] = experience(j.Experience, p.Experience), pay(j.Salary, p.Salary)
	f.Parts[Availability] = availability(day(j.Start), day(p.Available), day(today))
	f.Anywhere = slices.Contains(j.Values.Remote, RemoteFull)
	for part, said := range [parts]bool{Occupations: len(j.Values.Occupations) > 0 && len(p.Values.Occupations) > 0, SharedSkills: len(asks) > 0, Words: true,
		Distance: len(j.Points) > 0 && len(p.Points) > 0 || f.Anywhere, Languages: len(asked) > 0 && len(p.Values.Languages) > 0, Experience: j.Experience > 0,
		Pay: j.Salary > 0 && p.Salary > 0, Availability: day(p.Available) > 0} {
		if !said {
			f.Unsaid = append(f.Unsaid, Part(part))
		}
	}
	for i, v := range f.Parts {
		f.Score += DefaultWeights[i] * v
	}
	return f, len(f.Skills) > 0 || len(f.Words) > 0
}

func distanceByHand(j *Job, p *Person) uint32 {
	if slices.Contains(j.Values.Remote, RemoteFull) {
		return full
	}
	if len(j.Points) == 0 || len(p.Points) == 0 {
		return unknown
	}
	km := 1e9
	for _, a := range j.Points {
		for _, b := range p.Points {
			km = min(km, haversine(a, b))
		}
	}
	return uint32(full * min(max(100-km, 0), 90) / 90)
}

// touches says whether one has an occupation of the other, or the group right above it.
func touches(given, candidate []string) bool {
	for _, g := range given {
		for _, c := range candidate {
			all := append([]string{c}, tree{}.Above(query.Occupation, c)...)
			for _, want := range append([]string{g}, tree{}.Above(query.Occupation, g)[:1]...) {
				if slices.Contains(all, want) {
					return true
				}
			}
		}
	}
	return false
}

// tellingByHand is the twenty words that say most of a text.
func tellingByHand(d *plainDoc, public map[string]int, jobs int) []word {
	var out []word
	for t := range counted([]*plainDoc{d}) {
		if t[0] != Derived {
			out = append(out, word{t, rarity(public[t], jobs) * d.impact(t)})
		}
	}
	slices.SortFunc(out, func(a, b word) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.text, b.text)) })
	return out[:min(20, len(out))]
}

// TestRanking compares candidates, order, scores, parts and reasons with those made by hand, in both directions.
func TestRanking(t *testing.T) {
	ranked := 0
	for seed := range uint64(10) {
		d := roll(300 + seed)
		w := build(d, []int{30, 4000}[seed%2], 60, 140)
		public := counted(values(w.job))
		skillsOf := map[string]int{}
		for _, j := range w.job {
			for _, s := range slices.Compact(slices.Sorted(slices.Values(j.values[query.Skill]))) {
				skillsOf[s]++
			}
		}
		for range 12 {
			j, p := d.job(9000), d.person(9001)
			p.Purposes, p.Restricted = ForSearch|ForMatching, false
			view := View{Purpose: ForMatching, Keys: []string{"k0"}}
			filter := d.query(1)
			given := tellingByHand(byHand(j), public, len(w.job))
			var want []Fit
			for n, doc := range w.raw {
				c := doc.(*Person)
				fit, some := fitByHand(j, c, j.Values.Skills, given, byHand(c), public, len(w.job), skillsOf)
				if w.person[n] != nil && w.person[n].seenBy(view) && w.person[n].meets(filter) && (some || touches(j.Values.Occupations, c.Values.Occupations)) {
					fit.ID, fit.Anonymous = c.ID, c.Anonymous
					want = append(want, fit)
				}
			}
			sameFits(t, w.people.RankPeople(j, Ranking{View: view, Filter: filter, Limit: 1000, Now: today}), want, w.person)
			ranked += len(want)
			given, want = tellingByHand(byHand(p), public, len(w.job)), nil
			for _, ad := range w.ads {
				fit, some := fitByHand(ad, p, p.Values.Skills, given, byHand(ad), public, len(w.job), skillsOf)
				if some || touches(p.Values.Occupations, ad.Values.Occupations) {
					fit.ID = ad.ID
					want = append(want, fit)
				}
			}
			sameFits(t, w.jobs.RankJobs(p, Ranking{Limit: 1000, Now: today}), want, w.job)
			if first := w.jobs.RankJobs(p, Ranking{Limit: 3, Now: today}); !reflect.DeepEqual(ids(first), ids(w.jobs.RankJobs(p, Ranking{Limit: 1000, Now: today}))[:len(first)]) {
				t.Fatal("the first three are not the first of all: something was skipped that should not be")
			}
		}
	}
	if ranked < 1000 {
		t.Fatalf("only %d pairs were ranked", ranked)
	}
}

func ids(fits []Fit) []ID {
	var out []ID
	for _, f := range fits {
		out = append(out, f.ID)
	}
	return out
}

// sameFits compares, but that a distance may differ by a step: the engine's points are rounded to half a metre.
func sameFits(t *testing.T, got, want []Fit, docs map[int]*plainDoc) {
	t.Helper()
	moment := map[ID]uint32{}
	for _, d := range docs {
		moment[d.id] = stamp(d.moment)
	}
	byID := map[ID]Fit{}
	for _, f := range want {
		slices.Sort(f.Words)
		byID[f.ID] = f
	}
	if len(got) != len(want) {
		t.Fatalf("%d candidates, want %d", len(got), len(want))
	}
	for i, f := range got {
		w := byID[f.ID]
		if d := int(f.Parts[Distance]) - int(w.Parts[Distance]); d == 1 || d == -1 {
			w.Score += DefaultWeights[Distance] * uint32(d)
			w.Parts[Distance] = f.Parts[Distance]
		}
		slices.Sort(f.Words)
		if !reflect.DeepEqual(f, w) {
			t.Fatalf("fit\n%+v, want\n%+v", f, w)
		}
		if i > 0 {
			if b := got[i-1]; b.Score < f.Score || b.Score == f.Score && (moment[b.ID] < moment[f.ID] || moment[b.ID] == moment[f.ID] && bytes.Compare(b.ID[:], f.ID[:]) >= 0) {
				t.Fatalf("%v stands before %v", b, f)
			}
		}
	}
}

// TestParts: each part by itself, where it is nothing, half and all.
func TestParts(t *testing.T) {
	for _, c := range []struct {
		what      string
		got, want uint32
	}{
		{"years enough", experience(3, 3), 1000}, {"half the years", experience(4, 2), 500}, {"none asked", experience(0, 0), 1000},
		{"pay enough", pay(600, 600), 1000}, {"a tenth too little", pay(540, 600), 600}, {"a quarter too little", pay(450, 600), 0}, {"not said", pay(0, 600), 500},
		{"in time", availability(100, 90, 50), 1000}, {"45 days late", availability(100, 145, 50), 500}, {"a year late", availability(100, 465, 50), 0},
		{"both at once", availability(0, 50, 50), 1000}, {"not said", availability(0, 0, 50), 500}, {"both long ago", availability(1, 40, 50), 1000},
		{"next door", way(reach(9)), 1000}, {"far", way(reach(101)), 0}, {"all languages", spoken(2, 2), 1000}, {"one of two", spoken(2, 1), 500}, {"none needed", spoken(0, 0), 1000},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d, want %d", c.what, c.got, c.want)
		}
	}
	sum := uint32(0)
	for _, w := range DefaultWeights {
		sum += w
	}
	if sum != 100 {
		t.Errorf("the weights are %d in all", sum)
	}
}

// TestWords: suggestions, slips and highlights.
func TestWords(t *testing.T) {
	jobs := New(Options{Analyzer: plain{}})
	for n, text := range []string{"nurse night", "nurse", "nurses", "welder", "teacher"} {
		jobs.Put(&Job{ID: number(n), Texts: []Text{{Title, "en", text}}})
	}
	people := New(Options{Analyzer: plain{}, Vocabulary: jobs})
	people.Put(&Person{ID: number(1), Purposes: ForSearch, Texts: []Text{{Title, "en", "nurse nuclear"}}})
	seen := View{Purpose: ForSearch}
	var got []string
	for _, s := range jobs.Suggest("nu", "en", View{}, 9) {
		got = append(got, s.Word)
	}
	if strings.Join(got, " ") != "nurse nurses" {
		t.Errorf("jobs: nu is completed to %v", got)
	}
	if s := people.Suggest("nu", "en", seen, 9); len(s) != 1 || s[0] != (Suggestion{"nurse", 1}) {
		t.Errorf("people: nu is completed to %v", s)
	}
	for in, want := range map[string]string{"nusre": "nurse", "wleder OR nightt": "welder OR night", "nurse": "nurse", "teahcer nuht": "teacher nuht", "xyzzy": "xyzzy", "techer -nrse": "teacher NOT nrse"} {
		n, _ := query.Parse(in)
		n, _ = jobs.DidYouMean(n, "en", View{})
		if out := query.Print(n); out != want {
			t.Errorf("%s is mended to %s, want %s", in, out, want)
		}
	}
	n, _ := query.Parse(`nurse tea* "night shift" NOT welder`)
	text := "Nurses teach night and nurse. Welder"
	var parts []string
	for _, s := range Highlight(plain{}, n, "en", "en", text) {
		parts = append(parts, text[s.Start:s.End])
	}
	if strings.Join(parts, "|") != "Nurses|teach|night|nurse" {
		t.Errorf("highlighted: %v", parts)
	}
}

// TestDistance compares with the definition.
func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"nurse", "nurse", 0}, {"nurse", "nusre", 1}, {"nurse", "nurs", 1}, {"nurse", "nurxe", 1}, {"nurse", "nnurse", 1}, {"lærer", "larer", 1}, {"kokk", "kock", 1}, {"abcd", "badc", 2}, {"abc", "xyz", 3}, {"a", "abcdefgh", 3}} {
		if got := distance(c.a, c.b, 2); got != c.want {
			t.Errorf("%s and %s: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

// TestLoad reads a stream, says how far it is, and passes on the stream's error.
func TestLoad(t *testing.T) {
	x := New(Options{Analyzer: plain{}})
	var steps []int
	stream := func(yield func(Document, error) bool) {
		for n := range 1200 {
			if !yield(&Job{ID: number(n)}, nil) {
				return
			}
		}
	}
	if err := x.Load(stream, 2, func(n int) { steps = append(steps, n) }); err != nil || x.Len() != 1200 || !slices.Equal(steps, []int{256, 512, 768, 1024, 1200}) {
		t.Fatalf("%v, %d documents, steps %v", err, x.Len(), steps)
	}
	if err := x.Load(func(yield func(Document, error) bool) { yield(nil, ErrCursor) }, 1, nil); err != ErrCursor {
		t.Fatalf("the stream's error became %v", err)
	}
}
