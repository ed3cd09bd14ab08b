package application

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/cases"

	"verv/internal/access"
	"verv/internal/blob"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/mail"
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
	Name  string // part of a name
	State string // a stage or an outcome
	Sort  Sort
	Page  int // from 1
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
	Page   int
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
		if t.Counts, err = counts(r, j); err != nil {
			return err
		}
		args := store.Args{"job_id": j, "state": f.State, "most": PageSize, "skip": (t.Page - 1) * PageSize}
		for state, n := range t.Counts {
			if f.State == "" || f.State == state {
				t.Total += n
			}
		}
		if f.Name != "" {
			args["most"], args["skip"] = tableMost, 0
		}
		if t.Lines, err = store.List(r, statement, args, scanLine); err != nil {
			return err
		}
		return t.names(r, f.Name)
	})
	return t, err
}

func counts(r *store.Reader, j job.ID) (map[string]int, error) {
	out := map[string]int{}
	_, err := store.List(r, "application.counts", store.Args{"job_id": j.String()}, func(row store.Row) (struct{}, error) {
		var of job.ID
		var stage, outcome string
		var n int
		err := row.Scan(&of, &stage, &outcome, &n)
		out[State{Stage(stage), Outcome(outcome)}.Word()] += n
		return struct{}{}, err
	})
	return out, err
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
	t.Total = len(t.Lines)
	from := min((t.Page-1)*PageSize, t.Total)
	t.Lines = t.Lines[from:min(from+PageSize, t.Total)]
	return nil
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
	Until  time.Time
	Months int
	Team   Colleagues
	Together
}

// Open opens letter, answers, CV, and what the team thinks. The person can see that it happened.
func (h *House) Open(ctx context.Context, g privacy.Grant, v ID) (o Opened, err error) {
	if err := g.Require(access.ApplicationRead); err != nil {
		return o, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		s, err := store.One(r, "application.held", store.Args{"id": v}, scanShut)
		if err != nil {
			return err
		}
		r.About("application", v)
		if o.Application, err = s.open(r, partName|partCareer|partDecision); err != nil {
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
		o.Until, o.Months, err = h.kept(r, o.Application)
		return err
	})
	if err == nil {
		o.Team, err = h.Colleagues(ctx, g)
	}
	return o, err
}

