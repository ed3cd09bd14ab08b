package store

import (
	"fmt"
	"slices"
)

// Writer is a Reader that may change rows.
type Writer struct {
	*Reader
	facts []Fact
	did   []string
}

// Exec runs a statement that changes rows and says how many.
func (w *Writer) Exec(name Name, args Args) (int64, error) {
	c, err := w.statement(name)
	if err != nil {
		return 0, err
	}
	vals, err := c.bind(w.g.Scope(), args)
	if err != nil {
		return 0, err
	}
	st, err := w.s.prepared(w.ctx, c)
	if err != nil {
		return 0, fmt.Errorf("store: %s: %w", name, err)
	}
	res, err := st.ExecContext(w.ctx, vals...)
	if err != nil {
		return 0, fmt.Errorf("store: %s: %w", name, err)
	}
	n, err := res.RowsAffected()
	if !slices.Contains(w.did, string(name)) {
		w.did = append(w.did, string(name))
	}
	return n, err
}

// Must is Exec where exactly one row has to change; otherwise the row is missing and the fault is NotFound.
func (w *Writer) Must(name Name, args Args) error {
	n, err := w.Exec(name, args)
	if err == nil && n != 1 {
		err = refused(fmt.Sprintf("%s changed %d rows", name, n))
	}
	return err
}

// close writes what belongs into the same transaction: facts, the access record, the audit row.
func (w *Writer) close() error {
	for i := range w.facts {
		if err := w.putFact(&w.facts[i]); err != nil {
			return err
		}
	}
	if rec, opened := w.record(); opened {
		if err := w.putAccess(rec); err != nil {
			return err
		}
	}
	return w.putAudit()
}
