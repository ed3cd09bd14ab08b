package feed

import (
	"strconv"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/web"
)

// House answers for feeds.
type House struct {
	jobs      *job.House
	employers *employer.House
}

// New makes the house.
func New(jobs *job.House, employers *employer.House) *House { return &House{jobs, employers} }

// How many jobs one page of a feed has.
const (
	readersMost  = 50  // of a feed that people subscribe to
	machinesMost = 500 // of one that job boards fetch whole
	embedMost    = 20
	pagesMost    = 10_000
)

// Routes lists the routes of this house.
func (h *House) Routes() []web.Route {
	see := web.Public(access.JobSee, privacy.Publish)
	get := func(pattern string, fn web.Handler) web.Route { return web.Get(pattern, see, fn).Cookieless() }
	feed := func(pattern string, fn web.Handler) web.Route { return get(pattern, fn).Of(feature.Feeds) }
	return []web.Route{
		feed("/feed.json", ofSite(h.writeJSON)),
		feed("/feed.rss", ofSite(h.writeRSS)),
		feed("/feed/indeed.xml", h.getIndeed),
		feed("/employers/{id}/feed.json", ofEmployer(h.writeJSON)),
		feed("/employers/{id}/feed.rss", ofEmployer(h.writeRSS)),
		get(employer.EmbedPath, h.getEmbed).Framed().Of(feature.Embed),
	}
}

func ofSite(write func(r *web.Request, employer string) error) web.Handler {
	return func(r *web.Request) error { return write(r, "") }
}

func ofEmployer(write func(r *web.Request, employer string) error) web.Handler {
	return func(r *web.Request) error {
		e, err := r.PathText("id")
		if err != nil {
			return err
		}
		return write(r, e)
	}
}

// channel is what one request asks for.
type channel struct {
	site     site.Site
	employer employer.Employer // zero for the whole site
	part     job.Part
	page     int
	most     int
	under    string // path before the feed's own name
}

// title is what the channel is called: the site, or the employer.
func (c channel) title() string {
	if c.employer.ID.IsZero() {
		return c.site.Name
	}
	return c.employer.Name
}

// next is the query of the next page, or "".
func (c channel) next() string {
	if c.page*c.most >= c.part.Total || c.page >= pagesMost {
		return ""
	}
	return "?page=" + strconv.Itoa(c.page+1)
}

func (c channel) own() string {
	if c.page == 1 {
		return ""
	}
	return "?page=" + strconv.Itoa(c.page)
}

// tune finds what a request asks for: the site's jobs, or those of an employer when one is named.
func (h *House) tune(r *web.Request, employer string, most int) (channel, error) {
	c := channel{page: 1, most: most}
	if n, err := strconv.Atoi(r.Query("page")); err == nil {
		c.page = min(max(n, 1), pagesMost)
	}
	var err error
	if c.site, err = h.jobs.SiteOf(r); err != nil {
		return c, err
	}
	if employer != "" {
		if err := h.of(r, &c, employer); err != nil {
			return c, err
		}
	}
	c.part, err = h.jobs.Part(r, r.Grant, c.site.ID, c.employer.ID, c.page, most)
	return c, err
}

// of sets the channel to one employer.
func (h *House) of(r *web.Request, c *channel, text string) error {
	var e employer.ID
	if e.UnmarshalText([]byte(text)) != nil || e.IsZero() || c.site.Reach == site.Career && c.site.Employer != e {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	var err error
	c.employer, err = h.employers.Open(r, r.Grant, e)
	c.under = "/employers/" + e.String()
	return err
}
