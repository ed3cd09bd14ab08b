package consent

import (
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/privacy"
	"verv/internal/store"
)

// prolongs holds the retention class that a topic lets live longer.
var prolongs = map[Topic]privacy.Class{KeepForOtherJobs: privacy.ClassApplication}

// Clock starts the retention clock of a dossier and, where the person agreed that it is kept longer, moves its end to the end of that
// consent. It runs in the person's own scope or in the operation's.
func Clock(w *store.Writer, d crypt.DossierID, at time.Time) error {
	if err := w.StartClock(d, at); err != nil {
		return err
	}
	v, err := w.DossierByID(d)
	if err != nil {
		return err
	}
	for t, class := range prolongs {
		if class != v.Class {
			continue
		}
		until, err := keeps(w, t, v)
		if err != nil {
			return err
		}
		if !until.IsZero() {
			if err := w.Prolong(d, until); err != nil {
				return err
			}
		}
	}
	return nil
}

// keeps is until when a consent that stands keeps a dossier; zero where none does.
func keeps(w *store.Writer, t Topic, d store.Dossier) (until time.Time, err error) {
	name, args := store.Name("consent.keeps"), store.Args{"topic": string(t), "about_id": d.ID, "now": w.Now()}
	if w.Grant().Scope().Kind() == access.ScopeOperation {
		name, args["subject_id"] = "consent.keepsOf", d.Subject
	}
	if err = w.Get(name, args, &until); store.Missing(err) {
		err = nil
	}
	return until, err
}

// settle moves the ends that a decision has changed, in the decision's own transaction: what is kept by agreement alone goes back to its
// ordinary date the moment the agreement ends.
func settle(w *store.Writer, t Topic, whom access.EmployerID) error {
	class, ok := prolongs[t]
	if !ok {
		return nil
	}
	all, err := w.DossiersOf(w.Grant().Scope().Subject())
	if err != nil {
		return err
	}
	for _, d := range all {
		if d.Class != class || d.Employer != whom || d.ClockAt.IsZero() || !d.EndingAt.IsZero() {
			continue
		}
		if err := Clock(w, d.ID, d.ClockAt); err != nil {
			return err
		}
	}
	return nil
}
