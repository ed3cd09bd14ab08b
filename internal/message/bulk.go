package message

import (
	"context"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
)

// chunk is how many messages of a bulk are written in one transaction.
const chunk = 100

// Recipient is one whom a bulk is to be written to, and the language they chose.
type Recipient struct {
	application.BulkItem
	Language string
}

// Recipients reads whom a bulk is to be written to.
func (h *House) Recipients(ctx context.Context, g privacy.Grant, v application.BulkID) (b application.Bulk, to []Recipient, err error) {
	if err := g.Require(access.ApplicationMessage); err != nil {
		return b, nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		var all []application.BulkItem
		if b, all, err = application.Picked(r, v); err != nil {
			return err
		}
		r.About("job", b.Job)
		for _, i := range all {
			a, err := application.Locate(r, i.Of)
			if err != nil {
				return err
			}
			to = append(to, Recipient{i, a.Language})
		}
		return nil
	})
	return b, to, err
}

// WriteAll writes to everybody of a bulk, to each in a thread of their own, in their language where there is a text in it, and with the merge
// fields filled. A chunk is one transaction that says whom it reached, so a form that is posted twice writes once.
func (h *House) WriteAll(ctx context.Context, g privacy.Grant, v application.BulkID, texts Texts) error {
	if err := g.Require(access.ApplicationMessage); err != nil {
		return err
	}
	if err := texts.check("text"); err != nil {
		return err
	}
	for more := true; more; {
		err := h.db.Write(ctx, g, func(w *store.Writer) error {
			b, to, err := application.Picked(w.Reader, v)
			if err != nil {
				return err
			}
			w.About("job", b.Job)
			if !b.UndoneAt.IsZero() {
				return fault.New(fault.Conflict, "application.bulk.undone.already")
			}
			waiting := waitingOf(to)
			more = len(waiting) > chunk
			waiting = waiting[:min(chunk, len(waiting))]
			for _, one := range waiting {
				a, err := application.Find(w.Reader, one)
				if err != nil {
					return err
				}
				text, _ := texts.For(a.Language)
				if _, err := h.write(w, a, Draft{Text: mergeOf(a).Fill(text)}); err != nil {
					return err
				}
			}
			return application.Spoken(w, v, waiting...)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func waitingOf(to []application.BulkItem) (out []application.ID) {
	for _, i := range to {
		if i.Result == application.Waiting {
			out = append(out, i.Of)
		}
	}
	return out
}

// UndoAll takes the messages of a bulk back while their letters wait.
func (h *House) UndoAll(ctx context.Context, g privacy.Grant, v application.BulkID) error {
	if err := g.Require(access.ApplicationMessage); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		b, to, err := application.Picked(w.Reader, v)
		if err != nil {
			return err
		}
		w.About("job", b.Job)
		if !b.Begun() || w.Now().Sub(b.BegunAt) > application.UndoFor {
			return fault.New(fault.Conflict, "application.undo.late")
		}
		for _, i := range to {
			if i.Result != application.Did {
				continue
			}
			if err := h.takeBack(w, v, i, b); err != nil {
				return err
			}
		}
		return nil
	})
}

// takeBack undoes the one message that the bulk wrote to an application.
func (h *House) takeBack(w *store.Writer, v application.BulkID, i application.BulkItem, b application.Bulk) error {
	var m ID
	err := w.Get("message.since", store.Args{"application_id": i.Of, "by_id": b.By, "since": b.BegunAt}, &m)
	if store.Missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := h.drop(w, i.Of, m); err != nil {
		return err
	}
	return application.Unspoken(w, v, i.Of)
}

// Said is when was written what about an application, for its timeline. No text is opened.
func Said(r *store.Reader, v application.ID) ([]application.Posted, error) {
	return store.List(r, "message.times", store.Args{"application_id": v}, func(row store.Row) (application.Posted, error) {
		var s application.Posted
		err := row.Scan(&s.By, &s.At)
		s.Person = s.By.IsZero()
		return s, err
	})
}
