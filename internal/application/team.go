package application

import (
	"context"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/cases"

	"verv/internal/access"
	"verv/internal/blob"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Sort is the order of the table.
type Sort string

// The orders.
const (
	BySent  Sort = "sent"
	ByScore Sort = "score"
	ByStage Sort = "stage"
)

var sorted = map[Sort]store.Name{BySent: "application.bySent", ByScore: "application.byScore", ByStage: "application.byStage"}

// Filter is what a member looks for among the applications of one job.
type Filter struct {
	Name   string // part of a name
	State  string // a stage or an outcome
	Stage  StageID
	Least  int  // score in tenths
	Unread bool // by the member who asks
	Sort   Sort
	Page   int // from 1
}

// PageSize is how many applications one page of the table has; tableMost how many one job can have in it.
const (
	PageSize  = 50
	tableMost = 10_000
)

// Table is one page of the applications of a job.
type Table struct {
	Job    job.Job
	Lines  []Line
	Total  int            // that fit the filter
	Counts map[string]int // by state
	Tally  Tally
	Stages Pipeline
	Page   int
	News   map[ID]int // unread messages
}

// Table lists applications of one job of the grant's employer. The names on the page are opened, with one access record; a search by
// name opens those of the whole job, since nothing outside the bodies knows them.
func (h *House) Table(ctx context.Context, g privacy.Grant, j job.ID, f Filter) (t Table, err error) {
	if err := g.Require(access.ApplicationList); err != nil {
		return t, err
	}
	if t.Job, err = h.Jobs.Of(ctx, g, j); err != nil {
		return t, err
	}
	statement, ok := sorted[f.Sort]
	if !ok {
		statement = sorted[BySent]
	}
	t.Page = max(1, min(f.Page, tableMost/PageSize))
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		r.About("job", j)
		if t.Stages, err = h.pipeline(r, t.Job); err != nil {
			return err
		}
		if t.News, err = h.news(r); err != nil {
			return err
		}
		if t.Tally, err = tally(r, t.Job.ID, t.Stages, Filter{}); err != nil {
			return err
		}
		t.Counts = t.Tally.States
		fit := t.Tally
		if f.Unread || f.Least > 0 {
			if fit, err = tally(r, t.Job.ID, t.Stages, f); err != nil {
				return err
			}
		}
		t.Total = fit.of(f)
		args := f.args(g, t.Job.ID, t.Stages)
		args["most"], args["skip"] = PageSize, (t.Page-1)*PageSize
		if f.Name != "" {
			args["most"], args["skip"] = tableMost, 0
		}
		if t.Lines, err = store.List(r, statement, args, scanLine); err != nil {
			return err
		}
		if err := t.names(r, f.Name); err != nil || f.Name == "" {
			return err
		}
		t.cut()
		return nil
	})
	return t, err
}

// names opens the names, and keeps the lines that fit what is looked for.
func (t *Table) names(r *store.Reader, part string) error {
	ds := make([]crypt.DossierID, len(t.Lines))
	for i, l := range t.Lines {
		ds[i] = l.dossier
	}
	if err := r.Prefetch(ds); err != nil {
		return err
	}
	for i, l := range t.Lines {
		n, err := reveal[nameBody](r, fieldName, l.dossier, l.ID, l.name)
		if err != nil {
			return err
		}
		t.Lines[i].Name = n.Name
	}
	if part == "" {
		return nil
	}
	fold := cases.Fold()
	part = fold.String(part)
	t.Lines = slices.DeleteFunc(t.Lines, func(l Line) bool { return !strings.Contains(fold.String(l.Name), part) })
	return nil
}

// cut leaves the page of what was found by name.
func (t *Table) cut() {
	t.Total = len(t.Lines)
	from := min((t.Page-1)*PageSize, t.Total)
	t.Lines = t.Lines[from:min(from+PageSize, t.Total)]
}

