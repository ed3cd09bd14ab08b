package ledger

import (
	"context"
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"time"

	"verv/internal/access"
	"verv/internal/blob"
	"verv/internal/crypt"
	"verv/internal/id"
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
	return store.Room{Name: "ledger", Schema: schema, Queries: queries, Footprint: footprint}
}

const fieldDisclosure privacy.FieldID = 301

type (
	noun        struct{}
	disclosure  struct{}
	hold        struct{}
	restriction struct{}
)

// Identifiers of an erasure, a disclosure, a hold and a restriction.
type (
	ID            = id.ID[noun]
	DisclosureID  = id.ID[disclosure]
	HoldID        = id.ID[hold]
	RestrictionID = id.ID[restriction]
)

// Claimant makes what an employer may keep of an application that ends, for the defence of claims. Package application is it.
type Claimant interface {
	// Keeps says until when a copy would stay, or that none would.
	Keeps(r *store.Reader, d store.Dossier) (until time.Time, keeps bool, err error)
	// Copy makes the copy in the transaction that plans the erasure.
	Copy(w *store.Writer, d store.Dossier) error
}

// People knows the addresses of persons. Package account is it.
type People interface {
	// Addresses opens the addresses of the person whose scope the transaction has, for the tombstone.
	Addresses(r *store.Reader) ([]string, error)
	// Release frees the addresses of a person whose erasure is done.
	Release(ctx context.Context, s access.SubjectID) error
}

// House is the ledger.
type House struct {
	db        *store.DB
	keys      *crypt.Keystore
	files     *blob.Files
	people    People
	claimants []Claimant
	backups   privacy.Period
}

// New makes the ledger. Backups is the longest life of any backup: a tombstone outlives it.
func New(db *store.DB, keys *crypt.Keystore, files *blob.Files, backups privacy.Period) *House {
	return &House{db: db, keys: keys, files: files, backups: backups}
}

// Know hands in the houses further along that the saga asks. Package server calls it once, before anything runs.
func (h *House) Know(p People, c ...Claimant) { h.people, h.claimants = p, c }
