package page

import (
	"slices"

	"github.com/a-h/templ"

	"verv/internal/web/page"
)

// Own is "Your privacy".
type Own struct {
	Figures      []page.Figure
	Export       string // address that takes POST
	Delete       page.Link
	Restrict     page.Link // empty for a persona whose data does not rest
	Restrictions page.Records
	Rests        string // said first, while everything rests
	Held         []Dossier
	Applications page.Records
	Recipients   page.Records
	Reads        page.Records
	Automatic    string // how often no human read
	Consents     []Consent
	Exports      page.Records
}

// Dossier is one thing that is held.
type Dossier struct {
	Title   string
	Terms   []page.Term
	Left    *page.Rest // nil while its clock stands
	Standby string     // what starts the clock, in words
	Note    string     // what moves the date, and who tells of it
	Held    []string   // sentences on holds
	Rests   string     // a sentence where it is stored and used for nothing
	Lost    string     // a sentence where nothing can be read any more
	Screens []page.Link
}

// Consent is one agreement with its history.
type Consent struct {
	Title    string
	State    page.Label
	Until    string
	History  []page.Event
	Withdraw string      // address that takes POST; empty when it does not stand
	Hidden   []page.Pair // what is withdrawn
}

// Button is a form of one button, for a cell.
type Button struct {
	Label, Hint string // the hint names the row to who cannot see it
	URL         string // takes POST
	Color       page.Color
	Hidden      []page.Pair
}

// Cell is the button as a cell of a table.
func (b Button) Cell() page.Cell { return page.Cell{Body: press(b)} }

// Part is a section of a page: a heading, what it says, a table or its absence in a sentence.
type Part struct {
	Title  string
	Lead   string
	Notice *page.Notice
	Table  page.Records
	Empty  string
	Terms  []page.Term
	Body   templ.Component
}

// Board is a page of parts.
type Board struct {
	Title, Lead string
	Crumbs      []page.Link
	Actions     []page.Link
	Figures     []page.Figure
	Parts       []Part
	None        string // said in place of parts
}

// Waiting is the page of one download.
type Waiting struct {
	Steps    []page.Stage
	Sentence string
	Fetch    *page.Link
	Again    page.Link
	Left     *page.Rest
}

// Deletion is the page before anything is deleted.
type Deletion struct {
	Goes, Stays page.Records
	NoStays     string
	Others      string // a sentence on other personas; may be empty
	Action      string
	Back        page.Link
	Export      page.Link
}

// Erased is the page after it, without a session.
type Erased struct {
	Reference string
	Steps     []page.Stage
	Sentence  string
	Again     page.Link
}

func (b Button) color() page.Color {
	if b.Color == "" {
		return page.Neutral
	}
	return b.Color
}

func anyRequired(fields []page.Input) bool {
	return slices.ContainsFunc(fields, func(f page.Input) bool { return f.Required })
}

// asked lists every field of a form in its order, for the summary of what is wrong.
func asked(fields, days []page.Input, choice *page.Input) []page.Input {
	all := slices.Clone(fields)
	if choice != nil {
		all = append(all, *choice)
	}
	return append(all, days...)
}
