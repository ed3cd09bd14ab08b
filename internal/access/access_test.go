package access_test

import (
	"slices"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/id"
)

func TestMay(t *testing.T) {
	for _, c := range []struct {
		name string
		a    access.Actor
		p    access.Permission
		may  bool
	}{
		{"zero actor reads jobs", access.Actor{}, access.JobSee, true},
		{"zero actor edits none", access.Actor{}, access.JobEdit, false},
		{"candidate keeps a visitor's permissions", access.Actor{Persona: access.Candidate}, access.ApplicationSend, true},
		{"candidate opens no application", access.Actor{Persona: access.Candidate}, access.ApplicationRead, false},
		{"recruiter opens contact data", access.Actor{Persona: access.Member, Role: access.Recruiter}, access.ApplicationContact, true},
		{"hiring manager does not", access.Actor{Persona: access.Member, Role: access.HiringManager}, access.ApplicationContact, false},
		{"interviewer moves nothing", access.Actor{Persona: access.Member, Role: access.Interviewer}, access.ApplicationMove, false},
		{"a session for reviews reviews", access.Actor{Persona: access.Member, Role: access.Reviewer}, access.ApplicationReview, true},
		{"and opens no list", access.Actor{Persona: access.Member, Role: access.Reviewer}, access.ApplicationList, false},
		{"and no account", access.Actor{Persona: access.Member, Role: access.Reviewer}, access.AccountOwn, false},
		{"member without a role may nothing of a member's", access.Actor{Persona: access.Member}, access.JobList, false},
		{"operator opens no application", access.Actor{Persona: access.Operator}, access.ApplicationRead, false},
		{"officer opens no application", access.Actor{Persona: access.Officer}, access.ApplicationRead, false},
		{"no permission of that name", access.Actor{Persona: access.Operator}, "application.everything", false},
	} {
		if got := c.a.May(c.p); got != c.may {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	if len(access.Permissions()) < 20 || !slices.IsSorted(access.Permissions()) || len(access.Kinds()) != 10 {
		t.Errorf("%d permissions, %d kinds", len(access.Permissions()), len(access.Kinds()))
	}
}

func TestBulkNeedsTheSecondFactor(t *testing.T) {
	for _, k := range access.Kinds() {
		want := k.Persona == access.Operator || k.Persona == access.Officer || k.Role == access.Owner
		if k.ReadsInBulk() != want {
			t.Errorf("%s %s: %v", k.Persona, k.Role, k.ReadsInBulk())
		}
	}
}

func TestRecently(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		proved time.Time
		want   bool
	}{{time.Time{}, false}, {now, true}, {now.Add(-time.Minute), true}, {now.Add(-time.Minute - 1), false}, {now.Add(time.Hour), false}} {
		if got := (access.Actor{Proved: c.proved}).Recently(now, time.Minute); got != c.want {
			t.Errorf("proved %v: %v", c.proved, got)
		}
	}
}

func TestScope(t *testing.T) {
	type any16 struct{}
	var s access.SubjectID
	if err := s.UnmarshalText([]byte(id.New[any16](time.Now()).String())); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		scope access.Scope
		valid bool
		value string
	}{
		{access.Scope{}, false, ""}, {access.Public(), true, ""}, {access.Operation(), true, ""},
		{access.OfSubject(s), true, s.String()}, {access.OfSubject(access.SubjectID{}), false, ""}, {access.OfEmployer(access.EmployerID{}), false, ""},
	} {
		if c.scope.Valid() != c.valid || c.scope.Value() != c.value {
			t.Errorf("%v: %v %q", c.scope, c.scope.Valid(), c.scope.Value())
		}
	}
}
