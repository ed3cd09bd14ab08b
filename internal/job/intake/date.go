package intake

import (
	"strings"
	"time"

	"verv/internal/fault"
)

// Layouts with a zone give an instant; those without give a day, because the sender's zone is not ours to guess.
var (
	instants = []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05Z07:00",
		"2006-01-02 15:04:05 -0700", time.RFC1123Z, "Mon, 2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 -0700"}
	gmt  = []string{time.RFC1123, "Mon, 2 Jan 2006 15:04:05 MST", "2006-01-02 15:04:05 MST", "2 Jan 2006 15:04:05 MST"}
	days = []string{time.DateOnly, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "20060102",
		"02.01.2006", "2.1.2006", "Mon, 2 Jan 2006 15:04:05", "Mon, 02 Jan 2006", "2 January 2006", "January 2, 2006", "2006/01/02"}
)

// parseDate reads a date as the formats give it. Empty is no date; what cannot be read is a fault that names the field.
func parseDate(s, field string) (Date, *fault.Fault) {
	s = strings.TrimSpace(s)
	if s == "" {
		return Date{}, nil
	}
	if len(s) <= 64 {
		if d, ok := readDate(s); ok {
			return d, nil
		}
	}
	return Date{}, fault.New(fault.Invalid, "job.intake.date.invalid", fault.Args{"Name": field})
}

func readDate(s string) (Date, bool) {
	for _, layout := range days {
		if t, err := time.Parse(layout, s); err == nil {
			return dated(t, time.Time{})
		}
	}
	for _, layout := range instants {
		if t, err := time.Parse(layout, s); err == nil {
			return dated(t, t.UTC())
		}
	}
	// A zone by its letters is only known for certain when it is universal time; else the day is what we know.
	for _, layout := range gmt {
		if t, err := time.Parse(layout, s); err == nil {
			if name, _ := t.Zone(); name == "GMT" || name == "UTC" {
				return dated(t, t.UTC())
			}
			return dated(t, time.Time{})
		}
	}
	return Date{}, false
}

func dated(t, at time.Time) (Date, bool) {
	return Date{Day: t.Format(time.DateOnly), At: at}, t.Year() >= 1970 && t.Year() < 2200
}
