package search

import (
	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/employer"
	"verv/internal/id"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// The letters of this house.
const (
	LetterAsked    = "search.asked"    // to a person: an employer asks
	LetterAccepted = "search.accepted" // to the member who asked
	LetterMet      = "search.met"      // to the member who asked without a name: both know now who the other is
)

// Letters are the letters of this house.
func (h *House) Letters() []mail.Kind {
	return []mail.Kind{
		{Name: LetterAsked, Purpose: privacy.Correspond, Write: func(run *task.Run, args map[string]string) (mail.Letter, error) {
			return h.about(run, args, "asked", "/requests/", "search.myApproach")
		}},
		{Name: LetterAccepted, Purpose: privacy.Correspond, Write: func(run *task.Run, args map[string]string) (mail.Letter, error) {
			return h.about(run, args, "accepted", "/employer/people/requests/", "")
		}},
		{Name: LetterMet, Purpose: privacy.Correspond, Write: func(run *task.Run, args map[string]string) (mail.Letter, error) {
			return h.about(run, args, "met", "/employer/people/requests/", "")
		}},
		{Name: LetterNew, Purpose: privacy.Correspond, Write: h.newLetter},
	}
}

// about writes a letter about a request. It names the employer to the person and nobody to the member.
func (h *House) about(run *task.Run, args map[string]string, key, path string, of store.Name) (mail.Letter, error) {
	v, err := id.Parse[noun](args["approach"])
	if err != nil {
		return mail.Letter{}, err
	}
	var to account.Contact
	name, branch := "", ""
	err = run.DB.Read(run, run.Grant, func(r *store.Reader) (err error) {
		if to, err = account.Address(r); err != nil || of == "" {
			return err
		}
		a, err := store.One(r, of, store.Args{"id": v}, scanApproach)
		if store.Missing(err) || err == nil && a.now(run.Now) != rowAsked {
			return mail.ErrNobody
		}
		if err != nil {
			return err
		}
		e, err := employer.Read(r, a.Employer)
		if name = e.Name; a.Unrevealed() {
			name, branch, key = "", e.Branch, "masked"
		}
		return err
	})
	if err != nil {
		return mail.Letter{}, err
	}
	place, err := h.Places.Site(run, access.SiteID{})
	if err != nil {
		return mail.Letter{}, err
	}
	t := h.Words.Language(to.Language)
	if key == "masked" {
		name = Unnamed(t, branch)
	}
	say := func(part string) string { return t.Say("search.letter."+key+"."+part, "Employer", name) }
	return mail.Letter{To: to.Address, Language: t.Lang(), SiteName: place.Name, Subject: say("subject"), Greeting: t.Say("search.letter.greeting"),
		Paragraphs: []string{say("text"), say("then")}, Action: &mail.Action{Label: say("action"), URL: place.URL + path + v.String()},
		Why: say("why")}, nil
}
