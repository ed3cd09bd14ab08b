package theme_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"verv/internal/web/theme"
)

// Whatever the colour, every pair that can meet on a page can be read, in the light and in the dark, as the screen rounds it.
func TestEveryPairCanBeRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := theme.Colour{R: rapid.Uint8().Draw(t, "r"), G: rapid.Uint8().Draw(t, "g"), B: rapid.Uint8().Draw(t, "b")}
		holds(t, c)
	})
	for _, hex := range []string{"#000000", "#ffffff", "#ffff00", "#00ffff", "#ff00ff", "#0000ff", "#ff0000", "#00ff00", "#808080", "#f97316", "#14532d", "#1d4ed8"} {
		c, _ := theme.Parse(hex)
		holds(t, c)
	}
}

func holds(t interface{ Errorf(string, ...any) }, c theme.Colour) {
	th := theme.Of(c)
	for scheme, s := range map[string]theme.Scale{"light": th.Light, "dark": th.Dark} {
		if n := len(s.Pairs()); n != 36 {
			t.Errorf("%d pairs were looked at", n)
		}
		for _, p := range s.Pairs() {
			if r := theme.Contrast(p.On, p.Over); r < p.Least {
				t.Errorf("%s, %s: %s is %s on %s: %.2f, needs %.1f", c, scheme, p.Name, p.Over, p.On, r, p.Least)
			}
		}
		if s.Base == s.BaseHover || s.BaseHover == s.BaseActive {
			t.Errorf("%s, %s: a button looks the same when it is pressed", c, scheme)
		}
	}
}

// The figures of WCAG's own examples, so that the ruler is right before anything is measured with it.
func TestContrast(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"#ffffff", "#000000", 21}, {"#777777", "#ffffff", 4.48}, {"#767676", "#ffffff", 4.54}, {"#ff0000", "#ffffff", 4.0}, {"#14532d", "#14532d", 1}} {
		a, _ := theme.Parse(c.a)
		b, _ := theme.Parse(c.b)
		if got := theme.Contrast(a, b); math.Abs(got-c.want) > 0.005 {
			t.Errorf("%s on %s: %.3f, want %.2f", c.a, c.b, got, c.want)
		}
	}
}

// A colour that can be read as it is stays; one that cannot keeps its hue.
func TestKeepsTheColour(t *testing.T) {
	for _, hex := range []string{"#14532d", "#1e3a8a", "#7f1d1d"} {
		c, _ := theme.Parse(hex)
		if got := theme.Of(c).Light.Base; got != c {
			t.Errorf("%s became %s", hex, got)
		}
	}
	c, _ := theme.Parse("#f97316")
	if b := theme.Of(c).Light.Base; b.R <= b.G || b.G <= b.B {
		t.Errorf("orange became %s", b)
	}
}

func TestSheet(t *testing.T) {
	c, _ := theme.Parse("#1d4ed8")
	name := theme.Name(c)
	css, ok := theme.Sheet(name)
	if !ok || strings.Count(css, "--ds-color-accent-base-default:") != 3 || !strings.HasPrefix(name, "1d4ed8-") {
		t.Errorf("%s: %v %s", name, ok, css)
	}
	for _, no := range []string{"", "1d4ed8.css", "1d4ed8-aaaaaaaa.css", "zzzzzz-" + name[7:], name + "x", "#1d4ed8-" + name[7:]} {
		if _, ok := theme.Sheet(no); ok {
			t.Errorf("%q is a sheet", no)
		}
	}
}

func FuzzSheet(f *testing.F) {
	for _, s := range []string{"", "1d4ed8-aaaaaaaa.css", "#", "-", "ffffff-", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if css, ok := theme.Sheet(name); ok && (strings.ContainsAny(css, "<\"'\\") || strings.Count(css, "{") != strings.Count(css, "}")) {
			t.Errorf("%q gives a broken sheet", name)
		}
	})
}
