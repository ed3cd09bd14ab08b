package theme

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// Scale is the tokens of one colour in one scheme, by Designsystemet's names.
type Scale struct {
	Background, BackgroundTinted                              Colour
	Surface, SurfaceTinted, SurfaceHover, SurfaceActive       Colour
	BorderSubtle, Border, BorderStrong                        Colour
	TextSubtle, Text                                          Colour
	Base, BaseHover, BaseActive, ContrastSubtle, BaseContrast Colour
}

// Theme is one colour in the light and in the dark.
type Theme struct{ Light, Dark Scale }

// The least contrasts (WCAG 2.2, 1.4.3 and 1.4.11).
const (
	textLeast = 4.5
	uiLeast   = 3.0
)

// Pair is a foreground on a background, and the least contrast they need.
type Pair struct {
	Name     string
	On, Over Colour
	Least    float64
}

// Pairs lists every pair that can meet on a page.
func (s Scale) Pairs() []Pair {
	var out []Pair
	add := func(name string, least float64, over Colour, on ...Colour) {
		for _, c := range on {
			out = append(out, Pair{name, c, over, least})
		}
	}
	grounds := []Colour{s.Background, s.BackgroundTinted, s.Surface, s.SurfaceTinted, s.SurfaceHover, s.SurfaceActive}
	bases := []Colour{s.Base, s.BaseHover, s.BaseActive}
	add("text", textLeast, s.Text, grounds...)
	add("text subtle", textLeast, s.TextSubtle, grounds...)
	add("base as text", textLeast, s.Base, grounds...)
	add("border", uiLeast, s.Border, grounds...)
	add("border strong", uiLeast, s.BorderStrong, grounds...)
	add("contrast on base", textLeast, s.BaseContrast, bases...)
	add("subtle contrast on base", textLeast, s.ContrastSubtle, bases...)
	return out
}

func (s Scale) holds() bool {
	for _, p := range s.Pairs() {
		if Contrast(p.On, p.Over) < p.Least {
			return false
		}
	}
	return true
}

// Of makes the theme of a colour.
func Of(c Colour) Theme { return Theme{light(c), dark(c)} }

const step = 0.004 // of lightness, from one try to the next

// light keeps the colour while it is dark enough to be read on its own tints, else the first darker one of its hue that is.
func light(c Colour) Scale {
	v := c.lch()
	for base := c; ; base = v.colour() {
		s := lightScale(base)
		if s.holds() || v.l <= 0 {
			return s
		}
		v.l -= step
	}
}

func lightScale(base Colour) Scale {
	v := base.lch()
	tint := func(share float64) Colour { return mix(White, base, share) }
	away := -0.05 // a pressed button darkens, unless it is nearly black already
	if v.l < 0.25 {
		away = 0.12
	}
	s := Scale{Background: White, BackgroundTinted: tint(0.06), Surface: White, SurfaceTinted: tint(0.12), SurfaceHover: tint(0.17), SurfaceActive: tint(0.22),
		BorderSubtle: tint(0.36), TextSubtle: base, BorderStrong: base, Text: lch{min(v.l, 0.3) - 0.02, min(v.c, 0.08), v.h}.colour(), Base: base,
		BaseHover: lch{v.l + away, v.c, v.h}.colour(), BaseActive: lch{v.l + 2*away, v.c, v.h}.colour(), ContrastSubtle: tint(0.08), BaseContrast: White}
	s.Border = until(mix(White, base, 0.6), s.SurfaceActive, -step)
	return s
}

// until moves the lightness of a colour until it shows on a ground.
func until(c, ground Colour, by float64) Colour {
	v := c.lch()
	for Contrast(c, ground) < uiLeast && v.l > 0 && v.l < 1 {
		v.l += by
		c = v.colour()
	}
	return c
}

// dark lays light words and buttons on deep shades of the hue.
func dark(c Colour) Scale {
	v := c.lch()
	for l := max(v.l, 0.7); ; l += step {
		s := darkScale(lch{l, min(v.c, 0.14), v.h})
		if s.holds() || l >= 1 {
			return s
		}
	}
}

func darkScale(v lch) Scale {
	deep := min(v.c, 0.032)
	shade := func(l float64) Colour { return lch{l, deep, v.h}.colour() }
	base := v.colour()
	away := 0.05 // a pressed button is lighter, and darker where nothing lighter is left
	if v.l+2*away > 0.95 {
		away = -away
	}
	s := Scale{Background: shade(0.205), BackgroundTinted: shade(0.235), Surface: shade(0.265), SurfaceTinted: shade(0.29), SurfaceHover: shade(0.32),
		SurfaceActive: shade(0.36), BorderSubtle: shade(0.43), TextSubtle: base, BorderStrong: base, Text: lch{0.945, min(v.c, 0.012), v.h}.colour(), Base: base,
		BaseHover: lch{v.l + away, v.c, v.h}.colour(), BaseActive: lch{v.l + 2*away, v.c, v.h}.colour(), ContrastSubtle: shade(0.19),
		BaseContrast: shade(0.16)}
	s.Border = until(shade(0.55), s.SurfaceActive, step)
	return s
}

// names are the tokens in the order of values.
var names = []string{"background-default", "background-tinted", "surface-default", "surface-tinted", "surface-hover", "surface-active", "border-subtle",
	"border-default", "border-strong", "text-subtle", "text-default", "base-default", "base-hover", "base-active", "base-contrast-subtle", "base-contrast-default"}

func (s Scale) values() []Colour {
	return []Colour{s.Background, s.BackgroundTinted, s.Surface, s.SurfaceTinted, s.SurfaceHover, s.SurfaceActive, s.BorderSubtle, s.Border, s.BorderStrong,
		s.TextSubtle, s.Text, s.Base, s.BaseHover, s.BaseActive, s.ContrastSubtle, s.BaseContrast}
}

func (s Scale) declarations() string {
	var b strings.Builder
	for i, c := range s.values() {
		b.WriteString("--ds-color-accent-" + names[i] + ":" + c.String() + ";")
	}
	return b.String()
}

// CSS is the sheet that gives a page the theme. It stands outside of every layer, so it outranks the sheet that all pages share.
func (t Theme) CSS() string {
	light, dark := t.Light.declarations(), t.Dark.declarations()
	return ":root,[data-color-scheme=light],[data-color-scheme=auto]{" + light + "}\n" +
		"[data-color-scheme=dark]{" + dark + "}\n" +
		"@media (prefers-color-scheme:dark){[data-color-scheme=auto]{" + dark + "}}\n"
}

// Name is the name of a colour's sheet: the colour, and a hash of what the sheet says.
func Name(c Colour) string { return named(c, Of(c).CSS()) }

func named(c Colour, css string) string {
	sum := sha256.Sum256([]byte(css))
	return c.String()[1:] + "-" + strings.ToLower(base32.StdEncoding.EncodeToString(sum[:5])) + ".css"
}

// Sheet is the sheet of a name; one that this build does not make is none.
func Sheet(name string) (css string, ok bool) {
	hex, _, _ := strings.Cut(name, "-")
	c, ok := Parse(hex)
	if !ok {
		return "", false
	}
	css = Of(c).CSS()
	return css, named(c, css) == name
}
