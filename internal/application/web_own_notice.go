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
	stop := web.Public(access.AccountEnter, privacy.Apply)
	return []web.Route{
		web.Get("/notifications", own, h.showOwnPaces),
		web.Post("/notifications", own, h.postOwnPaces),
		web.Get(stopPath+"{token}", stop, h.askStop),
		web.Post(stopPath+"{token}", stop, h.postStop),
	}
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

// askStop shows one button. Nothing is changed by opening the link.
func (h *House) askStop(r *web.Request) error {
	token, err := r.PathText("token")
	if err != nil {
		return err
	}
	topics, _, err := h.stopped(r, r.Grant, token)
	if err != nil {
		return err
	}
	t := r.Words
	return r.Render(http.StatusOK, page.Ask(r.Unlisted(t.Say("application.stop.title")), page.Asking{Title: t.Say("application.stop.title"),
		Text: t.Say("application.stop.text", "Topics", t.List(topicWords(t, topics))), Action: r.Path(stopPath + token), Button: t.Say("application.stop.button"), Color: webpage.Main}))
}

// postStop is what the button does, and what a mail program does by itself (RFC 8058): that gets an answer and no redirect.
func (h *House) postStop(r *web.Request) error {
	token, err := r.PathText("token")
	if err == nil {
		err = web.Bind(r, &struct{}{})
	}
	if err != nil {
		return err
	}
	topics, err := h.Stop(r, r.Grant, token)
	if err != nil {
		return err
	}
	t := r.Words
	return r.Render(http.StatusOK, page.ShowReceipt(r.Unlisted(t.Say("application.stop.done")), page.Receipt{Title: t.Say("application.stop.done"),
		Text: t.Say("application.stop.done.text", "Topics", t.List(topicWords(t, topics))), Link: webpage.Link{URL: r.Path("/notifications"), Label: t.Say("application.pace.title")}}))
}

func topicWords(t webpage.T, topics []OwnTopic) (out []string) {
	for _, x := range topics {
		out = append(out, t.Say("application.ownpace.short."+string(x)))
	}
	return out
}
