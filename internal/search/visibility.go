package search

import (
	"context"
	"errors"
	"slices"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/candidate"
	"verv/internal/consent"
	"verv/internal/crypt"
	"verv/internal/cv"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Standing is how a person stands in people search.
type Standing struct {
	Visibility Visibility
	Card       Card // zero while private
	CVs        []cv.Document
	Typed      []Block
	Always     []Block
	Preview    map[Visibility]Face // of the chosen CV, or of the first
}

// Stand is how the grant's person stands. The second grant is theirs for mail: the domain of their address may be their employer's.
func (h *House) Stand(ctx context.Context, g, mails privacy.Grant) (s Standing, err error) {
	if err := g.Require(access.CandidateOwn); err != nil {
		return s, err
	}
	domain, err := h.domainOf(ctx, mails)
	if err != nil {
		return s, err
	}
	s.Visibility, s.Preview = Private, map[Visibility]Face{}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		c, err := store.One(r, "search.own", store.Args{}, scanCard)
		switch {
		case err == nil && c.Until.After(r.Now()):
			if s.Card, err = c.opened(r); err != nil {
				return err
			}
			s.Visibility = c.Visibility()
		case err != nil && !store.Missing(err):
			return err
		}
		if s.CVs, err = cv.Mine(r); err != nil {
			return err
		}
		b, err := readBlocks(r)
		if err != nil {
			return err
		}
		s.Typed = b.Typed
		p, err := candidate.Find(r)
		if store.Missing(err) || len(s.CVs) == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		chosen := s.CVs[max(0, slices.IndexFunc(s.CVs, func(d cv.Document) bool { return d.ID == s.Card.CV }))]
		s.Always = always(chosen.Body, domain)
		for _, v := range Visibilities()[1:] {
			s.Preview[v] = draw(p.Profile, chosen.Body, v == Anonymous, r.Now()).Face
		}
		return nil
	})
	return s, err
}

// domainOf is the domain of the address of the grant's person; nothing for somebody without one.
func (h *House) domainOf(ctx context.Context, g privacy.Grant) (domain string, err error) {
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		c, err := account.Address(r)
		if errors.Is(err, mail.ErrNobody) {
			return nil
		}
		domain, _ = hostOf(c.Address)
		return err
	})
	return domain, err
}

// Show lets the grant's person be found, by a card of the profile and the CV. It needs what they saw and ticked.
func (h *House) Show(ctx context.Context, g, mails privacy.Grant, v Visibility, of cv.ID, shown consent.Shown) error {
	if err := g.Require(access.CandidateOwn); err != nil {
		return err
	}
	if v != Anonymous && v != Visible {
		var f fault.Form
		f.Add("visibility", "form.choice")
		return f.Err()
	}
	domain, err := h.domainOf(ctx, mails)
	if err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		if err := consent.Give(w, consent.BeFound, access.EmployerID{}, crypt.DossierID{}, shown); err != nil {
			return err
		}
		self, err := w.Dossier(store.Of{Subject: g.Scope().Subject(), Class: privacy.ClassSelf})
		if err != nil {
			return err
		}
		if err := w.StartClock(self, w.Now()); err != nil {
			return err
		}
		c := Card{CV: of, Anonymous: v == Anonymous, Until: consent.BeFound.Longest().From(w.Now())}
		if was, err := store.One(w.Reader, "search.own", store.Args{}, scanCard); err == nil && was.Until.After(w.Now()) {
			c.ProposeUntil = was.ProposeUntil // that is a choice of its own
		} else if err != nil && !store.Missing(err) {
			return err
		}
		return h.redraw(w, c, domain)
	})
}

// redraw writes the card of the scope's person anew, of what profile and CV say now.
func (h *House) redraw(w *store.Writer, c Card, domain string) error {
	p, err := candidate.Find(w.Reader)
	if store.Missing(err) {
		var f fault.Form
		f.Add("cv", "search.needs.cv")
		return f.Err()
	}
	if err != nil {
		return err
	}
	d, err := cv.Pick(w.Reader, c.CV)
	if store.Missing(err) || fault.Is(err, fault.NotFound) {
		var f fault.Form
		f.Add("cv", "form.choice")
		return f.Err()
	}
	if err != nil {
		return err
	}
	b, err := readBlocks(w.Reader)
	if err != nil {
		return err
	}
	b.Always = always(d.Body, domain)
	if err := putBlocks(w, b); err != nil {
		return err
	}
	c.ActiveAt = p.UsedAt
	if d.UpdatedAt.After(c.ActiveAt) {
		c.ActiveAt = d.UpdatedAt
	}
	return h.put(w, c, draw(p.Profile, d.Body, c.Anonymous, w.Now()), b)
}

