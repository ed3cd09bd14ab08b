package workload

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// edge is how far from the edge of a circle engines may disagree, in kilometres: Verv keeps places exact to half a metre.
const edge = 0.001

// Explain takes out of the differences of searches for people those that people at the edge of the circle explain: of nothing do the two
// answers differ by more than there are people within a metre of the edge whom the query else finds.
func (c *Comparison) Explain(s Source) error {
	if c.Differ == 0 || c.Differ > len(c.Kept) {
		return nil
	}
	queries := map[int]*CVQuery{}
	for q, err := range s.CVQuery {
		if err != nil {
			return err
		}
		queries[q.ID] = q
	}
	at := make([]map[string]int, len(c.Kept)) // how many people at the edge count for each thing
	for v, err := range s.CVs {
		if err != nil {
			return err
		}
		for i, d := range c.Kept {
			if q := queries[d.ID]; q != nil && q.Radius > 0 && math.Abs(kilometres(q, v)-q.Radius) <= edge && q.elseFinds(v) {
				if at[i] == nil {
					at[i] = map[string]int{}
				}
				for _, k := range v.counts() {
					at[i][k]++
				}
			}
		}
	}
	var left []Difference
	for i, d := range c.Kept {
		if slices.ContainsFunc(d.things(), func(k string) bool { return max(d.Ours[k]-d.Theirs[k], d.Theirs[k]-d.Ours[k]) > at[i][k] }) {
			left = append(left, d)
		}
	}
	c.AtEdge, c.Differ, c.Kept = len(c.Kept)-len(left), len(left), left
	return nil
}

// kilometres is the way on a sphere of 6371 km.
func kilometres(q *CVQuery, c *CV) float64 {
	const rad = math.Pi / 180
	h := math.Pow(math.Sin((c.Lat-q.Lat)*rad/2), 2) + math.Cos(q.Lat*rad)*math.Cos(c.Lat*rad)*math.Pow(math.Sin((c.Lon-q.Lon)*rad/2), 2)
	return 2 * 6371 * math.Asin(min(1, math.Sqrt(h)))
}

// elseFinds says that a query finds somebody, wherever they are.
func (q *CVQuery) elseFinds(c *CV) bool {
	words := strings.Fields(c.Text)
	has := func(t string) bool { return slices.Contains(words, t) }
	lacks := func(t string) bool { return !has(t) }
	return c.Vis != 1 && !c.Restricted && !slices.Contains(c.Blocked, q.Employer) && c.Years >= q.MinYears &&
		(q.Langs == 0 || c.Langs&q.Langs != 0) && (q.Skill == 0 || slices.Contains(c.Skills, q.Skill)) &&
		(q.Or && slices.ContainsFunc(q.Terms, has) || !q.Or && !slices.ContainsFunc(q.Terms, lacks))
}

// counts is what an answer counts somebody for.
func (c *CV) counts() []string {
	out := []string{hitsInAll, "county:" + strconv.Itoa(c.County), "years:" + strconv.Itoa(c.Years/10*10), "occupation:" + strconv.Itoa(c.Occ)}
	for _, l := range each("", c.Langs) {
		out = append(out, "langs:"+l)
	}
	return out
}
