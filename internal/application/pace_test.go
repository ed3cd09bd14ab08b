package application

import (
	"testing"
	"time"
)

// A letter that gathers leaves in the morning in all five countries, in summer and in winter, and always later than now.
func TestMorning(t *testing.T) {
	for _, name := range []string{"Europe/Oslo", "Europe/Stockholm", "Europe/Copenhagen", "Europe/Helsinki"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for now := time.Date(2026, 10, 20, 3, 30, 0, 0, time.UTC); now.Year() < 2028; now = now.Add(61 * time.Hour) {
			day, week := Daily.due(now), Weekly.due(now)
			for _, at := range []time.Time{day, week} {
				if h := at.In(zone).Hour(); h < 7 || h > 9 {
					t.Fatalf("at %s in %s", at.In(zone), name)
				}
			}
			if !day.After(now) || day.Sub(now) > 24*time.Hour || !week.After(now) || week.Sub(now) > 7*24*time.Hour || week.In(zone).Weekday() != time.Monday {
				t.Fatalf("%s: %s and %s", now, day, week)
			}
		}
	}
}
