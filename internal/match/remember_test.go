package match

import (
	"slices"
	"strconv"
	"testing"
)

// echo is an analyzer that finds a word by its language, and by itself.
type echo struct{ plain }

func (echo) Terms(to []string, lang, word string) []string { return append(to, lang+word, word) }

// TestMemory: what is remembered is what the analyzer says, for words whose hashes are equal as well (among so many there are a few), for words
// of two languages, and for those that were known before.
func TestMemory(t *testing.T) {
	for _, most := range []int{1 << 20, 1000} {
		m := newMemory(most)
		s := &slate{memory: m}
		var words []string
		for n := range 200_000 {
			words = append(words, "w"+strconv.Itoa(n))
		}
		for range 2 {
			for part := range slices.Chunk(words, 700) {
				m.begin(0)
				for _, lang := range []string{"nb", "fi"} {
					space, _ := m.space(lang)
					for i, p := range m.pieces(nil, echo{}, lang, space, part, Title) {
						want := part[i/2]
						if i%2 == 0 {
							want = lang + want
						}
						if got := m.late.terms[p.place]; got != want || p.stacked != (i%2 == 1) || p.zone != Title || p.gap() {
							t.Fatalf("%s is %s: %+v", want, got, p)
						}
						number := func(_ byte, term string) uint32 {
							n, _ := strconv.Atoi(term[len(term)-1:])
							return uint32(n) + 1
						}
						if got := s.number(&p, number); got != number(0, want) {
							t.Fatalf("%s has the number %d", want, got)
						}
					}
				}
			}
		}
	}
}

// TestMemoryTrust: a number that was found before the lexicon forgot one is asked for again, of late and of before.
func TestMemoryTrust(t *testing.T) {
	m := newMemory(3)
	s := &slate{memory: m}
	read := func(word string, number uint32) uint32 {
		space, _ := m.space("nb")
		p := m.pieces(nil, echo{}, "nb", space, []string{word}, Body)[1]
		return s.number(&p, func(byte, string) uint32 { return number })
	}
	m.begin(0)
	for _, w := range []string{"a", "b", "c", "d"} {
		read(w, 1)
	}
	m.begin(0)
	if len(m.early.keys) != 5 || read("e", 1) != 1 || read("a", 2) != 1 {
		t.Fatal("the number is not remembered")
	}
	m.begin(1)
	if got := []uint32{read("a", 2), read("b", 2), read("e", 2)}; !slices.Equal(got, []uint32{2, 2, 2}) {
		t.Fatalf("after one was forgotten the numbers are %d", got)
	}
}

// TestMemoryLanguages: there are numbers for 255 languages, and the words of others are read all the same.
func TestMemoryLanguages(t *testing.T) {
	m := newMemory(1000)
	m.begin(0)
	s := &slate{memory: m}
	for range 2 {
		for n := range 300 {
			lang := strconv.Itoa(n)
			p := s.text(nil, echo{}, Text{Body, lang, "w"})[0]
			if got := m.late.terms[p.place] + p.term; got != lang+"w" || (p.place == 0) != (n >= 255) {
				t.Fatalf("language %s: %q", lang, got)
			}
		}
	}
}
