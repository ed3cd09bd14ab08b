package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"

	"verv/internal/crypt"
	"verv/internal/privacy"
)

// Migrations is a folder of numbered files NNNN_name.sql in the words of schema.sql, forward only. Package server owns them:
// file 1 is the schema of the first release, each later file is what a release changed.
type Migrations = fs.FS

// Migrate brings the database to the newest step. On PostgreSQL it runs as the owner's role and then sets row-level security
// and the rights of the application's role, which are derived from the inventory each time.
func Migrate(ctx context.Context, cfg Config, steps Migrations) error {
	list, err := readSteps(cfg.Engine, steps)
	if err != nil {
		return err
	}
	return migrate(ctx, cfg, list)
}

func migrate(ctx context.Context, cfg Config, steps []*goose.Migration) error {
	db, dialect, err := openOwner(cfg)
	if err != nil {
		return err
	}
	defer db.Close()
	p, err := goose.NewProvider(dialect, db, nil, goose.WithGoMigrations(steps...), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("store: migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("store: migrating: %w", err)
	}
	if cfg.Engine == Postgres {
		inv, err := InventoryOf(cfg.Rooms)
		if err != nil {
			return err
		}
		return guardRows(ctx, db, cfg, inv)
	}
	return nil
}

// Create makes the tables of the rooms as they are today, without steps: for tests, and to compare with what the steps give.
func Create(ctx context.Context, cfg Config) error {
	var all strings.Builder
	for _, r := range cfg.Rooms {
		all.WriteString(r.Schema + "\n")
	}
	return migrate(ctx, cfg, []*goose.Migration{step(cfg.Engine, 1, all.String())})
}

func openOwner(cfg Config) (*sql.DB, goose.Dialect, error) {
	switch cfg.Engine {
	case SQLite:
		if err := makeFile(cfg.Dir); err != nil {
			return nil, "", err
		}
		db, err := sql.Open("sqlite", sqliteDSN(cfg.Dir+"/"+sqliteFile, cfg.Hasty))
		return db, goose.DialectSQLite3, err
	case Postgres:
		dsn := cfg.OwnerDSN
		if dsn == "" {
			return nil, "", errors.New("store: migrating needs the owner's DSN")
		}
		db, err := crypt.OpenPostgres(dsn)
		return db, goose.DialectPostgres, err
	}
	return nil, "", fmt.Errorf("store: no engine %q", cfg.Engine)
}

func readSteps(e Engine, steps Migrations) ([]*goose.Migration, error) {
	files, err := fs.Glob(steps, "*.sql")
	if err != nil {
		return nil, err
	}
	var out []*goose.Migration
	for _, f := range files {
		text, err := fs.ReadFile(steps, f)
		if err != nil {
			return nil, err
		}
		version, err := goose.NumericComponent(f)
		if err != nil {
			return nil, fmt.Errorf("store: migration %s: %w", f, err)
		}
		out = append(out, step(e, version, string(text)))
	}
	return out, nil
}

// step is one migration: every statement in one transaction, so that a kill in the middle leaves the step before it.
func step(e Engine, version int64, text string) *goose.Migration {
	return goose.NewGoMigration(version, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
		for _, sql := range strings.Split(e.DDL(text), ";\n") {
			if strings.TrimSpace(sql) == "" {
				continue
			}
			CrashPoint("store.migrate.statement")
			if _, err := tx.ExecContext(ctx, sql); err != nil {
				return fmt.Errorf("%w in %q", err, sql)
			}
		}
		return nil
	}}, nil)
}

// guardRows sets forced row-level security on every table with a scope and gives the application's role what it needs.
func guardRows(ctx context.Context, db *sql.DB, cfg Config, inv *privacy.Inventory) error {
	role, err := roleOf(cfg.DSN)
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, sql := range append(policies(inv), grants(role, inv)...) {
		if _, err := tx.ExecContext(ctx, sql); err != nil {
			return fmt.Errorf("store: row-level security: %w", err)
		}
	}
	return tx.Commit()
}
