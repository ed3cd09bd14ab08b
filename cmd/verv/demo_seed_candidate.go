package main

import (
	"bytes"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/candidate"
	"verv/internal/cv"
	"verv/internal/cv/jsoncv"
	"verv/internal/demo/world"
	"verv/internal/privacy"
	"verv/internal/search"
)

// planCandidates lets each candidate sign up some days before they first apply, bring a CV, and fill in the profile.
func (s *seeder) planCandidates() {
	first := map[string]int{}
	for _, a := range s.world.Applications {
		first[a.Candidate] = max(first[a.Candidate], a.DaysAgo)
	}
	for i, c := range s.world.Candidates {
		days := min(first[c.Key]+1+i%6, history-8)
		s.plan(s.moment(days, 18+i%4, i%50), "candidate "+c.Key, func() error {
			actor, err := s.establish(c.Email, c.Name, c.Language, account.Persona{Kind: access.Candidate})
			s.people[c.Key] = actor
			return err
		})
		s.plan(s.moment(days, 18+i%4, i%50+7), "CV of "+c.Key, func() error { return s.bringCV(c) })
		if i%alertEvery == 0 {
			s.plan(s.moment(days, 18+i%4, i%50+9), "alerts of "+c.Key, func() error { return s.saveAlerts(c) })
		}
		if i%3 < 2 { // two of three let themselves be found, one anonymous and one visible
			v := []search.Visibility{search.Visible, search.Anonymous}[i%3]
			s.plan(s.moment(days, 22, i%50), "card of "+c.Key, func() error { return s.beFound(c, v) })
			if mayBeProposed(i) {
				s.plan(s.moment(days, 23, i%50), "proposals of "+c.Key, func() error { return s.agreeToProposals(c) })
			}
		} else if i == 2 { // and one since yesterday, of whom those hear who want to know who is new
			s.plan(s.moment(1, 22, 0), "card of "+c.Key, func() error { return s.beFound(c, search.Visible) })
		}
	}
}

func (s *seeder) bringCV(c world.Candidate) error {
	actor := s.people[c.Key]
	g, err := privacy.Authorize(actor, access.OfSubject(actor.Subject), privacy.Profile)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := jsoncv.Write(&file, cvOf(c)); err != nil {
		return err
	}
	if _, err := s.house.CVs.Upload(s.ctx, g, c.Language, &file); err != nil {
		return err
	}
	return s.house.Candidates.Change(s.ctx, g, candidate.Profile{Name: c.Name, Phone: c.Phone, Headline: c.Headline, Place: c.Place.Town, Available: s.available(c)})
}

// available is when a candidate can start: one in four does not say.
func (s *seeder) available(c world.Candidate) string {
	days := []int{-1, 0, 21, 70}[len(c.Name)%4]
	if days < 0 {
		return ""
	}
	return s.now.AddDate(0, 0, days).Format(time.DateOnly)
}

// latestCV is the candidate's only CV.
func (s *seeder) latestCV(actor access.Actor) (cv.ID, error) {
	g, err := privacy.Authorize(actor, access.OfSubject(actor.Subject), privacy.Profile)
	if err != nil {
		return cv.ID{}, err
	}
	all, err := s.house.CVs.List(s.ctx, g)
	if err != nil || len(all) == 0 {
		return cv.ID{}, err
	}
	return all[0].ID, nil
}

// cvOf is a candidate's CV in the words of the CV house.
func cvOf(c world.Candidate) jsoncv.CV {
	out := jsoncv.CV{Basics: jsoncv.Basics{Name: c.Name, Label: c.Headline, Email: c.Email, Phone: c.Phone, Summary: c.Summary,
		Place: jsoncv.Place{Postcode: c.Place.Postcode, Town: c.Place.Town, Country: c.Place.Country}}}
	for _, w := range c.Work {
		start, _ := jsoncv.ParsePartial(w.From)
		end, _ := jsoncv.ParsePartial(w.To)
		out.Work = append(out.Work, jsoncv.Work{Employer: w.Employer, Town: w.Place, Role: w.Title, Span: jsoncv.Span{Start: start, End: end}, Summary: w.Text})
	}
	for _, e := range c.Education {
		out.Education = append(out.Education, jsoncv.Education{School: e.School, Field: e.Degree,
			Span: jsoncv.Span{Start: jsoncv.Partial{Year: e.From}, End: jsoncv.Partial{Year: e.To}}})
	}
	for _, k := range c.Skills {
		out.Skills = append(out.Skills, jsoncv.Skill{Name: k})
	}
	for _, l := range c.Spoken {
		out.Languages = append(out.Languages, jsoncv.Language{Name: languageIn(c.Language, l.Language), Fluency: levelIn(c.Language, l.Level)})
	}
	for _, k := range c.Certificates {
		out.Certificates = append(out.Certificates, jsoncv.Certificate{Name: k})
	}
	return out
}

// languageIn is what a language is called in another, as it stands in a CV.
func languageIn(in, tag string) string {
	namer := display.Languages(language.Make(strings.Replace(in, "nn", "nb", 1)))
	of, err := language.Parse(tag)
	if namer == nil || err != nil {
		return tag
	}
	name := namer.Name(of)
	if name == "" {
		return tag
	}
	return name
}

var motherTongue = map[string]string{"nb": "morsmål", "nn": "morsmål", "sv": "modersmål", "da": "modersmål", "fi": "äidinkieli", "en": "native"}

func levelIn(in, level string) string {
	if level != "native" {
		return level
	}
	return motherTongue[in]
}
