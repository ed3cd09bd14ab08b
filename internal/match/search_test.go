package match

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"verv/internal/match/query"
)

// town is two indexes and the same documents by hand.
type town struct {
	jobs, people *Index
	job, person  map[int]*plainDoc
	raw          map[int]Document // people
	ads          map[int]*Job
}

// build puts documents in, changes some and removes some, in chunks so small that they seal and pour.
func build(d dice, size, jobs, people int) *town {
	t := &town{job: map[int]*plainDoc{}, person: map[int]*plainDoc{}, raw: map[int]Document{}, ads: map[int]*Job{}}
	t.jobs = newIndex(Options{Analyzer: plain{}, Tree: tree{}}, size)
	t.people = newIndex(Options{Analyzer: plain{}, Tree: tree{}, Vocabulary: t.jobs}, size)
	for range 2 * (jobs + people) {
		if n := d.IntN(jobs + people); n < jobs {
			t.putJob(n, d.job(n))
		} else {
			t.putPerson(n, d.person(n))
		}
		if n := d.IntN(jobs + people); d.IntN(3) == 0 {
			t.remove(n)
		}
	}
	return t
}

func (t *town) putJob(n int, j *Job) {
	t.jobs.Put(j)
	t.job[n], t.ads[n] = byHand(j), j
}

func (t *town) putPerson(n int, p *Person) {
	t.people.Put(p)
	t.raw[n] = p
	if t.person[n] = byHand(p); t.person[n].purposes == 0 {
		delete(t.person, n)
	}
}

func (t *town) remove(n int) {
	t.jobs.Remove(number(n))
	t.people.Remove(number(n))
	delete(t.job, n)
	delete(t.ads, n)
	delete(t.person, n)
	delete(t.raw, n)
}

func values(m map[int]*plainDoc) []*plainDoc {
	var out []*plainDoc
	for _, d := range m {
		out = append(out, d)
	}
	return out
}

// expected is the answer by hand.
func (t *town) expected(docs []*plainDoc, q Request) (hits []Hit, counts [][]Tally) {
	public := values(t.job)
	words := counted(public)
	tallies := make([]map[string]int, len(q.Counts))
	type judged struct {
		Hit
		moment uint32
	}
	var all []judged
	for _, d := range docs {
		if !d.seenBy(q.View) || !d.meets(q.Query) || q.Among != nil && !slices.Contains(q.Among, d.id) {
			continue
		}
		h := judged{Hit{ID: d.id, Anonymous: d.veiled}, stamp(d.moment)}
		if q.Order == Relevant {
			h.Score = d.score(q.Query, words, len(public))
		}
		all = append(all, h)
		for i, c := range q.Counts {
			if tallies[i] == nil {
				tallies[i] = map[string]int{}
			}
			if c.Field == query.Experience {
				tallies[i][strconv.Itoa(int(d.years)/c.Band*c.Band)]++
				continue
			}
			if c.Field == query.Available {
				if d.between(query.Range{Field: query.Available, Max: query.High}) {
					tallies[i][strconv.FormatInt(max(d.start.Unix()/86400-today.Unix()/86400, 0)/int64(c.Band)*int64(c.Band), 10)]++
				}
				continue
			}
			for _, v := range slices.Compact(slices.Sorted(slices.Values(d.values[c.Field]))) {
				tallies[i][v]++
			}
		}
	}
	slices.SortFunc(all, func(a, b judged) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.moment, a.moment), slices.Compare(a.ID[:], b.ID[:]))
	})
	for _, h := range all {
		hits = append(hits, h.Hit)
	}
	for _, m := range tallies {
		counts = append(counts, sortedTally(m))
	}
	return hits, counts
}

func sortedTally(m map[string]int) []Tally {
	var out []Tally
	for v, n := range m {
		out = append(out, Tally{v, n})
	}
	slices.SortFunc(out, func(a, b Tally) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Value, b.Value)) })
	return out
}

var counts = []Count{{Field: query.Occupation}, {Field: query.Place}, {Field: query.Language}, {Field: query.Skill}, {Field: query.Employer}, {Field: query.Experience, Band: 10},
	{Field: query.Available, Band: 7}}

