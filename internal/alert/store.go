package alert

import (
	"verv/internal/access"
	"verv/internal/consent"
	"verv/internal/store"
)

// all opens the alerts of the reader's person, oldest first; none where they do not agree (any more).
func all(r *store.Reader) ([]Alert, error) {
	agrees, err := consent.Holds(r, consent.JobAlerts, r.Grant().Scope().Subject(), access.EmployerID{}, r.Now())
	if err != nil || !agrees {
		return nil, err
	}
	list, err := store.List(r, "alert.all", store.Args{}, func(row store.Row) (Alert, error) {
		a := Alert{Subject: r.Grant().Scope().Subject()}
		var pace string
		err := row.Scan(&a.ID, &a.dossier, &a.Site, &a.MadeAt, &pace, &a.PausedAt, &a.NextAt, &a.ToldTo, &a.SentAt, &a.Letter.Task, &a.Letter.From,
			&a.Day.At, &a.Day.N, &a.sealed)
		a.Pace = Pace(pace)
		return a, err
	})
	if err != nil {
		return nil, err
	}
	for i := range list {
		if err := list[i].open(r); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (a *Alert) open(r *store.Reader) error {
	p, err := store.Unseal[body](r, fieldBody, a.dossier, a.ID, a.sealed)
	b := p.Reveal(r.Grant())
	a.Name, a.Search, a.sealed = b.Name, b.Search, nil
	return err
}

func (a Alert) seal(w *store.Writer) (store.Sealed, error) {
	return store.Seal(w, fieldBody, a.dossier, a.ID, body{a.Name, a.Search})
}

// one opens one alert of the reader's person.
func one(r *store.Reader, v ID) (Alert, error) {
	list, err := all(r)
	for _, a := range list {
		if a.ID == v {
			return a, err
		}
	}
	if err == nil {
		err = notFound()
	}
	return Alert{}, err
}
