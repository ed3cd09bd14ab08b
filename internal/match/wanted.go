package match

import (
	"cmp"
	"slices"

	"verv/internal/match/query"
)

// RemoteFull is the value of Values.Remote under which distance does not matter.
const RemoteFull = "full"

// rankedWords is how many words of a text are looked for.
const rankedWords = 20

// wanted is the side that is given: a job that people are ranked for, or a person that jobs are ranked for.
type wanted struct {
	traits
	job     bool
	paths   [][]uint32 // of its occupations, each from itself to the top; 0 where nobody in the index has it
	trades  []uint32   // its occupations and what stands above
	speaks  []uint32
	asks    int // languages, known here or not
	remote  uint32
	anyhow  bool // it is remote itself
	spots   []spot
	skills  []weighted
	words   []weighted
	says    [parts]bool
	touches []uint32 // occupations that make a candidate: its own and those right above
}

func (x *Index) wanted(w *draft, job bool) *wanted {
	e := w.bind(x.lex.find)
	out := &wanted{traits: w.traits, job: job, trades: e.values[query.Occupation], speaks: e.values[query.Language],
		asks: len(w.facets[query.Language]), spots: spotsOf(w.points), remote: x.lex.find(spaceFacet+byte(query.Remote), RemoteFull),
		anyhow: slices.Contains(w.facets[query.Remote], RemoteFull)}
	out.says = [parts]bool{Occupations: len(w.facets[query.Occupation]) > 0, SharedSkills: len(w.facets[query.Skill]) > 0, Words: true, Distance: len(w.points) > 0,
		Languages: out.asks > 0, Experience: !job || w.years > 0, Pay: w.salary != 0, Availability: job || w.start != 0}
	find := func(v string) uint32 { return x.lex.find(spaceFacet+byte(query.Occupation), v) }
	for _, p := range ways(x.o.Tree, w.facets[query.Occupation]) {
		path := make([]uint32, len(p))
		for i, v := range p {
			path[i] = find(v)
		}
		out.paths = append(out.paths, path)
		out.touches = append(out.touches, path[:min(2, len(path))]...)
	}
	for _, s := range w.facets[query.Skill] {
		if a := x.lex.find(spaceFacet+byte(query.Skill), s); a != 0 {
			out.skills = append(out.skills, weighted{a, x.rare(spaceFacet+byte(query.Skill), s)})
		}
	}
	out.words = x.telling(w)
	return out
}

// ways is the paths of those values that stand above no other.
func ways(tree Tree, values []string) [][]string {
	var out [][]string
	inner := map[string]bool{}
	for _, v := range values {
		above := tree.Above(query.Occupation, v)
		for _, a := range above {
			inner[a] = true
		}
		out = append(out, append([]string{v}, above...))
	}
	return slices.DeleteFunc(out, func(p []string) bool { return inner[p[0]] })
}

// telling is the words that say most of a text: those that are rare, and stand there with weight. Which they are does not depend on who
// is in this index: a word that only somebody unseen has takes the place of another all the same.
func (x *Index) telling(d *draft) []weighted {
	type word struct {
		term         string
		weight, says uint32
	}
	own := newLexicon()
	var all []word
	for _, s := range d.bind(own.intern).words {
		if term := own.name(s.atom); term[0] != Derived {
			w := x.rare(spaceWord, term)
			all = append(all, word{term, w, w * uint32(s.impact)})
		}
	}
	slices.SortFunc(all, func(a, b word) int { return cmp.Or(cmp.Compare(b.says, a.says), cmp.Compare(a.term, b.term)) })
	var out []weighted
	for _, w := range all[:min(rankedWords, len(all))] {
		if a := x.lex.find(spaceWord, w.term); a != 0 {
			out = append(out, weighted{a, w.weight})
		}
	}
	return out
}

// trade is the part of occupation for a candidate with these.
func (w *wanted) trade(x *Index, has []uint32) uint32 {
	if w.job {
		return closeness(w.paths, has)
	}
	names := make([]string, len(has))
	for i, a := range has {
		names[i] = x.lex.name(a)
	}
	var paths [][]uint32
	for _, p := range ways(x.o.Tree, names) {
		path := make([]uint32, len(p))
		for i, v := range p {
			path[i] = x.lex.find(spaceFacet+byte(query.Occupation), v)
		}
		paths = append(paths, path)
	}
	return closeness(paths, w.trades)
}

func (w *wanted) language(has []uint32) uint32 {
	common := 0
	for _, a := range has {
		if slices.Contains(w.speaks, a) {
			common++
		}
	}
	if w.job {
		return spoken(w.asks, common)
	}
	return spoken(len(has), common)
}

// remotely says that the job is done from anywhere.
func (w *wanted) remotely(c *chunk, d uint16) bool {
	return w.anyhow && w.job || !w.job && w.remote != 0 && slices.Contains(c.columns[query.Remote].get(d), w.remote)
}

// unsaid are the parts of which one of the two says nothing. A job without a first day begins at once, and somebody's years are those of
// their CV: both have said it. Which skills a candidate has is on the lists alone, and is not asked there.
func (w *wanted) unsaid(c *chunk, d uint16) (out []Part) {
	other := [parts]bool{Occupations: c.columns[query.Occupation].set(d) != 0, SharedSkills: true, Words: true, Distance: c.spots[d] != nowhere,
		Languages: c.columns[query.Language].set(d) != 0, Experience: w.job || c.years[d] > 0, Pay: c.salary[d] != 0, Availability: !w.job || c.start[d] != 0}
	for p := Occupations; p < parts; p++ {
		if !(w.says[p] && other[p]) && !(p == Distance && w.remotely(c, d)) {
			out = append(out, p)
		}
	}
	return out
}

func (w *wanted) distance(c *chunk, d uint16) uint32 {
	if w.remotely(c, d) {
		return full
	}
	if len(w.spots) == 0 || c.spots[d] == nowhere {
		return unknown
	}
	best := float32(9)
	for _, s := range w.spots {
		best = min(best, s.chord(c.spots[d]))
		for _, f := range c.further[d] {
			best = min(best, s.chord(f))
		}
	}
	return way(best)
}

// rest is the parts that come from the traits of the two.
func (w *wanted) rest(c *chunk, d uint16, today uint16, out *[parts]uint32) {
	out[Distance] = w.distance(c, d)
	if w.job {
		out[Experience] = experience(w.years, c.years[d])
		out[Pay] = pay(w.salary, c.salary[d])
		out[Availability] = availability(w.start, c.start[d], today)
		return
	}
	out[Experience] = experience(c.years[d], w.years)
	out[Pay] = pay(c.salary[d], w.salary)
	out[Availability] = availability(c.start[d], w.start, today)
}
