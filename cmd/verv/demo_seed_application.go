package main

import (
	"errors"
	"slices"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/application"
	"verv/internal/demo/world"
	"verv/internal/job"
	"verv/internal/privacy"
)

// sent is one application on its way through the story.
type sent struct {
	world.Application
	id application.ID
}

// planApplications lets the candidates apply in the morning of their day, and the teams read, note, move and answer in the afternoon.
func (s *seeder) planApplications() {
	for i, a := range s.world.Applications {
		v := &sent{Application: a}
		s.sent = append(s.sent, v)
		s.plan(s.moment(a.DaysAgo, 9+i%4, i%55), "application of "+a.Candidate+" to "+a.Job, func() error { return s.apply(v) })
		if a.Stage == world.New {
			continue
		}
		from, until := s.handled(a)
		s.plan(s.moment(from, 13, i%55), "reading "+a.Candidate, func() error { return s.read(v, privacy.Assess) })
		for k, n := range a.Notes {
			s.plan(s.moment(n.DaysAgo, 13, 56+k), "note on "+a.Candidate, func() error { return s.note(v, n) })
		}
		s.planMessages(v)
		s.planMoves(v, i, from, until)
	}
}

// handled is when the team began with an application and when it was last touched, in days before the seed day.
func (s *seeder) handled(a world.Application) (from, until int) {
	var days []int
	for _, n := range a.Notes {
		days = append(days, n.DaysAgo)
	}
	for _, m := range a.Messages {
		days = append(days, m.DaysAgo)
	}
	if len(days) == 0 {
		d := max(a.DaysAgo-1, 0)
		return d, d
	}
	return slices.Max(days), slices.Min(days)
}

// way lists the states that lead to where an application stands in the world.
func way(stage world.Stage) []application.State {
	at := func(stage application.Stage) application.State { return application.State{Stage: stage} }
	switch stage {
	case world.Review, world.Withdrawn, world.Rejected:
		return []application.State{at(application.Review)}
	case world.Interview:
		return []application.State{at(application.Review), at(application.Interview)}
	case world.Offer, world.Hired:
		return []application.State{at(application.Review), at(application.Interview), at(application.Offer)}
	}
	return nil
}

// planMoves spreads the moves evenly over the days in which the team was at it; an end comes last.
func (s *seeder) planMoves(v *sent, i, from, until int) {
	steps := way(v.Stage)
	for k, to := range steps {
		day := from
		if len(steps) > 1 {
			day = from - (from-until)*k/(len(steps)-1)
		}
		s.plan(s.moment(day, 15, k), "moving "+v.Candidate, func() error { return s.move(v, to) })
	}
	if len(steps) > 1 {
		s.plan(s.moment(until, 14, 50), "reaching "+v.Candidate, func() error { return s.read(v, privacy.Contact) })
	}
	switch v.Stage {
	case world.Hired:
		s.plan(s.moment(until, 15, 30), "hiring "+v.Candidate, func() error { return s.move(v, application.State{Outcome: application.Hired}) })
	case world.Rejected:
		s.plan(s.moment(until, 15, 30), "rejecting "+v.Candidate, func() error { return s.reject(v, i) })
	case world.Withdrawn:
		s.plan(s.moment(until, 15, 30), "withdrawal of "+v.Candidate, func() error { return s.withdraw(v) })
	}
}

func (s *seeder) apply(v *sent) error {
	actor, applied := s.people[v.Candidate], s.house.Applied
	g, err := privacy.Authorize(actor, access.Public(), privacy.Apply)
	if err != nil {
		return err
	}
	ad, err := applied.Takes(s.ctx, g, s.jobs[v.Job])
	if err != nil {
		return err
	}
	d, own, err := applied.Begin(g, ad.ID)
	if err != nil {
		return err
	}
	if d.CV, err = s.latestCV(actor); err != nil {
		return err
	}
	who := s.looks.candidates[v.Candidate]
	d.DraftContact = application.DraftContact{Name: who.Name, Phone: who.Phone}
	d.DraftCareer = application.DraftCareer{Letter: v.Letter, Answers: s.answers(v.Application, ad), Language: who.Language, Site: s.site.String()}
	if d, err = applied.Keep(s.ctx, own, d, nil); err != nil {
		return err
	}
	if err := applied.Submit(s.ctx, g, ad.ID, applied.Token(d), account.From{}); err != nil {
		return err
	}
	all, err := applied.List(s.ctx, own)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(m application.Mine) bool { return m.Job == ad.ID })
	if i < 0 {
		return errors.New("what was sent is not among the person's own")
	}
	v.id = all[i].ID
	return nil
}

// answers puts the answers of the world beside the questions as the job house has numbered them: the order is the same.
func (s *seeder) answers(a world.Application, ad job.Job) map[string][]string {
	out := map[string][]string{}
	for k, q := range s.looks.jobs[a.Job].Questions {
		if given, ok := a.Answers[q.Key]; ok {
			out[ad.Questions[k].ID.String()] = []string{s.answer(ad.Questions[k].Kind, given)}
		}
	}
	return out
}

// employerOf is the key of the employer whose job an application is for.
func (s *seeder) employerOf(a world.Application) string {
	return s.looks.jobs[a.Job].Employer
}

// read opens an application as the employer's recruiter; for the purpose contact it is how to reach the person that is opened.
func (s *seeder) read(v *sent, why privacy.Purpose) error {
	g, err := s.recruiting(s.employerOf(v.Application), why)
	if err != nil {
		return err
	}
	if why == privacy.Contact {
		_, err = s.house.Applied.Contact(s.ctx, g, v.id)
		return err
	}
	_, err = s.house.Applied.Open(s.ctx, g, v.id)
	return err
}

// note is written by a member who has the application before them; the recruiter opened it that day.
func (s *seeder) note(v *sent, n world.Note) error {
	g, err := s.as(n.Member, privacy.Assess)
	if err != nil {
		return err
	}
	return s.house.Applied.Note(s.ctx, g, v.id, n.Score, n.Text)
}

func (s *seeder) move(v *sent, to application.State) error {
	g, err := s.recruiting(s.employerOf(v.Application), privacy.Assess)
	if err != nil {
		return err
	}
	_, err = s.house.Applied.Move(s.ctx, g, v.id, to)
	return err
}

// reject gives one of the reasons, and the last words of the team to the person.
func (s *seeder) reject(v *sent, i int) error {
	g, err := s.recruiting(s.employerOf(v.Application), privacy.Assess)
	if err != nil {
		return err
	}
	reasons := application.Reasons()
	d := application.Decision{Reason: reasons[i%(len(reasons)-1)]}
	for _, m := range v.Messages {
		if m.From != world.FromCandidate {
			d.Text = m.Text
		}
	}
	_, err = s.house.Applied.Reject(s.ctx, g, v.id, d)
	return err
}

func (s *seeder) withdraw(v *sent) error {
	actor := s.people[v.Candidate]
	g, err := privacy.Authorize(actor, access.OfSubject(actor.Subject), privacy.Apply)
	if err != nil {
		return err
	}
	gr, err := privacy.Authorize(actor, access.OfSubject(actor.Subject), privacy.Rights)
	if err != nil {
		return err
	}
	return s.house.Applied.Withdraw(s.ctx, g, gr, v.id)
}
