package application

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/application/page"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

func (h *House) stageRoutes() []web.Route {
	edit := web.Employer(access.JobEdit, privacy.Assess)
	var out []web.Route
	for _, base := range []string{"/employer/jobs/{id}/stages", "/employer/stages/{language}"} {
		out = append(out, web.Get(base, edit, h.showStages), web.Post(base, edit, h.postStage), web.Post(base+"/{stage}", edit, h.postChange),
			web.Post(base+"/{stage}/swap", edit, h.postSwap), web.Get(base+"/{stage}/remove", edit, h.showRemove), web.Post(base+"/{stage}/remove", edit, h.postRemove))
	}
	return out
}

// courseOf reads whose stages an address names.
func courseOf(r *web.Request) (c Course, base string, err error) {
	if tag, err := r.PathText("language"); err == nil {
		if !locale.Known(tag) {
			return c, "", fault.New(fault.NotFound, "fault.notfound")
		}
		return Course{Language: tag}, r.Path("/employer/stages/" + tag), nil
	}
	c.Job, err = jobID(r)
	return c, r.Path("/employer/jobs/" + c.Job.String() + "/stages"), err
}

type stageForm struct {
	Name  string     `form:"name,required,max=60"`
	Kind  string     `form:"kind,max=20"`
	Days  web.Number `form:"days,least=0,most=365"`
	Mails bool       `form:"mails"`
}

func (f stageForm) stage(v StageID) JobStage {
	return JobStage{ID: v, Kind: Stage(f.Kind), Name: f.Name, Days: int(f.Days.Value), Mails: f.Mails}
}

func stageFormOf(s JobStage) stageForm {
	f := stageForm{Name: s.Name, Kind: string(s.Kind), Mails: s.Mails}
	if s.Days > 0 {
		f.Days.Raw = strconv.Itoa(s.Days)
	}
	return f
}

// refused is a form that was refused: which one, with what was typed.
type refused struct {
	of       StageID // zero is the form that adds
	typed    stageForm
	sentence string
	wrong    map[string]string
}

func (h *House) showStages(r *web.Request) error {
	return h.stagesPage(r, http.StatusOK, refused{typed: stageForm{Mails: true, Kind: string(Interview)}})
}

func (h *House) postStage(r *web.Request) error {
	c, base, err := courseOf(r)
	if err != nil {
		return err
	}
	var f stageForm
	if err = web.Bind(r, &f); err == nil {
		err = h.AddStage(r, r.Grant, c, f.stage(StageID{}))
	}
	return h.changed(r, base, StageID{}, f, err)
}

func (h *House) postChange(r *web.Request) error {
	c, base, err := courseOf(r)
	if err != nil {
		return err
	}
	v, err := web.PathID[stageNoun](r, "stage")
	if err != nil {
		return err
	}
	if err := h.there(r, c, v); err != nil {
		return err
	}
	var f stageForm
	if err = web.Bind(r, &f); err == nil {
		err = h.ChangeStage(r, r.Grant, c, f.stage(v))
	}
	return h.changed(r, base, v, f, err)
}

// there refuses a stage that does not exist before anything is said of what was typed.
func (h *House) there(r *web.Request, c Course, v StageID) error {
	_, stages, err := h.Stages(r, r.Grant, c)
	if _, ok := stages.Find(v); err == nil && !ok {
		err = fault.New(fault.NotFound, "fault.notfound")
	}
	return err
}

// changed goes back to the stages, or shows them again with what was typed.
func (h *House) changed(r *web.Request, base string, v StageID, f stageForm, err error) error {
	if x := fault.As(err); x != nil && (x.Kind == fault.Invalid || x.Kind == fault.Conflict) {
		sentence, wrong := r.Words.Fault(err)
		if len(wrong) > 0 {
			sentence = ""
		}
		return h.stagesPage(r, x.Kind.Status(), refused{v, f, sentence, wrong})
	}
	if err != nil {
		return err
	}
	r.Flash("application.stages.saved")
	return r.Redirect(base)
}

func (h *House) postSwap(r *web.Request) error {
	c, base, err := courseOf(r)
	if err != nil {
		return err
	}
	v, err := web.PathID[stageNoun](r, "stage")
	if err != nil {
		return err
	}
	var f struct {
		By string `form:"by,required,oneof=up|down"`
	}
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	by := 1
	if f.By == "up" {
		by = -1
	}
	if err := h.SwapStage(r, r.Grant, c, v, by); err != nil {
		return err
	}
	return r.Redirect(base + "#s-" + v.String())
}

func (h *House) stagesPage(r *web.Request, status int, x refused) error {
	c, base, err := courseOf(r)
	if err != nil {
		return err
	}
	j, stages, err := h.Stages(r, r.Grant, c)
	if err != nil {
		return err
	}
	t := r.Words
	p := page.Stages{Title: t.Say("application.stages"), Lead: t.Say("application.stages.lead"), Action: base, Sentence: x.sentence,
		Privacy: webpage.Privacy{Who: t.Say("application.stages.who")}}
	if c.Job.IsZero() {
		p.Title, p.Lead = t.Say("application.stages.template"), t.Say("application.stages.template.lead")
		p.Languages = tongues(r, "/employer/stages/", c.Language)
	} else {
		list := r.Path("/employer/jobs/" + j.ID.String() + "/applications")
		p.Crumbs = []webpage.Link{{URL: r.Path("/employer/jobs"), Label: t.Say("application.jobs")}, {URL: list, Label: j.Title}, {URL: base, Label: p.Title}}
		p.Template = webpage.Link{URL: r.Path("/employer/stages/" + templateOf(j)), Label: t.Say("application.stages.template")}
	}
	for i, s := range stages {
		p.Rows = append(p.Rows, stageRow(r, base, s, i, len(stages), x))
	}
	p.Add = stageSheet(r, base, "add", stageForm{Mails: true, Kind: string(Interview)}, nil)
	if x.of.IsZero() {
		p.Add = stageSheet(r, base, "add", x.typed, x.wrong)
	}
	p.Add.Button = t.Say("application.stages.add")
	return r.Render(status, page.ShowStages(r.View(p.Title), p))
}

