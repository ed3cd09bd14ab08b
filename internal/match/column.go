package match

import (
	"encoding/binary"
	"slices"
)

// column says which values of one facet each document of a chunk has: the number of a set. Equal sets are kept once, so that counting
// is one addition a document, whatever a set holds. Number 0 is the empty set.
type column struct {
	sets [][]uint32
	refs []int32
	free []uint16
	of   []uint16          // by document, up to the last that has one
	ids  map[string]uint16 // sets by content, while the chunk is open
}

func newColumn() *column {
	return &column{sets: make([][]uint32, 1), refs: make([]int32, 1), ids: map[string]uint16{}}
}

// add is called in the order of documents. A facet that nobody has takes no room.
func (c *column) add(doc uint16, set []uint32) {
	s := c.number(set)
	if s == 0 {
		return
	}
	for len(c.of) < int(doc) {
		c.of = append(c.of, 0)
	}
	c.of = append(c.of, s)
}

// set is the number of a document's set.
func (c *column) set(doc uint16) uint16 {
	if int(doc) < len(c.of) {
		return c.of[doc]
	}
	return 0
}

func (c *column) number(set []uint32) uint16 {
	if len(set) == 0 {
		return 0
	}
	key := content(set)
	if s, ok := c.ids[key]; ok {
		c.refs[s]++
		return s
	}
	var s uint16
	if n := len(c.free); n > 0 {
		s = c.free[n-1]
		c.free = c.free[:n-1]
	} else {
		s = uint16(len(c.sets))
		c.sets, c.refs = append(c.sets, nil), append(c.refs, 0)
	}
	c.sets[s], c.refs[s] = slices.Clone(set), 1
	c.ids[key] = s
	return s
}

func content(set []uint32) string {
	out := make([]byte, 0, 4*len(set))
	for _, v := range set {
		out = binary.LittleEndian.AppendUint32(out, v)
	}
	return string(out)
}

func (c *column) clear(doc uint16) {
	s := c.set(doc)
	if s == 0 {
		return
	}
	c.of[doc] = 0
	if c.refs[s]--; c.refs[s] > 0 {
		return
	}
	if c.ids != nil {
		delete(c.ids, content(c.sets[s]))
	}
	clear(c.sets[s])
	c.sets[s] = nil
	c.free = append(c.free, s)
}

func (c *column) get(doc uint16) []uint32 { return c.sets[c.set(doc)] }

// seal packs the sets into one array: there will be no new one.
func (c *column) seal() {
	n := 0
	for _, s := range c.sets {
		n += len(s)
	}
	all := make([]uint32, 0, n)
	for i, s := range c.sets {
		from := len(all)
		all = append(all, s...)
		c.sets[i] = all[from:len(all):len(all)]
	}
	c.sets, c.refs, c.of, c.ids = packed(c.sets), packed(c.refs), packed(c.of), nil
}

// packed is a copy without room to grow.
func packed[T any](s []T) []T {
	if len(s) == 0 {
		return nil
	}
	return append(make([]T, 0, len(s)), s...)
}

func (c *column) bytes() int {
	n := 2*cap(c.of) + 24*cap(c.sets) + 4*cap(c.refs) + 2*cap(c.free)
	for _, s := range c.sets {
		n += 4 * len(s)
		if c.ids != nil {
			n += 4*len(s) + 40
		}
	}
	return n
}
