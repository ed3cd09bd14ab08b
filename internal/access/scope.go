package access

// ScopeKind says which key column the store binds.
type ScopeKind string

// The kinds of scope. A statement names the kind it needs; the store binds the value from the grant.
const (
	ScopePublic    ScopeKind = "public"    // what anyone may read: no personal column at all
	ScopeSubject   ScopeKind = "subject"   // rows about one person
	ScopeEmployer  ScopeKind = "employer"  // rows of one employer
	ScopeOperation ScopeKind = "operation" // keeping the installation running: ids, dates and states, bodies stay shut
)

// Scope is the part of the installation within which a grant holds.
type Scope struct {
	kind     ScopeKind
	subject  SubjectID
	employer EmployerID
}

// Public is the scope of published things.
func Public() Scope { return Scope{kind: ScopePublic} }

// Operation is the scope of sweeps, sealing, migrations and counting.
func Operation() Scope { return Scope{kind: ScopeOperation} }

// OfSubject is the scope of one person.
func OfSubject(s SubjectID) Scope { return Scope{kind: ScopeSubject, subject: s} }

// OfEmployer is the scope of one employer.
func OfEmployer(e EmployerID) Scope { return Scope{kind: ScopeEmployer, employer: e} }

// Kind is the kind of s; empty for the zero Scope, which no grant is given for.
func (s Scope) Kind() ScopeKind { return s.kind }

// Subject is the person of a subject scope, else zero.
func (s Scope) Subject() SubjectID { return s.subject }

// Employer is the employer of an employer scope, else zero.
func (s Scope) Employer() EmployerID { return s.employer }

// Valid reports whether the scope names what its kind needs.
func (s Scope) Valid() bool {
	switch s.kind {
	case ScopePublic, ScopeOperation:
		return true
	case ScopeSubject:
		return !s.subject.IsZero()
	case ScopeEmployer:
		return !s.employer.IsZero()
	}
	return false
}

// Value is the bound text: the id of the subject or employer, or empty.
func (s Scope) Value() string {
	if s.kind == ScopeSubject {
		return s.subject.String()
	}
	return s.employer.String()
}
