package job

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"verv/internal/employer"
	"verv/internal/employer/prose"
	"verv/internal/job/intake"
	view "verv/internal/job/page"
	"verv/internal/locale"
	"verv/internal/web/page"
)

// How jobs are put into words. Nothing here decides anything.

const soon = 7 * 24 * time.Hour // from when on a deadline is a warning

// PayText is what a job pays, in words.
func PayText(w *locale.Words, p Pay) string {
	if p.Min > 0 || p.Max > 0 {
		return w.Money(units(p.Min), units(p.Max), p.Currency, string(p.Unit))
	}
	if p.Text != "" {
		return p.Text
	}
	return w.Say("job.pay.none")
}

// units rounds hundredths, half up.
func units(hundredths int64) int64 { return (hundredths + 50) / 100 }

// KindText is "Fast, 80–100 %".
func KindText(w *locale.Words, all []Employment, e Extent) string {
	var out []string
	for _, k := range all {
		out = append(out, w.Say("job.employment."+string(k)))
	}
	if x := extentText(w, e); x != "" {
		out = append(out, x)
	}
	s := strings.Join(out, ", ")
	return upper(s)
}

func upper(s string) string {
	for i, c := range s {
		return string(unicode.ToUpper(c)) + s[i+len(string(c)):]
	}
	return s
}

func extentText(w *locale.Words, e Extent) string {
	switch {
	case e.Max == 0:
		return ""
	case e.Min == e.Max:
		return w.Percent(e.Max)
	}
	return w.Number(int64(e.Min)) + "–" + w.Percent(e.Max)
}

// lastDay is the day of a deadline, for words that write moments in the site's zone.
func lastDay(ends time.Time) time.Time { return ends.Add(-time.Second) }

func entry(w *locale.Words, path func(string) string, now time.Time, e Entry) page.Item {
	i := page.Item{Title: e.Title, URL: path(address(e.ID, e.Title)), Sub: joined(" · ", e.EmployerName, e.Place, remoteText(w, e.Remote)),
		Mark: employer.Initials(e.EmployerName), Points: []page.Point{{Icon: "Wallet", Name: w.Say("job.field.pay"), Text: PayText(w, e.Pay), Strong: true}}}
	if k := KindText(w, e.Employment, e.Extent); k != "" {
		i.Points = append(i.Points, page.Point{Icon: "Briefcase", Name: w.Say("job.field.employment"), Text: k})
	}
	if e.Deadline != "" {
		i.Status = &page.Label{Word: w.Say("job.deadline.on", "Date", lastDay(e.EndsAt)), Icon: "Clock"}
		if e.EndsAt.Sub(now) < soon {
			i.Status = &page.Label{Word: w.Say("job.deadline.in", "Left", w.Until(lastDay(e.EndsAt))), Color: page.Warning, Icon: "Clock"}
		}
	}
	i.Excerpt = e.Excerpt
	return i
}

func joined(sep string, all ...string) string {
	var out []string
	for _, s := range all {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, sep)
}

func remoteText(w *locale.Words, r Remote) string {
	if r == intake.OnSite {
		return ""
	}
	return w.Say("job.remote." + string(r))
}

func placeText(p Place) string {
	country := p.CountryText
	return joined(", ", p.Street, joined(" ", p.Postcode, p.Town), p.Region, country)
}

// adFacts is what people look for first.
func adFacts(w *locale.Words, j Job) []page.Point {
	out := []page.Point{{Icon: "Wallet", Name: w.Say("job.field.pay"), Text: PayText(w, j.Pay), Strong: true}}
	if j.Deadline != "" {
		out = append(out, page.Point{Icon: "Clock", Name: w.Say("job.field.deadline"), Text: w.Say("job.deadline.on", "Date", lastDay(j.EndsAt)), Strong: true})
	}
	if k := KindText(w, j.Employment, j.Extent); k != "" {
		out = append(out, page.Point{Icon: "Briefcase", Name: w.Say("job.field.employment"), Text: k})
	}
	text, _ := placed(j.Content)
	if text = joined(" · ", text, remoteText(w, j.Remote)); text != "" {
		out = append(out, page.Point{Icon: "LocationPin", Name: w.Say("job.field.place"), Text: text})
	}
	return out
}

