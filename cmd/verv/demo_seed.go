package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/demo/world"
	"verv/internal/employer"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/server"
	"verv/internal/site"
)

// history is how many days before now the story begins.
const history = 60

// story is everything that happens before the demonstration begins: each event at its own moment, oldest first, through the same use-cases
// as everybody's, and the tasks of each day on that day. So dates, retention clocks, letters, audit and access records are what they would
// have become.
type story struct {
	ctx      context.Context
	house    *server.House
	clock    *strider
	now      time.Time // the seed day, in the zone of the first site
	events   []event
	operator access.Actor
	worlds   int                // told so far
	told     func(done, of int) // hears of progress; may be nil
}

// event is one thing that happens.
type event struct {
	at   time.Time
	what string
	do   func() error
}

// seeder puts one world into a story.
type seeder struct {
	*story
	world world.World
	nth   int // among the worlds of the story
	at    where

	site      site.ID
	employers map[string]employer.ID
	members   map[string]access.Actor
	people    map[string]access.Actor
	jobs      map[string]job.ID
	sent      []*sent
	looks     lookup
}

func newStory(ctx context.Context, d *demo) *story {
	zone, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		zone = time.UTC
	}
	return &story{ctx: ctx, house: d.house, clock: d.clock, now: d.clock.Now().In(zone)}
}

// newSeeder plans a world into a story of its own.
func newSeeder(ctx context.Context, d *demo, w world.World, at where) *seeder {
	return newStory(ctx, d).tell(w, at)
}

// tell plans a world into the story.
func (t *story) tell(w world.World, at where) *seeder {
	s := &seeder{story: t, world: w, nth: t.worlds, at: at, employers: map[string]employer.ID{}, members: map[string]access.Actor{},
		people: map[string]access.Actor{}, jobs: map[string]job.ID{}, looks: lookupOf(w)}
	t.worlds++
	s.planRunners()
	s.planEmployers()
	s.planNetwork()
	s.planCandidates()
	s.planFound()
	s.planJobs()
	s.planApplications()
	s.planAlerts()
	s.planDesk()
	s.planPlans()
	s.planAgency()
	s.planProposals()
	s.planFreeze()
	return s
}

// run lets the story happen.
func (t *story) run() error {
	defer t.clock.release()
	slices.SortStableFunc(t.events, func(a, b event) int { return a.at.Compare(b.at) })
	t.clock.set(t.moment(history, 6, 0))
	if err := t.house.Tasks.Plant(t.ctx); err != nil {
		return err
	}
	const pause = 24 * time.Hour
	worked := t.clock.Now()
	for i, e := range t.events {
		if err := t.ctx.Err(); err != nil {
			return err
		}
		t.clock.set(e.at)
		// Once a day is often enough for what nobody reads; the letters of the last two days carry their hour.
		if e.at.Sub(worked) >= pause || t.now.Sub(e.at) < 48*time.Hour && e.at.Sub(worked) >= time.Hour {
			worked = e.at
			if err := t.work(); err != nil {
				return err
			}
		}
		if err := e.do(); err != nil {
			return fmt.Errorf("%s: %w", e.what, err)
		}
		if t.told != nil {
			t.told(i+1, len(t.events))
		}
	}
	t.clock.set(t.now)
	return t.work()
}

// work runs what is due at the moment where the clock stands.
func (s *story) work() error {
	for {
		ran, err := s.house.Tasks.Once(s.ctx)
		if err != nil || !ran {
			return err
		}
	}
}

// plan puts an event on the list.
func (s *story) plan(at time.Time, what string, do func() error) {
	s.events = append(s.events, event{at, what, do})
}

// moment is an hour and a minute of a day before the seed day. The seed day itself is as long as it has been so far: its hours are
// pressed together, in their order.
func (s *story) moment(daysAgo, hour, minute int) time.Time {
	y, m, d := s.now.Date()
	midnight := time.Date(y, m, d-daysAgo, 0, 0, 0, 0, s.now.Location())
	at := time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute
	if daysAgo == 0 {
		at = time.Duration(float64(s.now.Sub(midnight)) * float64(at) / float64(24*time.Hour))
	}
	return midnight.Add(at)
}

