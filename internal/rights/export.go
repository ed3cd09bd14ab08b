package rights

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/blob"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// Export is one download and how far it is.
type Export struct {
	ID      ExportID
	Dossier crypt.DossierID
	File    blob.ID
	AskedAt time.Time
	ReadyAt time.Time // zero while it is being packed
	Done    int       // dossiers that are packed
	Whole   int       // of so many; zero before it began
	EndsAt  time.Time // when it is deleted
}

// Ready reports whether the file can be fetched.
func (e Export) Ready() bool { return !e.ReadyAt.IsZero() }

// Ask starts a download of everything. One that is still being packed is given back instead of another.
func (h *House) Ask(ctx context.Context, g privacy.Grant, site access.SiteID, language string) (ExportID, error) {
	if err := g.Require(access.RightsOwn); err != nil {
		return ExportID{}, err
	}
	v := id.New[exportNoun](h.DB.Now())
	err := h.DB.Write(ctx, g, func(w *store.Writer) error {
		all, err := exports(w.Reader)
		if err != nil {
			return err
		}
		for _, e := range all {
			if !e.Ready() {
				v = e.ID
				return nil
			}
		}
		d, err := w.Dossier(exportOf(g.Scope().Subject(), v))
		if err != nil {
			return err
		}
		if err := w.StartClock(d, w.Now()); err != nil {
			return err
		}
		if err := w.Must("rights.addExport", store.Args{"id": v, "dossier_id": d, "now": w.Now()}); err != nil {
			return err
		}
		w.Fact("rights.export-asked", map[string]string{"export": v.String()})
		_, err = task.Enqueue(w, task.Task{Kind: TaskExport, Once: v.String(), Subject: g.Scope().Subject(), Args: map[string]string{
			"export": v.String(), "account": g.Actor().Account.String(), "site": site.String(), "language": language,
			"persona": string(g.Actor().Persona)}})
		return err
	})
	return v, err
}

func exportOf(s access.SubjectID, v ExportID) store.Of {
	return store.Of{Subject: s, Class: privacy.ClassExport, Thing: v.String()}
}

// Export finds one download of the grant's person.
func (h *House) Export(ctx context.Context, g privacy.Grant, v ExportID) (e Export, err error) {
	if err := g.Require(access.RightsOwn); err != nil {
		return e, err
	}
	err = h.DB.Read(ctx, g, func(r *store.Reader) (err error) { e, err = one(r, v); return err })
	return e, err
}

// Fetch opens the file of a download that is ready. The caller closes it.
func (h *House) Fetch(ctx context.Context, g privacy.Grant, v ExportID) (*blob.Content, error) {
	e, err := h.Export(ctx, g, v)
	if err != nil {
		return nil, err
	}
	if !e.Ready() {
		return nil, fault.New(fault.NotFound, "fault.notfound")
	}
	return h.Files.Open(ctx, g, e.File)
}

func one(r *store.Reader, v ExportID) (Export, error) {
	e, err := store.One(r, "rights.export", store.Args{"id": v}, scanExport)
	if err != nil {
		return e, err
	}
	return e, e.end(r)
}

// exports lists the person's downloads that have not begun to end, newest first.
func exports(r *store.Reader) ([]Export, error) {
	list, err := store.List(r, "rights.exports", store.Args{}, scanExport)
	if err != nil {
		return nil, err
	}
	var out []Export
	for _, e := range list {
		err := e.end(r)
		if fault.Is(err, fault.Gone) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// end reads until when the download is kept; one that is ending is gone.
func (e *Export) end(r *store.Reader) error {
	d, err := r.DossierByID(e.Dossier)
	if err != nil {
		return err
	}
	if !d.EndingAt.IsZero() {
		return fault.New(fault.Gone, "fault.gone")
	}
	e.EndsAt = d.DueAt
	return nil
}

// runExport packs a download, seals it and sends the letter. Done twice, it packs once.
func (h *House) runExport(run *task.Run) error {
	a := run.Task.Args
	v, err := id.Parse[exportNoun](a["export"])
	if err != nil {
		return err
	}
	var e Export
	err = h.DB.Read(run, run.Grant, func(r *store.Reader) (err error) { e, err = one(r, v); return err })
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) || err == nil && e.Ready() {
		return nil // ended meanwhile, or packed by a try that died after it
	}
	if err != nil {
		return err
	}
	p, err := h.pack(run, v)
	if err != nil {
		return err
	}
	draft, err := h.seal(run, p, exportOf(run.Task.Subject, v))
	if err != nil {
		return err
	}
	return h.DB.Write(run, run.Grant, func(w *store.Writer) error {
		if err := h.Files.Add(w, draft); err != nil {
			return err
		}
		if err := w.Must("rights.ready", store.Args{"id": v, "now": w.Now(), "file_id": draft.ID()}); err != nil {
			return err
		}
		w.Fact("rights.export-ready", map[string]string{"export": v.String()})
		return postReady(w, v, a)
	})
}

// progress notes how far the packing came, so that the page can say it.
func (h *House) progress(run *task.Run, v ExportID, done, whole int) error {
	return h.DB.Write(run, run.Grant, func(w *store.Writer) error {
		_, err := w.Exec("rights.packed", store.Args{"id": v, "done": done, "whole": whole})
		return err
	})
}
