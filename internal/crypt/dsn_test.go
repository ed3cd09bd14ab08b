package crypt_test

import (
	"errors"
	"testing"

	"verv/internal/crypt"
	"verv/internal/promise/show"
)

// Off this machine PostgreSQL is reached by TLS, for data and keys alike, whatever the address leaves to the driver's choice.
func TestPostgresInClear(t *testing.T) {
	show.Show(t, "net.tls", "postgres-in-clear")
	t.Setenv("PGSSLMODE", "")
	for dsn, fine := range map[string]bool{
		"host=db.example dbname=verv user=verv sslmode=verify-full":          true,
		"host=db.example dbname=verv user=verv sslmode=require":              true,
		"postgres://verv@db.example/verv?sslmode=verify-full":                true,
		"host=db1.example,db2.example dbname=verv user=verv sslmode=require": true,
		"host=127.0.0.1 dbname=verv user=verv sslmode=disable":               true,
		"host=/run/postgresql dbname=verv user=verv":                         true,
		"host=::1 dbname=verv user=verv":                                     true,
		"host=db.example dbname=verv user=verv":                              false,
		"host=db.example dbname=verv user=verv sslmode=disable":              false,
		"host=db.example dbname=verv user=verv sslmode=prefer":               false,
		"host=db.example dbname=verv user=verv sslmode=allow":                false,
		"postgres://verv@10.0.0.7/verv":                                      false,
		"host=127.0.0.1,db.example dbname=verv user=verv sslmode=prefer":     false,
		"host=localhost.evil.example dbname=verv user=verv sslmode=disable":  false,
	} {
		db, err := crypt.OpenPostgres(dsn)
		if (err == nil) != fine || err != nil && !errors.Is(err, crypt.ErrInClear) {
			t.Errorf("%s: refused %v, want %v", dsn, err, !fine)
		}
		if db != nil {
			_ = db.Close()
		}
	}
}
