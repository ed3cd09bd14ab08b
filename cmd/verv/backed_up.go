package main

import (
	"fmt"

	"verv/internal/access"
	"verv/internal/console"
	"verv/internal/privacy"
	"verv/internal/server"
)

type backedUpVerb struct {
	What string `arg:"" enum:"data,keys,drill" help:"What was done now: a backup of the data, one of the keys, or a restore that was tried (drill)."`
}

// Run notes what was done, so that the operator's page, the doctor and the promises can say how old it is.
func (v backedUpVerb) Run(o *outside) error {
	h, err := o.house(server.Options{})
	if err != nil {
		return err
	}
	defer h.Close()
	g, err := privacy.Authorize(access.Verv("backed-up"), access.Operation(), privacy.Operate)
	if err != nil {
		return err
	}
	if err := h.Console.BackedUp(o.ctx, g, console.Backup(v.What)); err != nil {
		return said(h, "en", err)
	}
	fmt.Fprintf(o.out, "noted: %s\n", v.What)
	return nil
}
