package match

import "verv/internal/match/query"

// A guard turns most documents away before the program of a record is read. It is one part of the program, one of some values of a field, in
// 16 bits. Values may share a bit: who passes a guard is judged by the part itself as well.
type guard struct {
	kind uint8 // purpose<<4 | field
	bits uint16
}

// unguarded is the field of a guard that only asks for a purpose.
const unguarded = 15

func bitOf(atom uint32) uint16 { return 1 << (atom * 0x9e3779b1 >> 28) }

// guard is that of the first part that can be one.
func (a *Alerts) guard(purpose int, parts []*plan) guard {
	for _, p := range parts {
		if f, ok := a.field(p); ok {
			g := guard{kind: uint8(purpose<<4) | f}
			for _, v := range p.atoms {
				g.bits |= bitOf(v)
			}
			return g
		}
	}
	return guard{uint8(purpose<<4) | unguarded, 1<<16 - 1}
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
	return space - spaceFacet, space >= spaceFacet && space-spaceFacet < unguarded
}

// shown is what a document shows to guards: the bits of its values, by purpose and field.
type shown [purposes << 4]uint16

func (s *shown) show(to Purposes, field query.Field, bits uint16) {
	for p := range purposes {
		if to&(1<<p) != 0 && field <= unguarded {
			s[p<<4|int(field)] |= bits
		}
	}
}

// passes is 1 if the document may meet a record, and 0 if it cannot.
func (s *shown) passes(h head) uint32 {
	return (uint32(s[h.kind()&(purposes<<4-1)]&h.bits()) + 1<<16 - 1) >> 16
}
