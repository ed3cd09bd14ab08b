package workload

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// Sizes of the market.
const (
	vocabulary = 200_000
	sectors    = 21
	trades     = 2_000
	skills     = 4_000
	munis      = 290
	counties   = 21
	employers  = 50_000
	languages  = 12
	topical    = 160 // words of an occupation
)

// Market makes records from a seed.
type Market struct {
	seed                             uint64
	words, occs, places, firms, able *zipf
}

// NewMarket prepares the market of a seed.
func NewMarket(seed uint64) *Market {
	return &Market{seed: seed, words: newZipf(vocabulary, 1.05), occs: newZipf(trades, 0.9), places: newZipf(munis, 0.9), firms: newZipf(employers, 0.7), able: newZipf(60, 0.8)}
}

// Teach tells the map where all municipalities lie.
func (m *Market) Teach(to *Map) {
	for muni := range munis {
		to.Learn(muni, muni%counties)
	}
}

// dice are those of one record.
func (m *Market) dice(kind, id int) *rand.Rand {
	return rand.New(rand.NewPCG(m.seed<<8|uint64(kind), uint64(id)))
}

// word is one of the occupation's own, of its sector's, or any.
func (m *Market) word(r *rand.Rand, occ int) int {
	switch n := r.IntN(100); {
	case n < 30:
		return m.own(r, occ)
	case n < 40:
		return 300 + (occ%sectors*7919+r.IntN(200)*31)%20_000
	}
	return m.words.draw(r)
}

// own is one of the words that go with an occupation: the first ones more often.
func (m *Market) own(r *rand.Rand, occ int) int {
	i := min(r.IntN(topical), r.IntN(topical))
	return 500 + (occ*104_729+i*i*67+i*7)%80_000
}

func name(w int) string { return "w" + strconv.Itoa(w) }

func (m *Market) text(r *rand.Rand, occ, mean int) string {
	var out strings.Builder
	for i := range mean/2 + r.IntN(mean+1) {
		if i > 0 {
			out.WriteByte(' ')
		}
		out.WriteString(name(m.word(r, occ)))
	}
	return out.String()
}

// spot is the middle of a municipality, and somewhere near it.
func (m *Market) spot(r *rand.Rand, muni int) (lat, lon float64) {
	at := m.dice(9, muni)
	return 56 + 13*at.Float64() + 0.2*r.NormFloat64(), 5 + 20*at.Float64() + 0.3*r.NormFloat64()
}

// skillsOf is mostly those of the occupation.
func (m *Market) skill(r *rand.Rand, occ int) int {
	if r.IntN(5) == 0 {
		return 1 + r.IntN(skills)
	}
	return 1 + (occ*31+m.able.draw(r)*17)%skills
}

func mask(r *rand.Rand, more int) uint32 {
	out := uint32(1) << min(r.IntN(languages), r.IntN(languages), r.IntN(languages))
	for range more {
		if r.IntN(3) == 0 {
			out |= 1 << r.IntN(languages)
		}
	}
	return out
}

// CV makes the CV of that number.
func (m *Market) CV(id int) *CV {
	r := m.dice(1, id)
	c := &CV{ID: id, Occ: m.occs.draw(r), Muni: m.places.draw(r), Years: r.IntN(45), Langs: 1 | mask(r, 3), Restricted: r.IntN(200) == 0}
	c.County = c.Muni % counties
	c.Lat, c.Lon = m.spot(r, c.Muni)
	switch n := r.IntN(100); {
	case n < 20:
		c.Vis = 1
	case n < 35:
		c.Vis = 2
	}
	for range max(0, r.IntN(6)-3) {
		c.Blocked = append(c.Blocked, m.firms.draw(r))
	}
	for range 2 + r.IntN(8) {
		c.Skills = append(c.Skills, m.skill(r, c.Occ))
	}
	c.Text = m.text(r, c.Occ, 150)
	return c
}

