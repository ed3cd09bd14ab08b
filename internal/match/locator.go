package match

import (
	"encoding/binary"
	"math/bits"
)

// locator finds the number of an ID: open addressing over numbers alone, since whoever has the number has the ID.
type locator struct {
	slots []uint32 // number + 1; 0 is empty
	used  int
	id    func(number uint32) ID
}

func (l *locator) home(id ID) int {
	a, b := binary.LittleEndian.Uint64(id[:8]), binary.LittleEndian.Uint64(id[8:])
	hi, lo := bits.Mul64(a^0x9e3779b97f4a7c15, b^0xc2b2ae3d27d4eb4f)
	return int((hi^lo)*0x9fb21c651e98df25>>20) & (len(l.slots) - 1)
}

// slot is where the ID is, or the empty place where it would be.
func (l *locator) slot(id ID) int {
	i := l.home(id)
	for l.slots[i] != 0 && l.id(l.slots[i]-1) != id {
		i = (i + 1) & (len(l.slots) - 1)
	}
	return i
}

func (l *locator) get(id ID) (uint32, bool) {
	if len(l.slots) == 0 {
		return 0, false
	}
	n := l.slots[l.slot(id)]
	return n - 1, n != 0
}

// put says where an ID is, new or moved. The number must already lead to the ID.
func (l *locator) put(id ID, number uint32) {
	if l.used*4 >= len(l.slots)*3 {
		l.grow()
	}
	i := l.slot(id)
	if l.slots[i] == 0 {
		l.used++
	}
	l.slots[i] = number + 1
}

func (l *locator) grow() {
	old := l.slots
	l.slots = make([]uint32, max(16, 2*len(old)))
	for _, n := range old {
		if n != 0 {
			l.slots[l.slot(l.id(n-1))] = n
		}
	}
}

// remove takes an ID out and moves what followed it nearer to its home. It is called while the number still leads to the ID.
func (l *locator) remove(id ID) {
	mask := len(l.slots) - 1
	i := l.slot(id)
	l.slots[i] = 0
	l.used--
	for j := (i + 1) & mask; l.slots[j] != 0; j = (j + 1) & mask {
		home := l.home(l.id(l.slots[j] - 1))
		if (j-home)&mask >= (j-i)&mask {
			l.slots[i], l.slots[j] = l.slots[j], 0
			i = j
		}
	}
}
