// The program bleve asks Bleve for CVs and jobs.
//
// As somebody who knows it would: built by the offline builder, which leaves one segment; fields without stored values or vectors, doc
// values only where something is counted, conditions without scores as filters, batches that do not wait for the disk.
// Its own circles are drawn on an ellipsoid, which is another question: here a filter looks at the place of what else matches, by chords.
// Alerts are left out: Bleve has no index of queries.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math/bits"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"

	"verv/bench/internal/peer"
	"verv/internal/match/workload"
)

func main() {
	peer.Main(func() (peer.Program, error) {
		return peer.Program{Clock: peer.ProcessTime, Mode: "cpu", CVs: cvs, Jobs: jobs}, nil
	})
}

const words = "words"

// shape is the mapping: words of the text, values that are looked for, values that are also counted.
func shape(plain, counted []string) (mapping.IndexMapping, error) {
	m := bleve.NewIndexMapping()
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	if err := m.AddCustomAnalyzer(words, map[string]any{"type": custom.Name, "tokenizer": whitespace.Name}); err != nil {
		return nil, err
	}
	doc := bleve.NewDocumentStaticMapping()
	field := func(name, analyzer string, values bool) {
		f := bleve.NewTextFieldMapping()
		f.Analyzer, f.Store, f.IncludeTermVectors, f.IncludeInAll, f.DocValues = analyzer, false, false, false, values
		doc.AddFieldMappingsAt(name, f)
	}
	field("text", words, false)
	for _, name := range plain {
		field(name, keyword.Name, false)
	}
	for _, name := range counted {
		field(name, keyword.Name, true)
	}
	years := bleve.NewNumericFieldMapping()
	years.Store, years.IncludeInAll, years.DocValues = false, false, false
	doc.AddFieldMappingsAt("experience", years)
	m.DefaultMapping = doc
	return m, nil
}

