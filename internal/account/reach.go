package account

import (
	"context"
	"errors"
	"slices"
	"strings"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

type reachNoun struct{}

type reachBody struct {
	contactBody
	profileBody
}

// Contact is how a persona is reached.
type Contact struct {
	Account   access.AccountID
	Address   string
	Name      string // what the person wants to be called; may be empty
	Language  string
	Zone      string
	Confirmed bool // the address was proved
}

// Address gives the address, name and language of the person whose subject the reader's scope is: a persona's, or an account's own. It
// opens for the purposes account, apply, correspond and rights. ErrNobody of package mail says that there is nobody (any more), or that the
// person restricted what the address is used for.
func Address(r *store.Reader) (Contact, error) {
	c, err := store.One(r, "account.reach", store.Args{}, func(row store.Row) (Contact, error) {
		k, err := scanReach(r, row)
		return k.contact(), err
	})
	if store.Missing(err) {
		c, err = ownAddress(r)
	}
	if store.Missing(err) || fault.Is(err, fault.Gone) || fault.Is(err, fault.Locked) {
		err = mail.ErrNobody
	}
	return c, err
}

// Domains are those of the addresses of an employer's members, each once. It runs within the operation, for the purpose correspond.
func Domains(r *store.Reader, e access.EmployerID) ([]string, error) {
	all, err := store.List(r, "account.reachOfTeam", store.Args{"employer_id": e}, func(row store.Row) (string, error) {
		k, err := scanReach(r, row)
		if fault.Is(err, fault.Gone) { // somebody who is leaving
			return "", nil
		}
		_, domain, _ := strings.Cut(k.body.Address, "@")
		return domain, err
	})
	slices.Sort(all)
	return slices.Compact(all), err
}

func ownAddress(r *store.Reader) (Contact, error) {
	l, err := read(r)
	return Contact{Account: l.id, Address: l.contact.Address, Name: l.profile.Name, Language: l.profile.Language, Zone: l.profile.Zone,
		Confirmed: l.confirmed()}, err
}

// copied is one row of reach, open.
type copied struct {
	id        id.ID[reachNoun]
	dossier   crypt.DossierID
	account   access.AccountID
	confirmed bool
	body      reachBody
}

func (k copied) contact() Contact {
	return Contact{Account: k.account, Address: k.body.Address, Name: k.body.Name, Language: k.body.Language, Zone: k.body.Zone, Confirmed: k.confirmed}
}

func scanReach(r *store.Reader, row store.Row) (copied, error) {
	var k copied
	var body store.Sealed
	var at int64
	if err := row.Scan(&k.id, &k.dossier, &k.account, &at, &body); err != nil {
		return k, err
	}
	k.confirmed = at != 0
	var err error
	k.body, err = reveal[reachBody](r, fieldReach, k.dossier, k.id, body)
	return k, err
}

// Confirmed reports whether the person of the reader's scope proved their address.
func Confirmed(r *store.Reader) (bool, error) {
	c, err := Address(r)
	if errors.Is(err, mail.ErrNobody) {
		return false, nil
	}
	return c.Confirmed, err
}

// FactReached tells that a member of an employer is reached at another address than before.
const FactReached = "account.reached"

const taskCopy = "account.copy"

// copyLater makes sure that the persona's copy follows the account, also when this process stops now.
func copyLater(w *store.Writer, a access.AccountID, persona access.SubjectID) error {
	_, err := task.Enqueue(w, task.Task{Kind: taskCopy, Subject: persona, Args: map[string]string{"account": a.String()}})
	return err
}

func (h *House) runCopy(run *task.Run) error {
	var a access.AccountID
	if err := a.UnmarshalText([]byte(run.Task.Args["account"])); err != nil {
		return err
	}
	from, err := run.Within(access.OfSubject(SubjectOf(a)), privacy.Account)
	if err != nil {
		return err
	}
	return h.copy(run, run.Grant, from)
}

// copy makes the persona's copy equal to the account. The two lie in different scopes and so in different transactions: it looks again
// after it wrote, so that of two at once what is newest stays.
func (h *House) copy(ctx context.Context, to, from privacy.Grant) error {
	s := to.Scope().Subject()
	l, p, err := h.source(ctx, from, s)
	for range 5 {
		if err != nil || l.id.IsZero() {
			return err
		}
		if err = h.db.Write(ctx, to, func(w *store.Writer) error { return writeReach(w, l, p) }); err != nil {
			return err
		}
		was, as := l, p
		if l, p, err = h.source(ctx, from, s); err == nil && l.profile == was.profile && l.contact == was.contact && p.Confirmed.Equal(as.Confirmed) {
			return nil
		}
	}
	return errors.Join(err, errors.New("account: a copy does not come to rest"))
}

// source reads the account and the persona that a copy is made of; zero where they are gone.
func (h *House) source(ctx context.Context, g privacy.Grant, s access.SubjectID) (l login, p Persona, err error) {
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		account, err := read(r)
		if store.Missing(err) {
			return nil
		}
		if err != nil {
			return err
		}
		all, err := personas(r)
		for _, x := range all {
			if x.Subject == s {
				l, p = account, x
			}
		}
		return err
	})
	return l, p, err
}

// shut reads what of a copy lies open.
func shut(w *store.Writer) (copied, error) {
	k, err := store.One(w.Reader, "account.reach", store.Args{}, func(row store.Row) (copied, error) {
		var k copied
		var at int64
		var body store.Sealed
		err := row.Scan(&k.id, &k.dossier, &k.account, &at, &body)
		return k, err
	})
	if store.Missing(err) {
		err = nil
	}
	return k, err
}

func writeReach(w *store.Writer, l login, p Persona) error {
	old, err := shut(w)
	if err != nil {
		return err
	}
	of := store.Of{Subject: p.Subject, Class: privacy.ClassAccount}
	switch {
	case p.Confirmed.IsZero():
		of.Class = privacy.ClassUnconfirmed
	case p.Kind == access.Member:
		of.Class, of.Employer = privacy.ClassMember, p.Employer
	}
	d, err := w.Dossier(of)
	if err != nil {
		return err
	}
	statement, row := store.Name("account.changeReach"), old.id
	args := store.Args{"dossier_id": d, "confirmed_at": p.Confirmed}
	if row.IsZero() {
		statement, row = "account.putReach", fresh(id.ID[reachNoun]{}, w.Now())
		args["id"], args["account_id"] = row, l.id
	}
	if args["body"], err = store.Seal(w, fieldReach, d, row, reachBody{l.contact, l.profile}); err != nil {
		return err
	}
	if err := w.Must(statement, args); err != nil {
		return err
	}
	if p.Kind == access.Member {
		w.Fact(FactReached, map[string]string{"persona": p.Subject.String(), "employer": p.Employer.String()})
	}
	switch {
	case of.Class == privacy.ClassMember || d == old.dossier:
		return nil // the clock of a membership starts when it ends
	case of.Class == privacy.ClassUnconfirmed:
		return w.StartClock(d, p.MadeAt)
	}
	return w.StartClock(d, w.Now())
}
