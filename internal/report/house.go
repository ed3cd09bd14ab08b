package report

import (
	"context"
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/site"
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
	return store.Room{Name: "report", Schema: schema, Queries: queries, Footprint: footprint}
}

// Sites lists the sites of the installation, for their names.
type Sites interface {
	All(ctx context.Context) ([]site.Site, error)
}

// House is the room at work.
type House struct {
	db    *store.DB
	sites Sites
}

// New makes the house. Both arguments are needed.
func New(db *store.DB, sites Sites) *House { return &House{db: db, sites: sites} }

// Report makes the report of a filter for the grant's employer.
func (h *House) Report(ctx context.Context, g privacy.Grant, f Filter) (Report, error) {
	if err := g.Require(access.ReportSee); err != nil {
		return Report{}, err
	}
	var m made
	var title string
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		if !f.Job.IsZero() {
			if err := r.Get("report.job", store.Args{"id": f.Job}, &title); err != nil {
				return withheld(err)
			}
		}
		m, err = gather(r, f)
		return err
	})
	if err != nil {
		return Report{}, err
	}
	out := m.report(f)
	out.Title = title
	return out, h.name(ctx, out.Channels)
}

// withheld answers for a job of somebody else as for one that is not there.
func withheld(err error) error {
	if store.Missing(err) {
		return fault.New(fault.Withheld, "fault.notfound")
	}
	return err
}

// gather reads what a report is made of: the counts of whole years, and the jobs that were published in the period.
func gather(r *store.Reader, f Filter) (m made, err error) {
	years := f.Period.whole()
	if m.rows, err = store.List(r, "report.between", store.Args{"from": string(years.From), "to": string(years.To)}, scanRow); err != nil {
		return m, err
	}
	args := store.Args{"from": f.Period.From.begin(), "before": f.Period.To.Next().begin(), "job_id": f.Job.String()}
	if m.jobs, err = store.List(r, "report.jobs", args, scanLead); err != nil {
		return m, err
	}
	m.firsts = map[job.ID]int{}
	_, err = store.List(r, "report.firsts", store.Args{}, func(row store.Row) (struct{}, error) {
		var j job.ID
		var days int
		err := row.Scan(&j, &days)
		m.firsts[j] = days
		return struct{}{}, err
	})
	return m, err
}

// name puts the names of the sites beside them.
func (h *House) name(ctx context.Context, all []Channel) error {
	sites, err := h.sites.All(ctx)
	if err != nil {
		return err
	}
	for i := range all {
		for _, s := range sites {
			if s.ID == all[i].Site {
				all[i].Name = s.Name
			}
		}
	}
	return nil
}

// Choices are what a filter can be set to.
type Choices struct {
	Quarters []Quarter // newest first; the running one and the oldest are always there
	Jobs     []Named   // at most two hundred, newest first
	Sites    []Named
}

// Named is an identifier with its name.
type Named struct{ ID, Name string }

// Choices lists what the grant's employer can choose from.
func (h *House) Choices(ctx context.Context, g privacy.Grant) (c Choices, err error) {
	if err := g.Require(access.ReportSee); err != nil {
		return c, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		if c.Quarters, err = store.List(r, "report.quarters", store.Args{}, scanQuarter); err != nil {
			return err
		}
		c.Jobs, err = store.List(r, "report.choices", store.Args{}, func(row store.Row) (n Named, err error) {
			var j job.ID
			err = row.Scan(&j, &n.Name)
			n.ID = j.String()
			return n, err
		})
		return err
	})
	if err != nil {
		return c, err
	}
	err = h.fill(ctx, &c)
	return c, err
}

// fill puts the running quarter and the sites into choices.
func (h *House) fill(ctx context.Context, c *Choices) error {
	if now := QuarterOf(h.db.Now()); !slices.Contains(c.Quarters, now) {
		c.Quarters = slices.Insert(c.Quarters, 0, now)
	}
	sites, err := h.sites.All(ctx)
	for _, s := range sites {
		c.Sites = append(c.Sites, Named{s.ID.String(), s.Name})
	}
	return err
}

func scanQuarter(row store.Row) (Quarter, error) {
	var s string
	err := row.Scan(&s)
	return Quarter(s), err
}

func scanRow(row store.Row) (r Row, err error) {
	var q, s, counts string
	if err = row.Scan(&q, &r.Job, &s, &counts); err != nil {
		return r, err
	}
	return r, r.read(q, s, counts)
}

func scanRowOfAll(row store.Row) (r Row, err error) {
	var q, s, counts string
	if err = row.Scan(&q, &r.Job, &s, &counts, &r.Employer); err != nil {
		return r, err
	}
	return r, r.read(q, s, counts)
}

func (r *Row) read(q, s, counts string) (err error) {
	r.Quarter, r.Counts = Quarter(q), ParseCounts(counts)
	if s != "" {
		err = r.Site.UnmarshalText([]byte(s))
	}
	return err
}

func scanLead(row store.Row) (j LeadJob, err error) {
	var closed time.Time
	var reason string
	if err = row.Scan(&j.ID, &j.Title, &j.Published, &closed, &reason); err != nil {
		return j, err
	}
	j.Ended = -1
	if !closed.IsZero() {
		j.Ended, j.Filled = daysBetween(j.Published, closed), reason == string(job.Filled)
	}
	return j, nil
}

func daysBetween(from, to time.Time) int { return max(0, int(to.Sub(from)/(24*time.Hour))) }
