package search

import (
	"context"
	"errors"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/candidate"
	"verv/internal/cv"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/ledger"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
)

// ToMe lists the requests to the grant's person, the newest first.
func (h *House) ToMe(ctx context.Context, g privacy.Grant) (out []Approach, err error) {
	if err := g.Require(access.CandidateOwn); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		all, err := store.List(r, "search.mine", store.Args{"most": approachesMost}, scanApproach)
		for _, a := range all {
			if a, err = a.opened(r); fault.Is(err, fault.Gone) {
				continue
			}
			if err != nil {
				return err
			}
			out = append(out, a)
		}
		return err
	})
	return out, err
}

// Mine opens one request to the grant's person, with the employer that asks; one that must not be known yet by its branch alone.
func (h *House) Mine(ctx context.Context, g privacy.Grant, v ID) (a Approach, e employer.Employer, err error) {
	if err := g.Require(access.CandidateOwn); err != nil {
		return a, e, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		if a, err = mine(r, v); err != nil {
			return err
		}
		e, err = employer.Read(r, a.Employer)
		if a.Unrevealed() {
			known := employer.Employer{VerifiedAt: e.VerifiedAt}
			known.Branch = e.Branch
			e = known
		}
		return err
	})
	return a, e, err
}

func mine(r *store.Reader, v ID) (Approach, error) {
	a, err := store.One(r, "search.myApproach", store.Args{"id": v}, scanApproach)
	if err != nil {
		return a, err
	}
	return a.opened(r)
}

// Accept hands name, contact and the CV of the card to the employer that asked, until the person takes it back or the time is over. The second
// grant is the person's own for mail, which opens their address.
func (h *House) Accept(ctx context.Context, g, mails privacy.Grant, v ID) error {
	if err := g.Require(access.CandidateOwn); err != nil {
		return err
	}
	var to account.Contact
	err := h.db.Read(ctx, mails, func(r *store.Reader) (err error) { to, err = account.Address(r); return err })
	if errors.Is(err, mail.ErrNobody) {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	if err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		a, err := waiting(w, v)
		if err == nil && a.Unrevealed() { // nobody hands anything to somebody they do not know
			err = fault.New(fault.Conflict, "search.request.over")
		}
		if err != nil {
			return err
		}
		return h.hand(w, a, to.Address)
	})
}

// waiting is a request that waits for an answer.
func waiting(w *store.Writer, v ID) (Approach, error) {
	a, err := mine(w.Reader, v)
	if now := a.now(w.Now()); err == nil && now != rowAsked && now != rowMet {
		err = fault.New(fault.Conflict, "search.request.over")
	}
	return a, err
}

// hand copies what is handed over under the key of the request, and puts it on record.
func (h *House) hand(w *store.Writer, a Approach, address string) error {
	p, err := candidate.Find(w.Reader)
	if err != nil {
		return err
	}
	c, err := store.One(w.Reader, "search.own", store.Args{}, scanCard)
	if err != nil && !store.Missing(err) {
		return err
	}
	what := ledger.What{Categories: []privacy.Category{privacy.Identity, privacy.ContactData}, Noun: "approach", ID: a.ID.String(), Employer: a.Asked.Employer}
	body := cvBody{None: true}
	if !c.CV.IsZero() {
		d, err := cv.Pick(w.Reader, c.CV)
		if err != nil && !store.Missing(err) && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err == nil {
			body = cvBody{Body: handed(d.Body)}
			what.Categories = append(what.Categories, privacy.Career)
		}
	}
	args := store.Args{"id": a.ID, "state": rowAccepted, "was": a.state, "now": w.Now()}
	for name, seal := range map[string]func() (store.Sealed, error){
		"name": func() (store.Sealed, error) { return store.Seal(w, fieldName, a.dossier, a.ID, nameBody{p.Name}) },
		"contact": func() (store.Sealed, error) {
			return store.Seal(w, fieldContact, a.dossier, a.ID, contactBody{address, p.Phone})
		},
		"cv": func() (store.Sealed, error) { return store.Seal(w, fieldCV, a.dossier, a.ID, body) },
	} {
		if args[name], err = seal(); err != nil {
			return err
		}
	}
	if err := w.StartClock(a.dossier, w.Now()); err != nil {
		return err
	}
	d, err := w.DossierByID(a.dossier)
	if err != nil {
		return err
	}
	args["ends"] = d.DueAt
	if err := w.Must("search.answer", args); err != nil {
		return err
	}
	if err := ledger.Disclose(w, a.Employer, privacy.Find, what); err != nil {
		return err
	}
	h.answered(w, a)
	return mail.Enqueue(w, mail.Post{Kind: LetterAccepted, Subject: a.By, Args: map[string]string{"approach": a.ID.String()}})
}

// handed is a CV as it is handed over: how to be reached stands beside it, and nothing of where somebody lives or was born goes along.
func handed(b cv.Body) cv.Body {
	b.CV.Basics.Email, b.CV.Basics.Phone, b.CV.Basics.Place.Address = "", "", ""
	return b
}

func (h *House) answered(w *store.Writer, a Approach) {
	w.Fact(FactAnswered, map[string]string{"approach": a.ID.String(), "employer": a.Employer.String(), "subject": w.Grant().Scope().Subject().String()})
}

// Decline says no. The employer does not learn whether somebody said it. With block the employer finds the person no more.
func (h *House) Decline(ctx context.Context, g privacy.Grant, v ID, block bool) error {
	if err := g.Require(access.CandidateOwn); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		a, err := waiting(w, v)
		if err != nil {
			return err
		}
		if block && a.Unrevealed() { // a block names whom it is about
			return fault.New(fault.Conflict, "search.request.over")
		}
		if err := h.close(w, a, a.state, rowDeclined); err != nil || !block {
			return err
		}
		e, err := employer.Read(w.Reader, a.Employer)
		if err != nil {
			return err
		}
		return h.reblock(w, func(list []Block) ([]Block, error) {
			if e.Number != "" {
				if list, err = withBlock(list, Block{ByNumber, e.Number}); err != nil {
					return nil, err
				}
			}
			return withBlock(list, Block{ByName, e.Name})
		})
	})
}

// Withdraw takes a yes back: the employer has nothing of it from now on.
func (h *House) Withdraw(ctx context.Context, g privacy.Grant, v ID) error {
	if err := g.Require(access.CandidateOwn); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		a, err := mine(w.Reader, v)
		if err == nil && a.now(w.Now()) != rowAccepted {
			err = fault.New(fault.Conflict, "search.request.over")
		}
		if err != nil {
			return err
		}
		return h.close(w, a, rowAccepted, rowWithdrawn)
	})
}

// close ends a request; what was handed over is gone with it.
func (h *House) close(w *store.Writer, a Approach, was, as string) error {
	h.answered(w, a)
	return w.Must("search.answer", store.Args{"id": a.ID, "state": as, "was": was, "now": w.Now(), "ends": a.EndsAt, "name": nil, "contact": nil, "cv": nil})
}

// WaitingForMe counts the requests that wait for the grant's person.
func (h *House) WaitingForMe(ctx context.Context, g privacy.Grant) (n int, err error) {
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		all, err := store.List(r, "search.mine", store.Args{"most": approachesMost}, scanApproach)
		for _, a := range all {
			if now := a.now(r.Now()); now == rowAsked || now == rowMet {
				n++
			}
		}
		return err
	})
	return n, err
}

// daysLeft is how many days a request still waits, at least one.
func (a Approach) daysLeft(now time.Time) int { return max(1, int(a.EndsAt.Sub(now).Hours()/24)) }
