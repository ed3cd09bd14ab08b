package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"verv/internal/access"
	"verv/internal/config"
	"verv/internal/console"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/server"
)

type doctorVerb struct{}

// Run looks at everything and prints a line for each; it exits 1 when something is wrong that keeps Verv from its work or its promises. What
// it looks at is what the operator's page shows, and besides it asks the mail server.
func (doctorVerb) Run(o *outside) error {
	cfg, err := o.config()
	if err != nil {
		fmt.Fprintf(o.out, "%-10s wrong  %v\n", "config", err)
		return exit(1)
	}
	words, err := locale.Load()
	if err != nil {
		return err
	}
	all := examine(o, cfg)
	t := words.Language("en")
	for _, f := range all {
		wrong, mend := f.Say(t)
		fmt.Fprintf(o.out, "%-10s %-6s %s\n", f.What, stateWords[f.State], wrong)
		if f.State != console.Fine {
			fmt.Fprintf(o.out, "%-10s mend   %s\n", "", mend)
		}
	}
	if console.Worst(all) == console.Wrong {
		return exit(1)
	}
	return nil
}

// stateWords are the states as the doctor has always said them; scripts read them.
var stateWords = map[console.State]string{console.Fine: "ok", console.Look: "warn", console.Wrong: "wrong"}

func examine(o *outside, cfg config.Config) []console.Finding {
	ctx, cancel := context.WithTimeout(o.ctx, time.Minute)
	defer cancel()
	out := append(console.Before(cfg, console.Bounds{Apart: cfg.RefuseTogether()}), console.Reach(ctx, cfg.Mail)...)
	h, err := server.Build(ctx, cfg, server.Options{Now: o.now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		return append(out, console.Unopened(err))
	}
	defer h.Close()
	g, err := privacy.Authorize(access.Verv("doctor"), access.Operation(), privacy.Operate)
	if err != nil {
		return append(out, console.Unopened(err))
	}
	more, err := h.Console.Within(ctx, g)
	if err != nil {
		more = append(more, console.Unopened(err))
	}
	return append(out, more...)
}
