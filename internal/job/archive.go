package job

import (
	"context"
	"time"

	"verv/internal/employer"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

const (
	taskArchive  = "job.archive"
	archiveEvery = time.Hour
)

// Archive takes a closed job out of the ordinary list. Nothing else about it changes.
func (h *House) Archive(ctx context.Context, g privacy.Grant, j ID, version int) error {
	return h.shelve(ctx, g, j, version, ActArchive, Archived, FactArchived)
}

// Restore brings an archived job back to the list, closed as it was.
func (h *House) Restore(ctx context.Context, g privacy.Grant, j ID, version int) error {
	return h.shelve(ctx, g, j, version, ActRestore, Closed, FactRestored)
}

func (h *House) shelve(ctx context.Context, g privacy.Grant, j ID, version int, a Act, to State, fact string) error {
	return h.move(ctx, g, j, version, a, "", func(w *store.Writer, v Job) error {
		w.Fact(fact, facts(v))
		return once(w, "job.shelve", store.Args{"id": j, "version": version, "state": string(to), "now": w.Now()})
	})
}

// runArchive archives what closed as many days ago as its employer has chosen. What somebody restored is closed as long ago as before,
// so it would be archived again: a restored job has its own note, and is left to its members.
func (h *House) runArchive(run *task.Run) error {
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		for _, days := range employer.ArchiveChoices() {
			if days == 0 {
				continue
			}
			all, err := store.List(w.Reader, "job.archiveDue", store.Args{"before": w.Now().AddDate(0, 0, -days), "days": days,
				"standard": employer.StandardArchive, "most": dueMost}, scanDue)
			if err != nil {
				return err
			}
			for _, d := range all {
				if err := archiveOld(w, d); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func archiveOld(w *store.Writer, d due) error {
	n, err := w.Exec("job.archiveOld", store.Args{"id": d.job, "version": d.version, "now": w.Now()})
	if err != nil || n == 0 {
		return err
	}
	w.Fact(FactArchived, facts(Job{ID: d.job, Employer: d.of}))
	return noteDue(w, d.job, d.of, d.version+1, ActArchive, "")
}
