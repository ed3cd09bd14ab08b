package job

import (
	"net/http"
	"slices"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/id"
	view "verv/internal/job/page"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/web"
	"verv/internal/web/page"
)

// Routes lists the routes of this house.
func (h *House) Routes() []web.Route {
	see := web.Public(access.JobSee, privacy.Publish)
	list := web.Employer(access.JobList, privacy.Recruit)
	write := web.Employer(access.JobWrite, privacy.Recruit)
	edit := web.Employer(access.JobEdit, privacy.Recruit)
	approve := web.Employer(access.JobApprove, privacy.Recruit)
	out := []web.Route{
		web.Get("/{$}", see, h.getHome),
		web.Get("/jobs", see, h.getList),
		web.Get("/areas", see, h.getAreas),
		web.Get("/suggest", see, h.getSuggest),
		web.Get("/jobs/{id}", see, h.getAd),
		web.Get("/jobs/{id}/{slug}", see, h.getAd),
		web.Get("/employers", see, h.getEmployers),
		web.Get("/employers/{id}", see, h.getEmployer),
		web.Get("/sitemap.xml", see, h.getSitemap).Cookieless(),
		web.Get("/sitemaps/{name}", see, h.getSitemapPart).Cookieless(),

		web.Get("/employer", list, h.getMine),
		web.Get("/employer/jobs", list, h.getMine),
		web.Get("/employer/jobs/new", write, h.getNew),
		web.Post("/employer/jobs/new", write, h.postNew),
		web.Get("/employer/jobs/{id}", list, h.getJob),
		web.Get("/employer/jobs/{id}/preview", list, h.getPreview),
		web.Get("/employer/jobs/{id}/history", list, h.getHistory),
		web.Get("/employer/jobs/{id}/edit", write, h.getEdit),
		web.Post("/employer/jobs/{id}/edit", write, h.postEdit),
		web.Get("/employer/jobs/{id}/questions", write, h.getQuestions),
		web.Post("/employer/jobs/{id}/questions", write, h.postQuestion),
		web.Post("/employer/jobs/{id}/questions/{do}", write, h.postQuestionDo),

		web.Post("/employer/jobs/{id}/publish", edit, h.press((*House).Publish, "job.published")),
		web.Post("/employer/jobs/{id}/approve", approve, h.press((*House).Approve, "job.approved")),
		web.Post("/employer/jobs/{id}/retract", write, h.press((*House).Retract, "job.retracted")),
		web.Post("/employer/jobs/{id}/unschedule", edit, h.press((*House).Unschedule, "job.unscheduled")),
		web.Post("/employer/jobs/{id}/archive", edit, h.press((*House).Archive, "job.archived")),
		web.Post("/employer/jobs/{id}/restore", edit, h.press((*House).Restore, "job.restored")),
		web.Post("/employer/jobs/{id}/duplicate", write, h.postDuplicate),

		web.Get("/employer/jobs/{id}/template", edit, h.getKeep),
		web.Post("/employer/jobs/{id}/template", edit, h.postKeep),
		web.Get("/employer/templates", write, h.getTemplates),
		web.Post("/employer/templates/{id}/{do}", write, h.postTemplate),
	}
	for _, q := range asked() {
		door := map[access.Permission]web.Guard{access.JobWrite: write, access.JobEdit: edit, access.JobApprove: approve}[Needs(Draft, q.act)]
		out = append(out, web.Get("/employer/jobs/{id}"+q.path, door, h.getAsked(q)), web.Post("/employer/jobs/{id}"+q.path, door, h.postAsked(q)))
	}
	return slices.Concat(out, h.api(), h.moderateRoutes(), h.reportRoutes())
}

// siteOf is the site of the request. The installation's own address shows the oldest one.
func (h *House) siteOf(r *web.Request) (site.Site, error) {
	if r.Site.Own() {
		return h.sites.DefaultSite(r)
	}
	return h.sites.ByID(r, r.Site.ID)
}

func (h *House) getAd(r *web.Request) error {
	n, err := web.PathID[noun](r, "id")
	if err != nil {
		return err
	}
	j, s, err := h.opened(r, n)
	if err != nil {
		return err
	}
	slug, _ := r.PathText("slug")
	if slug == Slug(j.Title)+".json" {
		return h.posting(r, s, j)
	}
	if slug != Slug(j.Title) {
		return r.Redirect(r.Path(address(j.ID, j.Title)))
	}
	v := r.View(j.Title)
	v.Canonical, v.Description, v.Wide = h.canonical(r, j.Site, address(j.ID, j.Title)), lead(j), true
	if j.Takes(r.Now) {
		if v.JSONLD, err = h.jobPosting(r, s, j); err != nil {
			return err
		}
		v.Alternates = append(v.Alternates, page.Alternate{URL: r.Path(address(j.ID, j.Title)) + ".json", Type: "application/ld+json", Title: j.Title})
	} else {
		v.NoIndex = true
	}
	a := h.ad(r, j, applies(r.Actor))
	answers, err := h.responseTerms(r, j.Employer)
	if err != nil {
		return err
	}
	a.Terms = append(a.Terms, answers...)
	return r.Render(http.StatusOK, view.AdPage(v, a))
}

