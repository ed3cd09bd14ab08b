package report_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/application"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/ledger"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/report"
	"verv/internal/site"
	"verv/internal/store"
	"verv/internal/testbed"
	"verv/internal/testbed/whole"
)

// office is a house with one employer, its recruiter and a job.
type office struct {
	*whole.House
	recruiter, manager, rival whole.Person
	job                       job.ID
	people                    []whole.Person
	sent                      []application.ID
}

func open(h *whole.House) *office {
	o := &office{House: h}
	o.Must(o.Tasks.Plant(o.T.Context()))
	e, other := h.AddEmployer("Tindvik kommune", "974760673"), h.AddEmployer("Nordkyst", "971045698")
	o.recruiter = h.AddPerson("Ola Berg", "ola@tindvik.example", access.Member, e, access.Recruiter)
	o.manager = h.AddPerson("Eva Lie", "eva@tindvik.example", access.Member, e, access.HiringManager)
	o.rival = h.AddPerson("Per Moe", "per@nordkyst.example", access.Member, other, access.Recruiter)
	o.Run()
	o.job = o.publish("=2+3 sykepleier")
	return o
}

func (o *office) grant(p privacy.Purpose) privacy.Grant {
	return o.Grant(o.recruiter.Actor, access.OfEmployer(o.recruiter.Actor.Employer), p)
}

func (o *office) publish(title string) job.ID {
	o.T.Helper()
	ctx, g := o.T.Context(), o.grant(privacy.Recruit)
	j, err := o.Jobs.Create(ctx, g, o.Site.ID, job.Content{Title: title, Language: "nb", Text: "Vi er åtte på laget og trenger en til.",
		Places: []job.Place{{Postcode: "9019", Town: "Tromsø", Country: "NO"}}, Deadline: o.Clock.Now().AddDate(0, 0, 60).Format(time.DateOnly),
		Employment: []job.Employment{intake.Permanent}, Pay: job.Pay{Min: 52_000_000, Max: 60_000_000, Currency: "NOK", Unit: intake.PerYear}, Decides: "avdelingsleder"})
	o.Must(err)
	v, err := o.Jobs.Of(ctx, g, j)
	o.Must(err)
	o.Must(o.Jobs.Publish(ctx, g, j, v.Version))
	return j
}

// apply lets somebody new apply.
func (o *office) apply() application.ID {
	o.T.Helper()
	n := len(o.people)
	who := o.AddPerson(fmt.Sprintf("Kandidat %d", n), fmt.Sprintf("k%d@fjord.example", n), access.Candidate, access.EmployerID{}, access.NoRole)
	ctx, g := o.T.Context(), o.Grant(who.Actor, access.Public(), privacy.Apply)
	d, own, err := o.Applied.Begin(g, o.job)
	o.Must(err)
	d.DraftContact = application.DraftContact{Name: "Kandidat", Phone: "77 60 00 00"}
	d.DraftCareer = application.DraftCareer{Letter: "Jeg har jobbet på natt i fire år.", Language: "nb", Site: o.Site.ID.String()}
	d, err = o.Applied.Keep(ctx, own, d, nil)
	o.Must(err)
	o.Must(o.Applied.Submit(ctx, g, o.job, o.Applied.Token(d), account.From{}))
	all, err := o.Applied.List(ctx, own)
	o.Must(err)
	o.people, o.sent = append(o.people, who), append(o.sent, all[0].ID)
	return all[0].ID
}

func (o *office) read(v application.ID) {
	o.T.Helper()
	_, err := o.Applied.Open(o.T.Context(), o.grant(privacy.Assess), v)
	o.Must(err)
}

func (o *office) move(v application.ID, to application.Stage) application.MoveID {
	o.T.Helper()
	m, err := o.Applied.Move(o.T.Context(), o.grant(privacy.Assess), v, application.State{Stage: to})
	o.Must(err)
	return m
}

func (o *office) withdraw(n int) {
	o.T.Helper()
	a := o.people[n].Actor
	s := access.OfSubject(a.Subject)
	o.Must(o.Applied.Withdraw(o.T.Context(), o.Grant(a, s, privacy.Apply), o.Grant(a, s, privacy.Rights), o.sent[n]))
}

// later lets time pass and what is due run.
func (o *office) later(d time.Duration) {
	o.T.Helper()
	o.Clock.Move(d)
	o.Run()
}

func (o *office) report() report.Report {
	o.T.Helper()
	year := o.Clock.Now().Year()
	r, err := o.Reports.Report(o.T.Context(), o.grant(privacy.Recruit), report.Filter{Period: report.Year(year)})
	o.Must(err)
	return r
}

func figures(all ...[]report.Step) string {
	var out []string
	for _, steps := range all {
		for _, s := range steps {
			n := "?"
			if s.Known {
				n = fmt.Sprint(s.N)
			}
			out = append(out, string(s.Measure)+" "+n)
		}
	}
	return strings.Join(out, ", ")
}

