package match

import (
	"iter"
	"math/bits"
)

// directory is a set of atoms that knows how many of them stand before each: a bitmap, and a count for each of its words.
type directory struct {
	bits   []uint64
	before []uint32
}

// add puts in an atom that is larger than those before. Count is called after the last.
func (d *directory) add(atom uint32) {
	for len(d.bits) <= int(atom/64) {
		d.bits = append(d.bits, 0)
	}
	d.bits[atom/64] |= 1 << (atom % 64)
}

// count makes the set ready to be asked.
func (d *directory) count() {
	d.bits, d.before = packed(d.bits), make([]uint32, len(d.bits))
	n := 0
	for i, w := range d.bits {
		d.before[i] = uint32(n)
		n += bits.OnesCount64(w)
	}
}

// find is the place of an atom among all.
func (d *directory) find(atom uint32) (place int, ok bool) {
	i, bit := int(atom/64), uint64(1)<<(atom%64)
	if i >= len(d.bits) || d.bits[i]&bit == 0 {
		return 0, false
	}
	return int(d.before[i]) + bits.OnesCount64(d.bits[i]&(bit-1)), true
}

// drop takes out an atom: those behind it move up.
func (d *directory) drop(atom uint32) {
	i := int(atom / 64)
	d.bits[i] &^= 1 << (atom % 64)
	for i++; i < len(d.before); i++ {
		d.before[i]--
	}
}

// all goes over places and atoms, ascending.
func (d *directory) all() iter.Seq2[int, uint32] {
	return func(yield func(int, uint32) bool) {
		place := 0
		for i, w := range d.bits {
			for ; w != 0; w &= w - 1 {
				if !yield(place, uint32(i*64+bits.TrailingZeros64(w))) {
					return
				}
				place++
			}
		}
	}
}

func (d *directory) bytes() int { return 8*cap(d.bits) + 4*cap(d.before) }
