package tell

import (
	"slices"
	"time"
)

// Pace is how often a search tells.
type Pace string

// The paces.
const (
	AtOnce Pace = "now"
	Daily  Pace = "daily"
	Weekly Pace = "weekly"
)

// Paces lists them in the order of the form.
func Paces() []Pace { return []Pace{AtOnce, Daily, Weekly} }

// Known reports whether p is one of them.
func (p Pace) Known() bool { return slices.Contains(Paces(), p) }

// hour is when a digest leaves, on the receiver's own clock.
const hour = 7

// Next is when a search of a pace is looked at by the clock: the next morning in the receiver's zone, of a weekly one the next Monday's. One that
// tells at once is looked at each morning too, for what came when it had told enough for a day. Where the clocks are changed at that
// hour, it is the first moment after.
func (p Pace) Next(now time.Time, zone *time.Location) time.Time {
	here := now.In(zone)
	for day := 0; ; day++ {
		at := time.Date(here.Year(), here.Month(), here.Day()+day, hour, 0, 0, 0, zone)
		if at.After(now) && (p != Weekly || at.Weekday() == time.Monday) {
			return at.UTC()
		}
	}
}

// Today is the beginning of the receiver's day.
func Today(now time.Time, zone *time.Location) time.Time {
	here := now.In(zone)
	return time.Date(here.Year(), here.Month(), here.Day(), 0, 0, 0, 0, zone).UTC()
}
