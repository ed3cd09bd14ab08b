package plan

import (
	"verv/internal/locale"
	"verv/internal/web"
	"verv/internal/web/page"
)

// Say is the use in words.
func (u Use) Say(t *locale.Words) string {
	switch {
	case !u.Limited:
		return t.Say("plan.use.free", "Used", u.Used)
	case u.Most == 0 && u.Used == 0:
		return t.Say("plan.use.none")
	case u.Over():
		return t.Say("plan.use.over", "Used", u.Used, "Max", u.Most)
	case u.Full():
		return t.Say("plan.use.full", "Used", u.Used, "Max", u.Most)
	}
	return t.Say("plan.use.some", "Used", u.Used, "Max", u.Most)
}

// Usages is the standing as a page shows it.
func (s Standing) Usages(t *locale.Words) []page.Usage {
	var out []page.Usage
	for _, u := range s.Uses {
		v := page.Usage{Label: t.Say("plan.limit." + string(u.Limit)), Words: u.Say(t), Value: int64(u.Used)}
		if u.Limited {
			v.Most = int64(u.Most)
		}
		out = append(out, v)
	}
	return out
}

// Over lists what there is more of than the plan allows.
func (s Standing) Over() (out []Use) {
	for _, u := range s.Uses {
		if u.Over() {
			out = append(out, u)
		}
	}
	return out
}

// Hint is a quiet line for the page about a thing, once its limit is near; empty before.
func (u Use) Hint(t *locale.Words) string {
	if !u.Near() {
		return ""
	}
	return t.Say("plan.used."+string(u.Limit), "Used", u.Used, "Max", u.Most)
}

type (
	// APIPlan is how an employer stands with its plan.
	APIPlan struct {
		Name string   `json:"name,omitempty" doc:"none where the employer is on no plan: then nothing is limited"`
		Uses []APIUse `json:"uses"`
	}
	// APIUse is how much of one thing is used.
	APIUse struct {
		Limit string `json:"limit" enum:"jobs,members,clients,webhooks" doc:"open jobs, members and invitations, clients of an agency, webhooks"`
		Used  int    `json:"used"`
		Max   *int   `json:"max,omitempty" doc:"none where nothing is limited"`
	}
)

func (h *House) apiOwn(r *web.Request, _ *web.None) (*web.Answer[APIPlan], error) {
	s, err := h.Own(r, r.Grant)
	d := APIPlan{Name: s.Plan.Name, Uses: []APIUse{}}
	for _, u := range s.Uses {
		use := APIUse{Limit: string(u.Limit), Used: u.Used}
		if u.Limited {
			use.Max = &u.Most
		}
		d.Uses = append(d.Uses, use)
	}
	return web.Answered(d, err)
}
