package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"verv/internal/privacy"
)

// Fact is something that happened: a kind in the past tense (noun.verb, such as "job.published") and identifiers, nothing else.
type Fact struct {
	Seq  int64
	XID  string
	At   time.Time
	Kind string
	IDs  map[string]string // noun to identifier
}

// Cursor is how far a reader of facts has come. The zero Cursor stands before the first fact.
type Cursor struct {
	XID string
	Seq int64
}

// Fact notes what happened; it is written when the transaction's function has returned and commits with it.
func (w *Writer) Fact(kind string, ids map[string]string) {
	w.facts = append(w.facts, Fact{Kind: kind, IDs: ids})
}

func (w *Writer) putFact(f *Fact) error {
	ids, err := json.Marshal(f.IDs)
	if err != nil {
		return err
	}
	f.At = w.Now()
	return w.Get("store.addFact", Args{"at": f.At, "kind": f.Kind, "ids": string(ids)}, &f.Seq)
}

// Facts gives at most n facts after the cursor, and the cursor after them. On PostgreSQL it gives only facts of transactions
// that ended before the oldest one still running: reading by highest number would pass over one that commits late.
func (r *Reader) Facts(after Cursor, n int) ([]Fact, Cursor, error) {
	if after.XID == "" {
		after.XID = "0"
	}
	facts, err := List(r, "store.facts", Args{"xid": after.XID, "seq": after.Seq, "most": n}, func(row Row) (Fact, error) {
		var f Fact
		var ids string
		if err := row.Scan(&f.Seq, &f.XID, &f.At, &f.Kind, &ids); err != nil {
			return f, err
		}
		return f, json.Unmarshal([]byte(ids), &f.IDs)
	})
	if err != nil || len(facts) == 0 {
		return nil, after, err
	}
	last := facts[len(facts)-1]
	return facts, Cursor{XID: last.XID, Seq: last.Seq}, nil
}

// End is the cursor behind the newest fact that Facts would give.
func (r *Reader) End() (Cursor, error) {
	var c Cursor
	err := r.Get("store.lastFact", Args{}, &c.Seq, &c.XID)
	if Missing(err) {
		return Cursor{}, nil
	}
	return c, err
}

// Cursor reads the durable cursor of the named reader.
func (r *Reader) Cursor(name string) (Cursor, error) {
	var c Cursor
	err := r.Get("store.cursor", Args{"name": name}, &c.XID, &c.Seq)
	if Missing(err) {
		return Cursor{}, nil
	}
	return c, err
}

// MoveCursor writes the durable cursor, in the same transaction as what the reader did with the facts.
func (w *Writer) MoveCursor(name string, c Cursor) error {
	if c.XID == "" {
		c.XID = "0"
	}
	_, err := w.Exec("store.moveCursor", Args{"name": name, "xid": c.XID, "seq": c.Seq})
	return err
}

// SweepFacts deletes facts older than a moment. Every reader has long passed them; a node that has not starts anew.
func (db *DB) SweepFacts(ctx context.Context, g privacy.Grant, before time.Time) error {
	return db.Write(ctx, g, func(w *Writer) error {
		if _, err := w.Exec("store.oldFacts", Args{"before": before}); err != nil {
			return fmt.Errorf("sweeping facts: %w", err)
		}
		return nil
	})
}
