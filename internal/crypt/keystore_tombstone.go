package crypt

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"
)

// Tombstone is what stays of an erased person so that a restore cannot bring them back. It lies in the keystore's place
// and holds no personal data that can be read: random identifiers, and hashes keyed by the root.
type Tombstone struct {
	ID       [16]byte    // random, of the erasure and not of the person
	Marks    [][]byte    // of the person's addresses, from Marks
	Dossiers []DossierID // erased; none of them ever gets a key again while the tombstone stands
	At       time.Time   // of the erasure; kept to the second
	Until    time.Time   // when no backup can hold the person any more; kept to the second
}

// plainLabel is the label of the keyed hash of an address without its plus tag. It is another one than the index has, so
// that a tombstone of anna+jobs@example.no stops a restored anna@example.no from being asked, not from being held.
const plainLabel = "tombstone-plain/1"

// Mark is the keyed hash of one normalised address, as the index holds it; nil for what is no address.
func (s *Keystore) Mark(address string) []byte {
	m, err := s.indexMark(address)
	if err != nil {
		return nil
	}
	return m
}

// Marks are what a tombstone keeps of an address: its Mark, and the mark of the same without its plus tag. None for what
// is no address.
func (s *Keystore) Marks(address string) [][]byte {
	a, err := NormaliseEmail(address)
	if err != nil {
		return nil
	}
	return [][]byte{s.root.MAC(indexLabel, []byte(a)), s.root.MAC(plainLabel, []byte(withoutTag(a)))}
}

// Bury writes a tombstone, durably. Tombstones are append-only: burying again under the same ID adds marks and dossiers
// and changes no date.
func (s *Keystore) Bury(ctx context.Context, t Tombstone) error {
	err := s.db.inTx(ctx, "bury", func(tx *sql.Tx) error { return s.db.bury(ctx, tx, t) })
	if err != nil {
		return fmt.Errorf("keystore: bury: %w", err)
	}
	return nil
}

func (e *engine) bury(ctx context.Context, tx *sql.Tx, t Tombstone) error {
	_, err := tx.ExecContext(ctx, e.sql(`INSERT INTO tombstone (id, buried_at, until_at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING`),
		t.ID[:], t.At.Unix(), t.Until.Unix())
	if err != nil {
		return err
	}
	for _, m := range t.Marks {
		_, err := tx.ExecContext(ctx, e.sql(`INSERT INTO tombstone_mark (mark, tombstone) VALUES (?, ?) ON CONFLICT (mark, tombstone) DO NOTHING`), m, t.ID[:])
		if err != nil {
			return err
		}
	}
	for _, d := range t.Dossiers {
		_, err := tx.ExecContext(ctx, e.sql(`INSERT INTO tombstone_dossier (dossier, tombstone) VALUES (?, ?) ON CONFLICT (dossier, tombstone) DO NOTHING`), d.Bytes(), t.ID[:])
		if err != nil {
			return err
		}
	}
	return nil
}

// Tombstones lists all tombstones by the time of the erasure.
func (s *Keystore) Tombstones(ctx context.Context) ([]Tombstone, error) {
	out, err := s.db.tombstones(ctx, s.db.read)
	if err != nil {
		return nil, fmt.Errorf("keystore: tombstones: %w", err)
	}
	return out, nil
}

func (e *engine) tombstones(ctx context.Context, q rowsQuerier) ([]Tombstone, error) {
	var out []Tombstone
	byID := map[[16]byte]int{}
	err := eachPair(ctx, q, `SELECT id, buried_at, until_at FROM tombstone ORDER BY buried_at, id`, func(rows *sql.Rows) error {
		var raw []byte
		var at, until int64
		if err := rows.Scan(&raw, &at, &until); err != nil {
			return err
		}
		t := Tombstone{ID: [16]byte(raw), At: time.Unix(at, 0).UTC(), Until: time.Unix(until, 0).UTC()}
		byID[t.ID] = len(out)
		out = append(out, t)
		return nil
	})
	if err != nil {
		return nil, err
	}
	add := func(take func(t *Tombstone, v []byte) error) func(*sql.Rows) error {
		return func(rows *sql.Rows) error {
			var raw, v []byte
			if err := rows.Scan(&raw, &v); err != nil {
				return err
			}
			if i, ok := byID[[16]byte(raw)]; ok {
				return take(&out[i], v)
			}
			return nil // buried since the first statement
		}
	}
	err = eachPair(ctx, q, `SELECT tombstone, mark FROM tombstone_mark ORDER BY mark`, add(func(t *Tombstone, v []byte) error {
		t.Marks = append(t.Marks, v)
		return nil
	}))
	if err != nil {
		return nil, err
	}
	err = eachPair(ctx, q, `SELECT tombstone, dossier FROM tombstone_dossier ORDER BY dossier`, add(func(t *Tombstone, v []byte) error {
		d, err := dossierFromBytes(v)
		t.Dossiers = append(t.Dossiers, d)
		return err
	}))
	return out, err
}