// built makes an index in one go and opens it.
func built[T any](w *peer.Work, name string, m mapping.IndexMapping, seq iter.Seq2[T, error], record func(T) (string, map[string]any)) (x bleve.Index, n int, size int64, err error) {
	path := filepath.Join(w.Temp, name)
	b, err := bleve.NewBuilder(path, m, map[string]any{"batchSize": 5000, "mergeMax": 50, "buildPathPrefix": w.Temp})
	if err != nil {
		return nil, 0, 0, err
	}
	n, err = peer.Load(w, seq, 1000, func(batch []T) error {
		for _, v := range batch {
			if id, doc := record(v); doc != nil {
				if err := b.Index(id, doc); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err := errors.Join(err, w.Timed(b.Close)); err != nil {
		return nil, n, 0, err
	}
	if size, err = bytesIn(path); err != nil {
		return nil, n, 0, err
	}
	x, err = bleve.OpenUsing(path, map[string]any{"unsafe_batch": true})
	return x, n, size, err
}

func bytesIn(dir string) (n int64, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := os.Stat(path)
		n += info.Size()
		return err
	})
	return n, err
}

func texts(numbers []int) []string {
	out := make([]string, len(numbers))
	for i, n := range numbers {
		out[i] = strconv.Itoa(n)
	}
	return out
}

func bitsOf(mask uint32) (out []string) {
	for ; mask != 0; mask &= mask - 1 {
		out = append(out, strconv.Itoa(bits.TrailingZeros32(mask)))
	}
	return out
}

func recordCV(c *workload.CV) (string, map[string]any) {
	if !peer.Findable(c) {
		return "", nil
	}
	return strconv.Itoa(c.ID), map[string]any{"text": c.Text, "county": strconv.Itoa(c.County), "occupation": strconv.Itoa(c.Occ), "years": strconv.Itoa(c.Years / 10 * 10),
		"langs": bitsOf(c.Langs), "experience": float64(c.Years), "skill": texts(c.Skills), "blocked": texts(c.Blocked), "spot": spot(c.Lat, c.Lon)}
}

func cvs(w *peer.Work) (*peer.Engine[*workload.CVQuery], error) {
	counted := []string{"county", "years", "occupation", "langs"}
	m, err := shape([]string{"skill", "blocked"}, append(counted, "spot"))
	if err != nil {
		return nil, err
	}
	e := &peer.Engine[*workload.CVQuery]{}
	x, n, size, err := built(w, "cvs", m, w.Source.CVs, recordCV)
	if err != nil {
		return nil, err
	}
	some, err := peer.Some(w.Source.CVs)
	e.N, e.Bytes, e.Close = n, size, x.Close
	e.Change = func(i int) error {
		if id, doc := recordCV(some[i]); doc != nil {
			return x.Index(id, doc)
		}
		return nil
	}
	e.Ask = func(q *workload.CVQuery) (peer.Answer, error) {
		b := asked(q.Terms, q.Or)
		b.AddMustNot(term("blocked", strconv.Itoa(q.Employer)))
		var filters []query.Query
		if q.MinYears > 0 {
			least, yes := float64(q.MinYears), true
			r := bleve.NewNumericRangeInclusiveQuery(&least, nil, &yes, nil)
			r.SetField("experience")
			filters = append(filters, r)
		}
		if q.Langs != 0 {
			filters = append(filters, anyOf("langs", bitsOf(q.Langs)))
		}
		if q.Skill != 0 {
			filters = append(filters, term("skill", strconv.Itoa(q.Skill)))
		}
		var all query.Query = filtered(b, filters)
		if q.Radius > 0 {
			all = newCircle(all, q.Lat, q.Lon, q.Radius)
		}
		return find(x, all, counted)
	}
	return e, err
}

func recordJob(j *workload.Job) (string, map[string]any) {
	return strconv.Itoa(j.ID), map[string]any{"text": j.Text, "county": strconv.Itoa(j.County), "occupation": strconv.Itoa(j.Occ), "langs": strconv.Itoa(j.Lang),
		"muni": strconv.Itoa(j.Muni), "etype": bitsOf(uint32(j.EType))}
}

func jobs(w *peer.Work) (*peer.Engine[*workload.JobQuery], error) {
	counted := []string{"county", "occupation", "langs"}
	m, err := shape([]string{"muni", "etype"}, counted)
	if err != nil {
		return nil, err
	}
	e := &peer.Engine[*workload.JobQuery]{}
	x, n, size, err := built(w, "jobs", m, w.Source.Jobs, recordJob)
	if err != nil {
		return nil, err
	}
	some, err := peer.Some(w.Source.Jobs)
	e.N, e.Bytes, e.Close = n, size, x.Close
	e.Change = func(i int) error { return x.Index(recordJob(some[i])) }
	e.Ask = func(q *workload.JobQuery) (peer.Answer, error) {
		var filters []query.Query
		if q.ETypes != 0 {
			filters = append(filters, anyOf("etype", bitsOf(q.ETypes)))
		}
		if len(q.Munis) > 0 {
			filters = append(filters, anyOf("muni", texts(q.Munis)))
		}
		return find(x, filtered(asked(q.Terms, q.Or), filters), counted)
	}
	return e, err
}

func term(field, value string) query.Query {
	t := bleve.NewTermQuery(value)
	t.SetField(field)
	return t
}

func anyOf(field string, values []string) query.Query {
	if len(values) == 1 {
		return term(field, values[0])
	}
	var out []query.Query
	for _, v := range values {
		out = append(out, term(field, v))
	}
	return bleve.NewDisjunctionQuery(out...)
}

func asked(terms []string, or bool) *query.BooleanQuery {
	b := bleve.NewBooleanQuery()
	if or {
		b.AddMust(anyOf("text", terms))
		return b
	}
	for _, t := range terms {
		b.AddMust(term("text", t))
	}
	return b
}

func filtered(b *query.BooleanQuery, filters []query.Query) *query.BooleanQuery {
	switch len(filters) {
	case 0:
	case 1:
		b.AddFilter(filters[0])
	default:
		b.AddFilter(bleve.NewConjunctionQuery(filters...))
	}
	return b
}

var facetOf = map[string]peer.Facet{"county": peer.County, "years": peer.Years, "occupation": peer.Occupation, "langs": peer.Langs}

func find(x bleve.Index, q query.Query, counted []string) (out peer.Answer, err error) {
	r := bleve.NewSearchRequestOptions(q, 20, 0, false)
	for _, f := range counted {
		r.AddFacet(f, bleve.NewFacetRequest(f, 1<<16))
	}
	found, err := x.Search(r)
	if err != nil {
		return out, err
	}
	out.Total = int(found.Total)
	for _, h := range found.Hits {
		id, err := strconv.Atoi(h.ID)
		if err != nil {
			return out, err
		}
		out.Top = append(out.Top, peer.Hit{ID: id, Score: h.Score})
	}
	for _, f := range counted {
		for _, t := range found.Facets[f].Terms.Terms() {
			v, err := strconv.Atoi(t.Term)
			if err != nil {
				return out, err
			}
			out.Counts = append(out.Counts, peer.Count{Facet: facetOf[f], Value: v, N: t.Count})
		}
	}
	return out, nil
}

// spot is a place as text, three coordinates on the unit sphere.
func spot(lat, lon float64) string {
	x, y, z := peer.Spot(lat, lon)
	return strings.TrimSuffix(fmt.Sprintln(x, y, z), "\n")
}
