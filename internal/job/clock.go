package job

import (
	"time"

	"verv/internal/fault"
)

// Days and hours are those of the site's zone. Where its clocks are changed a day has 23 or 25 hours: an hour that is skipped is no
// time to choose, and of one that comes twice the first counts.

// endOf is the moment at which the last day of a deadline is over in the zone; never without a deadline.
func endOf(day string, zone *time.Location) (time.Time, error) {
	if day == "" {
		return never, nil
	}
	t, err := time.Parse(time.DateOnly, day)
	return startOf(t.AddDate(0, 0, 1), zone).UTC(), err
}

// startOf is the first moment of a day in the zone. Where the day begins with a skipped hour, that is when the clocks are put forward.
func startOf(day time.Time, zone *time.Location) time.Time {
	t := at(day, zone)
	if t.Hour() == 0 {
		return t
	}
	from, to := t.ZoneBounds()
	if t.Day() == day.Day() {
		return from
	}
	return to
}

// at is the wall clock of t in the zone. Of two moments with that clock it is the first; of none it is one beside.
func at(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.Date()
	v := time.Date(y, m, d, t.Hour(), t.Minute(), 0, 0, zone)
	_, before := v.Add(-12 * time.Hour).Zone()
	_, now := v.Zone()
	if first := v.Add(time.Duration(now-before) * time.Second); first.Hour() == v.Hour() && first.Minute() == v.Minute() {
		return first
	}
	return v
}

// moment is what somebody chose by day and clock in the zone. Without a clock it is the beginning of the day.
func moment(day, clock string, zone *time.Location) (time.Time, error) {
	var wrong fault.Form
	if clock == "" {
		t, err := time.Parse(time.DateOnly, day)
		return startOf(t, zone).UTC(), err
	}
	t, err := time.Parse("2006-01-02 15:04", day+" "+clock)
	if err != nil {
		wrong.Add("clock", "form.time")
		return t, wrong.Err()
	}
	v := at(t, zone)
	if v.Hour() != t.Hour() || v.Minute() != t.Minute() {
		wrong.Add("clock", "job.clock.skipped", fault.Args{"Clock": clock})
	}
	return v.UTC(), wrong.Err()
}
