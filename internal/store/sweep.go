package store

import (
	"context"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/id"
	"verv/internal/privacy"
)

// Sweep is a reading of everybody by Verv itself, such as a start that fills an index. Nobody sees what it opens. One access record stands
// for all of it and names no dossier: whoever was there at that moment was read.
type Sweep struct {
	db *DB
	g  privacy.Grant
}

// every begins the noun of a record that stands for everybody, and the handle by which it is found: no dossier has such a one.
const every = "every-"

// IsSweep reports whether a record about this stands for everybody.
func IsSweep(noun string) bool { return strings.HasPrefix(noun, every) }

// Sweep begins a reading of every noun. Its record is durable before it returns. Only Verv itself reads everybody, and in no scope but its own.
func (db *DB) Sweep(ctx context.Context, g privacy.Grant, noun string) (*Sweep, error) {
	if a := g.Actor(); !g.Valid() || a.Persona != access.System || g.Scope().Kind() != access.ScopeOperation {
		return nil, refused("a sweep by " + string(a.Persona))
	}
	now := db.cfg.Now()
	rec := AccessRecord{ID: id.New[recordNoun](now), At: now, Actor: access.System, Purpose: g.Purpose(), About: Object{Noun: every + noun},
		handles: []string{every + noun}}
	if err := db.committer.submit(ctx, rec); err != nil {
		return nil, unavailable(err)
	}
	return &Sweep{db, g}, nil
}

// Read is DB.Read without a record of its own.
func (s *Sweep) Read(ctx context.Context, fn func(*Reader) error) error {
	return known(s.db.read(&Reader{ctx: ctx, db: s.db, g: s.g, sweeps: true}, fn))
}

// Sweeps lists the records of those that read every noun since a moment, newest first.
func (r *Reader) Sweeps(noun string, since time.Time, n int) ([]AccessRecord, error) {
	return List(r, "store.sweeps", Args{"noun": every + noun, "since": since, "most": n}, scanAccess)
}
