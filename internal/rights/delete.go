package rights

import (
	"context"
	"errors"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/ledger"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/search"
	"verv/internal/store"
	"verv/internal/task"
)

// Freshly is how long a proof counts for a deletion.
const Freshly = 10 * time.Minute

// Plan is what a deletion would take now and what would stay, why and until when.
type Plan struct {
	Goes   []Part
	Stays  []Part
	Alone  bool // the account ends with the persona
	Others int  // other personas of the account, which live on
}

// Part is one dossier of the plan, or the copy of one that an employer keeps.
type Part struct {
	Class  privacy.Class
	Holder string // employer's name; empty where the operator holds it
	Until  time.Time
	Why    string // catalogue key of the reason why it stays
	Veiled bool   // the holder must not be named
	Branch string // of such a one
}

// Plan tells before anything happens. It changes nothing.
func (h *House) Plan(ctx context.Context, g privacy.Grant) (Plan, error) {
	var p Plan
	if err := g.Require(access.RightsOwn); err != nil {
		return p, err
	}
	if err := h.planOf(ctx, g, &p); err != nil {
		return p, err
	}
	owner := accountOf(g)
	if owner.IsZero() {
		p.Alone = true
		return p, nil
	}
	ga, err := h.within(owner)
	if err != nil {
		return p, err
	}
	personas, err := h.Accounts.Personas(ctx, ga)
	if err != nil {
		return p, err
	}
	others := slices.DeleteFunc(personas, func(x account.Persona) bool { return x.Subject == g.Scope().Subject() })
	if p.Others = len(others); p.Others > 0 {
		return p, nil
	}
	p.Alone = true
	return p, h.planOf(ctx, ga, &p)
}

