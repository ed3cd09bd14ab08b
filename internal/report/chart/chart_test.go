package chart

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

// whole drawings hold: nothing is outside, and no two lines of text are at one place.
func check(t *testing.T, d Drawing) {
	t.Helper()
	for _, s := range d.Shapes {
		if s.At < 0 || s.Wide < 0 || s.At+s.Wide > whole || s.Y < 0 || s.Y+s.High > d.Height+3 {
			t.Errorf("%+v is outside of a drawing of %d", s, d.Height)
		}
	}
	seen := map[[2]int]bool{}
	for _, x := range d.Texts {
		if x.Y < 0 || x.Y > d.Height || x.At < 0 || x.At > whole || utf8.RuneCountInString(x.Text) > lineRunes {
			t.Errorf("%+v does not fit a drawing of %d", x, d.Height)
		}
		at := [2]int{x.At, x.Y}
		if seen[at] {
			t.Errorf("%+v lies over another text", x)
		}
		seen[at] = true
	}
}

func fills(d Drawing, k Kind) (out []Shape) {
	for _, s := range d.Shapes {
		if s.Kind == k {
			out = append(out, s)
		}
	}
	return out
}

func TestBars(t *testing.T) {
	long := strings.Repeat("Helsesekretærassistentvikar ", 20)
	for name, bars := range map[string][]Bar{
		"none": nil, "one": {{"Søkt", "40", true, 40, 40}}, "nothing": {{"Søkt", "0", true, 0, 0}},
		"huge": {{"Søkt", "mange", true, math.MaxInt64, math.MaxInt64}, {"Lest", "halvparten", true, math.MaxInt64 / 2, math.MaxInt64}},
		"long": {{long, long, true, 1, 2}, {strings.Repeat("å", 200), "1", false, 0, 0}}, "negative": {{"", "", true, -1, -5}},
	} {
		t.Run(name, func(t *testing.T) { check(t, Bars(bars)) })
	}
	if d := Bars([]Bar{{"", "", true, math.MaxInt64 / 2, math.MaxInt64}, {"", "", true, 9, 4}}); fills(d, Fill)[0].Wide != 500 || fills(d, Fill)[1].Wide != whole {
		t.Errorf("huge figures, or one beyond the whole: %+v", d.Shapes)
	}
	if d := Bars([]Bar{{long, long, true, 1, 2}}); d.Height > 2*linesMost*line+thick {
		t.Errorf("a long label makes a bar %d high", d.Height)
	}
	d := Bars([]Bar{{"a", "100", true, 100, 100}, {"b", "50", true, 50, 100}, {"c", "25", true, 25, 100}, {"d", "få", false, 0, 100}})
	got := fills(d, Fill)
	if len(got) != 3 || got[0].Wide != 1000 || got[1].Wide != 500 || got[2].Wide != 250 {
		t.Errorf("bars are not as long as their figures: %+v", got)
	}
	if f := fills(d, Faint); len(f) != 1 || f[0].Wide != faintWide {
		t.Errorf("what is not told tells by its length: %+v", f)
	}
}

func TestBoxes(t *testing.T) {
	d := Boxes([]Box{{"Ny", "3 dager", true, 1, 3, 10}, {"Intervju", "få", false, 0, 0, 0}, {"Tilbud", "0", true, 0, 0, 0}, {"Slutt", "10", true, 10, 10, 10}}, 10, "0", "10 dager")
	check(t, d)
	if r := fills(d, Range); len(r) != 3 || r[0].At != 100 || r[0].Wide != 900 {
		t.Errorf("the middle half is not where it is: %+v", r)
	}
	if m := fills(d, Mid); len(m) != 3 || m[0].At != 294 || m[2].At+m[2].Wide != 1000 {
		t.Errorf("the median is not where it is: %+v", m)
	}
	check(t, Boxes(nil, 0, "0", "0"))
	check(t, Boxes([]Box{{"x", "y", true, math.MaxInt64, math.MinInt64, 4}}, math.MaxInt64, "", ""))
}

func FuzzDrawing(f *testing.F) {
	f.Add("Søkt", "40 · 100 %", int64(40), int64(100), int64(7))
	f.Add("", "", int64(0), int64(0), int64(0))
	f.Add(strings.Repeat("langtord", 30), "\u00ad- –", int64(-1), int64(math.MaxInt64), int64(math.MinInt64))
	f.Fuzz(func(t *testing.T, label, value string, a, b, c int64) {
		if !utf8.ValidString(label + value) {
			return
		}
		check(t, Bars([]Bar{{label, value, true, a, b}, {value, label, false, b, c}}))
		check(t, Boxes([]Box{{label, value, true, a, b, c}, {value, label, true, c, a, b}}, b, label[:0], ""))
	})
}
