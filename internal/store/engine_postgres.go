package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

func openPostgres(ctx context.Context, cfg Config) (reads, writes *pool, err error) {
	r, err := sql.Open("pgx", cfg.DSN)
	if err != nil {
		return nil, nil, fmt.Errorf("store: the data DSN cannot be read: %w", err)
	}
	w, err := sql.Open("pgx", cfg.DSN)
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
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return "", err
	}
	defer db.Close()
	var v string
	err = db.QueryRowContext(ctx, "select system_identifier::text from pg_control_system()").Scan(&v)
	return v, err
}
