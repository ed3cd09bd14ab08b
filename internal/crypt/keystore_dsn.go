package crypt

import (
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // registers "pgx"
)

// ErrInClear is returned for a PostgreSQL on another machine that the connection could reach unencrypted.
var ErrInClear = errors.New("the way to PostgreSQL on another machine is not encrypted: write sslmode=verify-full, or at least require")

// OpenPostgres prepares connections to a PostgreSQL, for the keystore and for room store. Off this machine it takes encrypted ones only:
// what the default, sslmode=prefer, falls back to is refused as well.
func OpenPostgres(dsn string) (*sql.DB, error) {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, errors.New("the PostgreSQL address cannot be read") // the cause may quote a password
	}
	clear := cfg.TLSConfig == nil && !onThisMachine(cfg.Host)
	for _, f := range cfg.Fallbacks {
		clear = clear || f.TLSConfig == nil && !onThisMachine(f.Host)
	}
	if clear {
		return nil, ErrInClear
	}
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	return db, nil
}

// PostgresHosts are the places a DSN leads to, as host:port or the folder of a socket; none for one that cannot be read.
func PostgresHosts(dsn string) (out []string) {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil
	}
	add := func(host string, port uint16) {
		if !strings.HasPrefix(host, "/") {
			host = net.JoinHostPort(host, strconv.Itoa(int(port)))
		}
		if !slices.Contains(out, host) {
			out = append(out, host)
		}
	}
	add(cfg.Host, cfg.Port)
	for _, f := range cfg.Fallbacks {
		add(f.Host, f.Port)
	}
	return out
}

// onThisMachine reports whether a host is the loopback or the folder of a socket.
func onThisMachine(host string) bool {
	a, err := netip.ParseAddr(host)
	return strings.HasPrefix(host, "/") || strings.HasPrefix(host, "@") || host == "localhost" || err == nil && a.Unmap().IsLoopback()
}
