package main

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"verv/internal/access"
	"verv/internal/demo/world"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/privacy"
)

// planJobs lets a recruiter of each employer write the advertisement in the morning and publish it after a coffee.
func (s *seeder) planJobs() {
	for i, j := range s.world.Jobs {
		s.plan(s.moment(j.PostedDays, 7, i%55), "job "+j.Key, func() error { return s.writeJob(j) })
		s.plan(s.moment(j.PostedDays, 8, i%55), "publishing "+j.Key, func() error { return s.publish(j) })
	}
}

// recruiting is a grant for an employer's recruiter.
func (s *seeder) recruiting(employerKey string, why privacy.Purpose) (privacy.Grant, error) {
	for _, m := range s.looks.employers[employerKey].Members {
		if m.Role == world.Recruiter {
			return s.as(m.Key, why)
		}
	}
	return privacy.Grant{}, fmt.Errorf("employer %s has no recruiter", employerKey)
}

// as is a grant for a member within their employer.
func (s *seeder) as(member string, why privacy.Purpose) (privacy.Grant, error) {
	actor := s.members[member]
	return privacy.Authorize(actor, access.OfEmployer(actor.Employer), why)
}

func (s *seeder) writeJob(j world.Job) error {
	g, err := s.recruiting(j.Employer, privacy.Recruit)
	if err != nil {
		return err
	}
	s.jobs[j.Key], err = s.house.Jobs.Create(s.ctx, g, s.site, s.content(j))
	return err
}

func (s *seeder) publish(j world.Job) error {
	g, err := s.recruiting(j.Employer, privacy.Recruit)
	if err != nil {
		return err
	}
	draft, err := s.house.Jobs.Of(s.ctx, g, s.jobs[j.Key])
	if err != nil {
		return err
	}
	return s.house.Jobs.Publish(s.ctx, g, draft.ID, draft.Version)
}

// content is an advertisement in the words of the job house.
func (s *seeder) content(j world.Job) job.Content {
	c := job.Content{Title: j.Title, Text: s.text(j), Language: j.Language, Remote: remoteOf[j.Remote], Employment: []job.Employment{employmentOf[j.Employment]},
		Extent: job.Extent{Min: j.Extent.Min, Max: j.Extent.Max}, WorkLanguages: j.WorkLanguages, Decides: s.titles(j.Decides),
		Pay: job.Pay{Min: int64(j.Pay.Min) * 100, Max: int64(j.Pay.Max) * 100, Currency: j.Pay.Currency, Unit: unitOf[j.Pay.Per]}}
	for _, p := range j.Places {
		c.Places = append(c.Places, job.Place{Postcode: p.Postcode, Town: p.Town, Region: p.Municipality, Country: p.Country})
	}
	if j.DeadlineDays > 0 {
		c.Deadline = s.day(j.DeadlineDays)
	}
	if j.StartDays > 0 {
		c.Start = s.day(j.StartDays)
	}
	days := j.DeadlineDays
	for _, step := range j.Steps {
		days += step.Days
		made := job.Step{Name: step.Name}
		if c.Deadline != "" {
			made.Day = s.day(days)
		}
		c.Steps = append(c.Steps, made)
	}
	for _, q := range j.Questions {
		c.Questions = append(c.Questions, job.Question{Kind: questionOf(q), Label: q.Text, Choices: q.Options, Required: q.Required})
	}
	return c
}

var (
	remoteOf     = map[world.Remote]job.Remote{world.RemoteNever: intake.OnSite, world.RemotePartly: intake.Hybrid, world.RemoteFully: intake.Fully}
	unitOf       = map[world.Per]job.PayUnit{world.PerYear: intake.PerYear, world.PerMonth: intake.PerMonth, world.PerHour: intake.PerHour}
	employmentOf = map[world.Employment]job.Employment{world.Permanent: intake.Permanent, world.FixedTerm: intake.Temporary,
		world.Substitute: intake.Temporary, world.Seasonal: intake.Temporary, world.Apprenticeship: intake.Intern}
)

// questionOf gives a question for a sentence or two a long field.
func questionOf(q world.Question) job.QuestionKind {
	if q.Kind == world.Text {
		return job.AskLongText
	}
	return map[world.QuestionKind]job.QuestionKind{world.YesNo: job.AskYesNo, world.Choice: job.AskChoice, world.Number: job.AskNumber,
		world.Date: job.AskDate}[q.Kind]
}

// titles says who decides, by what they do.
func (s *seeder) titles(keys []string) string {
	var out []string
	for _, k := range keys {
		title := s.looks.members[k].Title
		if len(out) > 0 {
			title = inside(title)
		}
		out = append(out, title)
	}
	return strings.Join(out, ", ")
}

// inside is a title as it stands within a sentence: "HR-sjef", but "rekrutteringsrådgiver".
func inside(title string) string {
	r := []rune(title)
	if len(r) > 1 && unicode.IsLower(r[1]) {
		r[0] = unicode.ToLower(r[0])
	}
	return string(r)
}

// headings of an advertisement's text, in its own language.
var headings = map[string]struct{ tasks, must, nice, offer, contact, ask string }{
	"nb": {"Dette skal du gjøre", "Dette må du ha", "Dette er et pluss", "Dette får du", "Spørsmål?", "Kontakt %s, %s."},
	"nn": {"Dette skal du gjere", "Dette må du ha", "Dette er eit pluss", "Dette får du", "Spørsmål?", "Kontakt %s, %s."},
	"sv": {"Det här ska du göra", "Det här behöver du", "Det här är en fördel", "Det här får du", "Frågor?", "Kontakta %s, %s."},
	"da": {"Det skal du lave", "Det skal du have", "Det er en fordel", "Det får du", "Spørgsmål?", "Kontakt %s, %s."},
	"fi": {"Mitä teet", "Mitä edellytämme", "Mikä on eduksi", "Mitä tarjoamme", "Kysyttävää?", "Ota yhteyttä: %s, %s."},
	"en": {"What you will do", "What you need", "What is a plus", "What you get", "Questions?", "Ask %s, %s."},
}

// text is the advertisement in the small language in which members write.
func (s *seeder) text(j world.Job) string {
	if j.Body != "" {
		return j.Body
	}
	h := headings[j.Language]
	var b strings.Builder
	b.WriteString(strings.TrimSpace(j.Intro) + "\n\n")
	for _, part := range []struct {
		heading string
		lines   []string
	}{{h.tasks, j.Tasks}, {h.must, j.Must}, {h.nice, j.Nice}, {h.offer, j.Offer}} {
		if len(part.lines) == 0 {
			continue
		}
		b.WriteString("## " + part.heading + "\n\n")
		for _, l := range part.lines {
			b.WriteString("- " + l + "\n")
		}
		b.WriteString("\n")
	}
	if m := s.looks.members[j.Contact]; m.Name != "" {
		b.WriteString("## " + h.contact + "\n\n" + fmt.Sprintf(h.ask, m.Name, inside(m.Title)) + "\n")
	}
	return b.String()
}

// answer writes an answer as the form sends it.
func (s *seeder) answer(kind job.QuestionKind, a string) string {
	if kind != job.AskDate {
		return a
	}
	n, err := strconv.Atoi(a)
	if err != nil {
		return a
	}
	return s.day(n)
}
