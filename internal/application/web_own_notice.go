package application

import (
	"net/http"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/application/page"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

func (h *House) noticeRoutes() []web.Route {
	own := web.Own(access.ApplicationOwn, privacy.Correspond)
	return append([]web.Route{
		web.Get("/notifications", own, h.showOwnPaces),
		web.Post("/notifications", own, h.postOwnPaces),
	}, h.stopRoutes()...)
}

type ownPaceForm struct {
	Messages  string `form:"messages,max=20"`
	Status    string `form:"status,max=20"`
	Reminders string `form:"reminders,max=20"`
}

func (f ownPaceForm) paces() map[OwnTopic]Pace {
	return map[OwnTopic]Pace{OwnMessages: Pace(f.Messages), OwnStatus: Pace(f.Status), OwnReminders: Pace(f.Reminders)}
}

func (h *House) showOwnPaces(r *web.Request) error {
	paces, err := h.OwnPaces(r, r.Grant)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, ownPacePage(r, paces, nil))
}

func ownPacePage(r *web.Request, paces map[OwnTopic]Pace, wrong map[string]string) templ.Component {
	t := r.Words
	p := page.Paces{Title: t.Say("application.pace.title"), Lead: t.Say("application.ownpace.lead"), Action: r.Path("/notifications")}
	for _, x := range OwnTopics() {
		p.Inputs = append(p.Inputs, webpage.Input{Name: string(x), Label: t.Say("application.ownpace." + string(x)), Value: string(paces[x]), Width: "medium",
			Error: wrong[string(x)]})
	}
	for _, x := range Paces() {
		p.Choices = append(p.Choices, webpage.Choice{Value: string(x), Label: t.Say("application.pace." + string(x))})
	}
	return page.ShowPaces(r.View(p.Title), p)
}

func (h *House) postOwnPaces(r *web.Request) error {
	var f ownPaceForm
	err := web.Bind(r, &f)
	if err == nil {
		err = h.SetOwnPaces(r, r.Grant, f.paces())
	}
	if err != nil {
		return r.Again(err, func(_ string, wrong map[string]string) templ.Component { return ownPacePage(r, f.paces(), wrong) })
	}
	r.Flash("application.saved")
	return r.Redirect(r.Path("/notifications"))
}
