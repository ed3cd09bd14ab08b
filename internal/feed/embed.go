package feed

import (
	"net/http"

	view "verv/internal/feed/page"
	"verv/internal/job"
	"verv/internal/web"
	"verv/internal/web/page"
	"verv/internal/web/theme"
)

// getEmbed is the list of an employer's jobs that the employer's own pages show inside of theirs. Without an employer it is the site's list,
// which nobody else can show.
func (h *House) getEmbed(r *web.Request) error {
	c := channel{page: 1, most: embedMost}
	var err error
	if c.site, err = h.jobs.SiteOf(r); err != nil {
		return err
	}
	if named := r.Query("employer"); named != "" {
		if err := h.of(r, &c, named); err != nil {
			return err
		}
	}
	found, err := h.jobs.OfEmployer(r, r.Grant, c.site.ID, c.employer.ID)
	if err != nil {
		return err
	}
	var items []page.Item
	for _, e := range found.Jobs {
		items = append(items, job.Item(r.Words, r.URL, r.Now, e))
	}
	r.FrameBy(origins(c.employer.Framers, r.Plain()))
	v := r.View(r.Words.Say("feed.embed.title", "Employer", c.title()))
	if colour, ok := theme.Parse(c.employer.Accent); ok {
		v.Site.ThemeURL = r.Site.Prefix + web.ThemePath + theme.Name(colour)
	}
	return r.Render(http.StatusOK, view.EmbedPage(v, view.Embed{Title: r.Words.Say("job.employer.open", "Count", found.Total), Items: items,
		All: page.Link{URL: r.URL(c.home()), Label: r.Words.Say("feed.embed.all", "Employer", c.title())}}))
}

// origins are hosts as a policy names them. Without TLS, as in a demonstration, a page without TLS may show the list too.
func origins(hosts []string, plain bool) []string {
	var out []string
	for _, h := range hosts {
		out = append(out, "https://"+h)
		if plain {
			out = append(out, "http://"+h)
		}
	}
	return out
}
