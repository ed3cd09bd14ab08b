package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/application"
	"verv/internal/employer"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/privacy"
	"verv/internal/server"
	"verv/internal/site"
)

// town is what the benchmark's installation holds.
type town struct {
	ad   string // address of one job's page
	id   string // of that job
	job  string // that people applied to
	link string // enters once as a recruiter of its employer
}

// size is how much a town holds.
type size struct{ jobs, employers, applications int }

// pages are what is asked for. Visitors' pages are asked twice, with and without compression.
func (t town) pages() []benchPage {
	return []benchPage{
		{name: "list", verv: "/jobs", bare: "/list"},
		{name: "list gzip", verv: "/jobs", bare: "/list", zip: true},
		{name: "job", verv: t.ad, bare: "/ad/" + t.id},
		{name: "job gzip", verv: t.ad, bare: "/ad/" + t.id, zip: true},
		{name: "applications", verv: "/employer/jobs/" + t.job + "/applications", bare: "/table/" + t.job, enter: true},
	}
}

// drop is a mail server that takes everything and keeps nothing.
type drop struct{}

func (drop) Send(context.Context, string, string, []byte) error { return nil }

// benchSeed makes the town through everybody's use-cases.
type benchSeed struct {
	ctx  context.Context
	h    *server.House
	now  time.Time
	site site.Site
	own  access.EmployerID
}

// seed makes keys, database and town, and runs the tasks that follow, so that none runs while it is measured.
func (n size) seed(ctx context.Context, o *outside, dir string) (t town, err error) {
	cfg := demoConfig(dataOf(dir), "127.0.0.1:0")
	if _, err := ensureRoot(cfg.Keys.Root); err != nil {
		return t, err
	}
	if err := migrate(o, cfg); err != nil {
		return t, err
	}
	h, err := server.Build(ctx, cfg, server.Options{Now: o.now, Log: slog.New(slog.DiscardHandler), Plain: true, Sender: drop{}})
	if err != nil {
		return t, err
	}
	defer h.Close()
	s := benchSeed{ctx: ctx, h: h, now: o.now()}
	if err := s.start(); err != nil {
		return t, err
	}
	if err := s.take(n.jobs-1, max(n.employers-1, 1)); err != nil {
		return t, err
	}
	if t.link, t.job, err = s.applied(n.applications); err != nil {
		return t, err
	}
	if t.id, t.ad, err = s.oneJob(); err != nil {
		return t, err
	}
	for {
		if ran, err := h.Tasks.Once(ctx); err != nil || !ran {
			return t, err
		}
	}
}

func (s *benchSeed) start() error {
	g, err := verv(access.Operation(), privacy.Operate)
	if err != nil {
		return err
	}
	if s.site, err = s.h.Sites.Create(s.ctx, g, site.Content{Hosts: []string{"127.0.0.1"}, Name: "Fjordjobb", Language: "nb", Country: "NO",
		Legal: "Fjordjobb Drift AS"}); err != nil {
		return err
	}
	s.own, err = s.h.Employers.Add(s.ctx, g, employer.Registration{Site: s.site.ID, Number: "974760673", Country: "NO",
		Profile: employer.Profile{Name: "Nordkyst sykehus HF", Town: "Tromsø", Postcode: "9019"}})
	return err
}

var (
	benchTitles = []string{"Sykepleier, akuttmottak", "Tømrer", "Systemutvikler i Go", "Lærer på mellomtrinnet", "Maskinist", "Renholder, kveld", "Regnskapsfører"}
	benchTowns  = []string{"Tromsø", "Bodø", "Trondheim", "Bergen", "Stavanger", "Oslo", "Kristiansand", "Hamar"}
)

// benchText is an advertisement of usual length.
var benchText = "<p>Vi er åtte på laget og trenger en til.</p>" +
	strings.Repeat("<p>Du får god opplæring, en fast veileder det første halve året og en turnus som er kjent tre måneder fram.</p>", 6) +
	"<ul>" + strings.Repeat("<li>Du samarbeider tett med kollegene dine og sier fra når noe kan gjøres bedre</li>", 8) + "</ul>"

// take takes in jobs of so many employers in turn, in files that the intake takes.
func (s *benchSeed) take(n, employers int) error {
	const file = 50_000 // records; an advertisement of usual length is 2 kB, and the intake reads 256 MB
	for from := 0; from < n; from += file {
		if err := s.takeFile(from, min(from+file, n), employers); err != nil {
			return err
		}
	}
	return nil
}

// takeFile takes in a file of schema.org JobPosting, one a line.
func (s *benchSeed) takeFile(from, to, employers int) error {
	g, err := verv(access.Operation(), privacy.Publish)
	if err != nil {
		return err
	}
	in, out := io.Pipe()
	go func() { _ = out.CloseWithError(s.write(json.NewEncoder(out), from, to, employers)) }()
	defer in.Close()
	for line, err := range s.h.Jobs.Intake(s.ctx, g, job.Source{Name: "bench", Site: s.site.ID}, in) {
		if err != nil {
			return err
		}
		if line.Verdict != job.Taken {
			return fmt.Errorf("job %s is %s: %s", line.ID, line.Verdict, line.Reason)
		}
	}
	return nil
}

