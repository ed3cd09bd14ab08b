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

func (h *House) postDuplicate(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	if err := web.Bind(r, &struct{}{}); err != nil {
		return err
	}
	twin, err := h.Duplicate(r, r.Grant, j.ID)
	if err != nil {
		return err
	}
	r.Flash("job.duplicated")
	return r.Redirect(r.Path(jobPath(twin, "/edit")))
}

func (h *House) getKeep(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, keepPage(r, j, j.Title, "", nil))
}

func (h *House) postKeep(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	var f struct {
		Name string `form:"name,required,max=120"`
	}
	if err = web.Bind(r, &f); err == nil {
		_, err = h.Keep(r, r.Grant, j.ID, f.Name)
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return keepPage(r, j, f.Name, sentence, wrong)
		})
	}
	r.Flash("job.template.kept")
	return r.Redirect(r.Path("/employer/templates"))
}

func keepPage(r *web.Request, j Job, name, sentence string, wrong map[string]string) templ.Component {
	w := r.Words
	s := view.Sure{Title: w.Say("job.template.keep", "Title", j.Title), Text: w.Say("job.template.text"), Action: r.Path(jobPath(j.ID, "/template")),
		Back: r.Path(jobPath(j.ID, "")), Version: strconv.Itoa(j.Version), Button: w.Say("job.act.template"),
		Fields: []page.Input{{Name: "name", Label: w.Say("job.template.name"), Value: name, Required: true, Max: nameMax, Error: wrong["name"]}}}
	if len(wrong) == 0 && sentence != "" {
		s.Wrong = []string{sentence}
	}
	return view.SurePage(r.View(w.Say("job.act.template")), s)
}

func (h *House) getTemplates(r *web.Request) error {
	all, err := h.Templates(r, r.Grant)
	if err != nil {
		return err
	}
	w := r.Words
	p := view.Templates{Title: w.Say("job.templates.title"), Action: r.Path("/employer/templates/"), MayDrop: r.Actor.May(access.JobEdit),
		Back: page.Link{URL: r.Path("/employer/jobs"), Label: w.Say("employer.setting.back")}}
	for _, t := range all {
		p.All = append(p.All, view.Template{ID: t.ID.String(), Name: t.Name, Says: w.Say("job.templates.says", "Title", t.Content.Title,
			"Questions", len(t.Content.Questions), "Steps", len(t.Content.Steps))})
	}
	return r.Render(http.StatusOK, view.TemplatesPage(r.View(p.Title), p))
}

// postTemplate begins a job with a template, or drops it.
func (h *House) postTemplate(r *web.Request) error {
	t, err := web.PathID[templateNoun](r, "id")
	if err != nil {
		return err
	}
	do, err := r.PathText("do")
	if err == nil {
		err = web.Bind(r, &struct{}{})
	}
	if err != nil {
		return err
	}
	switch do {
	case "begin":
		s, err := h.siteOf(r)
		if err != nil {
			return err
		}
		j, err := h.Begin(r, r.Grant, s.ID, t)
		if err != nil {
			return err
		}
		r.Flash("job.template.begun")
		return r.Redirect(r.Path(jobPath(j, "/edit")))
	case "drop":
		if err := h.DropTemplate(r, r.Grant, t); err != nil {
			return err
		}
		r.Flash("job.template.dropped")
		return r.Redirect(r.Path("/employer/templates"))
	}
	return fault.New(fault.NotFound, "fault.notfound")
}
