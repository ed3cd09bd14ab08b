package cv

import (
	"bytes"
	"context"
	"encoding/hex"
	"io"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/candidate"
	"verv/internal/crypt"
	"verv/internal/cv/jsoncv"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// Verdict is what came of one file.
type Verdict string

// The verdicts.
const (
	Taken     Verdict = "taken"
	Unchanged Verdict = "unchanged"
	Refused   Verdict = "refused"
)

// Came is where an imported CV belongs.
type Came struct {
	Site     access.SiteID
	Language string // of the letter, and of the CV as far as anybody knows
	Address  string // of the person; empty: the one in the file
}

// Intake takes one JSON Resume document for the person whose address it names. The person is told by mail, and what was taken is gone
// after 72 hours unless they confirm. Whether the address was known before, the answer does not tell. The grant is Verv's own,
// public, to apply. Err says why a file was refused; any other trouble is no verdict.
func (h *House) Intake(ctx context.Context, g privacy.Grant, came Came, r io.Reader) (Verdict, error) {
	if err := g.Require(access.CandidateIntake); err != nil {
		return "", err
	}
	raw, err := io.ReadAll(io.LimitReader(r, int64(jsoncv.Standard.Size)+1))
	if err != nil {
		return "", err
	}
	read, err := jsoncv.Read(bytes.NewReader(raw), jsoncv.Standard)
	if err != nil {
		return Refused, err
	}
	address := came.Address
	if address == "" {
		address = read.CV.Basics.Email
	}
	normal, err := crypt.NormaliseEmail(address)
	if err != nil {
		return Refused, fault.New(fault.Invalid, "cv.intake.address")
	}
	visit, err := h.accounts.Guest(ctx, g, address, came.Language)
	if err != nil {
		return "", err
	}
	within, err := g.Within(access.OfSubject(visit.Subject))
	if err != nil {
		return "", err
	}
	// The mark is keyed: without the root nobody can ask the table about an address or a content.
	mark := hex.EncodeToString(h.keys.Root().MAC("cv-intake/1", []byte(normal), raw))
	return h.take(ctx, within, visit, came, mark, read.CV)
}

func (h *House) take(ctx context.Context, g privacy.Grant, visit account.Visit, came Came, mark string, c jsoncv.CV) (Verdict, error) {
	verdict := Taken
	err := h.db.Write(ctx, g, func(w *store.Writer) error {
		verdict = Taken
		var n int
		if err := w.Get("cv.marked", store.Args{"mark": mark}, &n); err != nil {
			return err
		}
		if n > 0 {
			verdict = Unchanged
			return nil
		}
		d := Document{ID: id.New[noun](w.Now()), Pending: true, Body: Body{Title: titleOf(c), Language: came.Language, CV: c}}
		var err error
		// A dossier of its own: the 72 hours of one file are not those of the next.
		if d.dossier, err = w.Dossier(store.Of{Subject: visit.Subject, Class: privacy.ClassUnconfirmed, Thing: d.ID.String()}); err != nil {
			return err
		}
		if err := w.StartClock(d.dossier, w.Now()); err != nil {
			return err
		}
		if err := candidate.Plant(w, d.dossier, seed(c)); err != nil {
			return err
		}
		if err := d.add(w, mark); err != nil {
			return err
		}
		return mail.Enqueue(w, mail.Post{Kind: LetterArrived, Subject: visit.Subject,
			Args: map[string]string{"cv": d.ID.String(), "site": came.Site.String()}})
	})
	return verdict, err
}

func seed(c jsoncv.CV) candidate.Profile {
	return candidate.Profile{Name: c.Basics.Name, Headline: c.Basics.Label, Place: c.Basics.Place.Town, Phone: c.Basics.Phone}
}

// Confirm uses up the link of a letter, moves the CV that it is about into what is the person's own, and opens a session. The grant
// is a visitor's, to apply; ga is the same for the account.
func (h *House) Confirm(ctx context.Context, g, ga privacy.Grant, token string, from account.From) (account.Opened, error) {
	link, v, err := h.Waiting(ctx, g, token)
	if err != nil {
		return account.Opened{}, err
	}
	within, err := g.Within(access.OfSubject(link.Persona))
	if err != nil {
		return account.Opened{}, err
	}
	// The task comes first: should the process stop behind the link, it moves the CV.
	err = h.db.Write(ctx, within, func(w *store.Writer) error {
		_, err := task.Enqueue(w, task.Task{Kind: TaskSettle, Once: v.String(), Subject: link.Persona, Args: map[string]string{"cv": v.String()},
			DueAt: w.Now().Add(time.Minute)})
		return err
	})
	if err != nil {
		return account.Opened{}, err
	}
	opened, err := h.accounts.Follow(ctx, ga, token, from)
	if err != nil {
		return opened, err
	}
	store.CrashPoint("cv.confirmed-not-moved")
	return opened, h.settle(ctx, within, v)
}

// TaskSettle moves a confirmed CV whose request stopped half-way.
const TaskSettle = "cv.settle"

// Tasks are the tasks of this house.
func (h *House) Tasks() []task.Kind {
	return []task.Kind{{Name: TaskSettle, Purpose: privacy.Apply, Run: func(run *task.Run) error {
		v, err := id.Parse[noun](run.Task.Args["cv"])
		if err != nil {
			return err
		}
		var confirmed bool
		err = h.db.Read(run, run.Grant, func(r *store.Reader) (err error) { confirmed, err = account.Confirmed(r); return err })
		if err != nil || !confirmed {
			return err
		}
		if err := h.settle(run, run.Grant, v); !fault.Is(err, fault.Gone) {
			return err
		}
		return nil
	}}}
}

// Waiting tells which CV a link is about, and uses nothing up.
func (h *House) Waiting(ctx context.Context, g privacy.Grant, token string) (account.Link, ID, error) {
	link, err := h.accounts.Peek(ctx, g, token)
	if err != nil {
		return link, ID{}, err
	}
	v, err := id.Parse[noun](link.Thing)
	if err != nil || link.Kind != account.LinkConfirm || link.Persona.IsZero() {
		return link, v, fault.New(fault.Gone, "fault.gone")
	}
	return link, v, nil
}

// settle moves one CV from the dossier that ends soon to the person's own: sealed anew, under the other key, and read by nobody.
func (h *House) settle(ctx context.Context, g privacy.Grant, v ID) error {
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		var d Document
		var body store.Sealed
		err := w.Get("cv.get", store.Args{"id": v}, &d.ID, &d.dossier, &d.MadeAt, &d.UpdatedAt, &d.Pending, &body)
		if store.Missing(err) {
			return fault.New(fault.Gone, "fault.gone")
		}
		if err != nil || !d.Pending {
			return err
		}
		if err := settleProfile(w, v); err != nil {
			return err
		}
		from := d.dossier
		if d.dossier, err = own(w); err != nil {
			return err
		}
		if body, err = w.Reseal(fieldBody, d.ID, from, d.dossier, body); err != nil {
			return err
		}
		w.Fact("cv.confirmed", map[string]string{"cv": v.String()})
		return d.change(w, body)
	})
}

// settleProfile moves the profile that was planted beside the CV. Where it ended with an older file, it is made of this one, and only then
// is the file opened.
func settleProfile(w *store.Writer, v ID) error {
	_, err := candidate.Settle(w)
	if !store.Missing(err) {
		return err
	}
	d, err := store.One(w.Reader, "cv.get", store.Args{"id": v}, scan(w.Reader))
	if err != nil {
		return err
	}
	_, err = candidate.Ensure(w, seed(d.CV))
	return err
}
