package console

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// TaskMeasure notes once a day how large the stores are.
const TaskMeasure = "console.measure"

const (
	growthOver  = 30  // days that growth is told for
	daysKept    = 400 // of how large the stores were
	largestMost = 20
)

// Size is how large the stores were on a day.
type Size struct {
	Day             time.Time
	Database, Files int64
}

// Share is how much the files of one employer take up.
type Share struct {
	Employer access.EmployerID
	Name     string
	Bytes    int64
	Files    int
}

// Storage is how the stores stand: bytes, keys, backups.
type Storage struct {
	Now      Size
	Before   Size  // the oldest day of the last thirty; its Day is zero while none was noted
	Free     int64 // of the disk under the data folder; below zero where it cannot be seen
	Largest  []Share
	Epoch    int
	Since    time.Time // when the epoch's key was made
	Notes    map[Backup]time.Time
	Findings []Finding // of disk, keys, root, epoch and backups
}

// Storage looks at the stores.
func (h *House) Storage(ctx context.Context, g privacy.Grant) (s Storage, err error) {
	if err := g.Require(access.HealthSee); err != nil {
		return s, err
	}
	if s.Now, err = h.measure(ctx, g); err != nil {
		return s, err
	}
	free, ok := Free(h.Config.Data.Dir)
	if s.Free = free; !ok {
		s.Free = -1
	}
	s.Epoch, s.Since = h.Keys.Epoch()
	err = h.DB.Read(ctx, g, func(r *store.Reader) (err error) {
		if s.Notes, err = readNotes(r); err != nil {
			return err
		}
		from := r.Now().AddDate(0, 0, -growthOver).UTC().Format(time.DateOnly)
		s.Before, err = store.One(r, "console.dayBefore", store.Args{"from": from}, func(row store.Row) (b Size, err error) {
			var day string
			if err = row.Scan(&day, &b.Database, &b.Files); err == nil {
				b.Day, err = time.Parse(time.DateOnly, day)
			}
			return b, err
		})
		if err != nil && !store.Missing(err) {
			return err
		}
		s.Largest, err = store.List(r, "console.largest", store.Args{"most": largestMost}, func(row store.Row) (x Share, err error) {
			err = row.Scan(&x.Employer, &x.Name, &x.Bytes, &x.Files)
			return x, err
		})
		return err
	})
	s.Findings = append(lookAtKeys(h.Config, h.Apart), lookAtDisk(h.Config.Data.Dir), h.lookAtEpoch())
	s.Findings = append(s.Findings, lookAtBackups(s.Notes, h.DB.Now())...)
	return s, err
}

// measure asks how large the stores are now.
func (h *House) measure(ctx context.Context, g privacy.Grant) (s Size, err error) {
	s.Day = h.DB.Now()
	if s.Database, err = h.DB.Size(ctx); err != nil {
		return s, err
	}
	err = h.DB.Read(ctx, g, func(r *store.Reader) error { return r.Get("console.fileBytes", store.Args{}, &s.Files) })
	return s, err
}

func (h *House) runMeasure(run *task.Run) error {
	s, err := h.measure(run, run.Grant)
	if err != nil {
		return err
	}
	return h.DB.Write(run, run.Grant, func(w *store.Writer) error {
		if _, err := w.Exec("console.forgetDays", store.Args{"before": w.Now().AddDate(0, 0, -daysKept).UTC().Format(time.DateOnly)}); err != nil {
			return err
		}
		return w.Must("console.measured", store.Args{"day": w.Now().UTC().Format(time.DateOnly), "database": s.Database, "files": s.Files})
	})
}
