package crypt

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"time"
)

// body is what a row of dossier_key holds, always bodySize long:
//
//	made, unix seconds, 8 bytes | epoch, 4 bytes | wrapped key, 60 bytes
const bodySize = 8 + 4 + wrappedSize

func makeBody(e *epoch, d DossierID, k Key, made time.Time) []byte {
	b := make([]byte, 12, bodySize)
	binary.BigEndian.PutUint64(b, uint64(made.Unix()))
	binary.BigEndian.PutUint32(b[8:], uint32(e.n))
	return e.wrap(b, d, k)
}

func bodyMade(b []byte) time.Time {
	return time.Unix(int64(binary.BigEndian.Uint64(b)), 0).UTC()
}

// unwrapBody opens a row.
func (s *Keystore) unwrapBody(ctx context.Context, d DossierID, b []byte) (Key, error) {
	if len(b) != bodySize {
		return Key{}, fmt.Errorf("keystore: a row of %d bytes: %w", len(b), ErrSealed)
	}
	e, err := s.epoch(ctx, int(binary.BigEndian.Uint32(b[8:])))
	if err != nil {
		return Key{}, err
	}
	return e.unwrap(d, b[12:])
}

// Create makes the key of a dossier and returns when it is durable. Called again it returns the same key. It makes none
// for a dossier that has a tombstone (ErrBuried), so that a write in flight cannot outlive an erasure.
//
// Keys that many goroutines create at once share one transaction. When ctx ends first, the key may be made all the same:
// an orphan, which the sweep ends.
func (s *Keystore) Create(ctx context.Context, d DossierID) (Key, error) {
	if b := d.Bytes(); binary.BigEndian.Uint64(b) == 0 {
		return Key{}, errors.New("keystore: create: not a dossier's identifier") // eight zero bytes mark free slots
	}
	if err := s.fresh(ctx); err != nil {
		return Key{}, err
	}
	if k, ok := s.cache.get(d); ok {
		return k, nil
	}
	return s.batch.create(ctx, d)
}

// maxBatch is how many keys share one transaction at most.
const maxBatch = 256

// batchTimeout bounds a batch, which no single caller's context may end. A rotation of a million keys takes 15 s, and making
// keys waits for it.
const batchTimeout = 2 * time.Minute

// creator gathers calls of Create into batches: while one batch is being committed, the next gathers.
type creator struct {
	run     func(ctx context.Context, calls []*createCall) error
	mu      sync.Mutex
	waiting []*createCall
	busy    bool
	running sync.WaitGroup
}

type createCall struct {
	d    DossierID
	key  Key
	err  error
	done chan struct{}
}

func (c *creator) create(ctx context.Context, d DossierID) (Key, error) {
	call := &createCall{d: d, done: make(chan struct{})}
	c.mu.Lock()
	c.waiting = append(c.waiting, call)
	if !c.busy {
		c.busy = true
		c.running.Add(1)
		go c.drain(context.WithoutCancel(ctx))
	}
	c.mu.Unlock()
	select {
	case <-call.done:
		return call.key, call.err
	case <-ctx.Done():
		return Key{}, ctx.Err()
	}
}

func (c *creator) drain(ctx context.Context) {
	defer c.running.Done()
	for {
		calls := c.next()
		if calls == nil {
			return
		}
		batch, cancel := context.WithTimeout(ctx, batchTimeout)
		err := c.run(batch, calls)
		cancel()
		for _, call := range calls {
			if err != nil {
				call.key, call.err = Key{}, fmt.Errorf("keystore: create: %w", err)
			}
			close(call.done)
		}
	}
}

func (c *creator) next() []*createCall {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := min(len(c.waiting), maxBatch)
	if n == 0 {
		c.busy, c.waiting = false, nil
		return nil
	}
	calls := c.waiting[:n:n]
	c.waiting = c.waiting[n:]
	return calls
}

func (c *creator) wait() { c.running.Wait() }

// createBatch makes what is missing of a batch in one transaction and gives each call its key.
func (s *Keystore) createBatch(ctx context.Context, calls []*createCall) error {
	ds := make([]DossierID, len(calls))
	turns := make([]uint64, len(calls))
	for i, c := range calls {
		ds[i], turns[i] = c.d, s.cache.turn(c.d)
	}
	err := s.db.inTx(ctx, "create", func(tx *sql.Tx) error {
		st, err := s.db.state(ctx, tx, shareState)
		if err != nil {
			return err
		}
		// After the state is held: a shred, which comes after its tombstone, is now either seen or waits for us.
		buried, err := s.db.buriedOf(ctx, tx, ds)
		if err != nil {
			return err
		}
		bodies, err := s.makeMissing(ctx, tx, st, ds, buried)
		if err != nil {
			return err
		}
		// Unwrapped before the commit, while no rotation can end the epoch.
		for _, c := range calls {
			if bodies[c.d] == nil { // buried, and no key left
				c.err = ErrBuried
			} else {
				c.key, c.err = s.unwrapBody(ctx, c.d, bodies[c.d])
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, c := range calls {
		if c.err == nil {
			s.cache.put(c.d, c.key, turns[i])
		}
	}
	return nil
}

// makeMissing returns the rows of ds, having made those that were not there.
func (s *Keystore) makeMissing(ctx context.Context, tx *sql.Tx, st state, ds []DossierID, buried map[DossierID]bool) (map[DossierID][]byte, error) {
	e, err := s.epoch(ctx, st.epoch)
	if err != nil {
		return nil, err
	}
	bodies, err := s.db.bodies(ctx, tx, ds)
	if err != nil {
		return nil, err
	}
	var rows []keyRow
	for _, d := range ds {
		if bodies[d] != nil || buried[d] {
			continue
		}
		k := newKey()
		bodies[d] = makeBody(e, d, k, s.now())
		k.Wipe()
		rows = append(rows, keyRow{d, bodies[d]})
	}
	if err := s.db.insertKeys(ctx, tx, rows); err != nil || !s.db.postgres || len(rows) == 0 {
		return bodies, err
	}
	// On PostgreSQL another node may have made one of them in the meantime; its row has won.
	return s.db.bodies(ctx, tx, ds)
}
