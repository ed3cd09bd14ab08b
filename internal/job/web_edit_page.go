package job

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"verv/internal/employer"
	"verv/internal/employer/prose"
	"verv/internal/job/intake"
	view "verv/internal/job/page"
	"verv/internal/locale"
	"verv/internal/web"
	"verv/internal/web/page"
)

// editing is what the form of a job needs besides what was typed.
type editing struct {
	r       *web.Request
	job     *Job // nil is a new one
	clients []employer.Client
	rules   Rules
	Changes []view.Change // what somebody else changed in the meantime
}

func (h *House) editing(r *web.Request, j *Job) (editing, error) {
	clients, err := h.clients(r, j)
	return editing{r: r, job: j, clients: clients, rules: h.cfg.Rules}, err
}

func (x editing) page(f editForm, sentence string, wrong map[string]string) templ.Component {
	r, w := x.r, x.r.Words
	e := view.Editor{Title: w.Say("job.edit.new"), Action: r.Path("/employer/jobs/new"), Back: r.Path("/employer/jobs"), Sentence: sentence,
		Fields: editFields(w, f, wrong, x.rules), Choices: editChoices(w), Changes: x.Changes}
	if x.job == nil && r.Actor.May(Needs(Draft, ActMake)) {
		e.TemplatesURL = r.Path("/employer/templates")
	}
	if x.job != nil {
		e.Title, e.Action, e.Back = w.Say("job.edit.title", "Title", x.job.Title), r.Path(jobPath(x.job.ID, "/edit")), r.Path(jobPath(x.job.ID, ""))
		e.Version, e.QuestionsURL = f.Version.Raw, r.Path(jobPath(x.job.ID, "/questions"))
		if e.Version == "" {
			e.Version = strconv.Itoa(x.job.Version)
		}
	}
	if len(wrong) > 0 {
		e.Sentence = "" // the summary of what is wrong says it
	}
	for n := range f.placeRows() {
		e.Places = append(e.Places, placeFields(w, f, wrong, n))
	}
	for n := range f.stepRows() {
		e.Steps = append(e.Steps, stepFields(w, f, wrong, n))
	}
	e.MorePlaces, e.MoreSteps, e.Usual = len(e.Places) < placesMost, len(e.Steps) < stepsMost, len(f.steps()) == 0
	x.client(&e, f, wrong)
	x.insist(&e, f)
	markup := prose.HTML(f.Text)
	e.Rich, e.Hints = view.Rich{Markup: markup, Field: "text"}, hints(w, Content{Title: f.Title, Language: f.Language, Text: markup})
	v := r.View(e.Title)
	v.Part = "editor"
	return view.EditPage(v, e)
}

// insist marks what a job that readers see, or will see, must not lose: what the gate asks of it again.
func (x editing) insist(e *view.Editor, f editForm) {
	if x.job == nil || x.job.State != Open && x.job.State != Scheduled {
		return
	}
	require := func(name string) {
		in := e.Fields[name]
		in.Required = true
		e.Fields[name] = in
	}
	require("text")
	require("employment")
	if Remote(f.Remote) != intake.Fully && len(e.Places) > 0 {
		e.Places[0].Fields[placeTown].Required = true
	}
	switch {
	case !x.rules.AsksPay(Content{Places: f.places(), RemoteFrom: x.job.RemoteFrom}):
	case f.PayText != "" && f.PayMin == "":
		require("paytext")
	default:
		require("paymin")
	}
}

func (x editing) client(e *view.Editor, f editForm, wrong map[string]string) {
	if len(x.clients) == 0 {
		return
	}
	w := x.r.Words
	e.Choices["client"] = []page.Choice{{Label: w.Say("job.client.none")}}
	for _, c := range x.clients {
		e.Choices["client"] = append(e.Choices["client"], page.Choice{Value: c.ID.String(), Label: c.Name})
	}
	e.Fields["client"] = page.Input{Name: "client", Label: w.Say("job.field.client"), Value: f.Client, Error: wrong["client"], Width: "medium"}
	e.Fields["secret"] = page.Input{Name: "secret", Label: w.Say("job.field.secret"), Hint: w.Say("job.hint.secret"), Value: ticked(f.Secret)}
}

func ticked(on bool) string {
	if on {
		return "on"
	}
	return ""
}

const placeTown = 2 // among the fields of a place

func placeFields(w *locale.Words, f editForm, wrong map[string]string, n int) view.Row {
	row := view.Row{Number: n + 1, Drop: "drop-place-" + strconv.Itoa(n+1), Label: w.Say("job.edit.place", "N", n+1)}
	country := f.Country.At(n)
	if country == "" {
		country = f.Country.At(0)
	}
	add := func(name, value string, most int) {
		in := web.RowName(name, n)
		row.Fields = append(row.Fields, page.Input{Name: in, Label: w.Say("job.field." + name), Value: value, Error: wrong[in], Max: most})
	}
	add("street", f.Street.At(n), lineMax)
	add("postcode", f.Postcode.At(n), 20)
	add("town", f.Town.At(n), 100)
	add("region", f.Region.At(n), 100)
	add("country", country, 0)
	return row
}

