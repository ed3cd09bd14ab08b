package application

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
)

// entry is where a move leads: the state, the stage of the employer's, and whether the person is told.
type entry struct {
	State
	stage  JobStage
	letter bool
}

// aim says where an application shall go, from where it stands.
type aim func(s shut, at JobStage, p Pipeline) (entry, error)

// Move brings an application to the first stage of a kind, or to hired. The person is told in fifteen seconds, unless it is undone.
func (h *House) Move(ctx context.Context, g privacy.Grant, v ID, to State) (MoveID, error) {
	if to.Outcome == Rejected || to.Outcome == Withdrawn {
		return MoveID{}, withheld()
	}
	return h.move(ctx, g, v, toState(to), nil)
}

func toState(to State) aim {
	return func(_ shut, at JobStage, p Pipeline) (entry, error) {
		if to.Outcome != "" {
			return entry{State{at.Kind, to.Outcome}, at, true}, nil
		}
		s, ok := p.First(to.Stage)
		if !ok {
			return entry{}, fault.New(fault.Conflict, "application.state")
		}
		return entry{State{Stage: s.Kind}, s, s.Mails}, nil
	}
}

// MoveTo brings an application to a stage of its job. Seen is the stage where the member saw it: when somebody has moved it meanwhile
// nothing is changed, and the conflict says where it is now. A zero Seen moves it wherever it stands.
func (h *House) MoveTo(ctx context.Context, g privacy.Grant, v ID, seen, to StageID) (MoveID, error) {
	return h.move(ctx, g, v, seenAt(seen, func(_ shut, _ JobStage, p Pipeline) (entry, error) {
		s, ok := p.Find(to)
		if !ok {
			return entry{}, fault.New(fault.Conflict, "application.stage.gone")
		}
		return entry{State{Stage: s.Kind}, s, s.Mails}, nil
	}), nil)
}

// Hire is Move to hired for whoever says where they saw the application.
func (h *House) Hire(ctx context.Context, g privacy.Grant, v ID, seen StageID) (MoveID, error) {
	return h.move(ctx, g, v, seenAt(seen, toState(State{Outcome: Hired})), nil)
}

// seenAt refuses what somebody else has moved since it was seen.
func seenAt(seen StageID, next aim) aim {
	return func(s shut, at JobStage, p Pipeline) (entry, error) {
		switch {
		case seen.IsZero():
		case s.Ended():
			return entry{}, fault.New(fault.Conflict, "application.collision.ended")
		case seen != at.ID:
			return entry{}, fault.New(fault.Conflict, "application.collision", fault.Args{"Stage": at.Name})
		}
		return next(s, at, p)
	}
}

// Reject ends an application with a reason. No machine can: the actor is a member, and one of the team has opened it (GDPR article 22).
func (h *House) Reject(ctx context.Context, g privacy.Grant, v ID, d Decision) (MoveID, error) {
	if err := d.check(); err != nil {
		return MoveID{}, err
	}
	return h.move(ctx, g, v, toState(State{Outcome: Rejected}), &d)
}

func (d Decision) check() error {
	var f fault.Form
	if !slices.Contains(Reasons(), d.Reason) {
		f.Add("reason", "form.choice")
	}
	if utf8.RuneCountInString(d.Text) > noteMax {
		f.Add("text", "form.long", fault.Args{"Max": noteMax})
	}
	return f.Err()
}

func (h *House) move(ctx context.Context, g privacy.Grant, v ID, next aim, d *Decision) (m MoveID, err error) {
	if err := mayMove(g); err != nil {
		return m, err
	}
	j, err := h.jobOf(ctx, g, v)
	if err != nil {
		return m, err
	}
	err = h.db.Write(ctx, g, func(w *store.Writer) (err error) {
		p, err := h.settle(w, j)
		if err != nil {
			return err
		}
		m, err = h.step(w, p, v, next, d)
		return err
	})
	return m, err
}

// mayMove refuses all but members: whoever runs a task is nobody who judges.
func mayMove(g privacy.Grant) error {
	if err := g.Require(access.ApplicationMove); err != nil {
		return err
	}
	if g.Actor().Persona != access.Member {
		return withheld()
	}
	return nil
}

// step is one move within a transaction.
func (h *House) step(w *store.Writer, p Pipeline, v ID, next aim, d *Decision) (MoveID, error) {
	s, err := held(w.Reader, v)
	if err != nil {
		return MoveID{}, err
	}
	at := p.At(s.StageID, s.Stage)
	to, err := next(s, at, p)
	if err != nil {
		return MoveID{}, err
	}
	if within := !s.Ended() && to.Outcome == "" && to.Stage == s.Stage && to.stage.ID != at.ID; !within && !s.May(to.State) {
		return MoveID{}, fault.New(fault.Conflict, "application.state")
	}
	args := s.becomes(w, to.State, to.stage.ID)
	if d != nil {
		if args["decision"], err = h.judged(w, s, *d); err != nil {
			return MoveID{}, err
		}
	}
	if err := once(w, args); err != nil {
		return MoveID{}, err
	}
	s.StageID = at.ID // so that undo and timeline know it by name
	return h.record(w, s, to)
}

