package report

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/report/page"
	"verv/internal/web"
	parts "verv/internal/web/page"
)

const (
	ownPath = "/employer/reports"
	allPath = "/operator/reports"
)

// own is the period of whoever chooses first and last quarter.
const own = "own"

// Routes are the pages and the API of this house.
func (h *House) Routes() []web.Route {
	see, oversee := web.Employer(access.ReportSee, privacy.Recruit), web.Operation(access.ReportOversee, privacy.Operate)
	mine := sight{path: ownPath, names: names, title: "report.title", lead: "report.lead", who: "report.privacy.who", empty: "report.empty", report: h.Report, choices: h.Choices}
	all := sight{path: allPath, names: allNames, title: "report.all.title", lead: "report.all.lead", who: "report.all.who", empty: "report.all.empty", report: h.Overview,
		choices: h.OverviewChoices}
	return []web.Route{
		web.Get(mine.path, see, mine.getReports),
		web.Get(mine.path+"/{name}", see, mine.getFile),
		web.API(apiOperation, see, h.apiReports),
		web.Get(all.path, oversee, all.getReports),
		web.Get(all.path+"/{name}", oversee, all.getFile),
	}
}

// sight is one side that reads the figures: an employer its own, or the operator those of all.
type sight struct {
	path                    string
	names                   []string // of the reports, in their order
	title, lead, who, empty string   // keys of texts
	report                  func(context.Context, privacy.Grant, Filter) (Report, error)
	choices                 func(context.Context, privacy.Grant) (Choices, error)
}

// filterForm is the filter as it stands in the address.
type filterForm struct {
	Period string `form:"period,max=16"`
	From   string `form:"from,max=6"`
	To     string `form:"to,max=6"`
	Job    string `form:"job,max=36"`
	Site   string `form:"site,max=36"`
}

// filter reads the form. What cannot be taken is said beside its field; the filter then is the one that stands without it: the running
// quarter and the three before it.
func (f filterForm) filter(now Quarter) (Filter, error) {
	var wrong fault.Form
	out := Filter{Period: Period{now.before().before().before(), now}}
	asked := f.Period
	if asked == own {
		asked = f.From + ".." + f.To
	}
	if asked != "" {
		p, ok := ParsePeriod(asked)
		switch {
		case ok:
			out.Period = p
		case f.Period == own:
			wrong.Add("to", "report.filter.to.wrong", fault.Args{"Max": periodMost})
		default:
			wrong.Add("period", "form.choice")
		}
	}
	if f.Job != "" && out.Job.UnmarshalText([]byte(f.Job)) != nil {
		out.Job = job.ID{}
		wrong.Add("job", "form.choice")
	}
	if f.Site != "" && out.Site.UnmarshalText([]byte(f.Site)) != nil {
		out.Site = access.SiteID{}
		wrong.Add("site", "form.choice")
	}
	return out, wrong.Err()
}

// query is a filter for an address.
func (f Filter) query() string {
	v := url.Values{"period": {f.Period.String()}}
	if !f.Job.IsZero() {
		v.Set("job", f.Job.String())
	}
	if !f.Site.IsZero() {
		v.Set("site", f.Site.String())
	}
	return "?" + v.Encode()
}

func bind(r *web.Request) (form filterForm, f Filter, err error) {
	if err = web.Bind(r, &form); err != nil && !fault.Is(err, fault.Invalid) {
		return form, f, err
	}
	f, wrong := form.filter(QuarterOf(r.Now))
	if err == nil {
		err = wrong
	}
	return form, f, err
}

func (s sight) getReports(r *web.Request) error {
	form, f, bad := bind(r)
	if bad != nil && !fault.Is(bad, fault.Invalid) {
		return bad
	}
	rep, err := s.report(r, r.Grant, f)
	if err != nil {
		return err
	}
	c, err := s.choices(r, r.Grant)
	if err != nil {
		return err
	}
	say := r.Words.Say
	p := page.Reports{Title: say(s.title), Lead: say(s.lead), Who: say(s.who), Rule: say("report.rule"), Form: s.filter(r, form, f, rep, c)}
	if rep.Title != "" {
		p.Title = say("report.title.job", "Job", rep.Title)
	}
	p.Lead += " " + periodText(r.Words, f.Period) + "."
	status := http.StatusOK
	if bad != nil {
		status = http.StatusUnprocessableEntity
		var wrong map[string]string
		p.Form.Sentence, wrong = r.Words.Fault(bad)
		for _, in := range []*parts.Input{&p.Form.Period, &p.Form.From, &p.Form.To, &p.Form.Job, &p.Form.Site} {
			in.Error = wrong[in.Name]
		}
	}
	if rep.Empty() {
		p.Empty = say(s.empty)
	}
	for _, x := range sections(r.Words, rep) {
		if !slices.Contains(s.names, x.name) || rep.Empty() && x.none() {
			continue
		}
		p.Parts = append(p.Parts, x.part(r, s.path, f))
	}
	v := r.View(p.Title)
	v.NoIndex, v.Wide = true, true
	return r.Render(status, page.ReportsPage(v, p))
}

