package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // the driver "sqlite", pure Go
)

const sqliteFile = "verv.db"

// sqliteDSN sets what every connection needs: a log that is synced at each commit (but for Config.Hasty), deleted bytes overwritten,
// nothing in temporary files.
func sqliteDSN(path string, hasty bool) string {
	pragmas := []string{"journal_mode(WAL)", "synchronous(FULL)", "secure_delete(ON)", "busy_timeout(10000)", "temp_store(MEMORY)", "foreign_keys(ON)",
		"journal_size_limit(67108864)"}
	if hasty {
		pragmas = append(pragmas, "synchronous(OFF)", "wal_autocheckpoint(4000)")
	}
	q := url.Values{"_pragma": pragmas}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// makeFile makes the database's file where there is none, for this user alone: the engine would let others read it.
func makeFile(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, sqliteFile), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return f.Close()
}

func openSQLite(ctx context.Context, cfg Config) (reads, writes *pool, err error) {
	if err := makeFile(cfg.Dir); err != nil {
		return nil, nil, err
	}
	path := filepath.Join(cfg.Dir, sqliteFile)
	w, err := sql.Open("sqlite", sqliteDSN(path, cfg.Hasty))
	if err != nil {
		return nil, nil, err
	}
	if err := w.PingContext(ctx); err != nil {
		_ = w.Close()
		return nil, nil, unavailable(fmt.Errorf("store: %w", err))
	}
	r, err := sql.Open("sqlite", sqliteDSN(path, cfg.Hasty)+"&_pragma=query_only(ON)")
	if err != nil {
		return nil, nil, errors.Join(err, w.Close())
	}
	n := cfg.Readers
	if n == 0 {
		n = 8
	}
	return newPool(r, n, frame...), newPool(w, 1, frame...), nil
}

// heal runs as soon as a commit has failed, before the refusal is told, and again before the next write if it did not succeed. SQLite
// wrote the frames of that commit before the sync that failed: nobody sees them now, but a crash would let recovery find them and
// turn a refused write into a kept one. Emptying the log removes them. Until that succeeds no write is taken.
func (db *DB) heal(ctx context.Context, s *session) error {
	if db.cfg.Engine != SQLite || !db.wounded.Load() {
		return nil
	}
	var busy, log, moved int
	row := s.conn.QueryRowContext(ctx, "pragma wal_checkpoint(truncate)")
	if err := row.Scan(&busy, &log, &moved); err != nil {
		return unavailable(fmt.Errorf("emptying the log after a failed commit: %w", err))
	}
	if busy != 0 {
		return unavailable(errors.New("store: the log is in use after a failed commit"))
	}
	db.wounded.Store(false)
	return nil
}

// Checkpoint moves the log into the database file and empties it, so that no deleted byte stays in the log. A hasty database does so once,
// when it is closed.
func (db *DB) Checkpoint(ctx context.Context) error {
	if db.cfg.Engine != SQLite || db.cfg.Hasty {
		return nil
	}
	s, err := db.writes.acquire(ctx)
	if err != nil {
		return unavailable(err)
	}
	var busy, log, moved int
	err = s.conn.QueryRowContext(ctx, "pragma wal_checkpoint(truncate)").Scan(&busy, &log, &moved)
	db.writes.release(s, nil)
	if err != nil {
		return unavailable(err)
	}
	return nil
}
