package site

import (
	"context"
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"sync"
	"sync/atomic"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/store"
)

var (
	//go:embed schema.sql
	schema string
	//go:embed queries.sql
	queries string
	//go:embed footprint.txt
	footprint string
)

// Room is this room for the store.
func Room() store.Room {
	return store.Room{Name: "site", Schema: schema, Queries: queries, Footprint: footprint}
}

// House answers for the sites of one installation.
type House struct {
	db    *store.DB
	reads privacy.Grant // public, to publish: which site a request is for is asked before anybody is known

	mu    sync.Mutex
	known atomic.Pointer[register]
	turn  atomic.Int64 // moves with each fact that says that a site changed

	employers Employers
}

// Employers lists the employers that a career site can be for, by identifier and name. The employer house has them, and package
// server hands it in.
type Employers func(ctx context.Context, g privacy.Grant) ([]Named, error)

// Named is an employer with its name.
type Named struct {
	ID   access.EmployerID
	Name string
}

// Fill hands in who the employers are. Call it before the first request.
func (h *House) Fill(employers Employers) { h.employers = employers }

// All lists every site, oldest first, for houses that ask which of them lists a job.
func (h *House) All(ctx context.Context) ([]Site, error) {
	r, err := h.register(ctx)
	if err != nil {
		return nil, err
	}
	return r.all, nil
}

// New makes the house. Its lookups read under the grant, which is for Publish in the public scope.
func New(db *store.DB, reads privacy.Grant) *House {
	h := &House{db: db, reads: reads}
	db.Listen(h.Hear)
	return h
}

// Hear takes the facts of this process, and those of other nodes where package server reads them.
func (h *House) Hear(facts []store.Fact) {
	for _, f := range facts {
		if f.Kind == FactCreated || f.Kind == FactChanged || f.Kind == FactSwitched {
			h.turn.Add(1)
		}
	}
}

// The facts of this house. Each names the site.
const (
	FactCreated = "site.created"
	FactChanged = "site.changed"
)
