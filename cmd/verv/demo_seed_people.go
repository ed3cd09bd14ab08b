package main

import (
	"net/url"

	"verv/internal/access"
	"verv/internal/consent"
	"verv/internal/demo/world"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/search"
	"verv/internal/tell"
)

// planFound lets the recruiters of two employers save a search that tells who is new, and ask somebody whom they found.
func (s *seeder) planFound() {
	for i, e := range s.world.Employers[:min(2, len(s.world.Employers))] {
		s.plan(s.moment(20-i, 9, 5+i), "saved search of "+e.Key, func() error { return s.saveSearch(e, []tell.Pace{tell.Daily, tell.AtOnce}[i]) })
		s.plan(s.moment(2-i, 10, 5+i), "request of "+e.Key, func() error { return s.askSomebody(e, i) })
	}
}

// beFound is a candidate who says so on their page.
func (s *seeder) beFound(c world.Candidate, v search.Visibility) error {
	actor := s.people[c.Key]
	own, err := privacy.Authorize(actor, access.OfSubject(actor.Subject), privacy.Profile)
	if err != nil {
		return err
	}
	mails, err := privacy.Authorize(actor, access.OfSubject(actor.Subject), privacy.Correspond)
	if err != nil {
		return err
	}
	of, err := s.latestCV(actor)
	if err != nil || of.IsZero() {
		return err
	}
	t := s.house.Words.Language(c.Language)
	return s.house.Search.Show(s.ctx, own, mails, v, of, consent.Shown{Wording: t.Say("search.agree"), Language: t.Lang(), Surface: search.PathVisibility})
}

// reasons are what the teams write, by language.
var reasons = map[string]string{
	"nb": "Vi er et lite lag som trenger noen med din erfaring. Kan vi fortelle mer om jobben?",
	"nn": "Vi er eit lite lag som treng nokon med di erfaring. Kan vi fortelje meir om jobben?",
	"sv": "Vi är ett litet team som behöver någon med din erfarenhet. Får vi berätta mer om jobbet?",
	"da": "Vi er et lille hold, der har brug for en med din erfaring. Må vi fortælle mere om jobbet?",
	"fi": "Olemme pieni tiimi ja tarvitsemme kokemustasi. Saammeko kertoa lisää työstä?",
	"en": "We are a small team and need somebody with your experience. May we tell you more about the job?",
}

// spoken is what the saved searches look for, and what they are called, by language.
var spoken = map[string]struct{ title, value string }{
	"nb": {"Snakker norsk", "nb"}, "nn": {"Snakkar norsk", "nn"}, "sv": {"Talar svenska", "sv"}, "da": {"Taler dansk", "da"}, "fi": {"Puhuu suomea", "fi"}, "en": {"Speaks English", "en"},
}

// saveSearch lets a recruiter keep a search, and be told who is new in it.
func (s *seeder) saveSearch(e world.Employer, p tell.Pace) error {
	g, err := s.recruiting(e.Key, privacy.Find)
	if err != nil {
		return err
	}
	lang := s.world.Site.Language
	what := spoken[lang]
	err = s.house.Search.Save(s.ctx, g, search.Saved{Title: what.title, Shared: true, Query: url.Values{"language": {what.value}}.Encode()})
	if err != nil {
		return err
	}
	all, err := s.house.Search.SavedSearches(s.ctx, g)
	if err != nil || len(all) == 0 {
		return err
	}
	return s.house.Search.Tell(s.ctx, g, all[len(all)-1].ID, p, lang)
}

// askSomebody lets a recruiter ask the person who stands at a place of the list, about the employer's first open job.
func (s *seeder) askSomebody(e world.Employer, nth int) error {
	g, err := s.recruiting(e.Key, privacy.Find)
	if err != nil {
		return err
	}
	jobs, err := s.recruiting(e.Key, privacy.Recruit)
	if err != nil {
		return err
	}
	desk, err := s.house.Jobs.Desk(s.ctx, jobs, job.Desk{State: job.Open})
	if err != nil || len(desk.Jobs) == 0 {
		return err
	}
	f, err := s.house.Search.Search(s.ctx, g, search.Wanted{})
	if fault.Is(err, fault.Conflict) { // an employer that nobody has verified asks nobody
		return nil
	}
	if err != nil || len(f.Cards) <= nth {
		return err
	}
	return s.house.Search.Ask(s.ctx, g, f.Cards[nth].ID, search.Request{Job: desk.Jobs[0].ID, Text: reasons[s.world.Site.Language]})
}
