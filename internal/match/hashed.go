package match

import "hash/maphash"

// hashed finds the atom of a key: open addressing, a hash beside each atom, so that what is not there costs one look at the memory, and
// what is there two more. The keys themselves are the lexicon's.
type hashed struct {
	seed  maphash.Seed
	slots []uint64 // hash<<32 | atom; 0 is empty
	used  int
}

func newHashed() hashed { return hashed{seed: maphash.MakeSeed(), slots: make([]uint64, 16)} }

func (t *hashed) hash(space byte, text string) uint32 {
	return uint32(maphash.String(t.seed, text)>>16) ^ uint32(space)*0x9e3779b1
}

// slot is where the key is, or the empty place where it would be.
func (t *hashed) slot(keys []string, space byte, text string) (i int, hash uint32) {
	hash = t.hash(space, text)
	mask := len(t.slots) - 1
	for i = int(hash) & mask; t.slots[i] != 0; i = (i + 1) & mask {
		if uint32(t.slots[i]>>32) == hash {
			if is(keys[uint32(t.slots[i])], space, text) {
				return i, hash
			}
		}
	}
	return i, hash
}

func is(key string, space byte, text string) bool { return key[0] == space && key[1:] == text }

// guess is the first atom with a hash: nearly always that of the key, if it is here at all.
func (t *hashed) guess(hash uint32) uint32 {
	mask := len(t.slots) - 1
	for i := int(hash) & mask; t.slots[i] != 0; i = (i + 1) & mask {
		if uint32(t.slots[i]>>32) == hash {
			return uint32(t.slots[i])
		}
	}
	return 0
}

// put fills an empty place that slot has found.
func (t *hashed) put(i int, hash, atom uint32) {
	t.slots[i] = uint64(hash)<<32 | uint64(atom)
	if t.used++; t.used*3 > len(t.slots)*2 {
		t.grow()
	}
}

func (t *hashed) grow() {
	old := t.slots
	t.slots = make([]uint64, 2*len(old))
	mask := len(t.slots) - 1
	for _, s := range old {
		if s == 0 {
			continue
		}
		i := int(s>>32) & mask
		for t.slots[i] != 0 {
			i = (i + 1) & mask
		}
		t.slots[i] = s
	}
}

// remove empties a place and moves what followed it nearer to its home.
func (t *hashed) remove(i int) {
	mask := len(t.slots) - 1
	t.slots[i] = 0
	t.used--
	for j := (i + 1) & mask; t.slots[j] != 0; j = (j + 1) & mask {
		home := int(t.slots[j]>>32) & mask
		if (j-home)&mask >= (j-i)&mask {
			t.slots[i], t.slots[j] = t.slots[j], 0
			i = j
		}
	}
}