// Counts are the counts for the list of jobs: all applications, those at the first stage, and those without an outcome.
func (h *House) Counts(ctx context.Context, g privacy.Grant, _ []job.ID) (map[job.ID]job.Count, error) {
	if err := g.Require(access.ApplicationList); err != nil {
		return nil, err
	}
	out := map[job.ID]job.Count{}
	err := h.db.Read(ctx, g, func(r *store.Reader) error {
		_, err := store.List(r, "application.counts", store.Args{"job_id": ""}, func(row store.Row) (struct{}, error) {
			var of job.ID
			var stage, outcome string
			var n int
			err := row.Scan(&of, &stage, &outcome, &n)
			c := out[of]
			c.All += n
			if outcome == "" {
				c.Open += n
				if Stage(stage) == Arrived {
					c.New += n
				}
			}
			out[of] = c
			return struct{}{}, err
		})
		return err
	})
	return out, err
}

// Opened is one application as the team sees it. How to reach the person is not in it.
type Opened struct {
	Application
	File   blob.About
	Notes  []Note
	Moves  []Move // newest first
	Stages Pipeline
	Until  time.Time
	Months int
	Team   Colleagues
	News   int // unread messages
	Together
}

// Open opens letter, answers, CV, and what the team thinks. The person can see that it happened.
func (h *House) Open(ctx context.Context, g privacy.Grant, v ID) (o Opened, err error) {
	if err := g.Require(access.ApplicationRead); err != nil {
		return o, err
	}
	j, err := h.jobOf(ctx, g, v)
	if err != nil {
		return o, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		s, err := held(r, v)
		if err != nil {
			return err
		}
		r.About("application", v)
		if o.Application, err = s.open(r, partName|partCareer|partDecision); err != nil {
			return err
		}
		if o.Stages, err = h.pipeline(r, j); err != nil {
			return err
		}
		if o.Notes, err = store.List(r, "application.notes", store.Args{"application_id": v}, scanNote(r, s.dossier)); err != nil {
			return err
		}
		if o.Together, err = together(r, s, o.Notes); err != nil {
			return err
		}
		if o.Moves, err = store.List(r, "application.moves", store.Args{"application_id": v}, scanMove); err != nil {
			return err
		}
		if !s.File.IsZero() {
			if _, o.File, err = h.Files.Get(r, s.File); err != nil {
				return err
			}
		}
		if o.Team, err = colleagues(r); err != nil {
			return err
		}
		news, err := h.news(r)
		if err != nil {
			return err
		}
		o.News = news[v]
		o.Until, o.Months, err = h.kept(r, o.Application)
		return err
	})
	return o, err
}

// Contact opens how to reach the person. They are told by mail, once: that follows from the access record, not from here. The grant is
// for the purpose contact.
func (h *House) Contact(ctx context.Context, g privacy.Grant, v ID) (a Application, err error) {
	if err := g.Require(access.ApplicationContact); err != nil {
		return a, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		s, err := held(r, v)
		if err != nil {
			return err
		}
		r.About("application", v)
		a, err = s.open(r, partName|partContact)
		return err
	})
	return a, err
}

// File opens the file that came along, for the team.
func (h *House) File(ctx context.Context, g privacy.Grant, v ID) (*blob.Content, error) {
	if err := g.Require(access.ApplicationRead); err != nil {
		return nil, err
	}
	var file blob.ID
	err := h.db.Read(ctx, g, func(r *store.Reader) error {
		s, err := held(r, v)
		file = s.File
		return err
	})
	if err == nil && file.IsZero() {
		err = fault.New(fault.NotFound, "fault.notfound")
	}
	if err != nil {
		return nil, err
	}
	return h.Files.Open(ctx, g, file)
}

const noteMax = 5000

// Note writes what the member thinks, with a score from 1 to 5 or none (0).
func (h *House) Note(ctx context.Context, g privacy.Grant, v ID, score int, text string) error {
	return h.Say(ctx, g, v, Said{Score: score, Text: text})
}
