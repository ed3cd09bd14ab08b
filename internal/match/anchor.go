package match

import (
	"cmp"
	"slices"

	"verv/internal/match/query"
)

// anchor is atoms of which a document has one at least, if it meets the plan; the set that the fewest documents are expected to touch.
// Nil where there is none: such an alert looks at every document.
func (a *Alerts) anchor(p *plan) []uint32 {
	keys, _ := a.best(p)
	a.room.keys = append(a.room.keys[:0], keys...)
	slices.Sort(a.room.keys)
	return slices.Compact(a.room.keys)
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

// parts is what has to be met besides the anchor, what the fewest documents meet first.
func (a *Alerts) parts(p *plan, keys []uint32) []*plan {
	all := conjuncts(p, a.room.parts[:0])
	if i := slices.IndexFunc(all, func(k *plan) bool { return k.says(keys) }); i >= 0 {
		all = slices.Delete(all, i, i+1)
	}
	slices.SortStableFunc(all, func(x, y *plan) int { return cmp.Compare(a.chance(x), a.chance(y)) })
	a.room.parts = all
	return all
}

func conjuncts(p *plan, into []*plan) []*plan {
	if p.op != opAnd {
		return append(into, p)
	}
	for _, k := range p.kids {
		into = conjuncts(k, into)
	}
	return into
}

// says tells whether a plan asks for the anchor and nothing else.
func (p *plan) says(keys []uint32) bool {
	if p.op != opAny || len(p.atoms) < len(keys) || len(keys) == 0 {
		return false
	}
	for _, a := range p.atoms {
		if !slices.Contains(keys, a) {
			return false
		}
	}
	return true
}

// chance is how many documents meet a part, about: those that are no list of atoms are looked at last.
func (a *Alerts) chance(p *plan) (sum float32) {
	if p.op != opAny {
		return 1
	}
	for _, k := range p.atoms {
		sum += a.share(k)
	}
	return min(sum, 1)
}
