package message

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Aside is mail that came to a thread from an address that is not the person's. The team does not see it.
type Aside struct {
	ID AsideID
	At time.Time
	asideBody
}

type asideBody struct {
	From string
	body
}

// asidesMost bounds what lies aside of one thread: who has its address and is not the person fills no disk.
const asidesMost = 5

func asides(r *store.Reader, v application.ID) ([]Aside, error) {
	return store.List(r, "message.asides", store.Args{"application_id": v}, func(row store.Row) (a Aside, err error) {
		var d crypt.DossierID
		var sealed store.Sealed
		if err = row.Scan(&a.ID, &d, &a.At, &sealed); err != nil {
			return a, err
		}
		b, err := store.Unseal[asideBody](r, fieldAside, d, a.ID, sealed)
		a.asideBody = b.Reveal(r.Grant())
		return a, err
	})
}

// lay keeps a message aside, and asks the person about it by letter. What is beyond the most goes no further.
func (h *House) lay(w *store.Writer, v application.ID, from string, b body) error {
	var n int
	if err := w.Get("message.countAsides", store.Args{"application_id": v}, &n); err != nil || n >= asidesMost {
		return err
	}
	a, err := application.Locate(w.Reader, v)
	if err != nil {
		return err
	}
	x := id.New[asideNoun](w.Now())
	sealed, err := store.Seal(w, fieldAside, a.Dossier(), x, asideBody{from, b})
	if err != nil {
		return err
	}
	err = w.Must("message.addAside", store.Args{"id": x, "employer_id": a.Employer, "dossier_id": a.Dossier(), "application_id": v, "now": w.Now(), "body": sealed})
	if err != nil {
		return err
	}
	w.Fact("message.aside", map[string]string{"application": v.String(), "employer": a.Employer.String()})
	return mail.Enqueue(w, mail.Post{Kind: LetterAside, Subject: a.Subject, Once: v.String(), Args: map[string]string{"application": v.String(), "site": a.Site.String()}})
}

// Claim says whether mail that lies aside is the person's own: then it comes into the thread as theirs, else it is deleted.
func (h *House) Claim(ctx context.Context, g privacy.Grant, v application.ID, x AsideID, mine bool) error {
	if err := g.Require(access.ApplicationOwn); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		all, err := asides(w.Reader, v)
		if err != nil {
			return err
		}
		for _, a := range all {
			if a.ID != x {
				continue
			}
			if err := w.Must("message.dropAside", store.Args{"application_id": v, "id": x}); err != nil || !mine {
				return err
			}
			return h.answer(w, v, a.body, nil)
		}
		return fault.New(fault.NotFound, "fault.notfound")
	})
}
