package main

import (
	"context"
	"fmt"
	"math/bits"
	"strings"

	"verv/bench/internal/peer"
	"verv/internal/match/workload"
)

// Every alert has an anchor: of the clauses that all have to hold, the one that fewest jobs meet. The index finds the alerts whose anchor
// a job meets, and what they ask besides is looked up in their rows.
const (
	makeRawAlerts = `create unlogged table raw (id int, anchor text[], q text, occs int[], munis int[], etypes bigint, lang int, salary int, remote bool)`

	makeAlerts = `create unlogged table alert as select id, anchor, q::tsquery q, occs, munis, etypes, lang, salary, remote from raw;
		drop table raw; create index on alert using gin (anchor) with (fastupdate = off); alter table alert add primary key (id); vacuum (analyze) alert`

	// The cheap conditions stand first, since all cost the same to the planner.
	percolate = `select coalesce(array_agg(id), '{}') from alert where anchor && $1::text[]
		and (remote is null or $2) and (salary is null or salary <= $3) and (lang is null or lang = $4) and (etypes is null or etypes & $5 <> 0)
		and (occs is null or $6 = any(occs)) and (munis is null or $7 = any(munis)) and (q is null or (select array_to_tsvector($8::text[])) @@ q)`

	putAlert = `insert into alert values ($1, $2, $3::text::tsquery, $4, $5, $6, $7, $8, $9) on conflict (id) do update set anchor = excluded.anchor, q = excluded.q,
		occs = excluded.occs, munis = excluded.munis, etypes = excluded.etypes, lang = excluded.lang, salary = excluded.salary, remote = excluded.remote`
)

// every is the anchor of an alert that asks for nothing that is counted here. Words hold no space, so that no other key is one.
const every = " "

func key(kind string, n int) string { return fmt.Sprint(" ", kind, n) }

// keys is what a job can be anchored by.
func keys(j *workload.Job) []string {
	out := append(distinct(j.Text), key("o", j.Occ), key("m", j.Muni), key("l", j.Lang), every)
	for mask := uint32(j.EType); mask != 0; mask &= mask - 1 {
		out = append(out, key("t", bits.TrailingZeros32(mask)))
	}
	if j.Remote {
		out = append(out, " r")
	}
	return out
}

func distinct(text string) (out []string) {
	seen := map[string]bool{}
	for w := range strings.FieldsSeq(text) {
		if !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

// rarity counts how many of some jobs have a key.
type rarity map[string]int

func (r rarity) learn(w *peer.Work) error {
	for j, err := range workload.First(w.Source.Jobs, 20_000) {
		if err != nil {
			return err
		}
		for _, k := range keys(j) {
			r[k]++
		}
	}
	return nil
}

// anchor is the clause that fewest jobs meet.
func (r rarity) anchor(a *workload.Alert) []string {
	var clauses [][]string
	if a.Query != "" {
		for clause := range strings.SplitSeq(a.Query, "&") {
			clauses = append(clauses, strings.Split(clause, "|"))
		}
	}
	clauses = append(clauses, each("o", a.Occs), each("m", a.Munis))
	var types []string
	for mask := a.ETypes; mask != 0; mask &= mask - 1 {
		types = append(types, key("t", bits.TrailingZeros32(mask)))
	}
	clauses = append(clauses, types)
	if a.Lang != 0 {
		clauses = append(clauses, each("l", []int{a.Lang}))
	}
	if a.Remote {
		clauses = append(clauses, []string{" r"})
	}
	best, least := []string{every}, 1<<60
	for _, c := range clauses {
		n := 0
		for _, k := range c {
			n += r[k]
		}
		if len(c) > 0 && n < least {
			best, least = c, n
		}
	}
	return best
}

func each(kind string, numbers []int) (out []string) {
	for _, n := range numbers {
		out = append(out, key(kind, n))
	}
	return out
}

// tsquery writes a|b&c as PostgreSQL reads it.
func tsquery(q string) *string {
	if q == "" {
		return nil
	}
	var all []string
	for clause := range strings.SplitSeq(q, "&") {
		var any []string
		for term := range strings.SplitSeq(clause, "|") {
			any = append(any, quote(term))
		}
		all = append(all, "("+strings.Join(any, "|")+")")
	}
	out := strings.Join(all, "&")
	return &out
}

func quote(term string) string {
	return "'" + strings.NewReplacer("'", "''", `\`, `\\`).Replace(term) + "'"
}

// orNull is nil for 0, which is anything.
func orNull[T comparable](v T) *T {
	if v == *new(T) {
		return nil
	}
	return &v
}

func (r rarity) row(a *workload.Alert) []any {
	return []any{a.ID, r.anchor(a), tsquery(a.Query), a.Occs, a.Munis, orNull(int64(a.ETypes)), orNull(a.Lang), orNull(a.Salary), orNull(a.Remote)}
}

func (s *server) alerts(w *peer.Work) (*peer.Engine[*workload.Job], error) {
	r := rarity{}
	if err := r.learn(w); err != nil {
		return nil, err
	}
	// There is one plan, and making it takes as long as running it. The planner thinks that comparing two arrays is one step, and at times
	// that reading the whole table is quicker.
	if err := s.exec(makeRawAlerts + "; set plan_cache_mode = force_generic_plan; set enable_seqscan = off"); err != nil {
		return nil, err
	}
	e := &peer.Engine[*workload.Job]{}
	var err error
	if e.N, err = fill(w, s, w.Source.Alerts, []string{"id", "anchor", "q", "occs", "munis", "etypes", "lang", "salary", "remote"}, r.row, makeAlerts); err != nil {
		return nil, err
	}
	some, err := peer.Some(w.Source.Alerts)
	if err != nil {
		return nil, err
	}
	e.Change = func(i int) error {
		_, err := s.conn.Exec(context.Background(), putAlert, r.row(some[i])...)
		return err
	}
	e.Ask = func(j *workload.Job) (out peer.Answer, err error) {
		var ids []int32
		err = s.conn.QueryRow(context.Background(), percolate, keys(j), j.Remote, j.Salary, j.Lang, int64(j.EType), j.Occ, j.Muni, distinct(j.Text)).Scan(&ids)
		for _, id := range ids {
			out.Alerts = append(out.Alerts, int(id))
		}
		return out, err
	}
	return closing(s, e, "alert")
}
