package match

// pour moves the living documents of one chunk to the end of another that has room for them, and tells where each went. A sealed chunk
// that has lost most of what it held is poured, so that holes do not add up.
func (c *chunk) pour(into *chunk, moved func(from, to uint16)) {
	number := make([]int32, len(c.ids))
	first := len(into.ids)
	for d := range c.ids {
		number[d] = -1
		if !c.here(uint16(d)) {
			continue
		}
		number[d] = int32(len(into.ids))
		c.copyTraits(uint16(d), into)
		moved(uint16(d), uint16(number[d]))
	}
	c.words.each(func(atom uint32, l list) {
		for i, d := range l.docs {
			into.words.add(atom, uint16(number[d]), l.impacts[i])
		}
	})
	c.marks.each(func(atom uint32, l list) {
		if l.bits != nil {
			for d := range l.bits.all() {
				into.marks.add(atom, uint16(number[d]), 0)
			}
		}
		for _, d := range l.docs {
			into.marks.add(atom, uint16(number[d]), 0)
		}
	})
	into.live += len(into.ids) - first
}

// here says whether a document lives: it is in one world at least.
func (c *chunk) here(doc uint16) bool {
	for p := range c.worlds {
		if c.worlds[p].has(doc) {
			return true
		}
	}
	return false
}

func (c *chunk) copyTraits(doc uint16, into *chunk) {
	to := uint16(len(into.ids))
	into.ids = append(into.ids, c.ids[doc])
	for f, col := range c.columns {
		if col != nil {
			into.columns[f].add(to, col.get(doc))
		}
	}
	for p := range c.worlds {
		if c.worlds[p].has(doc) {
			into.worlds[p].set(to)
		}
	}
	if c.veiled.has(doc) {
		into.veiled.set(to)
	}
	into.text = append(into.text, c.text[c.textAt[doc]:c.textAt[doc+1]]...)
	into.textAt = append(into.textAt, uint32(len(into.text)))
	into.spots = append(into.spots, c.spots[doc])
	if p := c.further[doc]; p != nil {
		into.further[to] = p
	}
	into.salary, into.years = append(into.salary, c.salary[doc]), append(into.years, c.years[doc])
	if int(doc) < len(c.ends) {
		into.endAt(to, c.ends[doc])
	}
	into.moment, into.start = append(into.moment, c.moment[doc]), append(into.start, c.start[doc])
}
