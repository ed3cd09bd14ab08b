package employer

import (
	"slices"
	"time"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
)

type memberNoun struct{}

// MemberID identifies a membership.
type MemberID = id.ID[memberNoun]

// Member is one person in the team of an employer.
type Member struct {
	ID       MemberID
	Subject  access.SubjectID // the persona: one person has one for each employer; while invited, nobody's
	Account  access.AccountID // zero until they joined
	Role     access.Role
	Name     privacy.Personal[string]
	MadeAt   time.Time
	JoinedAt time.Time // zero while invited
	EndedAt  time.Time
	dossier  crypt.DossierID
}

// Joined reports whether the person has taken the invitation and is still there.
func (m Member) Joined() bool { return !m.JoinedAt.IsZero() && m.EndedAt.IsZero() }

// Roles lists every role of a member, the widest first.
func Roles() []access.Role {
	return []access.Role{access.Owner, access.Recruiter, access.HiringManager, access.Interviewer}
}

// The sealed bodies of a member.
type (
	memberBody  struct{ Name string }
	addressBody struct{ Address string }
)

const (
	fieldMemberName    = 501
	fieldMemberAddress = 502
)

const addressMax = 254 // RFC 5321, 4.5.3.1.3, without the angle brackets

func checkRole(r access.Role, f *fault.Form) {
	if !slices.Contains(Roles(), r) {
		f.Add("role", "form.choice")
	}
}

func checkName(name string, f *fault.Form) {
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		f.Add("name", "form.required")
	case n > nameMax:
		f.Add("name", "form.long", fault.Args{"Max": nameMax})
	}
}

// errLastOwner refuses to leave an employer without an owner.
func errLastOwner() error { return fault.New(fault.Conflict, "employer.team.lastowner") }
