package alert

import (
	"context"
	"errors"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/consent"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/locale"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/store"
	"verv/internal/task"
)

// surface is the page on which the box is ticked.
const surface = "/alerts/new"

func (a Agreed) shown() consent.Shown {
	return consent.Shown{Wording: a.Wording, Language: a.Language, Surface: surface, Notice: a.Notice}
}

// check says what is wrong with a wish and the box.
func check(v Wish, a Agreed) error {
	f := v.wrong()
	if !a.Box {
		f.Add("agree", "alert.agree.needed")
	}
	return f.Err()
}

// Make saves a search of the grant's person, who is known. The same search of the same site is kept once: its pace and name are changed. Ga is the
// same person's grant for the account.
func (h *House) Make(ctx context.Context, g, ga privacy.Grant, s site.ID, v Wish, a Agreed) (ID, error) {
	if err := g.Require(access.AlertOwn); err != nil {
		return ID{}, err
	}
	v = v.tidy()
	if err := check(v, a); err != nil {
		return ID{}, err
	}
	zone, err := h.zone(ctx, ga, s)
	if err != nil {
		return ID{}, err
	}
	var out ID
	err = h.db.Write(ctx, g, func(w *store.Writer) (err error) { out, err = add(w, s, v, a, zone); return err })
	return out, err
}

// zone is the clock of the grant's person: their own, else that of the site.
func (h *House) zone(ctx context.Context, ga privacy.Grant, s site.ID) (*time.Location, error) {
	p, err := h.Places.Site(ctx, s)
	if err != nil {
		return nil, err
	}
	var to account.Contact
	err = h.db.Read(ctx, ga, func(r *store.Reader) (err error) { to, err = account.Address(r); return err })
	if errors.Is(err, mail.ErrNobody) {
		err = nil // the account's task has not copied the settings yet
	}
	return p.Clock(to.Zone), err
}

// add is the transaction of a new alert: the consent, the row, the clock of the dossier.
func add(w *store.Writer, s site.ID, v Wish, agreed Agreed, zone *time.Location) (ID, error) {
	before, err := all(w.Reader)
	if err != nil {
		return ID{}, err
	}
	if err := consent.Give(w, consent.JobAlerts, access.EmployerID{}, crypt.DossierID{}, agreed.shown()); err != nil {
		return ID{}, err
	}
	for _, a := range before {
		if a.Site == s && a.Search == v.Search {
			return a.ID, change(w, a, v, zone)
		}
	}
	if len(before) >= most {
		return ID{}, full()
	}
	a := Alert{ID: id.New[noun](w.Now()), Site: s, Wish: v}
	if a.dossier, err = dossier(w, a.ID); err != nil {
		return ID{}, err
	}
	sealed, err := a.seal(w)
	if err != nil {
		return ID{}, err
	}
	fact(w, FactMade, a.ID)
	if err := w.StartClock(a.dossier, w.Now()); err != nil {
		return ID{}, err
	}
	return a.ID, w.Must("alert.add", store.Args{"id": a.ID, "dossier_id": a.dossier, "site_id": s, "now": w.Now(), "pace": string(v.Pace),
		"next_at": v.Pace.Next(w.Now(), zone), "body": sealed})
}

func full() error { return fault.New(fault.Conflict, "alert.full", fault.Args{"Max": most}) }

// dossier is the one that the person's alerts lie in. One that is ending is followed by another.
func dossier(w *store.Writer, first ID) (crypt.DossierID, error) {
	d, err := standing(w.Reader)
	if err != nil || !d.ID.IsZero() {
		return d.ID, err
	}
	return w.Dossier(store.Of{Subject: w.Grant().Scope().Subject(), Class: privacy.ClassAlert, Thing: first.String()})
}

// standing finds the dossier of the person's alerts that is not ending; zero where there is none.
func standing(r *store.Reader) (store.Dossier, error) {
	list, err := r.DossiersOf(r.Grant().Scope().Subject())
	for _, d := range list {
		if d.Class == privacy.ClassAlert && d.EndingAt.IsZero() {
			return d, err
		}
	}
	return store.Dossier{}, err
}

// draft is a saved search that waits for its address to be proved.
type draft struct {
	ID      DraftID
	Site    site.ID
	MadeAt  time.Time
	dossier crypt.DossierID
	draftBody
}

type draftBody struct {
	Wish   Wish
	Agreed Agreed
}

// Ask keeps a search of somebody who is not known, and sends a letter to the address with a link that saves it. What it answers does not depend
// on whose the address is. Ga is a visitor's grant for the account.
func (h *House) Ask(ctx context.Context, ga privacy.Grant, address string, v Wish, a Agreed, from account.From) error {
	if err := ga.Require(access.AlertMake); err != nil {
		return err
	}
	v = v.tidy()
	if err := check(v, a); err != nil {
		return err
	}
	if err := h.Accounts.MayWrite(ctx, ga, address, from); err != nil {
		return err
	}
	language := from.Language
	if !locale.Known(language) {
		language = locale.Default
	}
	visit, err := h.Accounts.Guest(ctx, ga, address, language)
	if err != nil {
		return err
	}
	g, err := ga.Within(access.OfSubject(visit.Subject))
	if err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error { return plant(w, from.Site, draftBody{v, a}) })
}

