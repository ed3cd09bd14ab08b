package report

import (
	"time"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// TaskCount follows what happens and counts it.
const TaskCount = "report.count"

const (
	readFacts = "report.facts" // cursors: the facts, and up to when it was looked who was read and answered
	readSince = "report.since"
	batch     = 500
	overlap   = 10 * time.Minute // covers what was still on its way
)

// Tasks are the tasks of this house. They open no body.
func (h *House) Tasks() []task.Kind {
	return []task.Kind{{Name: TaskCount, Purpose: privacy.Operate, Every: 20 * time.Second, Run: h.count}}
}

// count follows the facts, then looks who was opened and answered meanwhile, of which there is no fact. The first time it counts whatever
// there is.
func (h *House) count(run *task.Run) error {
	var from store.Cursor
	err := h.db.Read(run, run.Grant, func(r *store.Reader) (err error) { from, err = r.Cursor(readFacts); return err })
	if err != nil {
		return err
	}
	if from == (store.Cursor{}) {
		if err := h.begin(run); err != nil {
			return err
		}
	}
	for {
		n, err := h.follow(run)
		if err != nil {
			return err
		}
		if n < batch {
			return h.catchUp(run)
		}
	}
}

// begin counts every application there is, and puts the cursor where the facts stood before: one that comes meanwhile is looked at twice
// and counted once.
func (h *House) begin(run *task.Run) error {
	var end store.Cursor
	err := h.db.Read(run, run.Grant, func(r *store.Reader) (err error) { end, err = r.End(); return err })
	if err != nil {
		return err
	}
	var after application.ID
	for {
		var page []application.ID
		err := h.db.Write(run, run.Grant, func(w *store.Writer) (err error) {
			if page, err = store.List(w.Reader, "report.page", store.Args{"after": after.String()}, scanID); err != nil {
				return err
			}
			for _, v := range page {
				if _, err := tally(w, v); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if len(page) < batch {
			return h.db.Write(run, run.Grant, func(w *store.Writer) error {
				if err := w.MoveCursor(readSince, store.Cursor{Seq: run.Now.UnixMilli()}); err != nil {
					return err
				}
				return w.MoveCursor(readFacts, end)
			})
		}
		after = page[len(page)-1]
	}
}

func scanID(row store.Row) (v application.ID, err error) { err = row.Scan(&v); return v, err }

// follow counts a batch of facts. The cursor moves in the same transaction, so that a kill repeats and loses nothing.
func (h *House) follow(run *task.Run) (n int, err error) {
	var facts []store.Fact
	var next store.Cursor
	err = h.db.Read(run, run.Grant, func(r *store.Reader) error {
		from, err := r.Cursor(readFacts)
		if err == nil {
			facts, next, err = r.Facts(from, batch)
		}
		return err
	})
	if err != nil || len(facts) == 0 {
		return 0, err
	}
	return len(facts), h.db.Write(run, run.Grant, func(w *store.Writer) error {
		for _, f := range facts {
			if err := countFact(w, f); err != nil {
				return err
			}
		}
		return w.MoveCursor(readFacts, next)
	})
}

// forms are the facts of the form, each with its measure.
var forms = map[string]Measure{application.FactBegun: FormBegun, application.FactChecked: FormChecked, application.FactSubmitted: FormSubmitted}

// countFact counts one fact. What a fact alone can tell, because the application may be erased by now, is taken from the fact.
func countFact(w *store.Writer, f store.Fact) error {
	d, known, err := drawerOf(w, f)
	if err != nil || !known {
		return err
	}
	switch f.Kind {
	case application.FactBegun, application.FactChecked, application.FactSubmitted:
		return d.change(w, nil, Counts{once(forms[f.Kind]): 1})
	case application.FactWithdrawn:
		if month, err := time.Parse("2006-01", f.IDs["month"]); err == nil {
			d.quarter = QuarterOf(month)
		}
		return d.change(w, nil, Counts{once(Withdrawn): 1})
	case application.FactSent:
		if err := d.change(w, nil, Counts{once(FormSent): 1}); err != nil {
			return err
		}
	case application.FactMoved, application.FactUndone:
	default:
		return nil
	}
	var v application.ID
	if v.UnmarshalText([]byte(f.IDs["application"])) != nil || v.IsZero() {
		return nil
	}
	gone, err := tally(w, v)
	if err != nil || !gone || f.Kind != application.FactSent {
		return err
	}
	return d.change(w, nil, Counts{once(Applied): 1})
}

// drawerOf is where a fact is counted: its job, its site, the quarter in which it happened.
func drawerOf(w *store.Writer, f store.Fact) (d drawer, known bool, err error) {
	var published time.Time
	if d.job.UnmarshalText([]byte(f.IDs["job"])) != nil || d.job.IsZero() {
		return d, false, nil
	}
	_ = d.site.UnmarshalText([]byte(f.IDs["site"])) // none is no site
	d.quarter = QuarterOf(f.At)
	err = w.Get("report.jobOf", store.Args{"job_id": d.job}, &d.employer, &published)
	if store.Missing(err) {
		return d, false, nil
	}
	return d, err == nil, err
}

// catchUp counts who was opened and who was answered since it last looked. It touches only what the facts have brought before.
func (h *House) catchUp(run *task.Run) error {
	var touched []application.ID
	var looked time.Time
	err := h.db.Read(run, run.Grant, func(r *store.Reader) error {
		c, err := r.Cursor(readSince)
		if err != nil {
			return err
		}
		looked = time.UnixMilli(c.Seq)
		since := looked.Add(-overlap)
		if touched, err = opened(r, since); err != nil {
			return err
		}
		answered, err := store.List(r, "report.heard", store.Args{"since": since}, scanID)
		touched = append(touched, answered...)
		return err
	})
	if err != nil || len(touched) == 0 && run.Now.Sub(looked) < overlap { // at rest it writes nothing
		return err
	}
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		done := map[application.ID]bool{}
		for _, v := range touched {
			if done[v] {
				continue
			}
			done[v] = true
			var counted string
			err := w.Get("report.tally", store.Args{"id": v}, &counted)
			if store.Missing(err) {
				continue
			}
			if err == nil {
				_, err = tally(w, v)
			}
			if err != nil {
				return err
			}
		}
		return w.MoveCursor(readSince, store.Cursor{Seq: run.Now.UnixMilli()})
	})
}

// opened are the applications that members opened since a moment.
func opened(r *store.Reader, since time.Time) (out []application.ID, err error) {
	var found []store.AccessRecord
	for n := 1000; ; n *= 10 {
		if found, err = r.Accesses(since, n); err != nil {
			return nil, err
		}
		if len(found) < n {
			break
		}
	}
	for _, rec := range found {
		var v application.ID
		if rec.About.Noun == "application" && rec.Actor == access.Member && v.UnmarshalText([]byte(rec.About.ID)) == nil {
			out = append(out, v)
		}
	}
	return out, nil
}
