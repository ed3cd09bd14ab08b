package match

import (
	"math"
	"slices"
	"strings"
	"time"

	"verv/internal/match/query"
)

// plainDoc is a document as a reader would judge it by hand: words in rows, values with what stands above them.
type plainDoc struct {
	id       ID
	texts    [][][]string // text, place, alternatives
	zone     []Zone
	values   map[query.Field][]string
	points   []Point
	salary   int32
	years    uint8
	moment   time.Time
	purposes Purposes
	start    time.Time
	blocks   []string
	veiled   bool
}

func byHand(d Document) *plainDoc {
	var p *plainDoc
	var texts []Text
	var v Values
	switch d := d.(type) {
	case *Job:
		p = &plainDoc{id: d.ID, points: d.Points, salary: d.Salary, years: d.Experience, moment: d.Published, start: d.Start, purposes: Public}
		texts, v = d.Texts, d.Values
		p.values = map[query.Field][]string{query.Employer: {d.Employer}}
	case *Person:
		p = &plainDoc{id: d.ID, points: d.Points, salary: d.Salary, years: d.Experience, moment: d.Active, start: d.Available, purposes: d.Purposes, blocks: d.Blocks, veiled: d.Anonymous}
		texts, v = d.Texts, d.Values
		p.values = map[query.Field][]string{}
		if d.Restricted {
			p.purposes = 0
		}
		if !d.Anonymous {
			p.values[query.Employer] = d.Employers
		}
	}
	for f, list := range map[query.Field][]string{query.Occupation: v.Occupations, query.Skill: v.Skills, query.Place: v.Places, query.Extent: v.Extents, query.Language: v.Languages, query.Licence: v.Licences, query.Remote: v.Remote} {
		for _, c := range list {
			p.values[f] = append(p.values[f], append([]string{c}, tree{}.Above(f, c)...)...)
		}
	}
	for _, t := range texts {
		var row [][]string
		for _, w := range strings.Fields(strings.ToLower(t.Text)) {
			row = append(row, []string{w, "~" + strings.TrimSuffix(w, "s")})
		}
		p.texts, p.zone = append(p.texts, row), append(p.zone, t.Zone)
	}
	return p
}

func (p *plainDoc) seenBy(v View) bool {
	return p.purposes&v.Purpose != 0 && !slices.ContainsFunc(p.blocks, func(b string) bool { return slices.Contains(v.Keys, b) })
}

func (p *plainDoc) has(term func(string) bool) bool {
	for _, row := range p.texts {
		for _, alternatives := range row {
			if slices.ContainsFunc(alternatives, term) {
				return true
			}
		}
	}
	return false
}

func (p *plainDoc) phrase(words []string) bool {
	for _, row := range p.texts {
		for i := range row {
			ok := i+len(words) <= len(row)
			for j := 0; ok && j < len(words); j++ {
				stem := "~" + strings.TrimSuffix(words[j], "s")
				ok = row[i+j][0] == words[j] || row[i+j][1] == stem
			}
			if ok {
				return true
			}
		}
	}
	return false
}

func (p *plainDoc) meets(n query.Node) bool {
	switch n := n.(type) {
	case query.And:
		for _, k := range n {
			if !p.meets(k) {
				return false
			}
		}
		return true
	case query.Or:
		return slices.ContainsFunc(n, p.meets)
	case query.Not:
		return !p.meets(n.Node)
	case query.Word:
		return p.phrase([]string{string(n)})
	case query.Phrase:
		return p.phrase(strings.Fields(string(n)))
	case query.Prefix:
		return p.has(func(t string) bool { return strings.HasPrefix(t, string(n)) })
	case query.Facet:
		return slices.Contains(p.values[n.Field], n.Value)
	case query.Range:
		return p.between(n)
	case query.Near:
		return slices.ContainsFunc(p.points, func(at Point) bool { return haversine(at, Point{n.Lat, n.Lon}) <= n.Km })
	}
	return true
}

func (p *plainDoc) between(n query.Range) bool {
	v := int64(p.years)
	switch n.Field {
	case query.Salary:
		if v = int64(p.salary); v == 0 {
			return false
		}
	case query.Age:
		if p.moment.IsZero() {
			return false
		}
		v = int64(today.Sub(p.moment) / (24 * time.Hour))
	case query.Available:
		if p.start.Unix() <= 0 {
			return false
		}
		v = max(p.start.Unix()/86400-today.Unix()/86400, 0)
	}
	return n.Min <= v && v <= n.Max
}

func haversine(a, b Point) float64 {
	r := math.Pi / 180
	h := math.Pow(math.Sin((b.Lat-a.Lat)*r/2), 2) + math.Cos(a.Lat*r)*math.Cos(b.Lat*r)*math.Pow(math.Sin((b.Lon-a.Lon)*r/2), 2)
	return 2 * earth * math.Asin(math.Sqrt(h))
}

// impact is BM25F by the book, with the frequencies counted one by one.
func (p *plainDoc) impact(term string) uint32 {
	sum := 0.0
	for z := range Zone(zones) {
		n, length := 0, 0
		for i, row := range p.texts {
			if p.zone[i] != z {
				continue
			}
			length += len(row)
			for _, alternatives := range row {
				if slices.Contains(alternatives, term) {
					n++
				}
			}
		}
		for range n {
			sum += zoneWeight[z] / (1 - lengthB + lengthB*float64(length)/zoneLength[z])
		}
	}
	if sum == 0 {
		return 0
	}
	return uint32(1 + 254*sum/(k1+sum))
}

// score adds up every word that is asked for; public is what the weights are counted from.
func (p *plainDoc) score(n query.Node, public map[string]int, all int) uint32 {
	sum := uint32(0)
	add := func(text string) {
		for _, w := range strings.Fields(text) {
			for _, t := range []string{w, "~" + strings.TrimSuffix(w, "s")} {
				sum += rarity(public[t], all) * p.impact(t)
			}
		}
	}
	switch n := n.(type) {
	case query.And:
		for _, k := range n {
			sum += p.score(k, public, all)
		}
	case query.Or:
		for _, k := range n {
			sum += p.score(k, public, all)
		}
	case query.Word:
		add(string(n))
	case query.Phrase:
		add(string(n))
	case query.Prefix:
		seen := map[string]bool{}
		p.has(func(t string) bool {
			if strings.HasPrefix(t, string(n)) && !seen[t] {
				seen[t] = true
				sum += prefixWeight * p.impact(t)
			}
			return false
		})
	}
	return sum
}

// counted is how many public documents have each term.
func counted(docs []*plainDoc) map[string]int {
	out := map[string]int{}
	for _, d := range docs {
		seen := map[string]bool{}
		d.has(func(t string) bool {
			if !seen[t] {
				seen[t] = true
				out[t]++
			}
			return false
		})
	}
	return out
}
