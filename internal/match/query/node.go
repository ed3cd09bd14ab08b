package query

// Node is a part of the tree: And, Or, Not, Word, Prefix, Phrase, Facet, Range or Near. A nil Node asks for nothing and is met by everything.
type Node interface{ node() }

// And is met where every part is. Its parts are not And themselves.
type And []Node

// Or is met where one part is. Its parts are not Or themselves.
type Or []Node

// Not is met where its part is not.
type Not struct{ Node Node }

// Word is one word as it was typed.
type Word string

// Prefix is met by words that begin so.
type Prefix string

// Phrase is words in this order, side by side.
type Phrase string

// Facet is a value of a field. A value with a tree below it is met by what lies below as well.
type Facet struct {
	Field Field
	Value string
}

// Range is a field between two numbers, both included. Low and High stand for an open end.
type Range struct {
	Field    Field
	Min, Max int64
}

// Near is a circle on the earth.
type Near struct{ Lat, Lon, Km float64 }

func (And) node()    {}
func (Or) node()     {}
func (Not) node()    {}
func (Word) node()   {}
func (Prefix) node() {}
func (Phrase) node() {}
func (Facet) node()  {}
func (Range) node()  {}
func (Near) node()   {}

// Open ends of a Range.
const (
	Low  int64 = -1 << 62
	High int64 = 1 << 62
)

// All is the conjunction of what is given, flat; nil parts are left out.
func All(parts ...Node) Node {
	var out And
	for _, p := range parts {
		switch p := p.(type) {
		case nil:
		case And:
			out = append(out, p...)
		default:
			out = append(out, p)
		}
	}
	switch len(out) {
	case 0:
		return nil
	case 1:
		return out[0]
	}
	return out
}

// Any is the disjunction of what is given, flat; nil parts are left out.
func Any(parts ...Node) Node {
	var out Or
	for _, p := range parts {
		switch p := p.(type) {
		case nil:
		case Or:
			out = append(out, p...)
		default:
			out = append(out, p)
		}
	}
	switch len(out) {
	case 0:
		return nil
	case 1:
		return out[0]
	}
	return out
}

// Negate is the opposite; of an opposite, what was there first.
func Negate(n Node) Node {
	switch n := n.(type) {
	case nil:
		return nil
	case Not:
		return n.Node
	}
	return Not{n}
}
