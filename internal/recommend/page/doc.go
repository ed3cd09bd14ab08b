// Package page has the pages of recommended jobs. It takes values and words; it knows no request and no store.
package page

import "verv/internal/web/page"

// Mine is a person's own list.
type Mine struct {
	Action, Stop string
	Profile      page.Link
	None         page.Link // to make a CV first; "" where there is one
	CV           page.Input
	CVs          []page.Choice
	Made         string // when it was made; "" where nothing was ranked
	Old          string // that it is long ago
	Gone         int    // jobs that are open no more
	Jobs         []page.Item
}

// Reasons is how a score came about.
type Reasons struct {
	List           page.Link
	Job            *page.Item // nil where it is open no more
	Parts          page.Records
	Skills, Words  []string
	Version, Input string
}
