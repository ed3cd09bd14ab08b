package job

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"verv/internal/employer/prose"
	"verv/internal/fault"
	"verv/internal/job/intake"
	"verv/internal/job/wording"
	"verv/internal/locale"
	"verv/internal/web"
)

// Rules are what the installation's profile asks of an advertisement.
type Rules struct {
	PayRequired bool     // directive (EU) 2023/970, article 5(1): pay or its range before the first interview
	PayIn       []string // the countries in which that holds; none is all of them

	RefuseIllegal bool // what the wording says must not break the law: refused, and not only said
}

// AsksPay reports whether the job must say what it pays: one of its places is in a country of the rule. A job without a place, which
// is remote, follows the countries one may live in; where nothing names a country the rule holds.
func (r Rules) AsksPay(c Content) bool {
	if !r.PayRequired || len(r.PayIn) == 0 {
		return r.PayRequired
	}
	var countries []string
	for _, p := range c.Places {
		countries = append(countries, p.Country)
	}
	if len(countries) == 0 {
		countries = c.RemoteFrom
	}
	return len(countries) == 0 || slices.ContainsFunc(countries, func(n string) bool { return n == "" || slices.Contains(r.PayIn, n) })
}

const (
	titleMax   = 160
	textMax    = 40000
	lineMax    = 200
	payTextMax = 200
	placesMost = 20
	stepsMost  = 10
	languages  = 10
	payMost    = 100_000_000_00 // hundredths
	wideFrom   = 3              // a range whose end is this many halves of its start says little
)

var reDay = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

// tidy puts what was typed into its one form.
func (c Content) tidy() Content {
	for _, s := range []*string{&c.Title, &c.Decides, &c.Pay.Text, &c.AdURL, &c.ApplyURL} {
		*s = strings.TrimSpace(*s)
	}
	c.Text = prose.HTML(c.Text)
	if c.Pay.Min != 0 && c.Pay.Max == 0 {
		c.Pay.Max = c.Pay.Min
	}
	if c.Pay.Min == 0 && c.Pay.Max == 0 {
		c.Pay.Currency, c.Pay.Unit = "", ""
	}
	if c.Extent.Max == 0 {
		c.Extent.Max = c.Extent.Min
	}
	if c.Extent.Min == 0 {
		c.Extent.Min = c.Extent.Max
	}
	c.Steps = tidySteps(c.Steps)
	c.Places = slices.DeleteFunc(slices.Clone(c.Places), func(p Place) bool { return p == Place{} || p == Place{Country: p.Country} })
	return c
}

// check says what no state of a job allows: a draft may be short of things, never malformed.
func (c Content) check(f *fault.Form) {
	long := func(name, s string, most int) {
		if utf8.RuneCountInString(s) > most {
			f.Add(name, "form.long", fault.Args{"Max": most})
		}
	}
	if c.Title == "" {
		f.Add("title", "form.required")
	}
	long("title", c.Title, titleMax)
	long("text", c.Text, textMax)
	long("decides", c.Decides, lineMax)
	if !locale.Known(c.Language) {
		f.Add("language", "form.choice")
	}
	c.checkPay(f)
	if e := c.Extent; e.Min < 0 || e.Max > 100 || e.Min > e.Max {
		f.Add("extentmin", "job.extent.wrong")
	}
	for name, day := range map[string]string{"start": c.Start, "deadline": c.Deadline} {
		if day != "" && !validDay(day) {
			f.Add(name, "form.date")
		}
	}
	for _, e := range c.Employment {
		if !slices.Contains(Employments(), e) && e != intake.FullTime && e != intake.PartTime {
			f.Add("employment", "form.choice")
		}
	}
	if !slices.Contains([]Remote{intake.OnSite, intake.Hybrid, intake.Fully}, c.Remote) {
		f.Add("remote", "form.choice")
	}
	if len(c.Places) > placesMost || len(c.WorkLanguages) > languages {
		f.Add("town", "form.many", fault.Args{"Max": placesMost})
	}
	for i, p := range c.Places {
		for name, s := range map[string]string{"street": p.Street, "postcode": p.Postcode, "town": p.Town, "region": p.Region} {
			long(web.RowName(name, i), s, lineMax)
		}
	}
	checkSteps(f, c.Steps)
	if c.ApplyURL != "" && !webAddress(c.ApplyURL) {
		f.Add("applyurl", "job.applyurl.wrong")
	}
}

func (c Content) checkPay(f *fault.Form) {
	p := c.Pay
	if utf8.RuneCountInString(p.Text) > payTextMax {
		f.Add("paytext", "form.long", fault.Args{"Max": payTextMax})
	}
	if p.Min == 0 && p.Max == 0 {
		return
	}
	switch {
	case p.Min < 0 || p.Max < 0 || p.Min > payMost || p.Max > payMost:
		f.Add("paymin", "job.pay.amount")
	case p.Min > p.Max:
		f.Add("paymax", "job.pay.order")
	}
	if len(p.Currency) != 3 || strings.ToUpper(p.Currency) != p.Currency {
		f.Add("paycurrency", "job.pay.currency")
	}
	if !slices.Contains(PayUnits(), p.Unit) {
		f.Add("payunit", "job.pay.unit")
	}
}

func validDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil && reDay.MatchString(s)
}

func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil
}

// Gate says everything that keeps a job from being published, field by field; nil is free to go.
func (r Rules) Gate(c Content, now time.Time) error {
	var f fault.Form
	c.check(&f)
	if strings.TrimSpace(prose.Plain(c.Text)) == "" {
		f.Add("text", "form.required")
	}
	if len(c.Places) == 0 && c.Remote != intake.Fully {
		f.Add("town", "job.place.missing")
	}
	if len(c.Employment) == 0 {
		f.Add("employment", "form.required")
	}
	if r.AsksPay(c) && !c.StatesPay() {
		f.Add("paymin", "job.pay.missing")
	}
	if r.RefuseIllegal {
		if h, ok := wording.Illegal(c.Language, c.Title+"\n"+prose.Plain(c.Text)); ok {
			f.Add("text", "job.wording.refused", fault.Args{"Word": h.Found})
		}
	}
	if AsksPayHistory(prose.Plain(c.Text)) {
		f.Add("text", "job.text.payhistory")
	}
	if !now.Before(c.EndsAt) {
		f.Add("deadline", "job.deadline.past")
	}
	for _, q := range c.Questions {
		var wrong fault.Form
		if q.check(&wrong); wrong.Err() != nil {
			f.Add("questions", "job.questions.wrong")
		}
	}
	return f.Err()
}

// StatesPay reports whether the job says what it pays, in a figure or by the agreement that sets it.
func (c Content) StatesPay() bool { return c.Pay.Max > 0 || c.Pay.Min > 0 || c.Pay.Text != "" }

// Warning is something that could be better and stops nothing.
type Warning struct {
	Key  string
	Args fault.Args
}

// Warnings says what a reader may stumble over.
func Warnings(c Content) []Warning {
	var out []Warning
	if words := GenderedWords(c.Language, c.Title); len(words) > 0 {
		out = append(out, Warning{"job.warning.title", fault.Args{"Word": words[0]}})
	}
	if c.Pay.Min > 0 && 2*c.Pay.Max > wideFrom*c.Pay.Min {
		out = append(out, Warning{Key: "job.warning.wide"})
	}
	if c.Deadline == "" {
		out = append(out, Warning{Key: "job.warning.deadline"})
	}
	if len(c.Steps) == 0 {
		out = append(out, Warning{Key: "job.warning.steps"})
	}
	return out
}
