package match

import "slices"

// list is the documents of one atom, ascending, with their impacts where the table has them; or a bitmap, where they are many.
type list struct {
	docs    []uint16
	impacts []uint8
	bits    *bitmap
}

// grown is a list of an open table.
type grown struct {
	docs    []uint16
	impacts []uint8
}

func (g *grown) list() list { return list{docs: g.docs, impacts: g.impacts} }

func (l list) has(doc uint16) bool {
	if l.bits != nil {
		return l.bits.has(doc)
	}
	_, ok := slices.BinarySearch(l.docs, doc)
	return ok
}

// table is the lists of a chunk. It is open (lists that grow, by atom) until seal packs it: one slab for all lists, found by a directory.
// Removal works on both, in place, and leaves holes behind.
type table struct {
	scores  bool
	many    int // from here on a bitmap is smaller than a list
	open    *lists
	atoms   directory
	at      []uint32 // where the list of each atom begins, and the end of the last
	docs    []uint16 // a list that lost documents ends in holes
	impacts []uint8
	dense   map[uint32]*bitmap // only without scores
	torn    bool               // a list may end in holes
}

// hole stands where a document was; no document has this number.
const hole = chunkSize

func newTable(scores bool, size int) *table {
	return &table{scores: scores, many: size / 16, open: new(lists)}
}

func (t *table) add(atom uint32, doc uint16, impact uint8) {
	l := t.open.ensure(atom)
	l.docs = append(l.docs, doc)
	if t.scores {
		l.impacts = append(l.impacts, impact)
	}
}

func (t *table) find(atom uint32) list {
	if t.open != nil {
		if l := t.open.get(atom); l != nil {
			return l.list()
		}
		return list{}
	}
	if b := t.dense[atom]; b != nil {
		return list{bits: b}
	}
	i, ok := t.atoms.find(atom)
	if !ok {
		return list{}
	}
	return t.sealed(i)
}

func (t *table) sealed(i int) list {
	from, to := t.at[i], t.at[i+1]
	if t.torn && t.docs[to-1] == hole {
		n, _ := slices.BinarySearch(t.docs[from:to], hole)
		to = from + uint32(n)
	}
	l := list{docs: t.docs[from:to:to]}
	if t.scores {
		l.impacts = t.impacts[from:to:to]
	}
	return l
}

// each calls f for every list.
func (t *table) each(f func(atom uint32, l list)) {
	if t.open != nil {
		for a, l := range t.open.all() {
			f(a, l.list())
		}
		return
	}
	for a, b := range t.dense {
		f(a, list{bits: b})
	}
	for i, a := range t.atoms.all() {
		f(a, t.sealed(i))
	}
}

// seal packs the lists.
func (t *table) seal() {
	lists, docs := 0, 0
	for a, l := range t.open.all() {
		if t.packs(l) {
			t.atoms.add(a)
			lists, docs = lists+1, docs+len(l.docs)
			continue
		}
		if t.dense == nil {
			t.dense = map[uint32]*bitmap{}
		}
		t.dense[a] = new(bitmap)
		t.dense[a].fill(l.docs)
	}
	t.atoms.count()
	t.at, t.docs = make([]uint32, 0, lists+1), make([]uint16, 0, docs)
	if t.scores {
		t.impacts = make([]uint8, 0, docs)
	}
	for _, l := range t.open.all() {
		if t.packs(l) {
			t.at = append(t.at, uint32(len(t.docs)))
			t.docs, t.impacts = append(t.docs, l.docs...), append(t.impacts, l.impacts...)
		}
	}
	t.at = append(t.at, uint32(len(t.docs)))
	t.open = nil
}

// packs says whether a list stays one.
func (t *table) packs(l *grown) bool { return t.scores || len(l.docs) <= t.many }

// remove takes a document out of one list.
func (t *table) remove(atom uint32, doc uint16) bool {
	if t.open != nil {
		l := t.open.get(atom)
		if l == nil || !l.list().remove(doc) {
			return false
		}
		l.docs = l.docs[:len(l.docs)-1]
		if t.scores {
			l.impacts = l.impacts[:len(l.impacts)-1]
		}
		if len(l.docs) == 0 {
			t.open.drop(atom)
		}
		return true
	}
	if b := t.dense[atom]; b != nil {
		had := b.has(doc)
		if b.unset(doc); had && *b == (bitmap{}) {
			delete(t.dense, atom)
		}
		return had
	}
	i, ok := t.atoms.find(atom)
	if !ok || !t.sealed(i).remove(doc) {
		return false
	}
	t.torn = true
	if t.docs[t.at[i]] == hole { // an empty list leaves no slot, so that not even the atom's number stays
		t.at = slices.Delete(t.at, i, i+1)
		t.atoms.drop(atom)
	}
	return true
}

// strip takes a document out of every list and answers whose lists they were.
func (t *table) strip(doc uint16) []uint32 {
	var out []uint32
	t.each(func(a uint32, l list) {
		if l.has(doc) {
			out = append(out, a)
		}
	})
	for _, a := range out {
		t.remove(a, doc)
	}
	return out
}

// remove moves what follows down and leaves a hole in the last place.
func (l list) remove(doc uint16) bool {
	i, ok := slices.BinarySearch(l.docs, doc)
	if !ok {
		return false
	}
	last := len(l.docs) - 1
	copy(l.docs[i:], l.docs[i+1:])
	l.docs[last] = hole
	if l.impacts != nil {
		copy(l.impacts[i:], l.impacts[i+1:])
		l.impacts[last] = 0
	}
	return true
}

func (t *table) bytes() int {
	n := t.atoms.bytes() + 4*cap(t.at) + 2*cap(t.docs) + cap(t.impacts)
	n += len(t.dense) * (chunkSize/8 + 24)
	if t.open != nil {
		n += t.open.bytes()
	}
	return n
}
