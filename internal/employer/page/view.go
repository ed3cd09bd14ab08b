package page

import "verv/internal/web/page"

// Sheet is a form with its fields in order.
type Sheet struct {
	Title, Lead, Sentence string
	Action, Button        string
	Second                string // word of the button that shows a preview, or ""
	Back                  page.Link
	More                  []page.Link // other pages of the same thing
	Fields                []Field
}

// Pictures is the page of an employer's pictures.
type Pictures struct {
	Title, Lead, Sentence string
	Privacy               page.Privacy
	Action, LogoAction    string
	LogoURL               string
	Back                  page.Link
	Shots                 []Shot
	Logo, File, Alt       page.Input
}

// Shot is one picture.
type Shot struct{ ID, URL, Alt string }

// Embed is the page that says how the list of jobs comes onto other pages.
type Embed struct {
	Title, Lead string
	Form        Sheet
	Code, URL   string
	Ready       bool // somebody may show it
}

// Field is one input and how it is drawn: text, area, select.
type Field struct {
	page.Input
	As      string
	Choices []page.Choice
}

func (s Sheet) inputs() []page.Input {
	var out []page.Input
	for _, f := range s.Fields {
		out = append(out, f.Input)
	}
	return out
}

// Person is one member of a team.
type Person struct {
	ID, Name, State string
	Role            string
	Self            bool
}

// Team is who works for an employer.
type Team struct {
	Title, Lead string
	Privacy     page.Privacy
	People      []Person
	Roles       []page.Choice
	RoleURL     string       // followed by the identifier and /role
	Invite      *Sheet       // nil for who may not invite
	Support     page.Records // when an operator looked
	Plan        string       // a line about the plan, once its limit is near
}
