package page

import "verv/internal/web/page"

// Sheet is a form with its fields in order.
type Sheet struct {
	Title, Lead, Sentence string
	Action, Button        string
	Back                  page.Link
	Fields                []Field
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
	RoleURL     string // followed by the identifier and /role
	Invite      *Sheet // nil for who may not invite
}

// Employers is the operator's list.
type Employers struct {
	Title  string
	NewURL string
	List   page.Records
	Empty  bool
}
