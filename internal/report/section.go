package report

import (
	"slices"
	"strconv"
	"strings"

	"verv/internal/report/chart"
	"verv/internal/report/page"
	"verv/internal/web"
	parts "verv/internal/web/page"
)

// words is what a report needs of the reader's language.
type words interface {
	Say(key string, args ...any) string
	Number(n int64) string
	Percent(n int) string
}

// names are the reports, as they stand in an address.
var names = []string{"funnel", "stage", "form", "channel", "answer", "lead"}

// allNames are those that the operator sees: how long single jobs take is their employer's.
var allNames = names[:5]

// section is one report in words: the drawing, and the rows that the table and the file share.
type section struct {
	name, title, says string
	drawing           chart.Drawing
	desc              []string
	head              []string
	rows              [][]string
	known             bool // at least one figure is
}

func (s section) none() bool { return !s.known }

// sections are the reports in the order of the page.
func sections(w words, r Report) []section {
	return []section{
		steps(w, "funnel", slices.Concat(r.Funnel, r.Ends), r.Funnel[0].Figure),
		stood(w, "stage", r.Stays),
		steps(w, "form", r.Form, r.Form[0].Figure),
		sites(w, r.Channels, r.Funnel[0].Figure),
		stood(w, "answer", r.Waits),
		leads(w, r.Lead),
	}
}

func newSection(w words, name string, columns ...string) section {
	s := section{name: name, title: w.Say("report." + name + ".title"), says: w.Say("report." + name + ".says")}
	for _, c := range columns {
		s.head = append(s.head, w.Say("report.column."+c))
	}
	return s
}

// told is a figure in words, and its share of a whole.
func told(w words, f, of Figure) (count, share, both string) {
	if !f.Known {
		few := w.Say("report.few")
		return few, "", few
	}
	count = w.Number(int64(f.N))
	if percent, ok := f.Share(of); ok {
		share = w.Percent(percent)
		return count, share, count + " · " + share
	}
	return count, "", count
}

// bar adds one figure to a section.
func (s *section) bar(w words, bars []chart.Bar, label string, f, of Figure) []chart.Bar {
	count, share, both := told(w, f, of)
	s.rows = append(s.rows, []string{label, count, share})
	s.desc = append(s.desc, label+": "+both)
	s.known = s.known || f.Known
	return append(bars, chart.Bar{Label: label, Value: both, Known: f.Known, Part: int64(f.N), Whole: int64(of.N)})
}

// steps are figures that are parts of the first.
func steps(w words, name string, all []Step, of Figure) section {
	s := newSection(w, name, "step", "count", "share")
	var bars []chart.Bar
	for _, x := range all {
		bars = s.bar(w, bars, w.Say("report.measure."+string(x.Measure)), x.Figure, of)
	}
	s.drawing = chart.Bars(bars)
	return s
}

func sites(w words, all []Channel, of Figure) section {
	s := newSection(w, "channel", "site", "count", "share")
	var bars []chart.Bar
	for _, c := range all {
		name := c.Name
		if name == "" {
			name = w.Say("report.channel.gone")
		}
		bars = s.bar(w, bars, name, c.Figure, of)
	}
	s.drawing = chart.Bars(bars)
	return s
}

// times are three days of a spread in words.
func times(w words, v Spread) (row []string, text string) {
	if !v.Known {
		few := w.Say("report.few")
		return []string{few, "", ""}, few
	}
	n := func(days int) string { return w.Number(int64(days)) }
	return []string{n(v.Mid), n(v.Low), n(v.High)}, w.Say("report.spread", "Count", v.Mid, "Low", n(v.Low), "High", n(v.High))
}

// box adds one spread to a section.
func (s *section) box(w words, boxes []chart.Box, label string, v Spread, none string) []chart.Box {
	row, text := times(w, v)
	if !v.Known && none != "" {
		text = none
	}
	s.rows = append(s.rows, append([]string{label}, row...))
	s.desc = append(s.desc, label+": "+text)
	s.known = s.known || v.Known
	return append(boxes, chart.Box{Label: label, Value: text, Known: v.Known, Low: int64(v.Low), Mid: int64(v.Mid), High: int64(v.High)})
}

// draw lays boxes out on the scale of the longest.
func draw(w words, boxes []chart.Box) chart.Drawing {
	most := int64(1)
	for _, b := range boxes {
		most = max(most, b.High)
	}
	return chart.Boxes(boxes, most, w.Number(0), w.Say("report.days", "Count", int(most)))
}

// stood are times by their quartiles.
func stood(w words, name string, all []Lasted) section {
	s := newSection(w, name, "step", "median", "lower", "upper")
	var boxes []chart.Box
	for _, x := range all {
		boxes = s.box(w, boxes, w.Say("report.measure."+string(x.Measure)), x.Spread, "")
	}
	s.drawing = draw(w, boxes)
	return s
}

// leads draws the quartiles of the jobs and lists the jobs.
func leads(w words, l Lead) section {
	s := newSection(w, "lead", "job", "first", "filled", "closed")
	var boxes []chart.Box
	none := w.Say("report.lead.none")
	boxes = s.box(w, boxes, w.Say("report.lead.first"), l.First, "")
	boxes = s.box(w, boxes, w.Say("report.lead.filled"), l.Filled, none)
	boxes = s.box(w, boxes, w.Say("report.lead.closed"), l.Closed, none)
	s.drawing, s.rows = draw(w, boxes), nil
	for _, j := range l.Jobs {
		row := []string{j.Title, days(j.First), "", ""}
		if j.Filled {
			row[2] = days(j.Ended)
		} else {
			row[3] = days(j.Ended)
		}
		s.rows = append(s.rows, row)
	}
	s.known = len(l.Jobs) > 0
	return s
}

func days(n int) string {
	if n < 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// rowsMost is how many rows of a table a page shows; the file has all.
const rowsMost = 100

// part is a section on the page.
func (s section) part(r *web.Request, path string, f Filter) page.Part {
	p := page.Part{ID: s.name, Title: s.title, Says: s.says, Desc: strings.Join(s.desc, ". ") + ".", Drawing: s.drawing,
		CSV: parts.Link{URL: r.Path(path+"/"+s.name+".csv") + f.query(), Label: r.Words.Say("report.csv")}}
	if s.none() {
		p.None = r.Words.Say("report." + s.name + ".none")
	}
	p.Table = parts.Records{Caption: s.title, Hide: true}
	for i, h := range s.head {
		p.Table.Columns = append(p.Table.Columns, parts.Column{Label: h, Number: i > 0})
	}
	for _, row := range s.rows[:min(rowsMost, len(s.rows))] {
		var cells []parts.Cell
		for _, text := range row {
			if text == "" {
				text = "–"
			}
			cells = append(cells, parts.Cell{Text: text})
		}
		p.Table.Rows = append(p.Table.Rows, cells)
	}
	return p
}
