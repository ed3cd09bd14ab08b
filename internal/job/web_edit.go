package job

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"verv/internal/employer/prose"
	"verv/internal/fault"
	"verv/internal/job/intake"
	view "verv/internal/job/page"
	"verv/internal/locale"
	"verv/internal/web"
	"verv/internal/web/page"
)

// editForm is the form of a job as it was typed.
type editForm struct {
	Version       web.Number `form:"version,least=1"`
	Title         string     `form:"title,required,max=160"`
	Language      string     `form:"language,oneof=nb|nn|sv|fi|da|en"`
	Text          string     `form:"text,lines,max=40000"`
	Street        string     `form:"street"`
	Postcode      string     `form:"postcode,max=20"`
	Town          string     `form:"town,max=100"`
	Region        string     `form:"region,max=100"`
	Country       string     `form:"country,oneof=NO|SE|FI|DK"`
	Places        string     `form:"places,lines,max=2000"`
	Remote        string     `form:"remote,oneof=hybrid|remote"`
	Employment    []string   `form:"employment,count=7"`
	ExtentMin     web.Number `form:"extentmin,least=1,most=100"`
	ExtentMax     web.Number `form:"extentmax,least=1,most=100"`
	WorkLanguages []string   `form:"worklanguages,count=6"`
	PayMin        string     `form:"paymin,max=20"`
	PayMax        string     `form:"paymax,max=20"`
	PayCurrency   string     `form:"paycurrency,oneof=NOK|SEK|DKK|EUR"`
	PayUnit       string     `form:"payunit,oneof=year|month|week|day|hour"`
	PayText       string     `form:"paytext"`
	Deadline      web.Date   `form:"deadline"`
	Start         web.Date   `form:"start"`
	Decides       string     `form:"decides"`
	Step1         string     `form:"step1"`
	Day1          web.Date   `form:"day1"`
	Step2         string     `form:"step2"`
	Day2          web.Date   `form:"day2"`
	Step3         string     `form:"step3"`
	Day3          web.Date   `form:"day3"`
	Step4         string     `form:"step4"`
	Day4          web.Date   `form:"day4"`
	Step5         string     `form:"step5"`
	Day5          web.Date   `form:"day5"`
}

// content turns what was typed into a job; wrong is what only this form can get wrong.
func (f editForm) content(was Content, wrong *fault.Form) Content {
	c := was
	c.Title, c.Language, c.Text, c.Remote, c.Decides = f.Title, f.Language, f.Text, Remote(f.Remote), f.Decides
	c.Places = append([]Place{{Street: f.Street, Postcode: f.Postcode, Town: f.Town, Region: f.Region, Country: f.Country}}, readPlaces(f.Places, f.Country)...)
	c.Employment, c.WorkLanguages = nil, nil
	for _, e := range f.Employment {
		c.Employment = append(c.Employment, Employment(e))
	}
	for _, l := range f.WorkLanguages {
		if locale.Known(l) {
			c.WorkLanguages = append(c.WorkLanguages, l)
		}
	}
	c.Extent = Extent{Min: int(f.ExtentMin.Value), Max: int(f.ExtentMax.Value)}
	c.Pay = Pay{Min: money("paymin", f.PayMin, wrong), Max: money("paymax", f.PayMax, wrong), Currency: f.PayCurrency, Unit: PayUnit(f.PayUnit), Text: f.PayText}
	c.Deadline, c.Start = f.Deadline.Raw, f.Start.Raw
	c.Steps = nil
	for _, s := range f.steps() {
		if s.Name != "" {
			c.Steps = append(c.Steps, s)
		}
	}
	return c
}

func (f editForm) steps() []Step {
	return []Step{{f.Step1, f.Day1.Raw}, {f.Step2, f.Day2.Raw}, {f.Step3, f.Day3.Raw}, {f.Step4, f.Day4.Raw}, {f.Step5, f.Day5.Raw}}
}

