package cv

import (
	"bytes"
	"context"
	"io"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/candidate"
	"verv/internal/crypt"
	"verv/internal/cv/jsoncv"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// Accounts is what this house asks of the account house.
type Accounts interface {
	Guest(ctx context.Context, g privacy.Grant, address, language string) (account.Visit, error)
	NewLink(run *task.Run, a access.AccountID, want account.Want) (token string, err error)
	Peek(ctx context.Context, g privacy.Grant, token string) (account.Link, error)
	Follow(ctx context.Context, g privacy.Grant, token string, from account.From) (account.Opened, error)
}

// House answers for CVs.
type House struct {
	db       *store.DB
	keys     *crypt.Keystore
	accounts Accounts
	places   account.Places
	words    Words
}

// New makes the house.
func New(db *store.DB, keys *crypt.Keystore, accounts Accounts, places account.Places, words Words) *House {
	return &House{db: db, keys: keys, accounts: accounts, places: places, words: words}
}

func conflict() error { return fault.New(fault.Conflict, "fault.conflict") }

// List gives the person's own CVs, the latest change first. What was brought in and not confirmed is not among them.
func (h *House) List(ctx context.Context, g privacy.Grant) (out []Document, err error) {
	if err := g.Require(access.CandidateOwn); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { out, err = Mine(r); return err })
	return out, err
}

// Mine is List within a transaction of the person's own.
func Mine(r *store.Reader) ([]Document, error) {
	return store.List(r, "cv.list", store.Args{"pending": false}, scan(r))
}

// Pick opens one confirmed CV of the scope's person.
func Pick(r *store.Reader, v ID) (Document, error) {
	d, err := store.One(r, "cv.get", store.Args{"id": v}, scan(r))
	if err == nil && d.Pending {
		err = fault.New(fault.NotFound, "fault.notfound")
	}
	return d, err
}

// Get opens one CV of the grant's person.
func (h *House) Get(ctx context.Context, g privacy.Grant, v ID) (d Document, err error) {
	if err := g.Require(access.CandidateOwn); err != nil {
		return d, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { d, err = Pick(r, v); return err })
	return d, err
}

// Add makes an empty CV with a title and a language.
func (h *House) Add(ctx context.Context, g privacy.Grant, title, language string) (ID, error) {
	return h.add(ctx, g, func(b *Body) error { return b.setHead(Head{Title: title, Language: language}) })
}

// Upload makes a CV of a JSON Resume document that the person chose.
func (h *House) Upload(ctx context.Context, g privacy.Grant, language string, r io.Reader) (ID, error) {
	read, err := jsoncv.Read(r, jsoncv.Standard)
	if err != nil {
		return ID{}, err
	}
	return h.add(ctx, g, func(b *Body) error {
		b.Title, b.Language, b.CV = titleOf(read.CV), language, read.CV
		return nil
	})
}

// titleOf is a first title for a CV that came without one.
func titleOf(c jsoncv.CV) string {
	for _, s := range []string{c.Basics.Label, c.Basics.Name} {
		if s != "" {
			if r := []rune(s); len(r) > titleMax {
				s = string(r[:titleMax])
			}
			return s
		}
	}
	return "CV"
}

func (h *House) add(ctx context.Context, g privacy.Grant, fill func(*Body) error) (ID, error) {
	if err := g.Require(access.CandidateOwn); err != nil {
		return ID{}, err
	}
	d := Document{ID: id.New[noun](h.db.Now())}
	if err := fill(&d.Body); err != nil {
		return d.ID, err
	}
	return d.ID, h.db.Write(ctx, g, func(w *store.Writer) error {
		var n int
		if err := w.Get("cv.count", store.Args{}, &n); err != nil {
			return err
		}
		if n >= docsMax {
			return fault.New(fault.Conflict, "cv.toomany", fault.Args{"Max": docsMax})
		}
		c, err := candidate.Ensure(w, candidate.Profile{Name: d.CV.Basics.Name, Headline: d.CV.Basics.Label, Place: d.CV.Basics.Place.Town, Phone: d.CV.Basics.Phone})
		if err != nil {
			return err
		}
		if d.CV.Basics.Name == "" {
			d.CV.Basics.Name = c.Name
		}
		if d.dossier, err = own(w); err != nil {
			return err
		}
		return d.add(w, "")
	})
}

// own is the dossier of what is the person's own. Using it keeps it: the clock starts anew.
func own(w *store.Writer) (crypt.DossierID, error) {
	d, err := w.Dossier(store.Of{Subject: w.Grant().Scope().Subject(), Class: privacy.ClassSelf})
	if err != nil {
		return d, err
	}
	return d, w.StartClock(d, w.Now())
}

// SetHead changes what stands above the sections. Was is when the person's page was made: a change since then is a conflict.
func (h *House) SetHead(ctx context.Context, g privacy.Grant, v ID, was time.Time, head Head) error {
	return h.change(ctx, g, v, was, func(b *Body) error { return b.setHead(head) })
}

// PutRow writes a row of a section; n equal to the number of rows adds one.
func (h *House) PutRow(ctx context.Context, g privacy.Grant, v ID, was time.Time, s Section, n int, r Row) error {
	return h.change(ctx, g, v, was, func(b *Body) error { return b.put(s, n, r) })
}

// DropRow takes a row out of a section.
func (h *House) DropRow(ctx context.Context, g privacy.Grant, v ID, was time.Time, s Section, n int) error {
	return h.change(ctx, g, v, was, func(b *Body) error { return b.drop(s, n) })
}

func (h *House) change(ctx context.Context, g privacy.Grant, v ID, was time.Time, fn func(*Body) error) error {
	if err := g.Require(access.CandidateOwn); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		d, err := Pick(w.Reader, v)
		if err != nil {
			return err
		}
		if !d.UpdatedAt.Equal(was) {
			return conflict()
		}
		if err := fn(&d.Body); err != nil {
			return err
		}
		if d.dossier, err = own(w); err != nil {
			return err
		}
		return d.put(w)
	})
}

// Delete deletes one CV. Applications that were sent with a copy of it keep the copy.
func (h *House) Delete(ctx context.Context, g privacy.Grant, v ID) error {
	if err := g.Require(access.CandidateOwn); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		w.Fact("cv.deleted", map[string]string{"cv": v.String(), "subject": g.Scope().Subject().String()})
		return w.Must("cv.drop", store.Args{"id": v})
	})
}

// Export writes one CV as JSON Resume.
func (h *House) Export(ctx context.Context, g privacy.Grant, v ID) ([]byte, error) {
	d, err := h.Get(ctx, g, v)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = jsoncv.Write(&out, d.CV)
	return out.Bytes(), err
}
