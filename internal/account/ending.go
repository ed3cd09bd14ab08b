package account

import (
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

const taskWarn = "account.warn"

// How long before its end an account is told, twice. Where the whole period is hardly longer than the first of them, only the second is sent.
const (
	warnFirst = 30 * 24 * time.Hour
	warnLast  = 7 * 24 * time.Hour
	warnAtAll = 3 // months: the shortest period that has a first warning
	warnMost  = 200
)

// warnFrom is how long before the end the first letter goes.
func (h *House) warnFrom() time.Duration {
	rule, _ := h.db.Retention().Rule(privacy.ClassAccount)
	if rule.Period.Months < warnAtAll {
		return warnLast
	}
	return warnFirst
}

// runWarn writes to the accounts that end soon because nobody uses them. That a letter was sent stands with the dossier, and whoever uses the
// account wipes it out: the clock starts anew.
func (h *House) runWarn(run *task.Run) error {
	type due struct {
		account access.AccountID
		dossier crypt.DossierID
	}
	var list []due
	op, err := run.Within(access.Operation(), privacy.Security)
	if err != nil {
		return err
	}
	args := store.Args{"now": run.Now, "soon": run.Now.Add(h.warnFrom()), "last": run.Now.Add(warnLast), "span": warnLast.Milliseconds(), "most": warnMost}
	err = h.db.Read(run, op, func(r *store.Reader) (err error) {
		list, err = store.List(r, "account.ending", args, func(row store.Row) (d due, err error) { return d, row.Scan(&d.account, &d.dossier) })
		return err
	})
	if err != nil {
		return err
	}
	for _, d := range list {
		g, err := run.Within(access.OfSubject(SubjectOf(d.account)), privacy.Account)
		if err != nil {
			return err
		}
		err = h.db.Write(run, g, func(w *store.Writer) error {
			if err := w.Warned(d.dossier); err != nil {
				return err
			}
			return post(w, letterEnding, d.account, access.SiteID{}, nil)
		})
		if err != nil {
			return err
		}
	}
	if len(list) == warnMost {
		return task.Later(run.Now)
	}
	return nil
}

// ending says when the account ends and gives a button that keeps it. Whoever has used it since gets no letter.
func (d *draft) ending() (mail.Letter, error) {
	var v store.Dossier
	err := d.house.db.Read(d.run, d.run.Grant, func(r *store.Reader) (err error) { v, err = r.DossierByID(d.login.dossier); return err })
	if err != nil {
		return mail.Letter{}, err
	}
	if v.WarnedAt.IsZero() || !v.EndingAt.IsZero() {
		return mail.Letter{}, mail.ErrNobody
	}
	l, err := d.write("ending", &Want{Kind: LinkKeep}, "Date", d.words.Date(v.DueAt))
	l.Why = d.words.Say("account.mail.ending.why", "Site", d.place.Name)
	return l, err
}

// keepOn is the button: the account, its personas and what they keep for themselves go on as if they had been used today. It opens no
// session: a letter lies in a mailbox for a month.
func (h *House) keepOn(w *store.Writer, l login) error {
	now := w.Now()
	if err := w.Must("account.kept", store.Args{"now": now}); err != nil {
		return err
	}
	if err := w.StartClock(l.dossier, now); err != nil {
		return err
	}
	all, err := personas(w.Reader)
	if err != nil {
		return err
	}
	for _, p := range all {
		list, err := w.DossiersOf(p.Subject)
		if err != nil {
			return err
		}
		for _, d := range list {
			mine := d.Class == privacy.ClassAccount || d.Class == privacy.ClassSelf
			if !mine || d.DueAt.IsZero() || !d.EndingAt.IsZero() {
				continue
			}
			if err := w.StartClock(d.ID, now); err != nil {
				return err
			}
		}
	}
	w.Fact("account.kept", map[string]string{"account": l.id.String()})
	return nil
}
