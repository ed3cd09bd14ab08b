package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"golang.org/x/term"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/config"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/server"
	"verv/internal/site"
	"verv/internal/store"
)

type setupVerb struct {
	Address  string `placeholder:"ADDRESS" help:"E-mail address of the first operator; asked for when it is not given."`
	Name     string `placeholder:"NAME" help:"What to call the first operator."`
	Language string `default:"nb" enum:"nb,nn,sv,fi,da,en" help:"Language of the first operator."`
	Secret   string `placeholder:"BASE32" help:"Second factor that an app holds already; a new one is made and shown when it is not given."`
	KeysOnly bool   `help:"Make keys, database and the first site, and no operator."`
}

func isThere(err error) bool { return errors.Is(err, crypt.ErrRootExists) }

// Run makes what a new installation needs. Run twice it changes nothing that is there.
func (s setupVerb) Run(o *outside) error {
	cfg, err := o.config()
	if err != nil {
		return err
	}
	made, err := ensureRoot(cfg.Keys.Root)
	if err != nil {
		return err
	}
	if made {
		fmt.Fprintf(o.out, "made the root key in %s\n", abs(cfg.Keys.Root))
	} else {
		fmt.Fprintf(o.out, "the root key in %s is there already\n", abs(cfg.Keys.Root))
	}
	if err := migrate(o, cfg); err != nil {
		return err
	}
	h, err := o.house(server.Options{})
	if err != nil {
		return err
	}
	defer h.Close()
	if err := firstSite(o, h, cfg); err != nil {
		return err
	}
	if !s.KeysOnly {
		if err := s.operator(o, h); err != nil {
			return err
		}
	}
	backupAdvice(o.out, cfg)
	return nil
}

// zones are the time zones of the countries Verv knows, in which the day of a deadline ends.
var zones = map[string]string{"NO": "Europe/Oslo", "SE": "Europe/Stockholm", "FI": "Europe/Helsinki", "DK": "Europe/Copenhagen"}

// firstSite makes the one site that an installation starts with, at the host of its public address; an operator renames it and adds
// others. Where there is a site already it does nothing.
func firstSite(o *outside, h *server.House, cfg config.Config) error {
	public, err := privacy.Authorize(access.Verv("setup"), access.Public(), privacy.Publish)
	if err != nil {
		return err
	}
	all, err := h.Sites.List(o.ctx, public)
	if err != nil || len(all) > 0 {
		return err
	}
	g, err := privacy.Authorize(access.Verv("setup"), access.Operation(), privacy.Operate)
	if err != nil {
		return err
	}
	c := site.Content{Hosts: []string{"localhost"}, Name: cfg.Operator.Name, Language: cfg.Site.Language, Accent: "green", Country: cfg.Operator.Country,
		Zone: zones[cfg.Operator.Country], Legal: cfg.Operator.Name}
	if u, err := url.Parse(cfg.Web.PublicURL); err == nil && u.Hostname() != "" {
		c.Hosts[0] = u.Hostname()
	}
	if c.Name == "" {
		c.Name, c.Legal = "Verv", "Verv"
	}
	if c.Zone == "" {
		c.Country, c.Zone = "NO", zones["NO"]
	}
	if _, err := h.Sites.Create(o.ctx, g, c); err != nil {
		return said(h, "en", err)
	}
	fmt.Fprintf(o.out, "made the first site, %s, at %s\n", c.Name, c.Hosts[0])
	return nil
}

// operator asks for what the first operator needs and makes them.
func (s setupVerb) operator(o *outside, h *server.House) error {
	in := bufio.NewReader(o.in)
	g, err := privacy.Authorize(access.Verv("setup"), access.Operation(), privacy.Account)
	if err != nil {
		return err
	}
	p := account.Person{Address: s.Address, Secret: s.Secret}
	p.Name, p.Language = s.Name, s.Language
	if p.Address == "" {
		p.Address = ask(o, in, "E-mail address of the first operator: ")
	}
	if p.Name == "" {
		p.Name = ask(o, in, "What to call you: ")
	}
	if p.Password, err = askSecretly(o, in, "Password (12 characters or more): "); err != nil {
		return err
	}
	if p.Secret == "" {
		p.Secret = account.NewSecret()
		fmt.Fprintf(o.out, "\nAdd this to the app that makes your codes (TOTP, SHA-1, 6 digits, 30 s):\n\n    %s\n\n", grouped(p.Secret))
	}
	code := ask(o, in, "The code that the app shows now: ")
	codes, err := h.Accounts.Bootstrap(o.ctx, g, p, code)
	if fault.Is(err, fault.Conflict) {
		fmt.Fprintln(o.out, "there is an operator already")
		return nil
	}
	if err != nil {
		return said(h, s.Language, err)
	}
	fmt.Fprintln(o.out, "\nKeep these recovery codes where you keep what must not burn. Each opens once, and they are not shown again:")
	for _, c := range codes {
		fmt.Fprintln(o.out, "   ", c)
	}
	return nil
}

// said turns a fault into its sentences.
func said(h *server.House, language string, err error) error {
	sentence, fields := h.Words.Language(language).Fault(err)
	for _, f := range fields {
		sentence += "\n  " + f
	}
	return errors.New(sentence)
}

func ask(o *outside, in *bufio.Reader, question string) string {
	fmt.Fprint(o.out, question)
	line, _ := in.ReadString('\n')
	return strings.TrimSpace(line)
}

// askSecretly does not show what is typed when a person types it.
func askSecretly(o *outside, in *bufio.Reader, question string) (string, error) {
	fd, ok := o.in.(interface{ Fd() uintptr })
	if !ok || !term.IsTerminal(int(fd.Fd())) {
		return ask(o, in, question), nil
	}
	fmt.Fprint(o.out, question)
	b, err := term.ReadPassword(int(fd.Fd()))
	fmt.Fprintln(o.out)
	return string(b), err
}

func grouped(secret string) string {
	var parts []string
	for len(secret) > 4 {
		parts, secret = append(parts, secret[:4]), secret[4:]
	}
	return strings.Join(append(parts, secret), " ")
}

func abs(path string) string {
	if a, err := filepath.Abs(path); err == nil {
		return a
	}
	return path
}

// backupAdvice says what lies where and how each must be backed up: three places, two targets, one order.
func backupAdvice(w io.Writer, cfg config.Config) {
	data, keys := abs(cfg.Data.Dir), abs(cfg.Keys.Dir)
	if cfg.Data.Engine == string(store.Postgres) {
		data = "the PostgreSQL cluster of data.dsn, and the files in " + data
	}
	if cfg.Keys.DSN.IsSet() {
		keys = "the PostgreSQL cluster of keys.dsn"
	}
	fmt.Fprintf(w, `
What to back up, where, and in this order:

  1. data   %s
            daily, to the first target. It holds nothing readable without the keys.
  2. keys   %s
            after the data, to another target, and keep each copy for 7 days at most: an erased person is
            irrecoverable when the last copy that holds their key is gone.
  3. root   %s
            once, on paper or in a safe, and never beside a copy of the keys.

Memory, swap, snapshots and copies made outside Verv, what receivers saved, and mail already sent are beyond what Verv can erase.
`, data, keys, abs(cfg.Keys.Root))
}
