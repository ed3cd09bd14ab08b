package match

import (
	"encoding/binary"
	"slices"

	"verv/internal/match/query"
)

// chunk is up to 65,535 documents and everything about them, under numbers of its own. One chunk of an index is open and takes what is
// new; the others are sealed, which is smaller, and only lose documents.
type chunk struct {
	words, marks *table
	worlds       [purposes]bitmap // who may be found, for each purpose; nobody else is ever looked at
	live         int
	size         int // how many it takes
	sealed       bool
	ids          []ID
	columns      [query.Facets]*column // none for skills: they are counted from their lists
	spots        []spot                // the first point
	further      map[uint16][]spot     // the others
	salary       []int32
	years        []uint8
	moment       []uint32
	start        []uint16
	ends         []uint32 // up to the last that has one
	veiled       bitmap   // anonymous
	text         []byte   // tokens as varints, one document after the other
	textAt       []uint32
}

func newChunk(size int) *chunk {
	c := &chunk{size: size, words: newTable(true, size), marks: newTable(false, size), further: map[uint16][]spot{}, textAt: make([]uint32, 1)}
	for f := range c.columns {
		if query.Field(f) != query.Skill {
			c.columns[f] = newColumn()
		}
	}
	return c
}

// room says whether another document fits.
func (c *chunk) room() bool { return !c.sealed && len(c.ids) < c.size && len(c.text) < 1<<31 }

// reserve is the number of a new document, which is then described, in the order of numbers, and enlisted.
func (c *chunk) reserve(id ID) uint16 {
	c.ids = append(c.ids, id)
	c.live++
	return uint16(len(c.ids) - 1)
}

// describe keeps everything else about a document.
func (c *chunk) describe(doc uint16, e *entry) {
	for f, col := range c.columns {
		if col != nil {
			col.add(doc, e.values[f])
		}
	}
	for _, t := range e.tokens {
		c.text = binary.AppendUvarint(c.text, uint64(t))
	}
	c.textAt = append(c.textAt, uint32(len(c.text)))
	c.place(doc, e.points)
	c.salary, c.years = append(c.salary, e.salary), append(c.years, e.years)
	c.moment, c.start = append(c.moment, e.moment), append(c.start, e.start)
	c.endAt(doc, e.ends)
	if e.anonymous {
		c.veiled.set(doc)
	}
	for p := range c.worlds {
		if e.purposes&(1<<p) != 0 {
			c.worlds[p].set(doc)
		}
	}
}

// endAt is called in the order of documents. Where nothing ends, ends take no room.
func (c *chunk) endAt(doc uint16, moment uint32) {
	if moment == 0 {
		return
	}
	for len(c.ends) < int(doc) {
		c.ends = append(c.ends, 0)
	}
	c.ends = append(c.ends, moment)
}

// end is the moment at which a document ends; the last of all for one that does not.
func (c *chunk) end(doc uint16) uint32 {
	if int(doc) < len(c.ends) && c.ends[doc] != 0 {
		return c.ends[doc]
	}
	return 1<<32 - 1
}

func (c *chunk) place(doc uint16, points []Point) {
	first := nowhere
	if len(points) > 0 {
		first = spotOf(points[0])
	}
	c.spots = append(c.spots, first)
	if len(points) > 1 {
		c.further[doc] = spotsOf(points[1:])
	}
}

// remove clears everything about a document and answers the atoms it held.
func (c *chunk) remove(doc uint16) []uint32 {
	atoms := c.distinct(doc)
	for _, a := range atoms {
		c.words.remove(a, doc)
	}
	atoms = append(atoms, c.marks.strip(doc)...)
	for _, col := range c.columns {
		if col != nil {
			col.clear(doc)
		}
	}
	for p := range c.worlds {
		c.worlds[p].unset(doc)
	}
	c.veiled.unset(doc)
	clear(c.text[c.textAt[doc]:c.textAt[doc+1]])
	c.ids[doc] = ID{}
	c.spots[doc] = nowhere
	delete(c.further, doc)
	c.salary[doc], c.years[doc], c.moment[doc], c.start[doc] = 0, 0, 0, 0
	if int(doc) < len(c.ends) {
		c.ends[doc] = 0
	}
	c.live--
	return atoms
}

// tokens reads the text of a document: atom<<1 | stacked.
func (c *chunk) tokens(doc uint16, into []uint32) []uint32 {
	for b := c.text[c.textAt[doc]:c.textAt[doc+1]]; len(b) > 0; {
		v, n := binary.Uvarint(b)
		into, b = append(into, uint32(v)), b[n:]
	}
	return into
}

// distinct is the words of a document, each once.
func (c *chunk) distinct(doc uint16) []uint32 {
	all := c.tokens(doc, nil)
	for i := range all {
		all[i] >>= 1
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) > 0 && all[0] == 0 {
		all = all[1:]
	}
	return all
}

func (c *chunk) seal() {
	c.words.seal()
	c.marks.seal()
	for _, col := range c.columns {
		if col != nil {
			col.seal()
		}
	}
	c.ids, c.spots, c.salary, c.years = packed(c.ids), packed(c.spots), packed(c.salary), packed(c.years)
	c.moment, c.start, c.ends = packed(c.moment), packed(c.start), packed(c.ends)
	c.text, c.textAt = packed(c.text), packed(c.textAt)
	c.sealed = true
}
