package application

import (
	"context"
	"strings"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

type filterNoun struct{}

// FilterID identifies a saved filter.
type FilterID = id.ID[filterNoun]

// Saved is a filter that a member keeps. The name that somebody looked for is never part of it: a saved filter is about the member,
// and would go on naming somebody who is long erased.
type Saved struct {
	ID     FilterID `json:"-"`
	Title  string
	State  string
	Stage  StageID
	Least  int
	Unread bool
}

const (
	filterTitle = 60
	filtersMost = 20
)

// Save keeps a filter for the grant's member.
func (h *House) Save(ctx context.Context, g privacy.Grant, s Saved) error {
	if err := g.Require(access.ApplicationList); err != nil {
		return err
	}
	var f fault.Form
	s.Title = strings.TrimSpace(s.Title)
	switch n := utf8.RuneCountInString(s.Title); {
	case n == 0:
		f.Add("title", "form.required")
	case n > filterTitle:
		f.Add("title", "form.long", fault.Args{"Max": filterTitle})
	}
	if err := f.Err(); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		all, err := saved(w.Reader)
		if err != nil {
			return err
		}
		if len(all) >= filtersMost {
			return fault.New(fault.Conflict, "application.filters.full", fault.Args{"Max": filtersMost})
		}
		d, err := member(w)
		if err != nil {
			return err
		}
		v := id.New[filterNoun](w.Now())
		body, err := store.Seal(w, fieldFilter, d, v, s)
		if err != nil {
			return err
		}
		return w.Must("application.addFilter", store.Args{"id": v, "subject_id": g.Actor().Subject, "dossier_id": d, "now": w.Now(), "body": body})
	})
}

// member is the dossier of the grant's member at the employer: it ends with the membership.
func member(w *store.Writer) (crypt.DossierID, error) {
	g := w.Grant()
	return w.Dossier(store.Of{Subject: g.Actor().Subject, Employer: g.Scope().Employer(), Class: privacy.ClassMember})
}

// Filters lists the filters of the grant's member, and whether the keys of one letter are on.
func (h *House) Filters(ctx context.Context, g privacy.Grant) (all []Saved, keys bool, err error) {
	if err := g.Require(access.ApplicationList); err != nil {
		return nil, false, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		r.About("filters", g.Actor().Subject)
		if all, err = saved(r); err != nil {
			return err
		}
		on := 1
		err := r.Get("application.shortcuts", store.Args{"me": g.Actor().Subject.String()}, &on)
		if keys = on == 1; store.Missing(err) {
			err = nil
		}
		return err
	})
	return all, keys, err
}

func saved(r *store.Reader) ([]Saved, error) {
	return store.List(r, "application.filters", store.Args{"me": r.Grant().Actor().Subject.String()}, func(row store.Row) (Saved, error) {
		var v FilterID
		var d crypt.DossierID
		var body store.Sealed
		if err := row.Scan(&v, &d, &body); err != nil {
			return Saved{}, err
		}
		s, err := reveal[Saved](r, fieldFilter, d, v, body)
		s.ID = v
		return s, err
	})
}

// Forget drops a saved filter of the grant's member.
func (h *House) Forget(ctx context.Context, g privacy.Grant, v FilterID) error {
	if err := g.Require(access.ApplicationList); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		return w.Must("application.dropFilter", store.Args{"id": v, "me": g.Actor().Subject.String()})
	})
}

// SetShortcuts turns the keys of one letter on or off for the grant's member (WCAG 2.2, 2.1.4).
func (h *House) SetShortcuts(ctx context.Context, g privacy.Grant, on bool) error {
	if err := g.Require(access.ApplicationList); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		d, err := member(w)
		if err != nil {
			return err
		}
		_, err = w.Exec("application.setShortcuts", store.Args{"subject_id": g.Actor().Subject, "dossier_id": d, "shortcuts": bit(on)})
		return err
	})
}
