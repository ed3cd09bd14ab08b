package store

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/id"
	"verv/internal/privacy"
)

type recordNoun struct{}

// AccessRecord says that somebody opened data about other people: who, when, why, in which page. What was in the data it does
// not say, and whose it was only the dossiers' keys can tell.
type AccessRecord struct {
	ID       id.ID[recordNoun]
	At       time.Time
	Actor    access.Persona
	ActorID  access.SubjectID
	Employer access.EmployerID
	Purpose  privacy.Purpose
	About    Object
	handles  []string
}

// record is the access record of this transaction, if it opened anything of somebody else.
func (r *Reader) record() (AccessRecord, bool) {
	if len(r.opened) == 0 {
		return AccessRecord{}, false
	}
	a := r.g.Actor()
	now := r.db.cfg.Now()
	rec := AccessRecord{ID: id.New[recordNoun](now), At: now, Actor: a.Persona, ActorID: a.Subject, Employer: r.g.Scope().Employer(),
		Purpose: r.g.Purpose(), About: r.about}
	for h := range r.opened {
		rec.handles = append(rec.handles, hex.EncodeToString(h[:]))
	}
	slices.Sort(rec.handles)
	return rec, true
}

func (w *Writer) putAccess(rec AccessRecord) error {
	_, err := w.Exec("store.addAccess", Args{"id": rec.ID, "at": rec.At, "actor": string(rec.Actor), "actor_id": rec.ActorID,
		"employer_id": rec.Employer, "purpose": string(rec.Purpose), "noun": orNull(rec.About.Noun), "object_id": orNull(rec.About.ID)})
	if err != nil || len(rec.handles) == 0 {
		return err
	}
	list, err := json.Marshal(rec.handles) // a search by name opens a thousand: one statement and not one for each
	if err != nil {
		return err
	}
	_, err = w.Exec("store.addHandles", Args{"handles": string(list), "record_id": rec.ID})
	return err
}

// AccessesTo lists who opened a dossier, newest first. It needs the dossier's key, since only that makes its handle.
func (r *Reader) AccessesTo(d crypt.DossierID, n int) ([]AccessRecord, error) {
	key, err := r.db.cfg.Keys.Key(r.ctx, d)
	if err != nil {
		return nil, r.keyTrouble(err)
	}
	h := key.Handle(d)
	return List(r, "store.accessTo", Args{"handle": hex.EncodeToString(h[:]), "most": n}, scanAccess)
}

// Accesses lists all access records since a moment, newest first, for the officer.
func (r *Reader) Accesses(since time.Time, n int) ([]AccessRecord, error) {
	return List(r, "store.accesses", Args{"since": since, "most": n}, scanAccess)
}

func scanAccess(row Row) (AccessRecord, error) {
	var a AccessRecord
	var actor, purpose string
	err := row.Scan(&a.ID, &a.At, &actor, &a.ActorID, &a.Employer, &purpose, &a.About.Noun, &a.About.ID)
	a.Actor, a.Purpose = access.Persona(actor), privacy.Purpose(purpose)
	return a, err
}

// SweepAccess deletes access records older than a moment.
func (db *DB) SweepAccess(ctx context.Context, g privacy.Grant, before time.Time) error {
	return db.Write(ctx, g, func(w *Writer) error {
		if _, err := w.Exec("store.oldHandles", Args{"before": before}); err != nil {
			return err
		}
		_, err := w.Exec("store.oldAccesses", Args{"before": before})
		return err
	})
}

// committer makes many access records durable with one commit: whoever comes while one commit runs shares the next.
type committer struct {
	db    *DB
	in    chan waiting
	stop  chan struct{}
	ended sync.WaitGroup
	once  sync.Once
}

type waiting struct {
	rec  AccessRecord
	done chan error
}

const (
	groupAtMost = 256
	recordWait  = 20 * time.Second
)

func newCommitter(db *DB) *committer {
	c := &committer{db: db, in: make(chan waiting, groupAtMost), stop: make(chan struct{})}
	c.ended.Add(1)
	go c.run()
	return c
}

func (c *committer) close() {
	c.once.Do(func() { close(c.stop) })
	c.ended.Wait()
}

// submit returns when the record is durable.
func (c *committer) submit(ctx context.Context, rec AccessRecord) error {
	w := waiting{rec: rec, done: make(chan error, 1)}
	select {
	case c.in <- w:
	case <-c.stop:
		return errors.New("store: closed")
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-w.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *committer) run() {
	defer c.ended.Done()
	for {
		var first waiting
		select {
		case first = <-c.in:
		case <-c.stop:
			select {
			case first = <-c.in:
			default:
				return
			}
		}
		group := []waiting{first}
	more:
		for len(group) < groupAtMost {
			select {
			case w := <-c.in:
				group = append(group, w)
			default:
				break more
			}
		}
		err := c.commit(group)
		for _, w := range group {
			w.done <- err
		}
	}
}

// commit writes a group. It is the store's own bookkeeping and runs without a grant: it reads nothing and opens nothing.
func (c *committer) commit(group []waiting) error {
	// Bounded, because a Read within a Write would wait for itself: the one writer is lent to the transaction around it.
	ctx, cancel := context.WithTimeout(context.Background(), recordWait)
	defer cancel()
	s, err := c.db.writes.acquire(ctx)
	if err != nil {
		return err
	}
	_, err = c.db.write(ctx, s, bookkeeping(), func(w *Writer) error {
		for _, g := range group {
			if err := w.putAccess(g.rec); err != nil {
				return fmt.Errorf("access record: %w", err)
			}
		}
		return nil
	})
	if err == nil {
		c.db.meter.Records(len(group))
	}
	return err
}
