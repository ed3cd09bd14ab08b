package match

import "verv/internal/match/query"

// A prefilter turns documents away before the program of a record is read. It is one part of the program, one of some values of a field,
// in 16 bits. Values may share a bit: who passes a prefilter is judged by the part itself as well.
type prefilter struct {
	kind uint8 // purpose<<4 | field
	bits uint16
}

// unfiltered is the field of a prefilter that only asks for a purpose.
const unfiltered = 15

func bitOf(atom uint32) uint16 { return 1 << (atom * 0x9e3779b1 >> 28) }

// prefilter is that of the first part that can be one.
func (a *Alerts) prefilter(purpose int, parts []*plan) prefilter {
	for _, p := range parts {
		if f, ok := a.field(p); ok {
			pre := prefilter{kind: uint8(purpose<<4) | f}
			for _, v := range p.atoms {
				pre.bits |= bitOf(v)
			}
			return pre
		}
	}
	return prefilter{uint8(purpose<<4) | unfiltered, 1<<16 - 1}
}

// field is the one that all values of a part belong to.
func (a *Alerts) field(p *plan) (field uint8, ok bool) {
	if p.op != opAny || !p.marks || len(p.atoms) == 0 {
		return 0, false
	}
	space := a.lex.keys[p.atoms[0]][0]
	for _, v := range p.atoms {
		if a.lex.keys[v][0] != space {
			return 0, false
		}
	}
	return space - spaceFacet, space >= spaceFacet && space-spaceFacet < unfiltered
}

// shown is what a document shows to prefilters: the bits of its values, by purpose and field.
type shown [purposes << 4]uint16

func (s *shown) show(to Purposes, field query.Field, bits uint16) {
	for p := range purposes {
		if to&(1<<p) != 0 && field <= unfiltered {
			s[p<<4|int(field)] |= bits
		}
	}
}

// passes is 1 if the document may meet a record, and 0 if it cannot.
func (s *shown) passes(h head) uint32 {
	return (uint32(s[h.kind()&(purposes<<4-1)]&h.bits()) + 1<<16 - 1) >> 16
}
