package account

import (
	"context"
	"strings"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Visit is the subject that an address leads to for somebody who seeks work.
type Visit struct {
	Account   access.AccountID
	Subject   access.SubjectID // of the candidate or guest; never a member's
	Confirmed bool             // the address was proved for this persona before
}

// Guest gives the subject under which something that came with an address is kept: that of the candidate who has the address, else a new
// guest's, which ends after 72 hours unless a link of the kind LinkApply is used. It tells nobody; what the caller shows must not depend on
// what was there. The grant is a visitor's or Verv's own, to apply or for the account.
func (h *House) Guest(ctx context.Context, g privacy.Grant, address, language string) (Visit, error) {
	if err := g.Require(access.AccountEnter); err != nil {
		return Visit{}, err
	}
	address = strings.TrimSpace(address)
	if _, err := normal(address); err != nil {
		return Visit{}, err
	}
	e, err := h.ensure(ctx, g, address, language, secretBody{})
	if err != nil {
		return Visit{}, err
	}
	var p Persona
	err = h.db.Write(ctx, e.grant, func(w *store.Writer) error {
		l, err := read(w.Reader)
		if err != nil {
			return err
		}
		p, err = h.giveCandidate(w, l, access.Guest)
		return err
	})
	if err != nil {
		return Visit{}, err
	}
	store.CrashPoint("account.guest-without-copy")
	to, err := g.Within(access.OfSubject(p.Subject))
	if err != nil {
		return Visit{}, err
	}
	// The task does the same, but the caller's letter may be written before it.
	return Visit{e.account, p.Subject, !p.Confirmed.IsZero()}, h.copy(ctx, to, e.grant)
}

// Invitation is a membership that is offered.
type Invitation struct {
	Employer access.EmployerID
	Role     access.Role
	Thing    string // identifier of the membership in the employer's house, for the fact account.joined
	Language string
	Site     access.SiteID
}

// Invite offers a membership to an address. The person gets a letter whose link makes the account, if there is none, and the membership. The
// grant is Verv's own (a task of the employer's house has it), for the account, in the public scope.
func (h *House) Invite(ctx context.Context, g privacy.Grant, address string, in Invitation) (access.AccountID, error) {
	if g.Actor().Persona != access.System {
		return access.AccountID{}, withheld()
	}
	if in.Employer.IsZero() || !memberRole(in.Role) {
		return access.AccountID{}, fault.New(fault.Invalid, "form.choice")
	}
	e, err := h.ensure(ctx, g, strings.TrimSpace(address), in.Language, secretBody{})
	if err != nil {
		return e.account, err
	}
	return e.account, h.db.Write(ctx, e.grant, func(w *store.Writer) error {
		return post(w, letterInvite, e.account, in.Site, map[string]string{"employer": in.Employer.String(), "role": string(in.Role), "thing": in.Thing})
	})
}

func memberRole(r access.Role) bool {
	switch r {
	case access.Owner, access.Recruiter, access.HiringManager, access.Interviewer:
		return true
	}
	return false
}

// Personas lists what the account of the grant is here.
func (h *House) Personas(ctx context.Context, g privacy.Grant) ([]Persona, error) {
	gs, err := ownOrSystem(g)
	if err != nil {
		return nil, err
	}
	var out []Persona
	err = h.db.Read(ctx, gs, func(r *store.Reader) (err error) { out, err = personas(r); return err })
	return out, err
}

// ownOrSystem is own for a person; Verv itself comes with a grant that is within the account already.
func ownOrSystem(g privacy.Grant) (privacy.Grant, error) {
	if g.Actor().Persona == access.System && g.Scope().Kind() == access.ScopeSubject {
		return g, nil
	}
	return own(g)
}

// Seek makes the actor's account a candidate too, with a subject of its own.
func (h *House) Seek(ctx context.Context, g privacy.Grant) (access.SubjectID, error) {
	gs, err := own(g)
	if err != nil {
		return access.SubjectID{}, err
	}
	var s access.SubjectID
	err = h.db.Write(ctx, gs, func(w *store.Writer) error {
		l, err := hold(w)
		if err != nil {
			return err
		}
		if err := h.becomeCandidate(w, l); err != nil {
			return err
		}
		p, err := h.giveCandidate(w, l, access.Candidate)
		s = p.Subject
		return err
	})
	return s, err
}

// Leave takes a persona from its account, with its sessions; last says that the account has none left, so that the account's own subject
// is to end as well. The persona's dossiers end by the erasure of its subject. The grant is within the account.
func (h *House) Leave(ctx context.Context, g privacy.Grant, s access.SubjectID) (last bool, err error) {
	gs, err := ownOrSystem(g)
	if err != nil {
		return false, err
	}
	err = h.db.Write(ctx, gs, func(w *store.Writer) error {
		if _, err := w.Exec("account.dropSessionsAs", store.Args{"persona_id": s}); err != nil {
			return err
		}
		if _, err := w.Exec("account.dropTokensAs", store.Args{"persona_id": s}); err != nil {
			return err
		}
		if _, err := w.Exec("account.dropPersona", store.Args{"id": s}); err != nil {
			return err
		}
		w.Fact("account.left", map[string]string{"persona": s.String()})
		all, err := personas(w.Reader)
		last = len(all) == 0
		return err
	})
	return last, err
}

// SetRole changes what a member's persona may do, from its next request on. The grant is Verv's own, within the account.
func (h *House) SetRole(ctx context.Context, g privacy.Grant, s access.SubjectID, role access.Role) error {
	if g.Actor().Persona != access.System || g.Scope().Kind() != access.ScopeSubject {
		return withheld()
	}
	if !memberRole(role) {
		return fault.New(fault.Invalid, "form.choice")
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		w.Fact("account.role-changed", map[string]string{"persona": s.String()})
		return w.Must("account.setRole", store.Args{"id": s, "role": string(role)})
	})
}