func eachPair(ctx context.Context, q rowsQuerier, text string, fn func(*sql.Rows) error) error {
	rows, err := q.QueryContext(ctx, text)
	if err != nil {
		return err
	}
	return scanRows(rows, func() error { return fn(rows) })
}

// Buried reports whether an address, or one that differs only in its plus tag, was erased and has not been cleared since.
func (s *Keystore) Buried(ctx context.Context, address string) (bool, error) {
	ms := s.Marks(address)
	if len(ms) == 0 {
		return false, nil
	}
	var n int
	err := s.db.read.QueryRowContext(ctx, s.db.sql(`SELECT count(*) FROM tombstone_mark WHERE mark IN (`+marks("?", len(ms))+`)`), anys(ms)...).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("keystore: buried: %w", err)
	}
	return n > 0, nil
}

// Unbury clears the marks of an address: the person has come back by themselves. What was erased stays erased: the
// tombstone and its dossiers stand until their date.
func (s *Keystore) Unbury(ctx context.Context, address string) error {
	ms := s.Marks(address)
	if len(ms) == 0 {
		return nil
	}
	err := s.db.inTx(ctx, "", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, s.db.sql(`DELETE FROM tombstone_mark WHERE mark IN (`+marks("?", len(ms))+`)`), anys(ms)...)
		return err
	})
	if err != nil {
		return fmt.Errorf("keystore: unbury: %w", err)
	}
	return nil
}

func anys(bs [][]byte) []any {
	out := make([]any, len(bs))
	for i, b := range bs {
		out[i] = b
	}
	return out
}

// SweepTombstones removes tombstones whose date has passed at now, and says how many.
func (s *Keystore) SweepTombstones(ctx context.Context, now time.Time) (int, error) {
	var swept int64
	err := s.db.inTx(ctx, "", func(tx *sql.Tx) error {
		const past = `(SELECT id FROM tombstone WHERE until_at <= ?)`
		for _, text := range []string{
			`DELETE FROM tombstone_mark WHERE tombstone IN ` + past,
			`DELETE FROM tombstone_dossier WHERE tombstone IN ` + past,
		} {
			if _, err := tx.ExecContext(ctx, s.db.sql(text), now.Unix()); err != nil {
				return err
			}
		}
		res, err := tx.ExecContext(ctx, s.db.sql(`DELETE FROM tombstone WHERE until_at <= ?`), now.Unix())
		if err != nil {
			return err
		}
		swept, err = res.RowsAffected()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("keystore: sweep tombstones: %w", err)
	}
	return int(swept), s.db.clean(ctx)
}

// buriedOf tells which of ds have a tombstone.
func (e *engine) buriedOf(ctx context.Context, q rowsQuerier, ds []DossierID) (map[DossierID]bool, error) {
	out := map[DossierID]bool{}
	for part := range slices.Chunk(ds, maxParams) {
		rows, err := q.QueryContext(ctx, e.sql(`SELECT dossier FROM tombstone_dossier WHERE dossier IN (`+marks("?", len(part))+`)`), idParams(part)...)
		if err != nil {
			return nil, err
		}
		err = scanRows(rows, func() error {
			var raw []byte
			if err := rows.Scan(&raw); err != nil {
				return err
			}
			d, err := dossierFromBytes(raw)
			out[d] = true
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
