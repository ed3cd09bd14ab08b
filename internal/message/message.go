package message

import (
	"context"
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"time"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/application"
	"verv/internal/blob"
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
	return store.Room{Name: "message", Schema: schema, Queries: queries, Footprint: footprint}
}

// The sealed columns, by the numbers of their privacy lines.
const (
	fieldBody  privacy.FieldID = 1001
	fieldAside privacy.FieldID = 1002
)

type (
	noun      struct{}
	asideNoun struct{}
)

// Identifiers of this house.
type (
	ID      = id.ID[noun]
	AsideID = id.ID[asideNoun]
)

// Message is one message.
type Message struct {
	ID      ID
	By      access.SubjectID // the member who wrote it; zero when the person did
	At      time.Time
	ShownAt time.Time // from when the person sees it
	Files   []File
	New     bool      // to whoever reads the thread
	ReadAt  time.Time // of a message of the person, for the person: when somebody of the team first opened the thread after it
	body
}

// Person reports whether the person wrote it.
func (m Message) Person() bool { return m.By.IsZero() }

// body is what is sealed of a message.
type body struct {
	Text  string
	Quote string   `json:",omitempty"` // what a mail quoted, and its signature
	Left  []string `json:",omitempty"` // names of what came along and was not taken
	Mail  bool     `json:",omitempty"` // it came by mail
}

const textMax = 10000

// Config is what the house stands on.
type Config struct {
	DB      *store.DB
	Keys    *crypt.Keystore
	Files   *blob.Files
	Team    application.Team
	Places  account.Places
	Words   *locale.Catalogue
	Answers func(ctx context.Context) (bool, error) // whether letters can be answered by mail now; nil is yes
	Domain  string                                  // of reply addresses; empty: a letter cannot be answered by mail
}

// House answers for messages.
type House struct {
	Config
	db *store.DB
}

// New makes the house.
func New(c Config) *House { return &House{Config: c, db: c.DB} }

func check(text string) error {
	var f fault.Form
	checkText(&f, "text", text)
	return f.Err()
}

func checkText(f *fault.Form, name, text string) {
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		f.Add(name, "form.required")
	case n > textMax:
		f.Add(name, "form.long", fault.Args{"Max": textMax})
	}
}

func scan(r *store.Reader) func(store.Row) (Message, error) {
	return func(row store.Row) (Message, error) {
		var m Message
		var d crypt.DossierID
		var sealed store.Sealed
		if err := row.Scan(&m.ID, &d, &m.By, &m.At, &m.ShownAt, &sealed, &m.New); err != nil {
			return m, err
		}
		b, err := store.Unseal[body](r, fieldBody, d, m.ID, sealed)
		m.body = b.Reveal(r.Grant())
		return m, err
	}
}
