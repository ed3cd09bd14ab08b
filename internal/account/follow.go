package account

import (
	"context"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Follow uses a link up, does what it is for, and opens a session where it is one to enter by. A reset needs Reset, a hand-over
// Arrive.
func (h *House) Follow(ctx context.Context, g privacy.Grant, token string, from From) (Opened, error) {
	link, gs, err := h.peek(ctx, g, token, "")
	if err != nil {
		return Opened{}, err
	}
	if link.Kind == LinkReset || link.Kind == LinkHandover {
		return Opened{}, gone()
	}
	out := Opened{}
	err = h.db.Write(ctx, gs, func(w *store.Writer) error {
		if err := link.spend(w, token); err != nil {
			return err
		}
		l, err := hold(w)
		if err != nil {
			return err
		}
		out, err = h.land(w, l, link, from)
		return err
	})
	out.Kind, out.Thing = link.Kind, link.Thing
	return out, err
}

func (h *House) land(w *store.Writer, l login, link Link, from From) (Opened, error) {
	o := opening{persona: link.Persona, strong: link.Strong, from: from}
	switch link.Kind {
	case LinkChange:
		return Opened{}, h.confirmMove(w, l, link.Thing)
	case LinkStop:
		return Opened{}, h.stopMove(w, l, link.Thing)
	case LinkKeep:
		return Opened{}, h.keepOn(w, l)
	case LinkConfirm:
		l, err := h.confirm(w, l)
		if err == nil {
			err = h.becomeCandidate(w, l)
		}
		if err != nil {
			return Opened{}, err
		}
		return h.open(w, l, o)
	case LinkApply, LinkAlert:
		l, err := h.confirm(w, l)
		if err == nil {
			err = h.confirmPersona(w, l, link.Persona)
		}
		if err != nil {
			return Opened{}, err
		}
		return h.open(w, l, o)
	case LinkInvite:
		l, err := h.confirm(w, l)
		if err != nil {
			return Opened{}, err
		}
		if o.persona, err = h.join(w, l, link); err != nil {
			return Opened{}, err
		}
		return h.open(w, l, o)
	case LinkReview:
		if !l.confirmed() || link.Role != access.Reviewer {
			return Opened{}, gone()
		}
		o.role = link.Role
		return h.open(w, l, o)
	case LinkEnter, LinkAs:
		if !l.confirmed() {
			return Opened{}, gone()
		}
		return h.open(w, l, o)
	}
	return Opened{}, gone()
}

// confirm turns an unconfirmed account into one that lasts: its rows move to a dossier of the class account, whose clock starts. What is
// left of the old dossier is its key, and the retention sweep ends that.
func (h *House) confirm(w *store.Writer, l login) (login, error) {
	if l.confirmed() {
		return l, nil
	}
	d, err := w.Dossier(store.Of{Subject: SubjectOf(l.id), Class: privacy.ClassAccount})
	if err != nil {
		return l, err
	}
	l.dossier, l.confirmedAt = d, w.Now()
	if err := l.put(w); err != nil {
		return l, err
	}
	for _, move := range []store.Name{"account.movePersonas", "account.moveLinks"} {
		if _, err := w.Exec(move, store.Args{"dossier_id": d}); err != nil {
			return l, err
		}
	}
	return l, w.StartClock(d, w.Now())
}

// becomeCandidate makes whoever applied without an account a candidate with one, and confirms who signed up.
func (h *House) becomeCandidate(w *store.Writer, l login) error {
	p, err := h.giveCandidate(w, l, access.Candidate)
	if err != nil {
		return err
	}
	p.Kind = access.Candidate
	return h.confirmAs(w, l, p)
}

func (h *House) confirmPersona(w *store.Writer, l login, s access.SubjectID) error {
	all, err := personas(w.Reader)
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.Subject == s {
			return h.confirmAs(w, l, p)
		}
	}
	return withheld()
}

// confirmAs notes that a persona was confirmed; the fact tells the houses that keep something for it.
func (h *House) confirmAs(w *store.Writer, l login, p Persona) error {
	err := w.Must("account.confirmPersona", store.Args{"id": p.Subject, "now": w.Now(), "kind": string(p.Kind), "dossier_id": l.dossier})
	if err != nil {
		return err
	}
	w.Fact("account.confirmed", map[string]string{"account": l.id.String(), "persona": p.Subject.String()})
	return copyLater(w, l.id, p.Subject)
}

