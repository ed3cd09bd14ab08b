package account

import (
	"context"
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"fmt"
	"net/netip"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/locale"
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
	return store.Room{Name: "account", Schema: schema, Queries: queries, Footprint: footprint}
}

// The sealed columns, by the numbers of their privacy lines.
const (
	fieldContact    = 101
	fieldProfile    = 102
	fieldSecret     = 103
	fieldReach      = 104
	fieldDevice     = 105
	fieldRelocation = 106
	fieldFactor     = 107
	fieldToken      = 108
	fieldReplay     = 109
)

// Place is a site as letters and hand-overs need it.
type Place struct {
	Name string
	URL  string // absolute address of "/" without the final slash
	Zone string // IANA name: the clock of whoever has chosen none
}

// Clock is the zone in which somebody reads times: their own, otherwise the site's.
func (p Place) Clock(own string) *time.Location {
	if own == "" {
		own = p.Zone
	}
	return locale.Zone(own)
}

// Places tells what only houses further along the street know. Package server hands it in.
type Places interface {
	Site(ctx context.Context, s access.SiteID) (Place, error)                   // the zero ID is the installation's own address
	ByHost(ctx context.Context, host string) (Place, error)                     // NotFound for a host of nobody here
	Employer(ctx context.Context, e access.EmployerID) (name string, err error) // as the invitation names it
}

// House is the room at work.
type House struct {
	db     *store.DB
	keys   *crypt.Keystore
	hash   Hasher
	places Places
	words  *locale.Catalogue
	scopes []access.Permission // that a token can carry
	limits limits
}

// New makes the house with the standard limits. All arguments are needed.
func New(db *store.DB, keys *crypt.Keystore, hash Hasher, places Places, words *locale.Catalogue) *House {
	return &House{db: db, keys: keys, hash: hash, places: places, words: words, limits: StandardLimits.windows()}
}

// From is where a request comes from, as far as it matters here.
type From struct {
	Client   netip.Addr    // for limits
	Agent    string        // what the browser calls itself; only its family and system are kept
	Site     access.SiteID // whose name letters carry; zero is the installation itself
	Language string        // of the page, for letters to whoever has not chosen
}

// SubjectOf is the account's own subject. The two share their bytes, and so does the owner of an address in the keystore.
func SubjectOf(a access.AccountID) access.SubjectID { return as(a, access.SubjectID{}) }

// as is the same identifier of another noun, named by an example.
func as[To, Of any](v id.ID[Of], _ id.ID[To]) id.ID[To] { return id.Cast[To](v) }

// fresh is a new identifier of the example's noun.
func fresh[N any](_ id.ID[N], now time.Time) id.ID[N] { return id.New[N](now) }

// accountOf reads the owner of an address.
func accountOf(owner [16]byte) (a access.AccountID, err error) {
	err = a.UnmarshalText(fmt.Appendf(nil, "%x-%x-%x-%x-%x", owner[:4], owner[4:6], owner[6:8], owner[8:10], owner[10:]))
	return a, err
}

func ownerOf(a access.AccountID) [16]byte { return [16]byte(a.Bytes()) }

// within narrows g to the account's own subject.
func within(g privacy.Grant, a access.AccountID) (privacy.Grant, error) {
	s := access.OfSubject(SubjectOf(a))
	if g.Valid() && g.Scope() == s {
		return g, nil
	}
	return g.Within(s)
}

// own is g within the actor's own account.
func own(g privacy.Grant) (privacy.Grant, error) {
	if err := g.Require(access.AccountOwn); err != nil {
		return g, err
	}
	return within(g, g.Actor().Account)
}

// Freshly is how long a proof counts for what is sensitive: the address, the password, the second factor, deletion.
const Freshly = 15 * time.Minute

// ownFreshly is own for what needs a proof that is not old. The fault Confirm leads to the page that asks for one.
func (h *House) ownFreshly(g privacy.Grant) (privacy.Grant, error) {
	g, err := own(g)
	if err == nil && !g.Actor().Recently(h.db.Now(), Freshly) {
		err = fault.New(fault.Confirm, "fault.confirm")
	}
	return g, err
}

func withheld() error { return fault.New(fault.Withheld, "fault.notfound") }
