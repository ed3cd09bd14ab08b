package candidate

import (
	"verv/internal/crypt"
	"verv/internal/privacy"
	"verv/internal/store"
)

func scan(r *store.Reader) func(store.Row) (Candidate, error) {
	return func(row store.Row) (Candidate, error) {
		var c Candidate
		var name, contact, career store.Sealed
		if err := row.Scan(&c.ID, &c.dossier, &c.MadeAt, &c.UsedAt, &name, &contact, &career); err != nil {
			return c, err
		}
		n, err := reveal[nameBody](r, fieldName, c.dossier, c.ID, name)
		if err != nil {
			return c, err
		}
		c.Name = n.Name
		if r.Grant().Purpose() == privacy.Correspond { // a letter greets by name and needs no more
			return c, nil
		}
		reach, err := reveal[contactBody](r, fieldContact, c.dossier, c.ID, contact)
		if err != nil {
			return c, err
		}
		work, err := reveal[careerBody](r, fieldCareer, c.dossier, c.ID, career)
		c.Phone, c.Headline, c.Place, c.Links, c.Available = reach.Phone, work.Headline, work.Place, work.Links, work.Available
		return c, err
	}
}

func reveal[T any](r *store.Reader, f privacy.FieldID, d crypt.DossierID, row ID, s store.Sealed) (T, error) {
	p, err := store.Unseal[T](r, f, d, row, s)
	return p.Reveal(r.Grant()), err
}

// bodies seals the profile under the candidate's dossier.
func (c Candidate) bodies(w *store.Writer) (name, contact, career store.Sealed, err error) {
	if name, err = store.Seal(w, fieldName, c.dossier, c.ID, nameBody{c.Name}); err != nil {
		return nil, nil, nil, err
	}
	if contact, err = store.Seal(w, fieldContact, c.dossier, c.ID, contactBody{c.Phone}); err != nil {
		return nil, nil, nil, err
	}
	career, err = store.Seal(w, fieldCareer, c.dossier, c.ID, careerBody{c.Headline, c.Place, c.Available, c.Links})
	return name, contact, career, err
}
