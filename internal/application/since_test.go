package application

import (
	"testing"
	"time"
)

// Each step has the day on which the application really came to it, and none where it never did.
func TestSince(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 5, n, 12, 0, 0, 0, time.UTC) }
	move := func(n int, to State) Move { return Move{At: day(n), To: to} }
	undone := move(4, State{Stage: Interview})
	undone.UndoneAt = day(4)
	m := Mine{Application: Application{SentAt: day(1), State: State{Stage: Offer, Outcome: Rejected}}, told: day(20),
		Looks: []Looked{{day(9), LookOpen}, {day(3), LookOpen}, {day(2), LookList}},
		Moves: []Move{move(12, State{Stage: Offer, Outcome: Rejected}), move(10, State{Stage: Offer}), move(7, State{Stage: Interview}), undone}}
	for s, want := range map[Step]time.Time{StepSent: day(1), StepRead: day(3), StepReview: {}, StepInterview: day(7), StepDecision: day(12)} {
		if got := m.Since(s); !got.Equal(want) {
			t.Errorf("%s: %v, want %v", s, got, want)
		}
	}
	m.told = day(12).Add(UndoFor - time.Second)
	if got := m.Since(StepDecision); !got.Equal(day(10)) {
		t.Errorf("what can still be undone is told: %v", got)
	}
}
