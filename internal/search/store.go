package search

import (
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

func scanCard(row store.Row) (Card, error) {
	var c Card
	err := row.Scan(&c.ID, &c.Subject, &c.dossier, &c.CV, &c.Anonymous, &c.shut, &c.MadeAt, &c.ActiveAt, &c.Until, &c.ProposeUntil, &c.sealed)
	return c, err
}

// opened opens the body of a card.
func (c Card) opened(r *store.Reader) (Card, error) {
	p, err := store.Unseal[cardBody](r, fieldCard, c.dossier, c.ID, c.sealed)
	c.body = p.Reveal(r.Grant())
	return c, err
}

// indexed is a card with the keys of those who must not see it.
type indexed struct {
	Card
	blocks  []string
	row     blockID
	dossier crypt.DossierID
	sealed  store.Sealed
}

func scanIndexed(row store.Row) (indexed, error) {
	var x indexed
	c := &x.Card
	err := row.Scan(&c.ID, &c.Subject, &c.dossier, &c.CV, &c.Anonymous, &c.shut, &c.MadeAt, &c.ActiveAt, &c.Until, &c.ProposeUntil, &c.sealed, &x.row, &x.dossier, &x.sealed)
	return x, err
}

func (x indexed) opened(r *store.Reader) (indexed, error) {
	var err error
	if !x.ProposeUntil.After(r.Now()) {
		x.ProposeUntil = time.Time{}
	}
	if x.Card, err = x.Card.opened(r); err != nil || x.sealed == nil {
		return x, err
	}
	p, err := store.Unseal[blocksBody](r, fieldBlocks, x.dossier, x.row, x.sealed)
	x.blocks = p.Reveal(r.Grant()).keys()
	return x, err
}

// readBlocks opens what the scope's person shut out; nothing where they never did.
func readBlocks(r *store.Reader) (blocksBody, error) {
	var row blockID
	var d crypt.DossierID
	var sealed store.Sealed
	err := r.Get("search.blocks", store.Args{}, &row, &d, &sealed)
	if store.Missing(err) {
		return blocksBody{}, nil
	}
	if err != nil {
		return blocksBody{}, err
	}
	p, err := store.Unseal[blocksBody](r, fieldBlocks, d, row, sealed)
	b := p.Reveal(r.Grant())
	b.row = row
	return b, err
}

// putBlocks writes them over what was read, or anew.
func putBlocks(w *store.Writer, b blocksBody) error {
	d, err := w.Dossier(store.Of{Subject: w.Grant().Scope().Subject(), Class: privacy.ClassSelf})
	if err != nil {
		return err
	}
	if b.row.IsZero() {
		b.row = id.New[blockNoun](w.Now())
	}
	body, err := store.Seal(w, fieldBlocks, d, b.row, b)
	if err != nil {
		return err
	}
	return w.Must("search.putBlocks", store.Args{"id": b.row, "dossier_id": d, "now": w.Now(), "body": body})
}

func scanApproach(row store.Row) (Approach, error) {
	var a Approach
	var state string
	err := row.Scan(&a.ID, &a.Employer, &a.subject, &a.dossier, &a.Card, &a.Job, &a.By, &state, &a.AskedAt, &a.EndsAt, &a.AnsweredAt, &a.Masked, &a.MetAt, &a.words, &a.name, &a.contact, &a.cv)
	a.state = state
	return a, err
}

// opened opens what was asked.
func (a Approach) opened(r *store.Reader) (Approach, error) {
	p, err := store.Unseal[askedBody](r, fieldWords, a.dossier, a.ID, a.words)
	a.Asked = p.Reveal(r.Grant())
	return a, err
}

func reveal[T any](r *store.Reader, f privacy.FieldID, a Approach, s store.Sealed) (T, error) {
	p, err := store.Unseal[T](r, f, a.dossier, a.ID, s)
	return p.Reveal(r.Grant()), err
}

// handed opens what a yes handed over.
func (a Approach) handed(r *store.Reader) (Approach, error) {
	if a.name == nil {
		return a, nil
	}
	n, err := reveal[nameBody](r, fieldName, a, a.name)
	if err != nil {
		return a, err
	}
	a.Name = n.Name
	if a.contact == nil { // both said who they are, and no more yet
		return a, nil
	}
	c, err := reveal[contactBody](r, fieldContact, a, a.contact)
	if err != nil {
		return a, err
	}
	a.Address, a.Phone = c.Address, c.Phone
	if a.cv != nil {
		a.CV, err = reveal[cvBody](r, fieldCV, a, a.cv)
	}
	return a, err
}

// reader is how many people a member opened.
type reader struct {
	Employer access.EmployerID
	Member   access.SubjectID
	Cards    int
}

func scanReader(row store.Row) (v reader, err error) {
	return v, row.Scan(&v.Employer, &v.Member, &v.Cards)
}
