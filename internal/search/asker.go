package search

import (
	"context"
	"slices"
	"strings"
	"sync"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/match"
	"verv/internal/store"
)

// domains are those of the addresses of each employer's members. They are read when a fact says that a team is another, so that a search
// opens no colleague's address; only the first one of a process reads them itself.
type domains struct {
	mu sync.Mutex
	of map[access.EmployerID][]string
}

func (d *domains) get(e access.EmployerID) ([]string, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	list, ok := d.of[e]
	return list, ok
}

func (d *domains) set(e access.EmployerID, list []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.of == nil {
		d.of = map[access.EmployerID][]string{}
	}
	d.of[e] = list
}

// forget drops what is known of an employer; of all of them where none is named.
func (d *domains) forget(e access.EmployerID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if delete(d.of, e); e.IsZero() {
		d.of = nil
	}
}

func (h *House) domainsOf(ctx context.Context, e access.EmployerID) ([]string, error) {
	if list, ok := h.domains.get(e); ok {
		return list, nil
	}
	var list []string
	err := h.db.Read(ctx, h.Mail, func(r *store.Reader) (err error) { list, err = account.Domains(r, e); return err })
	if err == nil {
		h.domains.set(e, list)
	}
	return list, err
}

// all are the employers that searched.
func (d *domains) all() (out []access.EmployerID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for e := range d.of {
		out = append(out, e)
	}
	return out
}

// team takes a fact about who works where. An employer that it does not name may be any.
func (h *House) team(f store.Fact) {
	if strings.HasPrefix(f.Kind, "member.") || f.Kind == account.FactReached || f.Kind == "account.left" {
		var e access.EmployerID
		_ = e.UnmarshalText([]byte(f.IDs["employer"]))
		h.domains.forget(e)
	}
}

// eea are the countries whose registers we can look up; all of them are in the European Economic Area.
var eea = []string{"NO", "SE", "FI", "DK"}

// asker is who searches.
type asker struct {
	employer employer.Employer
	keys     []string
}

func (a asker) view() match.View { return match.View{Purpose: match.ForSearch, Keys: a.keys} }

// asker is the employer of the reader's scope, if it may search: an operator has looked it up, its register lies in the EEA, and it hires here.
func (h *House) asker(r *store.Reader, domains []string) (asker, error) {
	e, err := employer.Read(r, r.Grant().Scope().Employer())
	if err != nil {
		return asker{}, err
	}
	if !e.Verified() || !e.ClosedAt.IsZero() || !slices.Contains(eea, e.Country) {
		return asker{}, fault.New(fault.Conflict, "search.unverified")
	}
	return asker{e, askerKeys(e, domains)}, nil
}
