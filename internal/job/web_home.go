package job

import (
	"net/http"
	"strings"

	"verv/internal/feature"
	view "verv/internal/job/page"
	"verv/internal/site"
	"verv/internal/web"
	"verv/internal/web/page"
)

const (
	homeJobs      = 8
	homeRegions   = 12
	homeEmployers = 10
)

// about says in a sentence what the site is, for search engines.
func about(r *web.Request, s site.Site) string {
	if r.Has(feature.Guests) {
		return r.Words.Say("job.home.lead", "Site", s.Name)
	}
	return r.Words.Say("job.home.lead.account", "Site", s.Name)
}

// getHome is the first page of a site. The installation's own address leads to its sites, a career site begins with its employer.
func (h *House) getHome(r *web.Request) error {
	if r.Site.Own() {
		return h.showSites(r)
	}
	s, err := h.siteOf(r)
	if err != nil {
		return err
	}
	if s.Reach == site.Career {
		return h.showEmployer(r, s.Employer, "/")
	}
	found, err := h.Search(r, r.Grant, s.ID, Filter{})
	if err != nil {
		return err
	}
	hiring, err := h.Hiring(r, r.Grant, s.ID)
	if err != nil {
		return err
	}
	var f Filter
	home := view.Home{Search: f.search(r), Total: found.Total, AllURL: r.Path("/jobs"), EmployersURL: r.Path("/employers"), Legal: strings.Split(s.Legal, "\n")}
	for _, e := range found.Jobs[:min(homeJobs, len(found.Jobs))] {
		i := entry(r.Words, r.Path, r.Now, e)
		i.Level = 3
		home.Newest = append(home.Newest, i)
	}
	home.Branches = counted(r, f, ByBranch, found.Counts[ByBranch])
	regions := found.Counts[ByRegion]
	home.Regions = counted(r, f, ByRegion, regions[:min(homeRegions, len(regions))])
	home.Employers = h.hiringLinks(r, hiring[:min(homeEmployers, len(hiring))])
	v := r.View(s.Name)
	v.Wide, v.Description = true, about(r, s)
	r.Everywhere(&v, "/")
	h.feeds(r, &v, "")
	return r.Render(http.StatusOK, view.FrontPage(v, home))
}

// counted are values of a facet as ways into the list, each with its count.
func counted(r *web.Request, f Filter, facet Facet, all []Option) []page.Link {
	out := make([]page.Link, len(all))
	for i, o := range all {
		out[i] = page.Link{URL: f.with(r, string(facet), o.Value), Label: valueText(r.Words, facet, o.Value) + " (" + r.Words.Number(int64(o.Count)) + ")"}
	}
	return out
}

func (h *House) hiringLinks(r *web.Request, all []Hiring) []page.Link {
	out := make([]page.Link, len(all))
	for i, e := range all {
		out[i] = page.Link{URL: r.Path("/employers/" + e.Employer.String()), Label: e.Name + " (" + r.Words.Number(int64(e.Count)) + ")"}
	}
	return out
}

// showSites lists the job sites of the installation.
func (h *House) showSites(r *web.Request) error {
	all, err := h.sites.All(r)
	if err != nil {
		return err
	}
	w := r.Words
	var items []page.Item
	for _, s := range all {
		n, err := h.CountOf(r, r.Grant, s.ID)
		if err != nil {
			return err
		}
		i := page.Item{Title: s.Name, URL: r.URL("/"), Mark: initials(s.Name), Points: []page.Point{{Icon: "Briefcase", Text: w.Say("job.sites.open", "Count", n), Strong: true},
			{Icon: "Globe", Name: w.Say("site.field.language"), Text: languageName(w, s.Language)},
			{Icon: "LocationPin", Name: w.Say("site.field.country"), Text: w.Say("site.country." + strings.ToLower(s.Country))}}}
		if h.cfg.Origin != nil {
			i.URL = h.cfg.Origin(s) + "/"
		}
		items = append(items, i)
	}
	v := r.View(w.Say("job.sites.title"))
	v.Description = w.Say("job.sites.lead")
	r.Everywhere(&v, "/")
	return r.Render(http.StatusOK, view.SitesPage(v, items))
}