func stepFields(w *locale.Words, f editForm, wrong map[string]string, n int) view.Row {
	row := view.Row{Number: n + 1, Drop: "drop-step-" + strconv.Itoa(n+1), Label: w.Say("job.field.step", "N", n+1)}
	by := f.StepBy.At(n)
	if by == "" {
		by = "day"
	}
	add := func(name, value string, most int) {
		in := web.RowName(name, n)
		row.Fields = append(row.Fields, page.Input{Name: in, Label: w.Say("job.row." + name), Value: value, Error: wrong[in], Max: most, Lang: f.Language})
	}
	add("step", f.Step.At(n), lineMax)
	add("stepwho", f.StepWho.At(n), lineMax)
	add("stepday", f.StepDay.At(n), 0)
	add("stepby", by, 0)
	row.Fields[2].Lang, row.Fields[3].Lang = "", ""
	return row
}

func editFields(w *locale.Words, f editForm, wrong map[string]string, rules Rules) map[string]page.Input {
	out := map[string]page.Input{}
	add := func(name, value string, i page.Input) {
		i.Name, i.Value, i.Error, i.Label = name, value, wrong[name], w.Say("job.field."+name)
		if key := "job.hint." + name; w.Has(key) {
			i.Hint = w.Say(key)
		}
		out[name] = i
	}
	add("title", f.Title, page.Input{Required: true, Max: titleMax, Counter: true, Lang: f.Language})
	add("language", f.Language, page.Input{Width: "medium"})
	add("text", f.Text, page.Input{Rows: 18, Lang: f.Language})
	add("remote", f.Remote, page.Input{})
	add("employment", "", page.Input{Values: f.Employment})
	add("extentmin", f.ExtentMin.Raw, page.Input{Mode: "numeric", Max: 3})
	add("extentmax", f.ExtentMax.Raw, page.Input{Mode: "numeric", Max: 3})
	add("worklanguages", "", page.Input{Values: f.WorkLanguages})
	add("paymin", f.PayMin, page.Input{Mode: "decimal", Max: 20})
	add("paymax", f.PayMax, page.Input{Mode: "decimal", Max: 20})
	add("paycurrency", f.PayCurrency, page.Input{})
	add("payunit", f.PayUnit, page.Input{})
	add("paytext", f.PayText, page.Input{Max: payTextMax, Lang: f.Language})
	add("deadline", f.Deadline.Raw, page.Input{Width: "medium"})
	add("start", f.Start.Raw, page.Input{Width: "medium"})
	add("decides", f.Decides, page.Input{Max: lineMax, Lang: f.Language})
	p := out["paymin"]
	p.Hint = ""
	out["paymin"] = p
	out["pay"] = page.Input{Hint: payHint(w, rules)}
	return out
}

// payHint says in which countries an advertisement must state pay.
func payHint(w *locale.Words, rules Rules) string {
	if !rules.PayRequired {
		return w.Say("job.hint.pay.free")
	}
	if len(rules.PayIn) == 0 {
		return w.Say("job.hint.paymin")
	}
	var names []string
	for _, n := range rules.PayIn {
		names = append(names, countryName(w, n))
	}
	return w.Say("job.hint.pay.in", "Countries", w.List(names))
}

func countryName(w *locale.Words, code string) string {
	if key := "job.country." + strings.ToLower(code); w.Has(key) {
		return w.Say(key)
	}
	return code
}

func editChoices(w *locale.Words) map[string][]page.Choice {
	c := map[string][]page.Choice{}
	for _, l := range locale.Languages() {
		c["language"] = append(c["language"], page.Choice{Value: l.Tag, Label: l.Name})
	}
	for _, n := range []string{"NO", "SE", "FI", "DK"} {
		c["country"] = append(c["country"], page.Choice{Value: n, Label: countryName(w, n)})
	}
	c["remote"] = []page.Choice{{Label: w.Say("job.remote.onsite")}, {Value: "hybrid", Label: w.Say("job.remote.hybrid")}, {Value: "remote", Label: w.Say("job.remote.remote")}}
	c["by"] = []page.Choice{{Value: "day", Label: w.Say("job.step.day")}, {Value: byWeek, Label: w.Say("job.step.week")}}
	for _, e := range Employments() {
		c["employment"] = append(c["employment"], page.Choice{Value: string(e), Label: upper(w.Say("job.employment." + string(e)))})
	}
	for _, x := range Currencies() {
		c["paycurrency"] = append(c["paycurrency"], page.Choice{Value: x, Label: x})
	}
	for _, u := range PayUnits() {
		c["payunit"] = append(c["payunit"], page.Choice{Value: string(u), Label: w.Say("job.unit." + string(u))})
	}
	return c
}
