package match

import (
	"slices"
	"time"

	"verv/internal/match/query"
)

// Ranking asks for those who fit best.
type Ranking struct {
	View    View
	Filter  query.Node // what a candidate must meet besides; nil = nothing
	Lang    string
	Limit   int // at most 1,000
	Weights *Weights
	Now     time.Time
}

// Fit is how a candidate was judged: Score is the sum of each part (0 to 1,000) by its weight, and nothing else.
type Fit struct {
	ID        ID
	Anonymous bool
	Score     uint32
	Parts     [parts]uint32
	Unsaid    []Part   // of which a side says nothing, so that nobody can tell how far they are met
	Anywhere  bool     // the work is done from anywhere: how far it is does not matter
	Skills    []string // in common
	Words     []string // in common, of those that say most
}

// RankPeople is the people of this index for a job. A candidate has one of its occupations or the group right above it, one of its
// skills, or one of the words that say most of it.
func (x *Index) RankPeople(j *Job, q Ranking) []Fit {
	return x.rank(j.draft(&x.o, new(slate)), true, q)
}

// RankJobs is the jobs of this index for a person, by the same parts.
func (x *Index) RankJobs(p *Person, q Ranking) []Fit {
	return x.rank(p.draft(&x.o, new(slate)), false, q)
}

func (x *Index) rank(w *draft, job bool, q Ranking) []Fit {
	x.mu.RLock()
	defer x.mu.RUnlock()
	s := x.searcher(Request{Query: q.Filter, Lang: q.Lang, View: q.View, Now: q.Now, Limit: q.Limit})
	defer s.done()
	s.top.limit-- // no further page
	r := &ranker{searcher: s, wanted: x.wanted(w, job), weights: &DefaultWeights, today: day(q.Now)}
	if q.Weights != nil {
		r.weights = q.Weights
	}
	for p := Distance; p < parts; p++ {
		r.most += r.weights[p] * full
	}
	for _, c := range x.chunks {
		if c != nil && c.live > 0 && s.top.limit > 0 {
			r.chunk(c)
		}
	}
	return r.fits()
}

type ranker struct {
	*searcher
	*wanted
	weights *Weights
	today   uint16
	most    uint32 // what the parts from Distance on can add
	skill   [1 << 16]uint32
	trades  memo
	tongues memo
}

// memo keeps a part by the number of a set, while one chunk is ranked.
type memo struct{ of []int32 }

func (m *memo) reset(n int) {
	m.of = slices.Grow(m.of[:0], n)[:n]
	for i := range m.of {
		m.of[i] = -1
	}
}

func (m *memo) get(c *column, d uint16, make func([]uint32) uint32) uint32 {
	s := c.set(d)
	if m.of[s] < 0 {
		m.of[s] = int32(make(c.sets[s]))
	}
	return uint32(m.of[s])
}

// candidates are those that may be seen, meet the filter, and have something in common with what is wanted.
func (r *ranker) candidates(c *chunk) *subset {
	some := r.empty()
	defer r.give(some)
	add := func(l list) {
		if l.bits != nil {
			some.addAll(l.bits)
		}
		some.add(l.docs)
	}
	for _, a := range r.touches {
		add(c.marks.find(a))
	}
	for _, s := range r.skills {
		add(c.marks.find(s.atom))
	}
	for _, w := range r.words {
		add(c.words.find(w.atom))
	}
	all := r.world(r.purpose, r.keys, r.plan)
	all.and(&some.words)
	r.narrow(r.plan, all)
	return all
}

func (r *ranker) chunk(c *chunk) {
	r.c = c
	in := r.candidates(c)
	defer r.give(in)
	r.hits = in.list(r.hits[:0])
	if len(r.hits) == 0 {
		return
	}
	for _, w := range r.words {
		r.score(w.atom, w.weight, in)
	}
	for _, s := range r.skills {
		l := c.marks.find(s.atom)
		for _, d := range l.docs {
			r.skill[d] += s.weight
		}
		if l.bits != nil {
			for d := range l.bits.all() {
				r.skill[d] += s.weight
			}
		}
	}
	r.trades.reset(len(c.columns[query.Occupation].sets))
	r.tongues.reset(len(c.columns[query.Language].sets))
	for _, d := range r.hits {
		r.judge(c, d)
	}
	clear(r.skill[:len(c.ids)])
}

// judge offers a candidate, unless even full marks for all that was not yet looked at would be too little.
func (r *ranker) judge(c *chunk, d uint16) {
	words, skills := r.acc[d], r.skill[d]
	r.acc[d] = 0
	score := r.weights[Words]*wordsValue.value(words) + r.weights[SharedSkills]*skillsValue.value(skills)
	if uint64(score+r.weights[Occupations]*full+r.most+1)<<32 < r.top.least {
		return
	}
	score += r.weights[Occupations] * r.trades.get(c.columns[query.Occupation], d, func(has []uint32) uint32 { return r.trade(r.x, has) })
	if uint64(score+r.most+1)<<32 < r.top.least {
		return
	}
	var p [parts]uint32
	r.rest(c, d, r.today, &p)
	p[Languages] = r.tongues.get(c.columns[query.Language], d, r.language)
	for i := Distance; i < parts; i++ {
		score += r.weights[i] * p[i]
	}
	r.top.offer(uint64(score)<<32|uint64(c.moment[d]), c.ids[d], c.veiled.has(d))
}

// fits gives the reasons of those who came out first.
func (r *ranker) fits() []Fit {
	var out []Fit
	for _, k := range r.top.sorted() {
		n, _ := r.x.where.get(k.id)
		c, d := r.x.chunks[n>>16], uint16(n)
		f := Fit{ID: k.id, Anonymous: k.veiled, Score: uint32(k.key >> 32)}
		var words, skills uint32
		for _, w := range r.words {
			l := c.words.find(w.atom)
			if i, ok := slices.BinarySearch(l.docs, d); ok {
				words += w.weight * uint32(l.impacts[i])
				f.Words = append(f.Words, r.x.lex.name(w.atom))
			}
		}
		for _, s := range r.skills {
			if c.marks.find(s.atom).has(d) {
				skills += s.weight
				f.Skills = append(f.Skills, r.x.lex.name(s.atom))
			}
		}
		r.rest(c, d, r.today, &f.Parts)
		f.Parts[Occupations] = r.trade(r.x, c.columns[query.Occupation].get(d))
		f.Parts[SharedSkills] = skillsValue.value(skills)
		f.Parts[Words] = wordsValue.value(words)
		f.Parts[Languages] = r.language(c.columns[query.Language].get(d))
		f.Unsaid, f.Anywhere = r.unsaid(c, d), r.remotely(c, d)
		out = append(out, f)
	}
	return out
}
