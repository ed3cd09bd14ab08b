package application_test

import (
	"testing"

	"pgregory.net/rapid"

	"verv/internal/application"
)

func TestMay(t *testing.T) {
	type st = application.State
	for _, c := range []struct {
		from, to st
		ok       bool
	}{
		{st{application.Arrived, ""}, st{application.Review, ""}, true},
		{st{application.Interview, ""}, st{application.Arrived, ""}, true},
		{st{application.Arrived, ""}, st{application.Arrived, ""}, false},
		{st{application.Arrived, ""}, st{"nonsense", ""}, false},
		{st{application.Offer, ""}, st{application.Offer, application.Hired}, true},
		{st{application.Arrived, ""}, st{application.Arrived, application.Rejected}, true},
		{st{application.Arrived, ""}, st{application.Offer, application.Rejected}, false},
		{st{application.Arrived, ""}, st{application.Arrived, application.Withdrawn}, false},
		{st{application.Arrived, ""}, st{application.Arrived, "nonsense"}, false},
		{st{application.Arrived, application.Rejected}, st{application.Review, ""}, false},
		{st{application.Offer, application.Hired}, st{application.Offer, application.Rejected}, false},
		{st{application.Offer, application.Withdrawn}, st{application.Offer, application.Hired}, false},
	} {
		if got := c.from.May(c.to); got != c.ok {
			t.Errorf("%v -> %v: %v", c.from, c.to, got)
		}
	}
}

func TestAnEndIsAnEnd(t *testing.T) {
	stage := rapid.SampledFrom(application.Stages())
	outcome := rapid.SampledFrom([]application.Outcome{"", application.Hired, application.Rejected, application.Withdrawn})
	rapid.Check(t, func(t *rapid.T) {
		from, to := application.State{Stage: stage.Draw(t, "a"), Outcome: outcome.Draw(t, "b")}, application.State{Stage: stage.Draw(t, "c"), Outcome: outcome.Draw(t, "d")}
		if from.Ended() && from.May(to) {
			t.Fatalf("%v goes on to %v", from, to)
		}
		if from.May(to) && from == to {
			t.Fatalf("%v moves to itself", from)
		}
	})
}

func TestStepOf(t *testing.T) {
	for _, c := range []struct {
		s    application.State
		read bool
		want application.Step
	}{
		{application.State{Stage: application.Arrived}, false, application.StepSent},
		{application.State{Stage: application.Arrived}, true, application.StepRead},
		{application.State{Stage: application.Review}, false, application.StepReview},
		{application.State{Stage: application.Interview}, true, application.StepInterview},
		{application.State{Stage: application.Offer}, true, application.StepDecision},
		{application.State{Stage: application.Arrived, Outcome: application.Rejected}, true, application.StepDecision},
	} {
		if got := application.StepOf(c.s, c.read); got != c.want {
			t.Errorf("%v %v: %s", c.s, c.read, got)
		}
	}
}
