package application_test

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/application"
	"verv/internal/employer"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/testbed/whole"
)

// crew is a whole house with one employer that has every role, and one open job.
type crew struct {
	*whole.House
	employer access.EmployerID
	people   map[access.Role]whole.Person
	job      job.ID
	seen     map[string]int // letters that were read, by address
	applied  int
}

func newCrew(h *whole.House) *crew {
	h.T.Helper()
	c := &crew{House: h, employer: h.AddEmployer("Tindvik Bygg", "974760673"), people: map[access.Role]whole.Person{}, seen: map[string]int{}}
	for role, name := range map[access.Role]string{access.Owner: "Eva Eier", access.Recruiter: "Rita Rekrutt", access.HiringManager: "Leo Leder", access.Interviewer: "Ida Intervju"} {
		c.people[role] = h.AddPerson(name, string(role)+"@tindvik.example", access.Member, c.employer, role)
	}
	g := c.as(access.Owner, privacy.Recruit)
	var err error
	c.job, err = h.Jobs.Create(h.T.Context(), g, h.Site.ID, job.Content{Title: "Tømrer", Language: "nb", Text: "Vi bygger hus i hele landsdelen.",
		Places: []job.Place{{Town: "Tromsø", Postcode: "9008", Country: "NO"}}, Deadline: "2027-06-01", Employment: []job.Employment{intake.Permanent},
		Pay: job.Pay{Text: "etter tariff"}, Steps: []job.Step{{Name: "Samtale"}}, Decides: "byggeleder"})
	h.Must(err)
	h.Must(h.Jobs.Publish(h.T.Context(), g, c.job, c.version()))
	h.Must(h.Tasks.Plant(h.T.Context()))
	h.Run()
	return c
}

func (c *crew) version() int {
	v, err := c.Jobs.Of(c.T.Context(), c.as(access.Owner, privacy.Recruit), c.job)
	c.Must(err)
	return v.Version
}

func (c *crew) as(role access.Role, p privacy.Purpose) privacy.Grant {
	c.T.Helper()
	return c.Grant(c.people[role].Actor, access.OfEmployer(c.employer), p)
}

func (c *crew) subject(role access.Role) access.SubjectID { return c.people[role].Actor.Subject }

// apply sends an application of somebody new.
func (c *crew) apply(name string) (application.ID, whole.Person) {
	c.T.Helper()
	c.applied++
	p := c.AddPerson(name, "person"+strconv.Itoa(c.applied)+"@post.example", access.Candidate, access.EmployerID{}, access.NoRole)
	g := c.Grant(p.Actor, access.Public(), privacy.Apply)
	d, gd, err := c.Applied.Begin(g, c.job)
	c.Must(err)
	d.Name, d.Letter, d.Language, d.Site = name, "Jeg bygger hus.", "nb", c.Site.ID.String()
	file, err := c.Applied.Receive(c.T.Context(), gd, d, "cv.pdf", bytes.NewReader(pdf("hei")))
	c.Must(err)
	d, err = c.Applied.Keep(c.T.Context(), gd, d, &file)
	c.Must(err)
	c.Must(c.Applied.Submit(c.T.Context(), g, c.job, c.Applied.Token(d), account.From{}))
	c.Run()
	mine, err := c.Applied.List(c.T.Context(), c.Grant(p.Actor, access.OfSubject(p.Actor.Subject), privacy.Apply))
	c.Must(err)
	if len(mine) != 1 {
		c.T.Fatalf("%d applications", len(mine))
	}
	c.letters(p.Address)
	return mine[0].ID, p
}

// pass lets time go by and runs what is due: twice, since what ran twice may tell nobody twice.
func (c *crew) pass(d time.Duration) {
	c.T.Helper()
	c.Clock.Move(d)
	c.Run()
	c.Must(c.Tasks.Plant(c.T.Context()))
	c.Clock.Move(5 * time.Minute)
	c.Run()
}

// letters are those that somebody got since this was last asked.
func (c *crew) letters(address string) (out []mail.Message) {
	c.T.Helper()
	all := c.Mail.To(address)
	for _, l := range all[c.seen[address]:] {
		m, err := mail.Parse(l.Raw)
		c.Must(err)
		out = append(out, m)
	}
	c.seen[address] = len(all)
	return out
}

// told are the letters to a member that are not about a new application.
func (c *crew) told(role access.Role) (out []mail.Message) {
	for _, m := range c.letters(c.people[role].Address) {
		if !strings.Contains(m.Subject, "ny søknad") && !strings.Contains(m.Subject, "logget inn") {
			out = append(out, m)
		}
	}
	return out
}

func marks(c application.Scorecards, score int) (out []application.Mark) {
	for _, k := range c.Plan.Criteria {
		out = append(out, application.Mark{Criterion: k.ID, Score: score})
	}
	return out
}

// score gives a scorecard as one of the crew.
func (c *crew) score(role access.Role, v application.ID, score int, text string) {
	c.T.Helper()
	g := c.as(role, privacy.Assess)
	have, _, err := c.Applied.Scorecards(c.T.Context(), g, v)
	c.Must(err)
	c.Must(c.Applied.Score(c.T.Context(), g, v, application.Scored{Marks: marks(have, score), Verdict: application.Yes, Text: text}))
}

func (c *crew) member(role access.Role) employer.Member {
	c.T.Helper()
	all, err := c.Employers.Members(c.T.Context(), c.as(access.Owner, privacy.Recruit))
	c.Must(err)
	for _, m := range all {
		if m.Subject == c.subject(role) {
			return m
		}
	}
	c.T.Fatalf("no %s", role)
	return employer.Member{}
}

func crews(t *testing.T, fn func(t *testing.T, c *crew)) {
	t.Helper()
	whole.Engines(t, func(t *testing.T, h *whole.House) { h.T = t; fn(t, newCrew(h)) })
}
