package page

import "verv/internal/web/page"

// Form is the first step of the way.
type Form struct {
	Job, Lead, Action, Asked         string
	Back                             page.Link
	Name, Email, Phone, Letter, File page.Input // Email has no name for somebody with an account
	Known                            string     // says where answers go, for somebody with an account
	FileKept                         string     // says which file is kept already
	NoFile, Keep, CV                 page.Input
	CVs                              []page.Choice
	Questions                        []Question
	Note                             *page.Notice // of a draft that is kept
	Discard                          string       // address that lets the draft go, or ""
	Privacy                          page.Privacy
}

// Question is one of the employer's own questions.
type Question struct {
	Kind    string
	Input   page.Input
	Choices []page.Choice
}

func (f Form) all() []page.Input {
	out := []page.Input{f.Name}
	if f.Email.Name != "" {
		out = append(out, f.Email)
	}
	out = append(out, f.Phone, f.Letter)
	for _, q := range f.Questions {
		out = append(out, q.Input)
	}
	return append(out, f.File, f.Keep)
}

// Review is the second step: what goes, to whom, why, until when.
type Review struct {
	Job, Action, Mail string
	Terms, Facts      []page.Term
	Edit              page.Link
}

// Receipt is the last step.
type Receipt struct {
	Title, Text, Note string
	Link              page.Link
}

// Asking is a page with one button.
type Asking struct {
	Title, Text, Action, Button string
	Color                       page.Color
	Back                        page.Link // optional
}

// Mine is the list of one's own applications.
type Mine struct {
	Unsent, Items []page.Item
	Jobs          page.Link
}

// Own is one application as its person sees it.
type Own struct {
	Title, Lead, Outcome, Reason                   string
	Rests                                          string // said first, while it is stored and used for nothing
	List, Edit, Messages, Download, Withdraw, Rest page.Link
	Stages                                         []page.Stage
	Looks                                          []page.Event
	Sent                                           []page.Term
	Privacy                                        page.Privacy
}

// Correct is the form of a correction.
type Correct struct {
	Action, Sentence    string
	Name, Phone, Letter page.Input
	Back                page.Link
}

// Opened is one application as the team sees it.
type Opened struct {
	Name, Lead, Letter, ContactHint, Move string
	From                                  string // the stage where it is seen
	Timeline                              page.Link
	Crumbs                                []page.Link
	Status                                page.Label
	Answers                               []page.Term
	CV                                    []Part
	File, Contact, Messages, Reject       page.Link
	Moves                                 []page.Choice
	Together                              Together
	Undo                                  *page.Undoing
	Privacy                               page.Privacy
}

// Part is a section of a CV, Line one line of it.
type Part struct {
	Key   string
	Lines []Line
}

// Line is one line of a CV.
type Line struct{ Title, Sub, When, Text string }

// Reach is how a person is reached.
type Reach struct {
	Name, Email, Phone, Told string
	Back                     page.Link
}

// Reject asks for the reason.
type Reject struct {
	Name, Action, Sentence string
	Reason, Text           page.Input
	Reasons                []page.Choice
	Back                   page.Link
}

func wide(v page.View) page.View {
	v.Wide = true
	return v
}

func reach(t page.T, r Reach) []page.Term {
	out := []page.Term{{Name: t.Say("application.form.email"), Text: r.Email}}
	if r.Phone != "" {
		out = append(out, page.Term{Name: t.Say("application.form.phone"), Text: r.Phone})
	}
	return out
}
