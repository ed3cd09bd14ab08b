package locale

import (
	"strconv"
	"strings"
	"time"
)

func (w *Words) local(t time.Time) time.Time {
	if w.zone == nil {
		return t.UTC()
	}
	return t.In(w.zone)
}

// Date writes the day as the language does, in the reader's zone: 21. november 2026, 21.11.2026. A zero time is nothing.
func (w *Words) Date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = w.local(t)
	if w.months == nil {
		return t.Format(w.date)
	}
	// The name goes in after the layout, or Go would read a layout out of it.
	return strings.Replace(t.Format(w.date), "MMMM", w.months[t.Month()-1], 1)
}

// Month writes a year and a month as a CV has them: august 2016, elokuu 2016. Month 0 is the year alone.
func (w *Words) Month(year int, month time.Month) string {
	if month < time.January || month > time.December {
		return strconv.Itoa(year)
	}
	names := w.months
	if names == nil {
		names = monthsAlone
	}
	return names[month-1] + " " + strconv.Itoa(year)
}

// monthsAlone are the names of a language whose dates are written in figures.
var monthsAlone = []string{"tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu", "kesäkuu", "heinäkuu", "elokuu", "syyskuu", "lokakuu",
	"marraskuu", "joulukuu"}

// Time writes the time of day, 24 hours, in the reader's zone.
func (w *Words) Time(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return w.local(t).Format(w.clock)
}

// DateTime writes day and time of day in the reader's zone.
func (w *Words) DateTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return w.Say("unit.moment", "Date", w.Date(t), "Time", w.Time(t))
}

// Spans in which people count: beyond them the next larger unit says more.
const (
	countDays   = 60
	countMonths = 24
)

// Until says when t is, seen from the bound moment: in days as the calendar of the reader's zone has them, then in months,
// then in years. Words that are not bound to a moment say the date.
func (w *Words) Until(t time.Time) string {
	if w.now.IsZero() || t.IsZero() {
		return w.Date(t)
	}
	days := w.days(t)
	switch days {
	case 0:
		return w.Say("unit.day.today")
	case 1:
		return w.Say("unit.day.tomorrow")
	case -1:
		return w.Say("unit.day.yesterday")
	}
	direction, from, to := "in", w.now, t
	if days < 0 {
		direction, from, to, days = "ago", t, w.now, -days
	}
	if days <= countDays {
		return w.Say("unit.day."+direction, "Count", days)
	}
	if months := w.wholeMonths(from, to); months < countMonths {
		return w.Say("unit.month."+direction, "Count", months)
	}
	return w.Say("unit.year."+direction, "Count", w.wholeMonths(from, to)/12)
}

// DaysLeft says how many days remain until t: "4 dager igjen", "siste dag", or that the time is up.
func (w *Words) DaysLeft(t time.Time) string {
	days := w.days(t)
	switch {
	case !t.After(w.now):
		return w.Say("unit.left.over")
	case days == 0:
		return w.Say("unit.left.today")
	}
	return w.Say("unit.left.days", "Count", days)
}

// days counts midnights of the reader's zone between now and t. Both days are taken at UTC noon, so that a day of 23 or 25
// hours is a day.
func (w *Words) days(t time.Time) int {
	return int(noon(w.local(t)).Sub(noon(w.local(w.now))).Hours()) / 24
}

func noon(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 12, 0, 0, 0, time.UTC)
}

// wholeMonths counts whole calendar months.
func (w *Words) wholeMonths(from, to time.Time) int {
	from, to = w.local(from), w.local(to)
	n := (to.Year()-from.Year())*12 + int(to.Month()-from.Month())
	if to.Day() < from.Day() {
		n--
	}
	return n
}
