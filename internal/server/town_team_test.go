package server_test

import (
	"net/http"
	"time"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/job"
	"verv/internal/privacy"
)

// reviewer is an interviewer of employer one in the session that the link of a letter opened.
const reviewer = "one reviewer"

// judge lets each team judge what it was sent: a template, a job with its criteria, something to do about job and application, and a
// scorecard that no colleague may read who has not given one.
func (w *town) judge() {
	w.T.Helper()
	ctx := w.T.Context()
	for name, at := range map[string]string{anna: "one", bo: "two"} {
		owner, recruiter := member(at, access.Owner), member(at, access.Recruiter)
		hire, assess := w.grant(owner, privacy.Recruit), w.grant(recruiter, privacy.Assess)
		var v application.ID
		var j job.ID
		w.Must(v.UnmarshalText([]byte(w.ids["application of "+name])))
		w.Must(j.UnmarshalText([]byte(w.ids["job of "+at])))
		t, err := w.Applied.SaveTemplate(ctx, hire, application.Template{Name: "Pleie", Criteria: []application.Criterion{
			{Name: "Faglig styrke", Anchors: []string{"Mangler", "Litt", "Nok", "God", "Svært god"}}}})
		w.Must(err)
		w.Must(w.Applied.Adopt(ctx, hire, j, t))
		c, _, err := w.Applied.Scorecards(ctx, assess, v)
		w.Must(err)
		w.Must(w.Applied.Score(ctx, assess, v, application.Scored{Marks: []application.Mark{{Criterion: c.Plan.Criteria[0].ID, Score: 4}},
			Verdict: application.Yes, Text: mark("card of " + at)}))
		who := w.people[recruiter].Actor.Subject
		w.Must(w.Applied.AddTodo(ctx, assess, application.NewTodo{Of: v, For: who, Text: mark("todo of " + at)}))
		w.Must(w.Applied.AddTodo(ctx, assess, application.NewTodo{Job: j, For: who, Text: mark("todo of " + at)}))
		w.Must(w.Applied.Say(ctx, assess, v, application.Said{Text: mark("note of " + at)}))
		w.Must(w.Applied.Ask(ctx, assess, v, w.people[member(at, access.Interviewer)].Actor.Subject))
		w.ids["template of "+at] = t.String()
		w.ids["todo of "+at] = w.one1("select id from todo where application_id is not null and for_id = '" + who.String() + "'")
	}
}

// invited opens the session of the reviewer by the link of the letter.
func (w *town) invited() {
	w.T.Helper()
	w.Clock.Move(3 * time.Minute)
	w.Run()
	p := w.people[member("one", access.Interviewer)]
	link := w.LinkTo(p.Address, "/review/")
	p.Actor.Role = access.Reviewer
	b := w.walker(reviewer)
	if a := b.post(link, nil); a.status != http.StatusSeeOther || a.header.Get("Location") != "/employer/reviews" {
		w.T.Fatalf("the link of the letter does not open the reviews: %s %s", a, a.header.Get("Location"))
	}
	w.people[reviewer], w.walkers[reviewer] = p, b
}

// judged adds who may read what the teams wrote.
func (w *town) judged(secrets map[string][]string) {
	for name, at := range map[string]string{anna: "one", bo: "two"} {
		secrets[mark("card of "+at)] = []string{member(at, access.Recruiter), name}
		for _, role := range memberRoles {
			for _, what := range []string{"todo of ", "note of "} {
				secrets[mark(what+at)] = append(secrets[mark(what+at)], member(at, role))
			}
		}
		for _, what := range []string{"todo of ", "note of "} {
			secrets[mark(what+at)] = append(secrets[mark(what+at)], name)
		}
	}
	secrets[mark(anna+" name")] = append(secrets[mark(anna+" name")], reviewer)
	secrets[mark(anna+" letter")] = append(secrets[mark(anna+" letter")], reviewer)
}
