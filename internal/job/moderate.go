package job

import (
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/id"
	"verv/internal/job/scam"
)

type decisionNoun struct{}

// DecisionID identifies what the operator decided about a job.
type DecisionID = id.ID[decisionNoun]

// Standing is how the operator stands to a job, beside the state that its employer gives it.
type Standing string

// The standings. Only a clear job is public.
const (
	Clear   Standing = "clear"
	Pending Standing = "waiting" // until the operator has looked
	Held    Standing = "held"    // not public while something is found out
	Down    Standing = "down"    // taken down
)

// Cause is why the operator should look at a job that nobody has reported.
type Cause string

// The causes.
const (
	CauseFirst   Cause = "first"   // one of the first jobs of an employer that nobody has verified
	CauseSignals Cause = "signals" // it has signs of a fraud
	CauseChanged Cause = "changed" // its employer changed it after it was held or taken down
)

// Ruling is what the operator decides.
type Ruling string

// The rulings.
const (
	Approve  Ruling = "approve"
	Hold     Ruling = "hold"
	TakeDown Ruling = "down"
	Restore  Ruling = "restore"
)

// rulings says what each standing allows. A ruling that changes nothing is allowed too: it answers reports and appeals.
var rulings = map[Standing][]Ruling{
	Clear:   {Approve, Hold, TakeDown},
	Pending: {Approve, Hold, TakeDown},
	Held:    {Restore, Hold, TakeDown},
	Down:    {Restore, TakeDown},
}

// Rulings lists what can be decided about a job.
func Rulings(s Standing) []Ruling { return slices.Clone(rulings[s]) }

// standing is where a ruling leads.
func (r Ruling) standing() Standing {
	switch r {
	case Hold:
		return Held
	case TakeDown:
		return Down
	case Approve, Restore:
	}
	return Clear
}

// restricts reports whether the employer is owed a statement of reasons (regulation (EU) 2022/2065, article 17).
func (r Ruling) restricts() bool { return r == Hold || r == TakeDown }

// Ground is why a job is not public: a law, or the terms of the site.
type Ground string

// The grounds.
const (
	GroundScam           Ground = "scam"
	GroundDiscrimination Ground = "discrimination"
	GroundPay            Ground = "pay"
	GroundExpired        Ground = "expired"
	GroundDuplicate      Ground = "duplicate"
	GroundPersonal       Ground = "personal" // names private persons, or asks for what nobody may ask
	GroundNoJob          Ground = "nojob"
	GroundOther          Ground = "other"
)

// Grounds lists the grounds, the law before the terms.
func Grounds() []Ground {
	return []Ground{GroundScam, GroundDiscrimination, GroundPay, GroundPersonal, GroundExpired, GroundDuplicate, GroundNoJob, GroundOther}
}

// Illegal reports whether the ground is a law, and not only the terms of the site.
func (g Ground) Illegal() bool {
	return slices.Contains([]Ground{GroundScam, GroundDiscrimination, GroundPay, GroundPersonal}, g)
}

// Trigger is what led the operator to a decision. The statement of reasons says it.
type Trigger string

// The triggers. No decision is made without a person; signals and the first jobs are found by a rule.
const (
	ByFirst   Trigger = "first"
	BySignals Trigger = "signals"
	ByReports Trigger = "reports"
	ByAppeal  Trigger = "appeal"
	ByOwn     Trigger = "own"
)

// Moderation is what is known of one job's standing.
type Moderation struct {
	Standing Standing
	Cause    Cause
	QueuedAt time.Time // zero while nothing waits to be looked at
	LookedAt time.Time
	Signals  []string // names of package scam
	Score    int
	Version  int // 0 while there is no row
}

// Decision is what the operator decided.
type Decision struct {
	ID       DecisionID
	Job      ID
	Employer access.EmployerID
	At       time.Time
	Ruling   Ruling
	Ground   Ground
	Trigger  Trigger
	Text     string
	Waited   time.Duration // from when it could be seen that something waits; 0 for what nobody waited for
}

// Appeal is what an employer answered.
type Appeal struct {
	Decision   DecisionID
	At         time.Time
	AnsweredAt time.Time
	Text       string // opened for the operator only
}

// appealable is the decision that an employer may answer now: the last one, if it restricts, nobody has answered it, and no answer
// came since the job was last public. Decisions and appeals are newest first.
func appealable(all []Decision, appeals []Appeal) (Decision, bool) {
	if len(all) == 0 || !all[0].Ruling.restricts() {
		return Decision{}, false
	}
	var public time.Time
	for _, d := range all {
		if !d.Ruling.restricts() {
			public = d.At
			break
		}
	}
	if len(appeals) > 0 && appeals[0].At.After(public) {
		return Decision{}, false
	}
	return all[0], true
}

// Moderating is what the operator has set.
type Moderating struct {
	First int // how many jobs of an employer that is not verified wait for the operator before they are public
}

// judge says what becomes of a job that is about to be public, or is and was changed.
func (m Moderating) judge(was Moderation, verified bool, passed int, found []scam.Signal) Moderation {
	now := was
	score := scam.Score(found)
	now.Signals, now.Score = nil, score
	for _, s := range found {
		now.Signals = append(now.Signals, s.Name)
	}
	switch {
	case was.Standing == Held || was.Standing == Down:
		now.Cause = CauseChanged
	case was.Standing == Pending:
	case !verified && was.LookedAt.IsZero() && passed < m.First:
		now.Standing, now.Cause = Pending, CauseFirst
	case !verified && score >= scam.Hold && score > was.Score:
		now.Standing, now.Cause = Pending, CauseSignals
	case score >= scam.Look && score > was.Score:
		now.Standing, now.Cause = Clear, CauseSignals
	default:
		now.Standing, now.Cause = Clear, was.Cause
	}
	return now
}
