package job

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"verv/internal/access"
	"verv/internal/match"
	"verv/internal/match/query"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/taxonomy"
)

// Area is a county and how many of the jobs that a filter finds are there.
type Area struct {
	Place taxonomy.Place
	Count int
}

// Areas are the counties of a site's country in the order of their counts, and how many jobs lie in none of them. The filter's place is left out.
func (h *House) Areas(ctx context.Context, g privacy.Grant, s site.ID, f Filter) (areas []Area, elsewhere int, err error) {
	if err := g.Require(access.JobSee); err != nil {
		return nil, 0, err
	}
	f = f.tidy()
	f.Place, f.Within = "", 0
	at, err := h.searched(ctx, s)
	if err != nil {
		return nil, 0, err
	}
	tree := h.Tree(at, f)
	q := match.Request{Query: tree, Lang: at.Language, Counts: []match.Count{{Field: query.Place}}, Now: h.db.Now()}
	counted := map[string]int{}
	for _, t := range h.finder.index.Search(q).Counts[0] {
		counted[t.Value] = t.N
	}
	var all []query.Node
	for _, p := range taxonomy.BuiltIn().Places {
		if p.Country == at.Country && p.Kind == taxonomy.County {
			areas = append(areas, Area{p, counted[p.ID()]})
			all = append(all, query.Facet{Field: query.Place, Value: p.ID()})
		}
	}
	slices.SortStableFunc(areas, func(a, b Area) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Place.Names[0].Text, b.Place.Names[0].Text))
	})
	if len(all) > 0 {
		q = match.Request{Query: query.All(tree, query.Negate(query.Any(all...))), Lang: at.Language, Now: q.Now}
		elsewhere = h.finder.index.Search(q).Total
	}
	return areas, elsewhere, nil
}

// outline is a country as its municipalities: a dot for the middle of each, and where a place lies among them.
type outline struct {
	west, north float64
	x, y        float64 // pixels a degree
	High        int     // pixels
	Dots        string  // a path of points
}

// outlineWide is the width of every outline in pixels, and the room around the outermost dots.
const (
	outlineWide = 320
	outlineEdge = 28
)

// draw lays out a country. A degree of longitude is as wide as it is in the middle of the country.
func draw(country string) (o outline, ok bool) {
	var all []taxonomy.Place
	west, east, south, north := 180.0, -180.0, 90.0, -90.0
	for _, p := range taxonomy.BuiltIn().Places {
		if p.Country == country && p.Kind == taxonomy.Municipality {
			all = append(all, p)
			west, east = min(west, p.Longitude), max(east, p.Longitude)
			south, north = min(south, p.Latitude), max(north, p.Latitude)
		}
	}
	if len(all) < 2 || east-west < 0.1 {
		return outline{}, false
	}
	o = outline{west: west, north: north}
	o.x = (outlineWide - 2*outlineEdge) / (east - west)
	o.y = o.x / math.Cos((south+north)/2*math.Pi/180)
	o.High = int((north-south)*o.y) + 2*outlineEdge
	var b strings.Builder
	for _, p := range all {
		x, y := o.spot(p)
		b.WriteString("M" + tenths(x) + " " + tenths(y) + "h0")
	}
	o.Dots = b.String()
	return o, true
}

func (o outline) spot(p taxonomy.Place) (x, y float64) {
	return outlineEdge + (p.Longitude-o.west)*o.x, outlineEdge + (o.north-p.Latitude)*o.y
}

func tenths(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }
