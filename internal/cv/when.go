package cv

import (
	"time"

	"verv/internal/cv/jsoncv"
	"verv/internal/locale"
)

// When writes a time of a CV in the reader's language: august 2016 – nå. An open end goes on. Days are left out: nobody reads a CV by the day.
func When(t *locale.Words, s jsoncv.Span) string {
	from, to := Month(t, s.Start), Month(t, s.End)
	switch {
	case from == "" && to == "":
		return ""
	case to == "":
		return t.Say("cv.when.open", "From", from)
	case from == "":
		return t.Say("cv.when.until", "To", to)
	case from == to:
		return from
	}
	return t.Say("cv.when.span", "From", from, "To", to)
}

// Month writes one date of a CV in the reader's language; nothing for no date.
func Month(t *locale.Words, p jsoncv.Partial) string {
	if p.IsZero() {
		return ""
	}
	return t.Month(p.Year, time.Month(p.Month))
}
