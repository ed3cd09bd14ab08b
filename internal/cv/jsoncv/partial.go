package jsoncv

import (
	"fmt"
	"time"
)

// Partial is a date of which the month and the day may be unknown (zero). The zero Partial is no date.
type Partial struct{ Year, Month, Day int }

// IsZero reports whether no date is known.
func (p Partial) IsZero() bool { return p == Partial{} }

// String is YYYY, YYYY-MM or YYYY-MM-DD, as much as is known.
func (p Partial) String() string {
	switch {
	case p.IsZero():
		return ""
	case p.Month == 0:
		return fmt.Sprintf("%04d", p.Year)
	case p.Day == 0:
		return fmt.Sprintf("%04d-%02d", p.Year, p.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", p.Year, p.Month, p.Day)
}

// Before reports whether p lies before q, judged by as much as both know.
func (p Partial) Before(q Partial) bool {
	if p.Year != q.Year || p.Month == 0 || q.Month == 0 {
		return p.Year < q.Year
	}
	if p.Month != q.Month || p.Day == 0 || q.Day == 0 {
		return p.Month < q.Month
	}
	return p.Day < q.Day
}

// Years outside these are mistakes of typing in a CV of somebody alive.
const firstYear, lastYear = 1900, 2100

// ParsePartial reads YYYY, YYYY-MM or YYYY-MM-DD; a time of day after the date is passed over. Empty is no date.
func ParsePartial(s string) (Partial, bool) {
	if s == "" {
		return Partial{}, true
	}
	if len(s) > len(time.DateOnly) && s[len(time.DateOnly)] == 'T' {
		s = s[:len(time.DateOnly)]
	}
	for known, layout := range []string{"2006", "2006-01", time.DateOnly} {
		t, err := time.Parse(layout, s)
		if err != nil || t.Year() < firstYear || t.Year() > lastYear {
			continue
		}
		p := Partial{Year: t.Year()}
		if known > 0 {
			p.Month = int(t.Month())
		}
		if known > 1 {
			p.Day = t.Day()
		}
		return p, true
	}
	return Partial{}, false
}