// put writes a card over the one that is there, if one is.
func (h *House) put(w *store.Writer, c Card, body cardBody, b blocksBody) error {
	s := w.Grant().Scope().Subject()
	statement := store.Name("search.change")
	was, err := store.One(w.Reader, "search.own", store.Args{}, scanCard)
	switch {
	case store.Missing(err):
		statement, c.ID, body.Since = "search.add", id.New[cardNoun](w.Now()), w.Now()
	case err != nil:
		return err
	default:
		if was, err = was.opened(w.Reader); err != nil {
			return err
		}
		c.ID = was.ID
		body.follow(was.body, w.Now())
	}
	d, err := w.Dossier(store.Of{Subject: s, Class: privacy.ClassSelf})
	if err != nil {
		return err
	}
	sealed, err := store.Seal(w, fieldCard, d, c.ID, body)
	if err != nil {
		return err
	}
	w.Fact(FactShown, map[string]string{"subject": s.String()})
	return w.Must(statement, store.Args{"id": c.ID, "dossier_id": d, "cv_id": c.CV, "anonymous": c.Anonymous, "shut": h.marks(s, b.keys()), "now": w.Now(),
		"active_at": c.ActiveAt, "until": c.Until, "propose_until": c.ProposeUntil, "body": sealed})
}

// Hide makes the grant's person private: the card is gone from now on, and so is the consent.
func (h *House) Hide(ctx context.Context, g privacy.Grant, shown consent.Shown) error {
	if err := g.Require(access.CandidateOwn); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		if err := EndProposals(w, shown); err != nil {
			return err
		}
		holds, err := consent.Holds(w.Reader, consent.BeFound, g.Scope().Subject(), access.EmployerID{}, w.Now())
		if err != nil {
			return err
		}
		if holds {
			if err := consent.Withdraw(w, consent.BeFound, access.EmployerID{}, shown); err != nil {
				return err
			}
		}
		return Drop(w)
	})
}

// Drop takes the card of the scope's person away, in the transaction that ends what it rested on.
func Drop(w *store.Writer) error {
	n, err := w.Exec("search.drop", store.Args{})
	if n > 0 {
		w.Fact(FactHidden, map[string]string{"subject": w.Grant().Scope().Subject().String()})
	}
	return err
}

// Shut lets the grant's person be found by one employer less.
func (h *House) Shut(ctx context.Context, g privacy.Grant, typed string) error {
	b, err := ParseBlock(typed)
	if err != nil {
		return err
	}
	return h.changeBlocks(ctx, g, func(list []Block) ([]Block, error) { return withBlock(list, b) })
}

func withBlock(list []Block, b Block) ([]Block, error) {
	if slices.ContainsFunc(list, func(x Block) bool { return x.key() == b.key() }) {
		return list, nil
	}
	if len(list) >= blocksMost {
		return nil, wrongBlock("form.many", fault.Args{"Max": blocksMost})
	}
	return append(list, b), nil
}

// Unshut takes somebody off the list again.
func (h *House) Unshut(ctx context.Context, g privacy.Grant, b Block) error {
	return h.changeBlocks(ctx, g, func(list []Block) ([]Block, error) {
		return slices.DeleteFunc(list, func(x Block) bool { return x.key() == b.key() }), nil
	})
}

func (h *House) changeBlocks(ctx context.Context, g privacy.Grant, fn func([]Block) ([]Block, error)) error {
	if err := g.Require(access.CandidateOwn); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error { return h.reblock(w, fn) })
}

// reblock changes whom the scope's person shuts out, and the marks of the card with it.
func (h *House) reblock(w *store.Writer, fn func([]Block) ([]Block, error)) error {
	b, err := readBlocks(w.Reader)
	if err != nil {
		return err
	}
	if b.Typed, err = fn(b.Typed); err != nil {
		return err
	}
	if err := putBlocks(w, b); err != nil {
		return err
	}
	c, err := store.One(w.Reader, "search.own", store.Args{}, scanCard)
	if store.Missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	s := w.Grant().Scope().Subject()
	w.Fact(FactBlocked, map[string]string{"subject": s.String()})
	return w.Must("search.change", store.Args{"id": c.ID, "dossier_id": c.dossier, "cv_id": c.CV, "anonymous": c.Anonymous, "shut": h.marks(s, b.keys()),
		"now": w.Now(), "active_at": c.ActiveAt, "until": c.Until, "propose_until": c.ProposeUntil, "body": c.sealed})
}
