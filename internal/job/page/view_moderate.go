package page

import "strings"

import "verv/internal/web/page"

// Report is the form on which anybody says what is wrong with an advertisement.
type Report struct {
	Title, Sentence string
	Action          string
	Job             page.Link
	Reason          page.Input
	Reasons         []page.Choice
	Text, Address   page.Input
	Privacy         page.Privacy
}

// Reported is what whoever reported sees of it afterwards.
type Reported struct {
	Title, Lead, Sentence string
	State                 page.Notice
	Hint                  string
	Terms                 []page.Term
	Action                string // of the form that says the answer is wrong; empty where there is none
	Text                  page.Input
	Privacy               page.Privacy
}

// Queue is what waits for the operator.
type Queue struct {
	Title      string
	Empty      bool
	Jobs       page.Records
	FiguresURL string
	AllURL     string
}

// Said is one report, complaint or appeal.
type Said struct {
	Title, When, Text string
	Open              bool
}

// Case is all about one job that the operator decides by.
type Case struct {
	Title, Lead, Sentence  string
	Crumbs                 []page.Link
	Standing               page.Label
	Verified               string
	AdURL                  string // while it is public
	Text, Lang             string
	Facts                  []page.Point
	Signals                []string
	Reports, Appeals       []Said
	History                []page.Event
	Action, Version        string
	Ruling, Ground, Reason page.Input
	Rulings, Grounds       []page.Choice
}

// Note is how the operator stands to a job, on its employer's page of it.
type Note struct {
	Title     string
	Color     page.Color
	Sentences []string
	Appeal    page.Link
}

// Appeal is the employer's answer to a decision.
type Appeal struct {
	Title, Lead, Sentence string
	Reasons               []string
	Action, Back          string
	Text                  page.Input
}

// Figures are the counts of a transparency report.
type Figures struct {
	Title, Lead              string
	Crumbs                   []page.Link
	Months, Grounds, Reports page.Records
}

// Hint is a quiet word on how something is said.
type Hint struct {
	Kind    string // what sort of hint it is
	Illegal string // in words; empty where it is a matter of taste
	Found   string // the word
	Lang    string // of the text
	Around  string // the sentence it stands in
	Instead string // what could be said
	Source  string // law or guidance
}

// Rich is what the editor of formatted text needs beside its text field.
type Rich struct {
	Markup string // clean HTML of what is in the field
	Field  string // its name
}

// lines are the paragraphs of what somebody typed.
func lines(s string) []string { return strings.FieldsFunc(s, func(c rune) bool { return c == '\n' }) }
