package link

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"verv/internal/taxonomy"
	"verv/internal/taxonomy/esco"
)

// invented is a small classification: ten trades in five groups, with labels in two languages that share no letters' order.
func invented() *esco.Corpus {
	c := &esco.Corpus{}
	add := func(kind esco.Kind, id, isco string, nb, en []string) {
		c.Concepts = append(c.Concepts, esco.Concept{ID: esco.Base + id, Kind: kind, ISCO: isco, Labels: map[string][]string{"nb": nb, "en": en}})
	}
	add(esco.Group, "isco/C2221", "2221", []string{"Sykepleiere"}, []string{"Nursing professionals"})
	add(esco.Group, "isco/C5120", "5120", []string{"Kokker"}, []string{"Cooks"})
	add(esco.Occupation, "occupation/01", "5120", []string{"kokk", "restaurantkokk"}, []string{"cook", "restaurant cook"})
	add(esco.Occupation, "occupation/02", "5120", []string{"sushikokk"}, []string{"sushi maker"})
	add(esco.Occupation, "occupation/03", "2221", []string{"sykepleier", "offentlig godkjent sykepleier"}, []string{"nurse", "registered nurse"})
	add(esco.Occupation, "occupation/04", "2222", []string{"jordmor"}, []string{"midwife", "birth assistant"})
	add(esco.Occupation, "occupation/05", "8332", []string{"lastebilsjåfør", "yrkessjåfør"}, []string{"truck driver", "lorry driver"})
	add(esco.Occupation, "occupation/06", "8331", []string{"bussjåfør"}, []string{"bus driver", "coach driver"})
	add(esco.Occupation, "occupation/07", "2512", []string{"programvareutvikler", "C++-utvikler"}, []string{"software developer", "C++ developer"})
	add(esco.Occupation, "occupation/08", "2341", []string{"grunnskolelærer"}, []string{"primary school teacher"})
	return c
}

// small is how many rows the tables of these tests have.
const small = 1 << 12

