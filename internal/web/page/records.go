package page

import (
	"time"

	"github.com/a-h/templ"
)

// Records is rows under columns; on a phone each row becomes a list of name and value.
type Records struct {
	ID      string
	Caption string
	Hide    bool // the caption is for screen readers only, because a heading says the same
	Columns []Column
	Rows    [][]Cell // as many cells as columns; the first names the row
	Filter  bool     // a field that narrows the rows, where JavaScript runs; needs ID
	Compact bool     // on a phone the cells of a row follow each other, instead of one line each
}

// Column is a head. An empty Label is a column of buttons.
type Column struct {
	Label  string
	Number bool // figures, set flush right
	Plain  bool // its values say what they are: a phone shows them without the label
}

// labelled is what stands before a value on a phone.
func (c Column) labelled() string {
	if c.Plain {
		return ""
	}
	return c.Label
}

// Cell is one value. Body, when set, stands in for Text and URL.
type Cell struct {
	Text string
	URL  string
	More string // said after the text of a link, for who hears it among others of the same text
	Body templ.Component
}

// empty reports whether there is nothing to show; a phone leaves such a cell out.
func (c Cell) empty() bool { return c.Text == "" && c.URL == "" && c.Body == nil }

// Stage is a step of Progress.
type Stage struct {
	Name  string
	State State
	When  string // a date or an expectation, in words
}

// State is how far a Stage is.
type State string

// The states of a Stage.
const (
	Done State = "done"
	Now  State = "now"
	Todo State = "todo"
)

func (s Stage) attrs() templ.Attributes {
	if s.State == Now {
		return templ.Attributes{"aria-current": "step"}
	}
	return nil
}

// Privacy is the line that says, in its own place, who sees a record, why, and until when. Each is a whole sentence
// or phrase in the reader's language; empty ones are left out.
type Privacy struct{ Who, Why, Until string }

// Rest is what is left of a time, for TimeLeft.
type Rest struct {
	Label   string
	Percent int64 // left of the whole, 0 to 100
	Until   time.Time
}

// Mark is a score.
type Mark struct {
	Label string // what was judged
	Value int64
	Most  int64
	Word  string // "good"
}

// Usage is how much of something is used.
type Usage struct {
	Label string
	Words string // "4 of 5"
	Value int64
	Most  int64 // 0 has no bar
}

// Event is one line of a Timeline.
type Event struct {
	When  time.Time
	Day   bool // only the day is known
	Title string
	Text  string
}

func (e Event) when(t T) string {
	if e.Day {
		return t.Date(e.When)
	}
	return t.DateTime(e.When)
}

// Term is one line of a DescriptionList.
type Term struct {
	Name string
	Text string
	Body templ.Component // stands in for Text
}

// Figure is one Stat.
type Figure struct {
	Value string // formatted
	Label string
}

// Chart is a BarChart: what it shows in a title, what it says in a sentence, and its bars.
type Chart struct {
	ID    string
	Title string
	Says  string
	Name  string // head of the names' column
	Unit  string // head of the figures' column
	Bars  []Bar
}

// Bar is one bar; values are not negative.
type Bar struct {
	Label string
	Value int64
}

func (c Chart) most() int64 {
	var most int64
	for _, b := range c.Bars {
		most = max(most, b.Value)
	}
	return most
}

const barHeight = 44 // px: a line of text and the bar under it

func (c Chart) table(t T) Records {
	table := Records{Caption: c.Title, Hide: true, Columns: []Column{{Label: c.Name}, {Label: c.Unit, Number: true}}}
	for _, b := range c.Bars {
		table.Rows = append(table.Rows, []Cell{{Text: b.Label}, {Text: t.Number(b.Value)}})
	}
	return table
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
