package employer

import (
	"context"
	"net/mail"
	"slices"
	"strings"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/plan"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
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
	i.Name, i.Address = strings.TrimSpace(i.Name), strings.TrimSpace(i.Address)
	var f fault.Form
	checkName(i.Name, &f)
	if a, err := mail.ParseAddress(i.Address); err != nil || a.Address != i.Address || len(i.Address) > addressMax {
		f.Add("address", "employer.team.address.wrong")
	}
	checkRole(i.Role, &f)
	if err := f.Err(); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		// The person is not known before they take the invitation: until then the row is about somebody of its own.
		var nobody access.SubjectID
		m := Member{ID: id.New[memberNoun](w.Now()), Subject: newID(nobody, w.Now()), Role: i.Role}
		if err := enrol(w, m, i, FactMemberInvited); err != nil {
			return err
		}
		_, err := task.Enqueue(w, task.Task{Kind: taskInvite, Once: m.ID.String(), Employer: g.Scope().Employer(),
			Args: map[string]string{"member": m.ID.String(), "language": i.Language}})
		return err
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
		m := Member{ID: id.New[memberNoun](w.Now()), Subject: s, Account: a, Role: role, JoinedAt: w.Now()}
		return enrol(w, m, Invite{Name: name}, FactMemberJoined)
	})
}

func enrol(w *store.Writer, m Member, i Invite, fact string) error {
	own := w.Grant().Scope().Employer()
	_, err := store.One(w.Reader, "employer.memberNamed", store.Args{"subject_id": m.Subject}, scanShut)
	if !store.Missing(err) {
		if err == nil {
			err = fault.New(fault.Conflict, "employer.team.already")
		}
		return err
	}
	if err := plan.Take(w, own, plan.Members, CountMembers); err != nil {
		return err
	}
	d, err := w.Dossier(store.Of{Subject: m.Subject, Employer: own, Class: privacy.ClassMember})
	if err != nil {
		return err
	}
	name, err := store.Seal(w, fieldMemberName, d, m.ID, memberBody{i.Name})
	if err != nil {
		return err
	}
	var address store.Sealed
	if !m.Joined() {
		if address, err = store.Seal(w, fieldMemberAddress, d, m.ID, addressBody{i.Address}); err != nil {
			return err
		}
		// An invitation that nobody takes ends like a membership that is over.
		if err = w.StartClock(d, w.Now()); err != nil {
			return err
		}
	}
	w.Fact(fact, map[string]string{"employer": own.String(), "member": m.ID.String()})
	return w.Must("employer.addMember", store.Args{"id": m.ID, "subject_id": m.Subject, "account_id": m.Account, "dossier_id": d,
		"role": string(m.Role), "name": name, "address": address, "now": w.Now(), "joined_at": m.JoinedAt})
}

// Members lists the team of the grant's employer in the order they came.
func (h *House) Members(ctx context.Context, g privacy.Grant) ([]Member, error) {
	if err := g.Require(access.JobList); err != nil {
		return nil, err
	}
	var out []Member
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) { out, err = ReadTeam(r); return err })
	return out, err
}

// ReadTeam is the team of the reader's employer, for a page that shows it beside something else: what a page opens is one reading, and
// leaves one access record.
func ReadTeam(r *store.Reader) ([]Member, error) {
	return store.List(r, "employer.team", store.Args{}, scanMember(r))
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
		w.Fact(FactMemberChanged, map[string]string{"employer": g.Scope().Employer().String(), "member": m.String()})
		if err := w.Must("employer.setRole", store.Args{"id": m, "role": string(role)}); err != nil {
			return err
		}
		return h.tell(w, v, role)
	})
}

// Remove ends a membership and, by a task that is due at once, every session of its persona. The row stays until its dossier's date, which the clock of this
// moment gives, so that what the person wrote keeps an author.
//
// What the member still had before them goes to the heir; without any, no heir is needed.
func (h *House) Remove(ctx context.Context, g privacy.Grant, m, heir MemberID) error {
	if err := g.Require(access.MemberInvite); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		v, err := leaving(w, m, access.NoRole)
		if err != nil {
			return err
		}
		if err := h.succeed(w, v, heir); err != nil {
			return err
		}
		if err := w.Must("employer.end", store.Args{"id": m, "now": w.Now()}); err != nil {
			return err
		}
		if err := w.StartClock(v.dossier, w.Now()); err != nil {
			return err
		}
		w.Fact(FactMemberRemoved, map[string]string{"employer": g.Scope().Employer().String(), "member": m.String()})
		return h.tell(w, v, access.NoRole)
	})
}

// succeed gives what a member still has before them to their heir.
func (h *House) succeed(w *store.Writer, m Member, heir MemberID) error {
	if h.duties == nil || !m.Joined() {
		return nil
	}
	n, err := h.duties.Duties(w.Reader, m.Subject)
	if err != nil || n == 0 && heir.IsZero() {
		return err
	}
	var f fault.Form
	if heir.IsZero() {
		f.Add("heir", "employer.team.heir.needed")
		return f.Err()
	}
	to, err := store.One(w.Reader, "employer.member", store.Args{"id": heir}, scanShut)
	if store.Missing(err) || err == nil && (!to.Joined() || to.ID == m.ID) {
		f.Add("heir", "form.choice")
		return f.Err()
	}
	if err != nil {
		return err
	}
	return h.duties.PassOn(w, m.Subject, to.Subject)
}

// Leave is a member who is about to be removed.
type Leave struct {
	Member Member
	Team   []Member // with the member
	Duties int      // what they still have before them
}

// Leaving reads what whoever removes a member of the grant's employer has to know first.
func (h *House) Leaving(ctx context.Context, g privacy.Grant, m MemberID) (l Leave, err error) {
	if err := g.Require(access.MemberInvite); err != nil {
		return l, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		if l.Team, err = ReadTeam(r); err != nil {
			return err
		}
		i := slices.IndexFunc(l.Team, func(v Member) bool { return v.ID == m })
		if i < 0 {
			return fault.New(fault.NotFound, "fault.notfound")
		}
		l.Member = l.Team[i]
		if h.duties != nil {
			l.Duties, err = h.duties.Duties(r, l.Member.Subject)
		}
		return err
	})
	return l, err
}

// Joined reports whether somebody is a member of the scope's employer now. Houses further along ask before they give anybody something to do.
func Joined(r *store.Reader, s access.SubjectID) (bool, error) {
	m, err := store.One(r, "employer.memberNamed", store.Args{"subject_id": s}, scanShut)
	if store.Missing(err) {
		return false, nil
	}
	return err == nil && m.Joined(), err
}

// tell enqueues what the account house must learn of a member: the new role, or that the membership is over. Whoever was only
// invited is unknown there; the task of their joining looks again.
func (h *House) tell(w *store.Writer, m Member, role access.Role) error {
	if m.JoinedAt.IsZero() {
		return nil
	}
	_, err := task.Enqueue(w, task.Task{Kind: taskTell, Subject: accountSubject(m.Account),
		Args: map[string]string{"persona": m.Subject.String(), "role": string(role)}})
	return err
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
