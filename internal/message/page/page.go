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
