package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/demo/world"
	"verv/internal/employer"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/privacy"
)

// agencyKey is the key of an employer that came with an imported advertisement, that nobody has looked up yet, and that hires for others.
const agencyKey = "havbris"

// agency is that employer. The operator has approved its first job, and the next one waits.
func agency() world.Employer {
	member := func(key string, role world.Role, name, email, title string) world.Member {
		return world.Member{Key: key, Role: role, Name: name, Email: email + "@havbris.example", Title: title, Language: "nb"}
	}
	return world.Employer{Key: agencyKey, Name: "Havbris Bemanning AS", Place: world.Place{Town: "Tindvik", Municipality: "Tindvik", Postcode: "6585", Country: "NO"},
		Members: []world.Member{
			member("hb-vigdis", world.Owner, "Vigdis Sandnæs", "vigdis.sandnes", "Daglig leder"),
			member("hb-jonas", world.Recruiter, "Jonas Hovdeneset", "jonas.hovdeneset", "Rådgiver"),
		}}
}

// planAgency brings the agency where the world has it, and what the operator has to look at: its job with signs of a fraud, and a report.
func (s *seeder) planAgency() {
	e, known := s.looks.employers[agencyKey]
	if !known {
		return
	}
	d := hirer{s}
	s.plan(s.moment(9, 10, 0), "import of an advertisement", func() error { return d.imported(e) })
	s.plan(s.moment(8, 10, 0), "agency", d.begin)
	s.plan(s.moment(7, 12, 0), "look at the agency's first job", d.approved)
	s.plan(s.moment(1, 20, 0), "the agency's next job", d.next)
	s.plan(s.moment(1, 21, 0), "report", d.reported)
}

type hirer struct{ *seeder }

const agencyText = "Vi søker deg som liker å ha orden rundt deg og vil ha faste dager.\n\n## Dette skal du gjøre\n\n- Ta imot varer og sette dem på plass\n- Plukke og pakke bestillinger\n" +
	"- Telle lageret hver måned\n\n## Dette må du ha\n\n- Truckførerbevis klasse T1 og T4, eller lyst til å ta det\n- Norsk eller engelsk som du klarer deg med på jobb\n\n## Dette får du\n\n" +
	"- Lønn etter samme avtale som de faste hos kunden\n- Opplæring de første to ukene"

// imported takes in the advertisement that brings the employer, and lets its people join.
func (d hirer) imported(e world.Employer) error {
	g, err := verv(access.Operation(), privacy.Publish)
	if err != nil {
		return err
	}
	type object = map[string]any
	posting, err := json.Marshal(object{"@context": "https://schema.org", "@type": "JobPosting", "identifier": object{"@type": "PropertyValue", "value": "HB-104"},
		"title": "Renholder, dagtid", "description": "<p>Vi søker en renholder til kontorer og fellesarealer i Tindvik. Du jobber dagtid, har fast rute og får opplæring av en kollega den første uka.</p>",
		"datePosted": d.now.AddDate(0, 0, -9).Format(time.DateOnly), "validThrough": d.day(26), "employmentType": "PART_TIME",
		"hiringOrganization": object{"name": e.Name}, "jobLocation": object{"@type": "Place", "address": object{"addressLocality": e.Place.Town,
			"postalCode": e.Place.Postcode, "addressCountry": e.Place.Country}},
		"baseSalary": object{"currency": "NOK", "value": object{"minValue": 210, "maxValue": 225, "unitText": "HOUR"}}})
	if err != nil {
		return err
	}
	for line, err := range d.house.Jobs.Intake(d.ctx, g, job.Source{Name: agencyKey, Site: d.site}, strings.NewReader(string(posting))) {
		if err != nil {
			return err
		}
		if line.Verdict != job.Taken {
			return fmt.Errorf("advertisement %s is %s: %s", line.ID, line.Verdict, line.Reason)
		}
	}
	if g, err = verv(access.Operation(), privacy.Operate); err != nil {
		return err
	}
	all, err := d.house.Employers.List(d.ctx, g)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(x employer.Employer) bool { return x.Name == e.Name })
	if i < 0 {
		return errors.New("the import brought no employer")
	}
	d.employers[agencyKey] = all[i].ID
	for _, m := range e.Members {
		if err := d.join(all[i].ID, m); err != nil {
			return err
		}
	}
	return nil
}

