package alert

import (
	"testing"
	"time"

	"verv/internal/tell"
)

// What is due is what the clock says, and what tells at once as long as the day's letters last; nothing that is paused.
func TestDue(t *testing.T) {
	now := time.Date(2026, 11, 24, 6, 5, 0, 0, time.UTC)
	day := now.Truncate(24 * time.Hour)
	a := func(p Pace, next time.Duration, n int) Alert {
		return Alert{Wish: Wish{Pace: p}, Cursor: tell.Cursor{NextAt: now.Add(next), ToldTo: now.Add(-time.Hour), Day: tell.Day{At: day, N: n}}}
	}
	paused := a(AtOnce, time.Hour, 0)
	paused.PausedAt = now
	for name, c := range map[string]struct {
		list []Alert
		want int
		hot  bool
	}{
		"nothing":            {nil, 0, true},
		"not yet":            {[]Alert{a(Daily, time.Minute, 0)}, 0, true},
		"now":                {[]Alert{a(Daily, 0, 0), a(Weekly, time.Hour, 0)}, 1, false},
		"at once":            {[]Alert{a(AtOnce, time.Hour, 0), a(Daily, time.Hour, 0)}, 1, true},
		"too often":          {[]Alert{a(AtOnce, time.Hour, tell.DayMost), a(AtOnce, time.Hour, 0)}, 0, true},
		"the morning counts": {[]Alert{a(AtOnce, 0, tell.DayMost), a(Daily, 0, 0)}, 2, false},
		"paused":             {[]Alert{paused}, 0, true},
	} {
		if got, hot := due(c.list, now, day); len(got) != c.want || hot != c.hot {
			t.Errorf("%s: %d due, hot %v", name, len(got), hot)
		}
	}
	if got, _ := due([]Alert{a(AtOnce, time.Hour, tell.DayMost)}, now, day.AddDate(0, 0, 1)); len(got) != 1 {
		t.Error("a new day begins with no letters")
	}
	late := a(Daily, 0, 0)
	late.ToldTo = now
	if got, _ := due([]Alert{late}, now, day); got[0].window.Until.Before(got[0].window.From) {
		t.Error("a cursor goes back")
	}
}
