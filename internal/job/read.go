package job

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/store"
)

// Open reads a job that is published, or closed not long ago, with its questions. One that closed longer ago is Gone, a draft is
// NotFound.
func (h *House) Open(ctx context.Context, g privacy.Grant, j ID) (Job, error) {
	return h.open(ctx, g, j, false)
}

// OpenOrShut is Open for whoever keeps the books of a job: whether the operator lets everybody read it does not matter.
func (h *House) OpenOrShut(ctx context.Context, g privacy.Grant, j ID) (Job, error) {
	return h.open(ctx, g, j, true)
}

func (h *House) open(ctx context.Context, g privacy.Grant, j ID, shut bool) (Job, error) {
	if err := g.Require(access.JobSee); err != nil {
		return Job{}, err
	}
	var out Job
	m := Moderation{Standing: Clear}
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		if out, err = read(r, "job.open", j); err == nil && !shut {
			m, err = standing(r, j)
		}
		return err
	})
	switch {
	case err != nil:
		return Job{}, err
	case m.Standing == Down:
		return Job{}, fault.New(fault.Gone, "job.gone")
	case m.Standing != Clear:
		return Job{}, fault.New(fault.NotFound, "fault.notfound")
	}
	shown, gone := out.Shown(h.db.Now())
	switch {
	case gone:
		return Job{}, fault.New(fault.Gone, "job.gone")
	case !shown:
		return Job{}, fault.New(fault.NotFound, "fault.notfound")
	}
	out.Keeping = keeping(h.cfg.Retention, out.Content)
	return out, nil
}

// Of reads a job of the grant's employer, whatever its state.
func (h *House) Of(ctx context.Context, g privacy.Grant, j ID) (Job, error) {
	if err := g.Require(access.JobList); err != nil {
		return Job{}, err
	}
	var out Job
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) { out, err = read(r, "job.of", j); return err })
	out.Keeping = keeping(h.cfg.Retention, out.Content)
	return out, err
}

const mineMost = 500

// Filter is what a reader looks for on a site. The zero Filter finds everything.
type Filter struct {
	Words      string // of title and employer; every one of the first three must be there
	Place      string // town, region, postcode or country
	Employment Employment
	Remote     Remote
	Page       int // from 1
}

// PageSize is how many jobs one page of a list has.
const PageSize = 20

const (
	pagesMost = 500
)

// Found is one page of what was found.
type Found struct {
	Jobs  []Entry
	Total int
	Page  int
}

func (f Filter) empty() bool {
	return strings.TrimSpace(f.Words) == "" && strings.TrimSpace(f.Place) == "" && f.Employment == "" && f.Remote == ""
}

// args are the patterns of the statement search. A field that is not filled matches everything.
func (f Filter) args(s site.ID, now time.Time) store.Args {
	words := strings.Fields(fold(f.Words))
	pattern := func(i int) string {
		if i >= len(words) {
			return "%"
		}
		return like(words[i])
	}
	kind, remote := "%", "%"
	if f.Employment != "" {
		kind = "% " + string(f.Employment) + " %"
	}
	if f.Remote != "" {
		remote = string(f.Remote)
	}
	return store.Args{"site_id": s, "now": now, "first": pattern(0), "second": pattern(1), "third": pattern(2), "place": like(fold(f.Place)),
		"kind": kind, "remote": remote}
}

var likeEscape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// like is the pattern of whatever holds s.
func like(s string) string {
	if s == "" {
		return "%"
	}
	return "%" + likeEscape.Replace(s) + "%"
}

// Search lists the open jobs of a site, newest first: one statement without a filter, two with one.
func (h *House) Search(ctx context.Context, g privacy.Grant, s site.ID, f Filter) (Found, error) {
	if err := g.Require(access.JobSee); err != nil {
		return Found{}, err
	}
	out := Found{Page: min(max(f.Page, 1), pagesMost)}
	now := h.db.Now()
	if f.empty() {
		total, _, err := h.counted(ctx, g, s)
		if err != nil {
			return out, err
		}
		out.Total = total
	}
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		statement, args := store.Name("job.newest"), store.Args{"site_id": s, "now": now}
		if !f.empty() {
			statement, args = "job.search", f.args(s, now)
			if err := r.Get("job.found", maps.Clone(args), &out.Total); err != nil || out.Total == 0 {
				return err
			}
		}
		args["most"], args["skip"] = PageSize, (out.Page-1)*PageSize
		out.Jobs, err = store.List(r, statement, args, scanEntry)
		return err
	})
	return out, err
}

// OfEmployer lists the open jobs of an employer for everybody, newest first.
func (h *House) OfEmployer(ctx context.Context, g privacy.Grant, e access.EmployerID) ([]Entry, error) {
	if err := g.Require(access.JobSee); err != nil {
		return nil, err
	}
	var out []Entry
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		out, err = store.List(r, "job.ofEmployer", store.Args{"employer_id": e, "now": h.db.Now(), "most": mineMost}, scanEntry)
		return err
	})
	return out, err
}

// Region is where a site's open jobs are, for the list of the home page.
type Region struct {
	Name  string
	Count int
}

type regionCount struct {
	turn  int64
	at    time.Time
	total int
	all   []Region
}

// regionCache keeps the counts of each site until a job changed, at most regionsFor: a deadline passes without a fact.
type regionCache struct {
	turn atomic.Int64
	mu   sync.Mutex
	kept map[site.ID]regionCount
}

const regionsFor = time.Minute

// Regions lists where the open jobs of a site are, the most first.
func (h *House) Regions(ctx context.Context, g privacy.Grant, s site.ID) ([]Region, error) {
	if err := g.Require(access.JobSee); err != nil {
		return nil, err
	}
	_, all, err := h.counted(ctx, g, s)
	return all, err
}

func (h *House) counted(ctx context.Context, g privacy.Grant, s site.ID) (int, []Region, error) {
	c, now := &h.regions, h.db.Now()
	turn := c.turn.Load()
	c.mu.Lock()
	kept, ok := c.kept[s]
	c.mu.Unlock()
	if age := now.Sub(kept.at); ok && kept.turn == turn && age >= 0 && age < regionsFor {
		return kept.total, kept.all, nil
	}
	fresh := regionCount{turn: turn, at: now}
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		fresh.all, err = store.List(r, "job.regions", store.Args{"site_id": s, "now": now}, func(row store.Row) (Region, error) {
			var v Region
			return v, row.Scan(&v.Name, &v.Count)
		})
		return err
	})
	if err != nil {
		return 0, nil, err
	}
	for _, v := range fresh.all {
		fresh.total += v.Count
	}
	fresh.all = slices.DeleteFunc(fresh.all, func(v Region) bool { return v.Name == "" })
	slices.SortFunc(fresh.all, func(a, b Region) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Name, b.Name)
	})
	c.mu.Lock()
	c.kept[s] = fresh
	c.mu.Unlock()
	return fresh.total, fresh.all, nil
}
