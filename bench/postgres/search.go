package main

import (
	"context"
	"fmt"
	"strings"

	"verv/bench/internal/peer"
	"verv/internal/match/workload"
)

const (
	makeRawCVs = `create unlogged table raw (id int, text text, occ int, county int, years int, langs bigint, skills int[], blocked int[], x float8, y float8, z float8)`

	// Rows below 8 kB stay whole and plain: a vector that has to be fetched and unpacked for its rank costs more than its memory.
	makeCVs = `create unlogged table cv (id int, doc tsvector, occ int, county int, years int, langs bigint, skills int[], blocked int[], x float8, y float8, z float8)
			with (toast_tuple_target = 8160);
		insert into cv select id, to_tsvector('simple', text), occ, county, years, langs, skills, blocked, x, y, z from raw; drop table raw;
		create index on cv using gin (doc, skills) with (fastupdate = off); alter table cv add primary key (id); vacuum (analyze) cv`

	putCV = `insert into cv values ($1, to_tsvector('simple', $2::text), $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (id) do update set doc = excluded.doc,
		occ = excluded.occ, county = excluded.county, years = excluded.years, langs = excluded.langs, skills = excluded.skills, blocked = excluded.blocked,
		x = excluded.x, y = excluded.y, z = excluded.z`

	makeRawJobs = `create unlogged table raw (id int, text text, occ int, muni int, county int, etype int, lang int)`

	makeJobs = `create unlogged table job (id int, doc tsvector, occ int, muni int, county int, etype int, langs bigint) with (toast_tuple_target = 8160);
		insert into job select id, to_tsvector('simple', text), occ, muni, county, etype, 1::bigint << lang from raw; drop table raw;
		create index on job using gin (doc) with (fastupdate = off); create index on job (muni); alter table job add primary key (id); vacuum (analyze) job`

	putJob = `insert into job values ($1, to_tsvector('simple', $2::text), $3, $4, $5, $6, 1::bigint << $7::int) on conflict (id) do update set doc = excluded.doc,
		occ = excluded.occ, muni = excluded.muni, county = excluded.county, etype = excluded.etype, langs = excluded.langs`

	// One pass over the hits counts them all and by each facet; languages are counted by their masks, which the program takes apart.
	counted = ` select grouping(county, band, occ, langs)::int, coalesce(county, band, occ, langs)::bigint, 0::real, count(*)::int
		from hit group by grouping sets ((), (county), (band), (occ), (langs))
		union all (select -1, id, score, 0 from hit order by score desc, id limit 20)`
)

func rowCV(c *workload.CV) []any {
	if !peer.Findable(c) {
		return nil
	}
	x, y, z := peer.Spot(c.Lat, c.Lon)
	return []any{c.ID, c.Text, c.Occ, c.County, c.Years, int64(c.Langs), full(c.Skills), full(c.Blocked), x, y, z}
}

// full is an empty list for none.
func full(list []int) []int {
	if list == nil {
		return []int{}
	}
	return list
}

func rowJob(j *workload.Job) []any {
	return []any{j.ID, j.Text, j.Occ, j.Muni, j.County, j.EType, j.Lang}
}

func (s *server) cvs(w *peer.Work) (*peer.Engine[*workload.CVQuery], error) {
	if err := s.exec(makeRawCVs); err != nil {
		return nil, err
	}
	e := &peer.Engine[*workload.CVQuery]{Ask: s.askCV}
	var err error
	columns := []string{"id", "text", "occ", "county", "years", "langs", "skills", "blocked", "x", "y", "z"}
	if e.N, err = fill(w, s, w.Source.CVs, columns, rowCV, makeCVs); err != nil {
		return nil, err
	}
	some, err := peer.Some(w.Source.CVs)
	if err != nil {
		return nil, err
	}
	e.Change = func(i int) error {
		if row := rowCV(some[i]); row != nil {
			_, err = s.conn.Exec(context.Background(), putCV, row...)
		}
		return err
	}
	return closing(s, e, "cv")
}

