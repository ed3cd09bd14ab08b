package plan

import (
	"context"
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"strings"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

var (
	//go:embed schema.sql
	schema string
	//go:embed queries.sql
	queries string
	//go:embed footprint.txt
	footprint string
)

// Room is this room for the store.
func Room() store.Room {
	return store.Room{Name: "plan", Schema: schema, Queries: queries, Footprint: footprint}
}

// House answers for plans.
type House struct {
	db     *store.DB
	counts map[Limit]Counter
}

// New makes the house.
func New(db *store.DB) *House { return &House{db: db, counts: map[Limit]Counter{}} }

// Fill hands in how houses further along count what a plan limits, for the pages that show the use. Call it before the first request.
func (h *House) Fill(counts map[Limit]Counter) { h.counts = counts }

// The facts of this house. Each names the plan; FactAssigned also the employer, and no plan where it is on none from now on.
const (
	FactMade     = "plan.made"
	FactChanged  = "plan.changed"
	FactArchived = "plan.archived"
	FactRestored = "plan.restored"
	FactAssigned = "plan.assigned"
)

// List lists the plans, archived ones last.
func (h *House) List(ctx context.Context, g privacy.Grant) (out []Plan, err error) {
	if err := g.Require(access.PlanEdit); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { out, err = list(r); return err })
	return out, err
}

// ReadAll is List within the operation's transaction of a house further along.
func ReadAll(r *store.Reader) ([]Plan, error) { return list(r) }

func list(r *store.Reader) ([]Plan, error) { return store.List(r, "plan.all", store.Args{}, scan) }

// Get reads one plan.
func (h *House) Get(ctx context.Context, g privacy.Grant, p ID) (out Plan, err error) {
	if err := g.Require(access.PlanEdit); err != nil {
		return out, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		out, err = store.One(r, "plan.byID", store.Args{"id": p}, scan)
		return err
	})
	return out, err
}

// Make makes a plan.
func (h *House) Make(ctx context.Context, g privacy.Grant, t Terms) (p ID, err error) {
	if err := g.Require(access.PlanEdit); err != nil {
		return p, err
	}
	t.Name = strings.Join(strings.Fields(t.Name), " ")
	if err := t.check(); err != nil {
		return p, err
	}
	err = h.db.Write(ctx, g, func(w *store.Writer) error {
		all, err := list(w.Reader)
		if err != nil {
			return err
		}
		if len(all) >= plansMost {
			return fault.New(fault.Conflict, "plan.many", fault.Args{"Max": plansMost})
		}
		p = id.New[noun](w.Now())
		if err := alone(w, p, t); err != nil {
			return err
		}
		args := t.args()
		args["id"], args["now"] = p, w.Now()
		w.Fact(FactMade, map[string]string{"plan": p.String()})
		return w.Must("plan.add", args)
	})
	return p, err
}

// alone refuses a name that another plan has, and takes the standard from another plan.
func alone(w *store.Writer, p ID, t Terms) error {
	var holder ID
	err := w.Get("plan.named", store.Args{"name_key": key(t.Name)}, &holder)
	switch {
	case err == nil && holder != p:
		var f fault.Form
		f.Add("name", "plan.name.taken")
		return f.Err()
	case err != nil && !store.Missing(err):
		return err
	}
	if !t.Standard {
		return nil
	}
	_, err = w.Exec("plan.noStandard", store.Args{"id": p})
	return err
}

// Change changes a plan for everybody who is on it, at once. What they have beyond the new limits stays.
func (h *House) Change(ctx context.Context, g privacy.Grant, p ID, version int, t Terms) error {
	if err := g.Require(access.PlanEdit); err != nil {
		return err
	}
	t.Name = strings.Join(strings.Fields(t.Name), " ")
	if err := t.check(); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		was, err := store.One(w.Reader, "plan.byID", store.Args{"id": p}, scan)
		if err != nil {
			return err
		}
		if was.Archived() && t.Standard {
			var f fault.Form
			f.Add("standard", "plan.standard.archived")
			return f.Err()
		}
		if err := alone(w, p, t); err != nil {
			return err
		}
		args := t.args()
		args["id"], args["version"], args["now"] = p, version, w.Now()
		w.Fact(FactChanged, map[string]string{"plan": p.String()})
		n, err := w.Exec("plan.change", args)
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, "plan.version.old")
		}
		return err
	})
}

// Archive takes a plan off the list of those that are given, or puts it back. Whoever is on it stays on it.
func (h *House) Archive(ctx context.Context, g privacy.Grant, p ID, archived bool) error {
	if err := g.Require(access.PlanEdit); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		args, fact := store.Args{"id": p, "now": w.Now(), "archived_at": nil}, FactRestored
		if archived {
			args["archived_at"], fact = w.Now(), FactArchived
		}
		w.Fact(fact, map[string]string{"plan": p.String()})
		return w.Must("plan.shelve", args)
	})
}

// Assign puts an employer on a plan; the zero plan is none, and nothing is limited. Whoever calls it knows that there is such an employer.
func (h *House) Assign(ctx context.Context, g privacy.Grant, e access.EmployerID, p ID) error {
	if err := g.Require(access.PlanEdit); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		ids := map[string]string{"employer": e.String()}
		if p.IsZero() {
			w.Fact(FactAssigned, ids)
			_, err := w.Exec("plan.unassign", store.Args{"employer_id": e})
			return err
		}
		if err := mayAssign(w.Reader, e, p); err != nil {
			return err
		}
		ids["plan"] = p.String()
		w.Fact(FactAssigned, ids)
		return w.Must("plan.assign", store.Args{"employer_id": e, "plan_id": p, "now": w.Now()})
	})
}

// mayAssign refuses a plan that is none, and an archived one unless the employer is on it.
func mayAssign(r *store.Reader, e access.EmployerID, p ID) error {
	v, err := store.One(r, "plan.byID", store.Args{"id": p}, scan)
	if err != nil && !store.Missing(err) {
		return err
	}
	was, failed := read(r, e)
	if failed != nil {
		return failed
	}
	if err != nil || v.Archived() && was.Plan.ID != p {
		var f fault.Form
		f.Add("plan", "form.choice")
		return f.Err()
	}
	return nil
}

// Own is how the grant's employer stands with its plan.
func (h *House) Own(ctx context.Context, g privacy.Grant) (s Standing, err error) {
	if err := g.Require(access.JobList); err != nil {
		return s, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { s, err = h.Read(r, g.Scope().Employer()); return err })
	return s, err
}

// Read is how an employer stands with its plan, within the transaction of a house further along. On no plan nothing is counted.
func (h *House) Read(r *store.Reader, e access.EmployerID) (Standing, error) {
	s, err := read(r, e)
	if err != nil || !s.On {
		return s, err
	}
	for _, l := range Limits() {
		if h.counts[l] == nil {
			continue
		}
		n, err := h.counts[l](r, e)
		if err != nil {
			return s, err
		}
		s.Uses = append(s.Uses, s.use(l, n))
	}
	return s, nil
}
