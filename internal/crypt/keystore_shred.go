package crypt

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
)

// Shred ends keys for good: every body and file of these dossiers is noise from then on. It returns when that is durable
// and the wrapped keys are gone from the files. Shredding what is not there is no error, and ends what an earlier Shred
// that was stopped had left.
//
// On SQLite the row is overwritten where it lies, with zeros, and its slot used again later. A DELETE would be zeroed too
// (secure_delete), but when pages empty SQLite moves neighbouring rows together and leaves the bytes of their old place
// in the gap, where no later DELETE finds them. Then the write-ahead log is cut to nothing.
//
// On PostgreSQL the row is deleted and the table vacuumed; the cluster's own log keeps a copy until it is recycled, and
// Rotate makes it worthless.
func (s *Keystore) Shred(ctx context.Context, ds ...DossierID) error {
	if len(ds) == 0 {
		return nil
	}
	defer s.cache.drop(ds...) // also when the commit's answer got lost
	err := s.db.inTx(ctx, "shred", func(tx *sql.Tx) error {
		// First of all, because it waits for whoever is making keys or rotating: else a key could be made behind us.
		if err := s.db.advance(ctx, tx); err != nil {
			return err
		}
		for part := range slices.Chunk(ds, maxParams) {
			if err := s.db.shred(ctx, tx, part); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keystore: shred: %w", err)
	}
	s.cache.drop(ds...)
	if err := s.db.clean(ctx); err != nil {
		return err
	}
	crashPoint("keystore.shred.after-checkpoint")
	return nil
}

func (e *engine) shred(ctx context.Context, tx *sql.Tx, ds []DossierID) error {
	in := ` WHERE dossier IN (` + marks("?", len(ds)) + `)`
	if e.postgres {
		_, err := tx.ExecContext(ctx, e.sql(`DELETE FROM dossier_key`+in), idParams(ds)...)
		return err
	}
	slots, err := e.slots(ctx, tx, `SELECT slot FROM dossier_key`+in, idParams(ds)...)
	if err != nil {
		return err
	}
	zeros := make([]byte, bodySize)
	for _, slot := range slots {
		if err := e.overwrite(ctx, tx, slot, freeSlot(slot), zeros); err != nil {
			return err
		}
	}
	return nil
}
