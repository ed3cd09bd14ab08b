package crypt

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Key gives the key of a dossier; ErrNoKey when there is none.
func (s *Keystore) Key(ctx context.Context, d DossierID) (Key, error) {
	if err := s.fresh(ctx); err != nil {
		return Key{}, err
	}
	if k, ok := s.cache.get(d); ok {
		return k, nil
	}
	var k Key
	err := outlive(func() (err error) {
		k, err = s.readKey(ctx, d)
		return err
	})
	return k, err
}

// rotationsMost is how many rotations one read may meet. A read takes milliseconds and a rotation is made once a day; what meets more has lost
// its epoch.
const rotationsMost = 8

// outlive reads again what a rotation overtook: a row that was read just before its epoch ended is there again under the next one.
func outlive(read func() error) (err error) {
	for range rotationsMost {
		if err = read(); !errors.Is(err, ErrEpochGone) {
			break
		}
	}
	return err
}

func (s *Keystore) readKey(ctx context.Context, d DossierID) (Key, error) {
	turn := s.cache.turn(d)
	var body []byte
	err := s.db.read.QueryRowContext(ctx, s.db.sql(`SELECT body FROM dossier_key WHERE dossier = ?`), d.Bytes()).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return Key{}, ErrNoKey
	}
	if err != nil {
		return Key{}, fmt.Errorf("keystore: read: %w", err)
	}
	k, err := s.unwrapBody(ctx, d, body)
	if err != nil {
		return Key{}, err
	}
	s.cache.put(d, k, turn)
	return k, nil
}

// Keys gives the keys of many dossiers in one round trip. A dossier without a key is not in the map.
func (s *Keystore) Keys(ctx context.Context, ds []DossierID) (map[DossierID]Key, error) {
	if err := s.fresh(ctx); err != nil {
		return nil, err
	}
	out := make(map[DossierID]Key, len(ds))
	var missing []DossierID
	turns := map[DossierID]uint64{}
	for _, d := range ds {
		if k, ok := s.cache.get(d); ok {
			out[d] = k
		} else if _, twice := turns[d]; !twice {
			turns[d] = s.cache.turn(d)
			missing = append(missing, d)
		}
	}
	if err := outlive(func() error { return s.readKeys(ctx, missing, turns, out) }); err != nil {
		return nil, err
	}
	return out, nil
}

func (s *Keystore) readKeys(ctx context.Context, ds []DossierID, turns map[DossierID]uint64, out map[DossierID]Key) error {
	bodies, err := s.db.bodies(ctx, s.db.read, ds)
	if err != nil {
		return err
	}
	for d, body := range bodies {
		k, err := s.unwrapBody(ctx, d, body)
		if err != nil {
			return err
		}
		s.cache.put(d, k, turns[d])
		out[d] = k
	}
	return nil
}

// eachPage is how many rows Each and Rotate read at a time.
const eachPage = 1000

// slotRow is a row with its slot.
type slotRow struct {
	slot int64
	keyRow
}

// page reads the next taken rows behind a slot; last is where the following page starts, more is false at the end.
func (e *engine) page(ctx context.Context, q rowsQuerier, after int64) (found []slotRow, last int64, more bool, err error) {
	rows, err := q.QueryContext(ctx, e.sql(`SELECT slot, dossier, body FROM dossier_key WHERE slot > ? ORDER BY slot LIMIT ?`), after, eachPage)
	if err != nil {
		return nil, 0, false, fmt.Errorf("keystore: read: %w", err)
	}
	last = after
	err = scanRows(rows, func() error {
		var raw, body []byte
		if err := rows.Scan(&last, &raw, &body); err != nil {
			return err
		}
		more = true
		if len(raw) == idSize && isFree(raw) {
			return nil
		}
		d, err := dossierFromBytes(raw)
		if err != nil {
			return err
		}
		if len(body) != bodySize {
			return fmt.Errorf("a row of %d bytes: %w", len(body), ErrSealed)
		}
		found = append(found, slotRow{last, keyRow{d, body}})
		return nil
	})
	if err != nil {
		return nil, 0, false, fmt.Errorf("keystore: read: %w", err)
	}
	return found, last, more, nil
}

// Each calls fn with every dossier that has a key and the moment the key was made, for the sweep of orphans. Keys made or
// shredded meanwhile may or may not be seen. It stops at fn's first error and returns it.
func (s *Keystore) Each(ctx context.Context, fn func(d DossierID, created time.Time) error) error {
	for after, more := int64(0), true; more; {
		var rows []slotRow
		var err error
		if rows, after, more, err = s.db.page(ctx, s.db.read, after); err != nil {
			return err
		}
		for _, r := range rows {
			if err := fn(r.d, bodyMade(r.body)); err != nil {
				return err
			}
		}
	}
	return nil
}
