package match

import "strings"

// The spaces of atoms: words, beginnings of words (in alerts), blocked keys, and one space for each facet.
const (
	spaceWord  = 'w'
	spaceBegun = 'b'
	spaceBlock = 'x'
	spaceFacet = 0x80
)

// lexicon gives numbers to what documents hold, from 1. What nobody holds any more leaves it: neither the text nor the number stays.
type lexicon struct {
	ids        hashed
	keys       []string // space and text
	refs       []uint32
	free       []uint32
	begin      map[[2]byte][]uint32 // words by their first two bytes; nil where nobody asks
	text       int                  // bytes of keys
	words      int                  // atoms in use
	beginnings int                  // of them, beginnings of words
	forgot     int                  // how often an atom was
}

func newLexicon() *lexicon {
	return &lexicon{ids: newHashed(), keys: make([]string, 1), refs: make([]uint32, 1)}
}

// find is safe for many at once.
func (x *lexicon) find(space byte, text string) uint32 {
	i, _ := x.ids.slot(x.keys, space, text)
	return uint32(x.ids.slots[i])
}

// findWords finds the words of a text. It goes over them thrice, so that the memory is asked for many at a time.
func (x *lexicon) findWords(text []piece, into []uint32) []uint32 {
	for _, p := range text {
		into = append(into, x.ids.hash(spaceWord, p.term))
	}
	for i, hash := range into {
		into[i] = x.ids.guess(hash)
	}
	for i, p := range text {
		if a := into[i]; a != 0 && !is(x.keys[a], spaceWord, p.term) {
			into[i] = x.find(spaceWord, p.term)
		}
	}
	return into
}

// intern finds or makes the atom; who makes one holds it.
func (x *lexicon) intern(space byte, text string) uint32 {
	i, hash := x.ids.slot(x.keys, space, text)
	if a := uint32(x.ids.slots[i]); a != 0 {
		return a
	}
	key := string([]byte{space}) + text
	var a uint32
	if n := len(x.free); n > 0 {
		a = x.free[n-1]
		x.free = x.free[:n-1]
		x.keys[a] = key
	} else {
		a = uint32(len(x.keys))
		x.keys, x.refs = append(x.keys, key), append(x.refs, 0)
	}
	x.ids.put(i, hash, a)
	x.text += len(key)
	x.words++
	if space == spaceBegun {
		x.beginnings++
	}
	if space == spaceWord && len(text) > 1 && x.begin != nil {
		b := [2]byte{text[0], text[1]}
		x.begin[b] = append(x.begin[b], a)
	}
	return a
}

func (x *lexicon) hold(a uint32) { x.refs[a]++ }

// drop lets go of an atom, and forgets it with the last.
func (x *lexicon) drop(a uint32) {
	if x.refs[a]--; x.refs[a] > 0 {
		return
	}
	key := x.keys[a]
	i, _ := x.ids.slot(x.keys, key[0], key[1:])
	x.ids.remove(i)
	x.keys[a] = ""
	x.forgot++
	x.text -= len(key)
	x.words--
	if key[0] == spaceBegun {
		x.beginnings--
	}
	x.free = append(x.free, a)
	if key[0] != spaceWord || len(key) < 3 || x.begin == nil {
		return
	}
	b := [2]byte{key[1], key[2]}
	list := x.begin[b]
	for i, v := range list {
		if v == a {
			list[i] = list[len(list)-1]
			list[len(list)-1] = 0
			list = list[:len(list)-1]
			break
		}
	}
	if x.begin[b] = list; len(list) == 0 {
		delete(x.begin, b)
	}
}

func (x *lexicon) name(a uint32) string { return x.keys[a][1:] }

// begun calls each for the words that begin so. The order is none.
func (x *lexicon) begun(prefix string, each func(atom uint32, word string)) {
	if len(prefix) < 2 {
		return
	}
	for _, a := range x.begin[[2]byte{prefix[0], prefix[1]}] {
		if w := x.name(a); strings.HasPrefix(w, prefix) {
			each(a, w)
		}
	}
}

// bytes of the lexicon: slots, headers, text, beginnings.
func (x *lexicon) bytes() int {
	n := x.text + cap(x.keys)*16 + cap(x.refs)*4 + len(x.ids.slots)*8 + cap(x.free)*4
	for _, list := range x.begin {
		n += 40 + 4*cap(list)
	}
	return n
}
