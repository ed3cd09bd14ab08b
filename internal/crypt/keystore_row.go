package crypt

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"slices"
)

// keyRow is one row of dossier_key.
type keyRow struct {
	d    DossierID
	body []byte
}

// A slot whose key was shredded is free: its dossier is eight zero bytes and the slot's number, which no UUIDv7 is, and
// its body is zeros.
func freeSlot(slot int64) []byte {
	b := make([]byte, idSize)
	binary.BigEndian.PutUint64(b[8:], uint64(slot))
	return b
}

func isFree(dossier []byte) bool { return binary.BigEndian.Uint64(dossier) == 0 }

// afterFree sorts behind every free slot and before every dossier.
var afterFree = []byte{0, 0, 0, 0, 0, 0, 0, 1}

type rowsQuerier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// idParams are identifiers as parameters.
func idParams(ds []DossierID) []any {
	out := make([]any, len(ds))
	for i, d := range ds {
		out[i] = d.Bytes()
	}
	return out
}

// bodies reads the rows of ds; what is missing is not in the map.
func (e *engine) bodies(ctx context.Context, q rowsQuerier, ds []DossierID) (map[DossierID][]byte, error) {
	out := make(map[DossierID][]byte, len(ds))
	for part := range slices.Chunk(ds, maxParams) {
		rows, err := q.QueryContext(ctx, e.sql(`SELECT dossier, body FROM dossier_key WHERE dossier IN (`+marks("?", len(part))+`)`), idParams(part)...)
		if err != nil {
			return nil, fmt.Errorf("keystore: read: %w", err)
		}
		err = scanRows(rows, func() error {
			var raw, body []byte
			if err := rows.Scan(&raw, &body); err != nil {
				return err
			}
			d, err := dossierFromBytes(raw)
			out[d] = body
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("keystore: read: %w", err)
		}
	}
	return out, nil
}

// scanRows calls fn for each row and closes.
func scanRows(rows *sql.Rows, fn func() error) error {
	defer rows.Close()
	for rows.Next() {
		if err := fn(); err != nil {
			return err
		}
	}
	return rows.Err()
}

// slots lists slots of a statement.
func (e *engine) slots(ctx context.Context, tx *sql.Tx, text string, args ...any) ([]int64, error) {
	rows, err := tx.QueryContext(ctx, e.sql(text), args...)
	if err != nil {
		return nil, err
	}
	var out []int64
	err = scanRows(rows, func() error {
		var n int64
		err := rows.Scan(&n)
		out = append(out, n)
		return err
	})
	return out, err
}

// insertKeys writes new rows, first into free slots (SQLite), then behind the last.
func (e *engine) insertKeys(ctx context.Context, tx *sql.Tx, rows []keyRow) error {
	if len(rows) == 0 {
		return nil
	}
	rows, err := e.fillFree(ctx, tx, rows)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(rows, maxParams/2) {
		args := make([]any, 0, 2*len(part))
		for _, r := range part {
			args = append(args, r.d.Bytes(), r.body)
		}
		_, err := tx.ExecContext(ctx, e.sql(`INSERT INTO dossier_key (dossier, body) VALUES `+marks("(?, ?)", len(part))+
			` ON CONFLICT (dossier) DO NOTHING`), args...)
		if err != nil {
			return fmt.Errorf("keystore: insert: %w", err)
		}
	}
	return nil
}

// fillFree puts rows into free slots and returns those left over. PostgreSQL deletes rows, so it has no free slots.
func (e *engine) fillFree(ctx context.Context, tx *sql.Tx, rows []keyRow) ([]keyRow, error) {
	if e.postgres {
		return rows, nil
	}
	free, err := e.slots(ctx, tx, `SELECT slot FROM dossier_key WHERE dossier < ? LIMIT ?`, afterFree, len(rows))
	if err != nil {
		return nil, fmt.Errorf("keystore: free slots: %w", err)
	}
	for i, slot := range free {
		if err := e.overwrite(ctx, tx, slot, rows[i].d.Bytes(), rows[i].body); err != nil {
			return nil, err
		}
	}
	return rows[len(free):], nil
}

// overwrite replaces a slot by a row of the same length, which SQLite does in place.
func (e *engine) overwrite(ctx context.Context, tx *sql.Tx, slot int64, dossier, body []byte) error {
	if _, err := tx.ExecContext(ctx, e.sql(`UPDATE dossier_key SET dossier = ?, body = ? WHERE slot = ?`), dossier, body, slot); err != nil {
		return fmt.Errorf("keystore: overwrite: %w", err)
	}
	return nil
}
