package job_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/promise/show"
	"verv/internal/testbed"
)

func TestStates(t *testing.T) {
	for _, c := range []struct {
		state  job.State
		reason job.Reason
		may    []job.Act // by an employer that asks for no approval
		asked  []job.Act // by one that does
	}{
		{job.Draft, "", []job.Act{job.ActChange, job.ActAsk, job.ActPublish, job.ActSchedule, job.ActDiscard},
			[]job.Act{job.ActChange, job.ActAsk, job.ActSend, job.ActDiscard}},
		{job.Awaiting, "", []job.Act{job.ActRetract, job.ActApprove, job.ActReturn}, []job.Act{job.ActRetract, job.ActApprove, job.ActReturn}},
		{job.Scheduled, "", []job.Act{job.ActChange, job.ActAsk, job.ActPublish, job.ActSchedule, job.ActUnschedule},
			[]job.Act{job.ActChange, job.ActAsk, job.ActPublish, job.ActSchedule, job.ActUnschedule}},
		{job.Open, "", []job.Act{job.ActChange, job.ActAsk, job.ActClose}, []job.Act{job.ActChange, job.ActAsk, job.ActClose}},
		{job.Closed, job.Filled, []job.Act{job.ActArchive}, []job.Act{job.ActArchive}},
		{job.Closed, job.Withdrawn, []job.Act{job.ActArchive}, []job.Act{job.ActArchive}},
		{job.Closed, job.Deadline, []job.Act{job.ActArchive, job.ActReopen}, []job.Act{job.ActArchive, job.ActReopen}},
		{job.Archived, job.Filled, []job.Act{job.ActRestore}, []job.Act{job.ActRestore}},
		{job.Archived, job.Deadline, []job.Act{job.ActRestore, job.ActReopen}, []job.Act{job.ActRestore, job.ActReopen}},
		{"", "", nil, nil},
	} {
		for _, a := range job.Acts() {
			if got := job.May(c.state, c.reason, false, a); got != slices.Contains(c.may, a) {
				t.Errorf("%s %s: %s is %v", c.state, c.reason, a, got)
			}
			if got := job.May(c.state, c.reason, true, a); got != slices.Contains(c.asked, a) {
				t.Errorf("%s %s, approval asked for: %s is %v", c.state, c.reason, a, got)
			}
		}
	}
}

// Who writes drafts opens nothing and changes nothing that readers see; only an owner approves.
func TestNeeds(t *testing.T) {
	may := func(r access.Role, s job.State, a job.Act) bool {
		return access.Actor{Persona: access.Member, Role: r}.May(job.Needs(s, a))
	}
	for _, c := range []struct {
		state   job.State
		act     job.Act
		lowest  access.Role
		refused access.Role
	}{
		{job.Draft, job.ActMake, access.HiringManager, access.Interviewer},
		{job.Draft, job.ActChange, access.HiringManager, access.Interviewer},
		{job.Draft, job.ActSend, access.HiringManager, access.Interviewer},
		{job.Draft, job.ActPublish, access.Recruiter, access.HiringManager},
		{job.Draft, job.ActSchedule, access.Recruiter, access.HiringManager},
		{job.Scheduled, job.ActChange, access.Recruiter, access.HiringManager},
		{job.Open, job.ActChange, access.Recruiter, access.HiringManager},
		{job.Open, job.ActAsk, access.Recruiter, access.HiringManager},
		{job.Open, job.ActClose, access.Recruiter, access.HiringManager},
		{job.Closed, job.ActArchive, access.Recruiter, access.HiringManager},
		{job.Awaiting, job.ActApprove, access.Owner, access.Recruiter},
		{job.Awaiting, job.ActReturn, access.Owner, access.Recruiter},
	} {
		if !may(c.lowest, c.state, c.act) || may(c.refused, c.state, c.act) {
			t.Errorf("%s %s: %s %v, %s %v", c.state, c.act, c.lowest, may(c.lowest, c.state, c.act), c.refused, may(c.refused, c.state, c.act))
		}
	}
}

func TestShown(t *testing.T) {
	now := testbed.Start
	day := 24 * time.Hour
	for name, c := range map[string]struct {
		j                  job.Job
		takes, shown, gone bool
	}{
		"draft":        {job.Job{State: job.Draft, Content: job.Content{EndsAt: now.Add(day)}}, false, false, false},
		"open":         {job.Job{State: job.Open, Content: job.Content{EndsAt: now.Add(1)}}, true, true, false},
		"deadline now": {job.Job{State: job.Open, Content: job.Content{EndsAt: now}}, false, true, false},
		"long over":    {job.Job{State: job.Open, Content: job.Content{EndsAt: now.Add(-30 * day)}}, false, false, true},
		"closed":       {job.Job{State: job.Closed, ClosedAt: now.Add(-29 * day)}, false, true, false},
		"waits":        {job.Job{State: job.Awaiting, Content: job.Content{EndsAt: now.Add(day)}}, false, false, false},
		"scheduled":    {job.Job{State: job.Scheduled, PublishAt: now.Add(-1), Content: job.Content{EndsAt: now.Add(day)}}, false, false, false},
		"archived":     {job.Job{State: job.Archived, ClosedAt: now.Add(-29 * day)}, false, true, false},
		"closed long":  {job.Job{State: job.Closed, ClosedAt: now.Add(-30 * day)}, false, false, true},
	} {
		shown, gone := c.j.Shown(now)
		if c.j.Takes(now) != c.takes || shown != c.shown || gone != c.gone {
			t.Errorf("%s: takes %v shown %v gone %v", name, c.j.Takes(now), shown, gone)
		}
	}
}

