package page

import (
	"github.com/a-h/templ"

	"verv/internal/web/page"
)

// Search is what the search form holds.
type Search struct {
	URL          string
	Words, Place string
	Kind, Remote string
	Kinds        []page.Choice
	Remotes      []page.Choice
}

// Home is the front page of a site.
type Home struct {
	Search  Search
	Total   int
	Newest  []page.Item
	Regions []page.Link
	AllURL  string
	Legal   []string // lines about who runs the site
}

// List is one page of what was found.
type List struct {
	Search Search
	Total  int
	Chips  []page.Chip
	Jobs   []page.Item
	Paging page.Pages
	AllURL string
}

// Ad is one advertisement.
type Ad struct {
	Title, Lead string
	Crumbs      []page.Link
	Facts       []page.Point
	Text        string // clean HTML
	Lang        string
	State       *page.Notice // when no application is taken any more
	Deadline    string
	Apply       *page.Link
	ApplyHint   string
	Privacy     page.Privacy
	Steps       []page.Event
	StepsOpen   []string // steps without a day
	Decides     string
	Questions   []string
	Employer    page.Link
	Verified    string
	Terms       []page.Term
	URL         string
	Warnings    []string
	Actions     templ.Component // of members, on the preview
}

// EmployerPage is what everybody sees of an employer.
type EmployerPage struct {
	Name, Lead, Story string
	Terms             []page.Term
	Verified          page.Label
	Jobs              []page.Item
	AllURL            string
}

// Mine is the list of an employer's jobs.
type Mine struct {
	Title   string
	Figures []page.Figure
	NewURL  string
	Jobs    page.Records
	Empty   bool
}

// Editor is the form of a job, with what was typed and what is wrong.
type Editor struct {
	Title, Sentence string
	Action, Back    string
	Version         string
	Fields          map[string]page.Input
	Choices         map[string][]page.Choice
	Steps           [][2]page.Input
	More            bool // the job has a page of its own already: questions can be asked
	QuestionsURL    string
}

// All lists the fields in the order of the form, for the summary of what is wrong.
func (e Editor) All() []page.Input {
	var out []page.Input
	for _, n := range []string{"title", "language", "text", "street", "postcode", "town", "region", "country", "places", "remote", "employment",
		"extentmin", "extentmax", "worklanguages", "paymin", "paymax", "paycurrency", "payunit", "paytext", "deadline", "start", "decides"} {
		if f, ok := e.Fields[n]; ok {
			out = append(out, f)
		}
	}
	for _, s := range e.Steps {
		out = append(out, s[0], s[1])
	}
	return out
}

// Asked is one question in the editor.
type Asked struct {
	ID, Label, Kind string
	EditURL         string
	First, Last     bool
}

// Questions is the editor of a job's questions.
type Questions struct {
	Title, Sentence string
	Action, Back    string
	Version         string
	Asked           []Asked
	Fields          map[string]page.Input
	Kinds           []page.Choice
	Editing         string // identifier of the question that is changed; empty for a new one
	Full            bool
}

// Sure asks before something is done.
type Sure struct {
	Title, Text  string
	Action, Back string
	Version      string
	Button       string
	Reasons      []page.Choice
	Wrong        string
}
