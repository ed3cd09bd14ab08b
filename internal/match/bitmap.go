package match

import (
	"iter"
	"math/bits"
)

// chunkSize leaves the last number of a uint16 to nobody.
const chunkSize = 1<<16 - 1

// bitmap is a set of the documents of a chunk.
type bitmap [1024]uint64

func (b *bitmap) set(d uint16)      { b[d>>6] |= 1 << (d & 63) }
func (b *bitmap) unset(d uint16)    { b[d>>6] &^= 1 << (d & 63) }
func (b *bitmap) has(d uint16) bool { return b[d>>6]&(1<<(d&63)) != 0 }

func (b *bitmap) fill(docs []uint16) {
	for _, d := range docs {
		b[d>>6] |= 1 << (d & 63)
	}
}

// all goes over the set, ascending. What the loop takes out of the set ahead of itself may still come.
func (b *bitmap) all() iter.Seq[uint16] {
	return func(yield func(uint16) bool) {
		for i, w := range b {
			for ; w != 0; w &= w - 1 {
				if !yield(uint16(i<<6 | bits.TrailingZeros64(w))) {
					return
				}
			}
		}
	}
}