// formOf is the form of a job as it stands.
func formOf(j Job) editForm {
	f := editForm{Version: web.Number{Raw: strconv.Itoa(j.Version)}, Title: j.Title, Language: j.Language, Text: prose.Typed(j.Text), Remote: string(j.Remote),
		WorkLanguages: j.WorkLanguages, PayMin: typedMoney(j.Pay.Min), PayMax: typedMoney(j.Pay.Max), PayCurrency: j.Pay.Currency,
		PayUnit: string(j.Pay.Unit), PayText: j.Pay.Text, Deadline: web.Date{Raw: j.Deadline}, Start: web.Date{Raw: j.Start}, Decides: j.Decides}
	for _, e := range j.Employment {
		f.Employment = append(f.Employment, string(e))
	}
	if len(j.Places) > 0 {
		p := j.Places[0]
		f.Street, f.Postcode, f.Town, f.Region, f.Country = p.Street, p.Postcode, p.Town, p.Region, p.Country
		var more []string
		for _, p := range j.Places[1:] {
			more = append(more, joined(", ", p.Street, joined(" ", p.Postcode, p.Town), p.Region))
		}
		f.Places = strings.Join(more, "\n")
	}
	if f.PayCurrency == "" {
		f.PayCurrency, f.PayUnit = currencyOf(f.Country), string(intake.PerYear)
	}
	if j.Extent.Max > 0 {
		f.ExtentMin.Raw, f.ExtentMax.Raw = strconv.Itoa(j.Extent.Min), strconv.Itoa(j.Extent.Max)
	}
	for i, s := range j.Steps[:min(len(j.Steps), stepsMost)] {
		*[]*string{&f.Step1, &f.Step2, &f.Step3, &f.Step4, &f.Step5}[i] = s.Name
		[]*web.Date{&f.Day1, &f.Day2, &f.Day3, &f.Day4, &f.Day5}[i].Raw = s.Day
	}
	return f
}

// readPlaces reads more places, one a line: "Street 1, 9008 Town, Region".
func readPlaces(lines, country string) []Place {
	var out []Place
	for line := range strings.SplitSeq(lines, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		p := Place{Country: country, Town: line}
		parts := strings.Split(line, ",")
		for i, s := range parts {
			s = strings.TrimSpace(s)
			if m := rePostTown.FindStringSubmatch(s); m != nil {
				p.Street, p.Postcode, p.Town, p.Region = strings.TrimSpace(strings.Join(parts[:i], ",")), m[1], m[2], strings.TrimSpace(strings.Join(parts[i+1:], ","))
			}
		}
		out = append(out, p)
	}
	return out
}

var rePostTown = regexp.MustCompile(`^(\d{3} ?\d{1,2}) +(\D.*)$`)

var reMoney = regexp.MustCompile(`^(\d{1,9})(?:[.,](\d{1,2}))?$`)

// money reads an amount in hundredths: "560 000", "215,50".
func money(name, typed string, wrong *fault.Form) int64 {
	typed = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "kr", "").Replace(strings.ToLower(typed))
	if typed == "" {
		return 0
	}
	m := reMoney.FindStringSubmatch(typed)
	if m == nil {
		wrong.Add(name, "job.pay.amount")
		return 0
	}
	units, _ := strconv.ParseInt(m[1], 10, 64) // nine digits fit
	cents, _ := strconv.ParseInt((m[2] + "00")[:2], 10, 64)
	return units*100 + cents
}

// currencyOf is the currency that the form of a country begins with.
func currencyOf(country string) string {
	switch country {
	case "SE":
		return "SEK"
	case "DK":
		return "DKK"
	case "FI":
		return "EUR"
	}
	return "NOK"
}

func typedMoney(n int64) string {
	switch {
	case n == 0:
		return ""
	case n%100 == 0:
		return strconv.FormatInt(n/100, 10)
	}
	cents := strconv.FormatInt(100+n%100, 10)[1:]
	return strconv.FormatInt(n/100, 10) + "," + cents
}

func (h *House) getNew(r *web.Request) error {
	s, err := h.siteOf(r)
	if err != nil {
		return err
	}
	f := editForm{Language: s.Language, Country: s.Country, PayUnit: string(intake.PerYear), PayCurrency: currencyOf(s.Country)}
	return r.Render(http.StatusOK, h.editor(r, f, nil, "", nil))
}

func (h *House) postNew(r *web.Request) error {
	s, err := h.siteOf(r)
	if err != nil {
		return err
	}
	var f editForm
	c, err := bindContent(r, &f, Content{})
	var j ID
	if err == nil {
		j, err = h.Create(r, r.Grant, s.ID, c)
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return h.editor(r, f, nil, sentence, wrong)
		})
	}
	r.Flash("job.saved")
	return r.Redirect(r.Path(jobPath(j, "")))
}

// bindContent binds the form and says all that is wrong with it at once.
func bindContent(r *web.Request, f *editForm, was Content) (Content, error) {
	err := web.Bind(r, f)
	if err != nil && !fault.Is(err, fault.Invalid) {
		return was, err
	}
	var wrong fault.Form
	if err != nil {
		for _, x := range fault.As(err).Fields {
			wrong.Add(x.Name, x.Key, x.Args)
		}
	}
	c := f.content(was, &wrong)
	return c, wrong.Err()
}