// getFile is one report as a file.
func (s sight) getFile(r *web.Request) error {
	name, err := r.PathText("name")
	if err != nil {
		return err
	}
	name, csv := strings.CutSuffix(name, ".csv")
	if !csv || !slices.Contains(s.names, name) {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	_, f, err := bind(r)
	if err != nil {
		return err
	}
	rep, err := s.report(r, r.Grant, f)
	if err != nil {
		return err
	}
	for _, x := range sections(r.Words, rep) {
		if x.name == name {
			return r.Sheet(x.title+" "+f.Period.String(), append([][]string{x.head}, x.rows...))
		}
	}
	return fault.New(fault.NotFound, "fault.notfound")
}

// filter is the filter's form as it was filled in.
func (s sight) filter(r *web.Request, form filterForm, f Filter, rep Report, c Choices) page.Form {
	say := r.Words.Say
	out := page.Form{Action: r.Path(s.path), Own: form.Period == own,
		Period: parts.Input{Name: "period", Label: say("report.filter.period"), Value: f.Period.String()},
		From:   parts.Input{Name: "from", Label: say("report.filter.from"), Value: string(f.Period.From)},
		To:     parts.Input{Name: "to", Label: say("report.filter.to"), Value: string(f.Period.To)},
		Job:    parts.Input{Name: "job", Label: say("report.filter.job"), Value: f.Job.String()},
		Site:   parts.Input{Name: "site", Label: say("report.filter.site"), Value: f.Site.String()},
		Jobs:   []parts.Choice{{Label: say("report.filter.job.all")}}, Sites: []parts.Choice{{Label: say("report.filter.site.all")}}}
	if form.Period == own {
		out.Period.Value, out.From.Value, out.To.Value = own, form.From, form.To
	}
	seen := map[string]bool{}
	offer := func(p Period) {
		if v := p.String(); !seen[v] {
			seen[v] = true
			out.Periods = append(out.Periods, parts.Choice{Value: v, Label: periodText(r.Words, p)})
		}
	}
	for q := QuarterOf(r.Now); q >= first(c.Quarters, f.Period); q = q.before() {
		year, _, _ := q.Parts()
		offer(Year(year))
		offer(Period{q, q})
		out.Quarters = append(out.Quarters, parts.Choice{Value: string(q), Label: quarterText(r.Words, q)})
	}
	offer(f.Period)
	out.Periods = append(out.Periods, parts.Choice{Value: own, Label: say("report.filter.period.own")})
	for _, n := range c.Jobs {
		out.Jobs = append(out.Jobs, parts.Choice{Value: n.ID, Label: n.Name})
	}
	if !f.Job.IsZero() && !slices.ContainsFunc(c.Jobs, func(n Named) bool { return n.ID == f.Job.String() }) {
		out.Jobs = append(out.Jobs, parts.Choice{Value: f.Job.String(), Label: rep.Title})
	}
	for _, n := range c.Sites {
		out.Sites = append(out.Sites, parts.Choice{Value: n.ID, Label: n.Name})
	}
	return out
}

// first is the oldest quarter that can be chosen: the first that was counted or is shown now, at most ten years back.
func first(counted []Quarter, shown Period) Quarter {
	newest, _, _ := counted[0].Parts()
	out := min(counted[len(counted)-1], shown.From)
	return max(out, quarter(newest-10, 1))
}

func quarterText(w words, q Quarter) string {
	year, n, _ := q.Parts()
	return w.Say("report.quarter", "N", n, "Year", strconv.Itoa(year))
}

func periodText(w words, p Period) string {
	s := p.String()
	switch {
	case len(s) == 4:
		return s
	case p.From == p.To:
		return quarterText(w, p.From)
	}
	return w.Say("report.period", "From", quarterText(w, p.From), "To", quarterText(w, p.To))
}