// day is a date some days after the seed day.
func (s *story) day(after int) string { return s.now.AddDate(0, 0, after).Format(time.DateOnly) }

// verv is the software's own grant.
func verv(scope access.Scope, why privacy.Purpose) (privacy.Grant, error) {
	return privacy.Authorize(access.Verv("demo"), scope, why)
}

// establish makes an account with one persona and gives who acts as it. A person of the story has always just proved themselves.
func (s *seeder) establish(address, name, language string, as account.Persona) (access.Actor, error) {
	g, err := verv(access.Operation(), privacy.Account)
	if err != nil {
		return access.Actor{}, err
	}
	a, subjects, err := s.house.Accounts.Establish(s.ctx, g, account.Person{Address: address, Profile: account.Profile{Name: name, Language: language},
		Personas: []account.Persona{as}})
	if err != nil {
		return access.Actor{}, err
	}
	return access.Actor{Persona: as.Kind, Role: as.Role, Employer: as.Employer, Account: a, Subject: subjects[0], Proved: s.clock.Now(), Strong: true}, nil
}

// planRunners brings the site, and with the first one the operator and the officer.
func (s *seeder) planRunners() {
	op, off := s.world.Operator, s.world.Officer
	if op.Email != "" {
		s.plan(s.moment(history, 7, 0), "operator", func() error {
			var err error
			if s.operator, err = s.establish(op.Email, op.Name, op.Language, account.Persona{Kind: access.Operator}); err != nil {
				return err
			}
			_, err = s.establish(off.Email, off.Name, off.Language, account.Persona{Kind: access.Officer})
			return err
		})
	}
	s.plan(s.moment(history, 8, s.nth), "site", func() error {
		g, err := verv(access.Operation(), privacy.Operate)
		if err != nil {
			return err
		}
		made, err := s.house.Sites.Create(s.ctx, g, site.Content{Hosts: s.at.hosts, Prefix: s.at.prefix, Name: s.world.Site.Name,
			Language: s.world.Site.Language, Country: s.world.Site.Country, Accent: site.Accent(s.world.Site.Accent),
			Legal: s.legal()})
		s.site = made.ID
		return err
	})
}

// planEmployers brings the employers, looked up by the operator, with their teams.
func (s *seeder) planEmployers() {
	for i, e := range s.world.Employers {
		if e.Key == agencyKey {
			continue // an import brings it
		}
		s.plan(s.moment(history-1-i%8, 9, 15), "employer "+e.Key, func() error {
			g, err := verv(access.Operation(), privacy.Operate)
			if err != nil {
				return err
			}
			added, err := s.house.Employers.Add(s.ctx, g, employer.Registration{Site: s.site, Number: e.RegisterNumber, Country: e.Place.Country,
				Profile: employer.Profile{Name: e.Name, Web: e.Web, Story: e.Story, Postcode: e.Place.Postcode, Town: e.Place.Town, ReplyDays: e.ReplyDays,
					ReplyPromise: e.ReplyPromise, Presence: presence(e)}})
			if err != nil {
				return err
			}
			s.employers[e.Key] = added
			for _, m := range e.Members {
				if err := s.join(added, m); err != nil {
					return fmt.Errorf("member %s: %w", m.Key, err)
				}
			}
			return nil
		})
	}
}

func (s *seeder) join(e employer.ID, m world.Member) error {
	role := access.Role(m.Role)
	actor, err := s.establish(m.Email, m.Name, m.Language, account.Persona{Kind: access.Member, Role: role, Employer: e})
	if err != nil {
		return err
	}
	s.members[m.Key] = actor
	g, err := verv(access.OfEmployer(e), privacy.Recruit)
	if err != nil {
		return err
	}
	return s.house.Employers.Enrol(s.ctx, g, actor.Subject, actor.Account, role, m.Name)
}
