package search

import (
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"time"

	"verv/internal/account"
	"verv/internal/employer"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/locale"
	"verv/internal/match"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/taxonomy/analysis"
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
	return store.Room{Name: "search", Schema: schema, Queries: queries, Footprint: footprint}
}

// The sealed columns, by the numbers of their privacy lines.
const (
	fieldCard    privacy.FieldID = 1451
	fieldBlocks  privacy.FieldID = 1452
	fieldWords   privacy.FieldID = 1453
	fieldName    privacy.FieldID = 1454
	fieldContact privacy.FieldID = 1455
	fieldCV      privacy.FieldID = 1456
	fieldSaved   privacy.FieldID = 1457
)

type (
	cardNoun  struct{}
	blockNoun struct{}
	noun      struct{}
)

// CardID identifies a card. Who was private in between has another one than before.
type CardID = id.ID[cardNoun]

type blockID = id.ID[blockNoun]

// ID identifies a request.
type ID = id.ID[noun]

// MAC makes the marks of those who are shut out.
type MAC interface{ MAC(parts ...[]byte) []byte }

// Words speaks the receiver's language.
type Words interface {
	Language(tag string) *locale.Words
}

// Limits are how much one member may do in twenty-four hours.
type Limits struct {
	Cards    int // shown
	Requests int // sent
}

// StandardLimits are those of a house that is told nothing else.
var StandardLimits = Limits{Cards: 500, Requests: 20}

// Needs are what the house is handed.
type Needs struct {
	DB        *store.DB
	Jobs      *job.House
	Employers *employer.House
	MAC       MAC
	Places    account.Places
	Words     Words
	Limits    Limits
	// Verv's own grants within the operation; the house narrows those for profiles and for mail to one person.
	Find, Profiles, Mail, Watch privacy.Grant
}

// House answers for people search.
type House struct {
	Needs
	db      *store.DB
	people  people
	domains domains
	watch   *watch
	lag     func() time.Duration
}

// New makes the house. Its index is empty until Load or the first search.
func New(n Needs) *House {
	h := &House{Needs: n, db: n.DB, watch: newWatch(), lag: func() time.Duration { return 0 }}
	h.people.index = match.New(match.Options{Analyzer: analysis.Default(), Tree: analysis.Default(), Vocabulary: n.Jobs.Index()})
	h.db.Listen(h.hearOwn)
	return h
}

// Follow hands in how far this process is behind what others did. Call it before the first request.
func (h *House) Follow(lag func() time.Duration) { h.lag = lag }

// The facts of this house. Those of cards name the person, those of requests also the request.
const (
	FactShown    = "search.shown" // a card is there, or another one than before
	FactHidden   = "search.hidden"
	FactBlocked  = "search.blocked"
	FactAsked    = "search.asked"
	FactAnswered = "search.answered"
)
