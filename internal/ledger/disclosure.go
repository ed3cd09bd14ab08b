package ledger

import (
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Disclosure is a record that an employer received a person's data.
type Disclosure struct {
	ID       DisclosureID
	Employer access.EmployerID
	At       time.Time
	Purpose  privacy.Purpose
	What     What
	dossier  crypt.DossierID
	sealed   store.Sealed
}

// What was handed over, in words of the categories, and because of what.
type What struct {
	Categories []privacy.Category
	Noun, ID   string // the thing it was handed over with, such as an application
	Employer   string // the receiver's name at that time: it may have another one later, or be gone
}

// Disclose writes a disclosure in the transaction that hands the data over, in the person's own scope.
func Disclose(w *store.Writer, to access.EmployerID, p privacy.Purpose, what What) error {
	d, err := w.Dossier(store.Of{Subject: w.Grant().Scope().Subject(), Class: privacy.ClassProof})
	if err != nil {
		return err
	}
	if err := w.StartClock(d, w.Now()); err != nil {
		return err
	}
	row := id.New[disclosure](w.Now())
	body, err := store.Seal(w, fieldDisclosure, d, row, what)
	if err != nil {
		return err
	}
	return w.Must("ledger.disclose", store.Args{"id": row, "employer_id": to, "dossier_id": d, "now": w.Now(), "purpose": string(p), "body": body})
}

// Disclosures lists who received the person's data, newest first (GDPR article 15(1)(c)).
func Disclosures(r *store.Reader) ([]Disclosure, error) {
	list, err := store.List(r, "ledger.disclosures", store.Args{}, func(row store.Row) (Disclosure, error) {
		var d Disclosure
		var purpose string
		err := row.Scan(&d.ID, &d.Employer, &d.dossier, &d.At, &purpose, &d.sealed)
		d.Purpose = privacy.Purpose(purpose)
		return d, err
	})
	if err != nil {
		return nil, err
	}
	for i, d := range list {
		p, err := store.Unseal[What](r, fieldDisclosure, d.dossier, d.ID, d.sealed)
		if err != nil {
			return nil, err
		}
		list[i].What = p.Reveal(r.Grant())
	}
	return list, nil
}

// Receivers lists the employers that received the person's data.
func Receivers(r *store.Reader) ([]access.EmployerID, error) {
	return store.List(r, "ledger.receivers", store.Args{}, func(row store.Row) (e access.EmployerID, err error) {
		err = row.Scan(&e)
		return e, err
	})
}
