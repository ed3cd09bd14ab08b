package employer

import (
	"context"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// FactClosed tells that an operator closed an employer. It names the employer.
const FactClosed = "employer.closed"

const taskClose = "employer.close"

// Ending ends what a house further along keeps for an employer that was closed, within the scope of that employer. It may be run twice.
type Ending func(run *task.Run) error

// Ends hands in what ends with an employer, in the order in which it ends. Call it before the first request.
func (h *House) Ends(all ...Ending) { h.endings = all }

// Closed reports whether an operator has closed the employer.
func (e Employer) Closed() bool { return !e.ClosedAt.IsZero() }

// Close closes an employer for good, at an operator's word: whoever closes types its name. From this moment on nobody reads its page; what it
// has before it is ended by a task: open jobs close, whoever applied is told, its systems hear no more, and its team leaves. Applications
// stay sealed where they are, with nobody to open them, until their date.
func (h *House) Close(ctx context.Context, g privacy.Grant, e ID, typed string) error {
	if err := g.Require(access.EmployerVerify); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		was, err := Read(w.Reader, e)
		if err != nil {
			return err
		}
		if was.Closed() {
			return fault.New(fault.Conflict, "employer.close.already")
		}
		if Key(typed) != Key(was.Name) {
			var f fault.Form
			f.Add("name", "employer.close.typed", fault.Args{"Name": was.Name})
			return f.Err()
		}
		if err := w.Must("employer.close", store.Args{"id": e, "now": w.Now()}); err != nil {
			return err
		}
		w.Fact(FactClosed, map[string]string{"employer": e.String()})
		_, err = task.Enqueue(w, task.Task{Kind: taskClose, Once: e.String(), Employer: e})
		return err
	})
}

// runClose ends what the employer had, and its team last: while something before it fails the task comes back.
func (h *House) runClose(run *task.Run) error {
	for _, end := range h.endings {
		if err := end(run); err != nil {
			return err
		}
	}
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		team, err := store.List(w.Reader, "employer.team", store.Args{}, scanShut)
		if err != nil {
			return err
		}
		for _, m := range team {
			if err := h.leave(w, m); err != nil {
				return err
			}
		}
		return nil
	})
}

// leave ends one membership, without anybody who takes over.
func (h *House) leave(w *store.Writer, m Member) error {
	if err := w.Must("employer.end", store.Args{"id": m.ID, "now": w.Now()}); err != nil {
		return err
	}
	if err := w.StartClock(m.dossier, w.Now()); err != nil {
		return err
	}
	w.Fact(FactMemberRemoved, map[string]string{"employer": w.Grant().Scope().Employer().String(), "member": m.ID.String()})
	return h.tell(w, m, access.NoRole)
}
