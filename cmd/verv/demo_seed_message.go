package main

import (
	"strings"

	"verv/internal/access"
	"verv/internal/demo/world"
	"verv/internal/message"
	"verv/internal/privacy"
)

// planMessages lets team and candidate write to each other. What a team told with a rejection stands in the decision, and is no
// message of its own.
func (s *seeder) planMessages(v *sent) {
	told := -1
	if v.Stage == world.Rejected {
		for k, m := range v.Messages {
			if m.From != world.FromCandidate {
				told = k
			}
		}
	}
	for k, m := range v.Messages {
		if k == told {
			continue
		}
		s.plan(s.moment(m.DaysAgo, 14, k), "message about "+v.Candidate, func() error { return s.write(v, m) })
	}
}

func (s *seeder) write(v *sent, m world.Message) error {
	if m.From == world.FromCandidate {
		actor := s.people[v.Candidate]
		g, err := privacy.Authorize(actor, access.OfSubject(actor.Subject), privacy.Correspond)
		if err != nil {
			return err
		}
		d, err := s.letterOf(g, v, m)
		if err != nil {
			return err
		}
		return s.house.Messages.Answer(s.ctx, g, v.id, d)
	}
	g, err := s.as(m.From, privacy.Correspond)
	if !s.members[m.From].May(access.ApplicationMessage) {
		// The recruiter writes for whoever may not.
		g, err = s.recruiting(s.employerOf(v.Application), privacy.Correspond)
	}
	if err != nil {
		return err
	}
	d, err := s.letterOf(g, v, m)
	if err == nil {
		_, err = s.house.Messages.Write(s.ctx, g, v.id, d)
	}
	return err
}

// letterOf is a message with its file.
func (s *seeder) letterOf(g privacy.Grant, v *sent, m world.Message) (message.Draft, error) {
	d := message.Draft{Text: m.Text}
	if m.File == "" {
		return d, nil
	}
	file, err := s.house.Messages.Attach(s.ctx, g, v.id, m.File, strings.NewReader(m.Says))
	d.Files = append(d.Files, file)
	return d, err
}
