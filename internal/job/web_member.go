package job

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/fault"
	view "verv/internal/job/page"
	"verv/internal/web"
	"verv/internal/web/page"
)

// What members of an employer do with its jobs.

func jobPath(j ID, rest string) string { return "/employer/jobs/" + j.String() + rest }

func (h *House) getMine(r *web.Request) error {
	jobs, counts, err := h.List(r, r.Grant)
	if err != nil {
		return err
	}
	w := r.Words
	m := view.Mine{Title: w.Say("job.mine.title"), Empty: len(jobs) == 0}
	if r.Actor.May(access.JobEdit) {
		m.NewURL = r.Path("/employer/jobs/new")
	}
	m.Jobs = page.Records{ID: "jobs", Caption: w.Say("job.mine.title"), Hide: true, Filter: len(jobs) > PageSize,
		Columns: []page.Column{{Label: w.Say("job.field.title")}, {Label: w.Say("job.mine.state")}, {Label: w.Say("job.field.place")},
			{Label: w.Say("job.field.deadline")}, {Label: w.Say("job.mine.applications"), Number: true}, {Label: w.Say("job.mine.unread"), Number: true}}}
	open, all, unread := 0, 0, 0
	for _, j := range jobs {
		applications := ""
		if j.State != Draft && r.Actor.May(access.ApplicationList) {
			applications = r.Path(jobPath(j.ID, "/applications"))
		}
		if j.State == Open {
			open++
		}
		n := counts[j.ID]
		all, unread = all+n.All, unread+n.New
		deadline := ""
		if j.Deadline != "" {
			deadline = w.Date(lastDay(j.EndsAt))
		}
		m.Jobs.Rows = append(m.Jobs.Rows, []page.Cell{{Text: j.Title, URL: r.Path(jobPath(j.ID, ""))}, {Body: page.Tag(stateLabel(r, j.State, j.Reason))},
			{Text: j.Place}, {Text: deadline}, {Text: w.Number(int64(n.All)), URL: applications}, {Text: w.Number(int64(n.New))}})
	}
	m.Figures = []page.Figure{{Value: w.Number(int64(open)), Label: w.Say("job.mine.open")}, {Value: w.Number(int64(all)), Label: w.Say("job.mine.applications")},
		{Value: w.Number(int64(unread)), Label: w.Say("job.mine.unread")}}
	v := r.View(m.Title)
	v.Wide = true
	return r.Render(http.StatusOK, view.MinePage(v, m))
}

func stateLabel(r *web.Request, s State, why Reason) page.Label {
	if s == Closed {
		return page.Label{Word: r.Words.Say("job.reason." + string(why))}
	}
	l := page.Label{Word: r.Words.Say("job.state." + string(s)), Color: page.Info}
	if s == Open {
		l.Color = page.Success
	}
	return l
}

// mine reads the job of the address.
func (h *House) mine(r *web.Request) (Job, error) {
	n, err := web.PathID[noun](r, "id")
	if err != nil {
		return Job{}, err
	}
	return h.Of(r, r.Grant, n)
}

func (h *House) getPreview(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	return h.preview(r, http.StatusOK, j, nil)
}

// preview is the advertisement as readers will see it, with what can be done and what could be better.
func (h *House) preview(r *web.Request, status int, j Job, wrong []string) error {
	w := r.Words
	a := h.ad(r, j)
	a.Crumbs = []page.Link{{URL: r.Path("/employer/jobs"), Label: w.Say("job.mine.title")}, {URL: r.Path(jobPath(j.ID, "")), Label: j.Title}}
	a.State = &page.Notice{Color: page.Info, Text: w.Say("job.preview."+string(j.State), "Employer", j.EmployerName)}
	if j.State != Open {
		a.URL = ""
	}
	a.Apply, a.ApplyHint = nil, ""
	a.Warnings = wrong
	if j.State != Closed {
		for _, x := range Warnings(j.Content) {
			a.Warnings = append(a.Warnings, w.Say(x.Key, map[string]any(x.Args)))
		}
	}
	a.Actions = actions(r, j)
	v := r.View(j.Title)
	v.Wide = true
	return r.Render(status, view.AdPage(v, a))
}

