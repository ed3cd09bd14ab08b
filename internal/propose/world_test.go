package propose_test

import (
	"bytes"
	"net/url"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/candidate"
	"verv/internal/consent"
	"verv/internal/cv"
	"verv/internal/cv/jsoncv"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/privacy"
	"verv/internal/propose"
	"verv/internal/search"
	"verv/internal/testbed/whole"
)

// world is a house with an employer that looks for a nurse, and people who may be proposed.
type world struct {
	*whole.House
	one, two         access.EmployerID
	recruiter, other whole.Person
	job              job.ID
	cvs              map[access.SubjectID]cv.ID
}

func worlds(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		w := &world{House: h, cvs: map[access.SubjectID]cv.ID{}}
		w.one, w.two = h.AddEmployer("Nordkyst sykehus HF", "974760673"), h.AddEmployer("Solvik kommune", "889640782")
		w.recruiter = h.AddPerson("Rita", "rita@nordkyst.example", access.Member, w.one, access.Recruiter)
		w.other = h.AddPerson("Sol", "sol@solvik.example", access.Member, w.two, access.Recruiter)
		w.dress()
		w.job = w.advertise(w.recruiter, "Sykepleier ved Nordkyst", "Vi søker en sykepleier til akuttmottaket, med førstehjelp.")
		fn(t, w)
	})
}

// dress says what the employer does.
func (w *world) dress() {
	w.T.Helper()
	owner := w.AddPerson("Odd", "odd@nordkyst.example", access.Member, w.one, access.Owner)
	e, err := w.Employers.Open(w.T.Context(), w.member(owner, privacy.Recruit), w.one)
	w.Must(err)
	e.Branch = "health"
	w.Must(w.Employers.Change(w.T.Context(), w.member(owner, privacy.Recruit), e.Profile))
}

func (w *world) advertise(by whole.Person, title, text string) job.ID {
	w.T.Helper()
	g, ctx := w.member(by, privacy.Recruit), w.T.Context()
	j, err := w.Jobs.Create(ctx, g, w.Site.ID, job.Content{Title: title, Language: "nb", Text: text, Places: []job.Place{{Town: "Tromsø", Country: "NO"}}, WorkLanguages: []string{"nb"},
		Deadline: w.Clock.Now().AddDate(0, 3, 0).Format(time.DateOnly), Employment: []job.Employment{intake.Permanent}, Pay: job.Pay{Min: 61234500, Max: 65678900, Currency: "NOK", Unit: intake.PerYear},
		Steps: []job.Step{{Name: "Samtale"}}, Decides: "avdelingsleder"})
	w.Must(err)
	v, err := w.Jobs.Of(ctx, g, j)
	w.Must(err)
	w.Must(w.Jobs.Publish(ctx, g, j, v.Version))
	return j
}

func (w *world) member(p whole.Person, why privacy.Purpose) privacy.Grant {
	w.T.Helper()
	return w.Grant(p.Actor, access.OfEmployer(p.Actor.Employer), why)
}

func (w *world) own(p whole.Person, why privacy.Purpose) privacy.Grant {
	w.T.Helper()
	return w.Grant(p.Actor, access.OfSubject(p.Actor.Subject), why)
}

var shown = consent.Shown{Wording: "Ja", Language: "nb", Surface: search.PathVisibility}

// person is somebody who can be found, by a card that says what they can; skill is theirs alone.
func (w *world) person(name, role, skill, employer string) whole.Person {
	w.T.Helper()
	ctx := w.T.Context()
	p := w.AddPerson(name, strings.ToLower(name)+"@gmail.com", access.Candidate, access.EmployerID{}, access.NoRole)
	own := w.own(p, privacy.Profile)
	w.Must(w.Candidates.Change(ctx, own, candidate.Profile{Name: name + " Etternavn", Headline: role, Phone: "+47 900 11 222", Place: "Tromsø"}))
	c := jsoncv.CV{}
	c.Basics.Name = name + " Etternavn"
	c.Work = []jsoncv.Work{{Role: role, Employer: employer}}
	c.Skills = []jsoncv.Skill{{Name: skill}}
	c.Languages = []jsoncv.Language{{Name: "Norsk"}}
	var doc bytes.Buffer
	w.Must(jsoncv.Write(&doc, c))
	v, err := w.CVs.Upload(ctx, own, "nb", &doc)
	w.Must(err)
	w.cvs[p.Actor.Subject] = v
	w.Must(w.Search.Show(ctx, own, w.own(p, privacy.Correspond), search.Visible, v, shown))
	return p
}

func (w *world) propose(p whole.Person) {
	w.T.Helper()
	w.Must(w.Search.Propose(w.T.Context(), w.own(p, privacy.Profile), shown))
}

func (w *world) object(p whole.Person) {
	w.T.Helper()
	w.Must(w.Search.Object(w.T.Context(), w.own(p, privacy.Profile), shown))
}

func (w *world) make() propose.Run {
	w.T.Helper()
	run, err := w.Propose.Make(w.T.Context(), w.member(w.recruiter, privacy.Find), w.job)
	w.Must(err)
	return run
}

func (w *world) last() []propose.Shown {
	w.T.Helper()
	_, _, all, err := w.Propose.Last(w.T.Context(), w.member(w.recruiter, privacy.Find), w.job)
	w.Must(err)
	return all
}

// skills are what tells the people of a list apart.
func skills(all []propose.Shown) string {
	var out []string
	for _, x := range all {
		out = append(out, strings.Join(x.Card.Face().Skills, "+"))
	}
	return strings.Join(out, " ")
}

func (w *world) page() string { return "/employer/jobs/" + w.job.String() + "/people" }

func values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}
