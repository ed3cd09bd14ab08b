package page

import (
	"slices"

	"github.com/a-h/templ"

	"verv/internal/web/page"
)

// Search is what the search form holds; Hidden carries the rest of the filter.
type Search struct {
	URL, SuggestURL      string
	Words, Place, Within string
	Distances            []page.Choice
	Hidden               []page.Pair
}

// Home is the front page of a site.
type Home struct {
	Search                       Search
	Total                        int
	Newest                       []page.Item
	Branches, Regions, Employers []page.Link
	AllURL, EmployersURL         string
	Legal                        []string // lines about who runs the site
}

// List is one page of what was found.
type List struct {
	Search  Search
	Total   int
	Chips   []page.Chip
	Facets  []Facet
	Carried []page.Pair // what the form of facets does not show
	Sorts   []page.Link
	AreaURL string      // where they are, drawn
	Advice  []page.Link // what to take away, where nothing was found
	Mended  page.Link   // what may have been meant
	Jobs    []page.Item
	Paging  page.Pages
	AllURL  string
	Alert   page.Link // saves the search; empty where that is switched off
}

// Areas is where jobs are, by county.
type Areas struct {
	ListURL   string
	Chips     []page.Chip
	Table     page.Records
	Elsewhere int // outside the counties of the country
	High      int // of the drawing, which is 320 wide; 0 is none
	Dots      string
	Circles   []Circle
}

// Circle is a county with jobs. Text is what stands in it, where there is room.
type Circle struct{ X, Y, R, Text, TextY string }

// Facet is a row of boxes with counts.
type Facet struct {
	Name, Label string
	Choices     []page.Choice
	Chosen      []string
}

func (f Facet) input() page.Input {
	chosen := f.Chosen
	if len(chosen) == 0 {
		chosen = []string{"\x00"} // a value that no box has
	}
	return page.Input{Name: f.Name, ID: "facet-" + f.Name, Label: f.Label, Values: chosen}
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
	Steps       []Step
	Decides     string
	Questions   []string
	Employer    page.Link
	Verified    string
	Terms       []page.Term
	URL         string
	Warnings    []string
	Hints       []Hint          // on the wording, for members
	Note        templ.Component // how the operator stands to the job, for members
	ReportURL   string          // on which anybody says what is wrong with it
	Bar         *page.Notice    // of the preview
	Actions     templ.Component // of members
}

// Step is one step of the process.
type Step struct {
	Name  string
	When  string // in words; empty when nobody knows
	Stamp string // for machines: a day or a week
	Moved string // when it was to be first
	Who   string
	Lang  string // of name and who
}

// EmployerPage is what everybody sees of an employer.
type EmployerPage struct {
	Name, Lead, Story string
	Logo              string
	Terms             []page.Term
	Benefits, Meet    []string
	Pictures          []Shot
	Verified          page.Label
	Jobs              []page.Item
	Total             int
	Kinds, Regions    []page.Link // ways into the list of its jobs
	AllURL            string
	Then              *Then // on the preview of its owners
}

// Shot is a picture of a story.
type Shot struct {
	URL, Alt      string
	Width, Height int
}

// Then is what can be done with a preview: the form with what was typed, and its buttons by value and word.
type Then struct {
	Notice  string
	Action  string
	Typed   []page.Pair
	Buttons []page.Choice
}

// Mine is the list of an employer's jobs.
type Mine struct {
	Title        string
	URL          string
	Words, State string
	Tabs         []Tab
	Waiting      []Task
	Links        []page.Link
	NewURL       string
	Jobs         page.Records
	Paging       page.Pages
	Empty        bool
	Plan         string // a line about the plan, once its limit is near
}

// Tab is one part of the list.
type Tab struct {
	Label, URL, Count string
	Current           bool
}

// Task is a job that needs somebody.
type Task struct {
	Title, URL string
	Label      page.Label
}

// Choices are what can be done with a job: the first links and the main posts as buttons, the rest in a menu.
type Choices struct {
	Links   []page.Link
	First   int // so many links are buttons
	Primary int // which of them comes first in importance; -1 is none, because a post does
	Posts   []Post
	Version string
}

// Post is something that one button does.
type Post struct {
	Act, URL, Label, Icon string
	Main                  bool
}

// Without leaves one act out.
func (c Choices) Without(act string) Choices {
	c.Posts = slices.DeleteFunc(slices.Clone(c.Posts), func(p Post) bool { return p.Act == act })
	return c
}

// rest are the posts that are no button of their own.
func (c Choices) rest() []Post {
	return slices.DeleteFunc(slices.Clone(c.Posts), func(p Post) bool { return p.Main })
}

// Change is what somebody else changed while a form was open.
type Change struct{ Name, Was, Now string }

// Row is one row of a form that has rows.
type Row struct {
	Number int
	Label  string
	Drop   string // what the button says that takes it away
	Fields []page.Input
}

// Editor is the form of a job, with what was typed and what is wrong.
type Editor struct {
	Title, Sentence       string
	Action, Back          string
	Version               string
	Fields                map[string]page.Input
	Choices               map[string][]page.Choice
	Places, Steps         []Row
	MorePlaces, MoreSteps bool
	Usual                 bool   // the usual steps are offered
	QuestionsURL          string // of a job that is there
	TemplatesURL          string // of a new one
	Changes               []Change
	Hints                 []Hint // on the wording of the text
	Rich                  Rich
}

// All lists the fields in the order of the form, for the summary of what is wrong.
func (e Editor) All() []page.Input {
	var out []page.Input
	add := func(names ...string) {
		for _, n := range names {
			if f, ok := e.Fields[n]; ok {
				out = append(out, f)
			}
		}
	}
	add("title", "language", "text", "client", "remote")
	for _, r := range e.Places {
		out = append(out, r.Fields...)
	}
	add("employment", "extentmin", "extentmax", "worklanguages", "paymin", "paymax", "paycurrency", "payunit", "paytext", "deadline", "start", "decides")
	for _, r := range e.Steps {
		out = append(out, r.Fields...)
	}
	return out
}

// History is what was done with a job, the latest first.
type History struct {
	Title  string
	Back   page.Link
	State  page.Label
	Events []page.Event
}

// Templates are what a job can begin with.
type Templates struct {
	Title   string
	Action  string // followed by the identifier and begin or drop
	All     []Template
	MayDrop bool
	Back    page.Link
}

// Template is one of them.
type Template struct{ ID, Name, Says string }

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
	Refused         bool // what was typed stays on the page
}

// Sure asks before something is done.
type Sure struct {
	Title, Text  string
	Action, Back string
	Version      string
	Button       string
	Danger       bool
	Fields       []page.Input
	Reasons      []page.Choice
	Wrong        []string  // about other things than the fields
	Edit         page.Link // where what is wrong is mended, before anything is asked; then there is no form
}

// asks reports whether any field must be filled in.
func (s Sure) asks() bool {
	return slices.ContainsFunc(s.Fields, func(f page.Input) bool { return f.Required })
}

func (s Sure) color() page.Color {
	if s.Danger {
		return page.Danger
	}
	return page.Main
}
