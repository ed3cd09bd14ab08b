package theme

import (
	"fmt"
	"math"
	"strconv"
)

// Colour is a colour of the screen (sRGB).
type Colour struct{ R, G, B uint8 }

// The ends of the scale.
var (
	White = Colour{255, 255, 255}
	Black = Colour{}
)

// Parse reads #rrggbb or rrggbb.
func Parse(s string) (Colour, bool) {
	if len(s) == 7 && s[0] == '#' {
		s = s[1:]
	}
	if len(s) != 6 {
		return Colour{}, false
	}
	n, err := strconv.ParseUint(s, 16, 32)
	return Colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}, err == nil
}

// String is #rrggbb.
func (c Colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// Contrast is the contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio).
func Contrast(a, b Colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func (c Colour) luminance() float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func linear(v uint8) float64 {
	f := float64(v) / 255
	if f <= 0.04045 {
		return f / 12.92
	}
	return math.Pow((f+0.055)/1.055, 2.4)
}

func coded(f float64) uint8 {
	f = min(max(f, 0), 1)
	if f <= 0.0031308 {
		f *= 12.92
	} else {
		f = 1.055*math.Pow(f, 1/2.4) - 0.055
	}
	return uint8(math.Round(f * 255))
}

// mix is share of b in a, between the coded values as paint is mixed on a screen.
func mix(a, b Colour, share float64) Colour {
	part := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*share)) }
	return Colour{part(a.R, b.R), part(a.G, b.G), part(a.B, b.B)}
}

// lch is a colour by lightness (0 to 1), chroma and hue, evenly for the eye (Björn Ottosson's OKLab).
type lch struct{ l, c, h float64 }

func (c Colour) lch() lch {
	r, g, b := linear(c.R), linear(c.G), linear(c.B)
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	x := 1.9779984951*l - 2.4285922050*m + 0.4505937099*s
	y := 0.0259040371*l + 0.7827717662*m - 0.8086757660*s
	return lch{0.2104542553*l + 0.7936177850*m - 0.0040720468*s, math.Hypot(x, y), math.Atan2(y, x)}
}

// colour is the nearest colour a screen can show: its chroma gives way, never its lightness or hue.
func (v lch) colour() Colour {
	v.l = min(max(v.l, 0), 1)
	for range 40 {
		r, g, b := v.rgb()
		if inside(r) && inside(g) && inside(b) {
			break
		}
		v.c *= 0.94
	}
	r, g, b := v.rgb()
	return Colour{coded(r), coded(g), coded(b)}
}

func inside(f float64) bool { return f >= -0.0005 && f <= 1.0005 }

func (v lch) rgb() (r, g, b float64) {
	x, y := v.c*math.Cos(v.h), v.c*math.Sin(v.h)
	l := math.Pow(v.l+0.3963377774*x+0.2158037573*y, 3)
	m := math.Pow(v.l-0.1055613458*x-0.0638541728*y, 3)
	s := math.Pow(v.l-0.0894841775*x-1.2914855480*y, 3)
	return 4.0767416621*l - 3.3077115913*m + 0.2309699292*s, -1.2684380046*l + 2.6097574011*m - 0.3413193965*s,
		-0.0041960863*l - 0.7034186147*m + 1.7076147010*s
}
