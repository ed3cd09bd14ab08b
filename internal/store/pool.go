package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"strings"

	"verv/internal/privacy"
)

// session is one connection with its prepared statements.
type session struct {
	conn  *sql.Conn
	stmts map[Name]*sql.Stmt
	xid   string // PostgreSQL: the number of the writing transaction
}

// frame are the statements around every transaction on SQLite, which are worth preparing. They are kept under names that no room can
// have.
var frame = []string{"begin", "begin immediate", "commit", "rollback"}

// exec runs a statement that takes and gives nothing.
func (s *session) exec(ctx context.Context, sql string) error {
	if st, ok := s.stmts[Name(sql)]; ok {
		_, err := st.ExecContext(ctx)
		return err
	}
	_, err := s.conn.ExecContext(ctx, sql)
	return err
}

// prepared gives the statement on this connection, prepared once.
func (s *session) prepared(ctx context.Context, c compiled) (*sql.Stmt, error) {
	if st, ok := s.stmts[c.Name]; ok {
		return st, nil
	}
	st, err := s.conn.PrepareContext(context.WithoutCancel(ctx), c.sql)
	if err != nil {
		return nil, err
	}
	s.stmts[c.Name] = st
	return st, nil
}

// pool lends sessions, at most as many as it was made for. A session whose connection broke is replaced when it is next lent.
type pool struct {
	db     *sql.DB
	frame  []string      // prepared on every connection
	free   chan *session // nil entries are places without a connection
	closed chan struct{}
}

var errClosed = errors.New("store: closed")

func newPool(db *sql.DB, n int, frame ...string) *pool {
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	p := &pool{db: db, frame: frame, free: make(chan *session, n), closed: make(chan struct{})}
	for range n {
		p.free <- nil
	}
	return p
}

func (p *pool) acquire(ctx context.Context) (*session, error) {
	var s *session
	select {
	case s = <-p.free:
	default:
		select {
		case s = <-p.free:
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-p.closed:
			return nil, errClosed
		}
	}
	if s != nil {
		return s, nil
	}
	conn, err := p.db.Conn(ctx)
	if err != nil {
		p.free <- nil
		return nil, err
	}
	if s, err = p.open(ctx, conn); err != nil {
		p.free <- nil
		return nil, errors.Join(err, conn.Close())
	}
	return s, nil
}

// open makes a session of a new connection.
func (p *pool) open(ctx context.Context, conn *sql.Conn) (*session, error) {
	s := &session{conn: conn, stmts: map[Name]*sql.Stmt{}}
	for _, text := range p.frame {
		st, err := conn.PrepareContext(context.WithoutCancel(ctx), text)
		if err != nil {
			return nil, err
		}
		s.stmts[Name(text)] = st
	}
	return s, nil
}

// release takes a session back. After an error at the end of its transaction the connection is thrown away: its state is unknown.
func (p *pool) release(s *session, end error) {
	if end != nil {
		for _, st := range s.stmts {
			_ = st.Close()
		}
		_ = s.conn.Raw(func(any) error { return driver.ErrBadConn })
		_ = s.conn.Close()
		s = nil
	}
	p.free <- s
}

func (p *pool) close() error {
	close(p.closed)
	for range cap(p.free) {
		if s := <-p.free; s != nil {
			for _, st := range s.stmts {
				_ = st.Close()
			}
			_ = s.conn.Close()
		}
	}
	return p.db.Close()
}

// begin opens a transaction. On PostgreSQL the scope travels in the same message, local to the transaction: a setting of the
// session would leak to whoever is lent the connection next.
func (db *DB) begin(ctx context.Context, s *session, g privacy.Grant, readOnly bool) error {
	if db.cfg.Engine == SQLite {
		if readOnly {
			return s.exec(ctx, "begin")
		}
		return s.exec(ctx, "begin immediate")
	}
	// Both values are our own words and identifiers: letters, digits and hyphens.
	scope := "set_config('verv.kind', '" + string(g.Scope().Kind()) + "', true), set_config('verv.scope', '" + g.Scope().Value() + "', true)"
	if readOnly {
		return s.exec(ctx, "begin isolation level repeatable read read only; select "+scope)
	}
	return s.beginWrite(ctx, scope)
}

// isOutage reports whether the database could not be reached or could not write.
func isOutage(err error) bool {
	var netErr net.Error
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.As(err, &netErr) ||
		errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	text := err.Error()
	for _, sign := range []string{"disk I/O error", "database or disk is full", "database is locked", "SQLSTATE 57P", "SQLSTATE 53",
		"SQLSTATE 08", "connection refused", "failed to connect", "unexpected EOF", "conn closed", "broken pipe", "reset by peer"} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}
