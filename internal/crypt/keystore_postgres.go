package crypt

import (
	"context"
	"errors"
	"fmt"
)

const postgresConnections = 8

// openPostgres opens a keystore on a PostgreSQL cluster of its own.
func openPostgres(ctx context.Context, dsn, dataSystemID string) (*engine, error) {
	db, err := OpenPostgres(dsn)
	if err != nil {
		return nil, fmt.Errorf("keystore: %w", err)
	}
	db.SetMaxOpenConns(postgresConnections)
	db.SetMaxIdleConns(postgresConnections)
	e := &engine{write: db, read: db, postgres: true}
	if err := e.checkCluster(ctx, dataSystemID); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return e, nil
}

// checkCluster refuses the cluster that holds the data, and one that acknowledges what it has not written.
func (e *engine) checkCluster(ctx context.Context, dataSystemID string) error {
	own, err := e.systemID(ctx)
	if err != nil {
		return err
	}
	if dataSystemID != "" && own == dataSystemID {
		return fmt.Errorf("%w (system_identifier %s): a physical backup would hold both; give the keystore its own", ErrSameCluster, own)
	}
	for _, setting := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		var v string
		if err := e.read.QueryRowContext(ctx, `SELECT current_setting($1)`, setting).Scan(&v); err != nil {
			return fmt.Errorf("keystore: %w", err)
		}
		if v == "off" {
			return fmt.Errorf("keystore: PostgreSQL runs with %s = off: a key could be lost after it was used", setting)
		}
	}
	return nil
}

func (e *engine) systemID(ctx context.Context) (string, error) {
	if !e.postgres {
		return "", nil
	}
	var v string
	if err := e.read.QueryRowContext(ctx, `SELECT system_identifier::text FROM pg_control_system()`).Scan(&v); err != nil {
		return "", fmt.Errorf("keystore: system identifier: %w", err)
	}
	return v, nil
}
