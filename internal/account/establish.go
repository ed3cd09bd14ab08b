package account

import (
	"context"
	"errors"
	"slices"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Person is somebody who is let in by the owner of the machine: the first operator, or somebody of the demonstration.
type Person struct {
	Address  string
	Password string // empty: by mail only
	Profile
	Secret   string    // of a second factor that the person has in an app already; empty is none
	Personas []Persona // Kind, Role and Employer
}

// Establish makes a confirmed account without a mail, with the personas in order; what is there already is kept. The grant is Verv's own, for
// the account.
func (h *House) Establish(ctx context.Context, g privacy.Grant, p Person) (access.AccountID, []access.SubjectID, error) {
	if g.Actor().Persona != access.System {
		return access.AccountID{}, nil, withheld()
	}
	hash := ""
	if p.Password != "" {
		if key, args := judge(p.Password, p.Address, p.Name); key != "" {
			var form fault.Form
			form.Add("password", key, args)
			return access.AccountID{}, nil, form.Err()
		}
		hash = h.hash.Hash(p.Password)
	}
	if err := p.check(); err != nil {
		return access.AccountID{}, nil, err
	}
	e, err := h.ensure(ctx, g, p.Address, p.Language, secretBody{})
	if err != nil {
		return e.account, nil, err
	}
	var subjects []access.SubjectID
	err = h.db.Write(ctx, e.grant, func(w *store.Writer) error {
		subjects, err = h.establish(w, p, hash)
		return err
	})
	if err != nil {
		return e.account, nil, err
	}
	for _, s := range subjects {
		to, err := g.Within(access.OfSubject(s))
		if err == nil {
			err = h.copy(ctx, to, e.grant)
		}
		if err != nil {
			return e.account, subjects, err
		}
	}
	return e.account, subjects, nil
}

func (h *House) establish(w *store.Writer, p Person, hash string) ([]access.SubjectID, error) {
	l, err := hold(w)
	if err != nil {
		return nil, err
	}
	if l, err = h.confirm(w, l); err != nil {
		return nil, err
	}
	l.profile = profileBody(p.Profile)
	if hash != "" {
		l.secret = secretBody{Hash: hash, At: w.Now()}
	}
	if err := l.put(w); err != nil {
		return nil, err
	}
	if p.Secret != "" {
		f, err := readFactor(w.Reader)
		if err == nil && f.secret == "" {
			err = addFactor(w, l, p.Secret, w.Now())
		}
		if err != nil {
			return nil, err
		}
	}
	all, err := personas(w.Reader)
	if err != nil {
		return nil, err
	}
	var out []access.SubjectID
	for _, want := range p.Personas {
		i := slices.IndexFunc(all, func(x Persona) bool {
			return x.Kind == want.Kind && x.Role == want.Role && x.Employer == want.Employer
		})
		if i < 0 {
			want.Subject, want.Confirmed = fresh(access.SubjectID{}, w.Now()), w.Now()
			if err := addPersona(w, l.dossier, want); err != nil {
				return nil, err
			}
			out = append(out, want.Subject)
			continue
		}
		out = append(out, all[i].Subject)
	}
	return out, nil
}

// Bootstrap makes the first operator, whose second factor is proved by a code of it. It answers Conflict when there is an operator. The
// recovery codes are shown this once. The grant is Verv's own, for the account, within the operation.
func (h *House) Bootstrap(ctx context.Context, g privacy.Grant, p Person, code string) ([]string, error) {
	if g.Actor().Persona != access.System {
		return nil, withheld()
	}
	n := 0
	err := h.db.Read(ctx, g, func(r *store.Reader) error {
		return r.Get("account.countOf", store.Args{"kind": string(access.Operator)}, &n)
	})
	if err != nil {
		return nil, err
	}
	if n > 0 {
		return nil, fault.New(fault.Conflict, "account.operator.there")
	}
	if p.Password == "" || stepOf(p.Secret, code, h.db.Now()) == 0 {
		var form fault.Form
		form.Add("code", "account.code.wrong")
		return nil, form.Err()
	}
	p.Personas = []Persona{{Kind: access.Operator}}
	a, _, err := h.Establish(ctx, g, p)
	if err != nil {
		return nil, err
	}
	gs, err := within(g, a)
	if err != nil {
		return nil, err
	}
	var codes []string
	err = h.db.Write(ctx, gs, func(w *store.Writer) error {
		l, err := read(w.Reader)
		if err != nil {
			return err
		}
		f, err := readFactor(w.Reader)
		if err != nil {
			return err
		}
		if err := checkCode(w, f, code); err != nil {
			return err
		}
		codes, err = addRecovery(w, l)
		return err
	})
	return codes, err
}

// EnterAs makes a one-time link that enters as a persona of the account that has the address: whoever can run verv beside the data
// may. A session of it counts as strong. The grant is Verv's own, for the account.
func (h *House) EnterAs(ctx context.Context, g privacy.Grant, address string, kind access.Persona, role access.Role) (token string, err error) {
	if g.Actor().Persona != access.System {
		return "", withheld()
	}
	_, gs, err := h.find(ctx, g, address)
	if err != nil {
		return "", err
	}
	err = h.db.Write(ctx, gs, func(w *store.Writer) error {
		l, err := read(w.Reader)
		if err != nil {
			return err
		}
		all, err := personas(w.Reader)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(p Persona) bool { return p.Kind == kind && p.Role == role && !p.Confirmed.IsZero() })
		if i < 0 {
			return errors.Join(withheld(), errors.New("account: the account has no such persona"))
		}
		token, err = addLink(w, l, Want{Kind: LinkAs, Persona: all[i].Subject, Strong: true})
		return err
	})
	return token, err
}
