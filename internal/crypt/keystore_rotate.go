package crypt

import (
	"context"
	"database/sql"
	"fmt"
)

// Rotate begins a new epoch: every dossier key is wrapped anew in one transaction, and the old epoch key is destroyed
// where it lies. From then on no older copy of the keystore opens anything, whoever holds it and the root key of today.
//
// Order: new epoch key durable, rows and state in one commit, log emptied, old epoch key overwritten, synced, removed.
// Whatever step is the last one, either epoch opens all rows until the commit, and the new one after it; OpenKeystore
// or the next Rotate destroys what was left. Keys are made and read meanwhile; making waits for the commit.
func (s *Keystore) Rotate(ctx context.Context) error {
	var st state
	err := s.db.inTx(ctx, "rotate", func(tx *sql.Tx) (err error) {
		if st, err = s.db.state(ctx, tx, ownState); err != nil {
			return err
		}
		// The file is written while we hold the state, so no other node can be at the same number.
		next, err := s.root.makeEpoch(ctx, st.epoch+1, s.now())
		if err != nil {
			return err
		}
		crashPoint("keystore.rotate.after-epoch-file")
		if err := s.rewrapAll(ctx, tx, next); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, s.db.sql(`UPDATE keystore_state SET epoch = ?, generation = generation + 1 WHERE id = 1`), next.n)
		return err
	})
	if err != nil {
		return fmt.Errorf("keystore: rotate: %w", err)
	}
	return s.endRotation(ctx)
}

// endRotation adopts the new epoch and ends the old one.
func (s *Keystore) endRotation(ctx context.Context) error {
	st, err := s.refresh(ctx)
	if err != nil {
		return fmt.Errorf("keystore: rotate: %w", err)
	}
	if err := s.db.compact(ctx); err != nil {
		return err
	}
	if err := s.db.clean(ctx); err != nil {
		return err
	}
	crashPoint("keystore.rotate.after-checkpoint")
	if err := s.root.destroyEpochsBefore(ctx, st.epoch); err != nil {
		return err
	}
	crashPoint("keystore.rotate.done")
	return nil
}

// compact rewrites a SQLite file, so that hashes of released addresses, which SQLite may have left in the gaps of index
// pages, last no longer than an epoch. It takes memory of about the size of the file.
func (e *engine) compact(ctx context.Context) error {
	if e.postgres {
		return nil
	}
	if _, err := e.write.ExecContext(ctx, `VACUUM`); err != nil {
		return fmt.Errorf("keystore: compact: %w", err)
	}
	return nil
}

// rewrapAll wraps every key anew, page by page. A row that a node shreds meanwhile is simply not there to be updated.
func (s *Keystore) rewrapAll(ctx context.Context, tx *sql.Tx, next *epoch) error {
	for after, more := int64(0), true; more; {
		var rows []slotRow
		var err error
		if rows, after, more, err = s.db.page(ctx, tx, after); err != nil {
			return err
		}
		for i, r := range rows {
			k, err := s.unwrapBody(ctx, r.d, r.body)
			if err != nil {
				return err
			}
			rows[i].body = makeBody(next, r.d, k, bodyMade(r.body))
			k.Wipe()
		}
		if err := s.db.rewrite(ctx, tx, rows); err != nil {
			return err
		}
	}
	return nil
}

// rewrite replaces bodies: on PostgreSQL in one statement, since each costs a round trip; on SQLite one by one, since each
// must be overwritten where it lies.
func (e *engine) rewrite(ctx context.Context, tx *sql.Tx, rows []slotRow) error {
	if len(rows) == 0 {
		return nil
	}
	if e.postgres {
		args := make([]any, 0, 2*len(rows))
		for _, r := range rows {
			args = append(args, r.slot, r.body)
		}
		_, err := tx.ExecContext(ctx, e.sql(`UPDATE dossier_key SET body = v.body FROM (VALUES `+
			marks("(CAST(? AS BIGINT), CAST(? AS BYTEA))", len(rows))+`) AS v (slot, body) WHERE dossier_key.slot = v.slot`), args...)
		return err
	}
	update, err := tx.PrepareContext(ctx, `UPDATE dossier_key SET body = ? WHERE slot = ?`)
	if err != nil {
		return err
	}
	defer update.Close()
	for _, r := range rows {
		if _, err := update.ExecContext(ctx, r.body, r.slot); err != nil {
			return err
		}
	}
	return nil
}
