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

// piece is a token of a document and its zone. An empty term parts one text from the next.
type piece struct {
	term    string
	zone    Zone
	stacked bool
}

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

func (d *draft) read(o *Options, texts []Text) {
	for _, t := range texts {
		if len(d.pieces) > 0 {
			d.pieces = append(d.pieces, piece{})
		}
		for _, k := range o.Analyzer.Index(t.Lang, t.Text) {
			d.pieces = append(d.pieces, piece{k.Term, min(t.Zone, zones-1), k.Stacked})
		}
	}
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
	words  []scored // by atom
	values [query.Facets][]uint32
	marks  []uint32 // values and blocks, sorted
}

type scored struct {
	atom   uint32
	impact uint8
}

// bind gives numbers to a draft. resolve may make new ones or answer 0.
func (d *draft) bind(resolve func(space byte, text string) uint32) *entry {
	e := &entry{draft: d, tokens: make([]uint32, 0, len(d.pieces))}
	found := make([]uint64, 0, len(d.pieces))
	var length [zones]int
	for _, p := range d.pieces {
		var atom, stacked uint32
		if p.term != "" {
			atom = resolve(spaceWord, p.term)
		}
		if p.stacked {
			stacked = 1
		} else if p.term != "" {
			length[p.zone]++
		}
		e.tokens = append(e.tokens, atom<<1|stacked)
		if atom != 0 {
			found = append(found, uint64(atom)<<8|uint64(p.zone))
		}
	}
	slices.Sort(found)
	e.words = weigh(found, &length)
	for f, list := range d.facets {
		for _, v := range list {
			if atom := resolve(spaceFacet+byte(f), v); atom != 0 {
				e.values[f] = append(e.values[f], atom)
			}
		}
		slices.Sort(e.values[f])
		e.marks = append(e.marks, e.values[f]...)
	}
	for _, b := range d.blocks {
		if atom := resolve(spaceBlock, b); atom != 0 {
			e.marks = append(e.marks, atom)
		}
	}
	slices.Sort(e.marks)
	e.marks = slices.Compact(e.marks)
	return e
}
