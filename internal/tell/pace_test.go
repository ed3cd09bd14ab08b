package tell

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
		if got := c.pace.Next(utc(c.now), locale.Zone(c.zone)); !got.Equal(utc(c.want)) {
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
		next := pace.Next(now, zone)
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
		if again := pace.Next(next.Add(-time.Second), zone); !again.Equal(next) {
			t.Fatalf("a second before %s it is %s", next, again)
		}
	})
}
