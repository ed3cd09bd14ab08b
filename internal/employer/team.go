package employer

import (
	"context"
	"strings"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Invite is who shall join the team.
type Invite struct {
	Address  string
	Name     string
	Language string
	Role     access.Role
}

// Invite asks somebody to join the grant's employer.
func (h *House) Invite(ctx context.Context, g privacy.Grant, i Invite) error {
	if err := g.Require(access.MemberInvite); err != nil {
		return err
	}
	i.Name = strings.TrimSpace(i.Name)
	var f fault.Form
	checkName(i.Name, &f)
	checkRole(i.Role, &f)
	if err := f.Err(); err != nil {
		return err
	}
	own := g.Scope().Employer()
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		s, err := h.accounts.Invite(w, Invitation{Address: i.Address, Language: i.Language, Employer: own, Role: i.Role, Name: i.Name})
		if err != nil {
			return err
		}
		return enrol(w, Member{Subject: s, Role: i.Role}, i.Name, FactMemberInvited)
	})
}

// Enrol adds a member whose persona exists already: for verv setup and verv demo.
func (h *House) Enrol(ctx context.Context, g privacy.Grant, s access.SubjectID, a access.AccountID, role access.Role, name string) error {
	if err := g.Require(access.MemberInvite); err != nil {
		return err
	}
	var f fault.Form
	checkName(name, &f)
	checkRole(role, &f)
	if err := f.Err(); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		return enrol(w, Member{Subject: s, Account: a, Role: role, JoinedAt: w.Now()}, name, FactMemberJoined)
	})
}

// InviteOwner asks the first owner of an employer to join; the operator knows the address and nothing else.
func (h *House) InviteOwner(ctx context.Context, g privacy.Grant, e ID, address, language string) error {
	if err := g.Require(access.EmployerVerify); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		if _, err := Read(w.Reader, e); err != nil {
			return err
		}
		s, err := h.accounts.Invite(w, Invitation{Address: address, Language: language, Employer: e, Role: access.Owner})
		if err != nil {
			return err
		}
		d, err := w.Dossier(store.Of{Subject: s, Employer: e, Class: privacy.ClassMember})
		if err != nil {
			return err
		}
		w.Fact(FactMemberInvited, map[string]string{"employer": e.String(), "subject": s.String()})
		return w.Must("employer.addOwner", store.Args{"id": id.New[memberNoun](w.Now()), "employer_id": e, "subject_id": s,
			"dossier_id": d, "role": string(access.Owner), "now": w.Now()})
	})
}

func enrol(w *store.Writer, m Member, name, fact string) error {
	own := w.Grant().Scope().Employer()
	_, err := store.One(w.Reader, "employer.memberNamed", store.Args{"subject_id": m.Subject}, scanMember(w.Reader))
	if !store.Missing(err) {
		if err == nil {
			err = fault.New(fault.Conflict, "employer.team.already")
		}
		return err
	}
	d, err := w.Dossier(store.Of{Subject: m.Subject, Employer: own, Class: privacy.ClassMember})
	if err != nil {
		return err
	}
	m.ID = id.New[memberNoun](w.Now())
	sealed, err := store.Seal(w, fieldMemberName, d, m.ID, memberBody{name})
	if err != nil {
		return err
	}
	w.Fact(fact, map[string]string{"employer": own.String(), "subject": m.Subject.String()})
	return w.Must("employer.addMember", store.Args{"id": m.ID, "subject_id": m.Subject, "account_id": m.Account, "dossier_id": d,
		"role": string(m.Role), "name": sealed, "now": w.Now(), "joined_at": m.JoinedAt})
}

// Members lists the team of the grant's employer in the order they came.
func (h *House) Members(ctx context.Context, g privacy.Grant) ([]Member, error) {
	if err := g.Require(access.JobList); err != nil {
		return nil, err
	}
	var out []Member
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		out, err = store.List(r, "employer.team", store.Args{}, scanMember(r))
		return err
	})
	return out, err
}

// Accept takes the invitation of the grant's person. It may be repeated.
func (h *House) Accept(ctx context.Context, g privacy.Grant) error {
	if err := g.Require(access.AccountOwn); err != nil {
		return err
	}
	return h.db.Write(ctx, g, Joined)
}

// Joined is Accept within a transaction of the account house, which package server calls when an invitation's link was taken.
func Joined(w *store.Writer) error {
	n, err := w.Exec("employer.join", store.Args{"now": w.Now()})
	if n > 0 {
		w.Fact(FactMemberJoined, map[string]string{"subject": w.Grant().Scope().Subject().String()})
	}
	return err
}

// Rename changes what the grant's person is called in the team.
func (h *House) Rename(ctx context.Context, g privacy.Grant, name string) error {
	if err := g.Require(access.AccountOwn); err != nil {
		return err
	}
	name = strings.TrimSpace(name)
	var f fault.Form
	if checkName(name, &f); f.Err() != nil {
		return f.Err()
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		all, err := store.List(w.Reader, "employer.own", store.Args{}, scanOwn)
		for _, m := range all {
			sealed, err := store.Seal(w, fieldMemberName, m.dossier, m.ID, memberBody{name})
			if err != nil {
				return err
			}
			if err := w.Must("employer.rename", store.Args{"id": m.ID, "name": sealed}); err != nil {
				return err
			}
		}
		return err
	})
}

// SetRole changes what a member may do. The last owner stays one.
func (h *House) SetRole(ctx context.Context, g privacy.Grant, m MemberID, role access.Role) error {
	if err := g.Require(access.MemberInvite); err != nil {
		return err
	}
	var f fault.Form
	if checkRole(role, &f); f.Err() != nil {
		return f.Err()
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		v, err := leaving(w, m, role)
		if err != nil {
			return err
		}
		w.Fact(FactMemberChanged, map[string]string{"employer": g.Scope().Employer().String(), "subject": v.Subject.String()})
		if err := w.Must("employer.setRole", store.Args{"id": m, "role": string(role)}); err != nil {
			return err
		}
		return h.accounts.SetRole(w, v.Subject, role)
	})
}

// Remove ends a membership and every session of its persona. The row stays until its dossier's date, which the clock of this
// moment gives, so that what the person wrote keeps an author.
func (h *House) Remove(ctx context.Context, g privacy.Grant, m MemberID) error {
	if err := g.Require(access.MemberInvite); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		v, err := leaving(w, m, access.NoRole)
		if err != nil {
			return err
		}
		if err := w.Must("employer.end", store.Args{"id": m, "now": w.Now()}); err != nil {
			return err
		}
		if err := w.StartClock(v.dossier, w.Now()); err != nil {
			return err
		}
		w.Fact(FactMemberRemoved, map[string]string{"employer": g.Scope().Employer().String(), "subject": v.Subject.String()})
		return h.accounts.EndSessions(w, v.Subject)
	})
}

// leaving reads a member who is about to have another role, and refuses when no owner would be left.
func leaving(w *store.Writer, m MemberID, next access.Role) (Member, error) {
	v, err := store.One(w.Reader, "employer.member", store.Args{"id": m}, scanShut)
	if err != nil {
		return v, err
	}
	if !v.EndedAt.IsZero() {
		return v, fault.New(fault.NotFound, "fault.notfound")
	}
	if v.Role == access.Owner && next != access.Owner {
		var owners int
		if err := w.Get("employer.owners", store.Args{}, &owners); err != nil {
			return v, err
		}
		if owners < 2 {
			return v, errLastOwner()
		}
	}
	return v, nil
}