// What was counted stays when its people are erased, and what was erased before it was counted is counted no more than once.
func TestErased(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		show.Show(t, "report.counts", "erased-counted-again")
		o := open(h)
		for range 15 {
			o.apply()
		}
		o.later(24 * time.Hour)
		for _, v := range o.sent[:10] {
			o.read(v)
			o.move(v, application.Review)
		}
		undone := o.move(o.sent[14], application.Interview)
		o.Must(o.Applied.Undo(t.Context(), o.grant(privacy.Assess), o.sent[14], undone))
		o.later(time.Hour)
		before := o.report()
		const want = "applied 15, read 10, review 10, interview ?, offer ?, hired ?, rejected ?, withdrawn ?, form-begun 15, form-checked 15, form-submitted 15, form-sent 15"
		if got := figures(before.Funnel, before.Ends, before.Form); got != want {
			t.Fatalf("%s\nwant %s", got, want)
		}
		if w := before.Waits[0]; w.Spread != (report.Spread{Known: true, Low: 1, Mid: 1, High: 1}) || before.Stays[0].Spread != w.Spread || !before.Waits[1].Known {
			t.Errorf("waited %+v, stood %+v", before.Waits, before.Stays)
		}
		if l := before.Lead.Jobs; len(l) != 1 || l[0].First != 0 || l[0].Ended != -1 || len(before.Channels) != 1 || before.Channels[0].N != 15 {
			t.Errorf("%+v %+v", l, before.Channels)
		}
		for i := range 12 {
			o.move(o.sent[i], application.Interview) // and gone before it is counted
			s := access.OfSubject(o.people[i].Actor.Subject)
			_, err := o.Ledger.EraseWhole(t.Context(), o.Grant(o.people[i].Actor, s, privacy.Rights), ledger.Asked)
			o.Must(err)
		}
		o.withdraw(13)
		o.Run() // the erasure is due, and the counting is not
		o.later(48 * time.Hour)
		after := o.report()
		if a, b := figures(before.Funnel, before.Form), figures(after.Funnel, after.Form); a != b {
			t.Errorf("the erasure of twelve changes the figures:\n%s\n%s", a, b)
		}
		var left int
		o.Must(o.DB.Read(t.Context(), o.Verv(access.Operation(), privacy.Operate), func(r *store.Reader) error {
			n, err := store.List(r, "report.page", store.Args{"after": ""}, func(row store.Row) (v application.ID, err error) { err = row.Scan(&v); return v, err })
			left = len(n)
			return err
		}))
		if left != 2 {
			t.Errorf("%d applications are left, want 2: the test erases nothing", left)
		}
	})
}

func TestPages(t *testing.T) {
	o := open(whole.New(t, store.SQLite))
	for range 10 {
		o.apply()
	}
	o.later(time.Hour)
	b := o.Enter(o.recruiter)
	page := b.Get("/employer/reports").Text()
	for _, want := range []string{"Rapporter", "Fra søknad til ansatt", "Søkt", "10 · 100\u00A0%", "færre enn 10", "Fjordjobb", "ingen jobber ennå"} {
		if !strings.Contains(page, want) && !strings.Contains(string(b.Body), ">"+want+"<") {
			t.Errorf("the page lacks %q", want)
		}
	}
	if raw := string(b.Body); strings.Contains(raw, "style=") || strings.Count(raw, `<svg role="img"`) != 4 || strings.Contains(raw, "NaN") {
		t.Errorf("a drawing is missing, or has a style of its own: %d %v", strings.Count(raw, "<svg role=\"img\""), strings.Contains(raw, "style="))
	}
	if got := b.Get("/employer/jobs").Links("Rapporter"); len(got) != 1 {
		t.Errorf("the employer's home leads to %v", got)
	}
	for path, want := range map[string]int{"?period=2026-11-05": 422, "?period=own&from=2026-4&to=2026-1": 422, "?job=x": 422, "?site=x": 422, "?period=own&from=2025-4&to=2026-4": 200,
		"?job=" + o.job.String(): 200, "?job=019aaaaa-0000-7000-8000-00000000dead": 404, "/people.csv": 404, "/funnel": 404, "/funnel.csv?period=x": 422} {
		if b.Get("/employer/reports" + path); b.Status != want {
			t.Errorf("%s: %d, want %d", path, b.Status, want)
		}
	}
	if page := b.Get("/employer/reports?period=own&from=2026-4&to=2026-1"); !strings.Contains(page.Text(), "siste kvartal som ikke er før") || !strings.Contains(string(page.Body), `<option value="2026-1" selected`) {
		t.Error("what was chosen wrongly is not said or not kept")
	}
	sheet := string(b.Get("/employer/reports/funnel.csv").Body)
	if !strings.HasPrefix(sheet, "\uFEFFSteg;Antall;Andel\r\nSøkt;10;100") || !strings.Contains(sheet, "Ansatt;færre enn 10;") {
		t.Errorf("%q", sheet)
	}
	if sheet := string(b.Get("/en/employer/reports/lead.csv").Body); !strings.Contains(sheet, "Job,Days to first application") || !strings.Contains(sheet, "'=2+3 sykepleier,0,,") {
		t.Errorf("%q", sheet)
	}
	empty := o.Enter(o.rival).Get("/employer/reports")
	if empty.Status != http.StatusOK || !strings.Contains(empty.Text(), "færre enn ti søknader") || strings.Contains(empty.Text(), "Søkt") {
		t.Errorf("nothing to show: %d %s", empty.Status, empty.Text())
	}
	if empty.Get("/employer/reports?job=" + o.job.String()); empty.Status != http.StatusNotFound {
		t.Errorf("another employer's job: %d", empty.Status)
	}
	if b := o.Enter(o.manager).Get("/employer/reports"); b.Status != http.StatusNotFound {
		t.Errorf("a hiring manager: %d", b.Status)
	}
	var out struct {
		Period string
		Funnel []struct {
			Measure string
			Count   *int
		}
	}
	if err := json.Unmarshal(b.Get("/api/employer/reports?period=2026").Body, &out); err != nil || len(out.Funnel) != 6 || *out.Funnel[0].Count != 10 || out.Funnel[5].Count != nil {
		t.Errorf("%v %+v %s", err, out, b.Body)
	}
	o.overview(t)
	_, err := o.Reports.Report(t.Context(), o.Grant(o.manager.Actor, access.OfEmployer(o.manager.Actor.Employer), privacy.Recruit), report.Filter{Period: report.Year(2026)})
	if !fault.Is(err, fault.Withheld) {
		t.Errorf("the use-case lets a hiring manager in: %v", err)
	}
}

