package application

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// Carry carries a bulk out: each application moves, or is rejected, by the member who asks, and gets its own letter fifteen seconds
// later. A chunk of them is one transaction that also says which it was, so whoever posts the form again, or once more after a
// crash, goes on where it stopped. What cannot be done to one is said of that one and leaves the others alone.
func (h *House) Carry(ctx context.Context, g privacy.Grant, v BulkID, to StageID, why Reason) error {
	if err := mayMove(g); err != nil {
		return err
	}
	b, j, err := h.begin(ctx, g, v, to, why)
	if err != nil {
		return err
	}
	for more := true; more; {
		err := h.db.Write(ctx, g, func(w *store.Writer) (err error) {
			more, err = h.chunk(w, b, j)
			return err
		})
		if err != nil {
			return err
		}
		store.CrashPoint("application.bulk.chunk")
	}
	return nil
}

// begin settles what is done and when, once. Whoever comes later carries on with that.
func (h *House) begin(ctx context.Context, g privacy.Grant, v BulkID, to StageID, why Reason) (b Bulk, j job.Job, err error) {
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { b, err = bulkOf(r, v); return err })
	if err != nil {
		return b, j, err
	}
	if j, err = h.Jobs.Of(ctx, g, b.Job); err != nil {
		return b, j, err
	}
	if !b.Begun() {
		if err := h.fits(b, why); err != nil {
			return b, j, err
		}
	}
	err = h.db.Write(ctx, g, func(w *store.Writer) error {
		p, err := h.settle(w, j)
		if err != nil {
			return err
		}
		if _, ok := p.Find(to); b.Deed == DeedMove && !b.Begun() && !ok {
			var f fault.Form
			f.Add("to", "form.choice")
			return f.Err()
		}
		if _, err := w.Exec("application.beginBulk", store.Args{"id": v, "now": w.Now(), "stage_id": to, "reason": string(why)}); err != nil {
			return err
		}
		b, err = bulkOf(w.Reader, v)
		return err
	})
	if err == nil && !b.UndoneAt.IsZero() {
		err = fault.New(fault.Conflict, "application.bulk.undone.already")
	}
	return b, j, err
}

func (h *House) fits(b Bulk, why Reason) error {
	switch b.Deed {
	case DeedMove:
		return nil
	case DeedReject:
		return Decision{Reason: why}.check()
	}
	return withheld()
}

// chunk does the next few; more is false when none waits.
func (h *House) chunk(w *store.Writer, b Bulk, j job.Job) (more bool, err error) {
	p, err := h.settle(w, j)
	if err != nil {
		return false, err
	}
	all, err := store.List(w.Reader, "application.waitingItems", store.Args{"bulk_id": b.ID, "most": bulkChunk}, scanID)
	if err != nil {
		return false, err
	}
	next, d := b.aim(p)
	for _, v := range all {
		m, result := MoveID{}, Did
		switch m, err = h.step(w, p, v, next, d); {
		case fault.Is(err, fault.Conflict):
			if result = Elsewhere; fault.As(err).Key == "application.unopened" {
				result = Unopened
			}
		case store.Missing(err):
			result = Elsewhere // withdrawn meanwhile
		case err != nil:
			return false, err
		}
		if _, err := w.Exec("application.setBulkItem", store.Args{"bulk_id": b.ID, "application_id": v, "move_id": m, "result": string(result), "was": ""}); err != nil {
			return false, err
		}
	}
	return len(all) == bulkChunk, nil
}

func scanID(row store.Row) (v ID, err error) {
	err = row.Scan(&v)
	return v, err
}

// aim is where each application of the bulk goes.
func (b Bulk) aim(p Pipeline) (aim, *Decision) {
	if b.Deed == DeedReject {
		return toState(State{Outcome: Rejected}), &Decision{Reason: b.Reason}
	}
	return func(shut, JobStage, Pipeline) (entry, error) {
		s, ok := p.Find(b.Stage)
		if !ok {
			return entry{}, fault.New(fault.Conflict, "application.stage.gone")
		}
		return entry{State{Stage: s.Kind}, s, s.Mails}, nil
	}, nil
}

