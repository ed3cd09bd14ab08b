package page

import (
	"github.com/a-h/templ"

	"verv/internal/web/page"
)

// Sheet is a page that is one form.
type Sheet struct {
	Title    string
	Lead     string
	Action   string
	Submit   string
	Sentence string // what is wrong, when it is no field's fault
	Hidden   []page.Pair
	Inputs   []Input
	Links    []page.Link
	Privacy  page.Privacy
}

// Input is a field; with Choices it is a list to choose from, of which Many can be chosen.
type Input struct {
	page.Input
	Choices []page.Choice
	Many    bool
}

func (s Sheet) inputs() []page.Input {
	out := make([]page.Input, len(s.Inputs))
	for i, f := range s.Inputs {
		out[i] = f.Input
	}
	return out
}

func (s Sheet) fieldsAreRight() bool {
	for _, f := range s.Inputs {
		if f.Error != "" {
			return false
		}
	}
	return true
}

func (s Sheet) asks() bool {
	for _, f := range s.Inputs {
		if f.Required {
			return true
		}
	}
	return false
}

// Button is one thing that can be done, as a form of its own.
type Button struct {
	Action string
	Label  string
	About  string // what it is about, where several buttons of a page have one label
	Color  page.Color
	Hidden []page.Pair
}

func (b Button) color() string {
	if b.Color == "" {
		return string(page.Main)
	}
	return string(b.Color)
}

// Row is one thing of a list with what can be done about it.
type Row struct {
	Title  string
	Lines  []string
	Label  *page.Label
	Button *Button
}

// Note is a page that says one thing.
type Note struct {
	Title, Text string
	Links       []page.Link
	Buttons     []Button
}

// List is a page of rows.
type List struct {
	Title, Lead string
	Rows        []Row
	Buttons     []Button
	Links       []page.Link
	Privacy     page.Privacy
}

// Overview is the account's own page.
type Overview struct {
	Profile  Sheet
	Links    []page.Link
	Personas List
}

// Enrolment is the set-up of a second factor.
type Enrolment struct {
	Title, Lead       string
	PictureAlt        string
	PNG, Secret, URI  string
	ByHand, OpenLabel string
	Sheet             Sheet
}

func (e Enrolment) picture() string { return "data:image/png;base64," + e.PNG }

// app is the address that opens the person's own app. It is made by this house; templ lets no other scheme through unasked.
func (e Enrolment) app() templ.SafeURL { return templ.SafeURL(e.URI) }

// Tokens is the list of a person's tokens of the API, with the form that makes one.
type Tokens struct {
	Title, Lead string
	None        string // said when there is none
	Have        List
	New         Sheet
	Links       []page.Link
	Privacy     page.Privacy
}

// Codes shows recovery codes once.
type Codes struct {
	Title, Lead string
	Codes       []string
	Next        page.Link
}