// adTerms is the rest, as names and values.
func adTerms(w *locale.Words, j Job) []page.Term {
	var out []page.Term
	add := func(key, value string) {
		if value != "" {
			out = append(out, page.Term{Name: w.Say(key), Text: value})
		}
	}
	var places, languages []string
	for _, p := range j.Places {
		places = append(places, placeText(p))
	}
	for _, l := range j.WorkLanguages {
		languages = append(languages, languageName(w, l))
	}
	add("job.field.employer", j.EmployerName)
	if j.Client.Name != "" {
		client := j.Client.Shown()
		if client == "" {
			client = w.Say("job.client.later")
		}
		add("job.field.client", client)
	}
	add("job.field.places", strings.Join(places, "; "))
	add("job.field.remotefrom", strings.Join(j.RemoteFrom, ", "))
	if j.Pay.Max > 0 {
		add("job.field.paytext", j.Pay.Text)
	}
	add("job.field.worklanguages", w.List(languages))
	if j.Start != "" {
		add("job.field.start", dayText(w, j.Start))
	}
	if !j.PublishedAt.IsZero() {
		add("job.field.published", w.Date(j.PublishedAt))
	}
	add("job.field.number", j.SourceID)
	return out
}

func languageName(w *locale.Words, tag string) string {
	for _, l := range locale.Languages() {
		if l.Tag == tag {
			return l.Name
		}
	}
	return tag
}

// dayText writes a day that has no zone: noon of it is the same day everywhere in Europe.
func dayText(w *locale.Words, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return w.Date(t.Add(12 * time.Hour))
}

// steps is the way from the deadline to the answer, as it is expected now.
func steps(w *locale.Words, j Job) []view.Step {
	var out []view.Step
	if j.Deadline != "" && len(j.Steps) > 0 {
		last := lastDay(j.EndsAt)
		out = append(out, view.Step{Name: w.Say("job.field.deadline"), When: w.Date(last), Stamp: j.Deadline})
	}
	for _, s := range j.Steps {
		v := view.Step{Name: s.Name, When: stepWhen(w, s), Stamp: s.Day, Who: s.Who, Lang: j.Language}
		if t, err := time.Parse(time.DateOnly, s.Day); err == nil && s.Week {
			year, week := t.ISOWeek()
			v.Stamp = fmt.Sprintf("%04d-W%02d", year, week)
		}
		if s.Was != "" {
			v.Moved = w.Say("job.step.moved", "Date", dayText(w, s.Was))
		}
		out = append(out, v)
	}
	return out
}

// stepWhen is the day or the week of a step in words; empty when nobody knows.
func stepWhen(w *locale.Words, s Step) string {
	t, err := time.Parse(time.DateOnly, s.Day)
	if err != nil {
		return ""
	}
	if !s.Week {
		return dayText(w, s.Day)
	}
	year, week := t.ISOWeek()
	return w.Say("job.step.inweek", "Week", week, "Year", strconv.Itoa(year))
}

// hirer says who looks for somebody: the employer, or the agency and its client as far as readers may know it.
func hirer(w *locale.Words, j Job) string {
	switch {
	case j.Client.Name == "":
		return j.EmployerName
	case j.Client.Secret:
		return w.Say("job.client.secret", "Employer", j.EmployerName)
	}
	return w.Say("job.client.for", "Employer", j.EmployerName, "Client", j.Client.Name)
}

func remoteKey(r Remote) string {
	if r == intake.OnSite {
		return "onsite"
	}
	return string(r)
}

func plainText(s string) string { return prose.Plain(s) }

// privacyLine says who will see an application, why, and until when.
func privacyLine(w *locale.Words, j Job) page.Privacy {
	if !j.Here() {
		return page.Privacy{Who: w.Say("job.privacy.elsewhere", "Employer", j.EmployerName)}
	}
	p := page.Privacy{Who: w.Say("job.privacy.who", "Employer", j.EmployerName), Why: w.Say("job.privacy.why"),
		Until: w.Say("job.privacy.months", "Count", j.Keeping.Months)}
	if !j.Keeping.Until.IsZero() {
		p.Until = w.Say("job.privacy.until", "Count", j.Keeping.Months, "Date", j.Keeping.Until)
	}
	return p
}

// address is the path of an advertisement: its identifier, and words that a person can read.
func address(j ID, title string) string { return "/jobs/" + j.String() + "/" + Slug(title) }

const slugMax = 60

var slugLetters = strings.NewReplacer("æ", "ae", "ø", "o", "å", "a", "ä", "a", "ö", "o", "é", "e", "ü", "u", "š", "s", "č", "c", "đ", "d", "ŋ", "n", "ž", "z")

// Slug is a title as a part of an address; "job" where nothing is left of it.
func Slug(title string) string {
	var b strings.Builder
	gap := false
	for _, c := range slugLetters.Replace(strings.ToLower(title)) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(c)
		} else {
			gap = true
		}
		if b.Len() >= slugMax {
			break
		}
	}
	if b.Len() == 0 {
		return "job"
	}
	return b.String()
}

// lead is the description for search engines.
func lead(j Job) string { return prose.Lead(j.Text, 160) }
