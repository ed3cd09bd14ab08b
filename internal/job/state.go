package job

import (
	"time"

	"verv/internal/access"
	"verv/internal/fault"
)

// State is where a job is in its life.
type State string

// The states.
const (
	Draft     State = "draft"
	Awaiting  State = "awaiting"  // an owner is to approve it
	Scheduled State = "scheduled" // opens by itself at a chosen moment
	Open      State = "open"
	Closed    State = "closed"
	Archived  State = "archived" // closed, and out of the ordinary list
)

// States lists the states in the order of a job's life.
func States() []State { return []State{Draft, Awaiting, Scheduled, Open, Closed, Archived} }

// gone is where a job is that was discarded.
const gone State = ""

// Ended reports whether no application is taken any more, for good or until an import brings a new deadline.
func (s State) Ended() bool { return s == Closed || s == Archived }

// Public reports whether everybody could read a job in this state.
func (s State) Public() bool { return s == Open || s.Ended() }

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
	ActMake       Act = "make"
	ActChange     Act = "change"
	ActAsk        Act = "ask" // a change of its questions
	ActSend       Act = "send"
	ActRetract    Act = "retract" // what was sent for approval
	ActApprove    Act = "approve"
	ActReturn     Act = "return" // with a comment, instead of approving
	ActPublish    Act = "publish"
	ActSchedule   Act = "schedule"
	ActUnschedule Act = "unschedule"
	ActClose      Act = "close"
	ActArchive    Act = "archive"
	ActRestore    Act = "restore"
	ActDiscard    Act = "discard"
	ActReopen     Act = "reopen" // by an import that brings a new deadline
)

// Acts lists what a member can do with a job that is there, in the order of its life.
func Acts() []Act {
	return []Act{ActChange, ActAsk, ActSend, ActRetract, ActApprove, ActReturn, ActPublish, ActSchedule, ActUnschedule, ActClose, ActArchive,
		ActRestore, ActDiscard, ActReopen}
}

// moves says what each state allows, and where it leads. What is approved with a moment ahead is scheduled instead of open.
var moves = map[State]map[Act]State{
	Draft:     {ActChange: Draft, ActAsk: Draft, ActSend: Awaiting, ActPublish: Open, ActSchedule: Scheduled, ActDiscard: gone},
	Awaiting:  {ActRetract: Draft, ActApprove: Open, ActReturn: Draft},
	Scheduled: {ActChange: Scheduled, ActAsk: Scheduled, ActPublish: Open, ActSchedule: Scheduled, ActUnschedule: Draft},
	Open:      {ActChange: Open, ActAsk: Open, ActClose: Closed},
	Closed:    {ActArchive: Archived},
	Archived:  {ActRestore: Closed},
}

// May reports whether the act is allowed: a pure rule of state, reason, and whether the employer wants jobs approved.
func May(s State, r Reason, approval bool, a Act) bool {
	if a == ActReopen {
		return s.Ended() && r == Deadline
	}
	if s == Draft && (a == ActSend && !approval || (a == ActPublish || a == ActSchedule) && approval) {
		return false
	}
	_, ok := moves[s][a]
	return ok
}

// Needs is the permission that an act asks for. Who writes drafts does not change what is open.
func Needs(s State, a Act) access.Permission {
	switch a {
	case ActMake, ActSend, ActRetract, ActDiscard:
		return access.JobWrite
	case ActApprove, ActReturn:
		return access.JobApprove
	case ActChange, ActAsk:
		if s == Draft {
			return access.JobWrite
		}
	}
	return access.JobEdit
}

// errState refuses an act that the state does not allow.
func errState() error { return fault.New(fault.Conflict, "job.state.wrong") }

// Takes reports whether applications are taken at a moment.
func (j Job) Takes(now time.Time) bool { return j.State == Open && now.Before(j.EndsAt) }

// Took reports whether an application that was sent in at a moment came in time, though it is finished later: the deadline may have
// closed the job meanwhile, but no member.
func (j Job) Took(at time.Time) bool {
	return (j.State == Open || j.State.Ended() && j.Reason == Deadline) && at.Before(j.EndsAt)
}

// Shown reports whether the advertisement can be read by everybody at a moment; gone is true for one that could be once.
func (j Job) Shown(now time.Time) (shown, gone bool) {
	switch j.State {
	case Open:
		gone = !now.Before(j.EndsAt.Add(shownFor))
	case Closed, Archived:
		gone = !now.Before(j.ClosedAt.Add(shownFor))
	default:
		return false, false
	}
	return !gone, gone
}
