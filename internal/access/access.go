package access

import (
	"slices"
	"time"

	"verv/internal/id"
)

// The nouns whose identifiers every room needs, declared here because the floor they live on comes later.
type (
	account  struct{}
	subject  struct{}
	employer struct{}
	site     struct{}
)

// Identifiers of who acts and within what.
type (
	AccountID  = id.ID[account]  // a login of one person
	SubjectID  = id.ID[subject]  // the person whom data is about
	EmployerID = id.ID[employer] // a hiring organisation, the unit of isolation
	SiteID     = id.ID[site]     // one job site
)

// Persona is what an account is here. Each persona of one person is its own subject.
type Persona string

// The personas. Visitor has no account; Guest proved an address by a link in a mail and no more; System is Verv itself.
const (
	Visitor   Persona = "visitor"
	Guest     Persona = "guest"
	Candidate Persona = "candidate"
	Member    Persona = "member"
	Officer   Persona = "officer"
	Operator  Persona = "operator"
	System    Persona = "system"
)

// Role is what a member is within one employer.
type Role string

// The roles of a member.
const (
	NoRole        Role = ""
	Owner         Role = "owner"
	Recruiter     Role = "recruiter"
	HiringManager Role = "hiring-manager"
	Interviewer   Role = "interviewer"
	Reviewer      Role = "reviewer" // any member in a session that a letter opened for reviews alone; nobody is invited as one
)

// Permission is one thing that may be done: noun.verb, the noun being the package that guards it.
type Permission string

// Actor is who acts now. The zero Actor is a visitor.
type Actor struct {
	Persona  Persona
	Account  AccountID
	Subject  SubjectID  // the persona's own subject
	Employer EmployerID // of a member
	Role     Role
	Name     string    // of the system actor: the task or verb; never a person's name
	Proved   time.Time // when the person last proved themselves (password, link, TOTP)
	Strong   bool      // the session was opened with a second factor
}

// Anyone is the visitor without a session.
func Anyone() Actor { return Actor{Persona: Visitor} }

// Verv is the software itself acting as the named task or verb.
func Verv(name string) Actor { return Actor{Persona: System, Name: name} }

// May reports whether the actor's persona and role include p, wherever it may be exercised. Where it may be exercised
// is the scope of the grant.
func (a Actor) May(p Permission) bool {
	if a.Persona == System {
		return true
	}
	if a.Persona == "" {
		a.Persona = Visitor
	}
	return slices.Contains(table[key{a.Persona, a.Role}], p) || slices.Contains(table[key{Visitor, NoRole}], p)
}

// ReadsInBulk reports whether the actor can read many people's data, and so must have a second factor.
func (a Actor) ReadsInBulk() bool {
	return a.Persona == Operator || a.Persona == Officer || a.Persona == Member && a.Role == Owner
}

// Recently reports whether the actor proved themselves within d before now.
func (a Actor) Recently(now time.Time, d time.Duration) bool {
	return !a.Proved.IsZero() && now.Sub(a.Proved) <= d && !now.Before(a.Proved)
}

// NewSubject names a person who is new here.
func NewSubject(now time.Time) SubjectID { return id.New[subject](now) }
