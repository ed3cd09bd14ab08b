package job

import (
	"testing"
	"time"

	"verv/internal/fault"
)

// Days end and moments come as the clocks of the site's zone say, in the nights in which they are changed too.
func TestClocks(t *testing.T) {
	for _, c := range []struct{ zone, day, ends string }{
		{"Europe/Oslo", "2027-03-27", "2027-03-27T23:00:00Z"},
		{"Europe/Oslo", "2027-03-28", "2027-03-28T22:00:00Z"}, // 23 hours
		{"Europe/Oslo", "2026-10-25", "2026-10-25T23:00:00Z"}, // 25 hours
		{"Europe/Helsinki", "2027-03-28", "2027-03-28T21:00:00Z"},
		{"Europe/Helsinki", "2026-10-25", "2026-10-25T22:00:00Z"},
		{"America/Santiago", "2026-09-05", "2026-09-06T04:00:00Z"}, // the next day begins at one
		{"America/Havana", "2026-10-31", "2026-11-01T04:00:00Z"},   // midnight comes twice
		{"UTC", "2027-12-31", "2028-01-01T00:00:00Z"},
	} {
		if at, err := endOf(c.day, zoned(t, c.zone)); err != nil || at.Format(time.RFC3339) != c.ends {
			t.Errorf("%s in %s ends %s, want %s (%v)", c.day, c.zone, at.Format(time.RFC3339), c.ends, err)
		}
	}
	for _, c := range []struct{ day, clock, want, wrong string }{
		{"2026-11-25", "", "2026-11-24T23:00:00Z", ""},
		{"2027-03-28", "", "2027-03-27T23:00:00Z", ""},
		{"2027-03-28", "01:59", "2027-03-28T00:59:00Z", ""},
		{"2027-03-28", "02:00", "", "job.clock.skipped"},
		{"2027-03-28", "02:59", "", "job.clock.skipped"},
		{"2027-03-28", "03:00", "2027-03-28T01:00:00Z", ""},
		{"2027-10-31", "01:59", "2027-10-30T23:59:00Z", ""},
		{"2027-10-31", "02:00", "2027-10-31T00:00:00Z", ""}, // twice: the first
		{"2027-10-31", "02:59", "2027-10-31T00:59:00Z", ""},
		{"2027-10-31", "03:00", "2027-10-31T02:00:00Z", ""},
		{"2027-10-31", "24:00", "", "form.time"},
	} {
		at, err := moment(c.day, c.clock, zoned(t, "Europe/Oslo"))
		if c.wrong != "" {
			if !fault.Is(err, fault.Invalid) || fault.As(err).Fields[0].Key != c.wrong {
				t.Errorf("%s %s: %v, want %s", c.day, c.clock, err, c.wrong)
			}
		} else if err != nil || at.Format(time.RFC3339) != c.want {
			t.Errorf("%s %s is %s, want %s (%v)", c.day, c.clock, at.Format(time.RFC3339), c.want, err)
		}
	}
}

func zoned(t *testing.T, name string) *time.Location {
	t.Helper()
	l, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}
