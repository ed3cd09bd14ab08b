package store

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Differences compares the live database with the privacy lines, both ways: a column that no line knows, and a line whose column is
// missing. None is what a healthy installation has.
func (db *DB) Differences(ctx context.Context) ([]string, error) {
	s, err := db.reads.acquire(ctx)
	if err != nil {
		return nil, unavailable(err)
	}
	live, err := db.liveColumns(ctx, s)
	db.reads.release(s, err)
	if err != nil {
		return nil, unavailable(err)
	}
	var out []string
	known := map[string]bool{}
	for _, t := range db.inv.Tables {
		for _, c := range t.Columns {
			ref := t.Name + "." + c.Name
			known[ref] = true
			if !slices.Contains(live, ref) {
				out = append(out, "missing "+ref)
			}
		}
	}
	for _, ref := range live {
		if !known[ref] {
			out = append(out, "unknown "+ref)
		}
	}
	slices.Sort(out)
	return out, nil
}

// liveColumns lists table.column of everything but the books of the engine and of the migrations.
func (db *DB) liveColumns(ctx context.Context, s *session) ([]string, error) {
	query := `select m.name || '.' || p.name from sqlite_master m join pragma_table_info(m.name) p
		where m.type in ('table', 'view') and m.name not like 'sqlite_%' and m.name <> 'goose_db_version'`
	if db.cfg.Engine == Postgres {
		query = `select table_name || '.' || column_name from information_schema.columns
			where table_schema = 'public' and table_name <> 'goose_db_version'`
	}
	rows, err := s.conn.QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("store: live columns: %w", err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var ref string
		if err := rows.Scan(&ref); err != nil {
			return nil, err
		}
		out = append(out, ref)
	}
	return out, rows.Err()
}

// Clock is the database's own clock, to compare with this machine's. SQLite has none but this machine's.
func (db *DB) Clock(ctx context.Context) (time.Time, error) {
	if db.cfg.Engine == SQLite {
		return db.cfg.Now(), nil
	}
	s, err := db.reads.acquire(ctx)
	if err != nil {
		return time.Time{}, unavailable(err)
	}
	var ms int64
	err = s.conn.QueryRowContext(ctx, "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)").Scan(&ms)
	db.reads.release(s, err)
	return time.UnixMilli(ms), err
}

// Size is how many bytes the database takes up: the file of SQLite without its log, or the database of PostgreSQL.
func (db *DB) Size(ctx context.Context) (n int64, err error) {
	s, err := db.reads.acquire(ctx)
	if err != nil {
		return 0, unavailable(err)
	}
	ask := "select page_count * page_size from pragma_page_count(), pragma_page_size()"
	if db.cfg.Engine == Postgres {
		ask = "select pg_database_size(current_database())"
	}
	err = s.conn.QueryRowContext(ctx, ask).Scan(&n)
	db.reads.release(s, err)
	return n, err
}
