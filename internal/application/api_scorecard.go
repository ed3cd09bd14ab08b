package application

import (
	"time"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/web"
)

func (h *House) scorecardAPI() []web.Route {
	score := web.Employer(access.ApplicationReview, privacy.Assess)
	return []web.Route{
		web.API(apiTag.Get("/api/employer/applications/{id}/scorecards", "list-scorecards",
			"Scorecards of an application; those of colleagues only once one's own is given"), score, h.apiScorecards),
		web.API(apiTag.Post("/api/employer/applications/{id}/scorecards", "give-scorecard", "Give one's own scorecard, or change it"), score, h.apiScore),
	}
}

type apiMark struct {
	Criterion string `json:"criterion" maxLength:"36"`
	Score     int    `json:"score" minimum:"1" maximum:"5"`
}

type apiCriterion struct {
	ID      string   `json:"id" doc:"\"overall\" where the job has no scorecard of its own"`
	Name    string   `json:"name"`
	Anchors []string `json:"anchors"`
}

type apiCard struct {
	Own     bool      `json:"own"`
	At      time.Time `json:"at"`
	Marks   []apiMark `json:"marks"`
	Verdict string    `json:"verdict"`
	Text    string    `json:"text"`
}

type apiCards struct {
	Body struct {
		Criteria   []apiCriterion `json:"criteria"`
		Scorecards []apiCard      `json:"scorecards"`
		Others     int            `json:"others" doc:"given by colleagues, seen or not"`
	}
}

func (h *House) apiScorecards(r *web.Request, _ *web.Named) (*apiCards, error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	c, _, err := h.Scorecards(r, r.Grant, v)
	if err != nil {
		return nil, err
	}
	out := &apiCards{}
	out.Body.Others, out.Body.Criteria, out.Body.Scorecards = c.Given, []apiCriterion{}, []apiCard{}
	for _, k := range c.Plan.Criteria {
		out.Body.Criteria = append(out.Body.Criteria, apiCriterion{k.ID, k.Name, k.Anchors})
	}
	if c.Own != nil {
		for _, s := range append([]Scorecard{*c.Own}, c.Others...) {
			card := apiCard{Own: s.ID == c.Own.ID, At: s.ChangedAt, Verdict: string(s.Verdict), Text: s.Text, Marks: []apiMark{}}
			for _, m := range s.Marks {
				card.Marks = append(card.Marks, apiMark{m.Criterion, m.Score})
			}
			out.Body.Scorecards = append(out.Body.Scorecards, card)
		}
	}
	return out, nil
}

type apiScoreIn struct {
	ID   string `path:"id" format:"uuid"`
	Body struct {
		Marks   []apiMark `json:"marks" maxItems:"8"`
		Verdict string    `json:"verdict" enum:"yes,no,unsure"`
		Text    string    `json:"text,omitempty" maxLength:"5000"`
	}
}

func (h *House) apiScore(r *web.Request, in *apiScoreIn) (*struct{}, error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	s := Scored{Verdict: Verdict(in.Body.Verdict), Text: in.Body.Text}
	for _, m := range in.Body.Marks {
		s.Marks = append(s.Marks, Mark{Criterion: m.Criterion, Score: m.Score})
	}
	return nil, h.Score(r, r.Grant, v, s)
}
