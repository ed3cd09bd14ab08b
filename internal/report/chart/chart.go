package chart

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Drawing is a laid-out chart.
type Drawing struct {
	Height int // pixels
	Texts  []Text
	Shapes []Shape
}

// Text is one line. At is thousandths of the width, Y the base line.
type Text struct {
	At, Y int
	End   bool // the text ends at At
	Quiet bool
	Text  string
}

// Shape is a rectangle. At and Wide are thousandths of the width.
type Shape struct {
	At, Wide, Y, High int
	Kind              Kind
}

// Kind is what a shape stands for; the style sheet paints it.
type Kind string

// The kinds of shapes.
const (
	Track Kind = "track" // the whole that a bar is a part of
	Fill  Kind = "fill"  // a figure
	Faint Kind = "faint" // a figure that is not told: hatched, of one length
	Range Kind = "range" // the middle half of many times
	Mid   Kind = "mid"   // their median
)

// X is At in a form that SVG takes.
func (s Shape) X() string { return percent(s.At) }

// Width is Wide in a form that SVG takes.
func (s Shape) Width() string { return percent(s.Wide) }

// X is At in a form that SVG takes.
func (t Text) X() string { return percent(t.At) }

func percent(thousandths int) string {
	whole, tenth := thousandths/10, thousandths%10
	if tenth == 0 {
		return strconv.Itoa(whole) + "%"
	}
	return strconv.Itoa(whole) + "." + strconv.Itoa(tenth) + "%"
}

// The measures of a drawing, in pixels and thousandths.
const (
	whole     = 1000
	line      = 20 // from one line of text to the next
	thick     = 12 // a bar
	gap       = 18 // between two rows
	lineRunes = 34 // of a label, in 288 pixels
	linesMost = 3
	faintWide = 40
	midWide   = 12
)

// Bar is one figure. A Known one is as long as its part of the whole.
type Bar struct {
	Label string
	Value string // in words, beside the bar
	Known bool
	Part  int64
	Whole int64
}

// Bars lays bars out one below the other.
func Bars(bars []Bar) (d Drawing) {
	y := 0
	for _, b := range bars {
		y = d.head(y, b.Label, b.Value)
		d.Shapes = append(d.Shapes, Shape{0, whole, y, thick, Track})
		if b.Known {
			d.Shapes = append(d.Shapes, Shape{0, share(b.Part, b.Whole), y, thick, Fill})
		} else {
			d.Shapes = append(d.Shapes, Shape{0, faintWide, y, thick, Faint})
		}
		y += thick + gap
	}
	d.Height = max(0, y-gap)
	return d
}

// Box is the middle half of many times and their median.
type Box struct {
	Label          string
	Value          string
	Known          bool
	Low, Mid, High int64
}

// Boxes lays boxes out on one scale, which begins at nothing and ends at most.
func Boxes(boxes []Box, most int64, zero, end string) (d Drawing) {
	y := 0
	for _, b := range boxes {
		y = d.head(y, b.Label, b.Value)
		d.Shapes = append(d.Shapes, Shape{0, whole, y, thick, Track})
		if b.Known {
			low, high, mid := share(b.Low, most), share(b.High, most), share(b.Mid, most)
			d.Shapes = append(d.Shapes, Shape{low, max(high-low, midWide/2), y, thick, Range}.inside(),
				Shape{mid - midWide/2, midWide, y - 3, thick + 6, Mid}.inside())
		} else {
			d.Shapes = append(d.Shapes, Shape{0, faintWide, y, thick, Faint})
		}
		y += thick + gap
	}
	if len(boxes) > 0 {
		y += line - gap
		d.Texts = append(d.Texts, Text{0, y - 2, false, true, zero}, Text{whole, y - 2, true, true, end})
		y += 4
	}
	d.Height = y
	return d
}

// head writes label and value, and says where the bar begins. A value that does not fit beside the label stands below it.
func (d *Drawing) head(y int, label, value string) int {
	lines := broken(label)
	last := lines[len(lines)-1]
	for _, l := range lines {
		y += line
		d.Texts = append(d.Texts, Text{0, y - 5, false, false, l})
	}
	if utf8.RuneCountInString(last)+utf8.RuneCountInString(value)+2 <= lineRunes {
		d.Texts = append(d.Texts, Text{whole, y - 5, true, false, value})
		return y
	}
	for _, l := range broken(value) {
		y += line
		d.Texts = append(d.Texts, Text{0, y - 5, false, true, l})
	}
	return y
}

// broken breaks a text into lines at spaces, and inside words only where one is longer than a line. The rest is cut.
func broken(s string) []string {
	var out []string
	now := ""
	for _, word := range strings.Fields(s) {
		for utf8.RuneCountInString(word) > lineRunes {
			if now != "" {
				out, now = append(out, now), ""
			}
			r := []rune(word)
			out, word = append(out, string(r[:lineRunes-1])+"-"), string(r[lineRunes-1:])
		}
		switch {
		case now == "":
			now = word
		case utf8.RuneCountInString(now)+1+utf8.RuneCountInString(word) <= lineRunes:
			now += " " + word
		default:
			out, now = append(out, now), word
		}
	}
	out = append(out, now)
	if len(out) > linesMost {
		out = out[:linesMost]
		last := []rune(out[linesMost-1])
		out[linesMost-1] = string(last[:min(len(last), lineRunes-1)]) + "…"
	}
	return out
}

// share is a part of a whole in thousandths, between nothing and all.
func share(part, of int64) int {
	switch {
	case part <= 0 || of <= 0:
		return 0
	case part >= of:
		return whole
	}
	return int(float64(part) / float64(of) * whole)
}

// inside moves a shape so that all of it is in the drawing.
func (s Shape) inside() Shape {
	s.Wide = min(s.Wide, whole)
	s.At = max(0, min(s.At, whole-s.Wide))
	return s
}
