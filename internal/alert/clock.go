package alert

import "time"

// hour is when a digest leaves, on the receiver's own clock.
const hour = 7

// settled is how old an advertisement is before a letter tells of it: what is published by a transaction that still runs is not passed over.
const settled = time.Minute

// next is when an alert of a pace is looked at by the clock: the next morning in the receiver's zone, of a weekly one the next Monday's. One that
// tells at once is looked at each morning too, for what came when it had told enough for a day. Where the clocks are changed at that
// hour, it is the first moment after.
func (p Pace) next(now time.Time, zone *time.Location) time.Time {
	here := now.In(zone)
	for day := 0; ; day++ {
		at := time.Date(here.Year(), here.Month(), here.Day()+day, hour, 0, 0, 0, zone)
		if at.After(now) && (p != Weekly || at.Weekday() == time.Monday) {
			return at.UTC()
		}
	}
}

// today is the beginning of the receiver's day.
func today(now time.Time, zone *time.Location) time.Time {
	here := now.In(zone)
	return time.Date(here.Year(), here.Month(), here.Day(), 0, 0, 0, 0, zone).UTC()
}
