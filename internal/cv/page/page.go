package page

import "verv/internal/web/page"

// List is one's CVs and the ways to a new one.
type List struct {
	New, Upload           string
	Items                 []page.Item
	Title, Language, File page.Input
	Choices               []page.Choice
}

// Edit is one CV: its head as a form, its sections as rows.
type Edit struct {
	Action, Was                           string
	Title, Language, Name, Label, Summary page.Input
	Choices                               []page.Choice
	Sections                              []Section
	Download, Delete, Back                page.Link
	Privacy                               page.Privacy
}

// Section is one section.
type Section struct {
	Title string
	Add   page.Link
	Rows  []Row
}

// Row is one row of a section.
type Row struct{ Name, Sub, When, Edit, Remove string }

// RowForm is one row as its own form.
type RowForm struct {
	Action, Was, Title string
	Fields             []page.Input
	Text               page.Input // no field when it has no name
	Back               page.Link
}

func (f RowForm) all() []page.Input {
	if f.Text.Name == "" {
		return f.Fields
	}
	return append(f.Fields[:len(f.Fields):len(f.Fields)], f.Text)
}

// Question is a page with one button.
type Question struct {
	Title, Text, Action, Button string
	Color                       page.Color
	Back                        page.Link // optional
}
