package site

import (
	"context"
	"strings"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
)

// register is every site, as lookups need it.
type register struct {
	turn   int64  // of House.turn when the rows began to be read
	all    []Site // oldest first
	byID   map[ID]Site
	byHost map[string][]Site // longest prefix first
}

func newRegister(all []Site) *register {
	r := &register{all: all, byID: map[ID]Site{}, byHost: map[string][]Site{}}
	for _, s := range all {
		r.byID[s.ID] = s
		if s.Legal == "" {
			continue // a site that nobody answers for serves no page
		}
		for _, host := range s.Hosts {
			r.byHost[host] = insert(r.byHost[host], s)
		}
	}
	return r
}

// insert keeps the longest prefix first.
func insert(sites []Site, s Site) []Site {
	i := 0
	for i < len(sites) && len(sites[i].Prefix) >= len(s.Prefix) {
		i++
	}
	return append(sites[:i:i], append([]Site{s}, sites[i:]...)...)
}

func (h *House) register(ctx context.Context) (*register, error) {
	if r := h.known.Load(); r != nil && r.turn == h.turn.Load() {
		return r, nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	// A fact that comes while the rows are read makes what was read old at once: the next lookup reads again.
	turn := h.turn.Load()
	if r := h.known.Load(); r != nil && r.turn == turn {
		return r, nil
	}
	var all []Site
	err := h.db.Read(ctx, h.reads, func(r *store.Reader) (err error) { all, err = list(r); return err })
	if err != nil {
		return nil, err
	}
	r := newRegister(all)
	r.turn = turn
	h.known.Store(r)
	return r, nil
}

// ByHost lists the sites of a host (without port), the longest prefix first; none is an empty list.
func (h *House) ByHost(ctx context.Context, host string) ([]Site, error) {
	r, err := h.register(ctx)
	if err != nil {
		return nil, err
	}
	return r.byHost[strings.ToLower(host)], nil
}

// ByPrefix finds the site of a host under whose prefix the path lies.
func (h *House) ByPrefix(ctx context.Context, host, path string) (Site, bool, error) {
	sites, err := h.ByHost(ctx, host)
	if err != nil {
		return Site{}, false, err
	}
	for _, s := range sites {
		if rest, ok := strings.CutPrefix(path, s.Prefix); ok && (rest == "" || rest[0] == '/') {
			return s, true, nil
		}
	}
	return Site{}, false, nil
}

// Under finds the site of a host under whose prefix the path lies, and where none does the chief one: that with the shortest prefix. No
// site of the host at all is NotFound. nested are the prefixes of the host's other sites, when the found one lies at its root.
func (h *House) Under(ctx context.Context, host, path string) (s Site, nested []string, err error) {
	sites, err := h.ByHost(ctx, host)
	if err != nil {
		return Site{}, nil, err
	}
	if len(sites) == 0 {
		return Site{}, nil, fault.New(fault.NotFound, "fault.notfound")
	}
	s, found, err := h.ByPrefix(ctx, host, path)
	if err != nil {
		return Site{}, nil, err
	}
	if !found {
		s = sites[len(sites)-1]
	}
	for _, other := range sites {
		if s.Prefix == "" && other.ID != s.ID {
			nested = append(nested, other.Prefix)
		}
	}
	return s, nested, nil
}

// ByID finds a site; none is NotFound.
func (h *House) ByID(ctx context.Context, id ID) (Site, error) {
	r, err := h.register(ctx)
	if err != nil {
		return Site{}, err
	}
	s, ok := r.byID[id]
	if !ok {
		return Site{}, fault.New(fault.NotFound, "fault.notfound")
	}
	return s, nil
}

// DefaultSite is the oldest site; an installation without any answers NotFound.
func (h *House) DefaultSite(ctx context.Context) (Site, error) {
	r, err := h.register(ctx)
	if err != nil {
		return Site{}, err
	}
	if len(r.all) == 0 {
		return Site{}, fault.New(fault.NotFound, "fault.notfound")
	}
	return r.all[0], nil
}

// List lists every site, oldest first.
func (h *House) List(ctx context.Context, g privacy.Grant) ([]Site, error) {
	if err := g.Require(access.SiteSee); err != nil {
		return nil, err
	}
	r, err := h.register(ctx)
	if err != nil {
		return nil, err
	}
	return append([]Site(nil), r.all...), nil
}
