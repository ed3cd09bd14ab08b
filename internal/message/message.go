package message

import (
	"context"
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"time"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/application"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/locale"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
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

const fieldBody privacy.FieldID = 1001

type noun struct{}

// ID identifies a message.
type ID = id.ID[noun]

// Message is one message.
type Message struct {
	ID      ID
	By      access.SubjectID // the member who wrote it; zero when the person did
	At      time.Time
	ShownAt time.Time // from when the person sees it
	Text    string
}

// Person reports whether the person wrote it.
func (m Message) Person() bool { return m.By.IsZero() }

type body struct{ Text string }

const textMax = 10000

// Config is what the house stands on.
type Config struct {
	DB     *store.DB
	Keys   *crypt.Keystore
	Team   application.Team
	Places account.Places
	Words  *locale.Catalogue
	Domain string // of reply addresses; empty: a letter cannot be answered by mail
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
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		f.Add("text", "form.required")
	case n > textMax:
		f.Add("text", "form.long", fault.Args{"Max": textMax})
	}
	return f.Err()
}

func scan(r *store.Reader) func(store.Row) (Message, error) {
	return func(row store.Row) (Message, error) {
		var m Message
		var d crypt.DossierID
		var sealed store.Sealed
		if err := row.Scan(&m.ID, &d, &m.By, &m.At, &m.ShownAt, &sealed); err != nil {
			return m, err
		}
		b, err := store.Unseal[body](r, fieldBody, d, m.ID, sealed)
		m.Text = b.Reveal(r.Grant()).Text
		return m, err
	}
}

// Thread reads the messages of an application of the grant's employer, oldest first.
func (h *House) Thread(ctx context.Context, g privacy.Grant, v application.ID) (a application.Application, all []Message, err error) {
	if err := g.Require(access.ApplicationMessage); err != nil {
		return a, nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		r.About("thread", v)
		if a, err = application.Find(r, v); err != nil {
			return err
		}
		all, err = store.List(r, "message.ofHeld", store.Args{"application_id": v}, scan(r))
		return err
	})
	return a, all, err
}

// Own reads the messages of an application of the grant's person.
func (h *House) Own(ctx context.Context, g privacy.Grant, v application.ID) (a application.Application, all []Message, err error) {
	if err := g.Require(access.ApplicationOwn); err != nil {
		return a, nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		if a, err = application.Find(r, v); err != nil {
			return err
		}
		all, err = store.List(r, "message.ofOwn", store.Args{"application_id": v, "now": h.db.Now()}, scan(r))
		return err
	})
	return a, all, err
}

// Write sends a message to the person. Its letter leaves in fifteen seconds, unless it is undone.
func (h *House) Write(ctx context.Context, g privacy.Grant, v application.ID, text string) (m ID, err error) {
	if err := g.Require(access.ApplicationMessage); err != nil {
		return m, err
	}
	if err := check(text); err != nil {
		return m, err
	}
	err = h.db.Write(ctx, g, func(w *store.Writer) (err error) {
		w.About("thread", v)
		m, err = h.write(w, v, text)
		return err
	})
	return m, err
}

// write adds a message of the team and its letter.
func (h *House) write(w *store.Writer, v application.ID, text string) (m ID, err error) {
	a, err := application.Find(w.Reader, v)
	if err != nil {
		return m, err
	}
	m = id.New[noun](w.Now())
	sealed, err := store.Seal(w, fieldBody, a.Dossier(), m, body{text})
	if err != nil {
		return m, err
	}
	at := w.Now().Add(application.UndoFor)
	err = w.Must("message.addHeld", store.Args{"id": m, "subject_id": a.Subject, "dossier_id": a.Dossier(), "application_id": v,
		"by_id": w.Grant().Actor().Subject, "now": w.Now(), "shown_at": at, "body": sealed})
	if err != nil {
		return m, err
	}
	w.Fact("message.written", map[string]string{"message": m.String(), "application": v.String(), "employer": a.Employer.String()})
	return m, mail.Enqueue(w, mail.Post{Kind: LetterWritten, Subject: a.Subject, Once: m.String(), At: at,
		Args: map[string]string{"message": m.String(), "application": v.String(), "site": a.Site.String()}})
}

// Undo takes a message back whose letter has not left.
func (h *House) Undo(ctx context.Context, g privacy.Grant, v application.ID, m ID) error {
	if err := g.Require(access.ApplicationMessage); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		w.About("thread", v)
		if _, err := application.Find(w.Reader, v); err != nil {
			return err
		}
		return h.drop(w, v, m)
	})
}

// drop takes a message and its waiting letter away.
func (h *House) drop(w *store.Writer, v application.ID, m ID) error {
	n, err := w.Exec("message.drop", store.Args{"application_id": v, "id": m, "now": w.Now()})
	if err != nil {
		return err
	}
	if n != 1 {
		return fault.New(fault.Conflict, "application.undo.late")
	}
	ok, err := mail.Cancel(w, LetterWritten, m.String())
	if err == nil && !ok {
		err = fault.New(fault.Conflict, "application.undo.late")
	}
	w.Fact("message.undone", map[string]string{"message": m.String(), "application": v.String()})
	return err
}

// Answer adds a message of the person. The team is told that there is one.
func (h *House) Answer(ctx context.Context, g privacy.Grant, v application.ID, text string) error {
	if err := g.Require(access.ApplicationOwn); err != nil {
		return err
	}
	if err := check(text); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		a, err := application.Find(w.Reader, v)
		if err != nil {
			return err
		}
		m := id.New[noun](w.Now())
		sealed, err := store.Seal(w, fieldBody, a.Dossier(), m, body{text})
		if err != nil {
			return err
		}
		err = w.Must("message.addOwn", store.Args{"id": m, "employer_id": a.Employer, "dossier_id": a.Dossier(), "application_id": v, "now": w.Now(), "body": sealed})
		if err != nil {
			return err
		}
		w.Fact("message.answered", map[string]string{"message": m.String(), "application": v.String(), "employer": a.Employer.String()})
		_, err = task.Enqueue(w, task.Task{Kind: TaskAnswered, Employer: a.Employer, Once: v.String(),
			Args: map[string]string{"application": v.String(), "site": a.Site.String()}})
		return err
	})
}
