package job

import (
	"cmp"
	"context"
	"slices"

	"verv/internal/access"
	"verv/internal/plan"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Desk is what a member looks for among the employer's jobs. The zero Desk is everything that is not archived.
type Desk struct {
	State State  // empty is all but archived ones
	Words string // of title and employer; every letter counts as it stands
	Page  int    // from 1
}

// DeskSize is how many jobs one page of the list has.
const DeskSize = 50

// OnDesk is what was found, with what waits for somebody.
type OnDesk struct {
	Jobs    []Mine
	Counts  map[ID]Count
	States  map[State]int // of all that the words find
	Waiting []Waiting     // without a filter only
	Total   int           // in the state that was asked for
	Open    plan.Use      // of the plan's open jobs
}

// Waiting is a job that needs somebody to do something.
type Waiting struct {
	Mine
	Why  string // approve, soon or answer: the end of a catalogue key
	Open int    // applications that wait for an answer
}

const (
	waitingMost = 200
	soonDays    = 3 // whole days ahead of the last one
)

// Desk lists the jobs of the grant's employer with the counts of the application house.
func (h *House) Desk(ctx context.Context, g privacy.Grant, d Desk) (OnDesk, error) {
	if err := g.Require(access.JobList); err != nil {
		return OnDesk{}, err
	}
	out := OnDesk{States: map[State]int{}}
	var waiting []Mine
	now := h.db.Now()
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		words := like(fold(d.Words))
		type line struct {
			state State
			n     int
		}
		lines, err := store.List(r, "job.byState", store.Args{"words": words}, func(row store.Row) (line, error) {
			var l line
			var state string
			err := row.Scan(&state, &l.n)
			l.state = State(state)
			return l, err
		})
		if err != nil {
			return err
		}
		for _, l := range lines {
			out.States[l.state] = l.n
		}
		state, hidden := string(d.State), ""
		if d.State == "" {
			state, hidden = "%", string(Archived)
		}
		if out.Open, err = plan.ReadUse(r, g.Scope().Employer(), plan.Jobs, CountOpen); err != nil {
			return err
		}
		out.Jobs, err = store.List(r, "job.mine", store.Args{"words": words, "state": state, "hidden": hidden, "most": DeskSize,
			"skip": (max(d.Page, 1) - 1) * DeskSize}, scanMine)
		if err != nil || d.State != "" || d.Words != "" || d.Page > 1 {
			return err
		}
		waiting, err = store.List(r, "job.waiting", store.Args{"now": now, "soon": now.AddDate(0, 0, soonDays+1), "most": waitingMost}, scanMine)
		return err
	})
	if err != nil {
		return out, err
	}
	for s, n := range out.States {
		if s == d.State || d.State == "" && s != Archived {
			out.Total += n
		}
	}
	if out.Counts, err = h.count(ctx, g, out.Jobs, waiting); err != nil {
		return out, err
	}
	out.Waiting = attention(waiting, out.Counts)
	return out, nil
}

// Walk lists the jobs of the grant's employer in the order they were made, from after one of them on, for a program that reads on where it
// stopped.
func (h *House) Walk(ctx context.Context, g privacy.Grant, d Desk, after ID, most int) (out OnDesk, err error) {
	if err := g.Require(access.JobList); err != nil {
		return out, err
	}
	state, hidden := string(d.State), ""
	if d.State == "" {
		state, hidden = "%", string(Archived)
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		out.Jobs, err = store.List(r, "job.walk", store.Args{"words": like(fold(d.Words)), "state": state, "hidden": hidden, "after": after.String(), "most": most}, scanMine)
		return err
	})
	if err != nil {
		return out, err
	}
	out.Counts, err = h.count(ctx, g, out.Jobs)
	return out, err
}

func (h *House) count(ctx context.Context, g privacy.Grant, lists ...[]Mine) (map[ID]Count, error) {
	var ids []ID
	for _, list := range lists {
		for _, m := range list {
			if m.State.Public() {
				ids = append(ids, m.ID)
			}
		}
	}
	slices.SortFunc(ids, func(a, b ID) int { return a.Compare(b) })
	if ids = slices.Compact(ids); h.counts == nil || len(ids) == 0 {
		return nil, nil
	}
	return h.counts(ctx, g, ids)
}

// attention says why each job waits: for approval, for its deadline, for the last answers. The most pressing first.
func attention(all []Mine, counts map[ID]Count) []Waiting {
	var out []Waiting
	for _, m := range all {
		w := Waiting{Mine: m, Open: counts[m.ID].Open}
		switch {
		case m.State == Awaiting:
			w.Why = "approve"
		case m.State == Open:
			w.Why = "soon"
		case w.Open > 0:
			w.Why = "answer"
		default:
			continue
		}
		out = append(out, w)
	}
	order := []string{"approve", "soon", "answer"}
	slices.SortStableFunc(out, func(a, b Waiting) int { return cmp.Compare(slices.Index(order, a.Why), slices.Index(order, b.Why)) })
	return out
}
