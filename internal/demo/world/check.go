package world

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"verv/internal/employer"
)

// faults collects what Check finds, so that one run names every broken line.
type faults []error

func (f *faults) add(format string, args ...any) {
	*f = append(*f, fmt.Errorf(format, args...))
}

// unless records a fault when a rule does not hold.
func (f *faults) unless(ok bool, format string, args ...any) {
	if !ok {
		f.add(format, args...)
	}
}

// Check reports every rule that the world breaks, joined: keys that are not unique or lead nowhere, numbers of the wrong
// form, dates that cannot be, answers that are missing or of the wrong kind. A nil error means the world may be seeded.
func (w World) Check() error {
	var f faults
	index := w.index(&f)
	w.checkRunners(&f)
	for _, e := range w.Employers {
		checkEmployer(&f, e)
	}
	for _, j := range w.Jobs {
		checkJob(&f, index, j)
	}
	emails := map[string]bool{}
	for _, c := range w.Candidates {
		checkCandidate(&f, w.Month, c)
		f.unless(!emails[c.Email], "candidate %s: e-mail address is not unique", c.Key)
		emails[c.Email] = true
	}
	seen := map[[2]string]bool{}
	for _, a := range w.Applications {
		pair := [2]string{a.Candidate, a.Job}
		f.unless(!seen[pair], "application %s to %s: sent twice", a.Candidate, a.Job)
		seen[pair] = true
		checkApplication(&f, index, a)
	}
	return errors.Join(f...)
}

// index finds things by their keys.
type index struct {
	employers  map[string]Employer
	employerOf map[string]string // member key to employer key
	jobs       map[string]Job
	candidates map[string]Candidate
}

func (w World) index(f *faults) index {
	ix := index{map[string]Employer{}, map[string]string{}, map[string]Job{}, map[string]Candidate{}}
	for _, e := range w.Employers {
		claim(f, ix.employers, "employer", e.Key, e)
		for _, m := range e.Members {
			claim(f, ix.employerOf, "member", m.Key, e.Key)
		}
	}
	for _, j := range w.Jobs {
		claim(f, ix.jobs, "job", j.Key, j)
	}
	for _, c := range w.Candidates {
		claim(f, ix.candidates, "candidate", c.Key, c)
	}
	return ix
}

var keyForm = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

func claim[V any](f *faults, m map[string]V, kind, key string, value V) {
	_, taken := m[key]
	f.unless(!taken, "%s %s: key is not unique", kind, key)
	f.unless(keyForm.MatchString(key), "%s %q: key is not lower-case words joined by hyphens", kind, key)
	m[key] = value
}

func (w World) checkRunners(f *faults) {
	f.unless(w.Site.Key != "" && w.Site.Name != "" && w.Site.About != "", "site: incomplete")
	f.unless(knownLanguage(w.Site.Language), "site: language %q", w.Site.Language)
	f.unless(postcodeForm[w.Site.Country] != nil, "site: country %q", w.Site.Country)
	if w.Operator == (Person{}) && w.Officer == (Person{}) {
		return // another world of the installation has them
	}
	for _, p := range []Person{w.Operator, w.Officer} {
		f.unless(p.Key != "" && p.Name != "" && p.Title != "", "person %s: incomplete", p.Key)
		f.unless(madeUpEmail(p.Email), "person %s: e-mail address is not under .example", p.Key)
		f.unless(knownLanguage(p.Language), "person %s: language %q", p.Key, p.Language)
	}
}

func checkEmployer(f *faults, e Employer) {
	at := "employer " + e.Key
	f.unless(e.Name != "" && e.Branch != "" && e.Story != "" && e.ReplyPromise != "", "%s: incomplete", at)
	country := e.Place.Country
	f.unless(employer.ValidNumber(country, e.RegisterNumber), "%s: register number fails its check digit", at)
	f.unless(strings.HasPrefix(e.RegisterNumber, neverGiven[country]), "%s: register number could be a real one", at)
	f.unless(e.ReplyDays > 0 && e.ReplyDays <= 30, "%s: reply promised in %d days", at, e.ReplyDays)
	web, err := url.Parse(e.Web)
	f.unless(err == nil && web.Scheme == "https" && strings.HasSuffix(web.Host, ".example"), "%s: web address", at)
	checkPlace(f, at, e.Place)
	roles := map[Role]int{}
	for _, m := range e.Members {
		roles[m.Role]++
		f.unless(m.Name != "" && m.Title != "" && knownLanguage(m.Language), "%s: member %s: incomplete", at, m.Key)
		f.unless(madeUpEmail(m.Email), "%s: member %s: e-mail address is not under .example", at, m.Key)
	}
	f.unless(len(roles) == 3 && roles[Owner] == 1 && roles[Recruiter] > 0 && roles[HiringManager] > 0,
		"%s: needs one owner, a recruiter and a hiring manager, and no other role", at)
}

// neverGiven is how a register number begins that no register of the country has given out: in Norway a series that is not in use, in Sweden
// a group that does not exist, in Finland and Denmark numbers far ahead of those that are given today.
var neverGiven = map[string]string{"NO": "3", "SE": "4", "FI": "9", "DK": "9"}

// postcodeForm has the countries of the demo.
var postcodeForm = map[string]*regexp.Regexp{
	"NO": regexp.MustCompile(`^\d{4}$`),
	"DK": regexp.MustCompile(`^\d{4}$`),
	"SE": regexp.MustCompile(`^\d{5}$`),
	"FI": regexp.MustCompile(`^\d{5}$`),
}

func checkPlace(f *faults, at string, p Place) {
	form := postcodeForm[p.Country]
	f.unless(form != nil, "%s: country %q", at, p.Country)
	f.unless(form == nil || form.MatchString(p.Postcode), "%s: postcode %q is none of %s", at, p.Postcode, p.Country)
	f.unless(p.Town != "" && p.Municipality != "", "%s: place is incomplete", at)
}

func knownLanguage(tag string) bool {
	return slices.Contains([]string{"nb", "nn", "sv", "da", "fi", "en"}, tag)
}

var emailForm = regexp.MustCompile(`^[a-z]+([.-][a-z]+)*@[a-z]+(-[a-z]+)*\.example$`)

func madeUpEmail(address string) bool { return emailForm.MatchString(address) }
