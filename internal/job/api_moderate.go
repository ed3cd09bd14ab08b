package job

import (
	"time"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/web"
)

// How the operator stands to an employer's job, and the employer's answer, for programs.

func (h *House) apiModerate() []web.Route {
	edit := web.Employer(access.JobEdit, privacy.Recruit)
	const path = "/api/employer/jobs/{id}/appeal"
	return []web.Route{
		web.API(apiTag.Get(path, "get-job-statement", "How the operator stands to a job, and the reasons where it is not public"), edit, h.apiStatement),
		web.API(apiTag.Post(path, "appeal-job", "Answer the operator's last decision, once; a person reads it"), edit, h.apiAppeal),
	}
}

type (
	// APIStatement is how the operator stands to a job (regulation (EU) 2022/2065, article 17).
	APIStatement struct {
		Standing   string     `json:"standing" enum:"clear,waiting,held,down"`
		Ground     string     `json:"ground,omitempty" enum:"scam,discrimination,pay,personal,expired,duplicate,nojob,other"`
		Text       string     `json:"text,omitempty" doc:"the operator's reasons"`
		DecidedAt  *time.Time `json:"decidedAt,omitempty"`
		MayAppeal  bool       `json:"mayAppeal" doc:"the decision can be answered now"`
		AppealedAt *time.Time `json:"appealedAt,omitempty" doc:"when it was answered last"`
		AnsweredAt *time.Time `json:"answeredAt,omitempty" doc:"when the operator decided on that"`
	}
	// APIAppeal is the employer's answer.
	APIAppeal struct {
		Text string `json:"text" maxLength:"4000" example:"The advertisement says what the job pays now."`
	}
)

func (h *House) apiStatement(r *web.Request, _ *web.Named) (*web.Answer[APIStatement], error) {
	j, err := h.mine(r)
	if err != nil {
		return nil, err
	}
	s, err := h.Statement(r, r.Grant, j.ID)
	d := APIStatement{Standing: string(s.Standing), MayAppeal: s.MayAppeal, DecidedAt: someTime(s.Last.At), AppealedAt: someTime(s.Appealed.At), AnsweredAt: someTime(s.Appealed.AnsweredAt)}
	if s.Last.Ruling.restricts() {
		d.Ground, d.Text = string(s.Last.Ground), s.Last.Text
	}
	return web.Answered(d, err)
}

func (h *House) apiAppeal(r *web.Request, in *web.NamedWith[APIAppeal]) (*web.None, error) {
	j, err := h.mine(r)
	if err != nil {
		return nil, err
	}
	return nil, h.Appeal(r, r.Grant, j.ID, in.Body.Text)
}
