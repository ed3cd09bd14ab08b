package employer

import (
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// The tasks of this house.
const (
	taskInvite = "employer.invite"
	taskTell   = "employer.tell"
	taskFollow = "employer.follow"
)

const (
	followEvery = 5 * time.Second
	followMost  = 200 // facts in one run
	factJoined  = "account.joined"
)

// Tasks lists the kinds of this house.
func (h *House) Tasks() []task.Kind {
	return []task.Kind{
		{Name: taskInvite, Purpose: privacy.Account, Run: h.runInvite},
		{Name: taskTell, Purpose: privacy.Account, Run: h.runTell},
		{Name: taskClose, Purpose: privacy.Account, Run: h.runClose},
		{Name: taskFollow, Purpose: privacy.Operate, Every: followEvery, Run: h.runFollow},
	}
}

// accountSubject is the subject of an account itself, which has the account's identifier.
func accountSubject(a access.AccountID) access.SubjectID {
	var s access.SubjectID
	_ = s.UnmarshalText([]byte(a.String())) // one identifier in the words of another always reads
	return s
}

// invited is a membership on its way.
type invited struct {
	dossier       crypt.DossierID
	subject       access.SubjectID
	role          access.Role
	name, address store.Sealed
	joined, ended time.Time
}

func readInvited(r *store.Reader, m MemberID) (invited, error) {
	return store.One(r, "employer.invited", store.Args{"id": m}, func(row store.Row) (invited, error) {
		var v invited
		var role string
		err := row.Scan(&v.dossier, &v.subject, &role, &v.name, &v.address, &v.joined, &v.ended)
		v.role = access.Role(role)
		return v, err
	})
}

// runInvite hands the address to the account house and then forgets it.
func (h *House) runInvite(run *task.Run) error {
	var m MemberID
	if err := m.UnmarshalText([]byte(run.Task.Args["member"])); err != nil {
		return err
	}
	var v invited
	var address string
	err := h.db.Read(run, run.Grant, func(r *store.Reader) (err error) {
		if v, err = readInvited(r, m); err != nil || v.address == nil {
			return err
		}
		body, err := store.Unseal[addressBody](r, fieldMemberAddress, v.dossier, m, v.address)
		address = body.Reveal(run.Grant).Address
		return err
	})
	if err != nil || address == "" || !v.ended.IsZero() {
		return err
	}
	g, err := run.Within(access.Public(), privacy.Account)
	if err != nil {
		return err
	}
	err = h.accounts.Invite(run, g, address, Invitation{Employer: run.Task.Employer, Role: v.role, Member: m, Language: run.Task.Args["language"]})
	if err != nil {
		return err
	}
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		_, err := w.Exec("employer.forgetAddress", store.Args{"id": m})
		return err
	})
}

// runTell tells the account house of a role that changed or a membership that is over.
func (h *House) runTell(run *task.Run) error {
	var persona access.SubjectID
	if err := persona.UnmarshalText([]byte(run.Task.Args["persona"])); err != nil {
		return err
	}
	if role := access.Role(run.Task.Args["role"]); role != access.NoRole {
		return h.accounts.SetRole(run, run.Grant, persona, role)
	}
	return h.accounts.Leave(run, run.Grant, persona)
}

// runFollow reads on which invitations people joined. A fact that was seen twice changes nothing.
func (h *House) runFollow(run *task.Run) error {
	var facts []store.Fact
	var next store.Cursor
	err := h.db.Read(run, run.Grant, func(r *store.Reader) error {
		from, err := r.Cursor(taskFollow)
		if err == nil {
			facts, next, err = r.Facts(from, followMost)
		}
		return err
	})
	if err != nil || len(facts) == 0 {
		return err
	}
	for _, f := range facts {
		if f.Kind != factJoined {
			continue
		}
		if err := h.joined(run, f.IDs); err != nil {
			return err
		}
	}
	return h.db.Write(run, run.Grant, func(w *store.Writer) error { return w.MoveCursor(taskFollow, next) })
}

// joined makes the membership that of the persona: what was said about whoever was invited is now about a person.
func (h *House) joined(run *task.Run, ids map[string]string) error {
	var m MemberID
	var e ID
	var persona access.SubjectID
	var account access.AccountID
	for key, dest := range map[string]interface{ UnmarshalText([]byte) error }{"thing": &m, "employer": &e, "persona": &persona, "account": &account} {
		if err := dest.UnmarshalText([]byte(ids[key])); err != nil {
			return err
		}
	}
	g, err := run.Within(access.OfEmployer(e), privacy.Account)
	if err != nil {
		return err
	}
	return h.db.Write(run, g, func(w *store.Writer) error {
		v, err := readInvited(w.Reader, m)
		switch {
		case store.Missing(err), err == nil && !v.joined.IsZero():
			return nil
		case err != nil:
			return err
		case !v.ended.IsZero(): // taken back while the letter was on its way
			return h.tell(w, Member{Account: account, Subject: persona, JoinedAt: w.Now()}, access.NoRole)
		}
		return move(w, m, v, persona, account)
	})
}

func move(w *store.Writer, m MemberID, v invited, persona access.SubjectID, account access.AccountID) error {
	own := w.Grant().Scope().Employer()
	body, err := store.Unseal[memberBody](w.Reader, fieldMemberName, v.dossier, m, v.name)
	if err != nil {
		return err
	}
	d, err := w.Dossier(store.Of{Subject: persona, Employer: own, Class: privacy.ClassMember})
	if err != nil {
		return err
	}
	name, err := store.Seal(w, fieldMemberName, d, m, body.Reveal(w.Grant()))
	if err != nil {
		return err
	}
	w.Fact(FactMemberJoined, map[string]string{"employer": own.String(), "member": m.String()})
	return w.Must("employer.join", store.Args{"id": m, "subject_id": persona, "account_id": account, "dossier_id": d, "name": name, "now": w.Now()})
}
