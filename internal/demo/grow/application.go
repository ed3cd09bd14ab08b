package grow

import (
	"slices"
	"strconv"
	"strings"

	"verv/internal/demo/trade"
	"verv/internal/demo/world"
)

// applications lets people apply for what they can do, where they understand the advertisement.
func (g *grower) applications(s trade.Site, jobs []hiring, people []person) []world.Application {
	d := throw(g.seed, "applications "+s.Key)
	by := map[string][]int{} // people by what they do
	for i, p := range people {
		by[p.occupation.Key] = append(by[p.occupation.Key], i)
		by["field "+p.occupation.Field] = append(by["field "+p.occupation.Field], i)
	}
	var out []world.Application
	for _, j := range jobs {
		wanted := pick(d, []int{0, 0, 1, 1, 2, 2, 3, 3, 4, 6})
		for _, i := range g.applicants(d, j, people, by, wanted) {
			out = append(out, g.application(d, j, people[i]))
		}
	}
	return out
}

// applicants are mostly of the job's own trade; one in a few is of a neighbouring one.
func (g *grower) applicants(d dice, j hiring, people []person, by map[string][]int, n int) []int {
	var out []int
	fits := func(i int) bool {
		p := people[i].candidate
		return !slices.Contains(out, i) && understands(p, j.job.Language) && (p.Place.Country == j.country || d.chance(10))
	}
	for _, i := range some(d, by[j.occupation.Key], 1<<20) {
		if len(out) < n && fits(i) {
			out = append(out, i)
		}
	}
	for _, i := range some(d, by["field "+j.occupation.Field], 12) {
		if len(out) < n && d.chance(25) && fits(i) {
			out = append(out, i)
		}
	}
	return out
}

// understands reports whether somebody reads a language: Norwegian, Swedish and Danish are one reader's.
func understands(c world.Candidate, tag string) bool {
	north := []string{"nb", "nn", "sv", "da"}
	return c.Language == tag || tag == "en" && c.Language != "fi" || slices.Contains(north, tag) && slices.Contains(north, c.Language)
}

func (g *grower) application(d dice, j hiring, p person) world.Application {
	c := p.candidate
	a := world.Application{Candidate: c.Key, Job: j.job.Key, DaysAgo: d.between(0, j.job.PostedDays), Stage: stage(d, j.job)}
	if a.DaysAgo == 0 {
		a.Stage = world.New
	}
	f := g.Tongues[c.Language].Frame
	a.Letter = letterOf(d, f, j, p)
	a.Answers = g.answers(d, j)
	if a.Stage != world.New {
		g.handled(d, &a, j, p)
	}
	return a
}

// stage is where an application stands. Before the deadline nobody is called who applied where all are read together.
func stage(d dice, j world.Job) world.Stage {
	if !j.Rolling {
		return pick(d, []world.Stage{world.New, world.New, world.New, world.New, world.Review, world.Review, world.Review, world.Rejected, world.Withdrawn})
	}
	return pick(d, []world.Stage{world.New, world.New, world.New, world.Review, world.Review, world.Review, world.Interview, world.Interview,
		world.Interview, world.Rejected, world.Rejected, world.Offer, world.Hired, world.Withdrawn})
}

// letterMost is how many words a letter may have.
const letterMost = 150

func letterOf(d dice, f trade.Frame, j hiring, p person) string {
	words := []string{"{employer}", called(j.employer.Name), "{role}", inside(j.job.Title), "{years}", strconv.Itoa(p.years), "{past}", called(p.past),
		"{skills}", joined(f, some(d, simple(p.candidate.Skills), 2))}
	parts := []string{pick(d, f.Hello)}
	parts = append(parts, some(d, f.Reasons, d.between(3, 4))...)
	parts = append(parts, pick(d, f.Goodbye))
	for i := range parts {
		parts[i] = upper(fill(parts[i], words...))
	}
	for len(strings.Fields(strings.Join(parts, " "))) > letterMost {
		parts = slices.Delete(parts, 1, 2)
	}
	return strings.Join(parts, " ")
}

// answers answers what the job asks.
func (g *grower) answers(d dice, j hiring) map[string]string {
	out := map[string]string{}
	for _, q := range j.job.Questions {
		switch q.Kind {
		case world.YesNo:
			out[q.Key] = pick(d, []string{"yes", "yes", "yes", "no"})
		case world.Choice:
			out[q.Key] = pick(d, q.Options)
		case world.Number:
			out[q.Key] = strconv.Itoa(d.between(0, 15))
		case world.Date:
			out[q.Key] = strconv.Itoa(d.between(10, 95))
		case world.Text:
			out[q.Key] = pick(d, g.answersTo(j.job.Language, q.Text))
		}
	}
	return out
}

func (g *grower) answersTo(tag, text string) []string {
	for _, q := range g.Tongues[tag].Frame.Questions {
		if q.Text == text {
			return q.Answers
		}
	}
	return nil
}
