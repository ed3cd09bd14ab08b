package page

import "verv/internal/web/page"

// Thread is the messages of one application.
type Thread struct {
	Title, Action string
	Back          page.Link
	Events        []page.Event
	Text          page.Input
	Undo          *page.Undoing
	Privacy       page.Privacy
}

// Many is one message to many, each of whom gets it alone.
type Many struct {
	Title, Lead, Action, Sentence string
	Back                          page.Link
	Names                         []string
	Text                          page.Input
	Done                          bool
	Undo                          *page.Undoing
	Privacy                       page.Privacy
}