// UndoBulk takes a bulk back as a whole, within fifteen seconds of its beginning: all of its letters still wait then. What somebody
// has moved on in the meantime stays where it is.
func (h *House) UndoBulk(ctx context.Context, g privacy.Grant, v BulkID) error {
	if err := mayMove(g); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		b, err := bulkOf(w.Reader, v)
		if err != nil {
			return err
		}
		if !b.Begun() || w.Now().Sub(b.BegunAt) > UndoFor {
			return fault.New(fault.Conflict, "application.undo.late")
		}
		n, err := w.Exec("application.undoBulk", store.Args{"id": v, "now": w.Now()})
		if err != nil || n == 0 {
			return err // it was undone already
		}
		return h.undoAll(w, v)
	})
}

func (h *House) undoAll(w *store.Writer, v BulkID) error {
	type one struct {
		of   ID
		move MoveID
	}
	all, err := store.List(w.Reader, "application.doneItems", store.Args{"bulk_id": v}, func(row store.Row) (o one, err error) {
		err = row.Scan(&o.of, &o.move)
		return o, err
	})
	if err != nil {
		return err
	}
	for _, o := range all {
		result := TakenBack
		err := h.undo(w, o.of, o.move)
		if fault.Is(err, fault.Conflict) || store.Missing(err) {
			result, err = TooLate, nil
		}
		if err != nil {
			return err
		}
		_, err = w.Exec("application.setBulkItem", store.Args{"bulk_id": v, "application_id": o.of, "move_id": o.move, "result": string(result), "was": string(Did)})
		if err != nil {
			return err
		}
	}
	return nil
}

// bulksFor is how long a bulk is remembered: it answers whoever posts its form again, and no longer question.
const bulksFor = 7 * 24 * time.Hour

// sweepBulks forgets old bulks.
func (h *House) sweepBulks(run *task.Run) error {
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		for _, name := range []store.Name{"application.oldBulkItems", "application.oldBulks"} {
			if _, err := w.Exec(name, store.Args{"before": run.Now.Add(-bulksFor)}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Picked reads whom a message to many goes to, for house message: the bulk and its applications that still are there.
func Picked(r *store.Reader, v BulkID) (Bulk, []BulkItem, error) {
	if err := r.Grant().Require(access.ApplicationMessage); err != nil {
		return Bulk{}, nil, err
	}
	b, err := bulkOf(r, v)
	if err != nil {
		return b, nil, err
	}
	if b.Deed != DeedMessage {
		return b, nil, withheld()
	}
	items, err := bulkItems(r, v)
	return b, items, err
}

// Spoken notes, for house message, that a bulk has begun, and that one of its applications got its message.
func Spoken(w *store.Writer, v BulkID, to ...ID) error {
	if _, err := w.Exec("application.beginBulk", store.Args{"id": v, "now": w.Now(), "stage_id": StageID{}, "reason": ""}); err != nil {
		return err
	}
	for _, a := range to {
		if _, err := w.Exec("application.setBulkItem", store.Args{"bulk_id": v, "application_id": a, "move_id": MoveID{}, "result": string(Did), "was": ""}); err != nil {
			return err
		}
	}
	return nil
}

// Unspoken notes, for house message, that a message of a bulk was taken back.
func Unspoken(w *store.Writer, v BulkID, to ID) error {
	if _, err := w.Exec("application.undoBulk", store.Args{"id": v, "now": w.Now()}); err != nil {
		return err
	}
	_, err := w.Exec("application.setBulkItem", store.Args{"bulk_id": v, "application_id": to, "move_id": MoveID{}, "result": string(TakenBack), "was": string(Did)})
	return err
}
