package page

import "verv/internal/web/page"

// Clients are who an agency recruits for.
type Clients struct {
	Title, Lead string
	All         []Client
	EndURL      string // followed by the identifier and /end
	Add         *Sheet // nil for an employer that is no agency
	Back        page.Link
	Plan        string // a line about the plan, once its limit is near
}

// Client is one of them.
type Client struct{ ID, Name, Number string }

// Plan is the employer's plan and how much of it is used.
type Plan struct {
	Name, Over string
	Uses       []page.Usage
}
