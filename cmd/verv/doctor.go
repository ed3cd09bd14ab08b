package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"syscall"
	"time"

	"verv/internal/config"
	"verv/internal/crypt"
	"verv/internal/mail"
	"verv/internal/server"
	"verv/internal/store"
)

type doctorVerb struct{}

// finding is one line of the doctor: what was looked at, what is wrong, and the mend. Nothing wrong is ok.
type finding struct {
	what, wrong, mend string
	warn              bool
}

// Run looks at everything and prints a line for each; it exits 1 when something is wrong that keeps Verv from its work or its promises.
func (doctorVerb) Run(o *outside) error {
	cfg, err := o.config()
	if err != nil {
		fmt.Fprintf(o.out, "%-10s wrong  %v\n", "config", err)
		return exit(1)
	}
	findings := examine(o, cfg)
	bad := false
	for _, f := range findings {
		state := "ok"
		if f.wrong != "" {
			if state = "warn"; !f.warn {
				state, bad = "wrong", true
			}
		}
		fmt.Fprintf(o.out, "%-10s %-6s %s\n", f.what, state, f.wrong)
		if f.wrong != "" {
			fmt.Fprintf(o.out, "%-10s mend   %s\n", "", f.mend)
		}
	}
	if bad {
		return exit(1)
	}
	return nil
}

func examine(o *outside, cfg config.Config) []finding {
	ctx, cancel := context.WithTimeout(o.ctx, time.Minute)
	defer cancel()
	out := []finding{examineConfig(cfg)}
	out = append(out, examineKeys(cfg)...)
	out = append(out, examineDisk(cfg.Data.Dir), examineMail(ctx, cfg))
	h, err := server.Build(ctx, cfg, server.Options{Now: o.now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		return append(out, finding{what: "database", wrong: err.Error(), mend: "mend what stands above; then run verv setup (new) or verv migrate (after an upgrade)"})
	}
	defer h.Close()
	return append(out, examineDatabase(ctx, h), examineClock(ctx, o, h), finding{what: "backups", warn: true,
		wrong: "this build does not make backups and cannot see how old yours are", mend: "copy data first, keys second, to two targets; keep copies of keys 7 days at most"})
}

func examineConfig(cfg config.Config) finding {
	if err := errors.Join(cfg.ForServe(), cfg.InClear()); err != nil {
		return finding{what: "config", wrong: err.Error(), mend: "write it into verv.toml; docs/CONFIG.md lists every setting"}
	}
	return finding{what: "config"}
}

func examineKeys(cfg config.Config) []finding {
	var out []finding
	for _, p := range crypt.CheckPlaces(cfg.Data.Dir, cfg.Keys.Dir, cfg.Keys.Root) {
		out = append(out, finding{what: "keys", wrong: p.String(), mend: "let data, keys and root be three folders beside one another, readable by this user alone", warn: !cfg.RefuseTogether()})
	}
	root, err := crypt.OpenRoot(cfg.Keys.Root)
	if err != nil {
		return append(out, finding{what: "root", wrong: "the root key cannot be read", mend: "run verv setup, or bring the folder of keys.root back from its safe"})
	}
	root.Wipe()
	if len(out) == 0 {
		out = append(out, finding{what: "keys"})
	}
	return append(out, finding{what: "root"})
}

// spare is the free space below which the doctor warns, in bytes.
const spare = 1 << 30

func examineDisk(dir string) finding {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return finding{what: "disk", wrong: "the data folder cannot be looked at", mend: "run verv setup, or set data.folder"}
	}
	if free := s.Bavail * uint64(s.Bsize); free < spare {
		return finding{what: "disk", wrong: fmt.Sprintf("%d MB are free", free>>20), mend: "make room: a write that finds none is refused", warn: free > 100<<20}
	}
	return finding{what: "disk"}
}

func examineMail(ctx context.Context, cfg config.Config) finding {
	m := cfg.Mail
	if m.Host == "" {
		return finding{what: "mail", wrong: "no mail server is set; letters wait", mend: "set mail.host and mail.from", warn: true}
	}
	s := mail.Server{Host: m.Host, Port: m.Port, User: m.User, Password: m.Password.Reveal(), Encryption: mail.Encryption(m.STARTTLS), Hello: "localhost"}
	if err := s.Check(ctx); err != nil {
		return finding{what: "mail", wrong: "the mail server does not answer as it must", mend: "check mail.host, mail.port, mail.starttls and the server's certificate"}
	}
	if m.DKIM.Domain == "" {
		return finding{what: "mail", wrong: "letters are not signed", mend: "make a key, publish it in DNS, and set mail.dkim", warn: true}
	}
	if _, err := os.Stat(m.DKIM.KeyFile); err != nil {
		return finding{what: "mail", wrong: "the DKIM key cannot be read", mend: "set mail.dkim.key_file to a PEM file this user can read"}
	}
	return finding{what: "mail"}
}

func examineDatabase(ctx context.Context, h *server.House) finding {
	for _, what := range h.Ready(ctx) {
		return finding{what: "database", wrong: what + " does not answer", mend: "look at its own log; Verv reconnects by itself"}
	}
	diff, err := h.DB.Differences(ctx)
	if err != nil || len(diff) > 0 {
		return finding{what: "database", wrong: fmt.Sprintf("%d columns differ from this version", len(diff)), mend: "run verv migrate with the owner's role"}
	}
	if h.DB.Engine() == store.SQLite && h.DB.Lost() > 0 {
		return finding{what: "database", wrong: "bodies whose key is gone were asked for", mend: "bring back the keystore that belongs to this data"}
	}
	return finding{what: "database"}
}

// drift is how far two clocks may differ.
const drift = 5 * time.Second

func examineClock(ctx context.Context, o *outside, h *server.House) finding {
	there, err := h.DB.Clock(ctx)
	here := o.now()
	if err != nil {
		return finding{what: "clock", wrong: "the database's clock cannot be read", mend: "see database"}
	}
	if d := here.Sub(there).Abs(); d > drift {
		return finding{what: "clock", wrong: fmt.Sprintf("this machine and the database differ by %s", d.Round(time.Second)), mend: "let both follow an NTP server"}
	}
	if here.Year() < 2026 {
		return finding{what: "clock", wrong: "this machine's clock stands before this build", mend: "let it follow an NTP server"}
	}
	return finding{what: "clock"}
}
