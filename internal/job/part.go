package job

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/locale"
	"verv/internal/match"
	"verv/internal/match/query"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/store"
	"verv/internal/web"
	"verv/internal/web/page"
)

// What the feed house needs: whole advertisements, part by part, and how they are put into words and addresses.

// Part is some of the jobs that a site lists, newest first.
type Part struct {
	Jobs    []Job
	Total   int
	Changed time.Time // when what the site lists changed, as far as this process saw
}

// Part reads whole advertisements of a site, or of one employer on it: those of the page (from 1) when each has most of them.
func (h *House) Part(ctx context.Context, g privacy.Grant, s site.ID, e access.EmployerID, number, most int) (Part, error) {
	if err := g.Require(access.JobSee); err != nil {
		return Part{}, err
	}
	at, err := h.searched(ctx, s)
	if err != nil {
		return Part{}, err
	}
	q := match.Request{Query: market(at), Skip: (max(number, 1) - 1) * most, Limit: most, Now: h.db.Now()}
	if !e.IsZero() {
		q.Query = query.All(q.Query, query.Facet{Field: query.Employer, Value: e.String()})
	}
	got := h.finder.index.Search(q)
	out := Part{Total: got.Total, Changed: h.finder.moved()}
	now := h.db.Now()
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		for _, id := range ids(got.Hits) {
			j, err := store.One(r, "job.open", store.Args{"id": id}, scanJob)
			if err == nil {
				j.Places, err = store.List(r, "job.places", store.Args{"job_id": id}, scanPlace)
			}
			switch {
			case store.Missing(err), err == nil && !j.Takes(now): // it closed a moment ago
			case err != nil:
				return err
			default:
				out.Jobs = append(out.Jobs, j)
			}
		}
		return nil
	})
	return out, err
}

// SiteOf is the site of the request. The installation's own address shows the oldest one.
func (h *House) SiteOf(r *web.Request) (site.Site, error) { return h.siteOf(r) }

// URL is the address of an advertisement at its home.
func (h *House) URL(r *web.Request, j Job) string {
	return h.canonical(r, j.Site, address(j.ID, j.Title))
}

// Posting is schema.org's JobPosting of an advertisement, as the site of the request shows it.
func (h *House) Posting(r *web.Request, s site.Site, j Job) (string, error) {
	return h.jobPosting(r, s, j)
}

// Item is a job of a list in the reader's language; path makes its address.
func Item(w *locale.Words, path func(string) string, now time.Time, e Entry) page.Item {
	return entry(w, path, now, e)
}
