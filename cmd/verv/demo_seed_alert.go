package main

import (
	"net/url"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/alert"
	"verv/internal/demo/world"
	"verv/internal/locale"
	"verv/internal/privacy"
)

// alertEvery says which candidates save searches: the first, whom verv demo --as candidate enters as, and one in so many.
const alertEvery = 20

// planAlerts lets two people without an account save a search.
func (s *seeder) planAlerts() {
	for i, c := range s.world.Candidates[:min(2, len(s.world.Candidates))] {
		s.plan(s.moment(5, 20, i), "alert of a guest", func() error {
			actor, err := s.establish("varsel."+c.Email, "", c.Language, account.Persona{Kind: access.Guest})
			if err != nil {
				return err
			}
			return s.saveAlert(actor, c, alert.Wish{Search: url.Values{"place": {c.Place.Town}}.Encode(), Pace: alert.AtOnce})
		})
	}
}

// saveAlerts lets a candidate save what they look for: where they live, and what they do.
func (s *seeder) saveAlerts(c world.Candidate) error {
	actor := s.people[c.Key]
	if err := s.saveAlert(actor, c, alert.Wish{Search: url.Values{"place": {c.Place.Town}}.Encode(), Pace: alert.Daily}); err != nil || len(c.Work) == 0 {
		return err
	}
	return s.saveAlert(actor, c, alert.Wish{Name: c.Work[0].Title, Search: url.Values{"q": {c.Work[0].Title}}.Encode(), Pace: alert.Weekly})
}

func (s *seeder) saveAlert(actor access.Actor, c world.Candidate, v alert.Wish) error {
	who := access.OfSubject(actor.Subject)
	g, err := privacy.Authorize(actor, who, privacy.Alert)
	if err != nil {
		return err
	}
	ga, err := privacy.Authorize(actor, who, privacy.Account)
	if err != nil {
		return err
	}
	words := s.house.Words.Language(c.Language)
	if !locale.Known(c.Language) {
		words = s.house.Words.Language(s.world.Site.Language)
	}
	_, err = s.house.Alerts.Make(s.ctx, g, ga, s.site, v, alert.Agreed{Box: true, Wording: words.Say("alert.agree", "Site", s.world.Site.Name), Language: words.Lang()})
	return err
}
