package search

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
	"verv/internal/tell"
)

type savedNoun struct{}

// SavedID identifies a saved search.
type SavedID = id.ID[savedNoun]

// Saved is a search that a member keeps, for themselves or for the team.
type Saved struct {
	ID     SavedID   `json:"-"`
	Shared bool      `json:"-"`
	Own    bool      `json:"-"`
	Pace   tell.Pace `json:"-"` // how often it tells the member who reads it
	Title  string
	Query  string // of the address
}

const (
	savedTitle = 60
	savedQuery = 4000 // bytes
	savedMost  = 50   // of one member
	savedShown = 500
)

// Save keeps a search for the grant's member.
func (h *House) Save(ctx context.Context, g privacy.Grant, s Saved) error {
	if err := g.Require(access.PeopleSearch); err != nil {
		return err
	}
	var f fault.Form
	s.Title = strings.TrimSpace(s.Title)
	switch n := utf8.RuneCountInString(s.Title); {
	case n == 0:
		f.Add("title", "form.required")
	case n > savedTitle:
		f.Add("title", "form.long", fault.Args{"Max": savedTitle})
	}
	if len(s.Query) > savedQuery {
		f.Add("title", "search.saved.long")
	}
	if err := f.Err(); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		var n int
		if err := w.Get("search.countSaved", store.Args{"me": g.Actor().Subject}, &n); err != nil {
			return err
		}
		if n >= savedMost {
			return fault.New(fault.Conflict, "search.saved.full", fault.Args{"Max": savedMost})
		}
		d, err := w.Dossier(store.Of{Subject: g.Actor().Subject, Employer: g.Scope().Employer(), Class: privacy.ClassMember})
		if err != nil {
			return err
		}
		v := id.New[savedNoun](w.Now())
		body, err := store.Seal(w, fieldSaved, d, v, s)
		if err != nil {
			return err
		}
		return w.Must("search.addSaved", store.Args{"id": v, "me": g.Actor().Subject, "dossier_id": d, "shared": s.Shared, "now": w.Now(), "body": body})
	})
}

// SavedSearches lists what the grant's member keeps, and what colleagues keep for the team.
func (h *House) SavedSearches(ctx context.Context, g privacy.Grant) (out []Saved, err error) {
	if err := g.Require(access.PeopleSearch); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		r.About("saved-searches", g.Actor().Subject)
		out, err = allSaved(r)
		return err
	})
	return out, err
}

// SavedSearch is one of them.
func (h *House) SavedSearch(ctx context.Context, g privacy.Grant, v SavedID) (s Saved, err error) {
	if err := g.Require(access.PeopleSearch); err != nil {
		return s, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		r.About("saved-search", v)
		s, err = saved(r, v)
		return err
	})
	return s, err
}

func allSaved(r *store.Reader) ([]Saved, error) {
	me := r.Grant().Actor().Subject
	return store.List(r, "search.saved", store.Args{"me": me, "most": savedShown}, func(row store.Row) (s Saved, err error) {
		var v SavedID
		var of access.SubjectID
		var d crypt.DossierID
		var shared bool
		var body store.Sealed
		var pace string
		if err = row.Scan(&v, &of, &d, &shared, &body, &pace); err != nil {
			return s, err
		}
		p, err := store.Unseal[Saved](r, fieldSaved, d, v, body)
		s = p.Reveal(r.Grant())
		s.ID, s.Shared, s.Own, s.Pace = v, shared, of == me, tell.Pace(pace)
		return s, err
	})
}

func saved(r *store.Reader, v SavedID) (Saved, error) {
	all, err := allSaved(r)
	for _, s := range all {
		if s.ID == v {
			return s, err
		}
	}
	if err == nil {
		err = fault.New(fault.NotFound, "fault.notfound")
	}
	return Saved{}, err
}

// Forget drops a saved search of the grant's member. It tells nobody any more.
func (h *House) Forget(ctx context.Context, g privacy.Grant, v SavedID) error {
	if err := g.Require(access.PeopleSearch); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		if err := w.Must("search.dropSaved", store.Args{"id": v, "me": g.Actor().Subject}); err != nil {
			return err
		}
		telling(w)
		_, err := w.Exec("search.dropTells", store.Args{"search_id": v})
		return err
	})
}
