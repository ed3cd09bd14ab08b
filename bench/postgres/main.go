// The program postgres asks PostgreSQL 15 or later for alerts, CVs and jobs, each in one prepared statement. VERV_BENCH_PG says where it is.
//
// As somebody who knows it would: tables without a log, vectors kept in the row and not compressed, GIN without its pending list, plans
// made for each question where their selectivity differs, no compiler, no parallel workers (one core is measured), everything warm.
// The clock is the processor time of the backend where the server runs on this machine, otherwise that of the wall.
package main

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"verv/bench/internal/peer"
)

// variable names the connection string.
const variable = "VERV_BENCH_PG"

func main() {
	peer.Main(func() (peer.Program, error) {
		s, err := connect(context.Background(), os.Getenv(variable))
		if err != nil {
			return peer.Program{}, err
		}
		return peer.Program{Clock: s.clock, Mode: s.mode, Alerts: s.alerts, CVs: s.cvs, Jobs: s.jobs}, nil
	})
}

// server is one connection.
type server struct {
	conn  *pgx.Conn
	clock peer.Clock
	mode  string
}

func connect(ctx context.Context, where string) (*server, error) {
	if where == "" {
		return nil, fmt.Errorf("%w: %s is not set", peer.ErrLacks, variable)
	}
	conn, err := pgx.Connect(ctx, where)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", peer.ErrLacks, err)
	}
	s := &server{conn: conn, mode: "wall"}
	began := time.Now()
	s.clock = func() time.Duration { return time.Since(began) }
	if pid := fmt.Sprint(conn.PgConn().PID()); isBackend(pid) {
		s.mode, s.clock = "cpu", func() time.Duration { return ran(pid) }
	}
	return s, s.exec(`set work_mem = '512MB'; set maintenance_work_mem = '1GB'; set jit = off; set max_parallel_workers_per_gather = 0;
		set max_parallel_maintenance_workers = 0; set synchronous_commit = off; set plan_cache_mode = force_custom_plan; set random_page_cost = 1.1;
		drop schema if exists verv_bench cascade; create schema verv_bench; set search_path = verv_bench`)
}

// isBackend says that the process is on this machine, and tells the kernel's account of it.
func isBackend(pid string) bool {
	name, err := os.ReadFile("/proc/" + pid + "/comm")
	return err == nil && bytes.HasPrefix(name, []byte("postgres")) && ran(pid) > 0
}

// ran is how long a process of one thread has run, to the nanosecond.
func ran(pid string) time.Duration {
	text, err := os.ReadFile("/proc/" + pid + "/schedstat")
	if err != nil {
		return 0
	}
	n, _, _ := bytes.Cut(text, []byte(" "))
	ns, err := strconv.ParseInt(string(n), 10, 64)
	if err != nil {
		return 0
	}
	return time.Duration(ns)
}

// exec runs statements without parameters, each for itself.
func (s *server) exec(text string) error {
	for one := range strings.SplitSeq(text, ";") {
		if _, err := s.conn.Exec(context.Background(), one, pgx.QueryExecModeSimpleProtocol); err != nil {
			return fmt.Errorf("%.60s: %w", strings.TrimSpace(one), err)
		}
	}
	return nil
}

// fill copies records into the table raw, and then makes the table that is asked, with its indexes: the other way round takes many times as long.
func fill[T any](w *peer.Work, s *server, seq iter.Seq2[T, error], columns []string, row func(T) []any, after string) (n int, err error) {
	n, err = peer.Load(w, seq, 20_000, func(batch []T) error {
		var rows [][]any
		for _, v := range batch {
			if r := row(v); r != nil {
				rows = append(rows, r)
			}
		}
		_, err := s.conn.CopyFrom(context.Background(), pgx.Identifier{"raw"}, columns, pgx.CopyFromRows(rows))
		return err
	})
	if err != nil {
		return n, err
	}
	return n, w.Timed(func() error { return s.exec(after) })
}

// closing sums up the engine of a table.
func closing[Q any](s *server, e *peer.Engine[Q], table string) (*peer.Engine[Q], error) {
	e.Close = func() error {
		return s.exec("drop table " + table + "; set plan_cache_mode = force_custom_plan; set enable_seqscan = on")
	}
	err := s.conn.QueryRow(context.Background(), "select pg_total_relation_size($1::text::regclass)", table).Scan(&e.Bytes)
	return e, err
}
