package crypt

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// pepperVersion names the key of the blind index. It is stored with each row, so that a later version can be told apart.
const pepperVersion = 1

// indexLabel is the label of the keyed hash of a normalised address.
const indexLabel = "email-index/1"

func (s *Keystore) indexMark(address string) ([]byte, error) {
	a, err := NormaliseEmail(address)
	if err != nil {
		return nil, err
	}
	return s.root.MAC(indexLabel, []byte(a)), nil
}

// Claim takes an address for an owner, durably. ok is false when another owner holds it; held is who holds it now.
// Claiming again for the same owner is the same as once.
func (s *Keystore) Claim(ctx context.Context, address string, owner [16]byte) (held [16]byte, ok bool, err error) {
	mark, err := s.indexMark(address)
	if err != nil {
		return held, false, err
	}
	err = s.db.inTx(ctx, "claim", func(tx *sql.Tx) error {
		held, err = s.claim(ctx, tx, mark, owner)
		return err
	})
	if err != nil {
		return [16]byte{}, false, fmt.Errorf("keystore: claim: %w", err)
	}
	return held, held == owner, nil
}

// claim inserts and reads back. On PostgreSQL the row that stopped the insert may be released before it is read.
func (s *Keystore) claim(ctx context.Context, tx *sql.Tx, mark []byte, owner [16]byte) ([16]byte, error) {
	for range 3 {
		_, err := tx.ExecContext(ctx, s.db.sql(`INSERT INTO email_claim (mark, pepper, owner, made) VALUES (?, ?, ?, ?)
			ON CONFLICT (mark) DO NOTHING`), mark, pepperVersion, owner[:], s.now().Unix())
		if err != nil {
			return [16]byte{}, err
		}
		held, ok, err := s.holder(ctx, tx, mark)
		if err != nil || ok {
			return held, err
		}
	}
	return [16]byte{}, errors.New("the address changed hands too often")
}

func (s *Keystore) holder(ctx context.Context, q querier, mark []byte) (owner [16]byte, ok bool, err error) {
	var raw []byte
	err = q.QueryRowContext(ctx, s.db.sql(`SELECT owner FROM email_claim WHERE mark = ?`), mark).Scan(&raw)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return owner, false, nil
	case err != nil:
		return owner, false, err
	case len(raw) != idSize:
		return owner, false, fmt.Errorf("an owner of %d bytes", len(raw))
	}
	return [16]byte(raw), true, nil
}

// Lookup tells who holds an address.
func (s *Keystore) Lookup(ctx context.Context, address string) (owner [16]byte, ok bool, err error) {
	mark, err := s.indexMark(address)
	if err != nil {
		return owner, false, err
	}
	if owner, ok, err = s.holder(ctx, s.db.read, mark); err != nil {
		return owner, false, fmt.Errorf("keystore: lookup: %w", err)
	}
	return owner, ok, nil
}

// Release gives up all addresses of an owner and empties the log, so that the index can no longer be asked about them.
// Releasing none is no error.
func (s *Keystore) Release(ctx context.Context, owner [16]byte) error {
	err := s.db.inTx(ctx, "", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, s.db.sql(`DELETE FROM email_claim WHERE owner = ?`), owner[:])
		return err
	})
	if err != nil {
		return fmt.Errorf("keystore: release: %w", err)
	}
	return s.db.clean(ctx)
}

// Replace makes address the only one of owner: the new one is claimed and the others released in one transaction. When
// another owner holds it, nothing changes and the error is ErrHeld.
func (s *Keystore) Replace(ctx context.Context, address string, owner [16]byte) error {
	mark, err := s.indexMark(address)
	if err != nil {
		return err
	}
	err = s.db.inTx(ctx, "claim", func(tx *sql.Tx) error {
		held, err := s.claim(ctx, tx, mark, owner)
		if err != nil {
			return err
		}
		if held != owner {
			return ErrHeld
		}
		_, err = tx.ExecContext(ctx, s.db.sql(`DELETE FROM email_claim WHERE owner = ? AND mark <> ?`), owner[:], mark)
		return err
	})
	if err != nil {
		return fmt.Errorf("keystore: replace: %w", err)
	}
	return s.db.clean(ctx)
}
