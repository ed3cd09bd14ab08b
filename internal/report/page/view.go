package page

import (
	"strconv"

	"verv/internal/report/chart"
	"verv/internal/web/page"
)

// Reports is the page.
type Reports struct {
	Title string
	Lead  string
	Who   string // sees the figures
	Rule  string // how small groups are kept out
	Empty string // said in place of the reports of applications
	Parts []Part
	Form  Form
}

// Part is one report: what it says in a sentence, drawn, and as a table.
type Part struct {
	ID      string
	Title   string
	Says    string
	Desc    string // of the drawing, for who does not see it
	Drawing chart.Drawing
	Table   page.Records
	None    string // in place of drawing and table
	CSV     page.Link
}

// Form is the filter.
type Form struct {
	Action                      string
	Sentence                    string
	Period, From, To, Job, Site page.Input
	Periods, Quarters           []page.Choice
	Jobs, Sites                 []page.Choice
	Own                         bool // from and to are in use
}

func (f Form) inputs() []page.Input { return []page.Input{f.Period, f.From, f.To, f.Job, f.Site} }

func class(k chart.Kind) string { return "v-chart-" + string(k) }

func anchor(end bool) string {
	if end {
		return "end"
	}
	return "start"
}

func px(n int) string { return strconv.Itoa(n) }
