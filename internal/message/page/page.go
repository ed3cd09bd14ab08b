package page

import (
	"time"

	"verv/internal/web/page"
)

// Thread is the messages of one application.
type Thread struct {
	Title, Lead, Action string
	Back                page.Link
	Messages            []Message
	Asides              []Aside
	See                 string // address that notes that all is read; "" where nothing is new
	Pick                *Pick
	Notes               []page.Notice
	Text, File          page.Input
	Undo                *page.Undoing
	Privacy             page.Privacy
}

// Message is one message of a thread.
type Message struct {
	When        time.Time
	Who, Text   string
	Lang        string // of the text, where it is known
	Label       *page.Label
	Quote, Left string
	Files       []page.Link
}

// Aside is mail that came from another address.
type Aside struct {
	ID, From, Text, Left string
	When                 time.Time
	Action               string
}

// Pick chooses a template by an address, so that it works with a form alone.
type Pick struct {
	Action  string
	Input   page.Input
	Choices []page.Choice
	Manage  page.Link
}

// Many is one message to many, each of whom gets it alone.
type Many struct {
	Title, Lead, Action, Sentence string
	Back                          page.Link
	Names                         []string
	Pick                          *Pick
	Notes                         []page.Notice
	Texts                         []page.Input
	Done                          bool
	Undo                          *page.Undoing
	Privacy                       page.Privacy
}

// Inbox is a list of threads.
type Inbox struct {
	Title, Lead, None string
	Links             []page.Link
	Items             []page.Item
	Empty             page.Link
	Privacy           page.Privacy
}

// Templates lists what an employer writes again and again.
type Templates struct {
	Title, Lead    string
	Back, Add      page.Link
	Starters       string // address that adds the templates to begin with; "" where there are some
	Items, Archive page.Records
}

// Shelf is what can be done with one of them in the list.
type Shelf struct{ Name, URL, To string }

// Edit is the form of a template.
type Edit struct {
	Title, Lead, Action, Sentence, Version string
	Crumbs                                 []page.Link
	Changes                                []page.Term // what somebody else wrote meanwhile
	Name                                   page.Input
	Texts                                  []page.Input
	Previews                               []Preview
	Archive, ArchiveTo                     string // address of the button and what it does: archive or restore; "" for a new one
}

// Preview is a text as a made-up person would read it.
type Preview struct{ Title, Lang, Text string }

// stamp is a moment for programs.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
