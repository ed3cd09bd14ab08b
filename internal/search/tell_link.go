package search

import (
	"context"
	"encoding/base64"
	"strings"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
)

// A letter has links that stop it, for whoever has the mailbox. Each opens that and nothing else, and says nothing of what is searched.

// stopToken is what proves that a link was made here; the zero tell is everything that the member is told.
func (h *House) stopToken(s access.SubjectID, e access.EmployerID, v TellID) string {
	code := h.MAC.MAC([]byte("tell-stop/1"), s.Bytes(), e.Bytes(), v.Bytes())
	return strings.Join([]string{s.String(), e.String(), v.String(), base64.RawURLEncoding.EncodeToString(code[:18])}, ".")
}

// stopping is what a link names.
type stopping struct {
	member access.SubjectID
	tell   TellID // zero is everything
}

// byLink opens a link and gives a grant within the member's employer.
func (h *House) byLink(g privacy.Grant, token string) (privacy.Grant, stopping, error) {
	var v stopping
	var e access.EmployerID
	parts := strings.Split(token, ".")
	if len(parts) != 4 || v.member.UnmarshalText([]byte(parts[0])) != nil || e.UnmarshalText([]byte(parts[1])) != nil || v.tell.UnmarshalText([]byte(parts[2])) != nil ||
		!crypt.Equal(h.stopToken(v.member, e, v.tell), token) {
		return g, v, fault.New(fault.NotFound, "fault.notfound")
	}
	g, err := g.Within(access.OfEmployer(e))
	return g, v, err
}

// named are the tells that a link names and that are still there.
func (v stopping) named(r *store.Reader) ([]TellID, error) {
	all, err := store.List(r, "search.linkedTells", store.Args{"me": v.member}, func(row store.Row) (t TellID, err error) { return t, row.Scan(&t) })
	if err != nil || v.tell == (TellID{}) {
		return all, err
	}
	for _, t := range all {
		if t == v.tell {
			return []TellID{t}, nil
		}
	}
	return nil, nil
}

// Stopping reports whether the link of a letter would stop everything that its member is told. A link that stops nothing more is not found.
func (h *House) Stopping(ctx context.Context, g privacy.Grant, token string) (everything bool, err error) {
	g, v, err := h.byLink(g, token)
	if err != nil {
		return false, err
	}
	var left []TellID
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { left, err = v.named(r); return err })
	if err == nil && len(left) == 0 {
		err = fault.New(fault.NotFound, "fault.notfound")
	}
	return v.tell == (TellID{}), err
}

// Stop ends what the link of a letter names: the letters, not the search. Stopped twice is stopped once. It asks for no login, and nobody is told of it.
func (h *House) Stop(ctx context.Context, g privacy.Grant, token string) error {
	g, v, err := h.byLink(g, token)
	if err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		left, err := v.named(w.Reader)
		if err != nil || len(left) == 0 {
			return err
		}
		telling(w)
		for _, t := range left {
			if _, err := w.Exec("search.stopTell", store.Args{"id": t, "me": v.member}); err != nil {
				return err
			}
		}
		return nil
	})
}
