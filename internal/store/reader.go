package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/privacy"
)

// Reader runs named statements inside one transaction. It is of no use after the function it was handed to returned.
type Reader struct {
	ctx    context.Context
	db     *DB
	s      *session
	g      privacy.Grant
	done   bool
	opened map[[16]byte]bool        // handles of other people's dossiers
	rests  map[crypt.DossierID]bool // what rests of those whom the scope is about; nil until somebody asks
	about  Object
	sweeps bool // its record stands already, and names nobody
}

// Object is the thing a page is about, for the access record.
type Object struct{ Noun, ID string }

// Grant is the grant the transaction runs under.
func (r *Reader) Grant() privacy.Grant { return r.g }

// Context is the context of the transaction.
func (r *Reader) Context() context.Context { return r.ctx }

// Now is the moment of the transaction.
func (r *Reader) Now() time.Time { return r.db.cfg.Now().UTC().Truncate(time.Millisecond) }

// About names the thing this page shows; it goes into the access record.
func (r *Reader) About(noun string, id fmt.Stringer) { r.about = Object{noun, id.String()} }

// statement finds a statement and checks scope and purpose.
func (r *Reader) statement(name Name) (compiled, error) {
	c, ok := r.db.statements[name]
	switch {
	case r.done:
		return c, errors.New("store: the transaction is over")
	case !ok:
		return c, fmt.Errorf("store: no statement %s", name)
	case !r.g.Valid():
		if c.Room != "store" {
			return c, refused("bookkeeping runs the store's own statements only")
		}
		return c, nil
	case !c.mayFor.has(r.g.Purpose()):
		return c, refused(string(name) + " is not for " + string(r.g.Purpose()))
	}
	kind := r.g.Scope().Kind()
	if c.Scope != ScopeAny && c.Scope != kind && c.Scope != access.ScopePublic {
		return c, refused(string(name) + " does not run in the scope " + string(kind))
	}
	return c, nil
}

func (r *Reader) query(name Name, args Args) (*sql.Rows, error) {
	c, err := r.statement(name)
	if err != nil {
		return nil, err
	}
	if c.opens { // its scan may open bodies, and may not ask then
		if _, err := r.resting(); err != nil {
			return nil, err
		}
	}
	vals, err := c.bind(r.g.Scope(), args)
	if err != nil {
		return nil, err
	}
	st, err := r.s.prepared(r.ctx, c)
	if err != nil {
		return nil, fmt.Errorf("store: %s: %w", name, err)
	}
	rows, err := st.QueryContext(r.ctx, vals...)
	if err != nil {
		return nil, fmt.Errorf("store: %s: %w", name, err)
	}
	return rows, nil
}

// List runs a statement and scans every row. The scan function may open bodies; it may not run another statement.
func List[T any](r *Reader, name Name, args Args, scan func(Row) (T, error)) ([]T, error) {
	rows, err := r.query(name, args)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(Row{rows.Scan})
		if err != nil {
			return nil, fmt.Errorf("store: %s: %w", name, err)
		}
		out = append(out, v)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("store: %s: %w", name, err)
	}
	return out, nil
}

// One runs a statement that gives one row; none is the fault NotFound.
func One[T any](r *Reader, name Name, args Args, scan func(Row) (T, error)) (T, error) {
	all, err := List(r, name, args, scan)
	var none T
	switch {
	case err != nil:
		return none, err
	case len(all) == 0:
		return none, sql.ErrNoRows
	}
	return all[0], nil
}

// Get scans the one row of a statement into dest; none is sql.ErrNoRows, which Read and Write turn into NotFound.
func (r *Reader) Get(name Name, args Args, dest ...any) error {
	_, err := One(r, name, args, func(row Row) (struct{}, error) { return struct{}{}, row.Scan(dest...) })
	return err
}

// Missing reports whether err says that a statement found no row.
func Missing(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// Prefetch fetches the keys of many dossiers in one round trip, before a list opens their bodies.
func (r *Reader) Prefetch(ds []crypt.DossierID) error {
	_, err := r.db.cfg.Keys.Keys(r.ctx, ds)
	return err
}
