package application_test

import (
	"net/url"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/fault"
	"verv/internal/privacy"
)

func FuzzAnchors(f *testing.F) {
	for _, s := range []string{"", "a\nb\nc\nd\ne", "\r\n a \r\n\r\nb", "\n\n\n", "én\u2028to"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, a := range application.Anchors(s) {
			if a == "" || a != strings.TrimSpace(a) || strings.Contains(a, "\n") {
				t.Errorf("%q has the line %q", s, a)
			}
		}
	})
}

func criteria(names ...string) (out []application.Criterion) {
	for _, n := range names {
		out = append(out, application.Criterion{Name: n, Anchors: []string{"svak", "litt svak", "middels", "god", "svært god"}})
	}
	return out
}

// Nobody reads what a colleague thinks before they have said what they think themselves: on no page and not over the API.
func TestScorecardHidden(t *testing.T) {
	crews(t, func(t *testing.T, c *crew) {
		g := c.as(access.Owner, privacy.Recruit)
		tpl, err := c.Applied.SaveTemplate(t.Context(), g, application.Template{Name: "Tømrer", Criteria: criteria("Håndverk", "Samarbeid")})
		c.Must(err)
		c.Must(c.Applied.Adopt(t.Context(), g, c.job, tpl))
		v, person := c.apply("Kari Nordmann")
		c.Must(c.Applied.Ask(t.Context(), c.as(access.Recruiter, privacy.Assess), v, c.subject(access.Interviewer)))
		c.Must(c.Applied.Say(t.Context(), c.as(access.Recruiter, privacy.Assess), v, application.Said{Text: "Se her", Mentions: []access.SubjectID{c.subject(access.Interviewer)}}))
		c.score(access.Recruiter, v, 5, "Bare ros herfra")
		at := "/employer/applications/" + v.String()
		leo := c.Enter(c.people[access.HiringManager])
		for _, page := range []string{at, at + "/scorecards", "/api" + at + "/scorecards", "/employer/reviews/" + v.String(), "/api" + at} {
			if b := leo.Get(page); b.Status != 200 || strings.Contains(string(b.Body), "Bare ros") {
				t.Errorf("%s before one's own: %d", page, b.Status)
			}
		}
		if have, _, err := c.Applied.Scorecards(t.Context(), c.as(access.HiringManager, privacy.Assess), v); err != nil || len(have.Others) != 0 || have.Given != 1 {
			t.Errorf("opened before one's own: %+v %v", have.Others, err)
		}
		if b := leo.Get(at); !strings.Contains(string(b.Body), "Én kollega har gitt sin vurdering") {
			t.Error("nothing says that somebody has scored")
		}
		form := url.Values{"keys": {""}, "verdict": {"yes"}, "card": {"Mine ord"}}
		if b := leo.Post(at+"/scorecards", form); b.Status != 422 || !strings.Contains(string(b.Body), "Mine ord") {
			t.Errorf("an empty scorecard: %d", b.Status)
		}
		c.score(access.HiringManager, v, 2, "Litt tynt")
		for _, page := range []string{at + "/scorecards", "/api" + at + "/scorecards"} {
			if b := leo.Get(page); b.Status != 200 || !strings.Contains(string(b.Body), "Bare ros") {
				t.Errorf("%s after one's own: %d", page, b.Status)
			}
		}
		own := c.Enter(person).Get("/applications/" + v.String() + "/download")
		for _, want := range []string{"Bare ros", "Litt tynt"} {
			if !strings.Contains(string(own.Body), want) {
				t.Errorf("the person's own copy lacks %q: %d", want, own.Status)
			}
		}
		for _, role := range []access.Role{access.Recruiter, access.HiringManager, access.Interviewer} {
			if strings.Contains(string(own.Body), c.subject(role).String()) {
				t.Errorf("the person's own copy names the %s", role)
			}
		}
	})
}

// The score of the table is the mean over members: of their scorecard, else of the latest score of their notes.
func TestScorecardMean(t *testing.T) {
	crews(t, func(t *testing.T, c *crew) {
		v, _ := c.apply("Kari Nordmann")
		mean := func() int {
			table, err := c.Applied.Table(t.Context(), c.as(access.Owner, privacy.Assess), c.job, application.Filter{})
			c.Must(err)
			return table.Lines[0].Score
		}
		c.Must(c.Applied.Note(t.Context(), c.as(access.Recruiter, privacy.Assess), v, 1, "svak"))
		if mean() != 10 {
			t.Errorf("of one note: %d", mean())
		}
		c.score(access.Recruiter, v, 5, "") // a scorecard counts before a note
		c.Must(c.Applied.Note(t.Context(), c.as(access.HiringManager, privacy.Assess), v, 2, ""))
		if mean() != 35 {
			t.Errorf("of a scorecard and a note: %d", mean())
		}
		c.score(access.Recruiter, v, 3, "") // one's own is changed, not added
		if mean() != 25 {
			t.Errorf("after a change: %d", mean())
		}
	})
}

func TestScorecardEnds(t *testing.T) {
	crews(t, func(t *testing.T, c *crew) {
		v, _ := c.apply("Kari Nordmann")
		c.score(access.Recruiter, v, 4, "")
		_, err := c.Applied.Move(t.Context(), c.as(access.Recruiter, privacy.Assess), v, application.State{Outcome: application.Hired})
		c.Must(err)
		g := c.as(access.Recruiter, privacy.Assess)
		have, _, err := c.Applied.Scorecards(t.Context(), g, v)
		c.Must(err)
		if err := c.Applied.Score(t.Context(), g, v, application.Scored{Marks: marks(have, 1), Verdict: application.No}); !fault.Is(err, fault.Conflict) {
			t.Errorf("after the end: %v", err)
		}
	})
}

// What was scored keeps its words when the criteria change, and a page that was opened before is refused.
func TestScorecardPlanChanges(t *testing.T) {
	c := newCrew(wholeHouse(t))
	g := c.as(access.Owner, privacy.Recruit)
	v, _ := c.apply("Kari Nordmann")
	stale, _, err := c.Applied.Scorecards(t.Context(), c.as(access.Recruiter, privacy.Assess), v)
	c.Must(err)
	c.score(access.HiringManager, v, 4, "")
	tpl, err := c.Applied.SaveTemplate(t.Context(), g, application.Template{Name: "Ny", Criteria: criteria("Håndverk")})
	c.Must(err)
	c.Must(c.Applied.Adopt(t.Context(), g, c.job, tpl))
	err = c.Applied.Score(t.Context(), c.as(access.Recruiter, privacy.Assess), v, application.Scored{Marks: marks(stale, 3), Verdict: application.Yes})
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("criteria that are gone: %v", err)
	}
	c.score(access.Recruiter, v, 3, "")
	have, _, err := c.Applied.Scorecards(t.Context(), c.as(access.Recruiter, privacy.Assess), v)
	c.Must(err)
	if len(have.Others) != 1 || have.Others[0].Marks[0].Criterion != application.Overall || have.Own.Marks[0].Name != "Håndverk" {
		t.Errorf("scorecards: %+v", have)
	}
	for name, bad := range map[string][]application.Criterion{"none": nil, "four anchors": {{Name: "x", Anchors: []string{"1", "2", "3", "4"}}},
		"no name": {{Anchors: []string{"1", "2", "3", "4", "5"}}}, "long": {{Name: strings.Repeat("ø", 81), Anchors: []string{"1", "2", "3", "4", "5"}}}} {
		if _, err := c.Applied.SaveTemplate(t.Context(), g, application.Template{Name: "x", Criteria: bad}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
