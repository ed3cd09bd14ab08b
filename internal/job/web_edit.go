package job

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"verv/internal/employer"
	"verv/internal/employer/prose"
	"verv/internal/fault"
	"verv/internal/job/intake"
	"verv/internal/locale"
	"verv/internal/web"
)

// editForm is the form of a job as it was typed.
type editForm struct {
	Do            string     `form:"do,max=40"` // a button that changes the form and saves nothing
	Version       web.Number `form:"version,least=1"`
	Title         string     `form:"title,required,max=160"`
	Language      string     `form:"language,oneof=nb|nn|sv|fi|da|en"`
	Text          string     `form:"text,lines,max=40000"`
	Street        web.Column `form:"street,count=20"`
	Postcode      web.Column `form:"postcode,count=20,max=20"`
	Town          web.Column `form:"town,count=20,max=100"`
	Region        web.Column `form:"region,count=20,max=100"`
	Country       web.Column `form:"country,count=20,oneof=NO|SE|FI|DK"`
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
	Step          web.Column `form:"step,count=10"`
	StepDay       web.Column `form:"stepday,count=10,max=10"`
	StepBy        web.Column `form:"stepby,count=10,oneof=day|week"`
	StepWho       web.Column `form:"stepwho,count=10"`
	Client        string     `form:"client,max=36"`
	Secret        bool       `form:"secret"`
}

// content turns what was typed into a job; wrong is what only this form can get wrong.
func (f editForm) content(was Content, wrong *fault.Form) Content {
	c := was
	c.Title, c.Language, c.Text, c.Remote, c.Decides = f.Title, f.Language, f.Text, Remote(f.Remote), f.Decides
	c.Places, c.Employment, c.WorkLanguages = f.places(), nil, nil
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
	c.Deadline, c.Start, c.Steps = f.Deadline.Raw, f.Start.Raw, f.steps()
	c.Client = Client{Secret: f.Secret}
	if f.Client != "" {
		if err := c.Client.ID.UnmarshalText([]byte(f.Client)); err != nil {
			wrong.Add("client", "form.choice")
		}
	}
	return c
}

func (f editForm) places() []Place {
	var out []Place
	for n := range f.placeRows() {
		country := f.Country.At(n)
		if country == "" {
			country = f.Country.At(0)
		}
		out = append(out, Place{Street: f.Street.At(n), Postcode: f.Postcode.At(n), Town: f.Town.At(n), Region: f.Region.At(n), Country: country})
	}
	return out
}

func (f editForm) placeRows() int {
	return min(max(1, len(f.Street), len(f.Postcode), len(f.Town), len(f.Region)), placesMost)
}

// steps are the steps that have a name; a day without a name belongs to nothing and is left out.
func (f editForm) steps() []Step {
	var out []Step
	for n := range f.stepRows() {
		if f.Step.At(n) != "" {
			out = append(out, Step{Name: f.Step.At(n), Day: f.StepDay.At(n), Week: f.StepBy.At(n) == byWeek, Who: f.StepWho.At(n)})
		}
	}
	return out
}

func (f editForm) stepRows() int {
	return min(max(1, len(f.Step), len(f.StepDay), len(f.StepWho)), stepsMost)
}

const byWeek = "week"

// formOf is the form of a job as it stands.
func formOf(j Job) editForm {
	f := editForm{Version: web.Number{Raw: strconv.Itoa(j.Version)}, Title: j.Title, Language: j.Language, Text: prose.Typed(j.Text), Remote: string(j.Remote),
		WorkLanguages: j.WorkLanguages, PayMin: typedMoney(j.Pay.Min), PayMax: typedMoney(j.Pay.Max), PayCurrency: j.Pay.Currency,
		PayUnit: string(j.Pay.Unit), PayText: j.Pay.Text, Deadline: web.Date{Raw: j.Deadline}, Start: web.Date{Raw: j.Start}, Decides: j.Decides,
		Secret: j.Client.Secret}
	for _, e := range j.Employment {
		f.Employment = append(f.Employment, string(e))
	}
	for _, p := range j.Places {
		f.addPlace(p)
	}
	for _, s := range j.Steps {
		f.addStep(s)
	}
	if !j.Client.ID.IsZero() {
		f.Client = j.Client.ID.String()
	}
	if f.PayCurrency == "" {
		f.PayCurrency, f.PayUnit = currencyOf(f.Country.At(0)), string(intake.PerYear)
	}
	if j.Extent.Max > 0 {
		f.ExtentMin.Raw, f.ExtentMax.Raw = strconv.Itoa(j.Extent.Min), strconv.Itoa(j.Extent.Max)
	}
	return f
}

func (f *editForm) addPlace(p Place) {
	f.Street, f.Postcode, f.Town = append(f.Street, p.Street), append(f.Postcode, p.Postcode), append(f.Town, p.Town)
	f.Region, f.Country = append(f.Region, p.Region), append(f.Country, p.Country)
}

func (f *editForm) addStep(s Step) {
	by := "day"
	if s.Week {
		by = byWeek
	}
	f.Step, f.StepDay, f.StepBy, f.StepWho = append(f.Step, s.Name), append(f.StepDay, s.Day), append(f.StepBy, by), append(f.StepWho, s.Who)
}

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
	f := editForm{Language: s.Language, Country: web.Column{s.Country}, PayUnit: string(intake.PerYear), PayCurrency: currencyOf(s.Country)}
	e, err := h.editing(r, nil)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, e.page(f, "", nil))
}

func (h *House) postNew(r *web.Request) error {
	s, err := h.siteOf(r)
	if err != nil {
		return err
	}
	e, err := h.editing(r, nil)
	if err != nil {
		return err
	}
	var f editForm
	c, err := bindContent(r, &f, Content{})
	if f.redo(r.Words) {
		return r.Render(http.StatusOK, e.page(f, "", nil))
	}
	var j ID
	if err == nil {
		j, err = h.Create(r, r.Grant, s.ID, c)
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component { return e.page(f, sentence, wrong) })
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
	if may, err := h.may(r, j); err != nil || !may(ActChange) {
		return orState(err)
	}
	e, err := h.editing(r, &j)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, e.page(formOf(j), "", nil))
}

func (h *House) postEdit(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	e, err := h.editing(r, &j)
	if err != nil {
		return err
	}
	var f editForm
	c, err := bindContent(r, &f, j.Content)
	if f.redo(r.Words) {
		return r.Render(http.StatusOK, e.page(f, "", nil))
	}
	if err == nil {
		err = h.Change(r, r.Grant, j.ID, int(f.Version.Value), c)
	}
	if fault.Is(err, fault.Conflict) && fault.As(err).Key == keyOld {
		return h.conflict(r, j.ID, f, e)
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component { return e.page(f, sentence, wrong) })
	}
	r.Flash("job.saved")
	return r.Redirect(r.Path(jobPath(j.ID, "")))
}

// clients are the clients that the form offers: those of the list, and the one the job has.
func (h *House) clients(r *web.Request, j *Job) ([]employer.Client, error) {
	set, err := h.employers.Setting(r, r.Grant)
	if err != nil {
		return nil, err
	}
	var all []employer.Client
	if set.Agency {
		if all, err = h.employers.Clients(r, r.Grant); err != nil {
			return nil, err
		}
	}
	if j != nil && !j.Client.ID.IsZero() && !slices.ContainsFunc(all, func(c employer.Client) bool { return c.ID == j.Client.ID }) {
		all = append(all, employer.Client{ID: j.Client.ID, Name: j.Client.Name})
	}
	return all, nil
}
