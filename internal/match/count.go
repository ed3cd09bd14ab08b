package match

import "math/bits"

// count is how often each atom stands in each zone of one document: a table that is small enough to stay near, and empty between two
// documents.
type count struct {
	atoms []uint32 // by place, found by hash; 0 is empty
	times [][zones]uint32
	used  []uint32 // places, in the order in which they were taken
}

// room is for so many atoms at the most. It is called before the first is added.
func (c *count) room(n int) {
	if need := 1 << bits.Len(uint(2*n)); len(c.atoms) < need {
		c.atoms, c.times = make([]uint32, need), make([][zones]uint32, need)
	}
}

func (c *count) add(atom uint32, zone Zone) {
	mask := uint32(len(c.atoms) - 1)
	at := atom * 0x9e3779b1 >> 7 & mask
	for c.atoms[at] != atom {
		if c.atoms[at] == 0 {
			c.atoms[at] = atom
			c.used = append(c.used, at)
			break
		}
		at = (at + 1) & mask
	}
	c.times[at][zone]++
}

// wipe leaves nothing of the document.
func (c *count) wipe() {
	for _, at := range c.used {
		c.atoms[at], c.times[at] = 0, [zones]uint32{}
	}
	c.used = c.used[:0]
}
