package page

import "github.com/a-h/templ"

// Panel is the head of a Card.
type Panel struct {
	Title string // "" leaves the heading out
	URL   string // makes the title a link
	Level int    // of the heading, 2 when 0
	Aside templ.Component
	ID    string
}

// Label is a Tag: a word, and a colour that says the same.
type Label struct {
	Word  string
	Color Color  // Neutral when empty
	Icon  string // a name of assets/icons.txt, or ""
}

// Point is one fact of an Entry, such as pay or place.
type Point struct {
	Icon   string
	Name   string // what it is, for who cannot see the icon
	Text   string
	Strong bool // what people look for first
}

// Item is one Entry of a list: a job, an application, a saved search.
type Item struct {
	Title  string
	URL    string
	Level  int    // of the heading, 2 when 0
	Sub    string // employer and place
	Mark   string // initials of one to three letters
	Accent Accent // of the mark
	Points []Point
	Status *Label // stands beside the title: deadline, stage
	Labels []Label
	Action templ.Component // one button at the foot, or nil

	Excerpt []Piece // of a text, with what was found in it
	Marked  []Piece // the title, where something was found in it
}

func (i Item) title() []Piece {
	if len(i.Marked) > 0 {
		return i.Marked
	}
	return []Piece{{Text: i.Title}}
}

// Piece is some of a text; Found is what was looked for.
type Piece struct {
	Text  string
	Found bool
}

// Chip is a chosen filter; its link takes it away.
type Chip struct{ Label, URL string }

// Pages leads through a list by cursor.
type Pages struct {
	Shown    string // "1–20 of 300"
	Previous string // address, or "" on the first page
	Next     string
}

// Trouble is what an error page says.
type Trouble struct {
	Title     string
	Sentence  string // what happened and what is kept
	Reference string // to tell to support; never personal
	Action    Link
	Icon      string
}

// Undoing is an action that waits some seconds before it is final.
type Undoing struct {
	Text    string // what was done
	URL     string // takes POST
	Seconds int    // left when the page was rendered
	Hidden  []Pair
}

// Pair is a hidden value of a form.
type Pair struct{ Name, Value string }

// Box is a dialog. Without JavaScript it stays shut and its opener leads to a page that asks the same.
type Box struct {
	ID    string
	Title string
}

func (u Undoing) left(t T) string {
	return t.Say("page.undo.count", "Count", u.Seconds, "N", u.Seconds)
}

// template leaves {n} for the script to fill. Count picks the plural form.
func template(t T, key string, count int) string { return t.Say(key, "Count", count, "N", "{n}") }