// overview is what the operator sees of it: sums of sites, no job, no employer; nobody else does.
func (o *office) overview(t *testing.T) {
	operator := o.AddPerson("Tor Drift", "tor@verv.example", access.Operator, access.EmployerID{}, access.NoRole)
	b := o.Enter(operator)
	page := b.Get("/operator/reports")
	for _, want := range []string{"Rapporter for hele installasjonen", "10 · 100\u00A0%", "færre enn 10", "Fjordjobb", "Driftsansvarlige ser tallene."} {
		if !strings.Contains(page.Text(), want) && !strings.Contains(string(page.Body), ">"+want+"<") {
			t.Errorf("the overview lacks %q", want)
		}
	}
	if raw := string(page.Body); strings.Count(raw, `<svg role="img"`) != 3 || strings.Contains(raw, "sykepleier") || strings.Contains(raw, "Tindvik") || strings.Contains(raw, `name="job"`) {
		t.Errorf("the overview has %d drawings, or names a job or an employer", strings.Count(raw, `<svg role="img"`))
	}
	if got := b.Get("/operator").Links("Rapporter"); len(got) != 1 {
		t.Errorf("the operator's home leads to %v", got)
	}
	for path, want := range map[string]int{"/funnel.csv": 200, "/lead.csv": 404, "/funnel": 404, "?site=x": 422, "?job=" + o.job.String(): 404, "?site=" + o.Site.ID.String(): 200} {
		if b.Get("/operator/reports" + path); b.Status != want {
			t.Errorf("%s: %d, want %d", path, b.Status, want)
		}
	}
	if sheet := string(b.Get("/operator/reports/channel.csv").Body); !strings.HasPrefix(sheet, "\uFEFFNettsted;Antall;Andel\r\nFjordjobb;10;100") {
		t.Errorf("%q", sheet)
	}
	if b := o.Enter(o.recruiter).Get("/operator/reports"); b.Status != http.StatusNotFound {
		t.Errorf("a recruiter: %d", b.Status)
	}
}

// BenchmarkReport is a year of 5,000 applications to 1,000 jobs.
func BenchmarkReport(b *testing.B) {
	bed := testbed.New(b, store.SQLite, testbed.Rooms(b))
	e := testbed.NewID[access.EmployerID](bed)
	site := testbed.NewID[access.SiteID](bed)
	err := bed.DB.Write(b.Context(), bed.Operate(), func(w *store.Writer) error {
		for i := range 1000 {
			err := w.Must("report.setCounts", store.Args{"employer_id": e, "quarter": fmt.Sprintf("2026-%d", i%4+1), "job_id": testbed.NewID[job.ID](bed), "site": site.String(),
				"counts": fmt.Sprintf("applied=5 form-begun=7 form-checked=6 form-sent=5 form-submitted=5 interview=2 offer=1 read=4 rejected=3 review=4 stay-new@%d=2 stay-new@%d=2 stay-review@%d=1 to-answer@%d=3 to-read@%d=2 to-read@3=2",
					i%5, i%7+5, i%9, i%11, i%3)})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	house := report.New(bed.DB, nobodysSites{})
	a := access.Actor{Persona: access.Member, Role: access.Recruiter, Employer: e, Subject: access.NewSubject(bed.Clock.Now())}
	g := bed.Grant(a, access.OfEmployer(e), privacy.Recruit)
	for b.Loop() {
		r, err := house.Report(b.Context(), g, report.Filter{Period: report.Year(2026)})
		if err != nil || r.Funnel[0].N != 5000 {
			b.Fatal(err, r.Funnel)
		}
	}
}

type nobodysSites struct{}

func (nobodysSites) All(context.Context) ([]site.Site, error) { return nil, nil }
