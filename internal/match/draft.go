package match

import (
	"slices"

	"verv/internal/match/query"
)

// traits are what a document has beside words and values.
type traits struct {
	points []Point
	salary int32
	years  uint8
	moment uint32
	start  uint16
	ends   uint32
}

// piece is a term of a document and its zone: the term itself, or its place in the memory of whoever reads many. One without either parts a
// text from the next.
type piece struct {
	term    string
	place   uint32
	zone    Zone
	stacked bool // another way to say what stands before it
}

func (p *piece) gap() bool { return p.term == "" && p.place == 0 }

// draft is an analysed document, before its terms have numbers.
type draft struct {
	id        ID
	pieces    []piece
	facets    [query.Facets][]string
	blocks    []string
	purposes  Purposes
	anonymous bool
	traits
}

func (d *draft) read(o *Options, on *slate, texts []Text) {
	letters := 0
	for _, t := range texts {
		letters += len(t.Text)
	}
	all := slices.Grow(on.pieces, letters/4)
	for _, t := range texts {
		if len(all) > len(on.pieces) {
			all = append(all, piece{})
		}
		all = on.text(all, o.Analyzer, t)
	}
	d.pieces, on.pieces = slices.Clip(all[len(on.pieces):]), all
	for f, values := range d.facets {
		d.facets[f] = expand(o.Tree, query.Field(f), values)
	}
}

// expand adds what stands above the values, each once.
func expand(tree Tree, f query.Field, values []string) []string {
	if len(values) == 0 {
		return nil
	}
	out := slices.Clone(values)
	for _, v := range values {
		out = append(out, tree.Above(f, v)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// entry is a document whose terms have numbers. An atom is the number of a word, a value, or a key that is blocked; 0 is none.
type entry struct {
	*draft
	tokens []uint32 // in the order of the text: atom<<1 | stacked; an atom of 0 is a gap or a word that has no number
	words  []scored // each once
	values [query.Facets][]uint32
	marks  []uint32 // values and blocks, sorted

	partial bool // a value or a block has no number
}

type scored struct {
	atom   uint32
	impact uint8
}

// bind gives numbers to a draft. number may make new ones or answer 0.
func (d *draft) bind(number func(space byte, text string) uint32) *entry {
	e := d.resolve(new(slate), number)
	e.weigh(new(slate))
	return e
}

// resolve is bind without the words.
func (d *draft) resolve(on *slate, number func(space byte, text string) uint32) *entry {
	e := &entry{draft: d, tokens: on.numbers(len(d.pieces))}
	for i := range d.pieces {
		p := &d.pieces[i]
		e.tokens[i] = on.number(p, number) << 1
		if p.stacked {
			e.tokens[i] |= 1
		}
	}
	e.mark(on, number)
	return e
}

// mark gives numbers to values and blocks.
func (e *entry) mark(on *slate, number func(space byte, text string) uint32) {
	e.partial = false
	first := len(on.tokens)
	for f, list := range e.facets {
		e.values[f] = e.numbers(on, spaceFacet+byte(f), list, number)
		slices.Sort(e.values[f])
	}
	e.numbers(on, spaceBlock, e.blocks, number)
	from := len(on.tokens)
	on.tokens = append(on.tokens, on.tokens[first:]...)
	e.marks = on.tokens[from:]
	slices.Sort(e.marks)
	e.marks = slices.Clip(slices.Compact(e.marks))
}

func (e *entry) numbers(on *slate, space byte, list []string, number func(space byte, text string) uint32) []uint32 {
	from := len(on.tokens)
	for _, v := range list {
		if atom := number(space, v); atom != 0 {
			on.tokens = append(on.tokens, atom)
		} else {
			e.partial = true
		}
	}
	return slices.Clip(on.tokens[from:])
}

// complete gives numbers to what had none.
func (e *entry) complete(on *slate, number func(space byte, text string) uint32) {
	for i := range e.pieces {
		if e.tokens[i] <= 1 {
			e.tokens[i] |= on.number(&e.pieces[i], number) << 1
		}
	}
	if e.partial {
		e.mark(on, number)
	}
}

// weigh makes the words of the tokens, in no order.
func (e *entry) weigh(on *slate) {
	on.count.room(len(e.tokens))
	var length [zones]int
	for i := range e.pieces {
		p := &e.pieces[i]
		if !p.stacked && !p.gap() {
			length[p.zone]++
		}
		if atom := e.tokens[i] >> 1; atom != 0 {
			on.count.add(atom, p.zone)
		}
	}
	e.words = on.weigh(&length)
}
