package grow

import (
	"strings"

	"verv/internal/demo/trade"
	"verv/internal/demo/world"
)

// handled lets a team read, note, score and write, by where the application has come.
func (g *grower) handled(d dice, a *world.Application, j hiring, p person) {
	team := g.Tongues[j.employerLanguage()].Frame
	own := g.Tongues[p.candidate.Language].Frame
	day := max(a.DaysAgo-d.between(0, 4), 0)
	notes, scores := team.Fair, []int{3, 3, 4}
	switch a.Stage {
	case world.Interview, world.Offer, world.Hired:
		notes, scores = team.Strong, []int{4, 4, 5}
	case world.Rejected:
		notes, scores = team.Weak, []int{1, 2, 2}
	}
	for _, text := range some(d, notes, d.between(0, 2)) {
		a.Notes = append(a.Notes, world.Note{Member: pick(d, j.employer.Members[1:]).Key, DaysAgo: day, Score: pick(d, scores), Text: text})
	}
	say := func(from string, lines trade.Lines) {
		me := strings.Fields(j.employer.Members[1].Name)[0]
		if from == world.FromCandidate {
			me = p.first
		}
		a.Messages = append(a.Messages, world.Message{From: from, DaysAgo: day, Text: fill(pick(d, lines), "{first}", p.first, "{me}", me, "{employer}", called(j.employer.Name))})
		day = max(day-d.between(0, 2), 0)
	}
	recruiter := j.employer.Members[1].Key
	switch a.Stage {
	case world.Interview:
		say(recruiter, team.Invites)
		if d.chance(75) {
			say(world.FromCandidate, own.Accepts)
		}
	case world.Offer, world.Hired:
		say(recruiter, team.Invites)
		say(world.FromCandidate, own.Accepts)
		say(recruiter, team.Offered)
		if a.Stage == world.Hired {
			say(world.FromCandidate, own.Thanks)
		}
	case world.Rejected:
		say(recruiter, team.Rejections)
	case world.Withdrawn:
		say(world.FromCandidate, own.Withdrawn)
	}
}

// employerLanguage is the language in which the team writes.
func (h hiring) employerLanguage() string { return h.employer.Members[0].Language }
