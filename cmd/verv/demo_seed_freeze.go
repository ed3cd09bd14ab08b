package main

import (
	"slices"

	"verv/internal/access"
	"verv/internal/demo/world"
	"verv/internal/ledger"
	"verv/internal/privacy"
)

// planFreeze has somebody whom an employer other than the first rejected freeze that application: they need it for a claim. The officer sees the
// freeze, and its person.
func (s *seeder) planFreeze() {
	if s.nth > 0 || len(s.world.Employers) == 0 {
		return
	}
	i := slices.IndexFunc(s.sent, func(v *sent) bool {
		return v.Stage == world.Rejected && s.employerOf(v.Application) != s.world.Employers[0].Key
	})
	if i < 0 {
		return
	}
	s.plan(s.moment(1, 21, 45), "freeze", func() error {
		actor := s.people[s.sent[i].Candidate]
		g, err := privacy.Authorize(actor, access.OfSubject(actor.Subject), privacy.Rights)
		if err != nil {
			return err
		}
		_, err = s.house.Rights.Restrict(s.ctx, g, ledger.GroundClaims, s.sent[i].id.String())
		return err
	})
}
