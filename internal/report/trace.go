package report

import (
	"time"

	"verv/internal/application"
)

// trace is what happened with one application, as far as it is counted.
type trace struct {
	stage   application.Stage
	outcome application.Outcome
	sent    time.Time
	read    time.Time // first opened by a member; zero is never
	heard   time.Time // first answer that left; zero is none
	moves   []move    // that were not undone, oldest first
}

type move struct {
	at       time.Time
	from, to application.Stage
	outcome  application.Outcome
}

// counts is each thing of an application once. Whoever came to a stage has passed those before it. A withdrawal is counted by its fact,
// since the application is gone with it.
func (t trace) counts() Counts {
	out := Counts{once(Applied): 1}
	reached := t.reached()
	for i, m := range []Measure{Reviewed, Met, Offered} {
		if reached > i {
			out[once(m)] = 1
		}
	}
	if reached > 0 || !t.read.IsZero() || t.outcome == application.Rejected {
		out[once(Read)] = 1
	}
	switch t.outcome {
	case application.Hired:
		out[once(Hired)] = 1
	case application.Rejected:
		out[once(Rejected)] = 1
	}
	if !t.read.IsZero() {
		out[lasting(ToRead, t.read.Sub(t.sent))] = 1
	}
	if !t.heard.IsZero() {
		out[lasting(ToAnswer, t.heard.Sub(t.sent))] = 1
	}
	t.stays(out)
	return out
}

// reached is how many stages behind the first an application came to.
func (t trace) reached() int {
	if t.outcome == application.Hired {
		return len(application.Stages()) - 1
	}
	most := rank(t.stage)
	for _, m := range t.moves {
		most = max(most, rank(m.to))
	}
	return most
}

func rank(s application.Stage) int {
	for i, k := range application.Stages() {
		if k == s {
			return i
		}
	}
	return 0
}

// stays counts for each stage that was left how long the application stood there, all visits together.
func (t trace) stays(out Counts) {
	var stood [4]time.Duration
	var left [4]bool
	since, at := t.sent, 0
	for _, m := range t.moves {
		stood[at] += m.at.Sub(since)
		left[at] = true
		since, at = m.at, rank(m.to)
		if m.outcome == "" {
			left[at] = false // it is there again, or still: the employer's own stages of one kind are one
		}
	}
	for i, m := range Stays() {
		if left[i] {
			out[lasting(m, stood[i])] = 1
		}
	}
}
