package privacy

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Class is a retention class: the rule by which a dossier ends. A dossier has exactly one.
type Class string

// The retention classes of today's Verv.
const (
	ClassAccount     Class = "account"     // login and persona: ends with inactivity
	ClassSelf        Class = "self"        // own profile and CV: ends with inactivity
	ClassUnconfirmed Class = "unconfirmed" // what an unconfirmed address left behind
	ClassApplication Class = "application" // an application at an employer
	ClassClaim       Class = "claim"       // the employer's minimum for the defence of claims
	ClassMember      Class = "member"      // a member's own data at an employer
	ClassMail        Class = "mail"        // a message on its way
	ClassExport      Class = "export"      // a download that was asked for
	ClassAlert       Class = "alert"       // saved searches of which news come by mail
	ClassApproach    Class = "approach"    // an employer asked a person whom it found, and what the person answered
	ClassProposal    Class = "proposal"    // a person was proposed for a job, and why
	ClassProof       Class = "proof"       // consents and disclosures
	ClassReport      Class = "report"      // a report of an advertisement, and its answer
)

// Rests reports whether a dossier of the class rests with its person. What is on its way, or was made for the person alone, ends by its own
// short clock; a letter and a download go on.
func (c Class) Rests() bool {
	switch c {
	case ClassUnconfirmed, ClassMail, ClassExport, ClassReport:
		return false
	}
	return true
}

// Period is a span of the calendar and the clock: Months first, then Hours.
type Period struct {
	Months int
	Hours  int
}

// From is the end of the period that starts at t: calendar months in UTC, where a day that the month lacks becomes its last.
func (p Period) From(t time.Time) time.Time {
	t = t.UTC()
	if p.Months != 0 {
		y, m, d := t.Date()
		last := time.Date(y, m+time.Month(p.Months)+1, 0, 0, 0, 0, 0, time.UTC).Day()
		t = time.Date(y, m+time.Month(p.Months), min(d, last), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	}
	return t.Add(time.Duration(p.Hours) * time.Hour)
}

// IsZero reports whether the period is no period.
func (p Period) IsZero() bool { return p == Period{} }

// less compares roughly: a month as 31 days. It orders floors, periods and ceilings, which are never that close.
func (p Period) less(q Period) bool { return p.Months*31*24+p.Hours < q.Months*31*24+q.Hours }

// Rule is how long a class lives, from which event, and within which bounds an operator may set it.
type Rule struct {
	Period  Period
	Floor   Period // compiled in: shorter would break a duty or surprise the person
	Ceiling Period // compiled in: longer would break a promise
	Event   string // what starts the clock
}

var rules = map[Class]Rule{
	ClassAccount:     {Period{Months: 24}, Period{Months: 1}, Period{Months: 36}, "last use"},
	ClassSelf:        {Period{Months: 24}, Period{Months: 1}, Period{Months: 36}, "last use"},
	ClassUnconfirmed: {Period{Hours: 72}, Period{Hours: 1}, Period{Hours: 72}, "received"},
	ClassApplication: {Period{Months: 6}, Period{Months: 1}, Period{Months: 24}, "job closed or application ended"},
	ClassClaim:       {Period{Months: 24}, Period{Months: 1}, Period{Months: 36}, "application ended"},
	ClassMember:      {Period{Months: 6}, Period{Months: 1}, Period{Months: 24}, "membership ended"},
	ClassMail:        {Period{Hours: 30 * 24}, Period{Hours: 24}, Period{Hours: 90 * 24}, "queued"},
	ClassExport:      {Period{Hours: 7 * 24}, Period{Hours: 24}, Period{Hours: 30 * 24}, "made"},
	ClassReport:      {Period{Months: 6}, Period{Months: 6}, Period{Months: 12}, "received, then answered"}, // six months to complain: regulation (EU) 2022/2065, article 20(1)
	ClassAlert:       {Period{Months: 12}, Period{Months: 1}, Period{Months: 12}, "last yes"},
	ClassApproach:    {Period{Months: 6}, Period{Months: 1}, Period{Months: 12}, "asked, then answered"},
	ClassProposal:    {Period{Months: 6}, Period{Months: 6}, Period{Months: 12}, "proposed"}, // the log of a ranking: regulation (EU) 2024/1689, article 26(6)
	ClassProof:       {Period{Months: 36}, Period{Months: 12}, Period{Months: 60}, "last event"},
}

// Classes lists every retention class, sorted.
func Classes() []Class {
	var out []Class
	for c := range rules {
		out = append(out, c)
	}
	slices.Sort(out)
	return out
}

// Retention is the schedule of one installation: a rule for every class.
type Retention struct{ rules map[Class]Rule }

// ErrPeriod is returned for a period outside its compiled bounds.
var ErrPeriod = errors.New("privacy: period outside its bounds")

// NewRetention is the compiled schedule with the operator's periods in place. A class that is not named keeps its own.
func NewRetention(set map[Class]Period) (Retention, error) {
	r := Retention{rules: map[Class]Rule{}}
	for c, rule := range rules {
		r.rules[c] = rule
	}
	for c, p := range set {
		rule, ok := r.rules[c]
		if !ok {
			return Retention{}, fmt.Errorf("privacy: no retention class %q", c)
		}
		if p.less(rule.Floor) || rule.Ceiling.less(p) {
			return Retention{}, fmt.Errorf("%w: %s", ErrPeriod, c)
		}
		rule.Period = p
		r.rules[c] = rule
	}
	return r, nil
}

// Rule is the rule of c; the zero Retention answers with the compiled schedule.
func (r Retention) Rule(c Class) (Rule, bool) {
	if r.rules == nil {
		rule, ok := rules[c]
		return rule, ok
	}
	rule, ok := r.rules[c]
	return rule, ok
}

// Due is when a dossier of class c ends whose clock started at t.
func (r Retention) Due(c Class, t time.Time) (time.Time, error) {
	rule, ok := r.Rule(c)
	if !ok {
		return time.Time{}, fmt.Errorf("privacy: no retention class %q", c)
	}
	return rule.Period.From(t), nil
}
