package main

import (
	"context"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	"github.com/blevesearch/bleve/v2/search/searcher"
	index "github.com/blevesearch/bleve_index_api"

	"verv/bench/internal/peer"
)

// circle is what else is asked, within a circle on the sphere.
type circle struct {
	query.Query
	at    [3]float64
	chord float64
}

func newCircle(q query.Query, lat, lon, km float64) *circle {
	c := &circle{Query: q, chord: peer.Chord(km)}
	c.at[0], c.at[1], c.at[2] = peer.Spot(lat, lon)
	return c
}

// Searcher implements query.Query.
func (c *circle) Searcher(ctx context.Context, i index.IndexReader, m mapping.IndexMapping, o search.SearcherOptions) (search.Searcher, error) {
	inner, err := c.Query.Searcher(ctx, i, m, o)
	if err != nil {
		return nil, err
	}
	places, err := i.DocValueReader([]string{"spot"})
	if err != nil {
		return nil, err
	}
	return searcher.NewFilteringSearcher(ctx, inner, func(_ *search.SearchContext, d *search.DocumentMatch) bool {
		inside := false
		err := places.VisitDocValues(d.IndexInternalID, func(_ string, term []byte) { inside = c.holds(string(term)) })
		return err == nil && inside
	}), nil
}

func (c *circle) holds(spot string) bool {
	sum := 0.0
	for _, at := range c.at {
		var text string
		text, spot, _ = strings.Cut(spot, " ")
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return false
		}
		sum += (v - at) * (v - at)
	}
	return sum <= c.chord
}