func (h *House) getEdit(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	if !May(j.State, j.Reason, ActChange) {
		return errState()
	}
	return r.Render(http.StatusOK, h.editor(r, formOf(j), &j, "", nil))
}

func (h *House) postEdit(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	var f editForm
	c, err := bindContent(r, &f, j.Content)
	if err == nil {
		err = h.Change(r, r.Grant, j.ID, int(f.Version.Value), c)
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return h.editor(r, f, &j, sentence, wrong)
		})
	}
	r.Flash("job.saved")
	return r.Redirect(r.Path(jobPath(j.ID, "")))
}

// editor is the page of the form; j is nil for a new job.
func (h *House) editor(r *web.Request, f editForm, j *Job, sentence string, wrong map[string]string) templ.Component {
	w := r.Words
	e := view.Editor{Title: w.Say("job.edit.new"), Sentence: sentence, Action: r.Path("/employer/jobs/new"), Back: r.Path("/employer/jobs")}
	if len(wrong) > 0 {
		e.Sentence = "" // the summary says it
	}
	if j != nil {
		e.Title, e.Action, e.Back = w.Say("job.edit.title", "Title", j.Title), r.Path(jobPath(j.ID, "/edit")), r.Path(jobPath(j.ID, ""))
		e.More, e.QuestionsURL, e.Version = true, r.Path(jobPath(j.ID, "/questions")), f.Version.Raw
	}
	e.Fields, e.Choices = editFields(w, f, wrong, h.cfg.Rules), editChoices(w)
	for i, s := range f.steps() {
		n := strconv.Itoa(i + 1)
		e.Steps = append(e.Steps, [2]page.Input{
			{Name: "step" + n, Label: w.Say("job.field.step", "N", n), Value: s.Name, Error: wrong["step"+n], Max: lineMax},
			{Name: "day" + n, Label: w.Say("job.field.day", "N", n), Value: s.Day, Error: wrong["day"+n]}})
	}
	v := r.View(e.Title)
	v.Wide = false
	return view.EditPage(v, e)
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
	add("title", f.Title, page.Input{Required: true, Max: titleMax, Counter: true})
	add("language", f.Language, page.Input{Width: "medium"})
	add("text", f.Text, page.Input{Rows: 18, Lang: f.Language})
	add("street", f.Street, page.Input{Width: "medium", Max: lineMax})
	add("postcode", f.Postcode, page.Input{Width: "short", Max: 20})
	add("town", f.Town, page.Input{Width: "medium", Max: 100})
	add("region", f.Region, page.Input{Width: "medium", Max: 100})
	add("country", f.Country, page.Input{Width: "medium"})
	add("places", f.Places, page.Input{Rows: 3})
	add("remote", f.Remote, page.Input{})
	add("employment", "", page.Input{Values: f.Employment})
	add("extentmin", f.ExtentMin.Raw, page.Input{Width: "short", Mode: "numeric", Max: 3})
	add("extentmax", f.ExtentMax.Raw, page.Input{Width: "short", Mode: "numeric", Max: 3})
	add("worklanguages", "", page.Input{Values: f.WorkLanguages})
	add("paymin", f.PayMin, page.Input{Width: "medium", Mode: "decimal", Max: 20})
	add("paymax", f.PayMax, page.Input{Width: "medium", Mode: "decimal", Max: 20})
	add("paycurrency", f.PayCurrency, page.Input{Width: "medium"})
	add("payunit", f.PayUnit, page.Input{Width: "medium"})
	add("paytext", f.PayText, page.Input{Max: payTextMax})
	add("deadline", f.Deadline.Raw, page.Input{})
	add("start", f.Start.Raw, page.Input{})
	add("decides", f.Decides, page.Input{Max: lineMax})
	if !rules.PayRequired {
		p := out["paymin"]
		p.Hint = ""
		out["paymin"] = p
	}
	return out
}

func editChoices(w *locale.Words) map[string][]page.Choice {
	c := map[string][]page.Choice{}
	for _, l := range locale.Languages() {
		c["language"] = append(c["language"], page.Choice{Value: l.Tag, Label: l.Name})
	}
	for _, n := range []string{"NO", "SE", "FI", "DK"} {
		c["country"] = append(c["country"], page.Choice{Value: n, Label: w.Say("job.country." + strings.ToLower(n))})
	}
	c["remote"] = []page.Choice{{Label: w.Say("job.remote.onsite")}, {Value: "hybrid", Label: w.Say("job.remote.hybrid")}, {Value: "remote", Label: w.Say("job.remote.remote")}}
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
