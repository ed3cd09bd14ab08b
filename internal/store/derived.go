package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/privacy"
)

// The export and the erasure are derived from the inventory: a table that is born tomorrow is in both on that day.

// derivedStatements makes, for each table that holds rows of dossiers, the statement that gives a dossier's rows and the one
// that deletes them.
func derivedStatements(e Engine, inv *privacy.Inventory) map[Name]compiled {
	out := map[Name]compiled{}
	for _, t := range inv.Holding() {
		var cols []string
		for _, c := range t.Columns {
			cols = append(cols, c.Name)
		}
		rows := e.compile(Statement{Name: exportName(t), Room: "store", Scope: ScopeAny,
			SQL: fmt.Sprintf("select %s from %s where %s = :dossier", strings.Join(cols, ", "), t.Name, t.Dossier)})
		rows.mayFor = purposes{privacy.Rights}
		drop := e.compile(Statement{Name: dropName(t), Room: "store", Scope: ScopeAny,
			SQL: fmt.Sprintf("delete from %s where %s = :dossier", t.Name, t.Dossier)})
		drop.mayFor = purposes{privacy.Rights, privacy.Operate}
		out[rows.Name], out[drop.Name] = rows, drop
	}
	return out
}

func exportName(t privacy.Table) Name { return Name("store.export_" + t.Name) }
func dropName(t privacy.Table) Name   { return Name("store.drop_" + t.Name) }

// HeldRow is one row of a dossier as its person may see it: unsealed columns as they are, bodies opened, credentials left out.
type HeldRow struct {
	Table  string
	Values map[string]any // column to value; a body is its decoded JSON
}

// Held gives every row of a dossier, in the order of the inventory. The grant's purpose must be Rights, and in the scope of a
// person the dossier must be theirs.
func (r *Reader) Held(d crypt.DossierID) ([]HeldRow, error) {
	v, err := r.DossierByID(d)
	if err != nil {
		return nil, err
	}
	if r.g.Scope().Kind() == access.ScopeSubject && v.Subject != r.g.Scope().Subject() {
		return nil, refused("somebody else's dossier")
	}
	var out []HeldRow
	for _, t := range r.db.inv.Holding() {
		rows, err := r.heldIn(t, d)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

func (r *Reader) heldIn(t privacy.Table, d crypt.DossierID) ([]HeldRow, error) {
	return List(r, exportName(t), Args{"dossier": d}, func(row Row) (HeldRow, error) {
		raw := make([]any, len(t.Columns))
		dest := make([]any, len(raw))
		for i := range raw {
			dest[i] = &raw[i]
		}
		if err := row.scan(dest...); err != nil {
			return HeldRow{}, err
		}
		return r.heldRow(t, d, raw)
	})
}

func (r *Reader) heldRow(t privacy.Table, d crypt.DossierID, raw []any) (HeldRow, error) {
	h := HeldRow{Table: t.Name, Values: map[string]any{}}
	var row [16]byte
	if i := slices.IndexFunc(t.Columns, func(c privacy.Column) bool { return c.Name == "id" }); i >= 0 {
		row = identifierBytes(raw[i])
	}
	for i, c := range t.Columns {
		switch {
		case raw[i] == nil || c.Category == privacy.Credential:
		case c.Kind == privacy.Sealed:
			sealed, _ := raw[i].([]byte)
			plain, err := r.open(c.Field, d, rawID(row), sealed)
			if err != nil {
				return h, err
			}
			var v any
			if err := json.Unmarshal(plain, &v); err != nil {
				return h, fmt.Errorf("store: %s.%s: %w", t.Name, c.Name, errShape)
			}
			h.Values[c.Name] = v
		default:
			if b, ok := raw[i].([]byte); ok {
				raw[i] = string(b)
			}
			h.Values[c.Name] = raw[i]
		}
	}
	return h, nil
}

type rawID [16]byte

func (b rawID) Bytes() []byte { return b[:] }

// End marks that the erasure of a dossier has begun: nothing can be added to it any more. It reports false when it had begun.
func (w *Writer) End(d crypt.DossierID) (bool, error) {
	n, err := w.Exec("store.endDossier", Args{"id": d, "at": w.Now()})
	return n == 1, err
}

// Drop deletes every row of a dossier and the dossier itself, and says how many rows of each table went. Only a dossier whose
// key is shredded is dropped: rows go last.
func (w *Writer) Drop(d crypt.DossierID) (map[string]int64, error) {
	if _, err := w.db.cfg.Keys.Key(w.ctx, d); !errors.Is(err, crypt.ErrNoKey) && !errors.Is(err, crypt.ErrBuried) {
		return nil, fault.Wrap(errors.New("store: the key of the dossier is still there"), fault.Conflict, "fault.conflict")
	}
	gone := map[string]int64{}
	for _, t := range slices.Backward(w.db.inv.Holding()) {
		n, err := w.Exec(dropName(t), Args{"dossier": d})
		if err != nil {
			return nil, err
		}
		if n > 0 {
			gone[t.Name] = n
		}
		CrashPoint("store.drop." + t.Name)
	}
	_, err := w.Exec("store.dropDossier", Args{"id": d})
	return gone, err
}

// Shred destroys the keys of dossiers whose erasure has begun. It is the step after the ledger and the tombstone and before the
// rows. The keys are gone from the keystore's file and log when it returns.
func (db *DB) Shred(ctx context.Context, g privacy.Grant, ds ...crypt.DossierID) error {
	if !g.Valid() || g.Purpose() != privacy.Rights && g.Purpose() != privacy.Operate {
		return refused("shredding needs the purpose rights or operate")
	}
	for _, d := range ds {
		err := db.Read(ctx, g, func(r *Reader) error {
			v, err := r.DossierByID(d)
			if Missing(err) {
				return nil
			}
			if err == nil && v.EndingAt.IsZero() {
				return fault.New(fault.Conflict, "fault.conflict")
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	if err := db.cfg.Keys.Shred(ctx, ds...); err != nil {
		return unavailable(err)
	}
	return nil
}
