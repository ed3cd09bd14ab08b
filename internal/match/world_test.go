package match

import (
	"encoding/binary"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"time"

	"verv/internal/match/query"
)

// plain is an analyzer for tests: words in lower case, and for a word that ends in s the stem without it.
type plain struct{}

func (plain) Words(text string) iter.Seq[Span] {
	return func(yield func(Span) bool) {
		at := 0
		for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '.' }) {
			from := at + strings.Index(text[at:], w)
			at = from + len(w)
			if !yield(Span{from, at}) {
				return
			}
		}
	}
}

func (plain) Terms(to []string, _, word string) []string {
	low := strings.ToLower(word)
	return append(to, low, "~"+strings.TrimSuffix(low, "s"))
}

func (p plain) Query(lang, text string) (out []Token) {
	for at := range p.Words(text) {
		for i, term := range p.Terms(nil, lang, text[at.Start:at.End]) {
			out = append(out, Token{term, i > 0})
		}
	}
	return out
}

// tree stands above by the dots of a code: a.b.c is below a.b and a.
type tree struct{}

func (tree) Above(_ query.Field, v string) []string {
	var out []string
	for {
		i := strings.LastIndexByte(v, '.')
		if i < 0 {
			return out
		}
		v = v[:i]
		out = append(out, v)
	}
}

var today = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

func number(n int) ID {
	var id ID
	binary.BigEndian.PutUint64(id[8:], uint64(n)+1)
	return id
}

// dice makes random documents and queries of few words and values, so that they meet.
type dice struct{ *rand.Rand }

func roll(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 7))} }

func (d dice) word() string {
	w := fmt.Sprintf("%c%c%s", 'a'+d.IntN(3), 'a'+d.IntN(3), strings.Repeat("x", d.IntN(3)))
	if d.IntN(4) == 0 {
		w += "s"
	}
	return w
}

func (d dice) words(most int) string {
	var out []string
	for range d.IntN(most + 1) {
		out = append(out, d.word())
	}
	return strings.Join(out, " ")
}

func (d dice) some(prefix string, kinds, most int) []string {
	var out []string
	for range d.IntN(most + 1) {
		out = append(out, d.code(prefix, kinds))
	}
	return out
}

func (d dice) code(prefix string, kinds int) string {
	switch n := d.IntN(kinds); prefix {
	case "o", "p":
		return fmt.Sprintf("%s.%d.%d", prefix, n%3, n)
	default:
		return fmt.Sprintf("%s%d", prefix, n)
	}
}

func (d dice) values() Values {
	return Values{Occupations: d.some("o", 8, 2), Skills: d.some("s", 9, 4), Places: d.some("p", 9, 2), Extents: d.some("e", 2, 1),
		Languages: d.some("l", 4, 3), Licences: d.some("c", 3, 1), Remote: d.some("full", 1, 1)}
}

func (d dice) point() Point { return Point{58 + 4*d.Float64(), 8 + 6*d.Float64()} }

func (d dice) points() []Point {
	var out []Point
	for range d.IntN(3) {
		out = append(out, d.point())
	}
	return out
}

func (d dice) texts() []Text {
	return []Text{{Title, "nb", d.words(3)}, {Body, "nb", d.words(12)}, {Skills, "en", d.words(2)}}
}

func (d dice) when() time.Time {
	if d.IntN(6) == 0 {
		return time.Time{}
	}
	return today.Add(-time.Duration(d.IntN(40*24)) * time.Hour)
}

func (d dice) job(n int) *Job {
	return &Job{ID: number(n), Texts: d.texts(), Values: d.values(), Employer: d.code("w", 4), Points: d.points(), Salary: int32(d.IntN(4) * 200_000),
		Experience: uint8(d.IntN(6)), Published: d.when(), Start: d.when().AddDate(0, 1, 0)}
}

func (d dice) person(n int) *Person {
	return &Person{ID: number(n), Texts: d.texts(), Values: d.values(), Employers: d.some("w", 4, 2), Points: d.points(), Salary: int32(d.IntN(4) * 200_000),
		Experience: uint8(d.IntN(30)), Active: d.when(), Available: d.when().AddDate(0, 2, 0), Purposes: Purposes(d.IntN(8) << 1),
		Anonymous: d.IntN(3) == 0, Restricted: d.IntN(8) == 0, Blocks: d.some("k", 3, 2)}
}

func (d dice) query(depth int) query.Node {
	switch n := d.IntN(16); {
	case n < 4 && depth > 0:
		return query.All(d.query(depth-1), d.query(depth-1), d.query(depth-1))
	case n < 7 && depth > 0:
		return query.Any(d.query(depth-1), d.query(depth-1), d.query(depth-1))
	case n < 8 && depth > 0:
		return query.Negate(d.query(depth - 1))
	case n < 10:
		return query.Word(d.word())
	}
	switch d.IntN(11) {
	case 0:
		return query.Prefix(d.word()[:2])
	case 1:
		return query.Phrase(d.word() + " " + d.word())
	case 2:
		return query.Facet{Field: query.Occupation, Value: []string{"o", "o.1", d.code("o", 8)}[d.IntN(3)]}
	case 3:
		return query.Facet{Field: query.Place, Value: []string{"p.0", d.code("p", 9)}[d.IntN(2)]}
	case 4:
		return query.Facet{Field: query.Skill, Value: d.code("s", 9)}
	case 5:
		return query.Facet{Field: query.Employer, Value: d.code("w", 4)}
	case 6:
		return query.Range{Field: query.Salary, Min: int64(d.IntN(5) * 150_000), Max: query.High}
	case 7:
		return query.Range{Field: query.Experience, Min: query.Low, Max: int64(d.IntN(12))}
	case 8:
		return query.Range{Field: query.Age, Min: int64(d.IntN(5)), Max: int64(5 + d.IntN(30))}
	case 9:
		return query.Range{Field: query.Available, Min: 0, Max: int64(d.IntN(60))}
	}
	p := d.point()
	return query.Near{Lat: p.Lat, Lon: p.Lon, Km: 20 + 200*d.Float64()}
}

func (d dice) view() View {
	return View{Purpose: 1 << d.IntN(purposes), Keys: d.some("k", 3, 2)}
}
