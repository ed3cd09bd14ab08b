package crypt

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// Keystore keeps the wrapped dossier keys, the index of e-mail addresses and the tombstones. It is safe for use by many
// goroutines, and several processes may have the same keystore open.
type Keystore struct {
	db    *engine
	root  *Root
	now   func() time.Time
	cache *cache
	batch creator

	checked atomic.Int64 // when the generation was last read, unix nanoseconds

	mu         sync.Mutex // guards the rest
	generation int64
	current    *epoch
	epochs     map[int]*epoch
}

// OpenKeystore opens the keystore, making it when there is none, and ends what a crash stopped in a rotation.
//
// It refuses a keystore of another root (ErrOtherRoot), one whose epoch key was destroyed (ErrEpochGone), and a
// PostgreSQL cluster that holds the data as well (ErrSameCluster).
func OpenKeystore(ctx context.Context, cfg KeystoreConfig) (*Keystore, error) {
	if cfg.Now == nil || (cfg.Dir == "") == (cfg.DSN == "") {
		return nil, errors.New("keystore: give a clock, and either a folder or a PostgreSQL address")
	}
	root, err := OpenRoot(cfg.RootDir)
	if err != nil {
		return nil, err
	}
	var db *engine
	if cfg.DSN != "" {
		db, err = openPostgres(ctx, cfg.DSN, cfg.DataSystemID)
	} else {
		db, err = openSQLite(ctx, cfg.Dir, cfg.pragmas()...)
	}
	if err != nil {
		return nil, err
	}
	db.hasty = cfg.Hasty
	if cfg.CacheBytes == 0 {
		cfg.CacheBytes = defaultCacheBytes
	}
	s := &Keystore{db: db, root: root, now: cfg.Now, cache: newCache(max(cfg.CacheBytes, 0)), epochs: map[int]*epoch{}}
	s.batch.run = s.createBatch
	if err := s.start(ctx); err != nil {
		return nil, errors.Join(err, db.close())
	}
	return s, nil
}

// start brings schema, state and epoch to where they must be.
func (s *Keystore) start(ctx context.Context) error {
	err := s.db.inTx(ctx, "", func(tx *sql.Tx) error {
		if s.db.postgres { // two nodes may start at once on an empty database
			if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(8390876182)`); err != nil {
				return err
			}
		}
		for _, text := range schema {
			if _, err := tx.ExecContext(ctx, s.db.ddl(text)); err != nil {
				return fmt.Errorf("schema: %w", err)
			}
		}
		return s.firstEpoch(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("keystore: start: %w", err)
	}
	st, err := s.refresh(ctx)
	if err != nil {
		return err
	}
	// Only now, with the current epoch known to open, may older ones go: a rotation that was stopped after its commit.
	return s.root.destroyEpochsBefore(ctx, st.epoch)
}

// firstEpoch writes the state of a new keystore. When the root has epoch keys already, the keystore was lost and a backup
// will follow: the oldest is taken, so that none is destroyed that the backup may need.
func (s *Keystore) firstEpoch(ctx context.Context, tx *sql.Tx) error {
	switch _, err := s.db.state(ctx, tx, ""); {
	case err == nil:
		return nil
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	found, err := s.root.epochs()
	if err != nil {
		return err
	}
	n := 1
	if len(found) > 0 {
		n = found[0]
	} else if _, err := s.root.makeEpoch(ctx, n, s.now()); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, s.db.sql(`INSERT INTO keystore_state (id, version, generation, epoch, root) VALUES (1, ?, 1, ?, ?)`),
		schemaVersion, n, s.root.fingerprint())
	return err
}

// fingerprint tells one root from another and says nothing about it.
func (r *Root) fingerprint() []byte { return r.MAC("fingerprint")[:16] }

// refresh reads the state and adopts it. Between the two another node may end the epoch that was read.
func (s *Keystore) refresh(ctx context.Context) (st state, err error) {
	err = outlive(func() (err error) {
		if st, err = s.db.state(ctx, s.db.read, ""); err != nil {
			return err
		}
		return s.adopt(ctx, st)
	})
	return st, err
}

// adopt takes over a state: forgets cached keys when the generation moved, and loads the epoch.
func (s *Keystore) adopt(ctx context.Context, st state) error {
	if st.version != schemaVersion {
		return fmt.Errorf("keystore: version %d, this program knows %d", st.version, schemaVersion)
	}
	if !hmac.Equal(st.root, s.root.fingerprint()) {
		return ErrOtherRoot
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if st.generation < s.generation {
		return nil // read before somebody else here read a later one; its epoch may be gone by now
	}
	if st.generation != s.generation {
		s.cache.wipe()
		clear(s.epochs) // a rotation may have replaced a file that a stopped one had left
	}
	e, err := s.epochLocked(ctx, st.epoch)
	if err != nil {
		return err
	}
	s.generation, s.current = st.generation, e
	return nil
}

func (s *Keystore) epochLocked(ctx context.Context, n int) (*epoch, error) {
	if e, ok := s.epochs[n]; ok {
		return e, nil
	}
	e, err := s.root.loadEpoch(ctx, n)
	if err != nil {
		return nil, err
	}
	s.epochs[n] = e
	return e, nil
}

// epoch gives the key that wraps rows of epoch n.
func (s *Keystore) epoch(ctx context.Context, n int) (*epoch, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.epochLocked(ctx, n)
}

// fresh makes sure that the cache is no older than staleAfter. When the database does not answer, nothing is served.
func (s *Keystore) fresh(ctx context.Context) error {
	now := s.now()
	// A clock set back counts as stale too.
	if d := now.UnixNano() - s.checked.Load(); d >= 0 && d < int64(staleAfter) {
		return nil
	}
	if _, err := s.refresh(ctx); err != nil {
		return err
	}
	s.checked.Store(now.UnixNano())
	return nil
}

// Epoch is the number of the current epoch and when it began. Its age bounds the age of a useful keystore backup.
func (s *Keystore) Epoch() (n int, since time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current.n, s.current.since
}

// Root gives the root that the keystore was opened with.
func (s *Keystore) Root() *Root { return s.root }

// Health asks the database and the root's place whether keys can be made and read now.
func (s *Keystore) Health(ctx context.Context) error {
	st, err := s.db.state(ctx, s.db.read, "")
	if err != nil {
		return err
	}
	_, err = s.root.loadEpoch(ctx, st.epoch)
	return err
}

// SystemID is the system_identifier of the PostgreSQL cluster, empty on SQLite.
func (s *Keystore) SystemID(ctx context.Context) (string, error) { return s.db.systemID(ctx) }

// Close waits for keys that are being made, forgets the cached ones and closes the database. The root stays usable: others
// may sign with it to the end.
func (s *Keystore) Close() error {
	s.batch.wait()
	s.cache.wipe()
	return s.db.close()
}
