package workload

import (
	"encoding/binary"
	"iter"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"verv/internal/match"
	"verv/internal/match/query"
)

// Spaces is the analyzer of the workload: words are what stands between spaces.
type Spaces struct{}

// Words implements match.Analyzer.
func (Spaces) Words(text string) iter.Seq[match.Span] {
	return func(yield func(match.Span) bool) {
		for at := 0; at < len(text); {
			end := strings.IndexByte(text[at:], ' ')
			if end < 0 {
				end = len(text) - at
			}
			if end > 0 && !yield(match.Span{Start: at, End: at + end}) {
				return
			}
			at += end + 1
		}
	}
}

// Terms implements match.Analyzer.
func (Spaces) Terms(to []string, _, word string) []string { return append(to, word) }

// Query implements match.Analyzer.
func (Spaces) Query(_, text string) (out []match.Token) {
	for w := range strings.SplitSeq(text, " ") {
		if w != "" {
			out = append(out, match.Token{Term: w})
		}
	}
	return out
}

// Map is the tree of the workload: municipalities lie in counties, as far as the CVs tell.
type Map struct{ county map[string]string }

// NewMap makes an empty map.
func NewMap() *Map { return &Map{map[string]string{}} }

// Learn says where a municipality lies. It is called before the map is used by several at once.
func (m *Map) Learn(muni, county int) {
	k := code("m", muni)
	if m.county[k] == "" {
		m.county[k] = code("c", county)
	}
}

// Above implements match.Tree.
func (m *Map) Above(f query.Field, value string) []string {
	if c := m.county[value]; f == query.Place && c != "" {
		return []string{c}
	}
	return nil
}

// Counts are the facets that answers give.
var Counts = []match.Count{{Field: query.Place}, {Field: query.Experience, Band: 10}, {Field: query.Occupation}, {Field: query.Language}}

func code(prefix string, n int) string { return prefix + strconv.Itoa(n) }

func codes(prefix string, list []int) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = code(prefix, n)
	}
	return out
}

// each is the bits of a mask, as codes.
func each(prefix string, mask uint32) []string {
	var out []string
	for ; mask != 0; mask &= mask - 1 {
		out = append(out, code(prefix, bits.TrailingZeros32(mask)))
	}
	return out
}

// ID is a number as the engine's identifier.
func ID(n int) (id match.ID) {
	binary.BigEndian.PutUint64(id[8:], uint64(n))
	return id
}

// Number is what ID was made from.
func Number(id match.ID) int { return int(binary.BigEndian.Uint64(id[8:])) }

// Start is the moment the workload counts from: the larger the number, the newer.
var Start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// Document is the CV for the engine.
func (c *CV) Document() *match.Person {
	p := &match.Person{ID: ID(c.ID), Texts: []match.Text{{Zone: match.Body, Text: c.Text}}, Points: []match.Point{{Lat: c.Lat, Lon: c.Lon}},
		Experience: uint8(c.Years), Active: Start.Add(time.Duration(c.ID) * time.Second), Anonymous: c.Vis == 2, Restricted: c.Restricted,
		Blocks: codes("e", c.Blocked), Values: match.Values{Occupations: []string{code("o", c.Occ)}, Places: []string{code("m", c.Muni)},
			Languages: each("l", c.Langs), Skills: codes("s", c.Skills)}}
	if c.Vis != 1 {
		p.Purposes = match.ForSearch | match.ForMatching | match.ForAlerts
	}
	return p
}

// Document is the job for the engine.
func (j *Job) Document() *match.Job {
	d := &match.Job{ID: ID(j.ID), Texts: []match.Text{{Zone: match.Body, Text: j.Text}}, Points: []match.Point{{Lat: j.Lat, Lon: j.Lon}},
		Employer: code("e", j.Employer), Salary: int32(j.Salary), Published: Start.Add(time.Duration(j.ID) * time.Second),
		Values: match.Values{Occupations: []string{code("o", j.Occ)}, Places: []string{code("m", j.Muni)}, Employments: each("t", uint32(j.EType)),
			Languages: codes("l", []int{j.Lang})}}
	if j.Remote {
		d.Values.Remote = []string{match.RemoteFull}
	}
	return d
}

func anyOf(f query.Field, values []string) query.Node {
	parts := make([]query.Node, len(values))
	for i, v := range values {
		parts[i] = query.Facet{Field: f, Value: v}
	}
	return query.Any(parts...)
}

// Alert is the saved search for the engine.
func (a *Alert) Alert() match.Alert {
	var parts []query.Node
	if a.Query != "" {
		for _, clause := range strings.Split(a.Query, "&") {
			parts = append(parts, words(strings.Split(clause, "|"), true))
		}
	}
	parts = append(parts, anyOf(query.Occupation, codes("o", a.Occs)), anyOf(query.Place, codes("m", a.Munis)), anyOf(query.Employment, each("t", a.ETypes)))
	if a.Lang != 0 {
		parts = append(parts, query.Facet{Field: query.Language, Value: code("l", a.Lang)})
	}
	if a.Salary != 0 {
		parts = append(parts, query.Range{Field: query.Salary, Min: int64(a.Salary), Max: query.High})
	}
	if a.Remote {
		parts = append(parts, query.Facet{Field: query.Remote, Value: match.RemoteFull})
	}
	return match.Alert{ID: ID(a.ID), Query: query.All(parts...)}
}

func words(terms []string, or bool) query.Node {
	parts := make([]query.Node, len(terms))
	for i, t := range terms {
		parts[i] = query.Word(t)
	}
	if or {
		return query.Any(parts...)
	}
	return query.All(parts...)
}

// Request is the query for the engine: the twenty most relevant, with counts.
func (q *CVQuery) Request() match.Request {
	parts := []query.Node{words(q.Terms, q.Or)}
	if q.Radius > 0 {
		parts = append(parts, query.Near{Lat: q.Lat, Lon: q.Lon, Km: q.Radius})
	}
	if q.MinYears > 0 {
		parts = append(parts, query.Range{Field: query.Experience, Min: int64(q.MinYears), Max: query.High})
	}
	parts = append(parts, anyOf(query.Language, each("l", q.Langs)))
	if q.Skill != 0 {
		parts = append(parts, query.Facet{Field: query.Skill, Value: code("s", q.Skill)})
	}
	return match.Request{Query: query.All(parts...), View: match.View{Purpose: match.ForSearch, Keys: []string{code("e", q.Employer)}},
		Order: match.Relevant, Limit: 20, Counts: Counts}
}

// Request is the query for the engine: the twenty most relevant, with counts.
func (q *JobQuery) Request() match.Request {
	return match.Request{Query: query.All(words(q.Terms, q.Or), anyOf(query.Place, codes("m", q.Munis)), anyOf(query.Employment, each("t", q.ETypes))),
		Order: match.Relevant, Limit: 20, Counts: Counts}
}
