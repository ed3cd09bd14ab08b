package page

import "verv/internal/web/page"

// List is the employer's webhooks and the form for a new one.
type List struct {
	Title, Lead string
	Open        bool // the operator lets hosts be called
	Have        []Webhook
	Form        Form
	Docs        page.Link
}

// Webhook is one line of the list.
type Webhook struct {
	URL, Link, Hears string
	State            page.Label
}

// Form asks for a new webhook.
type Form struct {
	Action, Submit, Sentence string
	Wrong                    bool // a field is
	URL, Kinds               page.Input
	Choices                  []page.Choice
}

// One is a webhook with its log.
type One struct {
	Title, Lead              string
	State                    page.Label
	Kinds                    []string
	Secret                   string
	Ended                    bool
	TryURL, RenewURL, EndURL string
	Log                      page.Records
	Back                     page.Link
}
