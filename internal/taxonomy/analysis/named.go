package analysis

import (
	"slices"
	"strings"

	"verv/internal/taxonomy"
	"verv/internal/taxonomy/text"
)

// phrases are the names of skills, licences and education in one language, as rows of stems, by the first of them.
type phrases struct {
	first map[string][]phrase
}

type phrase struct {
	rest []string
	ref  taxonomy.Ref
}

// Named are the things of the taxonomy that a text names, each once, in the order of their identifiers.
type Named struct {
	Skills, Licences, Educations []string
}

// shortestName is how many letters the name of one word has at least, so that a skill called R or Go is not found in every text.
const shortestName = 3

func (a *Analysis) newPhrases(lang string) *phrases {
	p := &phrases{first: map[string][]phrase{}}
	add := func(ref taxonomy.Ref, names []string) {
		for _, name := range names {
			stems, whole := a.bareStems(lang, name)
			if !whole { // "class A": without the letter it is another name
				continue
			}
			if len(stems) == 0 || len(stems) == 1 && len(text.Fold(name)) < shortestName {
				continue
			}
			p.first[stems[0]] = append(p.first[stems[0]], phrase{stems[1:], ref})
		}
	}
	for _, s := range a.tax.Skills {
		add(taxonomy.Ref{Kind: taxonomy.KindSkill, ID: s.ID}, s.In(lang))
	}
	for _, t := range a.tax.Terms {
		if t.Kind == licence || t.Kind == education {
			add(taxonomy.Ref{Kind: taxonomy.KindTerm, ID: t.Kind + ":" + t.ID}, t.In(lang))
		}
	}
	for k := range p.first {
		slices.SortStableFunc(p.first[k], func(x, y phrase) int { return len(y.rest) - len(x.rest) })
	}
	return p
}

const (
	licence   = "licence"
	education = "education"
)

// bareStems reads without remembering: there is nothing to remember in yet. The stems are whole where every word has one.
func (a *Analysis) bareStems(lang, s string) (out []string, whole bool) {
	whole = true
	for at := range text.Spans(s) {
		terms := a.derive(reading{lang, true}, s[at.Start:at.End])
		if len(terms) == 0 {
			whole = false
			continue
		}
		out = append(out, terms[len(terms)-1])
	}
	return out, whole
}

// Named finds what a text in a language names. The longest name counts where one begins with another.
func (a *Analysis) Named(lang, s string) Named {
	lang = speech(lang)
	p := a.named[lang]
	if p == nil {
		return Named{}
	}
	var out Named
	stems := a.stems(lang, s)
	for i := 0; i < len(stems); {
		step := 1
		for _, x := range p.first[stems[i]] {
			rest := stems[i+1:]
			if len(x.rest) <= len(rest) && slices.Equal(x.rest, rest[:len(x.rest)]) {
				out.add(x.ref)
				step = max(step, 1+len(x.rest))
				if step > 1+len(x.rest) {
					break
				}
			}
		}
		i += step
	}
	for _, list := range []*[]string{&out.Skills, &out.Licences, &out.Educations} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return out
}

func (n *Named) add(r taxonomy.Ref) {
	switch kind, id, _ := strings.Cut(r.ID, ":"); {
	case r.Kind == taxonomy.KindSkill:
		n.Skills = append(n.Skills, r.ID)
	case kind == licence:
		n.Licences = append(n.Licences, id)
	case kind == education:
		n.Educations = append(n.Educations, id)
	}
}
