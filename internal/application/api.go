package application

import (
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/web"
)

func operation(method, path, name, summary string) huma.Operation {
	return huma.Operation{Method: method, Path: path, OperationID: name, Summary: summary, Tags: []string{"applications"}}
}

func (h *House) apiRoutes() []web.Route {
	move := web.Employer(access.ApplicationMove, privacy.Assess)
	return []web.Route{
		web.API(operation(http.MethodGet, "/api/employer/jobs/{id}/applications", "list-applications", "Applications to a job of one's employer"),
			web.Employer(access.ApplicationList, privacy.Assess), h.apiTable),
		web.API(operation(http.MethodGet, "/api/employer/applications/{id}", "open-application", "Letter, answers and CV; the person can see that it was opened"),
			web.Employer(access.ApplicationRead, privacy.Assess), h.apiOpen),
		web.API(operation(http.MethodPost, "/api/employer/applications/{id}/move", "move-application", "Move to a stage, or to hired"), move, h.apiMove),
		web.API(operation(http.MethodPost, "/api/employer/applications/{id}/reject", "reject-application", "Reject with a reason"), move, h.apiReject),
		web.API(operation(http.MethodGet, "/api/applications", "own-applications", "One's own applications"),
			web.Own(access.ApplicationOwn, privacy.Apply), h.apiMine),
	}
}

type apiLine struct {
	ID     string    `json:"id"`
	Name   string    `json:"name"`
	State  string    `json:"state"`
	Score  float64   `json:"score" doc:"mean of the team, 0 is none"`
	SentAt time.Time `json:"sentAt"`
}

type apiTableIn struct {
	ID    string `path:"id" format:"uuid"`
	Name  string `query:"name" maxLength:"120"`
	State string `query:"state" enum:"new,review,interview,offer,hired,rejected"`
	Sort  string `query:"sort" enum:"sent,score,stage"`
	Page  int    `query:"page" minimum:"0" maximum:"200"`
}

type apiTableOut struct {
	Body struct {
		Total        int       `json:"total"`
		Applications []apiLine `json:"applications"`
	}
}

func (h *House) apiTable(r *web.Request, in *apiTableIn) (*apiTableOut, error) {
	j, err := jobID(r)
	if err != nil {
		return nil, err
	}
	t, err := h.Table(r, r.Grant, j, Filter{Name: in.Name, State: in.State, Sort: Sort(in.Sort), Page: in.Page})
	if err != nil {
		return nil, err
	}
	out := &apiTableOut{}
	out.Body.Total, out.Body.Applications = t.Total, []apiLine{}
	for _, l := range t.Lines {
		out.Body.Applications = append(out.Body.Applications, apiLine{l.ID.String(), l.Name, l.Word(), float64(l.Score) / 10, l.SentAt})
	}
	return out, nil
}

type apiID struct {
	ID string `path:"id" format:"uuid"`
}

type apiAnswer struct {
	Question string   `json:"question"`
	Values   []string `json:"values"`
}

type apiOpened struct {
	Body struct {
		apiLine
		Letter  string      `json:"letter"`
		Answers []apiAnswer `json:"answers"`
		Kept    *time.Time  `json:"keptUntil,omitempty"`
	}
}

func (h *House) apiOpen(r *web.Request, _ *apiID) (*apiOpened, error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	o, err := h.Open(r, r.Grant, v)
	if err != nil {
		return nil, err
	}
	out := &apiOpened{}
	out.Body.apiLine = apiLine{o.ID.String(), o.Name, o.Word(), float64(o.Score) / 10, o.SentAt}
	out.Body.Letter, out.Body.Answers = o.Career.Letter, []apiAnswer{}
	for _, a := range o.Career.Answers {
		out.Body.Answers = append(out.Body.Answers, apiAnswer{a.Label, a.Values})
	}
	if !o.Until.IsZero() {
		out.Body.Kept = &o.Until
	}
	return out, nil
}

type apiMoved struct {
	Body struct {
		Move string `json:"move" doc:"can be undone until the letter has left"`
	}
}

type apiMoveIn struct {
	ID   string `path:"id" format:"uuid"`
	Body struct {
		To string `json:"to" enum:"new,review,interview,offer,hired"`
	}
}

func (h *House) apiMove(r *web.Request, in *apiMoveIn) (*apiMoved, error) {
	return moved(r, func(v ID) (MoveID, error) { return h.Move(r, r.Grant, v, stateOf(in.Body.To)) })
}

type apiRejectIn struct {
	ID   string `path:"id" format:"uuid"`
	Body struct {
		Reason string `json:"reason" enum:"qualifications,experience,other,ended"`
		Text   string `json:"text,omitempty" maxLength:"5000"`
	}
}

func (h *House) apiReject(r *web.Request, in *apiRejectIn) (*apiMoved, error) {
	return moved(r, func(v ID) (MoveID, error) {
		return h.Reject(r, r.Grant, v, Decision{Reason(in.Body.Reason), in.Body.Text})
	})
}

func moved(r *web.Request, do func(ID) (MoveID, error)) (*apiMoved, error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	m, err := do(v)
	out := &apiMoved{}
	out.Body.Move = m.String()
	return out, err
}

type apiMine struct {
	ID       string    `json:"id"`
	Job      string    `json:"job"`
	Employer string    `json:"employer"`
	Step     string    `json:"step"`
	Outcome  string    `json:"outcome,omitempty"`
	SentAt   time.Time `json:"sentAt"`
}

type apiMineOut struct {
	Body struct {
		Applications []apiMine `json:"applications"`
	}
}

func (h *House) apiMine(r *web.Request, _ *struct{}) (*apiMineOut, error) {
	all, err := h.List(r, r.Grant)
	if err != nil {
		return nil, err
	}
	out := &apiMineOut{}
	out.Body.Applications = []apiMine{}
	for _, m := range all {
		out.Body.Applications = append(out.Body.Applications, apiMine{m.ID.String(), m.JobTitle, m.EmployerName, string(m.Step), string(m.Outcome), m.SentAt})
	}
	return out, nil
}
