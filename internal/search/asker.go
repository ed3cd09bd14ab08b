package search

import (
	"context"
	"slices"
	"sync"
	"time"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/match"
	"verv/internal/store"
)

// domains keeps those of each employer's members for a while, so that not every search opens every colleague's address.
type domains struct {
	mu sync.Mutex
	of map[access.EmployerID]domainsOf
}

type domainsOf struct {
	list []string
	at   time.Time
}

const domainsKept = 10 * time.Minute

func (d *domains) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.of = nil
}

// domainsOf are the domains of the addresses of an employer's members.
func (h *House) domainsOf(ctx context.Context, e access.EmployerID) ([]string, error) {
	now := h.db.Now()
	h.domains.mu.Lock()
	have, ok := h.domains.of[e]
	h.domains.mu.Unlock()
	if ok && now.Sub(have.at) < domainsKept && !now.Before(have.at) {
		return have.list, nil
	}
	list, err := h.Domains(ctx, e)
	if err != nil {
		return nil, err
	}
	slices.Sort(list)
	list = slices.Compact(list)
	h.domains.mu.Lock()
	defer h.domains.mu.Unlock()
	if h.domains.of == nil {
		h.domains.of = map[access.EmployerID]domainsOf{}
	}
	h.domains.of[e] = domainsOf{list, now}
	return list, nil
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
