package account

import (
	"context"
	"encoding/hex"
	"net/netip"
	"time"

	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
)

// limit is how often something may be tried within a window. A doubling one then waits a minute, two, four, up to a day.
type limit struct {
	name     string
	most     int
	window   time.Duration
	doubling bool
}

// Limits are the numbers that an operator may set; the windows are the house's own.
type Limits struct {
	Login   int // wrong passwords of an address, and wrong codes of an account, in a quarter of an hour, before waiting begins
	Network int // logins tried from one network in a quarter of an hour
	Mail    int // letters that strangers can cause to one address in an hour
	Apply   int // applications without an account from one network in an hour
}

// StandardLimits are those of a house that is told nothing else.
var StandardLimits = Limits{Login: 5, Network: 30, Mail: 3, Apply: 60}

// limits are what the house counts. Wrong passwords and codes count per address or account and per client; what sends mail counts per address.
type limits struct {
	guessesOfAddress, guessesOfClient, codesOfAccount, mailsToAddress, mailsOfClient, appliesOfClient, reportsOfClient limit
}

func (l Limits) windows() limits {
	return limits{
		guessesOfAddress: limit{"guess", l.Login, 15 * time.Minute, true},
		guessesOfClient:  limit{"client", l.Network, 15 * time.Minute, false},
		codesOfAccount:   limit{"code", l.Login, 15 * time.Minute, true},
		mailsToAddress:   limit{"mail", l.Mail, time.Hour, false},
		mailsOfClient:    limit{"mail-client", 60, time.Hour, false},
		appliesOfClient:  limit{"apply", l.Apply, time.Hour, false},
		reportsOfClient:  limit{"report", 10, time.Hour, false},
	}
}

// Allow sets how often is too often. What was counted stays counted: the tallies are in the store.
func (h *House) Allow(l Limits) { h.limits = l.windows() }

// MayApply counts an application of somebody without an account. One that came by no network, from Verv itself, is not counted.
func (h *House) MayApply(ctx context.Context, g privacy.Grant, from From) error {
	if !from.Client.IsValid() {
		return nil
	}
	return h.attempt(ctx, g, h.of(h.limits.appliesOfClient, network(from.Client)))
}

const longestWait = 24 * time.Hour

// tally is what has been tried so far.
type tally struct {
	start, until time.Time
	tries        int
}

// strike counts one more try, and says whether it may be made. A refused try leaves the tally as it is: whoever keeps knocking
// does not make the wait longer.
func (l limit) strike(t tally, now time.Time) (tally, bool) {
	if now.Before(t.until) {
		return t, false
	}
	if now.Before(t.start) || now.Sub(t.start) >= l.window && now.Sub(t.until) >= l.window {
		t = tally{start: now}
	}
	if !l.doubling && t.tries >= l.most {
		return t, false
	}
	t.tries++
	if l.doubling && t.tries >= l.most {
		t.until = now.Add(wait(t.tries - l.most))
	}
	return t, true
}

// wait is a minute, doubled n times, at most a day.
func wait(n int) time.Duration {
	if n > 10 {
		return longestWait
	}
	return min(longestWait, time.Minute<<n)
}

// counted is one limit with what it counts.
type counted struct {
	limit
	mark string
}

// of marks what a limit counts by a keyed hash, so that the table cannot be asked about an address.
func (h *House) of(l limit, what string) counted {
	return counted{l, hex.EncodeToString(h.keys.Root().MAC("account-throttle/1", []byte(l.name), []byte(what))[:16])}
}

// network is the part of a client's address that its owner cannot change at will: 24 bits of IPv4, 48 of IPv6.
func network(a netip.Addr) string {
	a = a.Unmap()
	bits := 48
	if a.Is4() {
		bits = 24
	}
	p, err := a.WithZone("").Prefix(bits)
	if err != nil {
		return "unknown"
	}
	return p.String()
}

// attempt counts a try against every limit and refuses it when one of them does. The answer is the same for each.
func (h *House) attempt(ctx context.Context, g privacy.Grant, all ...counted) error {
	refused := false
	err := h.db.Write(ctx, g, func(w *store.Writer) error {
		refused = false
		for _, c := range all {
			ok, err := c.note(w)
			if err != nil {
				return err
			}
			refused = refused || !ok
		}
		return nil
	})
	if err == nil && refused {
		err = fault.New(fault.Limited, "fault.limited")
	}
	return err
}

func (c counted) note(w *store.Writer) (bool, error) {
	now := w.Now()
	if _, err := w.Exec("account.seedThrottle", store.Args{"mark": c.mark, "now": now}); err != nil {
		return false, err
	}
	var t tally
	if err := w.Get("account.throttle", store.Args{"mark": c.mark}, &t.start, &t.until, &t.tries); err != nil {
		return false, err
	}
	t, ok := c.strike(t, now)
	keep := now.Add(c.window)
	if end := t.until.Add(c.window); end.After(keep) {
		keep = end
	}
	_, err := w.Exec("account.setThrottle", store.Args{"mark": c.mark, "start_at": t.start, "until_at": t.until, "tries": t.tries, "keep_until": keep})
	return ok, err
}

// forgive forgets the failures of whoever got it right.
func forgive(w *store.Writer, c counted) error {
	_, err := w.Exec("account.clearThrottle", store.Args{"mark": c.mark})
	return err
}

// normal is the form of an address that limits count by.
func normal(address string) (string, error) {
	a, err := crypt.NormaliseEmail(address)
	if err != nil {
		var form fault.Form
		form.Add("address", "form.email")
		return "", form.Err()
	}
	return a, nil
}

// MayWrite counts a letter that a stranger causes to an address, as signing up does. One too many is refused, whoever has the address.
func (h *House) MayWrite(ctx context.Context, g privacy.Grant, address string, from From) error {
	return h.mayMail(ctx, g, address, from)
}

// MayReport counts one more report of an advertisement from a client, and the letters it causes to an address, which may be empty. One
// too many is refused.
func (h *House) MayReport(ctx context.Context, g privacy.Grant, client netip.Addr, address string) error {
	all := []counted{h.of(h.limits.reportsOfClient, network(client))}
	if address != "" {
		a, err := normal(address)
		if err != nil {
			return err
		}
		all = append(all, h.of(h.limits.mailsToAddress, a))
	}
	return h.attempt(ctx, g, all...)
}
