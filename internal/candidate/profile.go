package candidate

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

// House answers for the profiles of candidates.
type House struct{ db *store.DB }

// New makes the house.
func New(db *store.DB) *House { return &House{db: db} }

// touchEvery is how often a use moves the retention clock.
const touchEvery = 24 * time.Hour

// Find opens the profile of the scope's person; none is store.Missing.
func Find(r *store.Reader) (Candidate, error) {
	return store.One(r, "candidate.get", store.Args{}, scan(r))
}

// Mine is the profile of the grant's person; the zero Candidate where there is none yet.
func (h *House) Mine(ctx context.Context, g privacy.Grant) (Candidate, error) {
	if err := g.Require(access.CandidateOwn); err != nil {
		return Candidate{}, err
	}
	var c Candidate
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		if c, err = Find(r); store.Missing(err) {
			c, err = Candidate{}, nil
		}
		return err
	})
	return c, err
}

// Change replaces the profile of the grant's person, and makes it where there is none.
func (h *House) Change(ctx context.Context, g privacy.Grant, p Profile) error {
	if err := g.Require(access.CandidateOwn); err != nil {
		return err
	}
	p = p.tidy()
	if err := p.check(); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		c, err := Ensure(w, p)
		if err != nil {
			return err
		}
		c.Profile = p
		return c.put(w)
	})
}

// put writes a changed profile. Who changes it uses it: the clock starts anew.
func (c Candidate) put(w *store.Writer) error {
	name, contact, career, err := c.bodies(w)
	if err != nil {
		return err
	}
	return change(w, c.ID, c.dossier, name, contact, career)
}

func change(w *store.Writer, c ID, d crypt.DossierID, name, contact, career store.Sealed) error {
	if err := w.Must("candidate.change", store.Args{"dossier_id": d, "now": w.Now(), "name": name, "contact": contact, "career": career}); err != nil {
		return err
	}
	w.Fact("candidate.changed", map[string]string{"candidate": c.String(), "subject": w.Grant().Scope().Subject().String()})
	return w.StartClock(d, w.Now())
}

// Ensure finds the profile of the scope's person or makes one of the seed, in the dossier of the class self.
func Ensure(w *store.Writer, seed Profile) (Candidate, error) {
	c, err := Find(w.Reader)
	if !store.Missing(err) {
		if err != nil {
			return c, err
		}
		c.dossier, err = Settle(w)
		return c, err
	}
	d, err := w.Dossier(store.Of{Subject: w.Grant().Scope().Subject(), Class: privacy.ClassSelf})
	if err != nil {
		return c, err
	}
	if c, err = add(w, d, seed); err != nil {
		return c, err
	}
	return c, w.StartClock(d, w.Now())
}

// Plant makes the profile of somebody who has not confirmed anything, in the dossier of what was brought in for them. Somebody who
// has a profile keeps it as it is.
func Plant(w *store.Writer, d crypt.DossierID, seed Profile) error {
	_, err := Find(w.Reader)
	if store.Missing(err) {
		_, err = add(w, d, seed)
	}
	return err
}

func add(w *store.Writer, d crypt.DossierID, seed Profile) (Candidate, error) {
	c := Candidate{ID: id.New[noun](w.Now()), MadeAt: w.Now(), UsedAt: w.Now(), Profile: seed.cut(), dossier: d}
	name, contact, career, err := c.bodies(w)
	if err != nil {
		return c, err
	}
	n, err := w.Exec("candidate.add", store.Args{"id": c.ID, "dossier_id": d, "now": w.Now(),
		"name": name, "contact": contact, "career": career})
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.conflict") // another request of the same person was quicker
	}
	w.Fact("candidate.added", map[string]string{"candidate": c.ID.String(), "subject": w.Grant().Scope().Subject().String()})
	return c, err
}

// Settle moves a profile that was brought in into the dossier of the class self, which it gives: the bodies are sealed anew under that key
// and read by nobody, and what is left of the old dossier ends on its date. No profile is store.Missing.
func Settle(w *store.Writer) (crypt.DossierID, error) {
	var c Candidate
	var name, contact, career store.Sealed
	err := w.Get("candidate.get", store.Args{}, &c.ID, &c.dossier, &c.MadeAt, &c.UsedAt, &name, &contact, &career)
	if err != nil {
		return c.dossier, err
	}
	d, err := w.Dossier(store.Of{Subject: w.Grant().Scope().Subject(), Class: privacy.ClassSelf})
	if err != nil || d == c.dossier {
		return d, err
	}
	for f, body := range map[privacy.FieldID]*store.Sealed{fieldName: &name, fieldContact: &contact, fieldCareer: &career} {
		if *body, err = w.Reseal(f, c.ID, c.dossier, d, *body); err != nil {
			return d, err
		}
	}
	return d, change(w, c.ID, d, name, contact, career)
}

// Touch notes that the person used what is theirs. The clock moves at most once a day.
func Touch(w *store.Writer) error {
	c, err := Find(w.Reader)
	if store.Missing(err) {
		return nil
	}
	if err != nil || w.Now().Sub(c.UsedAt) < touchEvery {
		return err
	}
	if err := w.Must("candidate.touch", store.Args{"now": w.Now()}); err != nil {
		return err
	}
	return w.StartClock(c.dossier, w.Now())
}

// KeptUntil is when the profile ends if it is not used before.
func (h *House) KeptUntil(ctx context.Context, g privacy.Grant) (until time.Time, err error) {
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		c, err := Find(r)
		if store.Missing(err) {
			return nil
		}
		if err != nil {
			return err
		}
		d, err := r.DossierByID(c.dossier)
		until = d.DueAt
		return err
	})
	return until, err
}