// becomes are the arguments that bring an application from the state that was read to another.
func (s shut) becomes(w *store.Writer, to State, at StageID) store.Args {
	args := store.Args{"id": s.ID, "stage": string(to.Stage), "outcome": string(to.Outcome), "stage_id": at, "stage_at": w.Now(), "ended_at": time.Time{},
		"decision": store.Sealed(nil), "was_stage": string(s.Stage), "was_outcome": string(s.Outcome), "was_stage_id": s.StageID.String()}
	if to.Ended() {
		args["ended_at"] = w.Now()
	}
	return args
}

// judged seals a decision, if somebody of the team has opened what it is about.
func (h *House) judged(w *store.Writer, s shut, d Decision) (store.Sealed, error) {
	seen, err := looks(w.Reader, s.Application)
	if err != nil {
		return nil, err
	}
	if !opened(seen) {
		return nil, fault.New(fault.Conflict, "application.unopened")
	}
	return store.Seal(w, fieldDecision, s.dossier, s.ID, d)
}

// once changes the state that was read, and no other.
func once(w *store.Writer, args store.Args) error {
	n, err := w.Exec("application.setState", args)
	if err == nil && n != 1 {
		err = conflict()
	}
	return err
}

// record writes the move and its letter, and takes back the letter of the move before if it still waits: the person gets one.
func (h *House) record(w *store.Writer, s shut, to entry) (MoveID, error) {
	last, err := store.List(w.Reader, "application.moves", store.Args{"application_id": s.ID}, scanMove)
	if err != nil {
		return MoveID{}, err
	}
	if len(last) > 0 && last[0].Letter {
		if _, err := mail.Cancel(w, LetterMoved, last[0].ID.String()); err != nil {
			return MoveID{}, err
		}
	}
	m := id.New[moveNoun](w.Now())
	err = w.Must("application.addMove", store.Args{"id": m, "subject_id": s.Subject, "dossier_id": s.dossier, "application_id": s.ID,
		"by_id": w.Grant().Actor().Subject, "now": w.Now(), "from_stage": string(s.Stage), "from_outcome": string(s.Outcome),
		"to_stage": string(to.Stage), "to_outcome": string(to.Outcome), "from_stage_id": s.StageID, "to_stage_id": to.stage.ID, "letter": bit(to.letter)})
	if err != nil {
		return m, err
	}
	w.Fact(FactMoved, map[string]string{"application": s.ID.String(), "job": s.Job.String(), "employer": s.Employer.String(), "move": m.String()})
	if !to.letter {
		return m, nil
	}
	return m, mail.Enqueue(w, mail.Post{Kind: LetterMoved, Subject: s.Subject, Once: m.String(), At: w.Now().Add(UndoFor),
		Args: map[string]string{"application": s.ID.String(), "move": m.String(), "job": s.Job.String(), "site": s.Site.String()}})
}

// Undo takes the last move back while its letter has not left, however long that takes and whichever process asks. A move without a
// letter can be taken back for as long as one with a letter waits.
func (h *House) Undo(ctx context.Context, g privacy.Grant, v ID, m MoveID) error {
	if err := g.Require(access.ApplicationMove); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error { return h.undo(w, v, m) })
}

func (h *House) undo(w *store.Writer, v ID, m MoveID) error {
	s, err := held(w.Reader, v)
	if err != nil {
		return err
	}
	all, err := store.List(w.Reader, "application.moves", store.Args{"application_id": v}, scanMove)
	if err != nil {
		return err
	}
	late := fault.New(fault.Conflict, "application.undo.late")
	if len(all) == 0 || all[0].ID != m || !all[0].UndoneAt.IsZero() || all[0].To != s.State || all[0].ToStage != s.StageID {
		return late
	}
	if all[0].Letter {
		ok, err := mail.Cancel(w, LetterMoved, m.String())
		if err != nil {
			return err
		}
		if !ok {
			return late
		}
	} else if w.Now().Sub(all[0].At) > UndoFor {
		return late
	}
	if err := w.Must("application.undoMove", store.Args{"id": m, "now": w.Now()}); err != nil {
		return err
	}
	w.Fact(FactUndone, map[string]string{"application": v.String(), "job": s.Job.String(), "employer": s.Employer.String(), "move": m.String()})
	args := s.becomes(w, all[0].From, all[0].FromStage)
	args["stage_at"], args["ended_at"] = cameAt(all[1:]), time.Time{}
	return once(w, args)
}

// cameAt is when an application came to where it stands, by the moves before; zero is when it was sent.
func cameAt(before []Move) time.Time {
	for _, m := range before {
		if m.UndoneAt.IsZero() {
			return m.At
		}
	}
	return time.Time{}
}

// jobOf is the job of an application of the grant's employer.
func (h *House) jobOf(ctx context.Context, g privacy.Grant, v ID) (job.Job, error) {
	var j job.ID
	err := h.db.Read(ctx, g, func(r *store.Reader) error {
		err := r.Get("application.jobOf", store.Args{"id": v}, &j)
		return restsInstead(r, v, err)
	})
	if err != nil {
		return job.Job{}, err
	}
	return h.Jobs.Of(ctx, g, j)
}