// opened reads a job that the site of the request lists; any other site answers as if it did not exist.
func (h *House) opened(r *web.Request, n ID) (Job, site.Site, error) {
	j, err := h.Open(r, r.Grant, n)
	if err != nil {
		return j, site.Site{}, err
	}
	s, err := h.siteOf(r)
	if err == nil && !h.listed(s, j) {
		err = fault.New(fault.NotFound, "fault.notfound")
	}
	return j, s, err
}

// canonical is the address of a page at its home, which is the one that search engines are told, whichever site shows it.
func (h *House) canonical(r *web.Request, home site.ID, path string) string {
	s, err := h.sites.ByID(r, home)
	if err != nil || home == r.Site.ID || h.cfg.Origin == nil {
		return r.URL(path)
	}
	return h.cfg.Origin(s) + path
}

func (h *House) jobPosting(r *web.Request, s site.Site, j Job) (string, error) {
	return JobPosting(j, s.Country, h.canonical(r, j.Site, address(j.ID, j.Title)), h.canonical(r, j.Site, "/employers/"+j.Employer.String()))
}

// posting is the advertisement for machines: the page's own JobPosting alone, as another installation imports it.
func (h *House) posting(r *web.Request, s site.Site, j Job) error {
	if !j.Takes(r.Now) {
		return fault.New(fault.Gone, "job.gone")
	}
	text, err := h.jobPosting(r, s, j)
	if err != nil {
		return err
	}
	return r.Feed("application/ld+json; charset=utf-8", []byte(text), j.ChangedAt)
}

// ad is the advertisement in the reader's language, for somebody who may apply or may not.
func (h *House) ad(r *web.Request, j Job, applies bool) view.Ad {
	w := r.Words
	a := view.Ad{ReportURL: r.Path("/jobs/" + j.ID.String() + "/report"), Title: j.Title, Lead: joined(" · ", hirer(w, j), placeLead(j)), Facts: adFacts(w, j), Text: j.Text, Lang: j.Language,
		Privacy: privacyLine(w, j), Decides: j.Decides, Terms: adTerms(w, j), URL: r.URL(address(j.ID, j.Title)),
		Employer: page.Link{URL: r.Path("/employers/" + j.Employer.String()), Label: j.EmployerName}, Verified: w.Say("job.employer.unverified"),
		Crumbs: []page.Link{{URL: r.Path("/jobs"), Label: w.Say("job.list.title")}, {URL: r.Path(address(j.ID, j.Title)), Label: j.Title}}}
	if j.EmployerVerified {
		a.Verified = w.Say("job.employer.verified")
	}
	a.Steps = steps(w, j)
	for _, q := range j.Questions {
		a.Questions = append(a.Questions, q.Label)
	}
	if j.Deadline != "" {
		a.Deadline = w.Say("job.deadline.before", "Date", lastDay(j.EndsAt))
	}
	switch {
	case !j.Takes(r.Now):
		a.State = &page.Notice{Color: page.Info, Text: w.Say("job.closed.notice")}
	case j.Here() && !applies:
		a.ApplyHint = w.Say("job.ad.apply.as." + string(r.Actor.Persona))
	case j.Here():
		a.Apply = &page.Link{URL: r.Path("/jobs/" + j.ID.String() + "/apply"), Label: w.Say("job.ad.apply")}
		a.ApplyHint = w.Say("job.ad.apply.hint")
	default:
		a.Apply = &page.Link{URL: j.ApplyURL, Label: w.Say("job.ad.apply.elsewhere", "Employer", j.EmployerName)}
	}
	return a
}

// applies reports whether somebody is here as one who may apply: the others are told instead of being shown a button that leads nowhere.
func applies(a access.Actor) bool {
	switch a.Persona {
	case access.Member, access.Officer, access.Operator:
		return false
	}
	return true
}

func placeLead(j Job) string {
	text, _ := placed(j.Content)
	return text
}

// pathEmployer reads the employer's identifier in the address.
func pathEmployer(r *web.Request) (employer.ID, error) {
	var e employer.ID
	v, err := web.PathID[noun](r, "id")
	if err == nil {
		err = e.UnmarshalText([]byte(v.String()))
	}
	return e, err
}

// readID reads an identifier from a form's hidden field.
func readID[N any](s string) (id.ID[N], error) {
	if s == "" {
		return id.ID[N]{}, nil
	}
	v, err := id.Parse[N](s)
	if err != nil {
		return v, fault.New(fault.NotFound, "fault.notfound")
	}
	return v, nil
}