// plant keeps a draft in a dossier of its own, so that its 72 hours are not those of the next, and asks by letter. Beyond as many as a person may
// have it does nothing: each link would be refused.
func plant(w *store.Writer, s site.ID, b draftBody) error {
	var n int
	if err := w.Get("alert.countDrafts", store.Args{}, &n); err != nil || n >= most {
		return err
	}
	d := draft{ID: id.New[draftNoun](w.Now())}
	who := w.Grant().Scope().Subject()
	var err error
	if d.dossier, err = w.Dossier(store.Of{Subject: who, Class: privacy.ClassUnconfirmed, Thing: d.ID.String()}); err != nil {
		return err
	}
	if err := w.StartClock(d.dossier, w.Now()); err != nil {
		return err
	}
	sealed, err := store.Seal(w, fieldDraft, d.dossier, d.ID, b)
	if err != nil {
		return err
	}
	if err := w.Must("alert.addDraft", store.Args{"id": d.ID, "dossier_id": d.dossier, "site_id": s, "now": w.Now(), "body": sealed}); err != nil {
		return err
	}
	return mail.Enqueue(w, mail.Post{Kind: LetterConfirm, Subject: who, Args: map[string]string{"draft": d.ID.String()}})
}

// Waiting tells which search a link is about, and uses nothing up.
func (h *House) Waiting(ctx context.Context, ga privacy.Grant, token string) (account.Link, Wish, site.ID, error) {
	link, d, err := h.waiting(ctx, ga, token)
	return link, d.Wish, d.Site, err
}

func (h *House) waiting(ctx context.Context, ga privacy.Grant, token string) (account.Link, draft, error) {
	link, err := h.Accounts.Peek(ctx, ga, token)
	if err != nil {
		return link, draft{}, err
	}
	v, err := id.Parse[draftNoun](link.Thing)
	if err != nil || link.Kind != account.LinkAlert || link.Persona.IsZero() {
		return link, draft{}, fault.New(fault.Gone, "fault.gone")
	}
	g, err := ga.Within(access.OfSubject(link.Persona))
	if err != nil {
		return link, draft{}, err
	}
	d, err := h.draft(ctx, g, v)
	return link, d, err
}

func (h *House) draft(ctx context.Context, g privacy.Grant, v DraftID) (d draft, err error) {
	err = h.db.Read(ctx, g, func(r *store.Reader) error { d, err = readDraft(r, v); return err })
	if fault.Is(err, fault.NotFound) {
		err = fault.New(fault.Gone, "fault.gone")
	}
	return d, err
}

func readDraft(r *store.Reader, v DraftID) (draft, error) {
	return store.One(r, "alert.draft", store.Args{"id": v}, func(row store.Row) (draft, error) {
		var d draft
		var sealed store.Sealed
		if err := row.Scan(&d.ID, &d.dossier, &d.Site, &d.MadeAt, &sealed); err != nil {
			return d, err
		}
		p, err := store.Unseal[draftBody](r, fieldDraft, d.dossier, d.ID, sealed)
		d.draftBody = p.Reveal(r.Grant())
		return d, err
	})
}

// Confirm uses a link up and saves the search that it is about, in the name of whoever has the address. Should the process stop in between, a task
// saves it. Ga is a visitor's grant for the account, g the same for alerts.
func (h *House) Confirm(ctx context.Context, g, ga privacy.Grant, token string, from account.From) (account.Opened, ID, error) {
	link, d, err := h.waiting(ctx, ga, token)
	if err != nil {
		return account.Opened{}, ID{}, err
	}
	gp, err := g.Within(access.OfSubject(link.Persona))
	if err != nil {
		return account.Opened{}, ID{}, err
	}
	err = h.db.Write(ctx, gp, func(w *store.Writer) error {
		var n int
		if err := w.Get("alert.count", store.Args{}, &n); err != nil {
			return err
		}
		if n >= most {
			return full() // before the link is used up
		}
		_, err := task.Enqueue(w, task.Task{Kind: TaskLand, Once: d.ID.String(), Subject: link.Persona, Args: map[string]string{"draft": d.ID.String()},
			DueAt: w.Now().Add(time.Minute)})
		return err
	})
	if err != nil {
		return account.Opened{}, ID{}, err
	}
	opened, err := h.Accounts.Follow(ctx, ga, token, from)
	if err != nil {
		return opened, ID{}, err
	}
	store.CrashPoint("alert.confirmed-not-saved")
	gw, err := ga.Within(access.OfSubject(link.Persona))
	if err != nil {
		return opened, ID{}, err
	}
	v, err := h.save(ctx, gp, gw, d)
	return opened, v, err
}

// save turns a draft into an alert. What is left of the draft's dossier is its key, and the retention sweep ends that.
func (h *House) save(ctx context.Context, g, ga privacy.Grant, d draft) (ID, error) {
	zone, err := h.zone(ctx, ga, d.Site)
	if err != nil {
		return ID{}, err
	}
	var out ID
	err = h.db.Write(ctx, g, func(w *store.Writer) error {
		n, err := w.Exec("alert.dropDraft", store.Args{"id": d.ID})
		if err != nil || n == 0 {
			return err // another request, or the task, was quicker
		}
		if _, err := task.Cancel(w, TaskLand, d.ID.String()); err != nil {
			return err
		}
		out, err = add(w, d.Site, d.Wish, d.Agreed, zone)
		return err
	})
	return out, err
}
