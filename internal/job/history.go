package job

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

type eventNoun struct{}

// Event is something that was done with a job.
type Event struct {
	At      time.Time
	By      access.SubjectID // a member's persona; zero was Verv itself
	Version int
	Act     Act
	Comment string // of who returned it, or the reason it closed
}

const (
	eventsMost    = 200
	revisionsMost = 20
	commentMax    = 1000
)

// History lists what was done with a job of the grant's employer, the latest first.
func (h *House) History(ctx context.Context, g privacy.Grant, j ID) ([]Event, error) {
	if err := g.Require(access.JobList); err != nil {
		return nil, err
	}
	var out []Event
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		if _, err = read(r, "job.of", j); err != nil {
			return err
		}
		out, err = store.List(r, "job.events", store.Args{"job_id": j, "most": eventsMost}, scanEvent)
		return err
	})
	return out, err
}

func scanEvent(row store.Row) (Event, error) {
	var e Event
	var act string
	err := row.Scan(&e.At, &e.By, &e.Version, &act, &e.Comment)
	e.Act = Act(act)
	return e, err
}

// note writes that the grant's member did something; version is the one that came of it.
func note(w *store.Writer, j ID, version int, a Act, comment string) error {
	args := store.Args{"id": id.New[eventNoun](w.Now()), "job_id": j, "by_id": nil, "now": w.Now(), "version": version, "act": string(a), "comment": comment}
	if by := w.Grant().Actor().Subject; !by.IsZero() {
		args["by_id"] = by
	}
	return w.Must("job.note", args)
}

// noteDue writes that Verv did something by itself.
func noteDue(w *store.Writer, j ID, of access.EmployerID, version int, a Act, comment string) error {
	return w.Must("job.noteDue", store.Args{"id": id.New[eventNoun](w.Now()), "job_id": j, "employer_id": of, "now": w.Now(), "version": version,
		"act": string(a), "comment": comment})
}

// revise keeps what a job says from a version on.
func revise(w *store.Writer, j ID, version int, c Content) error {
	text, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("job: revision: %w", err)
	}
	if _, err := w.Exec("job.dropRevisions", store.Args{"job_id": j, "version": version - revisionsMost}); err != nil {
		return err
	}
	return w.Must("job.keepRevision", store.Args{"job_id": j, "version": version, "now": w.Now(), "content": string(text)})
}

// Revision is what a job said at a version, for a form that was opened then. NotFound when that is too long ago.
func (h *House) Revision(ctx context.Context, g privacy.Grant, j ID, version int) (Content, error) {
	if err := g.Require(access.JobWrite); err != nil {
		return Content{}, err
	}
	var c Content
	err := h.db.Read(ctx, g, func(r *store.Reader) error {
		text, err := store.One(r, "job.revision", store.Args{"job_id": j, "version": version}, func(row store.Row) (s string, err error) {
			return s, row.Scan(&s)
		})
		if err != nil {
			return err
		}
		return json.Unmarshal([]byte(text), &c)
	})
	return c, err
}

// ownWork reports whether the grant's member wrote the job or sent it for approval the last time.
func ownWork(r *store.Reader, j ID) (bool, error) {
	me := r.Grant().Actor().Subject
	type author struct {
		act Act
		by  access.SubjectID
	}
	all, err := store.List(r, "job.authors", store.Args{"job_id": j}, func(row store.Row) (author, error) {
		var a author
		var act string
		err := row.Scan(&act, &a.by)
		a.act = Act(act)
		return a, err
	})
	if err != nil {
		return false, err
	}
	sent := false
	for _, a := range all {
		if a.act == ActSend && sent {
			continue // an earlier round
		}
		sent = sent || a.act == ActSend
		if a.by == me && !me.IsZero() {
			return true, nil
		}
	}
	return false, nil
}

func checkComment(f *fault.Form, comment string, required bool) {
	switch n := len([]rune(comment)); {
	case n == 0 && required:
		f.Add("comment", "form.required")
	case n > commentMax:
		f.Add("comment", "form.long", fault.Args{"Max": commentMax})
	}
}
