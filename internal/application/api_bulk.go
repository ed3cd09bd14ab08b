package application

import (
	"time"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/web"
)

// Many applications at once: first a choice, which can be read over, then the deed.

func (h *House) apiBulk() []web.Route {
	move := web.Employer(access.ApplicationMove, privacy.Assess)
	const one = "/api/employer/bulk/{bulk}"
	return []web.Route{
		web.API(apiTag.Post("/api/employer/jobs/{id}/bulk", "choose-bulk", "Choose applications of a job, to move, reject or write to them"), move, h.apiChoose),
		web.API(apiTag.Get(one, "get-bulk", "What was chosen, and what became of each"), move, h.apiGetBulk),
		web.API(apiTag.Post(one, "carry-bulk", "Move or reject what was chosen; each gets a letter of its own"), move, h.apiCarry),
		web.API(apiTag.Post(one+"/undo", "undo-bulk", "Take back what has not been told yet"), move, h.apiUndoBulk),
	}
}

type (
	// APIBulkChoice is which applications are meant.
	APIBulkChoice struct {
		Deed  string   `json:"deed" enum:"move,reject,message"`
		Picks []string `json:"picks,omitempty" maxItems:"1000" doc:"identifiers of applications"`
		Stage string   `json:"stage,omitempty" maxLength:"36" doc:"all that stand at a stage of the job, instead of picks"`
	}
	// APIBulk is a choice and what became of it.
	APIBulk struct {
		ID       string        `json:"id" format:"uuid"`
		Job      string        `json:"job" format:"uuid"`
		Deed     string        `json:"deed" enum:"move,reject,message"`
		MadeAt   time.Time     `json:"madeAt"`
		BegunAt  *time.Time    `json:"begunAt,omitempty"`
		UndoneAt *time.Time    `json:"undoneAt,omitempty"`
		Items    []APIBulkItem `json:"items"`
	}
	// APIBulkItem is one application of a choice.
	APIBulkItem struct {
		Application string `json:"application" format:"uuid"`
		Name        string `json:"name"`
		Result      string `json:"result" enum:",done,unopened,left,undone,late" doc:"empty: not reached yet"`
		Takes       bool   `json:"takes" doc:"the deed can be done to it as it stands"`
	}
	// APIBulkDeed says where to, or why.
	APIBulkDeed struct {
		To     string `json:"to,omitempty" maxLength:"36" doc:"stage of the job, for a move"`
		Reason string `json:"reason,omitempty" enum:",qualifications,experience,other,ended" doc:"for a rejection"`
	}
	// APIBulkPath names a choice.
	APIBulkPath struct {
		Bulk string `path:"bulk" format:"uuid"`
	}
)

func (h *House) apiChoose(r *web.Request, in *web.NamedWith[APIBulkChoice]) (*web.Answer[web.Made], error) {
	j, err := jobID(r)
	if err != nil {
		return nil, err
	}
	var c Choice
	if c.Stage, err = web.ParseID[stageNoun]("stage", in.Body.Stage); err != nil {
		return nil, err
	}
	for _, p := range in.Body.Picks {
		v, err := web.ParseID[noun]("picks", p)
		if err != nil {
			return nil, err
		}
		c.Picks = append(c.Picks, v)
	}
	return web.MadeOf(h.Choose(r, r.Grant, j, Deed(in.Body.Deed), c))
}

func (h *House) apiGetBulk(r *web.Request, _ *APIBulkPath) (*web.Answer[APIBulk], error) {
	v, err := web.PathID[bulkNoun](r, "bulk")
	if err != nil {
		return nil, err
	}
	b, items, err := h.Bulk(r, r.Grant, v)
	if err != nil {
		return nil, err
	}
	d := APIBulk{ID: b.ID.String(), Job: b.Job.String(), Deed: string(b.Deed), MadeAt: b.MadeAt, Items: []APIBulkItem{}}
	if b.Begun() {
		d.BegunAt = &b.BegunAt
	}
	if !b.UndoneAt.IsZero() {
		d.UndoneAt = &b.UndoneAt
	}
	for _, i := range items {
		d.Items = append(d.Items, APIBulkItem{i.Of.String(), i.Name, string(i.Result), i.Takes(b.Deed)})
	}
	return web.Answered(d, nil)
}

func (h *House) apiCarry(r *web.Request, in *struct {
	APIBulkPath
	Body APIBulkDeed
}) (*web.None, error) {
	v, err := web.PathID[bulkNoun](r, "bulk")
	if err != nil {
		return nil, err
	}
	to, err := web.ParseID[stageNoun]("to", in.Body.To)
	if err != nil {
		return nil, err
	}
	return nil, h.Carry(r, r.Grant, v, to, Reason(in.Body.Reason))
}

func (h *House) apiUndoBulk(r *web.Request, _ *APIBulkPath) (*web.None, error) {
	v, err := web.PathID[bulkNoun](r, "bulk")
	if err != nil {
		return nil, err
	}
	return nil, h.UndoBulk(r, r.Grant, v)
}
