package match

import "iter"

// lists is the lists of an open table by atom. Atoms near each other are asked for together, so that few sheets are half empty.
type lists []*sheet

type sheet [sheetSize]*grown

const sheetSize = 64

func (p lists) get(atom uint32) *grown {
	if n := int(atom / sheetSize); n < len(p) && p[n] != nil {
		return p[n][atom%sheetSize]
	}
	return nil
}

// ensure is the list of an atom, a new one if need be.
func (p *lists) ensure(atom uint32) *grown {
	p.grow(int(atom) + 1)
	at := &(*p)[atom/sheetSize]
	if *at == nil {
		*at = new(sheet)
	}
	l := &(*at)[atom%sheetSize]
	if *l == nil {
		*l = new(grown)
	}
	return *l
}

// grow makes place for so many atoms.
func (p *lists) grow(atoms int) {
	for len(*p)*sheetSize < atoms {
		*p = append(*p, nil)
	}
}

// drop takes out the list of an atom that has one.
func (p lists) drop(atom uint32) { p[atom/sheetSize][atom%sheetSize] = nil }

// all goes over the lists, ascending.
func (p lists) all() iter.Seq2[uint32, *grown] {
	return func(yield func(uint32, *grown) bool) {
		for n, sheet := range p {
			if sheet == nil {
				continue
			}
			for i, l := range sheet {
				if l != nil && !yield(uint32(n*sheetSize+i), l) {
					return
				}
			}
		}
	}
}

func (p lists) bytes() int {
	n := 8 * cap(p)
	for _, sheet := range p {
		if sheet != nil {
			n += 8 * sheetSize
		}
	}
	for _, l := range p.all() {
		n += sizeClass(2*cap(l.docs)) + sizeClass(cap(l.impacts)) + 48
	}
	return n
}
