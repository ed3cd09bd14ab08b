package alert

import (
	"context"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/consent"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

// A letter has links for whoever has the mailbox: to stop an alert or all of them, to keep them for another year, and for somebody without an
// account to see them. Each opens that and nothing else.

// What a link is for; it is part of what is coded.
const (
	toStop = "alert-stop/1"
	toKeep = "alert-keep/1"
	toSee  = "alert-see/1"
)

// everything stands in a link that stops all alerts of a person.
const everything = "all"

// seen is how long the link to one's own alerts opens them: each letter has a new one.
const seen = 30 * 24 * time.Hour

// token is what proves that a link was made here: what for, whose, and what more.
func (h *House) token(what string, s access.SubjectID, more string) string {
	code := h.Keys.Root().MAC(what, s.Bytes(), []byte(more))
	return s.String() + "." + more + "." + base64.RawURLEncoding.EncodeToString(code[:18])
}

// until is a moment as a link has it.
func until(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }

// within opens a token and gives a grant within its person.
func (h *House) within(g privacy.Grant, what, token string) (gs privacy.Grant, more string, err error) {
	subject, rest, _ := strings.Cut(token, ".")
	more, _, _ = strings.Cut(rest, ".")
	var s access.SubjectID
	if s.UnmarshalText([]byte(subject)) != nil || s.IsZero() || !crypt.Equal(h.token(what, s, more), token) {
		return g, "", notFound()
	}
	gs, err = g.Within(access.OfSubject(s))
	return gs, more, err
}

// inTime is within for a token that ends.
func (h *House) inTime(g privacy.Grant, what, token string) (privacy.Grant, error) {
	gs, more, err := h.within(g, what, token)
	if err != nil {
		return g, err
	}
	if end, err := strconv.ParseInt(more, 10, 64); err != nil || h.db.Now().Unix() > end {
		return g, fault.New(fault.Gone, "alert.link.over")
	}
	return gs, nil
}

// Stopping is what the link of a letter would stop; Alert is zero for all alerts of the person.
func (h *House) Stopping(ctx context.Context, g privacy.Grant, token string) (a Alert, err error) {
	gs, more, err := h.within(g, toStop, token)
	if err != nil {
		return a, err
	}
	m, err := h.mine(ctx, gs)
	if err == nil && len(m.Alerts) == 0 {
		err = notFound()
	}
	if err != nil || more == everything {
		return a, err
	}
	v, err := id.Parse[noun](more)
	if err != nil {
		return a, notFound()
	}
	return h.get(ctx, gs, v)
}

// Stop deletes what the link of a letter names. Stopped twice is stopped once. It asks for no login, and nobody is told of it.
func (h *House) Stop(ctx context.Context, g privacy.Grant, token string, shown consent.Shown) error {
	gs, more, err := h.within(g, toStop, token)
	if err != nil {
		return err
	}
	return h.db.Write(ctx, gs, func(w *store.Writer) error {
		list, err := all(w.Reader)
		if err != nil {
			return err
		}
		for _, a := range list {
			if more != everything && more != a.ID.String() {
				continue
			}
			if err := drop(w, a.ID, shown); err != nil {
				return err
			}
		}
		return nil
	})
}
