// The program sqlite asks SQLite's FTS5 for CVs and jobs.
//
// As somebody who knows it would: in memory, no journal, an index without a copy of the text (content=”), one segment (optimize),
// prepared statements, what hits are counted by packed into one number and counted by the program, since it runs in the same process.
// Alerts are left out: FTS5 has no index of queries.
package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"

	_ "modernc.org/sqlite"

	"verv/bench/internal/peer"
	"verv/internal/match/workload"
)

func main() {
	peer.Main(func() (peer.Program, error) {
		return peer.Program{Clock: peer.ProcessTime, Mode: "cpu", CVs: cvs, Jobs: jobs}, nil
	})
}

// store is one database in memory on one connection.
type store struct {
	db    *sql.DB
	conn  *sql.Conn
	ready map[string]driver.Stmt
}

func open(schema string) (*store, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	s := &store{db: db, ready: map[string]driver.Stmt{}}
	if s.conn, err = db.Conn(context.Background()); err != nil {
		return nil, err
	}
	return s, s.exec("pragma journal_mode=off; pragma synchronous=off; pragma temp_store=memory; pragma cache_size=-4000000;" + schema)
}

func (s *store) exec(text string, args ...any) error {
	_, err := s.conn.ExecContext(context.Background(), text, args...)
	return err
}

func (s *store) close() error { return errors.Join(s.conn.Close(), s.db.Close()) }

// within runs f in a transaction.
func (s *store) within(f func(*sql.Tx) error) error {
	tx, err := s.conn.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	return errors.Join(f(tx), tx.Commit())
}

func (s *store) bytes() (n int64, err error) {
	err = s.conn.QueryRowContext(context.Background(), "select page_count * page_size from pragma_page_count, pragma_page_size").Scan(&n)
	return n, err
}

// pack is county, years, occupation and languages in one number; the workload has 21 counties and 2,000 occupations.
func pack(county, years, occ int, langs uint32) int64 {
	return int64(county&2047)<<52 | int64(years&255)<<44 | int64(occ&4095)<<32 | int64(langs)
}

// ask runs a statement that gives number, rank and pack, and counts. It goes past database/sql, whose rows cost more than SQLite's.
func (s *store) ask(text string, years bool, args []driver.NamedValue) (out peer.Answer, err error) {
	err = s.conn.Raw(func(c any) error {
		stmt := s.ready[text]
		if stmt == nil {
			if stmt, err = c.(driver.Conn).Prepare(text); err != nil {
				return err
			}
			s.ready[text] = stmt
		}
		rows, err := stmt.(driver.StmtQueryContext).QueryContext(context.Background(), args)
		if err != nil {
			return err
		}
		out, err = count(rows, years)
		return errors.Join(err, rows.Close())
	})
	return out, err
}

func count(rows driver.Rows, years bool) (out peer.Answer, err error) {
	var county, band [4096]int32
	var best peer.Best
	occ, langs := map[int]int{}, map[uint32]int{}
	row := make([]driver.Value, 3)
	for {
		if err := rows.Next(row); err == io.EOF {
			break
		} else if err != nil {
			return out, err
		}
		id, rank, p := row[0].(int64), row[1].(float64), row[2].(int64)
		out.Total++
		best.Add(peer.Hit{ID: int(id), Score: -rank})
		county[p>>52]++
		band[p>>44&255/10]++
		occ[int(p>>32&4095)]++
		langs[uint32(p)]++
	}
	out.Top = best
	for v, n := range county {
		if n > 0 {
			out.Counts = append(out.Counts, peer.Count{Facet: peer.County, Value: v, N: int(n)})
		}
	}
	for v, n := range band {
		if n > 0 && years {
			out.Counts = append(out.Counts, peer.Count{Facet: peer.Years, Value: v * 10, N: int(n)})
		}
	}
	for v, n := range occ {
		out.Counts = append(out.Counts, peer.Count{Facet: peer.Occupation, Value: v, N: n})
	}
	out.Counts = peer.Spread(out.Counts, langs)
	return out, nil
}

// statement gathers conditions and what they are bound to.
type statement struct {
	text strings.Builder
	args []driver.NamedValue
}

func (q *statement) and(condition string, args ...any) {
	q.text.WriteString(condition)
	for _, a := range args {
		q.args = append(q.args, driver.NamedValue{Ordinal: len(q.args) + 1, Value: a})
	}
}

func words(terms []string, or bool) string {
	if or {
		return strings.Join(terms, " OR ")
	}
	return strings.Join(terms, " AND ")
}

