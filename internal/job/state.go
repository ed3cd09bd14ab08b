package job

import (
	"slices"
	"time"

	"verv/internal/fault"
)

// State is where a job is in its life.
type State string

// The states.
const (
	Draft  State = "draft"
	Open   State = "open"
	Closed State = "closed"
)

// Reason is why a job closed.
type Reason string

// The reasons.
const (
	Filled    Reason = "filled"
	Deadline  Reason = "deadline"
	Withdrawn Reason = "withdrawn"
)

// Reasons lists what a member can close a job for; a deadline closes by itself.
func Reasons() []Reason { return []Reason{Filled, Withdrawn} }

// never is the end of a job without a deadline.
var never = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// shownFor is how long a closed job can still be read.
const shownFor = 30 * 24 * time.Hour

// Act is what can be done with a job.
type Act string

// The acts.
const (
	ActChange  Act = "change"
	ActPublish Act = "publish"
	ActClose   Act = "close"
	ActDiscard Act = "discard"
	ActReopen  Act = "reopen" // by an import that brings a new deadline
)

// acts says what each state allows.
var acts = map[State][]Act{
	Draft:  {ActChange, ActPublish, ActDiscard},
	Open:   {ActChange, ActClose},
	Closed: {},
}

// May reports whether the act is allowed: a pure rule of state and reason.
func May(s State, r Reason, a Act) bool {
	if a == ActReopen {
		return s == Closed && r == Deadline
	}
	return slices.Contains(acts[s], a)
}

// errState refuses an act that the state does not allow.
func errState() error { return fault.New(fault.Conflict, "job.state.wrong") }

// Takes reports whether applications are taken at a moment.
func (j Job) Takes(now time.Time) bool { return j.State == Open && now.Before(j.EndsAt) }

// Shown reports whether the advertisement can be read by everybody at a moment; gone is true for one that could be once.
func (j Job) Shown(now time.Time) (shown, gone bool) {
	switch j.State {
	case Open:
		gone = !now.Before(j.EndsAt.Add(shownFor))
	case Closed:
		gone = !now.Before(j.ClosedAt.Add(shownFor))
	default:
		return false, false
	}
	return !gone, gone
}

// endOf is the moment at which the last day of a deadline is over in the zone; never without a deadline.
func endOf(day string, zone *time.Location) (time.Time, error) {
	if day == "" {
		return never, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, day, zone)
	if err != nil {
		return time.Time{}, err
	}
	return t.AddDate(0, 0, 1).UTC(), nil
}