// good is a job that passes the gate.
func good() job.Content {
	return job.Content{Title: "Sykepleier, akuttmottak", Text: "Vi søker deg.", Language: "nb",
		Places:     []job.Place{{Street: "Sykehusvegen 38", Postcode: "9019", Town: "Tromsø", Region: "Troms", Country: "NO"}},
		Employment: []job.Employment{intake.Permanent}, Extent: job.Extent{Min: 80, Max: 100},
		Pay:      job.Pay{Min: 56000000, Max: 64000000, Currency: "NOK", Unit: intake.PerYear},
		Deadline: "2026-12-20", EndsAt: time.Date(2026, 12, 20, 23, 0, 0, 0, time.UTC), Decides: "Avdelingsleder",
		Steps: []job.Step{{Name: "Intervju", Day: "2027-01-10"}}}
}

func TestGate(t *testing.T) {
	strict, loose := job.Rules{PayRequired: true}, job.Rules{}
	if err := strict.Gate(good(), testbed.Start); err != nil {
		t.Fatalf("positive control: %v", err)
	}
	for _, c := range []struct {
		name, field string
		rules       job.Rules
		spoil       func(*job.Content)
	}{
		{"no pay", "paymin", strict, func(c *job.Content) { c.Pay = job.Pay{} }},
		{"no pay, loose", "", loose, func(c *job.Content) { c.Pay = job.Pay{} }},
		{"agreement", "", strict, func(c *job.Content) { c.Pay = job.Pay{Text: "Hovedtariffavtalen kap. 4"} }},
		{"min above max", "paymax", loose, func(c *job.Content) { c.Pay.Max = c.Pay.Min - 1 }},
		{"no currency", "paycurrency", loose, func(c *job.Content) { c.Pay.Currency = "" }},
		{"no unit", "payunit", loose, func(c *job.Content) { c.Pay.Unit = "" }},
		{"negative", "paymin", loose, func(c *job.Content) { c.Pay.Min = -1 }},
		{"no text", "text", loose, func(c *job.Content) { c.Text = "<p></p>" }},
		{"no title", "title", loose, func(c *job.Content) { c.Title = "" }},
		{"no place", "town", loose, func(c *job.Content) { c.Places = nil }},
		{"no place, remote", "", loose, func(c *job.Content) { c.Places, c.Remote = nil, intake.Fully }},
		{"no pay where nobody asks", "", job.Rules{PayRequired: true, PayIn: []string{"SE"}}, func(c *job.Content) { c.Pay = job.Pay{} }},
		{"no pay where one place asks", "paymin", job.Rules{PayRequired: true, PayIn: []string{"SE"}}, func(c *job.Content) {
			c.Pay, c.Places = job.Pay{}, append(c.Places, job.Place{Town: "Malmö", Country: "SE"})
		}},
		{"no pay, no country", "paymin", job.Rules{PayRequired: true, PayIn: []string{"SE"}}, func(c *job.Content) {
			c.Pay, c.Places, c.Remote = job.Pay{}, nil, intake.Fully
		}},
		{"no pay, remote from elsewhere", "", job.Rules{PayRequired: true, PayIn: []string{"SE"}}, func(c *job.Content) {
			c.Pay, c.Places, c.Remote, c.RemoteFrom = job.Pay{}, nil, intake.Fully, []string{"NO"}
		}},
		{"a step without a day", "", loose, func(c *job.Content) { c.Steps = []job.Step{{Name: "Svar"}} }},
		{"a step on no day", "stepday-2", loose, func(c *job.Content) { c.Steps = []job.Step{{Name: "A"}, {Name: "B", Day: "2026-02-30"}} }},
		{"a town too long", "town-2", loose, func(c *job.Content) {
			c.Places = append(c.Places, job.Place{Town: strings.Repeat("x", 201)})
		}},
		{"21 places", "town", loose, func(c *job.Content) { c.Places = slices.Repeat(c.Places, 21) }},
		{"20 places", "", loose, func(c *job.Content) { c.Places = slices.Repeat(c.Places, 20) }},
		{"no employment", "employment", loose, func(c *job.Content) { c.Employment = nil }},
		{"deadline past", "deadline", loose, func(c *job.Content) { c.EndsAt = testbed.Start }},
		{"deadline no day", "deadline", loose, func(c *job.Content) { c.Deadline = "2026-02-30" }},
		{"extent", "extentmin", loose, func(c *job.Content) { c.Extent = job.Extent{Min: 100, Max: 80} }},
		{"pay history in text", "text", loose, func(c *job.Content) { c.Text = "<p>Oppgi nåværende lønn i søknaden.</p>" }},
		{"pay history asked", "questions", loose, func(c *job.Content) {
			c.Questions = []job.Question{{Kind: job.AskNumber, Label: "What is your current salary?"}}
		}},
		{"address of a script", "applyurl", loose, func(c *job.Content) { c.ApplyURL = "javascript:alert(1)" }},
	} {
		content := good()
		c.spoil(&content)
		err := c.rules.Gate(content, testbed.Start)
		f := fault.As(err)
		switch {
		case c.field == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.field != "" && (f == nil || f.Kind != fault.Invalid || !slices.ContainsFunc(f.Fields, func(x fault.Field) bool { return x.Name == c.field })):
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestPayHistory(t *testing.T) {
	show.Show(t, "job.pay-history", "earlier-pay-may-be-asked")
	for _, s := range []string{
		"Hva er din nåværende lønn?", "Hva tjener du i dag?", "Legg ved lønnsslipp", "Forrige årslønn", "Kva tener du no?", "Noverande løn",
		"Vad har du för nuvarande lön?", "Vad tjänar du?", "Din lönehistorik", "Mikä on nykyinen palkkasi?", "Paljonko ansaitset nyt?",
		"Nykypalkka", "Edellisen työpaikan palkka: edellinen palkka", "Hvad tjener du nu?", "Din nuværende månedsløn", "Vedlæg lønseddel",
		"What is your CURRENT   salary?", "How much do you make?", "Salary history", "previous base pay", "How much did you earn",
	} {
		if !job.AsksPayHistory(s) {
			t.Errorf("let through: %s", s)
		}
		c := good()
		c.Text = "<p>" + s + "</p>"
		if err := (job.Rules{}).Gate(c, testbed.Start); !fault.Is(err, fault.Invalid) || fault.As(err).Fields[0].Key != "job.text.payhistory" {
			t.Errorf("an advertisement asks %q: %v", s, err)
		}
	}
	for _, s := range []string{
		"Hva er din lønnsforventning?", "Hvilken lønn ønsker du?", "Kva løn ventar du?", "Vilket löneanspråk har du?", "Mikä on palkkatoiveesi?",
		"Hvad er dit lønønske?", "What is your expected salary?", "Hvorfor søker du?", "Har du tidligere erfaring med lønnskjøring?",
		"Do you currently have a driving licence?", "Tidligere erfaring med lønn og regnskap", "Lønn etter avtale",
	} {
		if job.AsksPayHistory(s) {
			t.Errorf("refused: %s", s)
		}
	}
}

func TestGenderedTitles(t *testing.T) {
	for _, c := range []struct{ language, title, word string }{
		{"nb", "Formann på anlegg", "Formann"}, {"nb", "Renholdsdame", "Renholdsdame"}, {"nb", "Lærerinne", "Lærerinne"}, {"nb", "Sykepleier", ""},
		{"nb", "Jordmor", ""}, {"nn", "Tillitsmann", "Tillitsmann"}, {"sv", "Sjuksköterska", ""}, {"sv", "Städerska", "Städerska"},
		{"sv", "Brandman", "Brandman"}, {"sv", "Barnmorska", ""}, {"fi", "Myyntimies", "Myyntimies"}, {"fi", "Sairaanhoitaja", ""},
		{"fi", "Lakimies", "Lakimies"}, {"da", "Formand", "Formand"}, {"da", "Sygeplejerske", ""}, {"da", "Rengøringsassistent", ""},
		{"en", "Salesman", "Salesman"}, {"en", "Waitress", "Waitress"}, {"en", "Business analyst", ""}, {"en", "Process engineer", ""},
		{"en", "Foreman / Forewoman", "Foreman"}, {"en", "Human resources manager", ""}, {"en", "German teacher", ""},
	} {
		words := job.GenderedWords(c.language, c.title)
		if c.word == "" && len(words) > 0 || c.word != "" && (len(words) == 0 || words[0] != c.word) {
			t.Errorf("%s %q: %v", c.language, c.title, words)
		}
	}
}

func TestWarnings(t *testing.T) {
	c := good()
	if w := job.Warnings(c); len(w) != 0 {
		t.Fatalf("positive control: %v", w)
	}
	c.Title, c.Pay.Max, c.Deadline, c.Steps = "Formann", c.Pay.Min*2, "", nil
	if w := job.Warnings(c); len(w) != 4 {
		t.Errorf("%v", w)
	}
}