// begin makes the employer an agency with two clients, and sends its first job to the operator.
func (d hirer) begin() error {
	g, err := d.as("hb-vigdis", privacy.Recruit)
	if err != nil {
		return err
	}
	if err := d.house.Employers.Set(d.ctx, g, employer.Setting{Agency: true, ArchiveDays: employer.StandardArchive}); err != nil {
		return err
	}
	client, err := d.house.Employers.AddClient(d.ctx, g, employer.Client{Name: "Tindvik Kjølelager AS", Country: "NO"})
	if err != nil {
		return err
	}
	return d.advertise("first", "Lagermedarbeider, ettermiddag", agencyText, job.Client{ID: client})
}

// advertise writes a job for a client and publishes it; whether everybody sees it is for the house of jobs to say.
func (d hirer) advertise(key, title, text string, c job.Client) error {
	g, err := d.as("hb-jonas", privacy.Recruit)
	if err != nil {
		return err
	}
	j, err := d.house.Jobs.Create(d.ctx, g, d.site, job.Content{Title: title, Text: text, Language: "nb", Client: c, Deadline: d.day(20), Decides: "rådgiver",
		Places: []job.Place{{Postcode: "6585", Town: "Tindvik", Region: "Tindvik", Country: "NO"}}, Employment: []job.Employment{intake.Temporary},
		Extent: job.Extent{Min: 60, Max: 100}, WorkLanguages: []string{"nb", "en"}, Pay: job.Pay{Min: 215_00, Max: 238_00, Currency: "NOK", Unit: intake.PerHour}})
	if err != nil {
		return err
	}
	d.jobs[agencyKey+"-"+key] = j
	v, err := d.house.Jobs.Of(d.ctx, g, j)
	if err != nil {
		return err
	}
	return d.house.Jobs.Publish(d.ctx, g, j, v.Version)
}

// approved is what the operator says of the first one.
func (d hirer) approved() error {
	g, err := privacy.Authorize(d.operator, access.Operation(), privacy.Moderate)
	if err != nil {
		return err
	}
	j := d.jobs[agencyKey+"-first"]
	c, err := d.house.Jobs.Case(d.ctx, g, j)
	if err != nil {
		return err
	}
	return d.house.Jobs.Decide(d.ctx, g, j, job.Decided{Ruling: job.Approve, Version: c.Moderation.Version})
}

// next is a job for a secret client whose text a fraud could have written, so it waits.
func (d hirer) next() error {
	g, err := d.as("hb-vigdis", privacy.Recruit)
	if err != nil {
		return err
	}
	client, err := d.house.Employers.AddClient(d.ctx, g, employer.Client{Name: "Skjærgårdens Fiskemottak AS", Country: "NO"})
	if err != nil {
		return err
	}
	return d.advertise("next", "Pakker til fiskemottak, rask start", "Vi trenger folk til et fiskemottak før jul. Du pakker fisk på bånd sammen med fem andre, og får opplæring første dag.\n\n"+
		"Du trenger ikke sende søknad. Skriv til oss på Telegram, og send kontonummeret ditt før første vakt, så er lønna klar med en gang.", job.Client{ID: client, Secret: true})
}

// reported is what a reader says of a job that everybody sees.
func (d hirer) reported() error {
	g, err := privacy.Authorize(access.Anyone(), access.Public(), privacy.Moderate)
	if err != nil {
		return err
	}
	_, err = d.house.Jobs.Report(d.ctx, g, d.site, d.jobs[agencyKey+"-first"], job.Reported{Reason: job.ReportPay, Language: "nb", Address: "leser@epost.example",
		Text: "Annonsen sier 215 til 238 kroner timen. Da jeg ringte, fikk jeg høre at lønna er 190 de tre første månedene.", Client: netip.MustParseAddr("203.0.113.7")})
	return err
}
