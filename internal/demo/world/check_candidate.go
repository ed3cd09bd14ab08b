package world

import (
	"regexp"
	"slices"
	"strings"
)

// fictionPhone has, by country, numbers that cannot ring: in Sweden those that the regulator keeps for fiction, elsewhere
// numbers whose first digit no subscriber number of the country has.
var fictionPhone = map[string]*regexp.Regexp{
	"NO": regexp.MustCompile(`^\+471000\d{4}$`),
	"DK": regexp.MustCompile(`^\+451000\d{4}$`),
	"SE": regexp.MustCompile(`^\+467017406(0[5-9]|[1-9]\d)$`),
	"FI": regexp.MustCompile(`^\+35800000\d{4}$`),
}

func checkCandidate(f *faults, month string, c Candidate) {
	at := "candidate " + c.Key
	f.unless(knownLanguage(c.Language), "%s: language %q", at, c.Language)
	f.unless(c.Headline != "" && c.Summary != "", "%s: headline or summary is missing", at)
	f.unless(strings.Contains(c.Name, " "), "%s: name is not full", at)
	f.unless(madeUpEmail(c.Email), "%s: e-mail address is not under .example", at)
	checkPlace(f, at, c.Place)
	phone := fictionPhone[c.Place.Country]
	f.unless(phone != nil && phone.MatchString(c.Phone), "%s: telephone number could ring", at)
	f.unless(c.Born >= 1955 && c.Born <= 2010, "%s: born %d", at, c.Born)
	checkWork(f, at, month, c)
	checkEducation(f, at, c)
	f.unless(len(c.Skills) >= 3, "%s: fewer than three skills", at)
	f.unless(len(c.Spoken) >= 1, "%s: no language", at)
	for _, s := range c.Spoken {
		known := slices.Contains([]string{"native", "A1", "A2", "B1", "B2", "C1", "C2"}, s.Level)
		f.unless(s.Language != "" && known, "%s: speaks %q at %q", at, s.Language, s.Level)
	}
}

var monthForm = regexp.MustCompile(`^(19|20)\d\d-(0[1-9]|1[0-2])$`)

// written is the month in which the working lives of the data files were written.
const written = "2026-11"

// checkWork wants newest first, no job that ends before it starts, none before the age of fifteen and none in the future.
func checkWork(f *faults, at, month string, c Candidate) {
	f.unless(len(c.Work) >= 2 && len(c.Work) <= 5, "%s: %d items of work", at, len(c.Work))
	latest := "9999"
	for _, w := range c.Work {
		f.unless(w.Title != "" && w.Employer != "" && w.Place != "" && w.Text != "", "%s: work from %s is incomplete", at, w.From)
		right := monthForm.MatchString(w.From) && (w.To == "" || monthForm.MatchString(w.To))
		f.unless(right, "%s: work from %q to %q", at, w.From, w.To)
		if !right {
			continue
		}
		f.unless(w.To == "" || w.From < w.To, "%s: work from %s ends before it starts", at, w.From)
		f.unless(w.From <= month && w.To <= month, "%s: work from %s is in the future", at, w.From)
		f.unless(w.From <= latest, "%s: work from %s is not in order", at, w.From)
		f.unless(year(w.From) >= c.Born+15, "%s: worked in %s as a child", at, w.From)
		latest = w.From
	}
}

func checkEducation(f *faults, at string, c Candidate) {
	f.unless(len(c.Education) >= 1, "%s: no education", at)
	latest := 9999
	for _, e := range c.Education {
		f.unless(e.Degree != "" && e.School != "", "%s: education from %d is incomplete", at, e.From)
		f.unless(e.From >= c.Born+14, "%s: education from %d as a child", at, e.From)
		f.unless(e.To == 0 || e.From <= e.To, "%s: education from %d ends before it starts", at, e.From)
		f.unless(e.From <= latest, "%s: education from %d is not in order", at, e.From)
		latest = e.From
	}
}

// year reads the year of a month that monthForm has passed.
func year(month string) int {
	n := 0
	for _, digit := range month[:4] {
		n = n*10 + int(digit-'0')
	}
	return n
}