func (s *benchSeed) write(out *json.Encoder, from, to, employers int) error {
	type object = map[string]any
	for i := from; i < to; i++ {
		town := benchTowns[i%len(benchTowns)]
		err := out.Encode(object{"@context": "https://schema.org", "@type": "JobPosting", "identifier": object{"@type": "PropertyValue", "value": fmt.Sprint(i)},
			"title": fmt.Sprintf("%s %d", benchTitles[i%len(benchTitles)], i), "description": benchText + fmt.Sprintf("<p>Vi er %d på avdelingen.</p>", i),
			"datePosted": s.now.AddDate(0, 0, -i%60).Format(time.DateOnly), "validThrough": s.now.AddDate(0, 0, 3+i%50).Format(time.DateOnly),
			"employmentType": "FULL_TIME", "hiringOrganization": object{"name": fmt.Sprintf("Fjord %d AS", i%employers)},
			"jobLocation": object{"@type": "Place", "address": object{"addressLocality": town, "addressRegion": town, "addressCountry": "NO"}},
			"baseSalary":  object{"currency": "NOK", "value": object{"minValue": 500_000 + 1000*(i%90), "maxValue": 600_000 + 1000*(i%90), "unitText": "YEAR"}}})
		if err != nil {
			return err
		}
	}
	return nil
}

// person makes an account with one persona and gives who acts as it.
func (s *benchSeed) person(address, name string, as account.Persona) (access.Actor, error) {
	g, err := verv(access.Operation(), privacy.Account)
	if err != nil {
		return access.Actor{}, err
	}
	a, subjects, err := s.h.Accounts.Establish(s.ctx, g, account.Person{Address: address, Profile: account.Profile{Name: name, Language: "nb"},
		Personas: []account.Persona{as}})
	if err != nil {
		return access.Actor{}, err
	}
	return access.Actor{Persona: as.Kind, Role: as.Role, Employer: as.Employer, Account: a, Subject: subjects[0], Proved: s.now, Strong: true}, nil
}

// applied publishes one job and lets people apply to it. It gives the link of a recruiter.
func (s *benchSeed) applied(n int) (link, id string, err error) {
	const address = "ola.berg@nordkyst.example"
	who, err := s.person(address, "Ola Berg", account.Persona{Kind: access.Member, Role: access.Recruiter, Employer: s.own})
	if err != nil {
		return "", "", err
	}
	g, err := privacy.Authorize(who, access.OfEmployer(s.own), privacy.Recruit)
	if err != nil {
		return "", "", err
	}
	team, err := verv(access.OfEmployer(s.own), privacy.Recruit)
	if err != nil {
		return "", "", err
	}
	if err := s.h.Employers.Enrol(s.ctx, team, who.Subject, who.Account, who.Role, "Ola Berg"); err != nil {
		return "", "", err
	}
	j, err := s.publish(g)
	if err != nil {
		return "", "", err
	}
	for i := range n {
		if err := s.apply(i, j); err != nil {
			return "", "", fmt.Errorf("application %d: %w", i, err)
		}
	}
	ga, err := verv(access.Operation(), privacy.Account)
	if err != nil {
		return "", "", err
	}
	token, err := s.h.Accounts.EnterAs(s.ctx, ga, address, access.Member, access.Recruiter)
	return account.LinkPath(token), j.String(), err
}

func (s *benchSeed) publish(g privacy.Grant) (job.ID, error) {
	j, err := s.h.Jobs.Create(s.ctx, g, s.site.ID, job.Content{Title: "Sykepleier, nattevakt", Language: "nb", Text: "Vi er åtte på laget og trenger en til.",
		Places: []job.Place{{Postcode: "9019", Town: "Tromsø", Country: "NO"}}, Deadline: s.now.AddDate(0, 0, 60).Format(time.DateOnly),
		Employment: []job.Employment{intake.Permanent}, Pay: job.Pay{Min: 52_000_000, Max: 60_000_000, Currency: "NOK", Unit: intake.PerYear},
		Decides: "avdelingsleder"})
	if err != nil {
		return j, err
	}
	v, err := s.h.Jobs.Of(s.ctx, g, j)
	if err != nil {
		return j, err
	}
	return j, s.h.Jobs.Publish(s.ctx, g, j, v.Version)
}

func (s *benchSeed) apply(i int, j job.ID) error {
	name := fmt.Sprintf("Kandidat Nummer %d", i)
	who, err := s.person(fmt.Sprintf("kandidat%d@fjord.example", i), name, account.Persona{Kind: access.Candidate})
	if err != nil {
		return err
	}
	g, err := privacy.Authorize(who, access.Public(), privacy.Apply)
	if err != nil {
		return err
	}
	d, own, err := s.h.Applied.Begin(g, j)
	if err != nil {
		return err
	}
	d.DraftContact = application.DraftContact{Name: name, Phone: "77 60 00 00"}
	d.DraftCareer = application.DraftCareer{Letter: "Jeg har jobbet på natt i fire år.", Language: "nb", Site: s.site.ID.String()}
	if d, err = s.h.Applied.Keep(s.ctx, own, d, nil); err != nil {
		return err
	}
	return s.h.Applied.Submit(s.ctx, g, j, s.h.Applied.Token(d), account.From{})
}

// oneJob is a job that was taken in, and the address of its page.
func (s *benchSeed) oneJob() (id, address string, err error) {
	g, err := verv(access.Public(), privacy.Publish)
	if err != nil {
		return "", "", err
	}
	found, err := s.h.Jobs.Search(s.ctx, g, s.site.ID, job.Filter{Page: 1})
	if err != nil {
		return "", "", err
	}
	if len(found.Jobs) < 2 {
		return "", "", fmt.Errorf("there are %d jobs", len(found.Jobs))
	}
	j := found.Jobs[len(found.Jobs)-1]
	return j.ID.String(), "/jobs/" + j.ID.String() + "/" + job.Slug(j.Title), nil
}
