package match

import (
	"slices"
	"testing"

	"verv/internal/match/query"
)

// TestPercolation: for every pair of an alert and a document, the alert is told if and only if its search finds the document.
func TestPercolation(t *testing.T) {
	told := 0
	for seed := range uint64(16) {
		told += percolate(t, 200+seed)
	}
	if told < 1000 {
		t.Fatalf("only %d alerts were told: nothing was compared", told)
	}
}

// FuzzPercolation does the same with other dice.
func FuzzPercolation(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { percolate(t, seed) })
}

func percolate(t *testing.T, seed uint64) (told int) {
	d := roll(seed)
	w := build(d, 64, 40, 60)
	o := Options{Analyzer: plain{}, Tree: tree{}}
	if seed%2 == 0 {
		o.Vocabulary = w.jobs
	}
	alerts := NewAlerts(o)
	all := map[int]Alert{}
	for range 300 {
		n := d.IntN(120)
		if d.IntN(4) == 0 {
			alerts.Remove(number(n))
			delete(all, n)
			continue
		}
		all[n] = Alert{ID: number(n), Query: d.alert(), View: d.view()}
		alerts.Put(all[n])
	}
	told = w.compare(t, alerts, all)
	for n := range all {
		alerts.Remove(number(n))
	}
	for k, b := range alerts.buckets {
		if len(b) > 0 {
			t.Fatalf("seed %d: bucket %d keeps %d bytes of nobody", seed, k, len(b))
		}
	}
	if alerts.Len() != 0 || alerts.lex.words != 0 || alerts.lex.beginnings != 0 {
		t.Fatalf("seed %d: after the last alert there are %d alerts and %d atoms", seed, alerts.Len(), alerts.lex.words)
	}
	return told
}

// alert is a query, now and then one that is longer than a record's head says.
func (d dice) alert() query.Node {
	if d.IntN(20) > 0 {
		return d.query(3)
	}
	parts := []query.Node{query.Word(d.word())}
	for range 20 {
		p := d.point()
		parts = append(parts, query.Near{Lat: p.Lat, Lon: p.Lon, Km: 100 + 200*d.Float64()})
	}
	return query.All(query.Any(parts...), d.query(2))
}

func (w *town) compare(t *testing.T, alerts *Alerts, all map[int]Alert) (told int) {
	t.Helper()
	found := map[ID]map[ID]bool{} // by document, alerts whose search finds it
	for _, a := range all {
		x := w.people
		if a.View.Purpose == Public {
			x = w.jobs
		}
		for _, h := range x.Search(Request{Query: a.Query, View: a.View, Limit: 1000, Now: today}).Hits {
			if found[h.ID] == nil {
				found[h.ID] = map[ID]bool{}
			}
			found[h.ID][a.ID] = true
		}
	}
	for _, docs := range []map[int]Document{w.raw, asDocuments(w.ads)} {
		for n, doc := range docs {
			got := alerts.Percolate(doc, today)
			told += len(got)
			for _, id := range got {
				if !found[number(n)][id] {
					t.Fatalf("document %d: alert %v is told and would not find it", n, id)
				}
			}
			if len(got) != len(found[number(n)]) {
				t.Fatalf("document %d: %d alerts are told, %d would find it", n, len(got), len(found[number(n)]))
			}
			slices.SortFunc(got, func(a, b ID) int { return slices.Compare(a[:], b[:]) })
			if len(slices.Compact(got)) != len(got) {
				t.Fatal("an alert is told twice")
			}
		}
	}
	return told
}

func asDocuments(jobs map[int]*Job) map[int]Document {
	out := map[int]Document{}
	for n, j := range jobs {
		out[n] = j
	}
	return out
}

// TestAnchor: an alert waits where the fewest documents come by.
func TestAnchor(t *testing.T) {
	jobs := New(Options{Analyzer: plain{}})
	for n := range 50 {
		jobs.Put(&Job{ID: number(n), Texts: []Text{{Body, "nb", "often"}}})
	}
	a := NewAlerts(Options{Analyzer: plain{}, Vocabulary: jobs})
	for in, want := range map[string]int{
		"often rare":                       2, // a word and its stem
		"often":                            2,
		"rare OR other":                    4,
		"remote:full rare":                 2,
		"remote:full":                      1,
		"NOT often":                        0,
		"often OR NOT rare":                0,
		"salary:5..":                       0,
		"(often OR NOT rare) place:p.1.1":  1,
		`"often rare"`:                     2,
		"near:59,10,50 (rare OR often yo)": 4,
	} {
		n, err := query.Parse(in)
		if err != nil {
			t.Fatal(in, err)
		}
		c := compiler{binder: binding{a}, analyzer: plain{}}
		keys := a.anchor(c.plan(n))
		if len(keys) != want || slices.Contains(keys, a.lex.find(spaceWord, "often")) && in != "often" {
			t.Errorf("%s waits at %d atoms, want %d", in, len(keys), want)
		}
	}
}
