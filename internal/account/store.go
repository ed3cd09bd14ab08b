package account

import (
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/privacy"
	"verv/internal/store"
)

type contactBody struct {
	Address string // as it was typed; the keystore compares its normal form
}

type profileBody struct {
	Name     string // what the person wants to be called
	Language string
	Zone     string // IANA name
}

type secretBody struct {
	Hash string // PHC string
	At   time.Time
}

// login is one row of account, open.
type login struct {
	id          access.AccountID
	dossier     crypt.DossierID
	madeAt      time.Time
	confirmedAt time.Time
	contact     contactBody
	profile     profileBody
	secret      secretBody
}

func (l login) confirmed() bool { return !l.confirmedAt.IsZero() }

// read opens the account of the scope; none is store.Missing.
func read(r *store.Reader) (login, error) { return openLogin(r, "account.get") }

// hold is read for a change: nobody else changes the row before the transaction ends.
func hold(w *store.Writer) (login, error) { return openLogin(w.Reader, "account.hold") }

func openLogin(r *store.Reader, statement store.Name) (login, error) {
	return store.One(r, statement, store.Args{}, func(row store.Row) (login, error) {
		var l login
		var contact, profile, secret store.Sealed
		if err := row.Scan(&l.id, &l.dossier, &l.madeAt, &l.confirmedAt, &contact, &profile, &secret); err != nil {
			return l, err
		}
		var err error
		if l.contact, err = reveal[contactBody](r, fieldContact, l.dossier, l.id, contact); err != nil {
			return l, err
		}
		if l.profile, err = reveal[profileBody](r, fieldProfile, l.dossier, l.id, profile); err != nil {
			return l, err
		}
		if secret != nil && r.Grant().Purpose() == privacy.Account {
			l.secret, err = reveal[secretBody](r, fieldSecret, l.dossier, l.id, secret)
		}
		return l, err
	})
}

// reveal opens a body for the purpose of the transaction.
func reveal[T any](r *store.Reader, f privacy.FieldID, d crypt.DossierID, row store.RowID, s store.Sealed) (T, error) {
	p, err := store.Unseal[T](r, f, d, row, s)
	return p.Reveal(r.Grant()), err
}

// bodies seals the three bodies of an account under its dossier.
func (l login) bodies(w *store.Writer) (args store.Args, err error) {
	contact, err := store.Seal(w, fieldContact, l.dossier, l.id, l.contact)
	if err != nil {
		return nil, err
	}
	profile, err := store.Seal(w, fieldProfile, l.dossier, l.id, l.profile)
	if err != nil {
		return nil, err
	}
	var secret store.Sealed
	if l.secret.Hash != "" {
		if secret, err = store.Seal(w, fieldSecret, l.dossier, l.id, l.secret); err != nil {
			return nil, err
		}
	}
	return store.Args{"dossier_id": l.dossier, "confirmed_at": l.confirmedAt, "contact": contact, "profile": profile, "secret": secret}, nil
}

// put writes a changed account.
func (l login) put(w *store.Writer) error {
	args, err := l.bodies(w)
	if err != nil {
		return err
	}
	return w.Must("account.change", args)
}

// add writes a new account; false means that somebody else was quicker.
func (l login) add(w *store.Writer) (bool, error) {
	args, err := l.bodies(w)
	if err != nil {
		return false, err
	}
	args["id"], args["now"] = l.id, w.Now()
	n, err := w.Exec("account.add", args)
	return n == 1, err
}

// Persona is one thing that an account is here.
type Persona struct {
	Subject   access.SubjectID // its own
	Kind      access.Persona
	Role      access.Role       // of a member
	Employer  access.EmployerID // of a member
	MadeAt    time.Time
	Confirmed time.Time // zero while it waits for its link
	UsedAt    time.Time
}

// bulk reports whether the persona can read many people's data.
func (p Persona) bulk() bool { return access.Actor{Persona: p.Kind, Role: p.Role}.ReadsInBulk() }

func personas(r *store.Reader) ([]Persona, error) {
	return store.List(r, "account.personas", store.Args{}, func(row store.Row) (Persona, error) {
		var p Persona
		var kind, role string
		err := row.Scan(&p.Subject, &kind, &role, &p.Employer, &p.MadeAt, &p.Confirmed, &p.UsedAt)
		p.Kind, p.Role = access.Persona(kind), access.Role(role)
		return p, err
	})
}

func addPersona(w *store.Writer, d crypt.DossierID, p Persona) error {
	return w.Must("account.addPersona", store.Args{"id": p.Subject, "dossier_id": d, "kind": string(p.Kind), "role": string(p.Role),
		"employer_id": p.Employer, "now": w.Now(), "confirmed_at": p.Confirmed})
}
