package main

import (
	"io"
	"log/slog"
	"os"

	"verv/internal/promise"
	"verv/internal/server"
	"verv/profiles"
)

type promisesVerb struct {
	Format  string `default:"text" enum:"text,json,tsv" help:"text, json, or tsv without a header: id, state, check, evidence, time, built, here."`
	Profile string `placeholder:"NAME" help:"Judge by this profile instead of the configured one."`
}

// Run judges every row of the ledger by the evidence in this build and by a look at this installation, where there is one. It exits 1 when
// a row is red.
func (v promisesVerb) Run(o *outside) error {
	cfg, err := o.config()
	if err != nil {
		return err
	}
	if v.Profile != "" {
		cfg.Profile = v.Profile
	}
	p, err := profiles.Load(cfg.Profile)
	if err != nil {
		return err
	}
	list, err := promise.Load()
	if err != nil {
		return err
	}
	evidence, err := promise.Embedded()
	if err != nil {
		return err
	}
	var h *server.House
	if _, err := os.Stat(cfg.Keys.Root); err == nil {
		// An installation that cannot be opened is one that cannot be looked at; verv doctor says why.
		h, err = server.Build(o.ctx, cfg, server.Options{Now: o.now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Version: commit})
		if err == nil {
			defer h.Close()
		}
	}
	verdicts := promise.JudgeAll(list, evidence, server.Probe(o.ctx, cfg, p, h))
	if err := promise.Print(o.out, promise.Format(v.Format), verdicts); err != nil {
		return err
	}
	if code := promise.ExitCode(verdicts); code != 0 {
		return exit(code)
	}
	return nil
}
