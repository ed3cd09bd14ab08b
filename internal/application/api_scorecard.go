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

// APIMark is the score of one criterion.
type APIMark struct {
	Criterion string `json:"criterion" maxLength:"36"`
	Score     int    `json:"score" minimum:"1" maximum:"5"`
}

// APICard is what one member thinks of an application.
type APICard struct {
	Own     bool      `json:"own"`
	At      time.Time `json:"at"`
	Marks   []APIMark `json:"marks"`
	Verdict string    `json:"verdict"`
	Text    string    `json:"text"`
}

// APICards are the scorecards of one application.
type APICards struct {
	Criteria   []APICriterion `json:"criteria"`
	Scorecards []APICard      `json:"scorecards"`
	Others     int            `json:"others" doc:"given by colleagues, seen or not"`
}

func (h *House) apiScorecards(r *web.Request, _ *web.Named) (*web.Answer[APICards], error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	c, _, err := h.Scorecards(r, r.Grant, v)
	if err != nil {
		return nil, err
	}
	out := APICards{}
	out.Others, out.Criteria, out.Scorecards = c.Given, []APICriterion{}, []APICard{}
	for _, k := range c.Plan.Criteria {
		out.Criteria = append(out.Criteria, APICriterion{k.ID, k.Name, k.Anchors})
	}
	if c.Own != nil {
		for _, s := range append([]Scorecard{*c.Own}, c.Others...) {
			card := APICard{Own: s.ID == c.Own.ID, At: s.ChangedAt, Verdict: string(s.Verdict), Text: s.Text, Marks: []APIMark{}}
			for _, m := range s.Marks {
				card.Marks = append(card.Marks, APIMark{m.Criterion, m.Score})
			}
			out.Scorecards = append(out.Scorecards, card)
		}
	}
	return web.Answered(out, nil)
}

// APIScore is a scorecard that is given.
type APIScore struct {
	Marks   []APIMark `json:"marks" maxItems:"8"`
	Verdict string    `json:"verdict" enum:"yes,no,unsure"`
	Text    string    `json:"text,omitempty" maxLength:"5000"`
}

func (h *House) apiScore(r *web.Request, in *web.NamedWith[APIScore]) (*web.None, error) {
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