// Job makes the job of that number.
func (m *Market) Job(id int) *Job {
	r := m.dice(2, id)
	j := &Job{ID: id, Occ: m.occs.draw(r), Muni: m.places.draw(r), EType: 1 << r.IntN(5), Lang: 1 + min(r.IntN(languages), r.IntN(languages)),
		Salary: 300_000 + r.IntN(60)*10_000, Remote: r.IntN(8) == 0, Employer: m.firms.draw(r)}
	j.County = j.Muni % counties
	j.Lat, j.Lon = m.spot(r, j.Muni)
	j.Text = m.text(r, j.Occ, 300)
	return j
}

// term is a word that somebody would search for.
func (m *Market) term(r *rand.Rand, occ int) string {
	if r.IntN(10) < 7 {
		return name(m.own(r, occ))
	}
	w := m.words.draw(r)
	for w < 100 {
		w = m.words.draw(r)
	}
	return name(w)
}

// Alert makes the alert of that number.
func (m *Market) Alert(id int) *Alert {
	r := m.dice(3, id)
	a := &Alert{ID: id}
	occ, share := m.occs.draw(r), 85
	if r.IntN(100) < 72 {
		share = 35
		a.Query = m.terms(r, occ)
	}
	if r.IntN(100) < share {
		a.Occs = append(a.Occs, occ)
		for range r.IntN(3) {
			a.Occs = append(a.Occs, m.occs.draw(r))
		}
	}
	if r.IntN(100) < 78 || a.Query == "" && a.Occs == nil { // nobody saves a search for everything
		for range 1 + r.IntN(3) {
			a.Munis = append(a.Munis, m.places.draw(r))
		}
	}
	if r.IntN(4) == 0 {
		a.ETypes = uint32(1+r.IntN(30)) | 1
	}
	if r.IntN(100) < 12 {
		a.Lang = 1 + min(r.IntN(languages), r.IntN(languages))
	}
	if r.IntN(5) == 0 {
		a.Salary = 300_000 + r.IntN(50)*10_000
	}
	a.Remote = r.IntN(100) < 9
	return a
}

func (m *Market) terms(r *rand.Rand, occ int) string {
	a, b, c := m.term(r, occ), m.term(r, occ), m.term(r, occ)
	switch n := r.IntN(100); {
	case n < 38:
		return a
	case n < 66:
		return a + "&" + b
	case n < 88:
		return a + "|" + b
	}
	return a + "|" + b + "&" + c
}

// CVQuery makes the query of that number.
func (m *Market) CVQuery(id int) *CVQuery {
	r := m.dice(4, id)
	occ := m.occs.draw(r)
	q := &CVQuery{ID: id, Or: r.IntN(2) == 0, Employer: m.firms.draw(r)}
	for range 1 + r.IntN(3) {
		q.Terms = append(q.Terms, m.term(r, occ))
	}
	if r.IntN(100) < 55 {
		q.Lat, q.Lon = m.spot(r, m.places.draw(r))
		q.Radius = float64(20 + r.IntN(180))
	}
	if r.IntN(100) < 40 {
		q.MinYears = 1 + r.IntN(15)
	}
	if r.IntN(100) < 30 {
		q.Langs = mask(r, 1)
	}
	if r.IntN(4) == 0 {
		q.Skill = m.skill(r, occ)
	}
	return q
}

// JobQuery makes the query of that number.
func (m *Market) JobQuery(id int) *JobQuery {
	r := m.dice(5, id)
	occ := m.occs.draw(r)
	q := &JobQuery{ID: id, Or: r.IntN(2) == 0}
	for range 1 + r.IntN(3) {
		q.Terms = append(q.Terms, m.term(r, occ))
	}
	if r.IntN(2) == 0 {
		for range 1 + r.IntN(3) {
			q.Munis = append(q.Munis, m.places.draw(r))
		}
	}
	if r.IntN(4) == 0 {
		q.ETypes = uint32(1 + r.IntN(31))
	}
	return q
}
