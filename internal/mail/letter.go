package mail

import (
	"errors"
	"time"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// TaskSend is the kind of the task that writes and sends one letter.
const TaskSend = "mail.send"

// ErrNobody is returned by a Kind whose receiver is gone: the letter is dropped, and that is no failure.
var ErrNobody = errors.New("mail: nobody to send to")

// Letter is one message as a house writes it at the moment of sending. It is plain words; package mail makes the text part and the
// HTML part of it, in one look.
type Letter struct {
	To         string // address
	Language   string // nb nn sv fi da en
	Subject    string
	Greeting   string   // first line, may be empty
	Paragraphs []string // plain text, one per paragraph
	Action     *Action  // the one thing to do, shown as a button and as an address
	Links      []Action // a list of places to go, below the action
	Sections   []Section
	After      []string // paragraphs after the action
	Stops      []Action // how to stop such letters, at the foot

	// Unsubscribe stops such letters with one click of the reader's program (RFC 8058): an address that takes POST. Only a digest has one.
	Unsubscribe string
	Why         string // one line: why the person gets this and how to stop it
	SiteName    string
	ReplyTo     string // an address of this installation that leads into a thread, or empty
	Thread      string // stable key of the thread, for References; or empty
}

// Action is a link. The page behind it shows one button; nothing happens by opening it.
type Action struct{ Label, URL string }

// Section is a part of a letter that lists things under a heading.
type Section struct {
	Title string
	Items []Item
	More  *Action // to the rest of them
}

// Item is one thing of a list: a link and what is said of it.
type Item struct {
	Label, URL string
	Lines      []string
}

// Kind is one sort of letter, named room.word. Write is called when the letter is sent, under a grant for Purpose within the scope of
// Post.Subject or Post.Employer; what it needs it reads through run.DB. It may write too (a token's hash); a second try calls it again.
type Kind struct {
	Name    string
	Purpose privacy.Purpose
	Write   func(run *task.Run, args map[string]string) (Letter, error)
}

// Post is a letter to be sent.
type Post struct {
	Kind     string
	Subject  access.SubjectID  // within whose data it is written; or
	Employer access.EmployerID // within which employer's
	Args     map[string]string // identifiers only
	At       time.Time         // zero: now. A letter that can be undone waits here
	Once     string            // at most one waiting letter of this key; also the handle for Cancel
}

// Enqueue adds a letter in the caller's transaction.
func Enqueue(w *store.Writer, p Post) error {
	args := map[string]string{"letter": p.Kind}
	for k, v := range p.Args {
		args[k] = v
	}
	once := ""
	if p.Once != "" {
		once = p.Kind + "/" + p.Once
	}
	_, err := task.Enqueue(w, task.Task{Kind: TaskSend, Once: once, Args: args, Subject: p.Subject, Employer: p.Employer, DueAt: p.At})
	return err
}

// Cancel takes back a letter that has not been sent; false means that it is too late.
func Cancel(w *store.Writer, kind, once string) (bool, error) {
	return task.Cancel(w, TaskSend, kind+"/"+once)
}
