// Package page has the pages of people search: of the person, of the member, of the privacy officer. It takes values and words; it knows no request and no
// store.
package page

import "verv/internal/web/page"

// Visibility is how a person says who may find them.
type Visibility struct {
	Action   string
	State    page.Label
	Until    string
	None     page.Link // to make a CV first; "" where there is one
	Shown    page.Input
	Choices  []page.Choice
	CV       page.Input
	CVs      []page.Choice
	Agree    page.Input
	Know     []string // what publishing means, one sentence each
	Propose  Propose
	Faces    []Preview
	Privacy  page.Privacy
	Back     page.Link
	Blocks   page.Link
	Requests page.Link
}

// Propose is the choice to be proposed for jobs.
type Propose struct {
	Action  string
	On      bool
	State   page.Label
	Until   string
	First   string // what must be chosen before; "" where the choice is open
	Know    []string
	Agree   page.Input
	List    page.Link
	Privacy page.Privacy
}

// Preview is a card as an employer would see it.
type Preview struct {
	Title string
	Item  page.Item
}

// Blocks is the list of those who are shut out.
type Blocks struct {
	Action  string
	Block   page.Input
	Always  []string
	Typed   []Typed
	Drop    string // takes POST
	Privacy page.Privacy
	Back    page.Link
}

// Typed is one line of the list.
type Typed struct {
	Text   string
	Hidden []page.Pair
}

// Requests lists what employers asked, or what a team asked.
type Requests struct {
	Crumbs []page.Link
	Lead   string
	Empty  string
	Items  []page.Item
	Links  []page.Link
}

// Request is one of them.
type Request struct {
	Crumbs   []page.Link
	State    page.Label
	Note     string
	Terms    []page.Term
	Wrote    string // heading above the words
	Words    string
	Known    []page.Term // who asks
	Sees     []string    // what a yes hands over
	CV       []page.Term
	CVTitle  string
	Answers  []Answer
	Withdraw page.Link
	Privacy  page.Privacy
}

// Answer is a button.
type Answer struct {
	URL     string
	Label   string
	Variant string
	Color   page.Color
}

// People is what was found.
type People struct {
	URL      string
	Words    page.Input
	Near     page.Input
	Km       page.Input
	Circles  []page.Choice
	Hidden   []page.Pair // what the search box carries of the filters
	Carried  []page.Pair // what the filters carry of the search box
	Facets   []Facet
	Total    int
	Wrong    string
	Mended   page.Link
	Chips    []page.Chip
	Sorts    []page.Link
	Items    []page.Item
	More     string
	AllURL   string
	Help     []page.Term
	Privacy  page.Privacy
	Requests page.Link
	Saved    page.Link
	Log      page.Link
}

// Facet is one group of boxes.
type Facet struct {
	Input   page.Input
	Choices []page.Choice
}

// Person is one card, with the form that asks.
type Person struct {
	Crumbs  []page.Link
	Item    page.Item
	Terms   []page.Term
	Asked   *page.Notice
	See     page.Link
	Action  string
	Job     page.Input
	Jobs    []page.Choice
	NoJobs  string
	Text    page.Input
	Masked  page.Input
	Privacy page.Privacy
}

// Log is how much was read, by whom.
type Log struct {
	Crumbs []page.Link
	Lead   string
	Table  page.Records
	Empty  string
	Note   string
}

// Saved is the list of saved searches; New shows the form for one more.
type Saved struct {
	Crumbs   []page.Link
	New      bool
	Action   string
	Hidden   []page.Pair
	Chips    []page.Chip
	Title    page.Input
	Shared   page.Input
	Searches []SavedSearch
	Privacy  page.Privacy
}

// SavedSearch is one of them. Forget takes POST; a colleague's has none. Tell leads to how often it tells, and Pace says it.
type SavedSearch struct {
	Name, URL, Whose, Forget string
	Tell                     page.Link
	Pace                     string // empty where it tells nothing
}

// Tell is one saved search, with how often it tells who is new.
type Tell struct {
	Crumbs  []page.Link
	Parts   []string // of the search, in words
	People  page.Link
	Back    page.Link
	Action  string
	Pace    page.Input
	Paces   []page.Choice
	Privacy page.Privacy
}
