package server

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"time"

	"verv/internal/access"
	"verv/internal/config"
	"verv/internal/crypt"
	"verv/internal/privacy"
	"verv/internal/promise"
	"verv/internal/store"
	"verv/internal/web"
	"verv/profiles"
)

// Probe looks at this installation for verv promises: what its configuration says, and what its stores hold. A nil house probes the
// configuration alone; what could not be looked at is unknown.
func Probe(ctx context.Context, cfg config.Config, p profiles.Profile, h *House) []promise.Result {
	out := probeConfig(cfg, p)
	if h == nil {
		return append(out, unknown("inventory"), unknown("clocks"), unknown("egress"), unknown("backup.age"), cookieResult())
	}
	return append(out, h.probeInventory(ctx), h.probeClocks(ctx), h.probeEgress(), h.probeBackups(ctx), cookieResult())
}

func result(name string, ok bool, detail string) promise.Result {
	if ok {
		return promise.Result{Probe: name, State: promise.ProbeOK}
	}
	return promise.Result{Probe: name, State: promise.ProbeRed, Detail: detail}
}

func unknown(name string) promise.Result {
	return promise.Result{Probe: name, State: promise.ProbeUnknown}
}

func probeConfig(cfg config.Config, p profiles.Profile) []promise.Result {
	o := cfg.Operator
	set := func(name string, ok bool, key string) promise.Result {
		if !ok {
			return promise.Result{Probe: name, State: promise.ProbeUnknown, Detail: key + " is not set"}
		}
		return result(name, true, "")
	}
	based := true
	for _, why := range privacy.Purposes() {
		g, ok := privacy.GroundOf(why)
		based = based && ok && g.Basis != "" && (g.Basis != privacy.Interest || g.Balance != "")
	}
	r := p.Retention
	numbers := r.InactiveAccount > 0 && r.Application > 0 && r.ClaimCopy > 0 && r.UnconfirmedHours > 0 && r.ExportDays > 0 && r.Audit > 0 && r.AccessLog > 0
	ages := true
	for _, years := range p.Age.Limit {
		ages = ages && years >= 13
	}
	tls := cfg.Web.TLS.Mode
	problems := crypt.CheckPlaces(cfg.Data.Dir, cfg.Keys.Dir, cfg.Keys.Root)
	apart := result("keys.apart", len(problems) == 0, "data, keys and root are not apart")
	if len(problems) > 0 && problems[0].What == crypt.Unreadable {
		apart = unknown("keys.apart")
	}
	return []promise.Result{
		set("configuration.contact", o.PrivacyContact != "", "operator.privacy_contact"),
		set("configuration.controller", o.Name != "" && o.Address != "" && o.RegisterNumber != "", "operator.name, address or register_number"),
		set("configuration.jurisdiction", o.Country != "", "operator.country"),
		set("configuration.residency", p.Residency != "", "the profile's residency"),
		set("configuration.tls", tls != "none", "web.tls.mode"),
		result("configuration.age", ages && len(p.Age.Limit) > 0, "an age limit is below 13"),
		result("configuration.answer", p.Answer.Days > 0 && p.Answer.Days <= 30 && p.Answer.CalendarMonths == 1, "the response clock is longer than the law's"),
		result("configuration.purposes", based, "a purpose has no legal basis"),
		result("configuration.retention", numbers, "a retention class has no number"),
		apart,
	}
}

// cookieResult compares what web can set with the registry that the privacy page shows: they are one list, so only its being there is
// left to see.
func cookieResult() promise.Result {
	return result("cookies", len(web.Cookies()) == 4, "the list of cookies changed")
}

func (h *House) probeInventory(ctx context.Context) promise.Result {
	diff, err := h.DB.Differences(ctx)
	if err != nil {
		return unknown("inventory")
	}
	detail := ""
	if len(diff) > 0 {
		detail = fmt.Sprintf("%d differences, the first is %s", len(diff), diff[0])
	}
	return result("inventory", len(diff) == 0, detail)
}

// pulse is how old the last sweep may be before it counts as missed.
const pulse = 2 * time.Hour

func (h *House) probeClocks(ctx context.Context) promise.Result {
	g, err := privacy.Authorize(access.Verv("promises"), access.Operation(), privacy.Operate)
	if err != nil {
		return unknown("clocks")
	}
	var ran time.Time
	overdue := 0
	err = h.DB.Read(ctx, g, func(r *store.Reader) (err error) { ran, overdue, err = h.Ledger.Pulse(r); return err })
	switch {
	case err != nil || ran.IsZero():
		return unknown("clocks")
	case overdue > 0:
		return result("clocks", false, fmt.Sprintf("%d dossiers are past their date", overdue))
	}
	return result("clocks", h.opt.Now().Sub(ran) < pulse, "the sweep has not run for two hours")
}

// probeBackups judges what whoever makes backups has told: Verv cannot see them.
func (h *House) probeBackups(ctx context.Context) promise.Result {
	g, err := privacy.Authorize(access.Verv("promises"), access.Operation(), privacy.Operate)
	if err != nil {
		return unknown("backup.age")
	}
	well, known, err := h.Console.BackupAge(ctx, g)
	if err != nil || !known {
		return unknown("backup.age")
	}
	return result("backup.age", well, "the last backups are too old, or the copy of the keys is older than that of the data")
}

// probeEgress lists the hosts this configuration can lead to; a build has no other way out (the street test holds that).
func (h *House) probeEgress() promise.Result {
	return promise.Result{Probe: "egress", State: promise.ProbeOK, Detail: fmt.Sprintf("%d hosts", len(h.Hosts()))}
}

// Hosts lists every place this installation may contact, by its configuration: host:port, the folder of a socket, a host that webhooks
// may call, or the directory that certificates come from.
func (h *House) Hosts() []string {
	var out []string
	c := h.Config
	for _, dsn := range []config.Secret{c.Data.DSN, c.Keys.DSN} {
		if dsn.IsSet() {
			out = append(out, crypt.PostgresHosts(dsn.Reveal())...)
		}
	}
	if c.Mail.Host != "" {
		out = append(out, net.JoinHostPort(c.Mail.Host, strconv.Itoa(c.Mail.Port)))
	}
	if c.Mail.Names != "" {
		out = append(out, c.Mail.Names)
	}
	out = append(out, c.Webhook.Hosts...) // where employers may have their own systems told
	if c.Web.TLS.Mode == "acme" {
		out = append(out, c.Web.TLS.ACMEDirectory)
	}
	return out
}
