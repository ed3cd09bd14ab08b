package alert

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"verv/internal/locale"
)

// The morning is seven by the receiver's own clock, in winter, in summer, and on the two days between.
func TestNext(t *testing.T) {
	utc := func(s string) time.Time {
		v, err := time.Parse("2006-01-02 15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, c := range []struct {
		zone      string
		pace      Pace
		now, want string
	}{
		{"Europe/Oslo", Daily, "2026-11-23 05:59", "2026-11-23 06:00"},
		{"Europe/Oslo", Daily, "2026-11-23 06:00", "2026-11-24 06:00"},
		{"Europe/Helsinki", Daily, "2026-11-23 04:59", "2026-11-23 05:00"},
		{"Europe/Oslo", Daily, "2026-03-28 12:00", "2026-03-29 05:00"},  // clocks go forward in the night
		{"Europe/Oslo", Daily, "2026-10-24 12:00", "2026-10-25 06:00"},  // and back
		{"Europe/Oslo", Weekly, "2026-11-23 05:59", "2026-11-23 06:00"}, // a Monday
		{"Europe/Oslo", Weekly, "2026-11-23 06:00", "2026-11-30 06:00"},
		{"Europe/Oslo", Weekly, "2026-10-24 12:00", "2026-10-26 06:00"},
		{"Atlantic/Reykjavik", Weekly, "2026-07-05 23:00", "2026-07-06 07:00"},
		{"Europe/Oslo", AtOnce, "2026-11-23 05:59", "2026-11-23 06:00"},
	} {
		if got := c.pace.next(utc(c.now), locale.Zone(c.zone)); !got.Equal(utc(c.want)) {
			t.Errorf("%s %s from %s: %s, want %s", c.pace, c.zone, c.now, got, c.want)
		}
	}
}

// Whatever the moment and the zone: the next look is later, at seven, within a day or a week, and there is one a day.
func TestNextAlwaysComes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := locale.Zone(rapid.SampledFrom([]string{"Europe/Oslo", "Europe/Helsinki", "Europe/London", "Atlantic/Faroe", "UTC"}).Draw(t, "zone"))
		now := time.Unix(rapid.Int64Range(1_700_000_000, 2_000_000_000).Draw(t, "now"), 0)
		pace := rapid.SampledFrom(Paces()).Draw(t, "pace")
		next := pace.next(now, zone)
		most := 25 * time.Hour
		if pace == Weekly {
			most = 7*24*time.Hour + time.Hour
		}
		if here := next.In(zone); here.Hour() != hour || here.Minute() != 0 || pace == Weekly && here.Weekday() != time.Monday {
			t.Fatalf("at %s", here)
		}
		if d := next.Sub(now); d <= 0 || d > most {
			t.Fatalf("%s after %s", d, now)
		}
		if again := pace.next(next.Add(-time.Second), zone); !again.Equal(next) {
			t.Fatalf("a second before %s it is %s", next, again)
		}
	})
}

// What is due is what the clock says, and what tells at once as long as the day's letters last; nothing that is paused.
func TestDue(t *testing.T) {
	now := time.Date(2026, 11, 24, 6, 5, 0, 0, time.UTC)
	day := now.Truncate(24 * time.Hour)
	a := func(p Pace, next time.Duration, n int) Alert {
		return Alert{Wish: Wish{Pace: p}, NextAt: now.Add(next), ToldTo: now.Add(-time.Hour), day: letters{day, n}}
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
		"too often":          {[]Alert{a(AtOnce, time.Hour, dayMost), a(AtOnce, time.Hour, 0)}, 0, true},
		"the morning counts": {[]Alert{a(AtOnce, 0, dayMost), a(Daily, 0, 0)}, 2, false},
		"paused":             {[]Alert{paused}, 0, true},
	} {
		if got, hot := due(c.list, now, day); len(got) != c.want || hot != c.hot {
			t.Errorf("%s: %d due, hot %v", name, len(got), hot)
		}
	}
	if got, _ := due([]Alert{a(AtOnce, time.Hour, dayMost)}, now, day.AddDate(0, 0, 1)); len(got) != 1 {
		t.Error("a new day begins with no letters")
	}
	late := a(Daily, 0, 0)
	late.ToldTo = now
	if got, _ := due([]Alert{late}, now, day); got[0].until.Before(got[0].from) {
		t.Error("a cursor goes back")
	}
}
