package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"verv/internal/crypt"
)

func openPostgres(ctx context.Context, cfg Config) (reads, writes *pool, err error) {
	r, err := crypt.OpenPostgres(cfg.DSN)
	if err != nil {
		return nil, nil, fmt.Errorf("store: %w", err)
	}
	w, err := crypt.OpenPostgres(cfg.DSN)
	if err != nil {
		return nil, nil, errors.Join(err, r.Close())
	}
	if err := w.PingContext(ctx); err != nil {
		return nil, nil, errors.Join(unavailable(fmt.Errorf("store: %w", err)), r.Close(), w.Close())
	}
	return newPool(r, orDefault(cfg.Readers)), newPool(w, orDefault(cfg.Writers)), nil
}

func orDefault(n int) int {
	if n == 0 {
		return 8
	}
	return n
}

// SystemID is the identifier of the PostgreSQL cluster that DSN leads to, so that the keystore can refuse to lie in it.
func SystemID(ctx context.Context, dsn string) (string, error) {
	db, err := crypt.OpenPostgres(dsn)
	if err != nil {
		return "", err
	}
	defer db.Close()
	var v string
	err = db.QueryRowContext(ctx, "select system_identifier::text from pg_control_system()").Scan(&v)
	return v, err
}

// beginWrite opens a writing transaction, sets its scope and learns its number, all in one message. The number is what committed asks
// about when the answer to a commit is lost.
func (s *session) beginWrite(ctx context.Context, scope string) error {
	s.xid = ""
	return s.conn.Raw(func(driverConn any) error {
		c, ok := driverConn.(*stdlib.Conn)
		if !ok {
			return errors.New("store: the driver's connection has another shape")
		}
		results, err := c.Conn().PgConn().Exec(ctx, "begin; select pg_current_xact_id(), "+scope).ReadAll()
		if err != nil {
			return err
		}
		s.xid = string(results[len(results)-1].Rows[0][0])
		return nil
	})
}

// Asking after a lost answer: how often, and how far apart. A server that died is up again within this time, or it is an outage and
// the write is told to be refused without knowing.
const (
	askTimes = 60
	askEvery = 250 * time.Millisecond
)

// committed reports whether a transaction is durable whose commit gave an error. When the server dies, or the connection breaks, between
// the commit and its answer, the write is there though nobody was told. First its number must have ended; then its audit row says what
// became of it, because a server that lost the end of its log gives the same number to another transaction (seen: 2 of 3,000). A write
// without an audit row is bookkeeping that is done again, and counts as refused.
func (db *DB) committed(ctx context.Context, w *Writer, failed error) bool {
	if w.s.xid == "" || !isOutage(failed) {
		return false // the server itself said no
	}
	pause := time.NewTicker(askEvery)
	defer pause.Stop()
	for range askTimes {
		ended, there, err := db.ask(ctx, w)
		if err == nil && ended {
			return there
		}
		<-pause.C
	}
	return false
}

const askEnded = "select coalesce(pg_xact_status(cast($1 as text)::xid8), '') <> 'in progress'"

const askAudit = `select exists (select from audit_entry where seq > (select max(seq) - 100000 from audit_entry)
	and xid = cast($1 as text)::xid8 and did = $2 and coalesce(actor_id, '') = $3)`

// ask is two questions in turn: the row may only be looked for once the transaction has ended.
func (db *DB) ask(ctx context.Context, w *Writer) (ended, there bool, err error) {
	r, err := db.reads.acquire(ctx)
	if err != nil {
		return false, false, err
	}
	err = r.conn.QueryRowContext(ctx, askEnded, w.s.xid).Scan(&ended)
	if err == nil && ended {
		err = r.conn.QueryRowContext(ctx, askAudit, w.s.xid, w.deeds(), w.g.Actor().Subject.String()).Scan(&there)
	}
	db.reads.release(r, err)
	return ended, there, err
}
