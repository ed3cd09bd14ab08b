package main

import (
	"fmt"
	"net"

	"verv/internal/config"
	"verv/internal/crypt"
	"verv/internal/server"
	"verv/internal/store"
)

type serveVerb struct{}

// Run migrates an embedded database and serves. On PostgreSQL migrating is a step of its own (verv migrate), since the owner's role is
// not the one that serves.
func (serveVerb) Run(o *outside) error {
	cfg, err := o.config()
	if err != nil {
		return err
	}
	if cfg.Data.Engine == string(store.SQLite) {
		if err := migrate(o, cfg); err != nil {
			return err
		}
	}
	h, err := o.house(server.Options{})
	if err != nil {
		return err
	}
	defer h.Close()
	return h.Serve(o.ctx, func(a net.Addr) { fmt.Fprintf(o.err, "verv serves on %s\n", a) })
}

type workVerb struct{}

// Run runs tasks until it is stopped.
func (workVerb) Run(o *outside) error {
	h, err := o.house(server.Options{})
	if err != nil {
		return err
	}
	defer h.Close()
	return h.RunTasks(o.ctx)
}

type migrateVerb struct{}

// Run migrates.
func (migrateVerb) Run(o *outside) error {
	cfg, err := o.config()
	if err != nil {
		return err
	}
	if err := migrate(o, cfg); err != nil {
		return err
	}
	fmt.Fprintln(o.out, "the database is at this version")
	return nil
}

func migrate(o *outside, cfg config.Config) error {
	_, data, err := server.Stores(o.ctx, cfg, o.now)
	if err != nil {
		return err
	}
	return store.Migrate(o.ctx, data, server.Migrations())
}

// ensureRoot makes the root where there is none.
func ensureRoot(dir string) (made bool, err error) {
	err = crypt.InitRoot(dir)
	if err == nil {
		return true, nil
	}
	if isThere(err) {
		return false, nil
	}
	return false, err
}
