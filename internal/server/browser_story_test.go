//go:build browser

package server_test

import (
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/application"
	"verv/internal/employer"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/testbed/chromium"
	"verv/internal/testbed/whole"
)

// stories are one for each role, in the order in which they need each other: what the candidate deletes is a claim that the owner reads.
// Each is told twice, with JavaScript in the first language and without it in the second.
var stories = []struct {
	role      string
	languages [2]string
	tell      func(*cast, *visitor)
}{
	{"guest", [2]string{"nb", "fi"}, (*cast).guest},
	{"candidate", [2]string{"fi", "nb"}, (*cast).candidate},
	{"recruiter", [2]string{"nb", "fi"}, (*cast).recruit},
	{"hiring manager", [2]string{"fi", "nb"}, (*cast).review},
	{"owner", [2]string{"nb", "fi"}, (*cast).own},
	{"operator", [2]string{"sv", "en"}, (*cast).operate},
	{"officer", [2]string{"fi", "nb"}, (*cast).oversee},
}

// TestStories tells what each role comes for, as a person does it in a browser: by the words on the page, which are read from the catalogue.
func TestStories(t *testing.T) {
	c := castOf(t)
	for _, s := range stories {
		for i, script := range []string{"javascript", "noscript"} {
			t.Run(s.role+"/"+script+"-"+s.languages[i], func(t *testing.T) {
				v := c.visitor(t, chromium.Look{Language: s.languages[i], NoScript: script == "noscript"})
				s.tell(c, v)
				v.clean()
			})
		}
	}
	if n := c.reports(); n > 0 {
		t.Errorf("%d reports of the content policy", n)
	}
}

// cast is a stage with a whole team, an officer, and a job of which nothing is asked.
type cast struct {
	*stage
	recruiter, manager, officer whole.Person
	plain                       job.ID
}

const thePlainJob = "Portør i Tromsø"

func castOf(t testing.TB) *cast {
	t.Helper()
	c := &cast{stage: setStage(t)}
	c.recruiter = c.AddPerson("Rita Dal", "rita.dal@nordkyst.example", access.Member, c.employer, access.Recruiter)
	c.manager = c.AddPerson("Hans Moe", "hans.moe@nordkyst.example", access.Member, c.employer, access.HiringManager)
	c.officer = c.AddPerson("Pia Lund", "pia.lund@drift.example", access.Officer, access.EmployerID{}, access.NoRole)
	g := c.hiring(c.owner)
	c.plain = draft(c.House, g, thePlainJob)
	c.Must(c.Jobs.Publish(t.Context(), g, c.plain, versionOf(c.House, g, c.plain)))
	c.Must(c.Employers.Set(t.Context(), g, employer.Setting{Approval: true, ArchiveDays: employer.StandardArchive}))
	c.Run()
	return c
}

func (c *cast) hiring(p whole.Person) privacy.Grant {
	c.T.Helper()
	return c.Grant(p.Actor, access.OfEmployer(c.employer), privacy.Recruit)
}

// seeker is a name and an address for somebody new.
func (c *cast) seeker(v *visitor) (name, address string) {
	name = map[string]string{"nb": "Kari Holm", "fi": "Aino Laine", "sv": "Elsa Ek", "en": "Ann Hill"}[v.language]
	return name, v.language + "@post.example"
}

// applies sends an application of somebody new to the plain job.
func (c *cast) applies(name, address string) application.ID {
	c.T.Helper()
	p := c.AddPerson(name, address, access.Candidate, access.EmployerID{}, access.NoRole)
	ctx, g := c.T.Context(), c.Grant(p.Actor, access.Public(), privacy.Apply)
	d, gd, err := c.Applied.Begin(g, c.plain)
	c.Must(err)
	d.Name, d.Email, d.Letter, d.Language, d.Site = name, address, theLetter, "nb", c.Site.ID.String()
	d, err = c.Applied.Keep(ctx, gd, d, nil)
	c.Must(err)
	c.Must(c.Applied.Submit(ctx, g, c.plain, c.Applied.Token(d), account.From{}))
	c.Run()
	own, err := c.Applied.List(ctx, c.Grant(p.Actor, access.OfSubject(p.Actor.Subject), privacy.Rights))
	c.Must(err)
	return own[0].ID
}

// as enters as somebody who reads the visitor's language, by a link, as verv demo --as does.
func (v *visitor) as(p whole.Person) *visitor {
	v.t.Helper()
	v.reads(p)
	token, err := v.stage.Accounts.EnterAs(v.t.Context(), v.stage.Verv(access.Public(), privacy.Account), p.Address, p.Kind, p.Role)
	v.stage.Must(err)
	v.Visit(account.LinkPath(token))
	return v.press("account.link.as.submit")
}

// reads has somebody read the visitor's language from now on.
func (v *visitor) reads(p whole.Person) {
	v.t.Helper()
	s := v.stage
	g := s.Grant(p.Actor, access.Public(), privacy.Account)
	me, err := s.Accounts.Me(v.t.Context(), g)
	s.Must(err)
	me.Profile.Language = v.language
	s.Must(s.Accounts.SaveProfile(v.t.Context(), g, me.Profile))
}

// tick picks a choice by its word.
func (v *visitor) tick(key string, args ...any) *visitor {
	v.t.Helper()
	v.Tick(v.say(key, args...))
	return v
}

// choose picks one of a list.
func (v *visitor) choose(key, choice string, args ...any) *visitor {
	v.t.Helper()
	return v.fill(key, v.say(choice, args...))
}

// scripted reports whether JavaScript runs on the page.
func (v *visitor) scripted() bool {
	return chromium.Eval[bool](v.Tab, `matchMedia("(scripting: enabled)").matches`)
}

// letters are how many came to an address.
func (s *stage) letters(address string) int { return len(s.Mail.To(address)) }

// soon is long enough for a letter that can be undone to leave.
const soon = 16 * time.Second
