package rights

import (
	"cmp"
	"context"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/ledger"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// letterLifting tells a person that a restriction ends, and why, before it does.
const letterLifting = "rights.lifting"

// Restrict has everything rest that is held about the grant's person, or one application of theirs.
func (h *House) Restrict(ctx context.Context, g privacy.Grant, why ledger.Ground, application string) (ledger.RestrictionID, error) {
	var of crypt.DossierID
	if application != "" {
		var err error
		if of, err = h.applied(ctx, g, application); err != nil {
			return ledger.RestrictionID{}, err
		}
	}
	return h.Ledger.Restrict(ctx, g, why, of)
}

// applied is the dossier of one application of the grant's person.
func (h *House) applied(ctx context.Context, g privacy.Grant, application string) (of crypt.DossierID, err error) {
	err = h.DB.Read(ctx, g, func(r *store.Reader) error {
		all, err := r.DossiersOf(g.Scope().Subject())
		at := slices.IndexFunc(all, func(d store.Dossier) bool {
			return d.Class == privacy.ClassApplication && d.Thing == application && d.EndingAt.IsZero()
		})
		if err != nil || at < 0 {
			return cmp.Or(err, error(fault.New(fault.NotFound, "fault.notfound")))
		}
		of = all[at].ID
		return nil
	})
	return of, err
}

// Restrictions lists those of everybody for the officer, those that stand first.
func (h *House) Restrictions(ctx context.Context, g privacy.Grant) (out []ledger.Restriction, err error) {
	err = h.oversee(ctx, g, access.LedgerOversee, func(r *store.Reader) (err error) {
		out, err = ledger.AllRestrictions(r, listMost)
		return err
	})
	return out, err
}

// Restriction reads one for the officer.
func (h *House) Restriction(ctx context.Context, g privacy.Grant, v ledger.RestrictionID) (out ledger.Restriction, err error) {
	err = h.oversee(ctx, g, access.LedgerOversee, func(r *store.Reader) (err error) {
		out, err = ledger.RestrictionByID(r, v)
		return err
	})
	return out, err
}

// Announce begins the end of a restriction: the person is told first, and it stands until the days of notice are over.
func (h *House) Announce(ctx context.Context, g privacy.Grant, v ledger.RestrictionID, why ledger.Release) error {
	if err := g.Require(access.LedgerOversee); err != nil {
		return err
	}
	return h.DB.Write(ctx, g, func(w *store.Writer) error {
		one, err := ledger.RestrictionByID(w.Reader, v)
		if err != nil {
			return err
		}
		if !one.Stands() || !one.AnnouncedAt.IsZero() {
			return fault.New(fault.Conflict, "rights.ending.already")
		}
		if err := ledger.Announce(w, v, why); err != nil {
			return err
		}
		return mail.Enqueue(w, mail.Post{Kind: letterLifting, Subject: one.Subject, Once: v.String() + "/" + w.Now().Format(time.RFC3339),
			Args: map[string]string{"restriction": v.String()}})
	})
}

// Keep takes an announcement back, because the person answered or the officer was wrong.
func (h *House) Keep(ctx context.Context, g privacy.Grant, v ledger.RestrictionID) error {
	if err := g.Require(access.LedgerOversee); err != nil {
		return err
	}
	return h.DB.Write(ctx, g, func(w *store.Writer) error { return ledger.Keep(w, v) })
}

// writeLifting tells the person, and only with it the days of notice begin to run: an announcement that reached nobody ends nothing.
func (h *House) writeLifting(run *task.Run, args map[string]string) (mail.Letter, error) {
	v, err := restrictionOf(args)
	if err != nil {
		return mail.Letter{}, err
	}
	var one ledger.Restriction
	var to account.Contact
	err = h.DB.Write(run, run.Grant, func(w *store.Writer) (err error) {
		if to, err = account.Address(w.Reader); err != nil {
			return err
		}
		if err = ledger.Told(w, v); err != nil {
			return err
		}
		if one, err = own(w.Reader, v); err != nil {
			return err
		}
		_, err = task.Enqueue(w, task.Task{Kind: TaskLift, Once: v.String(), Subject: run.Task.Subject, DueAt: one.EndsAt(),
			Args: map[string]string{"restriction": v.String()}})
		return err
	})
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) || fault.Is(err, fault.Withheld) {
		return mail.Letter{}, mail.ErrNobody // lifted by the person, or kept after all
	}
	if err != nil {
		return mail.Letter{}, err
	}
	place, err := h.place(run, args["site"])
	if err != nil {
		return mail.Letter{}, err
	}
	w := h.Words.Language(to.Language).At(run.Now, place.Clock(to.Zone))
	what := w.Say("rights.mail.lifting.whole")
	if !one.Whole() {
		what = w.Say("rights.mail.lifting.one")
	}
	return mail.Letter{
		To: to.Address, Language: w.Lang(), SiteName: place.Name, Greeting: greeting(w, to.Name),
		Subject:    w.Say("rights.mail.lifting.subject", "Date", one.EndsAt()),
		Paragraphs: []string{what, w.Say("rights.mail.lifting.text", "Date", one.EndsAt(), "Why", w.Say("ledger.release."+string(one.Why)))},
		Action:     &mail.Action{Label: w.Say("rights.mail.lifting.action"), URL: place.URL + Path},
		After:      []string{w.Say("rights.mail.lifting.answer", "Contact", h.Controller.Contact, "Authority", h.Controller.Authority)},
		Why:        w.Say("rights.mail.lifting.why", "Site", place.Name),
	}, nil
}

// runLift ends a restriction once its person has known of it for long enough.
func (h *House) runLift(run *task.Run) error {
	v, err := restrictionOf(run.Task.Args)
	if err != nil {
		return err
	}
	var wait time.Time
	err = h.DB.Write(run, run.Grant, func(w *store.Writer) (err error) {
		wait, err = ledger.LiftTold(w, v)
		return err
	})
	if err == nil && !wait.IsZero() {
		return task.Later(wait)
	}
	return err
}

func restrictionOf(args map[string]string) (v ledger.RestrictionID, err error) {
	err = v.UnmarshalText([]byte(args["restriction"]))
	return v, err
}

// own finds a restriction of the scope's person.
func own(r *store.Reader, v ledger.RestrictionID) (ledger.Restriction, error) {
	all, err := ledger.Restrictions(r)
	if err != nil {
		return ledger.Restriction{}, err
	}
	for _, one := range all {
		if one.ID == v {
			return one, nil
		}
	}
	return ledger.Restriction{}, fault.New(fault.NotFound, "fault.notfound")
}

// asRestriction is an identifier out of a path; the noun itself is the ledger's own.
func asRestriction(v id.ID[restrictionNoun]) (out ledger.RestrictionID) {
	_ = out.UnmarshalText([]byte(v.String())) // an identifier already
	return out
}

type restrictionNoun struct{}
