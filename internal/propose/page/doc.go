// Package page has the pages of proposals: people for a job, as its team reads them, and what a person was proposed for, as they read it. It takes values and
// words; it knows no request and no store.
package page

import "verv/internal/web/page"

// People is the last run of a job.
type People struct {
	Crumbs  []page.Link
	Action  string // takes POST
	Closed  string // why there is nothing to rank for; "" while the job is open
	Made    string // when, by which rules; "" where nothing was ranked
	Items   []page.Item
	Privacy page.Privacy
}

// Proposal is one card, and why it was proposed.
type Proposal struct {
	Crumbs  []page.Link
	Terms   []page.Term
	Parts   []page.Usage
	Common  []string // sentences about what both sides have
	Made    string
	Input   string
	Ask     page.Link
	Action  string // takes POST
	Reason  page.Input
	Reasons []page.Choice
	Privacy page.Privacy
}

// Mine is what a person was proposed for.
type Mine struct {
	Back    page.Link
	On      bool
	Object  string // takes POST
	Items   []Own
	Privacy page.Privacy
}

// Own is one of them.
type Own struct {
	Title, By, Made, Input string
	Terms                  []page.Term
	Parts                  []page.Usage
}
