package main

import (
	"fmt"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/demo/world"
	"verv/internal/employer"
	"verv/internal/job"
	"verv/internal/privacy"
)

// desk is where most is shown: the team of a world's first employer, as whom the roles enter, and what waits for them.
type desk struct {
	*seeder
	words                     deskWords
	owner, recruiter, manager string // keys of members
	jobs                      []world.Job
	busy                      world.Job // the one with the most applications that are still open
	open                      []*sent   // those, the oldest first
	stage                     application.StageID
}

// planDesk lets the team use what no application asks for by itself: templates, a stage of their own, scorecards, reviews, to-dos, mentions,
// a saved filter, and jobs that wait for their day or for an owner.
func (s *seeder) planDesk() {
	d, ok := s.deskOf()
	if !ok {
		return
	}
	for _, e := range []struct {
		day, hour int
		what      string
		do        func() error
	}{
		{history - 12, 7, "last round", d.lastRound},
		{min(12, d.busy.PostedDays), 16, "templates", d.templates},
		{min(6, d.busy.PostedDays), 17, "stage", d.ownStage},
		{1, 16, "judging", d.judge},
		{1, 17, "to-dos", d.todos},
		{1, 18, "jobs ahead", d.ahead},
		{1, 19, "approval", d.approval},
	} {
		s.plan(s.moment(e.day, e.hour, 58), e.what, e.do)
	}
}

func (s *seeder) deskOf() (desk, bool) {
	words, known := deskWordsOf[s.world.Site.Language]
	if !known || len(s.world.Employers) == 0 {
		return desk{}, false
	}
	e := s.world.Employers[0]
	d := desk{seeder: s, words: words}
	for role, key := range map[world.Role]*string{world.Owner: &d.owner, world.Recruiter: &d.recruiter, world.HiringManager: &d.manager} {
		if i := slices.IndexFunc(e.Members, func(m world.Member) bool { return m.Role == role }); i >= 0 {
			*key = e.Members[i].Key
		}
	}
	for _, j := range s.world.Jobs {
		if j.Employer != e.Key {
			continue
		}
		d.jobs = append(d.jobs, j)
		if open := s.stillOpen(j.Key); len(open) > len(d.open) {
			d.busy, d.open = j, open
		}
	}
	return d, d.owner != "" && d.recruiter != "" && d.manager != "" && len(d.jobs) > 0 && len(d.open) > 0
}

// stillOpen lists the applications to a job that were read before yesterday evening and have not ended.
func (s *seeder) stillOpen(jobKey string) []*sent {
	var out []*sent
	for _, v := range s.sent {
		if v.Job == jobKey && v.DaysAgo > 2 && (v.Stage == world.Review || v.Stage == world.Interview) {
			out = append(out, v)
		}
	}
	slices.SortStableFunc(out, func(a, b *sent) int { return b.DaysAgo - a.DaysAgo })
	return out
}

// another is an advertisement of the employer once more, for another round.
func (d desk) another(nth, deadline int) job.Content {
	c := d.content(d.jobs[nth%len(d.jobs)])
	c.Deadline, c.Start = d.day(deadline), ""
	for i := range c.Steps {
		c.Steps[i].Day = ""
	}
	return c
}

// act does something with a job at the version that it has.
func (d desk) act(member string, j job.ID, do func(g privacy.Grant, version int) error) error {
	g, err := d.as(member, privacy.Recruit)
	if err != nil {
		return err
	}
	v, err := d.house.Jobs.Of(d.ctx, g, j)
	if err != nil {
		return err
	}
	return do(g, v.Version)
}

func (d desk) draft(nth, deadline int) (j job.ID, err error) {
	g, err := d.as(d.recruiter, privacy.Recruit)
	if err != nil {
		return j, err
	}
	return d.house.Jobs.Create(d.ctx, g, d.site, d.another(nth, deadline))
}

// lastRound is a job that was filled weeks ago and put away.
func (d desk) lastRound() error {
	j, err := d.draft(1, 1-history/2)
	if err != nil {
		return err
	}
	if err := d.act(d.recruiter, j, func(g privacy.Grant, v int) error { return d.house.Jobs.Publish(d.ctx, g, j, v) }); err != nil {
		return err
	}
	if err := d.act(d.recruiter, j, func(g privacy.Grant, v int) error { return d.house.Jobs.Close(d.ctx, g, j, v, job.Filled) }); err != nil {
		return err
	}
	return d.act(d.recruiter, j, func(g privacy.Grant, v int) error { return d.house.Jobs.Archive(d.ctx, g, j, v) })
}

func (d desk) templates() error {
	g, err := d.as(d.recruiter, privacy.Recruit)
	if err != nil {
		return err
	}
	if _, err := d.house.Jobs.Keep(d.ctx, g, d.seeder.jobs[d.busy.Key], d.busy.Title); err != nil {
		return err
	}
	if g, err = d.as(d.recruiter, privacy.Assess); err != nil {
		return err
	}
	card, err := d.house.Applied.SaveTemplate(d.ctx, g, d.words.card)
	if err != nil {
		return err
	}
	if err := d.house.Applied.Adopt(d.ctx, g, d.seeder.jobs[d.busy.Key], card); err != nil {
		return err
	}
	if g, err = d.as(d.recruiter, privacy.Correspond); err != nil {
		return err
	}
	return d.house.Messages.AddStarters(d.ctx, g, d.busy.Language)
}

