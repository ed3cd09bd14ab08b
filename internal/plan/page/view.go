package page

import "verv/internal/web/page"

// List is the list of plans.
type List struct {
	Title, Lead string
	Crumbs      []page.Link
	New         page.Link
	Plans       page.Records
}

// Form is the form of a plan, and for one that is there the button that archives it or puts it back.
type Form struct {
	Title, Lead, Sentence string
	Crumbs                []page.Link
	Action, Button        string
	Hidden                []page.Pair
	Name                  page.Input
	Limits                []page.Input
	Standard              *page.Input // nil for an archived plan
	Turn                  *Turn
}

// Turn is a button of its own.
type Turn struct {
	Title, Text, Action, Button string
	Hidden                      page.Pair
}

func (f Form) inputs() []page.Input {
	out := append([]page.Input{f.Name}, f.Limits...)
	if f.Standard != nil {
		out = append(out, *f.Standard)
	}
	return out
}
