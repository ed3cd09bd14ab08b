package recommend

import (
	"time"

	"verv/internal/access"
	"verv/internal/cv"
	"verv/internal/fault"
	"verv/internal/match"
	"verv/internal/privacy"
	"verv/internal/web"
)

// The JSON API over the same use-cases as the pages.

const apiTag = web.Tag("recommended")

func (h *House) api() []web.Route {
	own := web.Own(access.CandidateOwn, privacy.Profile)
	const at = "/api/recommended"
	return []web.Route{
		web.API(apiTag.Get(at, "get-recommended", "The jobs that suit best, as they were ranked the last time"), own, h.apiGet),
		web.API(apiTag.Post(at, "make-recommended", "Rank the open jobs of this site for oneself"), own, h.apiMake),
		web.API(apiTag.Delete(at, "drop-recommended", "Delete every ranking; nothing is ranked until the next one is asked for"), own, h.apiDrop),
	}
}

type (
	// APIRun is a ranking with everything that made it.
	APIRun struct {
		MadeAt  *time.Time        `json:"madeAt,omitempty" doc:"none was made where it is missing"`
		Version string            `json:"version,omitempty" doc:"of the rules"`
		Input   string            `json:"input,omitempty" doc:"SHA-256 of what was compared"`
		Weights map[string]uint32 `json:"weights,omitempty" doc:"points of a hundred"`
		Jobs    []APIFit          `json:"jobs"`
	}
	// APIFit is a job and why it suits.
	APIFit struct {
		Job      string            `json:"job" format:"uuid"`
		Score    uint32            `json:"score" doc:"the sum of each part by its weight"`
		Parts    map[string]uint32 `json:"parts" doc:"from 0 to 1000"`
		Unsaid   []string          `json:"unsaid,omitempty" doc:"parts of which the person or the job says nothing"`
		Anywhere bool              `json:"anywhere,omitempty" doc:"the work is done from anywhere"`
		Skills   []string          `json:"skills,omitempty" doc:"in common"`
		Words    []string          `json:"words,omitempty" doc:"in common, of those that say most"`
	}
	// APIWish names the CV that is compared.
	APIWish struct {
		CV string `json:"cv" format:"uuid"`
	}
)

func (h *House) apiGet(r *web.Request, _ *struct{}) (*web.Answer[APIRun], error) {
	m, err := h.Last(r, r.Grant)
	if err != nil {
		return nil, err
	}
	return web.Answered(shown(m.Run), nil)
}

func shown(v Run) APIRun {
	out := APIRun{Jobs: []APIFit{}}
	if v.ID.IsZero() {
		return out
	}
	out.MadeAt, out.Version, out.Input, out.Weights = &v.MadeAt, v.Version, v.Input, named(v.Weights[:])
	for _, f := range v.Jobs {
		out.Jobs = append(out.Jobs, APIFit{Job: f.Job.String(), Score: f.Score, Parts: named(f.Parts), Unsaid: names(f.Unsaid), Anywhere: f.Anywhere, Skills: f.Skills, Words: f.Words})
	}
	return out
}

func names(parts []match.Part) (out []string) {
	for _, p := range parts {
		out = append(out, p.String())
	}
	return out
}

func named(parts []uint32) map[string]uint32 {
	out := map[string]uint32{}
	for i, v := range parts {
		out[match.Part(i).String()] = v
	}
	return out
}

func (h *House) apiMake(r *web.Request, in *web.With[APIWish]) (*web.Answer[APIRun], error) {
	var of cv.ID
	if of.UnmarshalText([]byte(in.Body.CV)) != nil {
		return nil, fault.New(fault.Invalid, "form.choice")
	}
	s, err := h.siteOf(r)
	if err != nil {
		return nil, err
	}
	v, err := h.Make(r, r.Grant, s, of)
	if err != nil {
		return nil, err
	}
	return web.Answered(shown(v), nil)
}

func (h *House) apiDrop(r *web.Request, _ *struct{}) (*web.None, error) {
	return nil, h.Stop(r, r.Grant)
}
