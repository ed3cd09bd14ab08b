package link

import (
	"maps"

	"verv/internal/taxonomy"
	"verv/internal/taxonomy/esco"
)

// Join is what was imported together with the built-in taxonomy: the groups that both have carry the labels of both, the built-in occupations
// stand beside the imported ones under identifiers of their own. c is left as it is; nil is nothing imported.
func Join(c *esco.Corpus, t *taxonomy.Taxonomy) *esco.Corpus {
	out := &esco.Corpus{}
	group := map[string]int{}
	if c != nil {
		*out = *c
		out.Concepts = make([]esco.Concept, len(c.Concepts))
		for i, x := range c.Concepts {
			x.Labels = maps.Clone(x.Labels)
			out.Concepts[i] = x
			if x.Kind == esco.Group {
				group[x.ISCO] = i
			}
		}
	}
	for _, g := range t.Groups {
		if i, ok := group[g.Code]; ok {
			addLabels(out.Concepts[i].Labels, g.Labels)
			continue
		}
		x := esco.Concept{ID: "isco:" + g.Code, Kind: esco.Group, ISCO: g.Code, Labels: map[string][]string{}}
		addLabels(x.Labels, g.Labels)
		out.Concepts = append(out.Concepts, x)
	}
	for _, o := range t.Occupations {
		x := esco.Concept{ID: o.ID, Kind: esco.Occupation, ISCO: o.Group, Labels: map[string][]string{}}
		addLabels(x.Labels, o.Labels)
		out.Concepts = append(out.Concepts, x)
	}
	return out
}

func addLabels(to map[string][]string, from taxonomy.Labels) {
	for i, lang := range taxonomy.Languages {
		to[lang] = append(to[lang][:len(to[lang]):len(to[lang])], from[i]...)
	}
}
