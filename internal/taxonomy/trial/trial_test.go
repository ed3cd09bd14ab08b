package trial

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"verv/internal/taxonomy"
	"verv/internal/taxonomy/esco"
	"verv/internal/taxonomy/titles"
)

// trades is a classification of n trades whose Norwegian names are invented, each with an alternative label that only its English label tells.
func trades(n int) *esco.Corpus {
	c := &esco.Corpus{}
	for i := range n {
		isco := fmt.Sprint(5100 + i/4)
		if i%4 == 0 {
			c.Concepts = append(c.Concepts, esco.Concept{ID: esco.Base + "isco/C" + isco, Kind: esco.Group, ISCO: isco, Labels: map[string][]string{"nb": {"folk " + isco}}})
		}
	}
	for i := range n {
		c.Concepts = append(c.Concepts, esco.Concept{ID: fmt.Sprintf("%soccupation/%04d", esco.Base, i), Kind: esco.Occupation, ISCO: fmt.Sprint(5100 + i/4), Labels: map[string][]string{
			"nb": {fmt.Sprintf("smed %dx", i), fmt.Sprintf("kobber %dy", i)}, "en": {fmt.Sprintf("kobber %dy worker", i)}, "fi": {"seppo " + strings.Map(func(r rune) rune { return r - '0' + 'а' }, fmt.Sprint(10*i))}, // Cyrillic: alike to nothing
		}})
	}
	return c
}

func TestParts(t *testing.T) {
	n := map[Part]int{}
	for i := range 20_000 {
		n[PartOf(fmt.Sprint(esco.Base, i))]++
	}
	if n[Training] < 13_500 || n[Training] > 14_500 || n[Development] < 2_700 || n[Test] < 2_700 {
		t.Error(n)
	}
}

func TestAsk(t *testing.T) {
	c := trades(200)
	seen := map[string]bool{}
	for _, part := range []Part{Development, Test} {
		for _, q := range ask(c, "nb", part, "label") {
			x := c.Concepts[q.right[0]]
			if PartOf(x.ID) != part || q.text != x.Labels["nb"][1] || q.out == nil || q.out.Fold != q.text || q.out.Concept != q.right[0] || seen[x.ID] {
				t.Fatalf("%+v of %+v", q, x)
			}
			seen[x.ID] = true
		}
		for _, q := range ask(c, "fi", part, "label") {
			if !strings.HasPrefix(q.text, "seppo") {
				t.Fatalf("%+v: Finnish asks for its only label", q)
			}
		}
		for _, q := range ask(c, "nb", part, "group") {
			if len(q.right) != 4 || q.out != nil {
				t.Fatalf("%+v: any of four is right", q)
			}
		}
	}
	changed := 0
	noisy := ask(c, "nb", Test, "noise")
	for i, q := range noisy {
		if q.text != ask(c, "nb", Test, "noise")[i].text {
			t.Fatal("noise is not the same twice")
		}
		if q.text != c.Concepts[q.right[0]].Labels["nb"][i%2] {
			changed++
		}
	}
	if 2*changed < len(noisy) {
		t.Errorf("%d of %d are written as people do", changed, len(noisy))
	}
}

// TestRun: what another language tells is found, what nothing tells is not, and the readings differ.
func TestRun(t *testing.T) {
	c := trades(200)
	byKey := map[string]Result{}
	err := Run(t.Context(), c, nil, Test, func(r Result) {
		byKey[fmt.Sprint(r.Language, r.Kind, r.Reading, r.Table, r.Rule)] = r
		if r.N == 0 || r.MRR <= 0 || r.MRR > 1.000001 || r.At1 > r.At5 || r.At5 > r.At10 {
			t.Errorf("%+v", r)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	found, lost := byKey["nb"+"label"+"concept"+"true true"], byKey["fi"+"label"+"concept"+"true true"]
	if found.At5 < 0.9 || lost.At5 > 0.3 {
		t.Errorf("found %+v, lost %+v", found, lost)
	}
	if lost.MRR < 0.01 { // nothing tells the concepts apart; were Finnish labels in use, all others would stand before the right one
		t.Errorf("the Finnish labels of the others were used: %+v", lost)
	}
	if a, b := byKey["nbgroupconcepttrue true"], byKey["nbgroupconcepttrue false"]; a.At1 != 0 && b.At1 != 0 {
		t.Errorf("without the rule the group itself is first: %+v %+v", a, b)
	}
	if label := byKey["nb"+"noise"+"label"+"true true"]; label.MRR > byKey["nbnoiseconcepttrue true"].MRR {
		t.Error("a wrong concept with two labels counts twice by label")
	}
}

func TestSum(t *testing.T) {
	var r Result
	r.sum([]int{1, 2, 10, 100})
	if math.Abs(r.MRR-0.4025) > 1e-9 || r.At1 != 0.25 || r.At5 != 0.5 || r.At10 != 0.75 || math.Abs(r.Error-0.2258) > 0.001 {
		t.Errorf("%+v", r)
	}
}

// TestTitles: the built-in vocabulary gets no worse than it was found to be. Titles were written before and apart from it.
func TestTitles(t *testing.T) {
	all, err := titles.All()
	if err != nil {
		t.Fatal(err)
	}
	b := taxonomy.BuiltIn()
	n := map[string]int{}
	for _, x := range all {
		n[x.Language]++
		for _, g := range x.Groups {
			if got, ok := b.Group(g); !ok || !got.Unit() {
				t.Errorf("%s: %s is no unit group", x.Text, g)
			}
		}
	}
	for _, lang := range taxonomy.Languages {
		if n[lang] < 100 {
			t.Errorf("%s: %d titles", lang, n[lang])
		}
	}
	for _, s := range Titles(b, all, nil) {
		t.Logf("%s: %d titles, first %.3f, among five %.3f, language found %.3f", s.Language, s.N, float64(s.First)/float64(s.N), float64(s.Five)/float64(s.N), float64(s.Tongue)/float64(s.N))
		if 100*s.First < 80*s.N {
			t.Errorf("%s: fewer than 80 of 100 unit groups are right", s.Language)
		}
	}
}
