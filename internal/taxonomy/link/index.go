package link

import (
	"math"
	"slices"

	"verv/internal/taxonomy/text"
)

// entry is a label in an index.
type entry struct {
	concept int32
	text    string
	fold    string
}

// posting is a label that holds a gram, with its share of the label's length.
type posting struct {
	label  int32
	weight float32
}

// space is one kind of grams over the labels: inverted lists, TF-IDF, each label of length 1.
type space struct {
	id       map[text.Gram]int32
	idf      []float32
	postings [][]posting
	unseen   float32 // idf of a gram that no label has
}

// term is a gram of one text with its weight.
type term struct {
	gram   text.Gram
	weight float32
}

// newSpace counts the grams of n texts.
func newSpace(n int, grams func(i int) []text.Gram) *space {
	s := &space{id: map[text.Gram]int32{}}
	all := make([][]term, n)
	var df []int32
	for i := range n {
		all[i] = frequencies(grams(i))
		for _, t := range all[i] {
			id, ok := s.id[t.gram]
			if !ok {
				id = int32(len(df))
				s.id[t.gram] = id
				df = append(df, 0)
			}
			df[id]++
		}
	}
	s.idf, s.postings = make([]float32, len(df)), make([][]posting, len(df))
	for id, n2 := range df {
		s.idf[id] = float32(math.Log(float64(n+1)/float64(n2+1)) + 1)
		s.postings[id] = make([]posting, 0, n2)
	}
	s.unseen = float32(math.Log(float64(n+1)) + 1)
	for i, terms := range all {
		var sum float64
		for j, t := range terms {
			terms[j].weight = t.weight * s.idf[s.id[t.gram]]
			sum += float64(terms[j].weight) * float64(terms[j].weight)
		}
		long := float32(math.Sqrt(sum))
		for _, t := range terms {
			id := s.id[t.gram]
			s.postings[id] = append(s.postings[id], posting{int32(i), t.weight / long})
		}
	}
	return s
}

// frequencies are the distinct grams with 1 + log of their count, in the order of the grams.
func frequencies(grams []text.Gram) []term {
	slices.Sort(grams)
	var out []term
	for i := 0; i < len(grams); {
		j := i
		for j < len(grams) && grams[j] == grams[i] {
			j++
		}
		out = append(out, term{grams[i], float32(1 + math.Log(float64(j-i)))})
		i = j
	}
	return out
}

// score adds to every label its cosine with the query's grams.
func (s *space) score(grams []text.Gram, out []float32) {
	terms := frequencies(grams)
	var sum float64
	for i, t := range terms {
		idf := s.unseen
		if id, ok := s.id[t.gram]; ok {
			idf = s.idf[id]
		}
		terms[i].weight = t.weight * idf
		sum += float64(terms[i].weight) * float64(terms[i].weight)
	}
	if sum == 0 {
		return
	}
	long := float32(math.Sqrt(sum))
	for _, t := range terms {
		id, ok := s.id[t.gram]
		if !ok {
			continue
		}
		w := t.weight / long
		for _, p := range s.postings[id] {
			out[p.label] += w * p.weight
		}
	}
}

// index is the labels of one language.
type index struct {
	lang     string
	labels   []entry
	compound *text.Compounds
	chars    *space
	words    *space
}

// newIndex takes the labels of a language, concept by concept.
func newIndex(lang string, labels []label) *index {
	x := &index{lang: lang}
	for _, l := range labels {
		x.labels = append(x.labels, entry{l.concept, l.text, text.Fold(l.text)})
	}
	x.compound = text.NewCompounds(func(yield func(string) bool) {
		for _, e := range x.labels {
			if !yield(e.fold) {
				return
			}
		}
	})
	x.chars = newSpace(len(labels), func(i int) []text.Gram { return charGrams(x.labels[i].fold) })
	x.words = newSpace(len(labels), func(i int) []text.Gram { return x.wordGrams(lang, labels[i].text) })
	return x
}

// Lengths of the character n-grams of the index.
const shortGram, longGram = 2, 4

func charGrams(fold string) []text.Gram {
	return text.Grams(nil, text.Tokens(fold), shortGram, longGram)
}

// wordGrams are the stems of a text and the stems of the parts of its compounds.
func (x *index) wordGrams(lang, s string) []text.Gram {
	var out []text.Gram
	for _, w := range text.Tokens(text.Lower(s)) {
		if text.Stop(lang, w) {
			continue
		}
		fold := text.Fold(w)
		out = append(out, text.Hash('w', text.Fold(text.Stem(lang, w))))
		for _, part := range x.compound.Parts(fold) {
			out = append(out, text.Hash('w', text.Fold(text.Stem(lang, part))))
		}
	}
	return out
}

// label is a label of a concept, as it was imported.
type label struct {
	concept int32
	text    string
}

// span is where the labels of a concept stand.
func (x *index) span(concept int32) (from, to int) {
	byConcept := func(e entry, c int32) int { return int(e.concept - c) }
	from, _ = slices.BinarySearchFunc(x.labels, concept, byConcept)
	to, _ = slices.BinarySearchFunc(x.labels, concept+1, byConcept)
	return from, to
}
