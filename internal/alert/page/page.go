package page

import "verv/internal/web/page"

// New is a search that can be saved.
type New struct {
	Action  string
	Search  string // as the list's address has it
	Parts   []string
	Found   string // how many it finds today
	Wrong   string // with the search itself
	Back    page.Link
	Name    page.Input
	Address page.Input // without a name where the person is known
	Pace    page.Input
	Paces   []page.Choice
	Agree   page.Input
	Privacy page.Privacy
}

// all are the fields in their order, for what is wrong with them.
func (n New) all() []page.Input { return []page.Input{n.Address, n.Pace, n.Name, n.Agree} }

// Mine is the list of one's own alerts.
type Mine struct {
	Items   []page.Item
	Jobs    page.Link
	Privacy page.Privacy
	Room    string // how many of how many
	Keep    string // where a yes to another year is posted; empty while it is not asked
}

// Edit is one alert of one's own.
type Edit struct {
	Action     string
	List, Here page.Link
	Jobs       page.Link // what it finds now
	Parts      []string
	Name, Pace page.Input
	Paces      []page.Choice
	Pause      string // one of the two is empty
	Continue   string
	Delete     string
}

// Asking is a question with one button.
type Asking struct {
	Text   string
	Parts  []string // of the search that it is about
	Action string
	Button string
	Color  page.Color
}

// Receipt says what was done.
type Receipt struct {
	Text, Note string
	Link       page.Link
}
