package application

import (
	"slices"
	"time"

	"verv/internal/fault"
)

// Stage is where an open application stands.
type Stage string

// The stages, in order.
const (
	Arrived   Stage = "new"
	Review    Stage = "review"
	Interview Stage = "interview"
	Offer     Stage = "offer"
)

// Stages lists the stages in order.
func Stages() []Stage { return []Stage{Arrived, Review, Interview, Offer} }

// Outcome is how an application ended; empty while it is open.
type Outcome string

// The outcomes. All are final but for the fifteen seconds of undo; a withdrawal is final at once.
const (
	Hired     Outcome = "hired"
	Rejected  Outcome = "rejected"
	Withdrawn Outcome = "withdrawn"
)

// State is stage and outcome together.
type State struct {
	Stage   Stage
	Outcome Outcome
}

// Ended reports whether the application has an outcome.
func (s State) Ended() bool { return s.Outcome != "" }

// Word is the one word for the state: the outcome, else the stage.
func (s State) Word() string {
	if s.Ended() {
		return string(s.Outcome)
	}
	return string(s.Stage)
}

// May reports whether a member may bring an application from s to next: from stage to another stage, or from any stage to hired or
// rejected, the stage kept. An end is an end.
func (s State) May(next State) bool {
	if s.Ended() || !slices.Contains(Stages(), next.Stage) {
		return false
	}
	switch next.Outcome {
	case "":
		return next.Stage != s.Stage
	case Hired, Rejected:
		return next.Stage == s.Stage
	}
	return false
}

// UndoFor is how long a move waits for its letter, and so how long it can be undone at least.
const UndoFor = 15 * time.Second

// Reason is why somebody was rejected. Its sentence to the person stands in the catalogues under "application.reason." and its name.
type Reason string

// The reasons.
const (
	Qualifications Reason = "qualifications" // does not have what the job demands
	Experience     Reason = "experience"     // others have done more of it
	Other          Reason = "other"          // another candidate fitted better
	Nobody         Reason = "ended"          // nobody is hired
)

// Reasons lists the reasons in the order of the form.
func Reasons() []Reason { return []Reason{Qualifications, Experience, Other, Nobody} }

func conflict() error { return fault.New(fault.Conflict, "fault.conflict") }

func withheld() error { return fault.New(fault.Withheld, "fault.notfound") }
