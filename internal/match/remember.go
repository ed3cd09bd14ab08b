package match

// memory is what is known of words: their terms, and the numbers of those in the lexicon. It is one reader's own, so that nobody waits
// for a lock, and no part of a text. What was not met lately is forgotten.
type memory struct {
	most        int             // words of late, and as many of before
	forgot      int             // by the lexicon, when the numbers were true
	langs       map[string]byte // the space of each
	late, early *vocabulary
	found       []uint32 // of the words of a text
}

// wordsMost is how many words a start remembers.
const wordsMost = 1 << 16

func newMemory(most int) *memory {
	return &memory{most: most, langs: map[string]byte{}, late: newVocabulary(), early: newVocabulary()}
}

// vocabulary is words by number, from 1. The terms of one lie side by side; their places are from 1 as well.
type vocabulary struct {
	ids     hashed
	keys    []string // the space of a language, and a word
	first   []uint32 // the place of a word's first term; that of the next word ends it
	terms   []string
	numbers []uint32 // by place; 0 is not known
}

func newVocabulary() *vocabulary {
	return &vocabulary{ids: newHashed(), keys: make([]string, 1), first: []uint32{1, 1}, terms: make([]string, 1), numbers: make([]uint32, 1)}
}

// begin is to be called before places are given out: they hold until the next begin. It drops the numbers if the lexicon has forgotten one
// since they were found.
func (m *memory) begin(forgot int) {
	if len(m.late.keys) > m.most {
		m.early, m.late = m.late, newVocabulary()
	}
	m.trust(forgot)
}

func (m *memory) trust(forgot int) {
	if m.forgot != forgot {
		m.forgot = forgot
		clear(m.late.numbers)
		clear(m.early.numbers)
	}
}

// space is the number of a language, as far as there are numbers.
func (m *memory) space(lang string) (byte, bool) {
	s, ok := m.langs[lang]
	if !ok && len(m.langs) < 255 {
		s, ok = byte(len(m.langs)), true
		m.langs[lang] = s
	}
	return s, ok
}

// pieces appends what the words of a text become. It goes over them thrice, so that the memory is asked for many at a time.
func (m *memory) pieces(to []piece, a Analyzer, lang string, space byte, words []string, zone Zone) []piece {
	v := m.late
	m.found = m.found[:0]
	for _, w := range words {
		m.found = append(m.found, v.ids.hash(space, w))
	}
	for i, hash := range m.found {
		m.found[i] = v.ids.guess(hash)
	}
	for i, w := range words {
		n := m.found[i]
		if n == 0 || !is(v.keys[n], space, w) {
			n = m.learn(a, lang, space, w)
		}
		first := v.first[n]
		for at := first; at < v.first[n+1]; at++ {
			to = append(to, piece{place: at, zone: zone, stacked: at > first})
		}
	}
	return to
}

// learn is the number of a word that was not found at once.
func (m *memory) learn(a Analyzer, lang string, space byte, word string) uint32 {
	v := m.late
	i, hash := v.ids.slot(v.keys, space, word)
	if v.ids.slots[i] != 0 {
		return uint32(v.ids.slots[i])
	}
	n := uint32(len(v.keys))
	v.keys = append(v.keys, string([]byte{space})+word)
	v.ids.put(i, hash, n)
	if terms, numbers, ok := m.early.of(space, word); ok {
		v.terms, v.numbers = append(v.terms, terms...), append(v.numbers, numbers...)
	} else {
		v.terms = a.Terms(v.terms, lang, word)
		v.numbers = append(v.numbers, make([]uint32, len(v.terms)-len(v.numbers))...)
	}
	v.first = append(v.first, uint32(len(v.terms)))
	return n
}

// of is what is known of a word, if it is.
func (v *vocabulary) of(space byte, word string) (terms []string, numbers []uint32, ok bool) {
	i, _ := v.ids.slot(v.keys, space, word)
	n := uint32(v.ids.slots[i])
	if n == 0 {
		return nil, nil, false
	}
	return v.terms[v.first[n]:v.first[n+1]], v.numbers[v.first[n]:v.first[n+1]], true
}