// pages reads all pages of a search.
func pages(x *Index, q Request) Result {
	var all Result
	for i := 0; ; i++ {
		r := x.Search(q)
		if i == 0 {
			all.Total, all.Counts = r.Total, r.Counts
		}
		all.Hits = append(all.Hits, r.Hits...)
		next, err := ParseCursor(r.Next.String())
		if err != nil {
			panic(err)
		}
		if r.Next == (Cursor{}) {
			return all
		}
		q.After = next
	}
}

// TestSearch compares hits, order, scores and counts with those made by hand, in random worlds that have seen changes and removals.
func TestSearch(t *testing.T) {
	found, paged := 0, 0
	for seed := range uint64(24) {
		d := roll(seed)
		people, asked := 140, 50
		if seed == 3 {
			people, asked = 2000, 40 // lists so long that they are looked into instead of walked
		}
		w := build(d, []int{8, 33, 70, 4000}[seed%4], 60, people)
		for range asked {
			q := Request{Query: d.query(3), View: d.view(), Order: Order(d.IntN(2)), Limit: 1 + d.IntN(30), Counts: counts, Now: today}
			x, docs := w.people, values(w.person)
			if q.View.Purpose == Public {
				x, docs = w.jobs, values(w.job)
			}
			if d.IntN(4) == 0 {
				q.Among = []ID{}
				for range people / 3 {
					q.Among = append(q.Among, number(d.IntN(60+people)))
				}
			}
			hits, tallies := w.expected(docs, q)
			got := pages(x, q)
			if got.Total != len(hits) || !slices.Equal(got.Hits, hits) {
				t.Fatalf("seed %d, %s: %d hits %v, want %d %v", seed, query.Print(q.Query), got.Total, got.Hits, len(hits), hits)
			}
			for i, c := range got.Counts {
				if q.Counts[i].Band > 0 { // in the order of their numbers
					slices.SortFunc(c, func(a, b Tally) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Value, b.Value)) })
				}
				if fmt.Sprint(c) != fmt.Sprint(tallies[i]) {
					t.Fatalf("seed %d, %s: counts of %s are %v, want %v", seed, query.Print(q.Query), q.Counts[i].Field, c, tallies[i])
				}
			}
			found += len(hits)
			if len(hits) > q.Limit {
				paged++
			}
		}
	}
	if found < 2000 || paged < 50 {
		t.Fatalf("only %d hits and %d searches with pages: nothing was compared", found, paged)
	}
}

// TestTallies: the most common value first, and by name among equals, however long a beginning the names share.
func TestTallies(t *testing.T) {
	x := New(Options{Analyzer: plain{}})
	var want []Tally
	for n := range 40 {
		want = append(want, Tally{fmt.Sprintf("common-%02d", n), 41 - (n+3)/4})
	}
	for i, w := range slices.Backward(want) {
		for n := range w.N {
			x.Put(&Job{ID: number(i*100 + n), Values: Values{Places: []string{w.Value}}})
		}
	}
	if got := x.Search(Request{Counts: []Count{{Field: query.Place}}}).Counts[0]; !slices.Equal(got, want) {
		t.Fatalf("%v, want %v", got, want)
	}
}

// TestPaging goes on where a page ended, though documents have come and gone meanwhile.
func TestPaging(t *testing.T) {
	x := newIndex(Options{Analyzer: plain{}}, 50)
	for n := range 100 {
		x.Put(&Job{ID: number(n), Published: today.AddDate(0, 0, -n)})
	}
	r := x.Search(Request{Limit: 10, Now: today})
	x.Remove(number(3))
	x.Remove(number(10))
	x.Put(&Job{ID: number(200), Published: today.AddDate(0, 0, 1)})
	var got []ID
	for _, h := range x.Search(Request{Limit: 3, After: r.Next, Now: today}).Hits {
		got = append(got, h.ID)
	}
	if !reflect.DeepEqual(got, []ID{number(11), number(12), number(13)}) {
		t.Fatalf("the second page is %v", got)
	}
	for _, bad := range []string{"x", "%%%", r.Next.String() + "A"} {
		if _, err := ParseCursor(bad); err == nil {
			t.Errorf("%q is taken for a cursor", bad)
		}
	}
}