func train(t testing.TB, c *esco.Corpus, plan Plan, skip func(string) bool) *Table {
	t.Helper()
	table, err := Train(t.Context(), c, plan, skip)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func found(t *testing.T, l *Linker, lang, title string, how How) []string {
	t.Helper()
	var out []string
	for _, h := range l.Find(lang, title, 5, how) {
		out = append(out, strings.TrimPrefix(l.corpus.Concepts[h.Concept].ID, esco.Base))
		if h.Score <= 0 || h.Score > 1 || h.Label == "" {
			t.Errorf("%s: score %v, label %q", title, h.Score, h.Label)
		}
	}
	return out
}

func TestFind(t *testing.T) {
	l := New(invented(), nil)
	for _, c := range []struct{ lang, title, want string }{
		{"nb", "kokk", "occupation/01"}, {"nb", "KOKKER", "occupation/01"}, {"nb", "Sjåfør av lastebil", "occupation/05"}, {"no", "Sykepleier 100 %", "occupation/03"},
		{"nn", "bussjåfør", "occupation/06"}, {"en", "registered nurse", "occupation/03"}, {"nb", "midwife", "occupation/04"}, {"nb", "Utvikler C++", "occupation/07"},
		{"nb", "lastebilsjafor", "occupation/05"}, {"nb", "grunskolelærer", "occupation/08"},
	} {
		got := found(t, l, c.lang, c.title, How{})
		if len(got) == 0 || got[0] != c.want {
			t.Errorf("%s %q: %v, want %s", c.lang, c.title, got, c.want)
		}
	}
	for _, title := range []string{"", " ", "?!", "\xff\xfe", "日本"} {
		if got := found(t, l, "nb", title, How{}); len(got) > 0 {
			t.Errorf("%q means nothing, and is %v", title, got)
		}
	}
	if h := l.Find("en", "kokk", 1, How{}); h[0].Label != "cook" {
		t.Errorf("label %q", h[0].Label)
	}
	if h := l.Find("nb", "kokk", 0, How{}); len(h) != 0 {
		t.Error("top 0")
	}
}

// TestGroupRule: a title that is a group's name gives the occupation first, unless nothing else is alike.
func TestGroupRule(t *testing.T) {
	l := New(invented(), nil)
	if got := found(t, l, "nb", "Kokker", How{NoRule: true}); got[0] != "isco/C5120" {
		t.Errorf("without the rule: %v", got)
	}
	if got := found(t, l, "nb", "Kokker", How{}); got[0] != "occupation/01" {
		t.Errorf("with the rule: %v", got)
	}
	s := l.newSheet()
	l.rank(s, "nb", "Sykepleiere", How{})
	with := s.score[4]
	if l.rank(s, "nb", "Sykepleiere", How{NoRule: true}); with < s.score[4]+0.1 {
		t.Errorf("the name of its group gives the occupation %v, without the rule %v", with, s.score[4])
	}
	if got := l.Groups("nb", "Kokker", 3); len(got) == 0 || got[0] != "5120" {
		t.Errorf("groups %v", got)
	}
}

// TestOwnLabelHidden: what is measured must not find itself.
func TestOwnLabelHidden(t *testing.T) {
	c := invented()
	l := New(c, train(t, c, Plan{buckets: small, Seed: 1, Batches: 30, Workers: 2}, nil))
	at := 2 // kokk, restaurantkokk
	bare := make([]float32, Dimension)
	l.middleOf(int32(at), func(fold string) bool { return fold == "restaurantkokk" }, bare)
	if dot(bare, l.table.vector("restaurantkokk")) >= dot(l.middles[at*Dimension:][:Dimension], l.table.vector("restaurantkokk")) {
		t.Error("the hidden label is in the middle")
	}
	for _, how := range []How{{}, {NoTable: true}} {
		open, _ := l.Place("nb", "restaurantkokk", how, []int{at})
		s := l.newSheet()
		l.rank(s, "nb", "restaurantkokk", how)
		seen := s.score[at]
		how.Out = &Own{Concept: at, Fold: "restaurantkokk"}
		l.rank(s, "nb", "restaurantkokk", how)
		if open != 1 || s.score[at] >= seen {
			t.Errorf("table %v: place %d, score %v with the label and %v without", !how.NoTable, open, seen, s.score[at])
		}
	}
	if byConcept, byLabel := l.Place("nb", "kokk", How{NoTable: true}, []int{8}); byConcept < 2 || byLabel <= byConcept {
		t.Errorf("places %d and %d: a concept with two labels counts once and twice", byConcept, byLabel)
	}
}

// TestTrain: labels of one concept come to point the same way although they share no n-gram, and the same seed gives the same bytes on any
// number of workers.
func TestTrain(t *testing.T) {
	c := invented()
	raw, trained := train(t, c, Plan{buckets: small, Seed: 7}, nil), train(t, c, Plan{buckets: small, Seed: 7, Batches: 60, Workers: 1}, nil)
	alike := func(t *Table, a, b string) float32 { return dot(t.vector(a), t.vector(b)) }
	if x := alike(trained, "jordmor", "midwife") - alike(trained, "jordmor", "truck driver"); x < 0.5 {
		t.Errorf("jordmor is only %.2f nearer to midwife than to truck driver", x)
	}
	if x := alike(raw, "jordmor", "midwife"); x > 0.5 {
		t.Errorf("an untrained table knows %.2f", x)
	}
	if !bytes.Equal(trained.Bytes(), train(t, c, Plan{buckets: small, Seed: 7, Batches: 60, Workers: 3}, nil).Bytes()) {
		t.Error("three workers make another table than one")
	}
	unseen := train(t, c, Plan{buckets: small, Seed: 7, Batches: 60}, func(id string) bool { return strings.HasSuffix(id, "04") })
	if x := alike(unseen, "jordmor", "midwife"); x > 0.5 {
		t.Errorf("a concept that was left out is known: %.2f", x)
	}
	whole := &Table{Dimension, make([]int8, Buckets*Dimension), make([]float32, Buckets)}
	copy(whole.rows, trained.rows)
	copy(whole.scale, trained.scale)
	kept := whole.Bytes()
	if again, err := ReadTable(kept); err != nil || alike(again, "kokk", "cook") != alike(whole, "kokk", "cook") {
		t.Error("the table is another after it was kept", err)
	}
	for _, b := range [][]byte{nil, kept[:100], kept[1:], trained.Bytes()} {
		if _, err := ReadTable(b); err == nil {
			t.Errorf("%d bytes are no table", len(b))
		}
	}
	train(t, &esco.Corpus{}, Plan{buckets: small, Seed: 1, Batches: 3}, nil) // nothing to learn from
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Train(stopped, c, Plan{buckets: small, Batches: 1}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("who stops it gets %v", err)
	}
}

func TestJoin(t *testing.T) {
	b := taxonomy.BuiltIn()
	alone := Join(nil, b)
	if len(alone.Concepts) != len(b.Groups)+len(b.Occupations) {
		t.Fatalf("%d concepts", len(alone.Concepts))
	}
	c := invented()
	both := Join(c, b)
	if want := len(c.Concepts) + len(alone.Concepts) - 2; len(both.Concepts) != want {
		t.Errorf("%d concepts instead of %d: the groups of both are one", len(both.Concepts), want)
	}
	if len(c.Concepts[0].Labels["nb"]) != 1 || len(both.Concepts[0].Labels["nb"]) < 2 || len(both.Concepts[0].Labels["fi"]) == 0 {
		t.Error("labels of both, and what was imported left as it was")
	}
	l := New(alone, nil)
	h := l.Find("nb", "tømrer", 1, How{})
	if len(h) != 1 || alone.Concepts[h[0].Concept].ISCO != "7115" {
		t.Errorf("tømrer: %v", h)
	}
}

// BenchmarkFind asks for titles among all of ESCO where VERV_DATA_DIR has it, otherwise among the built-in concepts. The goal is 2 ms on one core.
func BenchmarkFind(b *testing.B) {
	var c *esco.Corpus
	if dir := os.Getenv("VERV_DATA_DIR"); dir == "" {
		c = Join(nil, taxonomy.BuiltIn())
	} else {
		r := esco.NewReader()
		if err := r.Folder(os.DirFS(dir)); err != nil {
			b.Fatal(err)
		}
		c = r.Corpus()
	}
	l := New(c, train(b, c, Plan{Seed: 1, Batches: 1}, nil))
	for _, lang := range []string{"nb", "sv", "en"} {
		var titles []string
		for i, x := range c.Concepts {
			if i%7 == 0 && x.Kind == esco.Occupation {
				titles = append(titles, x.Label(lang), fmt.Sprint(x.Label(lang), ", 80 %, Norrköping"))
			}
		}
		b.Run(lang, func(b *testing.B) {
			for i := range b.N {
				l.Find(lang, titles[i%len(titles)], 5, How{})
			}
		})
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"", "kokk", "C++/C#", strings.Repeat("kokk", 500), "\xff", "<>"} {
		f.Add("nb", s)
	}
	l := New(invented(), train(f, invented(), Plan{buckets: small, Seed: 1, Batches: 2}, nil))
	f.Fuzz(func(t *testing.T, lang, s string) {
		for _, h := range l.Find(lang, s, 3, How{}) {
			if !(h.Score > 0 && h.Score <= 1.00001) {
				t.Fatalf("score %v", h.Score)
			}
		}
	})
}
