package report

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"verv/internal/web"
)

var apiOperation = huma.Operation{Method: http.MethodGet, Path: "/api/employer/reports", OperationID: "get-reports",
	Summary: "Figures about one's employer's hiring, rounded down to fives; null where fewer than ten are behind one", Tags: []string{"reports"}}

type (
	apiQuery struct {
		Period string `query:"period" maxLength:"16" doc:"2026, 2026-4 or 2026-1..2026-3; four quarters to now when empty"`
		Job    string `query:"job" maxLength:"36"`
		Site   string `query:"site" maxLength:"36"`
	}
	apiStep struct {
		Measure string `json:"measure"`
		Count   *int   `json:"count"`
	}
	apiSite struct {
		Site  string `json:"site"`
		Name  string `json:"name"`
		Count *int   `json:"count"`
	}
	apiDays struct {
		Measure string `json:"measure"`
		Lower   *int   `json:"lower" doc:"quartiles, in days"`
		Median  *int   `json:"median"`
		Upper   *int   `json:"upper"`
	}
	apiJob struct {
		Job    string `json:"job"`
		Title  string `json:"title"`
		First  *int   `json:"first" doc:"days from published to the first application"`
		Ended  *int   `json:"ended" doc:"days from published to filled or closed"`
		Filled bool   `json:"filled"`
	}
	apiOut struct {
		Body struct {
			Period string    `json:"period"`
			Funnel []apiStep `json:"funnel"`
			Ends   []apiStep `json:"ends"`
			Stages []apiDays `json:"stages"`
			Sites  []apiSite `json:"sites"`
			Waits  []apiDays `json:"waits"`
			Form   []apiStep `json:"form"`
			Jobs   []apiJob  `json:"jobs"`
		}
	}
)

func (h *House) apiReports(r *web.Request, in *apiQuery) (*apiOut, error) {
	f, err := filterForm{Period: in.Period, Job: in.Job, Site: in.Site}.filter(QuarterOf(r.Now))
	if err != nil {
		return nil, err
	}
	rep, err := h.Report(r, r.Grant, f)
	if err != nil {
		return nil, err
	}
	out := &apiOut{}
	b := &out.Body
	b.Period = f.Period.String()
	b.Funnel, b.Ends, b.Form = apiSteps(rep.Funnel), apiSteps(rep.Ends), apiSteps(rep.Form)
	b.Stages, b.Waits = apiLasted(rep.Stays), apiLasted(rep.Waits)
	b.Sites, b.Jobs = []apiSite{}, []apiJob{}
	for _, c := range rep.Channels {
		b.Sites = append(b.Sites, apiSite{c.Site.String(), c.Name, c.count()})
	}
	for _, j := range rep.Lead.Jobs {
		b.Jobs = append(b.Jobs, apiJob{j.ID.String(), j.Title, known(j.First >= 0, j.First), known(j.Ended >= 0, j.Ended), j.Filled})
	}
	return out, nil
}

func (f Figure) count() *int { return known(f.Known, f.N) }

func known(ok bool, n int) *int {
	if !ok {
		return nil
	}
	return &n
}

func apiSteps(all []Step) []apiStep {
	out := []apiStep{}
	for _, s := range all {
		out = append(out, apiStep{string(s.Measure), s.count()})
	}
	return out
}

func apiLasted(all []Lasted) []apiDays {
	out := []apiDays{}
	for _, s := range all {
		out = append(out, apiDays{string(s.Measure), known(s.Known, s.Low), known(s.Known, s.Mid), known(s.Known, s.High)})
	}
	return out
}
