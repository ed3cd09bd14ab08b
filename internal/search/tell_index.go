package search

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/crypt"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/match"
	"verv/internal/store"
)

// The searches that tell at once, turned around: given a card, they say whom it may concern. They are in memory alone, each as its employer sees people,
// and hold nobody who was found. A letter searches anew when it is written, so that the index can make a letter that finds nobody, and never one that
// tells what a search would not.
type watch struct {
	searches *match.Alerts

	mu     sync.Mutex // one reader of the store at a time
	loaded bool
	whose  map[match.ID]Watcher
	of     map[access.EmployerID][]match.ID

	hear    sync.Mutex
	whole   bool // read everything again
	pending map[access.EmployerID]bool
}

func newWatch() *watch {
	return &watch{searches: match.NewAlerts(matching()), whose: map[match.ID]Watcher{}, of: map[access.EmployerID][]match.ID{}, pending: map[access.EmployerID]bool{}}
}

// note takes a fact that moves the index: what is told, who works where, and what an employer goes by. One that names no employer may be about any.
func (x *watch) note(f store.Fact) {
	switch {
	case f.Kind == FactTelling, f.Kind == employer.FactChanged, f.Kind == employer.FactVerified, f.Kind == employer.FactClosed:
	case strings.HasPrefix(f.Kind, "member."), f.Kind == account.FactReached, f.Kind == "account.left":
	default:
		return
	}
	x.hear.Lock()
	defer x.hear.Unlock()
	var e access.EmployerID
	if e.UnmarshalText([]byte(f.IDs["employer"])) != nil || e.IsZero() {
		x.whole = true
		return
	}
	x.pending[e] = true
}

// forget takes out what somebody is told who is being erased.
func (x *watch) forget(s access.SubjectID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for v, w := range x.whose {
		if w.Member == s {
			x.searches.Remove(v)
			delete(x.whose, v)
		}
	}
}

// take is what was heard since the last time.
func (x *watch) take() (whole bool, pending map[access.EmployerID]bool) {
	x.hear.Lock()
	defer x.hear.Unlock()
	whole, pending = x.whole, x.pending
	x.whole, x.pending = false, map[access.EmployerID]bool{}
	return whole, pending
}

// watching brings the index up to what was heard.
func (h *House) watching(ctx context.Context) error {
	x := h.watch
	x.mu.Lock()
	defer x.mu.Unlock()
	whole, pending := x.take()
	if whole || !x.loaded {
		pending = map[access.EmployerID]bool{{}: true}
	}
	for e := range pending {
		if err := h.readTells(ctx, e); err != nil {
			x.hear.Lock()
			x.whole = true // nothing of what was heard is lost
			x.hear.Unlock()
			return fmt.Errorf("search: index of what is told: %w", err)
		}
	}
	x.loaded = true
	return nil
}

const tellsAtOnce = 200

// readTells reads the searches of an employer that tell at once, or those of all for the zero employer.
func (h *House) readTells(ctx context.Context, e access.EmployerID) error {
	x, of := h.watch, ""
	if e.IsZero() {
		for each := range x.of {
			x.drop(each)
		}
	} else {
		x.drop(e)
		of = e.String()
	}
	askers := map[access.EmployerID]*asker{}
	for after := (TellID{}); ; {
		var list []told
		err := h.db.Read(ctx, h.Find, func(r *store.Reader) (err error) {
			list, err = store.List(r, "search.liveTells", store.Args{"employer_id": of, "after": after.String(), "most": tellsAtOnce}, scanLive(r))
			return err
		})
		if err != nil {
			return err
		}
		for _, t := range list {
			after = t.ID
			if err := h.putTell(ctx, t, askers); err != nil {
				return err
			}
		}
		if len(list) < tellsAtOnce {
			return nil
		}
	}
}

func scanLive(r *store.Reader) func(store.Row) (told, error) {
	return func(row store.Row) (t told, err error) {
		var role string
		var d crypt.DossierID
		var body store.Sealed
		if err = row.Scan(&t.ID, &t.Search, &t.Employer, &t.Member, &t.Lang, &role, &d, &body); err != nil {
			return t, err
		}
		t.Role = access.Role(role)
		if err = t.open(r, d, body); fault.Is(err, fault.Gone) {
			t.Role, err = access.NoRole, nil // somebody who is leaving
		}
		return t, err
	}
}

// putTell takes a search in as its employer sees people. One of an employer or a member that may not search waits for nobody.
func (h *House) putTell(ctx context.Context, t told, askers map[access.EmployerID]*asker) error {
	if !may(t.Role) {
		return nil
	}
	a, known := askers[t.Employer]
	if !known {
		g, err := h.Find.Within(access.OfEmployer(t.Employer))
		if err != nil {
			return err
		}
		switch v, err := h.askerOf(ctx, g); {
		case err == nil:
			a = &v
		case !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.NotFound):
			return err
		}
		askers[t.Employer] = a
	}
	if a == nil {
		return nil
	}
	q := t.wanted()
	n, err := node(q, a.employer.Country)
	if fault.Is(err, fault.Invalid) {
		return nil
	}
	if err != nil {
		return err
	}
	x, v := h.watch, match.ID(t.ID.Bytes())
	x.searches.Put(match.Alert{ID: v, Query: n, Lang: q.Lang, View: a.view()})
	x.whose[v] = Watcher{t.Employer, t.Member}
	x.of[t.Employer] = append(x.of[t.Employer], v)
	return nil
}

func (x *watch) drop(e access.EmployerID) {
	for _, v := range x.of[e] {
		x.searches.Remove(v)
		delete(x.whose, v)
	}
	delete(x.of, e)
}

// Concerned are the searches that tell at once and would find the card of a person, with whose they are.
func (h *House) Concerned(ctx context.Context, s access.SubjectID) (map[TellID]Watcher, error) {
	if err := h.watching(ctx); err != nil {
		return nil, err
	}
	var c indexed
	err := h.db.Read(ctx, h.Find, func(r *store.Reader) (err error) {
		if c, err = store.One(r, "search.cardOf", store.Args{"subject_id": s, "now": r.Now()}, scanIndexed); err == nil {
			c, err = c.opened(r)
		}
		return err
	})
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		return nil, nil // there is no card any more
	}
	if err != nil {
		return nil, err
	}
	out := map[TellID]Watcher{}
	x := h.watch
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, v := range x.searches.Percolate(c.person(c.blocks), h.db.Now()) {
		if w, ok := x.whose[v]; ok {
			out[id.Of[tellNoun](v)] = w
		}
	}
	return out, nil
}
