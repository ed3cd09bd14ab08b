package privacy

import (
	"bytes"
	"slices"

	"verv/internal/access"
	"verv/internal/fault"
)

// Grant is the proof that an actor may act for a purpose within a scope. Only Authorize makes one; the zero Grant is refused.
type Grant struct {
	actor   access.Actor
	scope   access.Scope
	purpose Purpose
	sealed  bool
}

// Actor is who acts.
func (g Grant) Actor() access.Actor { return g.actor }

// Scope is where.
func (g Grant) Scope() access.Scope { return g.scope }

// Purpose is why.
func (g Grant) Purpose() Purpose { return g.purpose }

// Valid reports whether the grant came from Authorize.
func (g Grant) Valid() bool { return g.sealed }

// Own reports whether the actor is the person the scope is about, as a persona or as the account behind it (whose subject shares the
// account's bytes). Reading one's own data leaves no access record.
func (g Grant) Own() bool {
	s := g.scope.Subject()
	return g.scope.Kind() == access.ScopeSubject && (g.actor.Subject == s || bytes.Equal(g.actor.Account.Bytes(), s.Bytes()))
}

// may says for which purposes a persona may act within a kind of scope.
var may = map[access.ScopeKind]map[access.Persona][]Purpose{
	access.ScopePublic: {
		access.Visitor:   {Publish, Account, Apply, Alert, Moderate},
		access.Guest:     {Publish, Account, Apply, Alert, Moderate},
		access.Candidate: {Publish, Account, Apply, Alert, Moderate},
		access.Member:    {Publish, Account, Alert, Moderate},
		access.Officer:   {Publish, Account, Alert, Moderate},
		access.Operator:  {Publish, Account, Alert, Moderate},
	},
	access.ScopeSubject: {
		access.Guest:     {Account, Apply, Alert, Rights, Correspond},
		access.Candidate: {Account, Profile, Apply, Alert, Rights, Correspond},
		access.Member:    {Account, Rights},
		access.Officer:   {Account, Rights},
		access.Operator:  {Account, Rights},
	},
	access.ScopeEmployer: {
		access.Member: {Recruit, Assess, Contact, Correspond, Claims, Find},
	},
	access.ScopeOperation: {
		access.Officer:  {Demonstrate, Operate},
		access.Operator: {Operate, Security, Moderate},
	},
}

// Authorize answers whether actor may act for purpose within scope. A person acts within their own subject, a member within
// their own employer, an officer and an operator on the installation; Verv itself acts for any purpose within a stated scope.
// The refusal is Withheld: it does not tell a stranger whether the thing exists.
func Authorize(actor access.Actor, scope access.Scope, purpose Purpose) (Grant, error) {
	if !scope.Valid() || !purpose.Known() {
		return Grant{}, fault.New(fault.Withheld, "fault.notfound")
	}
	if actor.Persona == "" {
		actor.Persona = access.Visitor
	}
	ok := actor.Persona == access.System
	if !ok {
		ok = slices.Contains(may[scope.Kind()][actor.Persona], purpose) && within(actor, scope)
	}
	if !ok {
		return Grant{}, fault.New(fault.Withheld, "fault.notfound")
	}
	return Grant{actor: actor, scope: scope, purpose: purpose, sealed: true}, nil
}

func within(a access.Actor, s access.Scope) bool {
	switch s.Kind() {
	case access.ScopeSubject:
		return !a.Subject.IsZero() && a.Subject == s.Subject()
	case access.ScopeEmployer:
		return !a.Employer.IsZero() && a.Employer == s.Employer()
	}
	return true
}

// Require refuses, as Withheld, a grant that is zero or whose actor lacks the permission.
func (g Grant) Require(p access.Permission) error {
	if !g.sealed || !g.actor.May(p) {
		return fault.New(fault.Withheld, "fault.notfound")
	}
	return nil
}

// Within narrows a grant that was given before the person was known: a visitor who is about to prove an address, a link or a
// password acts within the person that it leads to, and Verv itself within the one its task is about. The purpose stays. A street
// test names the packages that may call it.
func (g Grant) Within(s access.Scope) (Grant, error) {
	wide := g.scope.Kind() == access.ScopePublic || g.scope.Kind() == access.ScopeOperation && g.actor.Persona == access.System
	if !g.sealed || !wide || !s.Valid() || s.Kind() == access.ScopeOperation {
		return Grant{}, fault.New(fault.Withheld, "fault.notfound")
	}
	g.scope = s
	return g, nil
}
