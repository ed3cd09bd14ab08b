package query

import (
	"math"
	"strconv"
	"strings"
)

// Bounds of a query.
const (
	MaxBytes = 8192
	MaxTerms = 256
	MaxDepth = 24
	// MaxCostly bounds phrases, beginnings of words and circles: each may have to look at very many words or documents one by one.
	MaxCostly = 16
)

// Reason says what is wrong with a query.
type Reason string

// What can be wrong.
const (
	TooLong     Reason = "too long"
	TooMany     Reason = "too many terms"
	TooDeep     Reason = "too deep"
	Unclosed    Reason = "quotation mark or bracket without its other half"
	Missing     Reason = "something is missing here"
	ShortPrefix Reason = "at least two letters before the asterisk"
	BadValue    Reason = "not a value of this field"
)

// Error is what is wrong, and where, in bytes from the start. It repeats nothing of what was typed.
type Error struct {
	At  int
	Why Reason
}

func (e *Error) Error() string { return "query, byte " + strconv.Itoa(e.At) + ": " + string(e.Why) }

// Parse reads a query. Nothing but spaces is the nil Node.
func Parse(in string) (Node, error) {
	if len(in) > MaxBytes {
		return nil, &Error{At: MaxBytes, Why: TooLong}
	}
	p := &parser{lexer: lexer{in: in}}
	if err := p.step(); err != nil {
		return nil, err
	}
	if p.now.kind == end {
		return nil, nil
	}
	n, err := p.or()
	if err == nil && p.now.kind != end {
		err = &Error{At: p.now.at, Why: Unclosed} // a closing bracket that nothing opened
	}
	if err != nil {
		return nil, err
	}
	return n, nil
}

type parser struct {
	lexer
	now          lexeme
	terms, depth int
	costly       int
}

func (p *parser) step() (err error) {
	p.now, err = p.next()
	return err
}

func (p *parser) or() (Node, error) {
	var parts []Node
	for {
		n, err := p.and()
		if err != nil {
			return nil, err
		}
		parts = append(parts, n)
		if p.now.kind != or {
			return Any(parts...), nil
		}
		if err := p.step(); err != nil {
			return nil, err
		}
	}
}

func (p *parser) and() (Node, error) {
	var parts []Node
	for {
		n, err := p.unary()
		if err != nil {
			return nil, err
		}
		parts = append(parts, n)
		switch p.now.kind {
		case end, or, shut:
			return All(parts...), nil
		case and:
			if err := p.step(); err != nil {
				return nil, err
			}
		}
	}
}

// unary counts the depth: a bracket and a NOT are both a step down.
func (p *parser) unary() (Node, error) {
	p.depth++
	defer func() { p.depth-- }()
	at := p.now.at
	if p.depth > MaxDepth {
		return nil, &Error{At: at, Why: TooDeep}
	}
	switch p.now.kind {
	case not:
		if err := p.step(); err != nil {
			return nil, err
		}
		n, err := p.unary()
		return Negate(n), err
	case open:
		if err := p.step(); err != nil {
			return nil, err
		}
		n, err := p.or()
		if err != nil {
			return nil, err
		}
		if p.now.kind != shut {
			return nil, &Error{At: at, Why: Unclosed}
		}
		return n, p.step()
	case end, shut, and, or:
		return nil, &Error{At: at, Why: Missing}
	}
	return p.leaf()
}

func (p *parser) leaf() (Node, error) {
	l := p.now
	if p.terms++; p.terms > MaxTerms {
		return nil, &Error{At: l.at, Why: TooMany}
	}
	if l.kind == prefix || l.kind == phrase || l.kind == valued && l.field == Point {
		if p.costly++; p.costly > MaxCostly {
			return nil, &Error{At: l.at, Why: TooMany}
		}
	}
	var n Node
	switch l.kind {
	case word:
		n = Word(l.text)
	case prefix:
		n = Prefix(l.text)
	case phrase:
		if l.text == "" {
			return nil, &Error{At: l.at, Why: Missing}
		}
		n = Phrase(l.text)
	case valued:
		var ok bool
		if n, ok = value(l.field, l.text); !ok {
			return nil, &Error{At: l.at + len(l.field.String()) + 1, Why: BadValue}
		}
	}
	return n, p.step()
}

func value(f Field, text string) (Node, bool) {
	switch {
	case int(f) < Facets:
		return Facet{f, text}, text != "" && len(text) <= 64
	case f == Point:
		return circle(text)
	}
	from, to, dotted := strings.Cut(text, "..")
	if !dotted {
		to = from
	}
	low, ok1 := number(from, Low, dotted)
	high, ok2 := number(to, High, dotted)
	return Range{f, low, high}, ok1 && ok2 && low <= high && (low != Low || high != High)
}

func number(s string, open int64, mayOpen bool) (int64, bool) {
	if s == "" {
		return open, mayOpen
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n >= 0 && n <= 1e12
}

func circle(text string) (Node, bool) {
	parts := strings.Split(text, ",")
	if len(parts) != 3 {
		return nil, false
	}
	var v [3]float64
	for i, s := range parts {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, false
		}
		v[i] = f
	}
	n := Near{v[0], v[1], v[2]}
	return n, math.Abs(n.Lat) <= 90 && math.Abs(n.Lon) <= 180 && n.Km > 0 && n.Km <= 20000
}
