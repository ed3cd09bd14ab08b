package cv

import (
	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/id"
	"verv/internal/locale"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// Words speaks the receiver's language.
type Words interface {
	Language(tag string) *locale.Words
}

// LetterArrived tells somebody that a CV came in for them.
const LetterArrived = "cv.arrived"

// Letters are the letters of this house.
func (h *House) Letters() []mail.Kind {
	return []mail.Kind{{Name: LetterArrived, Purpose: privacy.Apply, Write: h.writeArrived}}
}

func (h *House) writeArrived(run *task.Run, args map[string]string) (mail.Letter, error) {
	v, err := id.Parse[noun](args["cv"])
	if err != nil {
		return mail.Letter{}, err
	}
	var to account.Contact
	err = run.DB.Read(run, run.Grant, func(r *store.Reader) error {
		d, err := store.One(r, "cv.get", store.Args{"id": v}, scan(r))
		if err != nil || !d.Pending {
			return mail.ErrNobody
		}
		to, err = account.Address(r)
		return err
	})
	if err != nil {
		return mail.Letter{}, err
	}
	var site access.SiteID
	if err := site.UnmarshalText([]byte(args["site"])); err != nil {
		site = access.SiteID{}
	}
	place, err := h.places.Site(run, site)
	if err != nil {
		return mail.Letter{}, err
	}
	token, err := h.accounts.NewLink(run, to.Account, account.Want{Kind: account.LinkConfirm, Persona: run.Task.Subject, Thing: v.String()})
	if err != nil {
		return mail.Letter{}, err
	}
	t := h.words.Language(to.Language)
	return mail.Letter{
		To: to.Address, Language: t.Lang(), SiteName: place.Name,
		Subject:    t.Say("cv.letter.subject", "Site", place.Name),
		Greeting:   t.Say("cv.letter.greeting"),
		Paragraphs: []string{t.Say("cv.letter.what", "Site", place.Name), t.Say("cv.letter.private")},
		Action:     &mail.Action{Label: t.Say("cv.letter.action"), URL: place.URL + "/cv/confirm/" + token},
		After:      []string{t.Say("cv.letter.gone")},
		Why:        t.Say("cv.letter.why", "Site", place.Name),
	}, nil
}
