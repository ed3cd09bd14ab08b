package crypt

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // registers "sqlite"
)

const (
	sqliteFile    = "keystore.db"
	sqliteReaders = 4
)

// openSQLite opens DIR/keystore.db; pragmas come after the usual ones. The file is made here, so that SQLite gives its mode to -wal and -shm too.
func openSQLite(ctx context.Context, dir string, pragmas ...string) (*engine, error) {
	if err := makeDir(dir); err != nil {
		return nil, fmt.Errorf("keystore: folder: %w", err)
	}
	path, err := filepath.Abs(filepath.Join(dir, sqliteFile))
	if err != nil {
		return nil, fmt.Errorf("keystore: %w", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, fileMode)
	if err != nil {
		return nil, fmt.Errorf("keystore: %w", err)
	}
	if err := errors.Join(f.Close(), syncDir(dir)); err != nil {
		return nil, fmt.Errorf("keystore: %w", err)
	}
	e := &engine{}
	if e.write, err = sqlitePool(path, 1, "immediate", pragmas...); err != nil {
		return nil, err
	}
	// The writer goes first: it turns the file to WAL, which readers cannot.
	if err := e.write.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("keystore: %w", err), e.write.Close())
	}
	if e.read, err = sqlitePool(path, sqliteReaders, "deferred", "query_only(1)"); err != nil {
		return nil, errors.Join(err, e.write.Close())
	}
	return e, nil
}

func sqlitePool(path string, connections int, lock string, pragmas ...string) (*sql.DB, error) {
	q := url.Values{"_txlock": {lock}, "_pragma": append([]string{
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "secure_delete(1)", "temp_store(2)",
		"trusted_schema(0)",
	}, pragmas...)}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String())
	if err != nil {
		return nil, fmt.Errorf("keystore: %w", err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// errBusyCheckpoint says that a reader held the log open for as long as we were ready to wait.
var errBusyCheckpoint = errors.New("keystore: the write-ahead log could not be emptied")

// checkpoint moves the write-ahead log into the file and cuts it to nothing: an older image of a page could hold a
// wrapped key that the page itself no longer has.
//
// SQLite waits for readers, as long as busy_timeout says; it does not wait for another process that empties the log at the same moment.
// That one is done in a moment, and may have missed our frames, so it is waited for here.
func (e *engine) checkpoint(ctx context.Context) error {
	pause := time.NewTicker(5 * time.Millisecond)
	defer pause.Stop()
	for readers, others := 0, 0; readers < 3 && others < 1000; {
		var busy, frames, done int
		err := e.write.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &done)
		if err != nil {
			return fmt.Errorf("keystore: checkpoint: %w", err)
		}
		if busy == 0 {
			return nil
		}
		if frames >= 0 {
			readers++
			continue
		}
		others++
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-pause.C:
		}
	}
	return errBusyCheckpoint
}

// clean ends what the engine keeps of rows that are gone.
func (e *engine) clean(ctx context.Context) error {
	if e.hasty {
		return nil
	}
	if e.postgres {
		// To give the end of the file back, VACUUM tries for five seconds to be alone with the table, and never is while another one waits
		// for its turn: two people who go at once would wait for each other.
		if _, err := e.write.ExecContext(ctx, `VACUUM (TRUNCATE false) dossier_key`); err != nil {
			return fmt.Errorf("keystore: vacuum: %w", err)
		}
		return nil
	}
	return e.checkpoint(ctx)
}
