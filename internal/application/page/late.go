package page

import "verv/internal/web/page"

// Late is what somebody wrote to a job that closed meanwhile.
type Late struct {
	Title, Job   string
	Notice, Text string
	Written      []Wrote
	Kept         string // what becomes of the draft, if there is one
	Links        []page.Link
}

// Wrote is one text with its name.
type Wrote struct{ Name, Text string }
