package match

// Share is how many bytes one part of a structure takes, as allocated.
type Share struct {
	Part  string
	Bytes int
}

// Memory is what the index takes, part by part. "text" is the order of words, for phrases.
func (x *Index) Memory() []Share {
	x.mu.RLock()
	defer x.mu.RUnlock()
	var words, marks, columns, traits, text int
	for _, c := range x.chunks {
		if c == nil {
			continue
		}
		words += c.words.bytes()
		marks += c.marks.bytes() + (purposes+1)*len(bitmap{})*8
		for _, col := range c.columns {
			if col != nil {
				columns += col.bytes()
			}
		}
		traits += 16*cap(c.ids) + 12*cap(c.spots) + 4*cap(c.salary) + cap(c.years) + 4*cap(c.moment) + 2*cap(c.start) + 4*cap(c.ends)
		for _, f := range c.further {
			traits += 12*cap(f) + 40
		}
		text += cap(c.text) + 4*cap(c.textAt)
	}
	return []Share{{"words", words}, {"values", marks}, {"columns", columns}, {"traits", traits + 4*len(x.where.slots)},
		{"lexicon", x.lex.bytes()}, {"text", text}}
}

// Memory is what the alerts take, part by part.
func (a *Alerts) Memory() []Share {
	a.mu.RLock()
	defer a.mu.RUnlock()
	records := 24 * cap(a.buckets)
	for _, b := range a.buckets {
		records += sizeClass(cap(b))
	}
	return []Share{{"records", records}, {"names", 16*cap(a.ids) + 4*cap(a.home) + 4*cap(a.free) + 4*cap(a.shares) + 4*len(a.where.slots)}, {"lexicon", a.lex.bytes()}}
}

// sizeClass is what the allocator gives for a small request, about.
func sizeClass(n int) int {
	switch {
	case n <= 128:
		return (n + 15) &^ 15
	case n <= 1024:
		return (n + 63) &^ 63
	}
	return n + n/16
}
