package match

import (
	"slices"

	"verv/internal/match/query"
)

// anchor is atoms of which a document has one at least, if it meets the plan; the set that the fewest documents are expected to touch.
// Nil where there is none: such an alert looks at every document.
func (a *Alerts) anchor(p *plan) []uint32 {
	keys, _ := a.best(p)
	keys = slices.Clone(keys)
	slices.Sort(keys)
	return slices.Compact(keys)
}

func (a *Alerts) best(p *plan) (keys []uint32, cost float32) {
	switch p.op {
	case opAny:
		for _, k := range p.atoms {
			cost += a.share(k)
		}
		return p.atoms, cost
	case opAnd, opPhrase:
		for _, k := range p.kids {
			if got, c := a.best(k); got != nil && (keys == nil || c < cost) {
				keys, cost = got, c
			}
		}
		return keys, cost
	case opOr:
		for _, k := range p.kids {
			got, c := a.best(k)
			if got == nil {
				return nil, 0
			}
			keys, cost = append(slices.Clip(keys), got...), cost+c
		}
		return keys, cost
	}
	return nil, 0
}

// share is the part of all documents that have the atom, as far as it was known when the first alert asked for it.
func (a *Alerts) share(atom uint32) float32 {
	for len(a.shares) < len(a.lex.keys) {
		a.shares = append(a.shares, 0)
	}
	if a.lex.refs[atom] == 0 || a.shares[atom] == 0 {
		a.shares[atom] = a.estimate(a.lex.keys[atom])
	}
	return a.shares[atom]
}

// estimate is what the vocabulary counts, with a guess that weighs as much as 50 documents.
func (a *Alerts) estimate(key string) float32 {
	guess := 0.001
	switch key[0] {
	case spaceWord, spaceBlock, spaceFacet + byte(query.Employer):
	case spaceBegun, spaceFacet + byte(query.Occupation), spaceFacet + byte(query.Skill):
		guess = 0.01
	case spaceFacet + byte(query.Place):
		guess = 0.05
	default:
		guess = 0.3
	}
	v := a.o.Vocabulary
	if v == nil || key[0] == spaceBegun {
		return float32(guess)
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	return float32((float64(v.lex.refs[v.lex.find(key[0], key[1:])]) + 50*guess) / float64(v.live+50))
}

// without leaves out of the plan what its anchor already says.
func without(p *plan, keys []uint32) *plan {
	same := func(k *plan) bool {
		if k.op != opAny || len(k.atoms) < len(keys) || len(keys) == 0 {
			return false
		}
		for _, a := range k.atoms {
			if !slices.Contains(keys, a) {
				return false
			}
		}
		return true
	}
	if same(p) {
		return &plan{op: opAnd}
	}
	if p.op != opAnd {
		return p
	}
	for i, k := range p.kids {
		if same(k) {
			return &plan{op: opAnd, kids: slices.Delete(slices.Clone(p.kids), i, i+1)}
		}
	}
	return p
}
