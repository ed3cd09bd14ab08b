package main

import (
	"verv/internal/access"
	"verv/internal/consent"
	"verv/internal/demo/world"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/search"
)

// mayBeProposed says which candidates agree to be proposed: a third of those who let themselves be found, the one whom verv demo --as candidate enters as among them.
func mayBeProposed(nth int) bool { return nth%9 < 2 }

// agreeToProposals is a candidate who ticks the box.
func (s *seeder) agreeToProposals(c world.Candidate) error {
	actor := s.people[c.Key]
	own, err := privacy.Authorize(actor, access.OfSubject(actor.Subject), privacy.Profile)
	if err != nil {
		return err
	}
	t := s.house.Words.Language(c.Language)
	err = s.house.Search.Propose(s.ctx, own, consent.Shown{Wording: t.Say("search.propose.agree"), Language: t.Lang(), Surface: search.PathVisibility})
	if fault.Is(err, fault.Invalid) { // whoever has no card cannot be proposed
		return nil
	}
	return err
}

// planProposals lets the first employer find people for its jobs, and one that suits ask a candidate without its name: the first, if they have
// signed up by then.
func (s *seeder) planProposals() {
	if len(s.world.Employers) == 0 || len(s.world.Candidates) == 0 {
		return
	}
	s.plan(s.moment(1, 10, 20), "people for the jobs of "+s.world.Employers[0].Key, func() error { return s.findForJobs(s.world.Employers[0]) })
	s.plan(s.moment(1, 11, 20), "a request without a name", func() error {
		for i, c := range s.world.Candidates {
			if _, there := s.people[c.Key]; there && mayBeProposed(i) {
				return s.askMasked(c)
			}
		}
		return nil
	})
}

// openJobs are those of an employer whose recruiter may search people; none where nobody may.
func (s *seeder) openJobs(e world.Employer) (find privacy.Grant, open []job.Mine, err error) {
	if find, err = s.recruiting(e.Key, privacy.Find); err != nil {
		return find, nil, err
	}
	jobs, err := s.recruiting(e.Key, privacy.Recruit)
	if err != nil {
		return find, nil, err
	}
	desk, err := s.house.Jobs.Desk(s.ctx, jobs, job.Desk{State: job.Open})
	return find, desk.Jobs, err
}

func (s *seeder) findForJobs(e world.Employer) error {
	find, open, err := s.openJobs(e)
	for _, j := range open {
		if err == nil {
			_, err = s.house.Propose.Make(s.ctx, find, j.ID)
		}
	}
	if fault.Is(err, fault.Conflict) { // an employer that nobody has verified finds nobody
		return nil
	}
	return err
}

// askMasked lets the first employer whose job the candidate was found to suit ask them, if there is one that has not asked before.
func (s *seeder) askMasked(c world.Candidate) error {
	actor := s.people[c.Key]
	own, err := privacy.Authorize(actor, access.OfSubject(actor.Subject), privacy.Profile)
	if err != nil {
		return err
	}
	mails, err := privacy.Authorize(actor, access.OfSubject(actor.Subject), privacy.Correspond)
	if err != nil {
		return err
	}
	standing, err := s.house.Search.Stand(s.ctx, own, mails)
	if err != nil || standing.Card.ID.IsZero() {
		return err
	}
	for _, e := range s.world.Employers {
		find, open, err := s.openJobs(e)
		if err != nil {
			return err
		}
		for _, j := range open {
			all, err := s.house.Propose.Again(s.ctx, find, j.ID)
			if _, suits := all[standing.Card.ID]; err != nil || !suits {
				continue
			}
			err = s.house.Search.Ask(s.ctx, find, standing.Card.ID, search.Request{Job: j.ID, Text: reasons[s.world.Site.Language], Masked: true})
			if err == nil {
				return nil
			}
			if !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.NotFound) {
				return err
			}
		}
	}
	return nil
}