func actions(r *web.Request, j Job) templ.Component {
	link := func(a Act, rest string) string {
		if !r.Actor.May(access.JobEdit) || !May(j.State, j.Reason, a) {
			return ""
		}
		return r.Path(jobPath(j.ID, rest))
	}
	applications := ""
	if j.State != Draft && r.Actor.May(access.ApplicationList) {
		applications = r.Path(jobPath(j.ID, "/applications"))
	}
	return view.Actions(r.Words, applications, link(ActChange, "/edit"), link(ActChange, "/questions"), link(ActPublish, "/publish"), link(ActClose, "/close"),
		link(ActDiscard, "/discard"), strconv.Itoa(j.Version))
}

type versionForm struct {
	Version web.Number `form:"version,required,least=1"`
}

func (h *House) postPublish(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	var f versionForm
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	err = h.Publish(r, r.Grant, j.ID, int(f.Version.Value))
	if err == nil {
		r.Flash("job.published")
		return r.Redirect(r.Path(jobPath(j.ID, "")))
	}
	x := fault.As(err)
	if x.Kind != fault.Invalid && x.Kind != fault.Conflict {
		return err
	}
	sentence, fields := r.Words.Fault(err)
	wrong := []string{sentence}
	for _, w := range x.Fields {
		wrong = append(wrong, r.Words.Say("job.gate."+gateWord(w.Name))+": "+fields[w.Name])
	}
	return h.preview(r, x.Kind.Status(), j, wrong)
}

// gateWord is the part of the form that a field of the gate belongs to.
func gateWord(field string) string {
	switch field {
	case "paymin", "paymax", "paycurrency", "payunit", "paytext":
		return "pay"
	case "town":
		return "place"
	case "title", "text", "employment", "deadline", "questions":
		return field
	}
	return "other"
}

func (h *House) getClose(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	if !May(j.State, j.Reason, ActClose) {
		return errState()
	}
	return r.Render(http.StatusOK, h.closePage(r, j, ""))
}

func (h *House) closePage(r *web.Request, j Job, wrong string) templ.Component {
	w := r.Words
	s := view.Sure{Title: w.Say("job.close.title", "Title", j.Title), Text: w.Say("job.close.text", "Count", j.Keeping.Months), Wrong: wrong,
		Action: r.Path(jobPath(j.ID, "/close")), Back: r.Path(jobPath(j.ID, "")), Version: strconv.Itoa(j.Version), Button: w.Say("job.act.close")}
	for _, x := range Reasons() {
		s.Reasons = append(s.Reasons, page.Choice{Value: string(x), Label: w.Say("job.close." + string(x))})
	}
	return view.SurePage(r.View(w.Say("job.act.close")), s)
}

func (h *House) postClose(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	var f struct {
		versionForm
		Reason string `form:"reason,required"`
	}
	if err = web.Bind(r, &f); err == nil {
		err = h.Close(r, r.Grant, j.ID, int(f.Version.Value), Reason(f.Reason))
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			if wrong["reason"] == "" {
				wrong = map[string]string{"reason": sentence}
			}
			return h.closePage(r, j, wrong["reason"])
		})
	}
	r.Flash("job.closed")
	return r.Redirect(r.Path(jobPath(j.ID, "")))
}

func (h *House) getDiscard(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	if !May(j.State, j.Reason, ActDiscard) {
		return errState()
	}
	w := r.Words
	return r.Render(http.StatusOK, view.SurePage(r.View(w.Say("job.act.discard")), view.Sure{Title: w.Say("job.discard.title", "Title", j.Title),
		Text: w.Say("job.discard.text"), Action: r.Path(jobPath(j.ID, "/discard")), Back: r.Path(jobPath(j.ID, "")), Version: strconv.Itoa(j.Version),
		Button: w.Say("job.act.discard")}))
}

func (h *House) postDiscard(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	var f versionForm
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	if err := h.Discard(r, r.Grant, j.ID, int(f.Version.Value)); err != nil {
		return err
	}
	r.Flash("job.discarded")
	return r.Redirect(r.Path("/employer/jobs"))
}
