package rights

import (
	"context"
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/blob"
	"verv/internal/id"
	"verv/internal/ledger"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/web"
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
	return store.Room{Name: "rights", Schema: schema, Queries: queries, Footprint: footprint}
}

const fieldLetter privacy.FieldID = 1301

type (
	exportNoun   struct{}
	farewellNoun struct{}
)

// Identifiers of a download and of a last letter.
type (
	ExportID   = id.ID[exportNoun]
	farewellID = id.ID[farewellNoun]
)

// Accounts is what rights needs of the account house. Package account is it.
type Accounts interface {
	Personas(ctx context.Context, g privacy.Grant) ([]account.Persona, error)
	Leave(ctx context.Context, g privacy.Grant, s access.SubjectID) (last bool, err error)
}

// Application is one application as its person sees it here.
type Application struct {
	ID       string // identifier; the thing of its dossier
	Job      string
	Employer string
	SentAt   time.Time
	State    string // in words of the reader's language
	Open     bool   // it can be withdrawn
}

// Applications knows a person's applications. The grant is the person's own, to apply. Package application is it.
type Applications interface {
	Mine(ctx context.Context, g privacy.Grant, w *locale.Words) ([]Application, error)
	// Withdraw takes one back. It asks for no reason.
	Withdraw(ctx context.Context, g privacy.Grant, application string) error
}

// Sites tells a letter what site it is from.
type Sites interface {
	Site(ctx context.Context, s access.SiteID) (account.Place, error) // the zero ID is the installation's own address
}

// Controller is the legal entity behind the installation (GDPR article 13(1)(a), (b) and (2)(d)).
type Controller struct {
	Name           string
	RegisterNumber string
	Address        string
	Country        string // ISO 3166-1, two letters
	Contact        string // address for privacy questions
	Authority      string // where to complain; empty is the authority of the country
}

// Needs is what the house is built of. Applications may be nil; all else is needed.
type Needs struct {
	DB           *store.DB
	Files        *blob.Files
	Ledger       *ledger.House
	Accounts     Accounts
	Applications Applications
	Sites        Sites
	Words        *locale.Catalogue
	MAC          web.MAC
	Retention    privacy.Retention
	Controller   Controller
	// Verv is Verv's own grant for Rights within the operation. It is narrowed to the one account, employer or last letter that a
	// person's request is about.
	Verv privacy.Grant
}

// House is the room at work.
type House struct{ Needs }

// New makes the house.
func New(n Needs) *House { return &House{n} }

// within narrows Verv's own grant to one person.
func (h *House) within(s access.SubjectID) (privacy.Grant, error) {
	return h.Verv.Within(access.OfSubject(s))
}

// accountOf is the account's own subject of whoever the grant is for; zero where there is no account.
func accountOf(g privacy.Grant) access.SubjectID {
	a := g.Actor().Account
	if a.IsZero() {
		return access.SubjectID{}
	}
	return account.SubjectOf(a)
}

// The routes that letters and other pages lead to.
const (
	Path        = "/me"
	pathExports = Path + "/exports/"
	pathDelete  = Path + "/delete"
	pathErased  = "/erased/"
)
