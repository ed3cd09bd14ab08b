package job

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/store"
)

// PageSize is how many jobs one page of a list has.
const PageSize = 20

const pagesMost = 10_000

// Found is one page of what was found, with the counts of every facet.
type Found struct {
	Jobs   []Entry
	Total  int
	Page   int
	Next   *After // where the next page begins; nil on the last
	Counts map[Facet][]Option
}

// Option is a value of a facet and how many jobs choosing it would find.
type Option struct {
	Value  string
	Count  int
	Chosen bool
}

// Search lists the open jobs of a site.
func (h *House) Search(ctx context.Context, g privacy.Grant, s site.ID, f Filter) (Found, error) {
	if err := g.Require(access.JobSee); err != nil {
		return Found{}, err
	}
	f = f.tidy()
	b, v, at, err := h.shelf(ctx, s)
	if err != nil {
		return Found{}, err
	}
	t := v.all
	if !f.empty() {
		t = v.count(b, b.query(f))
	}
	out := Found{Page: min(max(f.Page, 1), pagesMost), Total: len(t.hits), Counts: options(b, t, f)}
	hits := t.sorted(f.Sort, currencyOf(at.Country))
	size := cmp.Or(f.Most, PageSize)
	from := min((out.Page-1)*size, len(hits))
	if f.After != nil {
		from = f.After.place(hits)
	}
	hits = hits[from:]
	if len(hits) > size {
		hits = hits[:size]
		out.Next = &After{hits[size-1].published, hits[size-1].id}
	}
	for chunk := range slices.Chunk(hits, PageSize) {
		some, err := h.entries(ctx, g, chunk)
		if err != nil {
			return out, err
		}
		out.Jobs = append(out.Jobs, some...)
	}
	return out, nil
}

// shelf is what a site lists now.
func (h *House) shelf(ctx context.Context, id site.ID) (*board, *shelf, site.Site, error) {
	s, err := h.sites.ByID(ctx, id)
	if err != nil {
		return nil, nil, s, err
	}
	b, err := h.board(ctx)
	if err != nil {
		return nil, nil, s, err
	}
	return b, b.shelf(s, h.sites.Turn(), h.db.Now()), s, nil
}

// options are the facets' values that any job has, in their order; regions by count.
func options(b *board, t *tally, f Filter) map[Facet][]Option {
	out := map[Facet][]Option{}
	for i, c := range coded {
		for n, v := range c.values {
			chosen := slices.Contains(f.Chosen[c.facet], v)
			if t.coded[i][n] > 0 || chosen {
				out[c.facet] = append(out[c.facet], Option{v, t.coded[i][n], chosen})
			}
		}
	}
	for n, name := range b.regions {
		chosen := name != "" && slices.Contains(f.Chosen[ByRegion], name)
		if name != "" && t.regions[n] > 0 || chosen {
			out[ByRegion] = append(out[ByRegion], Option{name, t.regions[n], chosen})
		}
	}
	slices.SortFunc(out[ByRegion], func(a, b Option) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Value, b.Value)
	})
	return out
}

// entries reads what a list shows. A job that closed a moment ago is left out: the store has the last word.
func (h *House) entries(ctx context.Context, g privacy.Grant, posts []*post) ([]Entry, error) {
	if len(posts) == 0 {
		return nil, nil
	}
	args := store.Args{"now": h.db.Now()}
	for i := range PageSize {
		args[fmt.Sprintf("id%d", i)] = posts[min(i, len(posts)-1)].id
	}
	var list []Entry
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		list, err = store.List(r, "job.entries", args, scanEntry)
		return err
	})
	place := make(map[ID]int, len(posts))
	for i, p := range posts {
		place[p.id] = i
	}
	slices.SortFunc(list, func(a, b Entry) int { return place[a.ID] - place[b.ID] })
	return list, err
}

// OfEmployer lists the open jobs of an employer on a site, newest first.
func (h *House) OfEmployer(ctx context.Context, g privacy.Grant, s site.ID, e access.EmployerID) (Found, error) {
	return h.Search(ctx, g, s, Filter{Employer: e})
}

// Hiring lists who has open jobs on a site, the most first.
func (h *House) Hiring(ctx context.Context, g privacy.Grant, s site.ID) ([]Hiring, error) {
	if err := g.Require(access.JobSee); err != nil {
		return nil, err
	}
	_, v, _, err := h.shelf(ctx, s)
	if err != nil {
		return nil, err
	}
	return v.employers, nil
}

// CountOf is how many open jobs a site lists.
func (h *House) CountOf(ctx context.Context, g privacy.Grant, s site.ID) (int, error) {
	if err := g.Require(access.JobSee); err != nil {
		return 0, err
	}
	_, v, _, err := h.shelf(ctx, s)
	if err != nil {
		return 0, err
	}
	return len(v.posts), nil
}

// listed reports whether a site lists a job, open or closed.
func (h *House) listed(s site.Site, j Job) bool {
	o := site.Offer{Home: j.Site, Employer: j.Employer, Branch: j.EmployerBranch, Language: j.Language}
	for _, p := range j.Places {
		o.Countries, o.Regions = append(o.Countries, p.Country), append(o.Regions, p.Town, p.Region)
	}
	return s.Lists(o)
}