func templateOf(j job.Job) string {
	if locale.Known(j.Language) {
		return j.Language
	}
	return "en"
}

// tongues are the six languages as a switch.
func tongues(r *web.Request, base, current string) []webpage.Link {
	var out []webpage.Link
	for _, l := range locale.Languages() {
		out = append(out, webpage.Link{URL: r.Path(base + l.Tag), Label: l.Name, Current: l.Tag == current})
	}
	return out
}

func stageRow(r *web.Request, base string, s JobStage, i, n int, x refused) page.StageRow {
	t, own := r.Words, base+"/"+s.ID.String()
	row := page.StageRow{ID: s.ID.String(), Name: s.Name, Up: i > 0, Down: i < n-1, Swap: own + "/swap",
		Told:   t.Say("application.board.told", "State", toldOf(t, s.Kind)),
		Remove: webpage.Link{URL: own + "/remove", Label: t.Say("application.stages.remove")}}
	row.Told += " " + mailed(t, s)
	if s.Days > 0 {
		row.Count = t.Say("application.stages.within", "Count", s.Days)
	}
	f, wrong := stageFormOf(s), map[string]string(nil)
	if x.of == s.ID {
		f, wrong = x.typed, x.wrong
	}
	row.Form = stageSheet(r, own, "f-"+s.ID.String(), f, wrong)
	row.Form.Fixed, row.Form.Button = true, t.Say("application.stages.save")
	return row
}

func stageSheet(r *web.Request, action, of string, f stageForm, wrong map[string]string) page.StageForm {
	t := r.Words
	field := func(name, value string) webpage.Input {
		return webpage.Input{Name: name, ID: of + "-" + name, Label: t.Say("application.stages." + name), Value: value, Error: wrong[name]}
	}
	s := page.StageForm{Action: action, Name: field("name", f.Name), Kind: field("kind", f.Kind), Days: field("days", f.Days.Raw),
		Mails: field("mails", map[bool]string{true: "on"}[f.Mails])}
	s.Name.Required, s.Name.Max, s.Name.Hint = true, stageName, t.Say("application.stages.name.hint")
	s.Days.Mode, s.Days.Width, s.Days.Hint = "numeric", "short", t.Say("application.stages.days.hint")
	s.Kind.Hint = t.Say("application.stages.kind.hint")
	for _, k := range Stages() {
		s.Kinds = append(s.Kinds, webpage.Choice{Value: string(k), Label: toldOf(t, k)})
	}
	return s
}

// toldOf is what the person reads of a kind of stage: the step on their own page.
func toldOf(t *locale.Words, k Stage) string {
	return t.Say("application.step." + string(StepOf(State{Stage: k}, false)))
}

// mailed says whether the person gets a letter on entering.
func mailed(t *locale.Words, s JobStage) string {
	if s.Mails {
		return t.Say("application.stages.mailed")
	}
	return t.Say("application.stages.silent")
}

func (h *House) showRemove(r *web.Request) error {
	c, err := h.removePage(r, "", "", nil)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, c)
}

func (h *House) removePage(r *web.Request, typed, sentence string, wrong map[string]string) (templ.Component, error) {
	c, base, err := courseOf(r)
	if err != nil {
		return nil, err
	}
	v, err := web.PathID[stageNoun](r, "stage")
	if err != nil {
		return nil, err
	}
	_, stages, err := h.Stages(r, r.Grant, c)
	if err != nil {
		return nil, err
	}
	s, ok := stages.Find(v)
	if !ok {
		return nil, fault.New(fault.NotFound, "fault.notfound")
	}
	t := r.Words
	p := page.Removing{Title: t.Say("application.stages.remove.ask", "Stage", s.Name), Lead: t.Say("application.stages.remove.text"), Action: base + "/" + v.String() + "/remove",
		To:   webpage.Input{Name: "to", Label: t.Say("application.stages.remove.to"), Required: true, Value: typed, Error: wrong["to"]},
		Back: webpage.Link{URL: base, Label: t.Say("application.stages.back")}}
	if len(wrong) == 0 {
		p.Sentence = sentence
	}
	for _, x := range stages {
		if x.ID != v {
			p.Choices = append(p.Choices, webpage.Choice{Value: x.ID.String(), Label: x.Name})
		}
	}
	return page.ShowRemoving(r.View(p.Title), p), nil
}

func (h *House) postRemove(r *web.Request) error {
	c, base, err := courseOf(r)
	if err != nil {
		return err
	}
	v, err := web.PathID[stageNoun](r, "stage")
	if err != nil {
		return err
	}
	var f struct {
		To string `form:"to,required,max=36"`
	}
	var to StageID
	if err = web.Bind(r, &f); err == nil {
		_ = to.UnmarshalText([]byte(f.To)) // what is no identifier names no stage, and is refused as such
		err = h.RemoveStage(r, r.Grant, c, v, to)
	}
	if x := fault.As(err); x != nil && (x.Kind == fault.Invalid || x.Kind == fault.Conflict) {
		sentence, wrong := r.Words.Fault(err)
		again, err := h.removePage(r, f.To, sentence, wrong)
		if err != nil {
			return err
		}
		return r.Render(x.Kind.Status(), again)
	}
	if err != nil {
		return err
	}
	r.Flash("application.stages.removed")
	return r.Redirect(base)
}