// TestLongLists: a list that is much longer than what is left is looked into instead of walked, with the same answer and score.
func TestLongLists(t *testing.T) {
	w := &town{jobs: New(Options{Analyzer: plain{}, Tree: tree{}}), job: map[int]*plainDoc{}, ads: map[int]*Job{}}
	for n := range 1500 {
		j := &Job{ID: number(n), Published: today.AddDate(0, 0, -n)}
		if n%10 > 0 {
			j.Texts, j.Values.Skills = []Text{{Body, "nb", "often"}}, []string{"often"}
		}
		if n%300 < 2 {
			j.Texts = append(j.Texts, Text{Title, "nb", "rare"})
		}
		w.putJob(n, j)
	}
	q := Request{Query: query.All(query.Word("rare"), query.Word("often"), query.Facet{Field: query.Skill, Value: "often"}), View: View{Purpose: Public},
		Order: Relevant, Limit: 100, Now: today}
	hits, _ := w.expected(values(w.job), q)
	if got := w.jobs.Search(q); len(hits) != 5 || !slices.Equal(got.Hits, hits) {
		t.Fatalf("%v, want %v", got.Hits, hits)
	}
}

// TestRelevance: what a reader expects of an order.
func TestRelevance(t *testing.T) {
	x := New(Options{Analyzer: plain{}})
	long := "one two three four five six seven eight nine ten eleven twelve"
	for n, texts := range [][]Text{
		{{Title, "en", "cook"}, {Body, "en", long}},
		{{Title, "en", "chef"}, {Body, "en", "cook " + long}},
		{{Title, "en", "chef"}, {Body, "en", "cook cook cook " + long}},
		{{Title, "en", "chef"}, {Body, "en", "cook " + long + " " + long + " " + long + " " + long}},
		{{Title, "en", "ski chef"}},
		{{Title, "en", "chef"}},
	} {
		x.Put(&Job{ID: number(n), Texts: texts})
	}
	for in, want := range map[string][]int{
		"cook":     {0, 2, 1, 3}, // in the title; thrice; once in a short text; once in a long one
		"ski|chef": {4},          // the rare word and the frequent one
	} {
		n, err := query.Parse(in)
		if err != nil {
			t.Fatal(err)
		}
		for i, h := range x.Search(Request{Query: n, Order: Relevant, Limit: len(want)}).Hits {
			if h.ID != number(want[i]) {
				t.Errorf("%s: place %d has %v", in, i+1, h.ID)
			}
		}
	}
}

// Each order is the one by hand, and pages by Skip are the whole list cut up.
func TestOrders(t *testing.T) {
	x := newIndex(Options{Analyzer: plain{}}, 7)
	type row struct {
		n            int
		moment, ends int64
		salary       int32
	}
	var all []row
	for i := range 40 {
		r := row{i, int64(1000 + i*7%13), int64(5000 + i*11%9), int32(i * 5 % 6 * 100)}
		if i%4 == 0 {
			r.ends = 0
		}
		j := &Job{ID: number(i), Texts: []Text{{Text: "kokk"}}, Published: time.Unix(r.moment, 0), Salary: r.salary}
		if r.ends > 0 {
			j.Ends = time.Unix(r.ends, 0)
		}
		x.Put(j)
		if i%5 == 3 {
			x.Remove(number(i))
			continue
		}
		all = append(all, r)
	}
	by := map[Order]func(a, b row) int{
		Newest: func(a, b row) int { return 0 },
		Soonest: func(a, b row) int {
			late := func(r row) int64 {
				if r.ends == 0 {
					return 1 << 40
				}
				return r.ends
			}
			return cmp.Compare(late(a), late(b))
		},
		BestPaid: func(a, b row) int { return cmp.Compare(b.salary, a.salary) },
	}
	for order, compare := range by {
		want := slices.Clone(all)
		slices.SortFunc(want, func(a, b row) int {
			ia, ib := number(a.n), number(b.n)
			return cmp.Or(compare(a, b), cmp.Compare(b.moment, a.moment), slices.Compare(ia[:], ib[:]))
		})
		var got []ID
		for skip := 0; skip < len(all)+3; skip += 3 {
			r := x.Search(Request{Order: order, Skip: skip, Limit: 3})
			for _, h := range r.Hits {
				got = append(got, h.ID)
			}
			if more := skip+3 < len(all); more != (r.Next != Cursor{}) || r.Total != len(all) {
				t.Errorf("order %d after %d: %d in all, next %q", order, skip, r.Total, r.Next)
			}
		}
		if len(got) != len(want) {
			t.Fatalf("order %d: %d of %d", order, len(got), len(want))
		}
		for i, r := range want {
			if got[i] != number(r.n) {
				t.Errorf("order %d: at %d", order, i)
				break
			}
		}
	}
}
