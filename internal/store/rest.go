package store

import (
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
)

// A dossier that rests stays stored and is used for nothing that its person did not ask for (GDPR article 18(2)): it opens for the
// person, and for the purposes that privacy.Purpose.WhileResting names.

// Rest has a dossier rest from a moment on; the zero time wakes it. What is ending stays as it is.
func (w *Writer) Rest(d crypt.DossierID, at time.Time) error {
	w.rests = nil
	_, err := w.Exec("store.restDossier", Args{"id": d, "at": at})
	return err
}

// awake refuses a dossier that rests, unless its own person asks or the purpose goes on.
func (r *Reader) awake(d crypt.DossierID) error {
	all, err := r.resting()
	if err == nil && all[d] {
		err = fault.New(fault.Locked, "fault.rests")
	}
	return err
}

// Awake refuses, as awake does for every body, a dossier of which nothing may be opened now: for whoever would act upon it without opening it.
func (r *Reader) Awake(d crypt.DossierID) error { return r.awake(d) }

// resting is what rests of those whom the scope is about, read once in a transaction, for a grant that it concerns.
func (r *Reader) resting() (map[crypt.DossierID]bool, error) {
	if r.rests != nil || r.s == nil || !r.g.Valid() || r.g.Own() || r.g.Purpose().WhileResting() {
		return r.rests, nil
	}
	of := ""
	if r.g.Scope().Kind() == access.ScopeSubject {
		of = r.g.Scope().Subject().String()
	}
	all, err := List(r, "store.resting", Args{"subject_id": of}, func(row Row) (d crypt.DossierID, err error) {
		err = row.Scan(&d)
		return d, err
	})
	if err != nil {
		return nil, err
	}
	r.rests = make(map[crypt.DossierID]bool, len(all))
	for _, d := range all {
		r.rests[d] = true
	}
	return r.rests, nil
}
