package web

import (
	"fmt"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
)

// Guard says who may pass a route, why, and within what. The zero Guard passes nobody: making a route with it panics.
type Guard struct {
	duty
	kind   access.ScopeKind
	strong bool
	fresh  time.Duration
	also   []duty
}

type duty struct {
	permission access.Permission
	purpose    privacy.Purpose
}

// Public guards what concerns no person: published things, and the doors to an account.
func Public(p access.Permission, why privacy.Purpose) Guard { return guard(p, why, access.ScopePublic) }

// Own guards what the actor may do with their own data: the scope is the actor's own subject.
func Own(p access.Permission, why privacy.Purpose) Guard { return guard(p, why, access.ScopeSubject) }

// Employer guards what a member does for their employer, which is the scope.
func Employer(p access.Permission, why privacy.Purpose) Guard {
	return guard(p, why, access.ScopeEmployer)
}

// Operation guards the pages of officers and operators: states and dates, no body opens.
func Operation(p access.Permission, why privacy.Purpose) Guard {
	return guard(p, why, access.ScopeOperation)
}

func guard(p access.Permission, why privacy.Purpose, kind access.ScopeKind) Guard {
	return Guard{duty: duty{p, why}, kind: kind}
}

// Strong also asks for a session that was opened with a second factor. Whoever reads in bulk needs one on every Employer and
// Operation route without this; their Own routes stay open, since there they set the factor up.
func (g Guard) Strong() Guard {
	g.strong = true
	return g
}

// Fresh also asks that the person proved themselves within the last d.
func (g Guard) Fresh(d time.Duration) Guard {
	g.fresh = d
	return g
}

// Also declares a second reason within the same scope, for a page that does two things. Request.GrantFor mints it; an actor
// without the permission passes the guard and is refused there.
func (g Guard) Also(p access.Permission, why privacy.Purpose) Guard {
	g.also = append(slices.Clone(g.also), duty{p, why})
	return g
}

// check panics where the guard could never work: that is a mistake in the code, found at the start.
func (g Guard) check(route string) {
	if g.kind == "" {
		panic(fmt.Sprintf("web: %s has no guard", route))
	}
	for _, d := range append([]duty{g.duty}, g.also...) {
		if !d.purpose.Known() {
			panic(fmt.Sprintf("web: %s: no purpose %q", route, d.purpose))
		}
		if !slices.Contains(access.Permissions(), d.permission) {
			panic(fmt.Sprintf("web: %s: nobody has the permission %q", route, d.permission))
		}
	}
	if g.fresh < 0 || (g.kind == access.ScopePublic && (g.fresh > 0 || g.strong)) {
		panic(fmt.Sprintf("web: %s: a public route cannot ask for proof", route))
	}
}

// The two sorts of Confirm. The page they lead to differs.
const (
	keyFresh  = "web.confirm.fresh"
	keyStrong = "web.confirm.strong"
)

// pass answers whether the actor may pass now, and mints the grant. A visitor is asked to log in; anybody else who may not
// pass learns nothing (Withheld); who may pass but must prove more gets Confirm.
func (g Guard) pass(a access.Actor, now time.Time) (privacy.Grant, error) {
	visitor := a.Persona == "" || a.Persona == access.Visitor
	if visitor && (g.kind != access.ScopePublic || !a.May(g.permission)) {
		return privacy.Grant{}, fault.New(fault.Login, "fault.login")
	}
	grant, err := g.grant(a, g.duty)
	if err != nil {
		return privacy.Grant{}, err
	}
	bulk := a.ReadsInBulk() && (g.kind == access.ScopeEmployer || g.kind == access.ScopeOperation)
	if (g.strong || bulk) && !a.Strong {
		return privacy.Grant{}, fault.New(fault.Confirm, keyStrong)
	}
	if g.fresh > 0 && !a.Recently(now, g.fresh) {
		return privacy.Grant{}, fault.New(fault.Confirm, keyFresh)
	}
	return grant, nil
}

func (g Guard) grant(a access.Actor, d duty) (privacy.Grant, error) {
	if !a.May(d.permission) {
		return privacy.Grant{}, withheld()
	}
	return privacy.Authorize(a, g.scope(a), d.purpose)
}

func (g Guard) scope(a access.Actor) access.Scope {
	switch g.kind {
	case access.ScopePublic:
		return access.Public()
	case access.ScopeSubject:
		return access.OfSubject(a.Subject)
	case access.ScopeEmployer:
		return access.OfEmployer(a.Employer)
	case access.ScopeOperation:
		return access.Operation()
	}
	return access.Scope{}
}

func withheld() error { return fault.New(fault.Withheld, "fault.notfound") }