func jobs(w *peer.Work) (*peer.Engine[*workload.JobQuery], error) {
	s, err := open(`create table job (id integer primary key, muni integer, etype integer, pack integer);
		create virtual table f using fts5(text, content='', tokenize='ascii', contentless_delete=1)`)
	if err != nil {
		return nil, err
	}
	put := func(tx *sql.Tx, j *workload.Job) error {
		_, err := tx.Exec("insert or replace into job values (?, ?, ?, ?)", j.ID, j.Muni, j.EType, pack(j.County, 0, j.Occ, 1<<j.Lang))
		_, more := tx.Exec("insert or replace into f (rowid, text) values (?, ?)", j.ID, j.Text)
		return errors.Join(err, more)
	}
	e := &peer.Engine[*workload.JobQuery]{Close: s.close}
	e.N, err = load(w, s, w.Source.Jobs, put)
	if err != nil {
		return nil, err
	}
	first, err := peer.Some(w.Source.Jobs)
	if err != nil {
		return nil, err
	}
	e.Change = func(i int) error { return s.within(func(tx *sql.Tx) error { return put(tx, first[i]) }) }
	e.Ask = func(q *workload.JobQuery) (peer.Answer, error) {
		var st statement
		st.and("select f.rowid, f.rank, job.pack from f cross join job on job.id = f.rowid where f match ?", words(q.Terms, q.Or))
		if q.ETypes != 0 {
			st.and(" and job.etype & ? <> 0", int64(q.ETypes))
		}
		for i, m := range q.Munis {
			st.and([]string{" and job.muni in (?", ", ?"}[min(i, 1)], int64(m))
		}
		if len(q.Munis) > 0 {
			st.and(")")
		}
		return s.ask(st.text.String(), false, st.args)
	}
	e.Bytes, err = s.bytes()
	return e, err
}

func load[T any](w *peer.Work, s *store, seq func(func(T, error) bool), put func(*sql.Tx, T) error) (int, error) {
	n, err := peer.Load(w, seq, 10_000, func(batch []T) error {
		return s.within(func(tx *sql.Tx) error {
			for _, v := range batch {
				if err := put(tx, v); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		return n, err
	}
	return n, w.Timed(func() error { return s.exec("insert into f (f) values ('optimize'); analyze") })
}

func cvs(w *peer.Work) (*peer.Engine[*workload.CVQuery], error) {
	s, err := open(`create table cv (id integer primary key, years integer, langs integer, x real, y real, z real, pack integer);
		create table skill (cv integer, skill integer, primary key (skill, cv)) without rowid;
		create table block (cv integer, employer integer, primary key (employer, cv)) without rowid;
		create virtual table f using fts5(text, content='', tokenize='ascii', contentless_delete=1)`)
	if err != nil {
		return nil, err
	}
	e := &peer.Engine[*workload.CVQuery]{Ask: s.askCV, Close: s.close}
	if e.N, err = load(w, s, w.Source.CVs, putCV); err != nil {
		return nil, err
	}
	first, err := peer.Some(w.Source.CVs)
	if err != nil {
		return nil, err
	}
	e.Change = func(i int) error {
		return s.within(func(tx *sql.Tx) error {
			_, err := tx.Exec("delete from skill where skill in (select value from json_each(?)) and cv = ?", list(first[i].Skills), first[i].ID)
			_, more := tx.Exec("delete from block where employer in (select value from json_each(?)) and cv = ?", list(first[i].Blocked), first[i].ID)
			return errors.Join(err, more, putCV(tx, first[i]))
		})
	}
	e.Bytes, err = s.bytes()
	return e, err
}

// list is numbers as JSON.
func list(numbers []int) string { return strings.ReplaceAll(fmt.Sprint(numbers), " ", ",") }

func putCV(tx *sql.Tx, c *workload.CV) error {
	if !peer.Findable(c) {
		return nil
	}
	x, y, z := peer.Spot(c.Lat, c.Lon)
	_, err := tx.Exec("insert or replace into cv values (?, ?, ?, ?, ?, ?, ?)", c.ID, c.Years, c.Langs, x, y, z, pack(c.County, c.Years, c.Occ, c.Langs))
	_, more := tx.Exec("insert or replace into f (rowid, text) values (?, ?)", c.ID, c.Text)
	err = errors.Join(err, more)
	for _, v := range c.Skills {
		_, more := tx.Exec("insert or ignore into skill values (?, ?)", c.ID, v)
		err = errors.Join(err, more)
	}
	for _, v := range c.Blocked {
		_, more := tx.Exec("insert or ignore into block values (?, ?)", c.ID, v)
		err = errors.Join(err, more)
	}
	return err
}

func (s *store) askCV(q *workload.CVQuery) (peer.Answer, error) {
	var st statement
	st.and("select f.rowid, f.rank, cv.pack from f cross join cv on cv.id = f.rowid where f match ?", words(q.Terms, q.Or))
	st.and(" and not exists (select 1 from block where employer = ? and block.cv = f.rowid)", int64(q.Employer))
	if q.Radius > 0 {
		x, y, z := peer.Spot(q.Lat, q.Lon)
		st.and(" and (x-?)*(x-?) + (y-?)*(y-?) + (z-?)*(z-?) <= ?", x, x, y, y, z, z, peer.Chord(q.Radius))
	}
	if q.MinYears > 0 {
		st.and(" and years >= ?", int64(q.MinYears))
	}
	if q.Langs != 0 {
		st.and(" and langs & ? <> 0", int64(q.Langs))
	}
	if q.Skill != 0 {
		st.and(" and exists (select 1 from skill where skill = ? and skill.cv = f.rowid)", int64(q.Skill))
	}
	return s.ask(st.text.String(), true, st.args)
}
