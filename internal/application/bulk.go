package application

import (
	"context"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/store"
)

type bulkNoun struct{}

// BulkID identifies what a member does to many applications at once. It makes a form that is posted twice do its work once.
type BulkID = id.ID[bulkNoun]

// Deed is what is done to each.
type Deed string

// The deeds. House message does the last one.
const (
	DeedMove    Deed = "move"
	DeedReject  Deed = "reject"
	DeedMessage Deed = "message"
)

// Result is what became of one application of a bulk.
type Result string

// The results.
const (
	Waiting   Result = ""         // not reached yet
	Did       Result = "done"     //
	Unopened  Result = "unopened" // nobody of the team has read it, so nobody rejects it
	Elsewhere Result = "left"     // it is there already, has ended, or somebody moved it meanwhile
	TakenBack Result = "undone"   //
	TooLate   Result = "late"     // its letter had left when the bulk was undone
)

// The limits of a bulk.
const (
	bulkMost  = 1000 // applications
	bulkChunk = 100  // in one transaction, so that others get their turn
)

// Bulk is a set of applications of one job and what a member does to them.
type Bulk struct {
	ID       BulkID
	Job      job.ID
	By       access.SubjectID
	Deed     Deed
	Stage    StageID
	Reason   Reason
	MadeAt   time.Time
	BegunAt  time.Time
	UndoneAt time.Time
}

// Begun reports whether it was carried out, or began to be.
func (b Bulk) Begun() bool { return !b.BegunAt.IsZero() }

// BulkItem is one application of a bulk.
type BulkItem struct {
	Of       ID
	Move     MoveID
	Result   Result
	Name     string
	Language string // of letters to the person
	State
	StageID StageID
	Opened  bool // somebody of the team has read it
	dossier crypt.DossierID
	name    store.Sealed
}

// Takes reports whether the deed can be done to the application as it stands.
func (i BulkItem) Takes(d Deed) bool {
	switch d {
	case DeedReject:
		return i.Opened && !i.Ended()
	case DeedMove:
		return !i.Ended()
	}
	return true
}

// Choice is which applications of a job are meant: those that were picked, or all that stand at a stage.
type Choice struct {
	Picks []ID
	Stage StageID
}

// Choose keeps a choice. Nothing is done to anything before the member has read over what it would be.
func (h *House) Choose(ctx context.Context, g privacy.Grant, j job.ID, d Deed, c Choice) (b BulkID, err error) {
	if err := g.Require(access.ApplicationMove); err != nil {
		return b, err
	}
	var f fault.Form
	if !slices.Contains([]Deed{DeedMove, DeedReject, DeedMessage}, d) {
		f.Add("deed", "form.choice")
	}
	if len(c.Picks) > bulkMost {
		f.Add("pick", "application.bulk.many", fault.Args{"Max": bulkMost})
	}
	if err := f.Err(); err != nil {
		return b, err
	}
	v, err := h.Jobs.Of(ctx, g, j)
	if err != nil {
		return b, err
	}
	err = h.db.Write(ctx, g, func(w *store.Writer) error {
		b = id.New[bulkNoun](w.Now())
		err := w.Must("application.addBulk", store.Args{"id": b, "job_id": j, "by_id": g.Actor().Subject, "deed": string(d), "stage_id": StageID{},
			"reason": "", "now": w.Now()})
		if err != nil {
			return err
		}
		n, err := h.gather(w, v, b, c)
		if err == nil && n == 0 {
			f.Add("pick", "application.bulk.none")
			err = f.Err()
		}
		return err
	})
	return b, err
}

// gather adds the applications of a choice; what is not of this job, or gone, is left out.
func (h *House) gather(w *store.Writer, j job.Job, b BulkID, c Choice) (n int64, err error) {
	if !c.Stage.IsZero() {
		p, err := h.pipeline(w.Reader, j)
		if err != nil {
			return 0, err
		}
		s, ok := p.Find(c.Stage)
		if !ok {
			return 0, fault.New(fault.Conflict, "application.stage.gone")
		}
		return w.Exec("application.addBulkStage", store.Args{"bulk_id": b, "job_id": j.ID, "stage_id": s.ID, "first": p.first(s), "most": bulkMost})
	}
	for _, v := range c.Picks {
		one, err := w.Exec("application.addBulkItem", store.Args{"bulk_id": b, "application_id": v, "job_id": j.ID})
		if err != nil {
			return n, err
		}
		n += one
	}
	return n, nil
}

// Bulk reads a bulk of the grant's member, with the names of those it is about.
func (h *House) Bulk(ctx context.Context, g privacy.Grant, v BulkID) (b Bulk, items []BulkItem, err error) {
	if err := g.Require(access.ApplicationMove); err != nil {
		return b, nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		if b, err = bulkOf(r, v); err != nil {
			return err
		}
		r.About("job", b.Job)
		items, err = bulkItems(r, v)
		return err
	})
	return b, items, err
}

// bulkOf finds a bulk that the grant's member made: what one member began, no other carries out.
func bulkOf(r *store.Reader, v BulkID) (Bulk, error) {
	b, err := store.One(r, "application.bulk", store.Args{"id": v}, func(row store.Row) (Bulk, error) {
		var b Bulk
		var deed, reason string
		err := row.Scan(&b.ID, &b.Job, &b.By, &deed, &b.Stage, &reason, &b.MadeAt, &b.BegunAt, &b.UndoneAt)
		b.Deed, b.Reason = Deed(deed), Reason(reason)
		return b, err
	})
	if err == nil && b.By != r.Grant().Actor().Subject {
		err = withheld()
	}
	return b, err
}

func bulkItems(r *store.Reader, v BulkID) ([]BulkItem, error) {
	items, err := store.List(r, "application.bulkItems", store.Args{"bulk_id": v}, func(row store.Row) (BulkItem, error) {
		var i BulkItem
		var result, stage, outcome string
		var opened int
		err := row.Scan(&i.Of, &i.Move, &result, &i.dossier, &i.Language, &i.name, &stage, &outcome, &i.StageID, &opened)
		i.Result, i.State, i.Opened = Result(result), State{Stage(stage), Outcome(outcome)}, opened == 1
		return i, err
	})
	if err != nil {
		return nil, err
	}
	ds := make([]crypt.DossierID, len(items))
	for n, i := range items {
		ds[n] = i.dossier
	}
	if err := r.Prefetch(ds); err != nil {
		return nil, err
	}
	for n, i := range items {
		body, err := reveal[nameBody](r, fieldName, i.dossier, i.Of, i.name)
		if err != nil {
			return nil, err
		}
		items[n].Name = body.Name
	}
	return items, nil
}