func (s *server) jobs(w *peer.Work) (*peer.Engine[*workload.JobQuery], error) {
	if err := s.exec(makeRawJobs); err != nil {
		return nil, err
	}
	e := &peer.Engine[*workload.JobQuery]{Ask: s.askJob}
	var err error
	if e.N, err = fill(w, s, w.Source.Jobs, []string{"id", "text", "occ", "muni", "county", "etype", "lang"}, rowJob, makeJobs); err != nil {
		return nil, err
	}
	some, err := peer.Some(w.Source.Jobs)
	if err != nil {
		return nil, err
	}
	e.Change = func(i int) error {
		_, err := s.conn.Exec(context.Background(), putJob, rowJob(some[i])...)
		return err
	}
	return closing(s, e, "job")
}

// statement gathers conditions with what they are bound to; ? is the next parameter.
type statement struct {
	text strings.Builder
	args []any
}

func (q *statement) and(text string, args ...any) {
	for _, a := range args {
		q.args = append(q.args, a)
		text = strings.Replace(text, "?", fmt.Sprint("$", len(q.args)), 1)
	}
	q.text.WriteString(text)
}

// hits begins a statement with those that have the words.
func hits(table, band string, terms []string, or bool) *statement {
	var quoted []string
	for _, t := range terms {
		quoted = append(quoted, quote(t))
	}
	q := &statement{}
	q.and("with hit as materialized (select id, ts_rank(doc, $1::text::tsquery) score, county, "+band+" band, occ, langs from "+table+
		" where doc @@ ?::text::tsquery", strings.Join(quoted, map[bool]string{true: "|", false: "&"}[or]))
	return q
}

func (s *server) askCV(q *workload.CVQuery) (peer.Answer, error) {
	st := hits("cv", "years / 10 * 10", q.Terms, q.Or)
	st.and(" and ?::int <> all(blocked)", q.Employer)
	if q.Radius > 0 {
		x, y, z := peer.Spot(q.Lat, q.Lon)
		st.and(" and (x-?::float8)^2 + (y-?::float8)^2 + (z-?::float8)^2 <= ?::float8", x, y, z, peer.Chord(q.Radius))
	}
	if q.MinYears > 0 {
		st.and(" and years >= ?::int", q.MinYears)
	}
	if q.Langs != 0 {
		st.and(" and langs & ?::bigint <> 0", int64(q.Langs))
	}
	if q.Skill != 0 {
		st.and(" and skills @> ?::int[]", []int{q.Skill})
	}
	return s.ask(st, true)
}

func (s *server) askJob(q *workload.JobQuery) (peer.Answer, error) {
	st := hits("job", "null::int", q.Terms, q.Or)
	if q.ETypes != 0 {
		st.and(" and etype & ?::int <> 0", int64(q.ETypes))
	}
	if len(q.Munis) > 0 {
		st.and(" and muni = any(?::int[])", q.Munis)
	}
	return s.ask(st, false)
}

// What grouping says of each set: a bit for each column that the set leaves out.
const (
	best   = -1
	total  = 15
	county = 7
	band   = 11
	occ    = 13
	langs  = 14
)

func (s *server) ask(st *statement, years bool) (out peer.Answer, err error) {
	rows, err := s.conn.Query(context.Background(), st.text.String()+")"+counted, st.args...)
	if err != nil {
		return out, err
	}
	defer rows.Close()
	masks := map[uint32]int{}
	for rows.Next() {
		var set, n int32
		var value *int64
		var score float32
		if err := rows.Scan(&set, &value, &score, &n); err != nil {
			return out, err
		}
		switch {
		case set == total:
			out.Total = int(n)
		case value == nil: // the bands of what has no years
		case set == best:
			out.Top = append(out.Top, peer.Hit{ID: int(*value), Score: float64(score)})
		case set == county:
			out.Counts = append(out.Counts, peer.Count{Facet: peer.County, Value: int(*value), N: int(n)})
		case set == band && years:
			out.Counts = append(out.Counts, peer.Count{Facet: peer.Years, Value: int(*value), N: int(n)})
		case set == occ:
			out.Counts = append(out.Counts, peer.Count{Facet: peer.Occupation, Value: int(*value), N: int(n)})
		case set == langs:
			masks[uint32(*value)] = int(n)
		}
	}
	out.Counts = peer.Spread(out.Counts, masks)
	return out, rows.Err()
}
