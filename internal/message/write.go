package message

import (
	"context"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/blob"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// Draft is a message that is about to be sent: its words, and the files that were sealed for it (Attach).
type Draft struct {
	Text  string
	Files []blob.Draft
}

func (d Draft) check() error {
	var f fault.Form
	checkText(&f, "text", d.Text)
	if len(d.Files) > filesMost {
		f.Add("file", "form.many", fault.Args{"Max": filesMost})
	}
	return f.Err()
}

// Write sends a message to the person. Its letter leaves in fifteen seconds, unless it is undone.
func (h *House) Write(ctx context.Context, g privacy.Grant, v application.ID, d Draft) (m ID, err error) {
	if err := g.Require(access.ApplicationMessage); err != nil {
		return m, err
	}
	if err := d.check(); err != nil {
		return m, err
	}
	err = h.db.Write(ctx, g, func(w *store.Writer) (err error) {
		w.About("thread", v)
		a, err := application.Find(w.Reader, v)
		if err != nil {
			return err
		}
		m, err = h.write(w, a, d)
		return err
	})
	return m, err
}

// write adds a message of the team and its letter.
func (h *House) write(w *store.Writer, a application.Application, d Draft) (m ID, err error) {
	m = id.New[noun](w.Now())
	sealed, err := store.Seal(w, fieldBody, a.Dossier(), m, body{Text: d.Text})
	if err != nil {
		return m, err
	}
	at := w.Now().Add(application.UndoFor)
	err = w.Must("message.addHeld", store.Args{"id": m, "subject_id": a.Subject, "dossier_id": a.Dossier(), "application_id": a.ID,
		"by_id": w.Grant().Actor().Subject, "now": w.Now(), "shown_at": at, "body": sealed})
	if err != nil {
		return m, err
	}
	if err := h.keep(w, a, m, d.Files); err != nil {
		return m, err
	}
	w.Fact("message.written", map[string]string{"message": m.String(), "application": a.ID.String(), "employer": a.Employer.String()})
	return m, mail.Enqueue(w, mail.Post{Kind: LetterWritten, Subject: a.Subject, Once: m.String(), At: at,
		Args: map[string]string{"message": m.String(), "application": a.ID.String(), "site": a.Site.String()}})
}

// Undo takes a message back whose letter has not left.
func (h *House) Undo(ctx context.Context, g privacy.Grant, v application.ID, m ID) error {
	if err := g.Require(access.ApplicationMessage); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		w.About("thread", v)
		if _, err := application.Find(w.Reader, v); err != nil {
			return err
		}
		return h.drop(w, v, m)
	})
}

// drop takes a message, its files and its waiting letter away.
func (h *House) drop(w *store.Writer, v application.ID, m ID) error {
	n, err := w.Exec("message.drop", store.Args{"application_id": v, "id": m, "now": w.Now()})
	if err != nil {
		return err
	}
	if n != 1 {
		return fault.New(fault.Conflict, "application.undo.late")
	}
	if err := h.dropFiles(w, v, m); err != nil {
		return err
	}
	ok, err := mail.Cancel(w, LetterWritten, m.String())
	if err == nil && !ok {
		err = fault.New(fault.Conflict, "application.undo.late")
	}
	w.Fact("message.undone", map[string]string{"message": m.String(), "application": v.String()})
	return err
}

// Answer adds a message of the person, who has then read the thread. The team is told that there is one.
func (h *House) Answer(ctx context.Context, g privacy.Grant, v application.ID, d Draft) error {
	if err := g.Require(access.ApplicationOwn); err != nil {
		return err
	}
	if err := d.check(); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		return h.answer(w, v, body{Text: d.Text}, d.Files)
	})
}

// answer adds a message of the person, whichever way it came.
func (h *House) answer(w *store.Writer, v application.ID, b body, files []blob.Draft) error {
	a, err := application.Locate(w.Reader, v)
	if err != nil {
		return err
	}
	m := id.New[noun](w.Now())
	sealed, err := store.Seal(w, fieldBody, a.Dossier(), m, b)
	if err != nil {
		return err
	}
	err = w.Must("message.addOwn", store.Args{"id": m, "employer_id": a.Employer, "dossier_id": a.Dossier(), "application_id": v, "now": w.Now(), "body": sealed})
	if err != nil {
		return err
	}
	if err := h.keep(w, a, m, files); err != nil {
		return err
	}
	if err := see(w, a); err != nil {
		return err
	}
	w.Fact("message.answered", map[string]string{"message": m.String(), "application": v.String(), "employer": a.Employer.String()})
	_, err = task.Enqueue(w, task.Task{Kind: TaskAnswered, Employer: a.Employer, Once: v.String(),
		Args: map[string]string{"application": v.String(), "site": a.Site.String()}})
	return err
}