// distinct leaves out what reads the same: the account and its persona each have a dossier of the login, which is one thing to the person.
// Two of the same at an employer are two applications, and stay two.
func distinct(parts []Part) (out []Part) {
	for _, p := range parts {
		if p.Holder != "" || !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// planOf adds the ledger's plan of one subject.
func (h *House) planOf(ctx context.Context, g privacy.Grant, p *Plan) error {
	return h.DB.Read(ctx, g, func(r *store.Reader) error {
		veils, err := search.VeilsOf(r)
		if err != nil {
			return err
		}
		parts, err := h.Ledger.Plan(r, g.Scope().Subject())
		for _, x := range parts {
			part := Part{Class: x.Class, Holder: nameOf(r, x.Employer), Until: x.Until, Why: x.Why}
			if slices.Contains(search.Classes(), x.Class) && veils.Has(x.Employer) {
				part.Holder, part.Veiled, part.Branch = "", true, veils[x.Employer]
			}
			if !x.Goes {
				p.Stays = append(p.Stays, part)
				continue
			}
			p.Goes = append(p.Goes, part)
			if !x.Copy.IsZero() {
				p.Stays = append(p.Stays, Part{Class: privacy.ClassClaim, Holder: part.Holder, Until: x.Copy, Why: "ledger.stays.claim"})
			}
		}
		return err
	})
}

// Delete erases the person of the grant. The last letter and the task that ends everything are durable before anything goes; then the
// ledger takes over. Asked twice it gives the same erasure.
func (h *House) Delete(ctx context.Context, g privacy.Grant, site access.SiteID) (ledger.ID, error) {
	var none ledger.ID
	if err := g.Require(access.RightsOwn); err != nil {
		return none, err
	}
	if !g.Actor().Recently(h.DB.Now(), Freshly) {
		return none, fault.New(fault.Confirm, "fault.confirm")
	}
	if e, err := h.erasureOf(ctx, g); err != nil || !e.ID.IsZero() {
		return e.ID, err
	}
	plan, err := h.Plan(ctx, g)
	if err != nil {
		return none, err
	}
	c := closing{Person: g.Scope().Subject(), Account: g.Actor().Account, Letter: access.NewSubject(h.DB.Now())}
	if err := h.prepare(ctx, g, site, plan, c); err != nil {
		return none, err
	}
	e, err := h.erase(ctx, g)
	if err != nil {
		return none, err
	}
	return e, h.leave(ctx, c)
}

// closing is what the task rights.close is about.
type closing struct {
	Person  access.SubjectID
	Account access.AccountID
	Letter  access.SubjectID
}

func (c closing) args() map[string]string {
	return map[string]string{"person": c.Person.String(), "account": c.Account.String(), "letter": c.Letter.String()}
}

func closingOf(t task.Task) (c closing, err error) {
	err = errors.Join(c.Person.UnmarshalText([]byte(t.Args["person"])), c.Account.UnmarshalText([]byte(t.Args["account"])),
		c.Letter.UnmarshalText([]byte(t.Args["letter"])))
	if err == nil && (c.Person.IsZero() || c.Letter.IsZero()) {
		err = errors.New("rights: a task without its person")
	}
	return c, err
}

// closeAfter leaves the request its time: the task is for what a crash leaves undone, and for what comes after the ledger's work.
const closeAfter = 15 * time.Second

// prepare seals the last letter under a subject of its own and enqueues the task that ends everything, in one transaction.
func (h *House) prepare(ctx context.Context, g privacy.Grant, site access.SiteID, plan Plan, c closing) error {
	var to account.Contact
	err := h.DB.Read(ctx, g, func(r *store.Reader) (err error) { to, err = account.Address(r); return err })
	known := err == nil && to.Address != ""
	if err != nil && !errors.Is(err, mail.ErrNobody) {
		return err
	}
	gl, err := h.within(c.Letter)
	if err != nil {
		return err
	}
	place, err := h.Sites.Site(ctx, site)
	if err != nil {
		return err
	}
	return h.DB.Write(ctx, gl, func(w *store.Writer) error {
		added, err := task.Enqueue(w, task.Task{Kind: TaskClose, Once: c.Person.String(), Args: c.args(), DueAt: w.Now().Add(closeAfter)})
		if err != nil || !added || !known {
			return err // two presses at once: the first one's letter is the last letter
		}
		return putFarewell(w, h.compose(to, place, plan))
	})
}

func putFarewell(w *store.Writer, body lastLetter) error {
	d, err := w.Dossier(store.Of{Subject: w.Grant().Scope().Subject(), Class: privacy.ClassMail})
	if err != nil {
		return err
	}
	if err := w.StartClock(d, w.Now()); err != nil {
		return err
	}
	row := id.New[farewellNoun](w.Now())
	sealed, err := store.Seal(w, fieldLetter, d, row, body)
	if err != nil {
		return err
	}
	return w.Must("rights.addFarewell", store.Args{"id": row, "dossier_id": d, "letter": sealed})
}

// erasureOf is the latest whole erasure of the grant's person, where one has begun.
func (h *House) erasureOf(ctx context.Context, g privacy.Grant) (e ledger.Erasure, err error) {
	err = h.DB.Read(ctx, g, func(r *store.Reader) error {
		all, err := ledger.ErasuresOf(r, g.Scope().Subject())
		for _, x := range all { // newest first
			if x.Whole && e.ID.IsZero() {
				e = x
			}
		}
		return err
	})
	return e, err
}

// erase begins the whole erasure of the grant's person unless it has begun.
func (h *House) erase(ctx context.Context, g privacy.Grant) (ledger.ID, error) {
	if e, err := h.erasureOf(ctx, g); err != nil || !e.ID.IsZero() {
		return e.ID, err
	}
	return h.Ledger.EraseWhole(ctx, g, ledger.Asked)
}

// leave takes the persona from its account, so that no session opens it any more, and erases the account with its last persona.
func (h *House) leave(ctx context.Context, c closing) error {
	if c.Account.IsZero() {
		return nil
	}
	g, err := h.within(account.SubjectOf(c.Account))
	if err != nil {
		return err
	}
	last, err := h.Accounts.Leave(ctx, g, c.Person)
	if err != nil || !last {
		return err
	}
	_, err = h.erase(ctx, g)
	return err
}

// runClose ends what a deletion began: erasure, account, and when all is gone the last letter.
func (h *House) runClose(run *task.Run) error {
	c, err := closingOf(run.Task)
	if err != nil {
		return err
	}
	g, err := run.Within(access.OfSubject(c.Person), privacy.Rights)
	if err != nil {
		return err
	}
	if _, err := h.erase(run, g); err != nil {
		return err
	}
	if err := h.leave(run, c); err != nil {
		return err
	}
	ended, err := h.ended(run, c)
	if err != nil {
		return err
	}
	if !ended {
		return task.Later(run.Now.Add(closeAfter))
	}
	return h.post(run, c.Letter)
}

// ended reports whether all that was to go is gone. What was written in the moment between the plan and the end of the session is erased
// by a second erasure.
func (h *House) ended(run *task.Run, c closing) (bool, error) {
	subjects := []access.SubjectID{c.Person}
	if !c.Account.IsZero() {
		subjects = append(subjects, account.SubjectOf(c.Account))
	}
	for _, s := range subjects {
		g, err := run.Within(access.OfSubject(s), privacy.Rights)
		if err != nil {
			return false, err
		}
		e, err := h.erasureOf(run, g)
		if err != nil {
			return false, err
		}
		if e.ID.IsZero() {
			continue // an account that lives on
		}
		if e.Step != ledger.Done {
			return false, nil
		}
		var p Plan
		if err := h.planOf(run, g, &p); err != nil {
			return false, err
		}
		if len(p.Goes) > 0 {
			_, err := h.Ledger.EraseWhole(run, g, ledger.Asked)
			return false, err
		}
	}
	return true, nil
}

// post hands the last letter to the mail, once.
func (h *House) post(run *task.Run, letter access.SubjectID) error {
	g, err := run.Within(access.OfSubject(letter), privacy.Correspond)
	if err != nil {
		return err
	}
	return h.DB.Write(run, g, func(w *store.Writer) error {
		n, err := w.Exec("rights.post", store.Args{"now": w.Now()})
		if err != nil || n == 0 {
			return err // nobody to write to, or a try that died after it
		}
		return mail.Enqueue(w, mail.Post{Kind: letterErased, Subject: letter, Once: letter.String()})
	})
}

// Progress tells how far an erasure is, to whoever holds the link that the deletion gave out. It names nobody.
func (h *House) Progress(ctx context.Context, g privacy.Grant, v ledger.ID, proof string) (e ledger.Erasure, err error) {
	if !h.proves(v, proof) {
		return e, fault.New(fault.NotFound, "fault.notfound")
	}
	err = h.DB.Read(ctx, g, func(r *store.Reader) (err error) { e, err = ledger.Get(r, v); return err })
	return e, err
}