func (d desk) ownStage() error {
	g, err := d.as(d.recruiter, privacy.Assess)
	if err != nil {
		return err
	}
	return d.house.Applied.AddStage(d.ctx, g, application.Course{Job: d.seeder.jobs[d.busy.Key]},
		application.JobStage{Kind: application.Interview, Name: d.words.stage, Days: 7, Mails: true})
}

// at is the application of the story by number; there may be fewer.
func (d desk) at(n int) *sent { return d.open[min(n, len(d.open)-1)] }

func (d desk) subject(member string) access.SubjectID { return d.members[member].Subject }

// judge lets the manager score and name the recruiter in a note, and each ask the other to look at somebody.
func (d desk) judge() error {
	boss, err := d.as(d.manager, privacy.Assess)
	if err != nil {
		return err
	}
	rec, err := d.as(d.recruiter, privacy.Assess)
	if err != nil {
		return err
	}
	a := d.house.Applied
	if err := d.score(boss, d.at(0), application.Yes, 4, d.words.strong); err != nil {
		return err
	}
	if err := a.Say(d.ctx, boss, d.at(0).id, application.Said{Text: d.words.mention, Mentions: []access.SubjectID{d.subject(d.recruiter)}}); err != nil {
		return err
	}
	if err := a.Ask(d.ctx, boss, d.at(1).id, d.subject(d.recruiter)); err != nil {
		return err
	}
	if err := a.Ask(d.ctx, rec, d.at(2).id, d.subject(d.manager)); err != nil {
		return err
	}
	if len(d.open) > 2 {
		if err := d.score(rec, d.at(2), application.Unsure, 3, d.words.unsure); err != nil {
			return err
		}
	}
	return d.toOwnStage(rec)
}

func (d desk) score(g privacy.Grant, v *sent, verdict application.Verdict, mark int, text string) error {
	have, _, err := d.house.Applied.Scorecards(d.ctx, g, v.id)
	if err != nil {
		return err
	}
	c := application.Scored{Verdict: verdict, Text: text}
	for i, k := range have.Plan.Criteria {
		c.Marks = append(c.Marks, application.Mark{Criterion: k.ID, Score: min(mark+i%2, 5)})
	}
	return d.house.Applied.Score(d.ctx, g, v.id, c)
}

// toOwnStage moves somebody who is at interviews on to the stage of the employer's own, and keeps a filter that finds who is there.
func (d desk) toOwnStage(g privacy.Grant) error {
	ad, err := d.house.Jobs.Open(d.ctx, g, d.seeder.jobs[d.busy.Key])
	if err != nil {
		return err
	}
	p, err := d.house.Applied.Pipeline(d.ctx, g, ad)
	if err != nil {
		return err
	}
	own := slices.IndexFunc(p, func(s application.JobStage) bool { return s.Name == d.words.stage })
	if own < 0 {
		return fmt.Errorf("the stage %s is not there", d.words.stage)
	}
	if i := slices.IndexFunc(d.open, func(v *sent) bool { return v.Stage == world.Interview }); i >= 0 {
		o, err := d.house.Applied.Open(d.ctx, g, d.open[i].id)
		if err != nil {
			return err
		}
		if _, err := d.house.Applied.MoveTo(d.ctx, g, o.ID, p.At(o.StageID, o.Stage).ID, p[own].ID); err != nil {
			return err
		}
	}
	return d.house.Applied.Save(d.ctx, g, application.Saved{Title: d.words.filter, State: string(application.Review), Least: 30})
}

func (d desk) todos() error {
	boss, err := d.as(d.manager, privacy.Assess)
	if err != nil {
		return err
	}
	rec, err := d.as(d.recruiter, privacy.Assess)
	if err != nil {
		return err
	}
	for _, t := range []struct {
		by  privacy.Grant
		new application.NewTodo
	}{
		{boss, application.NewTodo{Of: d.at(0).id, For: d.subject(d.recruiter), Due: d.day(1), Text: d.words.call}},
		{rec, application.NewTodo{Job: d.seeder.jobs[d.busy.Key], For: d.subject(d.recruiter), Due: d.day(4), Text: d.words.room}},
		{rec, application.NewTodo{Of: d.at(0).id, For: d.subject(d.manager), Due: d.day(2), Text: d.words.questions}},
	} {
		if err := d.house.Applied.AddTodo(d.ctx, t.by, t.new); err != nil {
			return err
		}
	}
	return nil
}

// ahead leaves one job that opens by itself in three days.
func (d desk) ahead() error {
	j, err := d.draft(2, 30)
	if err != nil {
		return err
	}
	at := d.now.AddDate(0, 0, 3).Truncate(time.Hour)
	return d.act(d.recruiter, j, func(g privacy.Grant, v int) error { return d.house.Jobs.Schedule(d.ctx, g, j, v, at) })
}

// approval lets the owner ask for it from now on, and the recruiter send the first job that needs it.
func (d desk) approval() error {
	g, err := d.as(d.owner, privacy.Recruit)
	if err != nil {
		return err
	}
	if err := d.house.Employers.Set(d.ctx, g, employer.Setting{Approval: true, ArchiveDays: employer.StandardArchive}); err != nil {
		return err
	}
	j, err := d.draft(3, 35)
	if err != nil {
		return err
	}
	return d.act(d.recruiter, j, func(g privacy.Grant, v int) error {
		return d.house.Jobs.Send(d.ctx, g, j, v, time.Time{}, d.words.approve)
	})
}
