package alert

import (
	"context"
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/locale"
	"verv/internal/match"
	"verv/internal/match/query"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/tell"
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
	return store.Room{Name: "alert", Schema: schema, Queries: queries, Footprint: footprint}
}

// The sealed columns, by the numbers of their privacy lines.
const (
	fieldBody  privacy.FieldID = 1401
	fieldDraft privacy.FieldID = 1402
)

type (
	noun      struct{}
	draftNoun struct{}
)

// Identifiers of an alert and of one that waits for its address to be proved.
type (
	ID      = id.ID[noun]
	DraftID = id.ID[draftNoun]
)

// Pace is how often an alert tells.
type Pace = tell.Pace

// The paces.
const (
	AtOnce = tell.AtOnce
	Daily  = tell.Daily
	Weekly = tell.Weekly
)

// Wish is what a person wants to be told of.
type Wish struct {
	Name   string // what the person calls it; may be empty
	Search string // canonical query of the list of jobs
	Pace   Pace
}

const (
	nameMax   = 80
	searchMax = 2000
	most      = 20 // alerts of one person
)

// Filter is the search as house job reads it.
func (v Wish) Filter() job.Filter {
	q, err := url.ParseQuery(v.Search)
	if err != nil {
		return job.Filter{}
	}
	return searched(q)
}

// searched reads a search without what only orders a list, and without how new an advertisement must be: an alert tells of new ones.
func searched(q url.Values) job.Filter {
	f := job.ReadFilter(q)
	f.Sort, f.Page = job.Usual, 0
	delete(f.Chosen, job.ByPublished)
	return f
}

// Canonical is the one form of a search: what is kept is what the address of the list says.
func Canonical(q url.Values) string { return searched(q).Values().Encode() }

// tidy puts what was typed into its one form.
func (v Wish) tidy() Wish {
	v.Name = strings.TrimSpace(v.Name)
	v.Search = v.Filter().Values().Encode()
	return v
}

func (v Wish) wrong() (f fault.Form) {
	if utf8.RuneCountInString(v.Name) > nameMax {
		f.Add("name", "form.long", fault.Args{"Max": nameMax})
	}
	if !v.Pace.Known() {
		f.Add("pace", "form.choice")
	}
	if len(v.Search) > searchMax {
		f.Add("search", "alert.search.long")
	}
	return f
}

// Alert is a saved search of one person.
type Alert struct {
	ID       ID
	Subject  access.SubjectID
	Site     site.ID
	MadeAt   time.Time
	PausedAt time.Time // zero while it is on
	tell.Cursor
	Wish
	dossier crypt.DossierID
	sealed  store.Sealed
}

type body struct {
	Name, Search string
}

// On reports whether the alert is not paused.
func (a Alert) On() bool { return a.PausedAt.IsZero() }

// Agreed is what the person saw beside the box that they ticked.
type Agreed struct {
	Box      bool // ticked
	Wording  string
	Language string
	Notice   string
}

// Accounts is what this house asks of the account house.
type Accounts interface {
	MayWrite(ctx context.Context, g privacy.Grant, address string, from account.From) error
	Guest(ctx context.Context, g privacy.Grant, address, language string) (account.Visit, error)
	NewLink(run *task.Run, a access.AccountID, want account.Want) (token string, err error)
	Peek(ctx context.Context, g privacy.Grant, token string) (account.Link, error)
	Follow(ctx context.Context, g privacy.Grant, token string, from account.From) (account.Opened, error)
	Personas(ctx context.Context, g privacy.Grant) ([]account.Persona, error)
}

// Jobs is what this house asks of the job house.
type Jobs interface {
	Search(ctx context.Context, g privacy.Grant, s site.ID, f job.Filter) (job.Found, error)
	Tree(s site.Site, f job.Filter) query.Node
	Document(ctx context.Context, j job.ID) (*match.Job, bool, error)
	Since(ctx context.Context, g privacy.Grant, s site.ID, f job.Filter, from, until time.Time, most int) ([]job.Fresh, int, error)
}

// Sites knows what a site lists.
type Sites interface {
	ByID(ctx context.Context, s site.ID) (site.Site, error)
}

// Employers knows what an employer is called.
type Employers interface {
	Name(ctx context.Context, g privacy.Grant, e access.EmployerID) (string, error)
}

// Config is what the house stands on. All fields are needed.
type Config struct {
	DB        *store.DB
	Keys      *crypt.Keystore
	Accounts  Accounts
	Jobs      Jobs
	Sites     Sites
	Employers Employers
	Places    account.Places
	Words     *locale.Catalogue
	// Verv is Verv's own grant for alerts within the operation. It is narrowed to the person whose alerts are read into memory.
	Verv privacy.Grant
}

// House answers for saved searches.
type House struct {
	Config
	db    *store.DB
	index *index
}

// New makes the house.
func New(c Config) *House {
	h := &House{Config: c, db: c.DB, index: newIndex()}
	c.DB.Listen(h.Hear)
	return h
}

// The facts of this house. They name alert and subject.
const (
	FactMade    = "alert.made"
	FactChanged = "alert.changed"
	FactEnded   = "alert.ended"
)

func fact(w *store.Writer, kind string, v ID) {
	w.Fact(kind, map[string]string{"alert": v.String(), "subject": w.Grant().Scope().Subject().String()})
}

func notFound() error { return fault.New(fault.NotFound, "fault.notfound") }
