package promise

import (
	"slices"
	"time"
)

// State is how a promise stands. The table in the package comment says when.
type State string

// The states, and of each what a reader may conclude.
const (
	Held     State = "held"     // the feature exists and was exercised
	Absent   State = "absent"   // true because the build lacks the thing, and a gate guards that
	Waiting  State = "waiting"  // the roadmap names what is missing
	Unproven State = "unproven" // built, but without a test that was seen to fail
	Red      State = "red"      // a test or a probe says that it is broken
)

// Outcome is what a probe saw.
type Outcome string

// The outcomes. ProbeNone is the sum over a row that names no probe; a probe never returns it.
const (
	ProbeOK      Outcome = "ok"
	ProbeRed     Outcome = "red"
	ProbeUnknown Outcome = "unknown" // it could not look; any other word counts as this
	ProbeNone    Outcome = "none"
)

// Result is what one probe saw on this installation.
type Result struct {
	Probe  string  // name as in probes.tsv
	State  Outcome // ok, red or unknown
	Detail string  // one line for the operator; nothing personal
}

// Verdict is a judged promise.
type Verdict struct {
	Promise  Promise
	State    State     // both sources together
	Built    State     // the evidence alone
	Here     Outcome   // the probes alone
	Check    []string  // what the state rests on: keys, red probes, or the capability it waits for
	Evidence []string  // Go tests that showed the row's keys, sorted
	Time     time.Time // the oldest of that evidence; zero if there is none
	Details  []string  // what red probes said
}

// Judge says how p stands. It is pure: the order of evidence and results is of no consequence, and what concerns other
// rows is ignored.
func Judge(p Promise, evidence []Evidence, results []Result) Verdict {
	v := Verdict{Promise: p}
	v.Built, v.Check = judgeBuilt(p, evidence)
	v.State = v.Built
	v.Evidence, v.Time = shown(p, evidence)
	var red []string
	v.Here, red, v.Details = judgeHere(p, results)
	if v.Here == ProbeRed {
		if v.Built != Red {
			v.State, v.Check = Red, nil
		}
		v.Check = append(v.Check, red...)
	}
	return v
}

// JudgeAll judges every row of the ledger, in its order.
func JudgeAll(l *Ledger, evidence []Evidence, results []Result) []Verdict {
	verdicts := make([]Verdict, len(l.Promises))
	for i, p := range l.Promises {
		verdicts[i] = Judge(p, evidence, results)
	}
	return verdicts
}

func judgeBuilt(p Promise, evidence []Evidence) (state State, check []string) {
	proved, failed := map[string]bool{}, map[string]bool{}
	for _, e := range evidence {
		proved[e.Key] = proved[e.Key] || e.Proves()
		failed[e.Key] = failed[e.Key] || e.Failed()
	}
	var broken, open []string
	for _, key := range p.Keys() {
		switch {
		case failed[key]:
			broken = append(broken, key)
		case !proved[key]:
			open = append(open, key)
		}
	}
	switch {
	case len(broken) > 0:
		return Red, broken
	case p.Waits():
		return Waiting, []string{p.Capability}
	case len(open) > 0:
		return Unproven, open
	case len(p.Tests) == 0:
		return Absent, p.Keys()
	}
	return Held, p.Keys()
}

func judgeHere(p Promise, results []Result) (sum Outcome, red, details []string) {
	if len(p.Probes) == 0 {
		return ProbeNone, nil, nil
	}
	saw := map[string][]Outcome{}
	for _, r := range results {
		if !slices.Contains(p.Probes, r.Probe) {
			continue
		}
		saw[r.Probe] = append(saw[r.Probe], r.State)
		if r.State == ProbeRed && r.Detail != "" {
			details = append(details, r.Probe+": "+r.Detail)
		}
	}
	var sums []Outcome
	for _, name := range p.Probes {
		one := sumOf(saw[name])
		if sums = append(sums, one); one == ProbeRed {
			red = append(red, name)
		}
	}
	slices.Sort(details)
	return sumOf(sums), red, slices.Compact(details)
}

// sumOf is red if anything is red, ok if everything was seen to be ok, and unknown otherwise.
func sumOf(outcomes []Outcome) Outcome {
	if slices.Contains(outcomes, ProbeRed) {
		return ProbeRed
	}
	for _, o := range outcomes {
		if o != ProbeOK {
			return ProbeUnknown
		}
	}
	if len(outcomes) == 0 {
		return ProbeUnknown
	}
	return ProbeOK
}

// shown lists the tests behind the row and the age of the oldest.
func shown(p Promise, evidence []Evidence) (tests []string, oldest time.Time) {
	keys := p.Keys()
	for _, e := range evidence {
		if !slices.Contains(keys, e.Key) {
			continue
		}
		if tests = append(tests, e.Test); oldest.IsZero() || e.Time.Before(oldest) {
			oldest = e.Time
		}
	}
	slices.Sort(tests)
	return slices.Compact(tests), oldest
}
