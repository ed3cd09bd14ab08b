package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/privacy"
)

// Config says where the data lies.
type Config struct {
	Engine    Engine
	Dir       string // SQLite: the folder of verv.db
	DSN       string // PostgreSQL: the application's role, which owns nothing
	OwnerDSN  string // PostgreSQL: the role that owns the tables; used by Migrate alone
	Hasty     bool   // SQLite: commits do not wait for the disk. Only for a database that is thrown away unless whoever made it ends well
	Readers   int    // connections for reading; 0 means 8
	Writers   int    // PostgreSQL: connections for writing; 0 means 8. SQLite has one
	Now       func() time.Time
	Retention privacy.Retention
	Rooms     []Room
	Keys      *crypt.Keystore
	Signer    Signer // signs audit checkpoints
}

// DB is an open database. Its methods are safe for concurrent use.
type DB struct {
	cfg        Config
	inv        *privacy.Inventory
	statements map[Name]compiled
	reads      *pool
	writes     *pool
	committer  *committer
	listeners  struct {
		sync.RWMutex
		fns []func([]Fact)
	}
	agreed  Agreement
	meter   Meter
	wounded atomic.Bool // SQLite: a commit failed and its frames may still lie in the log
	lost    atomic.Int64
}

// CrashPoint is called with the name of each step between two durable states. Tests set it to kill the process there.
var CrashPoint = func(name string) {}

// Open opens the database and checks that every statement has a footprint and every column a privacy line. It does not
// migrate: see Migrate.
func Open(ctx context.Context, cfg Config) (*DB, error) {
	if cfg.Now == nil || cfg.Keys == nil {
		return nil, errors.New("store: a clock and a keystore are needed")
	}
	inv, err := InventoryOf(cfg.Rooms)
	if err != nil {
		return nil, err
	}
	db := &DB{cfg: cfg, inv: inv, meter: noMeter{}}
	if db.statements, err = compileRooms(cfg.Engine, cfg.Rooms, inv); err != nil {
		return nil, err
	}
	maps.Copy(db.statements, derivedStatements(cfg.Engine, inv))
	switch cfg.Engine {
	case SQLite:
		db.reads, db.writes, err = openSQLite(ctx, cfg)
	case Postgres:
		db.reads, db.writes, err = openPostgres(ctx, cfg)
	default:
		err = fmt.Errorf("store: no engine %q", cfg.Engine)
	}
	if err != nil {
		return nil, err
	}
	db.committer = newCommitter(db)
	return db, nil
}

// InventoryOf reads the privacy lines of all rooms.
func InventoryOf(rooms []Room) (*privacy.Inventory, error) {
	inv := &privacy.Inventory{}
	for _, r := range rooms {
		if err := inv.Add(r.Name, r.Schema); err != nil {
			return nil, err
		}
	}
	return inv, nil
}

func compileRooms(e Engine, rooms []Room, inv *privacy.Inventory) (map[Name]compiled, error) {
	out := map[Name]compiled{}
	for _, r := range rooms {
		statements, err := r.Statements()
		if err != nil {
			return nil, err
		}
		prints, err := parseFootprints(r.Footprint)
		if err != nil {
			return nil, err
		}
		for _, s := range statements {
			c := e.compile(s)
			print, ok := prints[s.Name]
			if !ok {
				return nil, fmt.Errorf("store: statement %s has no footprint: run make generate", s.Name)
			}
			c.mayFor, c.opens = print.mayFor, givesBodies(inv, print.reads)
			out[s.Name] = c
		}
	}
	return out, nil
}

// Inventory is the inventory of this build.
func (db *DB) Inventory() *privacy.Inventory { return db.inv }

// Engine is the engine in use.
func (db *DB) Engine() Engine { return db.cfg.Engine }

// Now is the installation's clock.
func (db *DB) Now() time.Time { return db.cfg.Now() }

// Close waits for access records on their way and closes the connections.
func (db *DB) Close() error {
	db.committer.close()
	return errors.Join(db.writes.close(), db.reads.close())
}

// Health asks both pools for an answer.
func (db *DB) Health(ctx context.Context) error {
	for _, p := range []*pool{db.reads, db.writes} {
		s, err := p.acquire(ctx)
		if err != nil {
			return unavailable(err)
		}
		_, err = s.conn.ExecContext(ctx, "select 1")
		p.release(s, err)
		if err != nil {
			return unavailable(err)
		}
	}
	return nil
}

// Lost counts bodies that were asked for and whose key is gone, since the process started.
func (db *DB) Lost() int64 { return db.lost.Load() }

// Read runs fn in one read-only transaction. When fn opened bodies of other people, one access record is durable before
// Read returns; if that record cannot be written, Read fails and the caller must not use what fn saw.
func (db *DB) Read(ctx context.Context, g privacy.Grant, fn func(*Reader) error) error {
	r := &Reader{ctx: ctx, db: db, g: g}
	err := db.read(r, fn)
	if rec, opened := r.record(); opened {
		if recErr := db.committer.submit(ctx, rec); recErr != nil {
			return errors.Join(unavailable(recErr), err)
		}
	}
	return known(err)
}

