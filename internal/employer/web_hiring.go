package employer

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"verv/internal/access"
	view "verv/internal/employer/page"
	"verv/internal/locale"
	"verv/internal/plan"
	"verv/internal/privacy"
	"verv/internal/web"
	"verv/internal/web/page"
)

// How an employer wants to hire, and the clients of an agency.

func (h *House) hiring() []web.Route {
	edit := web.Employer(access.EmployerEdit, privacy.Recruit)
	recruit := web.Employer(access.JobEdit, privacy.Recruit)
	return []web.Route{
		web.Get("/employer/setting", edit, h.getSetting),
		web.Post("/employer/setting", edit, h.postSetting),
		web.Get("/employer/clients", recruit, h.getClients),
		web.Post("/employer/clients", recruit, h.postClient),
		web.Post("/employer/clients/{id}/end", recruit, h.postEndClient),
	}
}

type settingForm struct {
	Approval  bool   `form:"approval"`
	Agency    bool   `form:"agency"`
	NoSupport bool   `form:"nosupport"`
	Archive   string `form:"archive,required,oneof=0|30|60|90|180|365"`
}

func (h *House) getSetting(r *web.Request) error {
	s, err := h.Setting(r, r.Grant)
	if err != nil {
		return err
	}
	on, err := h.onPlan(r)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, settingPage(r, on, settingForm{s.Approval, s.Agency, s.NoSupport, strconv.Itoa(s.ArchiveDays)}, "", nil))
}

func (h *House) postSetting(r *web.Request) error {
	var f settingForm
	err := web.Bind(r, &f)
	if err == nil {
		days, _ := strconv.Atoi(f.Archive) // one of the choices
		err = h.Set(r, r.Grant, Setting{Approval: f.Approval, Agency: f.Agency, NoSupport: f.NoSupport, ArchiveDays: days})
	}
	if err != nil {
		on, failed := h.onPlan(r)
		if failed != nil {
			return failed
		}
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return settingPage(r, on, f, sentence, wrong)
		})
	}
	r.Flash("employer.saved")
	return r.Redirect(r.Path("/employer/setting"))
}

// onPlan is how the employer stands with its plan.
func (h *House) onPlan(r *web.Request) (plan.Standing, error) {
	if h.plans == nil {
		return plan.Standing{}, nil
	}
	return h.plans.Own(r, r.Grant)
}

// ownPlan is the plan as the page shows it; nil where the employer is on none.
func ownPlan(w *locale.Words, on plan.Standing) *view.Plan {
	if !on.On {
		return nil
	}
	p := &view.Plan{Name: w.Say("plan.own", "Name", on.Plan.Name), Uses: on.Usages(w)}
	if len(on.Over()) > 0 {
		p.Over = w.Say("plan.over.employer")
	}
	return p
}

func settingPage(r *web.Request, stands plan.Standing, f settingForm, sentence string, wrong map[string]string) templ.Component {
	w := r.Words
	on := map[bool]string{true: "on"}
	var days []page.Choice
	for _, n := range ArchiveChoices() {
		c := page.Choice{Value: strconv.Itoa(n), Label: w.Say("employer.setting.archive.days", "Count", n)}
		if n == 0 {
			c.Label = w.Say("employer.setting.archive.never")
		}
		days = append(days, c)
	}
	s := sheet(w, view.Sheet{Title: w.Say("employer.setting.title"), Lead: w.Say("employer.setting.lead"), Sentence: sentence, Action: r.Path("/employer/setting"),
		Button: w.Say("employer.save"), Fields: []view.Field{
			{Input: page.Input{Name: "approval", Value: on[f.Approval]}, As: "check"},
			{Input: page.Input{Name: "archive", Value: f.Archive, Width: "medium"}, As: "select", Choices: days},
			{Input: page.Input{Name: "agency", Value: on[f.Agency]}, As: "check"},
			{Input: page.Input{Name: "nosupport", Value: on[f.NoSupport]}, As: "check"},
		}}, wrong)
	s.Back = page.Link{URL: r.Path("/employer/jobs"), Label: w.Say("employer.setting.back")}
	return view.SettingPage(r.View(s.Title), s, ownPlan(w, stands))
}

type clientForm struct {
	Name    string `form:"name,required,max=120"`
	Country string `form:"country,oneof=NO|SE|FI|DK"`
	Number  string `form:"number,max=30"`
}

func (h *House) getClients(r *web.Request) error {
	e, err := h.own(r)
	if err != nil {
		return err
	}
	country := e.Country
	if country == "" {
		country = "NO"
	}
	return h.clientsPage(r, http.StatusOK, clientForm{Country: country}, "", nil)
}

func (h *House) postClient(r *web.Request) error {
	var f clientForm
	err := web.Bind(r, &f)
	if err == nil {
		_, err = h.AddClient(r, r.Grant, Client{Name: f.Name, Number: f.Number, Country: f.Country})
	}
	if err == nil {
		r.Flash("employer.client.added")
		return r.Redirect(r.Path("/employer/clients"))
	}
	return h.clientsAgain(r, f, err)
}

func (h *House) clientsPage(r *web.Request, status int, f clientForm, sentence string, wrong map[string]string) error {
	all, err := h.Clients(r, r.Grant)
	if err != nil {
		return err
	}
	set, err := h.Setting(r, r.Grant)
	if err != nil {
		return err
	}
	w := r.Words
	c := view.Clients{Title: w.Say("employer.client.title"), Lead: w.Say("employer.client.lead"), EndURL: r.Path("/employer/clients/")}
	if c.Plan, err = h.hint(r, plan.Clients, CountClients); err != nil {
		return err
	}
	for _, x := range all {
		c.All = append(c.All, view.Client{ID: x.ID.String(), Name: x.Name, Number: ShowNumber(x.Country, x.Number)})
	}
	c.Back = page.Link{URL: r.Path("/employer/jobs"), Label: w.Say("employer.setting.back")}
	if set.Agency {
		fields := numberForm{Country: f.Country, Number: f.Number}.fields(w)
		fields[1].Required = false
		s := sheet(w, view.Sheet{Title: w.Say("employer.client.add"), Sentence: sentence, Action: r.Path("/employer/clients"), Button: w.Say("employer.client.add"),
			Fields: append([]view.Field{{Input: page.Input{Name: "name", Value: f.Name, Required: true, Width: "medium", Max: nameMax}}}, fields...)}, wrong)
		c.Add = &s
	}
	return r.Render(status, view.ClientsPage(r.View(c.Title), c))
}

func (h *House) postEndClient(r *web.Request) error {
	c, err := web.PathID[clientNoun](r, "id")
	if err != nil {
		return err
	}
	if err := web.Bind(r, &struct{}{}); err != nil {
		return err
	}
	if err := h.EndClient(r, r.Grant, c); err != nil {
		return err
	}
	r.Flash("employer.client.ended")
	return r.Redirect(r.Path("/employer/clients"))
}

// clientsAgain shows the list again with what was refused.
func (h *House) clientsAgain(r *web.Request, f clientForm, refused error) error {
	status, sentence, wrong, ok := again(r, refused)
	if !ok {
		return refused
	}
	return h.clientsPage(r, status, f, sentence, wrong)
}
