package console

import (
	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/console/page"
	"verv/internal/plan"
	"verv/internal/privacy"
	board "verv/internal/rights/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// noPlan is the value of the choice that is no plan.
const noPlan = "none"

func (h *House) planRoutes() []web.Route {
	assign := web.Operation(access.PlanEdit, privacy.Operate).Also(access.EmployerVerify, privacy.Operate)
	return []web.Route{web.Post(pathEmployers+"/{id}/plan", assign.Strong(), h.postPlan)}
}

// planPart is the employer's plan, its use, and what it can be put on.
func planPart(r *web.Request, o Overview, chosen string, wrong map[string]string) board.Part {
	t := r.Words
	m := page.OnPlan{Says: t.Say("plan.on.none"), Uses: o.OnPlan.Usages(t), Action: r.Path(pathEmployers + "/" + o.ID.String() + "/plan"), Button: t.Say("plan.assign"),
		Plans: webpage.Link{URL: r.Path(plan.Path), Label: t.Say("plan.all")}}
	if o.OnPlan.On {
		m.Says = t.Say("plan.on", "Name", o.OnPlan.Plan.Name)
	}
	if len(o.OnPlan.Over()) > 0 {
		m.Over = t.Say("plan.over.operator")
	}
	value := noPlan
	if o.OnPlan.On {
		value = o.OnPlan.Plan.ID.String()
	}
	if chosen != "" {
		value = chosen
	}
	m.Choice = webpage.Input{Name: "plan", Label: t.Say("plan.one"), Value: value, Width: "medium", Error: wrong["plan"]}
	if !o.Closed() {
		m.Choices = planChoices(r, o)
	}
	return board.Part{Title: t.Say("plan.one"), Body: page.ShowOnPlan(t, m)}
}

// planChoices are no plan, the plans that can be given, and the one that the employer is on. Without any plan there is nothing to choose.
func planChoices(r *web.Request, o Overview) []webpage.Choice {
	if len(o.Plans) == 0 {
		return nil
	}
	out := []webpage.Choice{{Value: noPlan, Label: r.Words.Say("plan.choice.none")}}
	for _, p := range o.Plans {
		if !p.Archived() || p.ID == o.OnPlan.Plan.ID {
			out = append(out, webpage.Choice{Value: p.ID.String(), Label: p.Name})
		}
	}
	return out
}

func (h *House) postPlan(r *web.Request) error {
	o, err := h.named(r)
	if err != nil {
		return err
	}
	var f struct {
		Plan string `form:"plan,required,max=40"`
	}
	err = web.Bind(r, &f)
	var p plan.ID
	if err == nil && f.Plan != noPlan {
		p, err = plan.ParseID(f.Plan)
	}
	if err == nil {
		err = h.Plans.Assign(r, r.Grant, o.ID, p)
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			b := h.employerBoard(r, o, shown{plan: f.Plan, sentence: sentence, wrong: wrong})
			v := r.View(b.Title)
			v.Wide = true
			return board.ShowBoard(v, b)
		})
	}
	r.Flash("plan.assigned")
	return r.Redirect(r.Path(pathEmployers + "/" + o.ID.String()))
}
