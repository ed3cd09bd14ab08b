package page

import "verv/internal/web/page"

// List is the applications of one job, as a board or as a table.
type List struct {
	Title, Lead, Action                string
	Crumbs                             []page.Link
	Views                              []page.Link // board and table
	Tools                              []page.Link // stages, files, keys
	Ended                              []page.Link // how many were hired and rejected
	Name, Stage, Sort, Least, Unread   page.Input
	Stages, Sorts, Scores              []page.Choice
	Hidden                             []page.Pair
	Saved                              []page.Link
	Save                               *Save
	Board                              *Board // nil is the table
	Rows                               []Card
	Paging                             page.Pages
	Bulk                               *Bar // nil for who may not move
	Undo                               *page.Undoing
	Conflict                           string
	Privacy                            page.Privacy
	Reset                              string
	Shortcuts, Failed, Moved, Selected string
}

// Save keeps the filter of the page under a title.
type Save struct {
	Action string
	Title  page.Input
	Hidden []page.Pair
}

// Board is columns of cards.
type Board struct{ Columns []Column }

// Column is one stage.
type Column struct {
	ID, Name, Status string // Status is what the person is told of it, where the name says something else
	Count, Empty     string
	Cards            []Card
	More             page.Link
}

// Card is one application, on the board or as a row of the table.
type Card struct {
	ID, Name, URL, Mark  string
	More                 string // what tells it from another of the same name
	Stage                string // identifier
	Status               page.Label
	Age, Sent, Score     string
	Unread, Late, News   string // in words; empty when it is not
	Move, Reject, Choose string // addresses, and the label of the box
	Next                 string
	Open                 bool // can be moved
}

// Bar is what can be done to the cards that are chosen.
type Bar struct {
	Action  string
	Which   page.Input
	Choices []page.Choice
	Deeds   []page.Choice
	Next    string
	Stages  []page.Choice // where a card can go, by identifier; the last one is hired
}

// Stages is the page on which the stages of a job, or of a template, are changed.
type Stages struct {
	Title, Lead, Action, Sentence string
	Crumbs                        []page.Link
	Languages                     []page.Link
	Rows                          []StageRow
	Add                           StageForm
	Template                      page.Link
	Privacy                       page.Privacy
}

// StageRow is one stage.
type StageRow struct {
	ID, Name, Told, Count string
	Form                  StageForm
	Up, Down              bool
	Swap                  string
	Remove                page.Link
}

// StageForm is what is asked of a stage.
type StageForm struct {
	Action, Button                 string
	Name, Kind, Days, Mails, Stage page.Input
	Kinds                          []page.Choice
	Fixed                          bool // the kind stays
}

// Removing asks where the applications of a stage go.
type Removing struct {
	Title, Lead, Action, Sentence string
	To                            page.Input
	Choices                       []page.Choice
	Back                          page.Link
}

// Bulk is what will be done to many, or what was done.
type Bulk struct {
	Title, Lead, Sentence string
	Crumbs                []page.Link
	Ask                   *Choosing // the first step: where to, or why
	Groups                []Group   // the second: who gets what, by language
	Left                  []Group   // those that are left as they are, and why
	Confirm               *Confirm
	Done                  bool
	Undo                  *page.Undoing
	Back                  page.Link
	Privacy               page.Privacy
}

// Choosing is one question about a bulk.
type Choosing struct {
	Action  string
	Field   page.Input
	Choices []page.Choice
	Button  string
}

// Group is people who get the same letter.
type Group struct {
	Title, Lang string
	Letter      []string // paragraphs; none is no letter
	Names       []string
}

// Confirm is the button that does it.
type Confirm struct {
	Action, Button string
	Hidden         []page.Pair
	Color          page.Color
}

// Reasons is the page of what is said for each reason, in one language.
type Reasons struct {
	Title, Lead, Action string
	Languages           []page.Link
	Texts               []page.Input
	Previews            []Group
	Lang                string
	Saved               page.Privacy
}

// Filters is a member's own page of filters and keys.
type Filters struct {
	Title, Lead string
	Back        page.Link
	Rows        []FilterRow
	Keys        page.Input
	KeysAction  string
	Sheet       []page.Term
	Privacy     page.Privacy
}

// FilterRow is one saved filter.
type FilterRow struct{ Title, Says, Forget string }

// Timeline is what happened to one application.
type Timeline struct {
	Title, Lead string
	Crumbs      []page.Link
	Events      []page.Event
	Privacy     page.Privacy
}

// board asks for the style sheet and the script of the board, which no other page loads.
func board(v page.View) page.View {
	v.Part = "board"
	return wide(v)
}
