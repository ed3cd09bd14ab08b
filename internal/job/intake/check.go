package intake

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/currency"

	"verv/internal/fault"
)

const (
	maxID    = 300 // bytes of a source id
	maxShort = 500 // letters of any other one-line text; longer is cut
)

// check cleans a record in place and says why it cannot be taken, if so. The order is that of the reader's interest:
// what is broken, what is missing, what is too late.
func (p *reader) check(r *Record) *fault.Fault {
	if r.hasNUL() {
		return fault.New(fault.Malformed, "job.intake.record.nul")
	}
	if f := p.checkHead(r); f != nil {
		return f
	}
	var f *fault.Fault
	var marks int
	r.Description, marks = strip(r.Description)
	r.noteMarks(marks)
	if r.Description, r.Plain, f = describe(r.Description); f != nil {
		return f
	}
	// An entity may spell a mark that the bytes did not show.
	r.Description, marks = strip(r.Description)
	r.noteMarks(marks)
	r.Plain, _ = strip(r.Plain)
	if strings.TrimSpace(r.Plain) == "" {
		return fault.New(fault.Invalid, "job.intake.description.missing")
	}
	r.tidy()
	if f := r.Pay.check(); f != nil {
		return f
	}
	if r.Deadline.Past(p.Now, p.Zone) {
		return fault.New(fault.Invalid, "job.intake.deadline.past", fault.Args{"Day": r.Deadline.Day})
	}
	if r.Language = languageTag(r.Language); r.Language == "" {
		r.Language = p.lang
	}
	return nil
}

func (p *reader) checkHead(r *Record) *fault.Fault {
	r.Source, _ = clean(r.Source)
	if r.Source == "" {
		return fault.New(fault.Invalid, "job.intake.id.missing")
	}
	if len(r.Source) > maxID {
		r.Source = ""
		return fault.New(fault.Invalid, "job.intake.id.long", fault.Args{"Limit": maxID})
	}
	r.one(&r.Title)
	if r.Title == "" {
		return fault.New(fault.Invalid, "job.intake.title.missing")
	}
	if utf8.RuneCountInString(r.Title) > p.Limits.Title {
		return fault.New(fault.Invalid, "job.intake.title.long", fault.Args{"Limit": p.Limits.Title})
	}
	return nil
}

// short are the one-line texts beside the title.
func (r *Record) short() []*string {
	all := []*string{&r.Employer.Name, &r.Employer.Number, &r.Pay.Text, &r.Occupation.Code, &r.Occupation.Set, &r.Occupation.Name}
	for i := range r.Places {
		pl := &r.Places[i]
		all = append(all, &pl.Street, &pl.Postcode, &pl.Town, &pl.Region, &pl.CountryText)
	}
	for i := range r.RemoteFrom {
		all = append(all, &r.RemoteFrom[i])
	}
	return all
}

func (r *Record) hasNUL() bool {
	all := append(r.short(), &r.Source, &r.Title, &r.Description, &r.URL, &r.Apply, &r.Employer.URL, &r.Employer.Logo, &r.Language)
	for _, s := range all {
		if strings.IndexByte(*s, 0) >= 0 {
			return true
		}
	}
	return false
}

// one makes s a text of one line: markup read, marks stripped and counted.
func (r *Record) one(s *string) {
	first, before := clean(*s)
	text, after := clean(line(first))
	r.noteMarks(before + after)
	*s = text
}

func (r *Record) noteMarks(n int) {
	if n > 0 {
		r.note("job.intake.note.marks", n)
	}
}

// tidy cleans everything beside title and description. What is merely odd here does not refuse an advertisement.
func (r *Record) tidy() {
	for _, s := range r.short() {
		r.one(s)
		if utf8.RuneCountInString(*s) > maxShort {
			*s = strings.TrimSpace(string([]rune(*s)[:maxShort]))
		}
	}
	r.Employer.Number = strings.Join(strings.FieldsFunc(r.Employer.Number, func(c rune) bool {
		return c == ' ' || c == '.'
	}), "")
	for i, s := range r.RemoteFrom {
		if code, words := country(s); code != "" {
			r.RemoteFrom[i] = code
		} else {
			r.RemoteFrom[i] = words
		}
	}
	if r.Apply == "" {
		r.Apply = r.URL
	}
	for _, l := range []struct {
		to      *string
		schemes []string
	}{
		{&r.URL, []string{"https", "http"}}, {&r.Apply, []string{"https", "http", "mailto"}},
		{&r.Employer.URL, []string{"https", "http"}}, {&r.Employer.Logo, []string{"https", "http"}},
	} {
		given := *l.to
		clean, _ := clean(given)
		if *l.to = link(clean, l.schemes...); *l.to == "" && given != "" {
			r.note("job.intake.note.link", 1)
		}
	}
}

func (p Pay) check() *fault.Fault {
	if p.Min == 0 && p.Max == 0 {
		return nil
	}
	if p.Min < 0 || p.Max < 0 || p.Min > maxPay || p.Max > maxPay {
		return fault.New(fault.Invalid, "job.intake.pay.amount")
	}
	if p.Max != 0 && p.Min > p.Max {
		return fault.New(fault.Invalid, "job.intake.pay.order")
	}
	if _, err := currency.ParseISO(p.Currency); err != nil || p.Currency == "XXX" || p.Currency == "XTS" {
		return fault.New(fault.Invalid, "job.intake.pay.currency")
	}
	return nil
}
