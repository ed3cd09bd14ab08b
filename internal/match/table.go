package match

import "slices"

// list is the documents of one atom, ascending, with their impacts where the table has them; or a bitmap, where they are many.
type list struct {
	docs    []uint16
	impacts []uint8
	bits    *bitmap
}

func (l list) len() int {
	if l.bits != nil {
		return l.bits.count()
	}
	return len(l.docs)
}

func (l list) has(doc uint16) bool {
	if l.bits != nil {
		return l.bits.has(doc)
	}
	_, ok := slices.BinarySearch(l.docs, doc)
	return ok
}

// table is the lists of a chunk. It is open (a map of growing lists) until seal packs it: one slab for all lists, found by search.
// Removal works on both, in place, and leaves zeroes behind.
type table struct {
	scores  bool
	many    int // from here on a bitmap is smaller than a list
	open    map[uint32]*list
	atoms   []uint32
	at      []uint32
	n       []uint16
	docs    []uint16
	impacts []uint8
	dense   map[uint32]*bitmap // only without scores
}

func newTable(scores bool, size int) *table {
	return &table{scores: scores, many: size / 16, open: map[uint32]*list{}}
}

func (t *table) add(atom uint32, doc uint16, impact uint8) {
	l := t.open[atom]
	if l == nil {
		l = &list{}
		t.open[atom] = l
	}
	l.docs = append(l.docs, doc)
	if t.scores {
		l.impacts = append(l.impacts, impact)
	}
}

func (t *table) find(atom uint32) list {
	if t.open != nil {
		if l := t.open[atom]; l != nil {
			return *l
		}
		return list{}
	}
	if b := t.dense[atom]; b != nil {
		return list{bits: b}
	}
	i, ok := slices.BinarySearch(t.atoms, atom)
	if !ok {
		return list{}
	}
	return t.sealed(i)
}

func (t *table) sealed(i int) list {
	from, to := t.at[i], t.at[i]+uint32(t.n[i])
	l := list{docs: t.docs[from:to:to]}
	if t.scores {
		l.impacts = t.impacts[from:to:to]
	}
	return l
}

// each calls f for every list, in the order of atoms when it is sealed.
func (t *table) each(f func(atom uint32, l list)) {
	for a, l := range t.open {
		f(a, *l)
	}
	for a, b := range t.dense {
		f(a, list{bits: b})
	}
	for i, a := range t.atoms {
		f(a, t.sealed(i))
	}
}

// seal packs the lists.
func (t *table) seal() {
	total := 0
	for a, l := range t.open {
		if !t.scores && len(l.docs) > t.many {
			if t.dense == nil {
				t.dense = map[uint32]*bitmap{}
			}
			t.dense[a] = new(bitmap)
			t.dense[a].fill(l.docs)
			continue
		}
		t.atoms = append(t.atoms, a)
		total += len(l.docs)
	}
	slices.Sort(t.atoms)
	t.atoms = packed(t.atoms)
	t.at, t.n = make([]uint32, len(t.atoms)), make([]uint16, len(t.atoms))
	t.docs = make([]uint16, 0, total)
	if t.scores {
		t.impacts = make([]uint8, 0, total)
	}
	for i, a := range t.atoms {
		l := t.open[a]
		t.at[i], t.n[i] = uint32(len(t.docs)), uint16(len(l.docs))
		t.docs = append(t.docs, l.docs...)
		t.impacts = append(t.impacts, l.impacts...)
	}
	t.open = nil
}

// remove takes a document out of one list.
func (t *table) remove(atom uint32, doc uint16) bool {
	if t.open != nil {
		l := t.open[atom]
		if l == nil || !l.remove(doc) {
			return false
		}
		l.docs = l.docs[:len(l.docs)-1]
		if t.scores {
			l.impacts = l.impacts[:len(l.impacts)-1]
		}
		if len(l.docs) == 0 {
			delete(t.open, atom)
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
	i, ok := slices.BinarySearch(t.atoms, atom)
	return ok && t.cut(i, doc)
}

// cut takes a document out of the list at i; an empty list leaves no slot, so that not even the atom's number stays.
func (t *table) cut(i int, doc uint16) bool {
	if !t.sealed(i).remove(doc) {
		return false
	}
	if t.n[i]--; t.n[i] == 0 {
		t.atoms, t.at, t.n = slices.Delete(t.atoms, i, i+1), slices.Delete(t.at, i, i+1), slices.Delete(t.n, i, i+1)
	}
	return true
}

// strip takes a document out of every list and answers whose lists they were.
func (t *table) strip(doc uint16) []uint32 {
	var out []uint32
	for a := range t.open {
		if t.remove(a, doc) {
			out = append(out, a)
		}
	}
	for a := range t.dense {
		if t.remove(a, doc) {
			out = append(out, a)
		}
	}
	for i := len(t.atoms) - 1; i >= 0; i-- {
		if a := t.atoms[i]; t.cut(i, doc) {
			out = append(out, a)
		}
	}
	return out
}

// remove moves what follows down and clears the last place.
func (l list) remove(doc uint16) bool {
	i, ok := slices.BinarySearch(l.docs, doc)
	if !ok {
		return false
	}
	last := len(l.docs) - 1
	copy(l.docs[i:], l.docs[i+1:])
	l.docs[last] = 0
	if l.impacts != nil {
		copy(l.impacts[i:], l.impacts[i+1:])
		l.impacts[last] = 0
	}
	return true
}

func (t *table) bytes() int {
	n := 4*cap(t.atoms) + 4*cap(t.at) + 2*cap(t.n) + 2*cap(t.docs) + cap(t.impacts)
	n += len(t.dense) * (chunkSize/8 + 24)
	for _, l := range t.open {
		n += 2*cap(l.docs) + cap(l.impacts) + 48 + 20
	}
	return n
}
