package site

import (
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"sync"
	"sync/atomic"

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
		if f.Kind == FactCreated || f.Kind == FactChanged {
			h.turn.Add(1)
		}
	}
}

// The facts of this house. Each names the site.
const (
	FactCreated = "site.created"
	FactChanged = "site.changed"
)