// read runs fn with a reader, whose transaction it is.
func (db *DB) read(r *Reader, fn func(*Reader) error) error {
	if !r.g.Valid() {
		return refused("a zero grant")
	}
	s, err := db.reads.acquire(r.ctx)
	if err != nil {
		return unavailable(err)
	}
	r.s = s
	err = db.begin(r.ctx, s, r.g, true)
	if err == nil {
		err = fn(r)
	}
	r.done = true
	end := s.exec(context.WithoutCancel(r.ctx), "rollback")
	db.reads.release(s, end)
	db.meter.Read(err != nil && fault.KindOf(known(err)).Status() >= 500)
	return err
}

// Write runs fn in one transaction and commits it with its facts, its audit row and its access record. After a commit the
// listeners of this process have seen the facts before Write returns.
func (db *DB) Write(ctx context.Context, g privacy.Grant, fn func(*Writer) error) error {
	if !g.Valid() {
		return refused("a zero grant")
	}
	s, err := db.writes.acquire(ctx)
	if err != nil {
		return unavailable(err)
	}
	facts, err := db.write(ctx, s, g, fn)
	db.meter.Write(err != nil && fault.KindOf(known(err)).Status() >= 500)
	if err != nil {
		return known(err)
	}
	db.announce(facts)
	return nil
}

func (db *DB) write(ctx context.Context, s *session, g privacy.Grant, fn func(*Writer) error) (facts []Fact, err error) {
	var end error
	defer func() { db.writes.release(s, end) }()
	if err = db.heal(ctx, s); err != nil {
		return nil, err
	}
	if err = db.begin(ctx, s, g, false); err != nil {
		end = err
		return nil, err
	}
	w := &Writer{Reader: &Reader{ctx: ctx, db: db, s: s, g: g}}
	err = runSafely(w, fn)
	if err == nil {
		err = w.close()
	}
	w.done = true
	if err != nil {
		end = s.exec(context.WithoutCancel(ctx), "rollback")
		return nil, err
	}
	CrashPoint("store.write.before-commit")
	durable := db.meter.Commit()
	err = s.exec(context.WithoutCancel(ctx), "commit")
	durable()
	if err != nil {
		end = err
		if err = db.afterCommit(context.WithoutCancel(ctx), w, err); err != nil {
			return nil, err
		}
	}
	CrashPoint("store.write.after-commit")
	return w.facts, nil
}

// afterCommit finds out what became of a commit that gave an error, so that the caller is told the truth: nil when it is durable all
// the same, else a refusal that no restart turns into a kept write.
func (db *DB) afterCommit(ctx context.Context, w *Writer, failed error) error {
	if db.cfg.Engine == Postgres {
		if db.committed(ctx, w, failed) {
			return nil
		}
		return unavailable(fmt.Errorf("commit: %w", failed))
	}
	_ = w.s.exec(ctx, "rollback")
	db.wounded.Store(true)
	return unavailable(errors.Join(fmt.Errorf("commit: %w", failed), db.heal(ctx, w.s)))
}

// runSafely turns a panic of fn into a rollback before it goes on.
func runSafely(w *Writer, fn func(*Writer) error) error {
	done := false
	defer func() {
		if !done {
			_ = w.s.exec(context.WithoutCancel(w.ctx), "rollback")
		}
	}()
	err := fn(w)
	done = true
	return err
}

// Listen registers fn for the facts of this process's commits. It must return quickly.
func (db *DB) Listen(fn func([]Fact)) {
	db.listeners.Lock()
	defer db.listeners.Unlock()
	db.listeners.fns = append(db.listeners.fns, fn)
}

func (db *DB) announce(facts []Fact) {
	if len(facts) == 0 {
		return
	}
	db.listeners.RLock()
	defer db.listeners.RUnlock()
	for _, fn := range db.listeners.fns {
		fn(facts)
	}
}

// known makes what a caller sees: faults stay, an empty answer is NotFound, the rest is the database's trouble.
func known(err error) error {
	var f *fault.Fault
	switch {
	case err == nil, errors.As(err, &f):
		return err
	case errors.Is(err, sql.ErrNoRows):
		return fault.Wrap(err, fault.NotFound, "fault.notfound")
	case isOutage(err):
		return unavailable(err)
	}
	return err
}

func unavailable(err error) error { return fault.Wrap(err, fault.Unavailable, "fault.unavailable") }

func refused(why string) error {
	return fault.Wrap(errors.New("store: refused: "+why), fault.Withheld, "fault.notfound")
}

// Retention is the schedule of this installation.
func (db *DB) Retention() privacy.Retention { return db.cfg.Retention }
