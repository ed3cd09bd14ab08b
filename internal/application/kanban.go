package application

import (
	"context"

	"verv/internal/access"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/store"
)

// columnMost is how many cards a column of the board can show when it is opened further.
const columnMost = 1000

// Tally counts the applications of one job.
type Tally struct {
	States map[string]int // by stage's kind, or by outcome
	Stages map[StageID]int
	All    int
}

// of is how many of them fit the state and the stage of a filter.
func (t Tally) of(f Filter) int {
	switch {
	case !f.Stage.IsZero():
		return t.Stages[f.Stage]
	case f.State != "":
		return t.States[f.State]
	}
	return t.All
}

// tally counts by stage what fits score and unread of a filter.
func tally(r *store.Reader, j job.ID, p Pipeline, f Filter) (Tally, error) {
	t := Tally{States: map[string]int{}, Stages: map[StageID]int{}}
	args := store.Args{"job_id": j, "least": f.Least, "unread": bit(f.Unread), "me": r.Grant().Actor().Subject.String()}
	_, err := store.List(r, "application.stageCounts", args, func(row store.Row) (struct{}, error) {
		var s State
		var stage, outcome string
		var at StageID
		var n int
		err := row.Scan(&stage, &outcome, &at, &n)
		s = State{Stage(stage), Outcome(outcome)}
		t.States[s.Word()] += n
		t.All += n
		if !s.Ended() {
			t.Stages[p.At(at, s.Stage).ID] += n
		}
		return struct{}{}, err
	})
	return t, err
}

// args are what the statements of a list ask of a filter.
func (f Filter) args(g privacy.Grant, j job.ID, p Pipeline) store.Args {
	first := ""
	if s, ok := p.Find(f.Stage); ok {
		first = p.first(s)
	}
	return store.Args{"job_id": j, "state": f.State, "stage_id": f.Stage.String(), "first": first, "least": f.Least, "unread": bit(f.Unread),
		"me": g.Actor().Subject.String()}
}

// Column is one stage of the board with its first cards, the newest first.
type Column struct {
	JobStage
	Lines []Line
	Total int // that fit the filter
}

// Board is the applications of one job by stage. Those that ended are counted alone.
type Board struct {
	Job     job.Job
	Columns []Column
	Tally   Tally      // of all, whatever the filter
	News    map[ID]int // unread messages
}

// More is one column of which more is to be shown.
type More struct {
	Stage StageID
	Cards int
}

// most is how many cards of a stage are shown.
func (m More) most(v StageID) int {
	if m.Stage == v {
		return max(PageSize, min(m.Cards, columnMost))
	}
	return PageSize
}

// Board reads the board of a job of the grant's employer. Each column shows its first page of names, all in one access record; a search
// by name opens those of the whole job, as in the table.
func (h *House) Board(ctx context.Context, g privacy.Grant, j job.ID, f Filter, m More) (b Board, err error) {
	if err := g.Require(access.ApplicationList); err != nil {
		return b, err
	}
	if b.Job, err = h.Jobs.Of(ctx, g, j); err != nil {
		return b, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		r.About("job", j)
		p, err := h.pipeline(r, b.Job)
		if err != nil {
			return err
		}
		if b.News, err = h.news(r); err != nil {
			return err
		}
		if b.Tally, err = tally(r, j, p, Filter{}); err != nil {
			return err
		}
		if f.Name != "" {
			return b.search(r, g, p, f, m)
		}
		return b.fill(r, g, p, f, m)
	})
	return b, err
}

// fill reads each column by itself.
func (b *Board) fill(r *store.Reader, g privacy.Grant, p Pipeline, f Filter, m More) error {
	fit := b.Tally
	if f.Unread || f.Least > 0 {
		var err error
		if fit, err = tally(r, b.Job.ID, p, f); err != nil {
			return err
		}
	}
	var shown Table // so that all names are fetched and opened in one go
	for _, s := range p {
		f.State, f.Stage = "", s.ID
		c := Column{JobStage: s, Total: fit.Stages[s.ID]}
		if c.Total > 0 {
			args := f.args(g, b.Job.ID, p)
			args["most"], args["skip"] = m.most(s.ID), 0
			lines, err := store.List(r, "application.bySent", args, scanLine)
			if err != nil {
				return err
			}
			c.Lines = lines
			shown.Lines = append(shown.Lines, lines...)
		}
		b.Columns = append(b.Columns, c)
	}
	if err := shown.names(r, ""); err != nil {
		return err
	}
	for i := range b.Columns {
		n := len(b.Columns[i].Lines)
		b.Columns[i].Lines, shown.Lines = shown.Lines[:n:n], shown.Lines[n:]
	}
	return nil
}

// search finds by name among all open applications and sorts what is found into the columns.
func (b *Board) search(r *store.Reader, g privacy.Grant, p Pipeline, f Filter, m More) error {
	f.State, f.Stage = "", StageID{}
	args := f.args(g, b.Job.ID, p)
	args["most"], args["skip"] = tableMost, 0
	all, err := store.List(r, "application.bySent", args, scanLine)
	if err != nil {
		return err
	}
	found := Table{Lines: all}
	if err := found.names(r, f.Name); err != nil {
		return err
	}
	at := map[StageID]int{}
	for i, s := range p {
		b.Columns = append(b.Columns, Column{JobStage: s})
		at[s.ID] = i
	}
	for _, l := range found.Lines {
		if l.Ended() {
			continue
		}
		c := &b.Columns[at[p.At(l.StageID, l.Stage).ID]]
		c.Total++
		if len(c.Lines) < m.most(c.ID) {
			c.Lines = append(c.Lines, l)
		}
	}
	return nil
}
