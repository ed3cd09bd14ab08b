package application_test

import (
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/privacy"
)

const aDay = 24 * time.Hour

// Silence: after the employer's days the team is reminded by one letter, a week later the person is told honestly, and nothing is decided.
func TestSilence(t *testing.T) {
	crews(t, func(t *testing.T, c *crew) {
		c.Must(c.Applied.SetAnswerRule(t.Context(), c.as(access.Owner, privacy.Recruit), 5))
		silent, kari := c.apply("Kari Nordmann")
		answered, ola := c.apply("Ola Dunk")
		g := c.as(access.Recruiter, privacy.Assess)
		c.told(access.Recruiter)
		c.pass(4 * aDay)
		_, err := c.Applied.Move(t.Context(), g, answered, application.State{Stage: application.Review})
		c.Must(err)
		c.pass(time.Minute)
		if got := c.letters(ola.Address); len(got) != 1 {
			t.Fatalf("the move: %d", len(got))
		}
		c.pass(aDay) // the fifth day: the team's letter is due the next morning
		c.pass(26 * time.Hour)
		if got := c.told(access.Recruiter); len(got) != 1 || !strings.Contains(got[0].Subject, "Én søker venter") || strings.Contains(got[0].Text, "Kari") {
			t.Errorf("the recruiter: %+v", got)
		}
		if got := c.told(access.Interviewer); len(got) != 0 {
			t.Errorf("the interviewer: %d", len(got))
		}
		if got := c.letters(kari.Address); len(got) != 0 {
			t.Errorf("too early: %+v", got)
		}
		_, err = c.Applied.Move(t.Context(), g, answered, application.State{Stage: application.Interview})
		c.Must(err)
		c.pass(4 * aDay)
		c.letters(ola.Address)
		c.pass(4 * aDay)
		got := c.letters(kari.Address)
		if len(got) != 1 || !strings.Contains(got[0].Subject, "ikke avgjort ennå") {
			t.Fatalf("the person: %+v", got)
		}
		if more := c.letters(ola.Address); len(more) != 0 {
			t.Errorf("whoever was answered: %+v", more)
		}
		o, err := c.Applied.Open(t.Context(), g, silent)
		c.Must(err)
		if o.Ended() || o.Stage != application.Arrived {
			t.Errorf("something was decided: %+v", o.State)
		}
		c.pass(30 * aDay) // and it begins again
		c.pass(aDay)
		c.pass(8 * aDay)
		if more := c.letters(kari.Address); len(more) == 0 {
			t.Error("the second silence is not noticed")
		}
		if err := c.Applied.SetAnswerRule(t.Context(), c.as(access.Owner, privacy.Recruit), 31); !fault.Is(err, fault.Invalid) {
			t.Errorf("beyond the operator's ceiling: %v", err)
		}
	})
}

// A filled job tells everybody whose application is open, once, and nobody before the moment has passed.
func TestFilled(t *testing.T) {
	crews(t, func(t *testing.T, c *crew) {
		_, kari := c.apply("Kari Nordmann")
		hired, ola := c.apply("Ola Dunk")
		g := c.as(access.Recruiter, privacy.Assess)
		_, err := c.Applied.Move(t.Context(), g, hired, application.State{Outcome: application.Hired})
		c.Must(err)
		c.pass(time.Minute)
		c.letters(ola.Address)
		if b := c.Enter(c.people[access.Recruiter]).Get("/employer/jobs/" + c.job.String() + "/close"); !strings.Contains(b.Text(), "får alle med åpen søknad beskjed") {
			t.Errorf("nothing says so before: %d", b.Status)
		}
		c.Clock.Move(5*time.Minute - 5*time.Second)
		c.Must(c.Jobs.Close(t.Context(), c.as(access.Owner, privacy.Recruit), c.job, c.version(), job.Filled))
		c.Clock.Move(6 * time.Second) // the task is due, and the moment is not over
		c.Run()
		if got := c.letters(kari.Address); len(got) != 0 {
			t.Errorf("at once: %+v", got)
		}
		c.pass(6 * time.Minute)
		c.pass(aDay)
		if got := c.letters(kari.Address); len(got) != 1 || !strings.Contains(got[0].Subject, "Jobben er besatt") {
			t.Errorf("the letter: %+v", got)
		}
		if got := c.letters(ola.Address); len(got) != 0 {
			t.Errorf("to who got the job: %+v", got)
		}
	})
}

// The median is public from ten answers on, counts each once, and outlives the applications.
func TestResponseDays(t *testing.T) {
	crews(t, func(t *testing.T, c *crew) {
		public := c.Grant(access.Anyone(), access.Public(), privacy.Publish)
		days := func() (int, bool) {
			n, ok, err := c.Applied.ResponseDays(t.Context(), public, c.employer)
			c.Must(err)
			return n, ok
		}
		g := c.as(access.Recruiter, privacy.Assess)
		var all []application.ID
		for range 10 {
			v, _ := c.apply("Søker")
			all = append(all, v)
		}
		for i, v := range all {
			if i == 4 {
				c.pass(3 * aDay)
			}
			if _, ok := days(); ok {
				t.Fatalf("after %d answers", i)
			}
			_, err := c.Applied.Move(t.Context(), g, v, application.State{Stage: application.Review})
			c.Must(err)
			c.pass(time.Minute)
		}
		if n, ok := days(); !ok || n != 4 {
			t.Errorf("%d %v, want 4", n, ok)
		}
		if b := c.Browser().Get("/employers/" + c.employer.String()); !strings.Contains(b.Text(), "svar innen 4 dager") {
			t.Error("the employer's page does not say it")
		}
		c.pass(aDay)
		_, err := c.Applied.Move(t.Context(), g, all[0], application.State{Stage: application.Interview})
		c.Must(err)
		c.pass(aDay)
		if n, _ := days(); n != 4 {
			t.Errorf("a second answer counts: %d", n)
		}
		c.pass(13 * 31 * aDay)
		if _, ok := days(); ok {
			t.Error("a year later")
		}
	})
}
