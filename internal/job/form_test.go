package job

import (
	"strings"
	"testing"
	"time"

	"verv/internal/web"
)

// A button that changes the form leaves it within its bounds, and what was typed in the order in which it was typed.
func FuzzRedo(f *testing.F) {
	for _, do := range []string{"", doPlace, doStep, "drop-place-1", "drop-place-2", "drop-step-1", "drop-step-99", "drop-place--1", "drop-place-x", "drop-",
		"drop-place-99999999999999999999", "x"} {
		f.Add(do, "a,b,,c", "one,two")
	}
	f.Fuzz(func(t *testing.T, do, towns, steps string) {
		form := editForm{Do: do, Town: cells(towns, placesMost), Step: cells(steps, stepsMost)}
		before := strings.Join(form.Town, ",")
		if form.redo(nil) != (do != "") {
			t.Fatalf("%q was taken for another kind of button", do)
		}
		if n, m := len(form.places()), len(form.Step); n < 1 || n > placesMost || m > stepsMost {
			t.Fatalf("%q: %d places, %d steps", do, n, m)
		}
		if after := strings.Join(form.Town, ","); !strings.HasPrefix(do, dropOf) && strings.TrimRight(after, ",") != strings.TrimRight(before, ",") {
			t.Fatalf("%q made %q of %q", do, after, before)
		}
	})
}

func cells(s string, most int) web.Column {
	all := strings.Split(s, ",")
	return web.Column(all[:min(len(all), most)])
}

func FuzzMoment(f *testing.F) {
	oslo, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		f.Fatal(err)
	}
	f.Add("2026-11-25", "")
	f.Add("2027-03-28", "02:30") // does not exist
	f.Add("2026-10-25", "02:30") // twice
	f.Add("x", "25:00")
	f.Fuzz(func(t *testing.T, day, clock string) {
		at, err := moment(day, clock, oslo)
		if err != nil {
			return
		}
		if got := at.In(oslo).Format(time.DateOnly); got != day || at.Location() != time.UTC {
			t.Fatalf("%q %q is on %s", day, clock, got)
		}
	})
}