// join gives the account the membership that an invitation is about. Invited twice is a member once, with the later role's persona kept.
func (h *House) join(w *store.Writer, l login, link Link) (access.SubjectID, error) {
	all, err := personas(w.Reader)
	if err != nil {
		return access.SubjectID{}, err
	}
	for _, p := range all {
		if p.Kind == access.Member && p.Employer == link.Employer && p.Role == link.Role {
			return p.Subject, nil
		}
	}
	p := Persona{Subject: fresh(access.SubjectID{}, w.Now()), Kind: access.Member, Role: link.Role, Employer: link.Employer, Confirmed: w.Now()}
	if err := addPersona(w, l.dossier, p); err != nil {
		return p.Subject, err
	}
	w.Fact("account.joined", map[string]string{"account": l.id.String(), "persona": p.Subject.String(), "employer": link.Employer.String(), "thing": link.Thing})
	return p.Subject, copyLater(w, l.id, p.Subject)
}

// Reset uses a link to choose a new password, ends every session and every other link, and opens a session.
func (h *House) Reset(ctx context.Context, g privacy.Grant, token, password string, from From) (Opened, error) {
	link, gs, err := h.peek(ctx, g, token, "")
	if err != nil {
		return Opened{}, err
	}
	if link.Kind != LinkReset {
		return Opened{}, gone()
	}
	was, err := h.load(ctx, gs)
	if err != nil {
		return Opened{}, err
	}
	if err := judgeField(password, was); err != nil {
		return Opened{}, err
	}
	hash := h.hash.Hash(password)
	var out Opened
	err = h.db.Write(ctx, gs, func(w *store.Writer) error {
		if err := link.spend(w, token); err != nil {
			return err
		}
		l, err := hold(w)
		if err != nil {
			return err
		}
		if !l.confirmed() {
			return gone()
		}
		if l, err = h.setPassword(w, l, hash); err != nil {
			return err
		}
		if _, err := w.Exec("account.dropSessions", store.Args{}); err != nil {
			return err
		}
		out, err = h.open(w, l, opening{from: from})
		return err
	})
	out.Kind = LinkReset
	return out, err
}

func judgeField(password string, l login) error {
	var form fault.Form
	if key, args := judge(password, l.contact.Address, l.profile.Name); key != "" {
		form.Add("password", key, args)
	}
	return form.Err()
}

// setPassword stores the hash and voids the links that are still out, but those that stop a change of address.
func (h *House) setPassword(w *store.Writer, l login, hash string) (login, error) {
	l.secret = secretBody{Hash: hash, At: w.Now()}
	if err := l.put(w); err != nil {
		return l, err
	}
	w.Fact("account.password-changed", map[string]string{"account": l.id.String()})
	_, err := w.Exec("account.voidLinks", store.Args{})
	return l, err
}

// Handover makes the link that carries the actor's login to another host of this installation. It lives 30 seconds and works there alone.
func (h *House) Handover(ctx context.Context, g privacy.Grant, s SessionID, host string) (string, error) {
	gs, err := within(g, g.Actor().Account)
	if err != nil {
		return "", err
	}
	if _, err := h.places.ByHost(ctx, host); err != nil {
		return "", err
	}
	var token string
	err = h.db.Write(ctx, gs, func(w *store.Writer) error {
		was, err := h.keep(w, s)
		if err != nil {
			return err
		}
		if was.half || was.role != access.NoRole {
			return withheld()
		}
		l, err := read(w.Reader)
		if err != nil {
			return err
		}
		token, err = addLink(w, l, Want{Kind: LinkHandover, Persona: was.as, Host: host, Strong: was.strong, Thing: s.String()})
		return err
	})
	return token, err
}

// Arrive uses a hand-over up on the host it was made for and opens a session there, as the same persona and with the same proof as the
// session it came from.
func (h *House) Arrive(ctx context.Context, g privacy.Grant, token, host string, from From) (Opened, error) {
	link, gs, err := h.peek(ctx, g, token, host)
	if err != nil {
		return Opened{}, err
	}
	if link.Kind != LinkHandover {
		return Opened{}, gone()
	}
	var s SessionID
	if err := s.UnmarshalText([]byte(link.Thing)); err != nil {
		return Opened{}, gone()
	}
	var out Opened
	err = h.db.Write(ctx, gs, func(w *store.Writer) error {
		if err := link.spend(w, token); err != nil {
			return err
		}
		was, err := h.keep(w, s)
		if store.Missing(err) {
			return gone() // logged out meanwhile
		}
		if err != nil {
			return err
		}
		l, err := read(w.Reader)
		if err != nil {
			return err
		}
		out, err = h.open(w, l, opening{persona: link.Persona, proved: was.proved, strong: link.Strong, ends: was.ends, from: from})
		return err
	})
	out.Kind = LinkHandover
	return out, err
}
