package page

import (
	"time"

	"verv/internal/web/page"
)

// Templates is the list of an employer's scorecards.
type Templates struct {
	Title, Lead string
	New         page.Link
	Items       []page.Item
}

// TemplateForm writes one.
type TemplateForm struct {
	Title, Lead, Sentence, Action, Drop string
	Back                                page.Link
	Name                                page.Input
	Criteria                            []CriterionForm
}

// CriterionForm is one criterion of it.
type CriterionForm struct {
	Legend        string
	Key           page.Pair
	Name, Anchors page.Input
}

func (f TemplateForm) all() []page.Input {
	out := []page.Input{f.Name}
	for _, c := range f.Criteria {
		out = append(out, c.Name, c.Anchors)
	}
	return out
}

// Plan is the scorecard of a job.
type Plan struct {
	Title, Lead, Action, Name string
	Crumbs                    []page.Link
	Templates                 page.Link
	Choose                    page.Input
	Choices                   []page.Choice
	Criteria                  []page.Term
}

// ScoreForm is the form of a scorecard.
type ScoreForm struct {
	Over                     bool // the application has ended: it can be read and not given
	Action, Sentence, Button string
	Others                   string // how many colleagues have given theirs, while they are not to be seen
	Keys                     page.Pair
	Review                   bool
	Marks                    []MarkForm
	Verdict, Text            page.Input
	Verdicts                 []page.Choice
	Compare                  page.Link
}

// MarkForm is one criterion of it.
type MarkForm struct {
	Input   page.Input
	Choices []page.Choice
}

func (c ScoreForm) all() []page.Input {
	var out []page.Input
	for _, m := range c.Marks {
		out = append(out, m.Input)
	}
	return append(out, c.Verdict, c.Text)
}

// CardPage shows the form alone, when it was refused.
type CardPage struct {
	Title string
	Back  page.Link
	Card  ScoreForm
}

// Compare sets scorecards side by side.
type Compare struct {
	Title, Lead, Others string
	Crumbs              []page.Link
	Back                page.Link
	Hidden              bool // one's own is still to be given
	Records             page.Records
	Texts               []page.Term
}

// Thread is what a team has noted about an application.
type Thread struct {
	Notes    []Remark
	Action   string
	Reply    page.Pair // what the note under the form answers
	Replying string    // whom, in words
	Stop     page.Link // writes to the file instead
	Score    page.Input
	Scores   []page.Choice
	Mention  page.Input
	Mentions []page.Choice
	Text     page.Input
}

// Remark is one note.
type Remark struct {
	ID, Who, Text, To string
	When              time.Time
	Reply             bool // hangs under the note before it
	Answer            page.Link
}

// Todo is one thing to do.
type Todo struct {
	Text, Meta, Action, Button string
	Link                       page.Link
	State                      page.Label
	Done                       bool
}

// TodoForm adds one.
type TodoForm struct {
	Action         string
	Text, For, Due page.Input
	People         []page.Choice
}

// Todos is a list of them with its form.
type Todos struct {
	Title, Lead, None string
	Crumbs            []page.Link
	Links             []page.Link
	Items             []Todo
	Form              *TodoForm
	Privacy           page.Privacy
}

// Asked is who was asked to look at an application, and the form that asks another.
type Asked struct {
	Action string
	Who    page.Input
	People []page.Choice
	Terms  []page.Term
}

// Together is what a team does about one application besides moving it.
type Together struct {
	Thread Thread
	Card   ScoreForm
	Todos  Todos
	Asked  *Asked
	Twins  *Twins
}

// Reviews is a member's list of what they were asked to look at.
type Reviews struct {
	Title, Lead string
	Items       []page.Item
	Start       page.Link
}

// Screening is one application on the screen of a review.
type Screening struct {
	Name, Lead, Waiting  string
	Letter               string
	Answers              []page.Term
	CV                   []Part
	File, Previous, Next page.Link
	List                 page.Link
	Card                 ScoreForm
	Privacy              page.Privacy
}

// Paces is the form of how often mail comes.
type Paces struct {
	Title, Lead, Action string
	Links               []page.Link
	Inputs              []page.Input
	Choices             []page.Choice
}

// Rule is the form of after how many days of silence a team is reminded.
type Rule struct {
	Title, Lead, Action string
	Days                page.Input
	Back                page.Link
}

// done is what the button of a to-do makes of it.
func done(t Todo) string {
	if t.Done {
		return "no"
	}
	return "yes"
}

// Twins warns that somebody may have applied twice.
type Twins struct {
	Text string
	Sure bool // a member has said so
	Link page.Link
}

func color(t Twins) string {
	if t.Sure {
		return "info"
	}
	return "warning"
}

// Duplicates lists the applications that look like one person's.
type Duplicates struct {
	Title, Lead, Action string
	Crumbs              []page.Link
	Back                page.Link
	Items               []Duplicate
}

// Duplicate is one of them.
type Duplicate struct {
	ID, Title, URL, Said string
	Terms                []page.Term
	Verdicts             []page.Choice
}