// Contact opens how to reach the person. They are told by mail, once: that follows from the access record, not from here. The grant is
// for the purpose contact.
func (h *House) Contact(ctx context.Context, g privacy.Grant, v ID) (a Application, err error) {
	if err := g.Require(access.ApplicationContact); err != nil {
		return a, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		s, err := store.One(r, "application.held", store.Args{"id": v}, scanShut)
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
		s, err := store.One(r, "application.held", store.Args{"id": v}, scanShut)
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

// Move brings an application to another stage, or to hired. The person is told in fifteen seconds, unless it is undone.
func (h *House) Move(ctx context.Context, g privacy.Grant, v ID, to State) (MoveID, error) {
	if to.Outcome == Rejected || to.Outcome == Withdrawn {
		return MoveID{}, withheld()
	}
	return h.move(ctx, g, v, func(s shut) State {
		if to.Outcome != "" {
			to.Stage = s.Stage
		}
		return to
	}, nil)
}

// Reject ends an application with a reason. No machine can: the actor is a member, and one of the team has opened it (GDPR article 22).
func (h *House) Reject(ctx context.Context, g privacy.Grant, v ID, d Decision) (MoveID, error) {
	var f fault.Form
	if !slices.Contains(Reasons(), d.Reason) {
		f.Add("reason", "form.choice")
	}
	if utf8.RuneCountInString(d.Text) > noteMax {
		f.Add("text", "form.long", fault.Args{"Max": noteMax})
	}
	if err := f.Err(); err != nil {
		return MoveID{}, err
	}
	return h.move(ctx, g, v, func(s shut) State { return State{s.Stage, Rejected} }, &d)
}

func (h *House) move(ctx context.Context, g privacy.Grant, v ID, next func(shut) State, d *Decision) (m MoveID, err error) {
	if err := g.Require(access.ApplicationMove); err != nil {
		return m, err
	}
	if g.Actor().Persona != access.Member {
		return m, withheld()
	}
	err = h.db.Write(ctx, g, func(w *store.Writer) error {
		s, err := store.One(w.Reader, "application.held", store.Args{"id": v}, scanShut)
		if err != nil {
			return err
		}
		to := next(s)
		if !s.May(to) {
			return fault.New(fault.Conflict, "application.state")
		}
		args := store.Args{"id": v, "stage": string(to.Stage), "outcome": string(to.Outcome), "ended_at": time.Time{}, "decision": store.Sealed(nil),
			"was_stage": string(s.Stage), "was_outcome": string(s.Outcome)}
		if to.Ended() {
			args["ended_at"] = w.Now()
		}
		if d != nil {
			if args["decision"], err = h.judged(w, s, *d); err != nil {
				return err
			}
		}
		if err := once(w, args); err != nil {
			return err
		}
		m, err = h.record(w, s, to)
		return err
	})
	return m, err
}

// judged seals a decision, if somebody of the team has opened what it is about.
func (h *House) judged(w *store.Writer, s shut, d Decision) (store.Sealed, error) {
	seen, err := looks(w.Reader, s.Application)
	if err != nil {
		return nil, err
	}
	if !opened(seen) {
		return nil, fault.New(fault.Conflict, "application.unopened")
	}
	return store.Seal(w, fieldDecision, s.dossier, s.ID, d)
}

// once changes the state that was read, and no other.
func once(w *store.Writer, args store.Args) error {
	n, err := w.Exec("application.setState", args)
	if err == nil && n != 1 {
		err = conflict()
	}
	return err
}

// record writes the move and its letter, and takes back the letter of the move before if it still waits: the person gets one.
func (h *House) record(w *store.Writer, s shut, to State) (MoveID, error) {
	last, err := store.List(w.Reader, "application.moves", store.Args{"application_id": s.ID}, scanMove)
	if err != nil {
		return MoveID{}, err
	}
	if len(last) > 0 {
		if _, err := mail.Cancel(w, LetterMoved, last[0].ID.String()); err != nil {
			return MoveID{}, err
		}
	}
	m := id.New[moveNoun](w.Now())
	err = w.Must("application.addMove", store.Args{"id": m, "subject_id": s.Subject, "dossier_id": s.dossier, "application_id": s.ID,
		"by_id": w.Grant().Actor().Subject, "now": w.Now(), "from_stage": string(s.Stage), "from_outcome": string(s.Outcome),
		"to_stage": string(to.Stage), "to_outcome": string(to.Outcome)})
	if err != nil {
		return m, err
	}
	w.Fact(FactMoved, map[string]string{"application": s.ID.String(), "job": s.Job.String(), "employer": s.Employer.String(), "move": m.String()})
	return m, mail.Enqueue(w, mail.Post{Kind: LetterMoved, Subject: s.Subject, Once: m.String(), At: w.Now().Add(UndoFor),
		Args: map[string]string{"application": s.ID.String(), "move": m.String(), "job": s.Job.String(), "site": s.Site.String()}})
}

// Undo takes the last move back while its letter has not left, however long that takes and whichever process asks.
func (h *House) Undo(ctx context.Context, g privacy.Grant, v ID, m MoveID) error {
	if err := g.Require(access.ApplicationMove); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		s, err := store.One(w.Reader, "application.held", store.Args{"id": v}, scanShut)
		if err != nil {
			return err
		}
		all, err := store.List(w.Reader, "application.moves", store.Args{"application_id": v}, scanMove)
		if err != nil {
			return err
		}
		if len(all) == 0 || all[0].ID != m || !all[0].UndoneAt.IsZero() || all[0].To != s.State {
			return fault.New(fault.Conflict, "application.undo.late")
		}
		ok, err := mail.Cancel(w, LetterMoved, m.String())
		if err != nil {
			return err
		}
		if !ok {
			return fault.New(fault.Conflict, "application.undo.late")
		}
		if err := w.Must("application.undoMove", store.Args{"id": m, "now": w.Now()}); err != nil {
			return err
		}
		from := all[0].From
		w.Fact(FactUndone, map[string]string{"application": v.String(), "job": s.Job.String(), "employer": s.Employer.String(), "move": m.String()})
		return once(w, store.Args{"id": v, "stage": string(from.Stage), "outcome": string(from.Outcome), "ended_at": time.Time{},
			"decision": store.Sealed(nil), "was_stage": string(s.Stage), "was_outcome": string(s.Outcome)})
	})
}
