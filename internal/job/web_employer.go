package job

import (
	"cmp"
	"net/http"
	"strconv"

	"verv/internal/employer"
	"verv/internal/employer/prose"
	"verv/internal/fault"
	view "verv/internal/job/page"
	"verv/internal/picture"
	"verv/internal/site"
	"verv/internal/store"
	"verv/internal/web"
	"verv/internal/web/page"
)

func initials(name string) string { return employer.Initials(name) }

// getEmployers lists who has open jobs on the site.
func (h *House) getEmployers(r *web.Request) error {
	s, err := h.siteOf(r)
	if err != nil {
		return err
	}
	all, err := h.Hiring(r, r.Grant, s.ID)
	if err != nil {
		return err
	}
	v := r.View(r.Words.Say("job.employers.title"))
	v.Description = r.Words.Say("job.employers.lead")
	r.Everywhere(&v, "/employers")
	return r.Render(http.StatusOK, view.EmployersPage(v, h.hiringLinks(r, all), r.Path("/jobs")))
}

func (h *House) getEmployer(r *web.Request) error {
	e, err := pathEmployer(r)
	if err != nil {
		return err
	}
	return h.showEmployer(r, e, "/employers/"+e.String())
}

// showEmployer is the page of an employer under one of its addresses. A career site shows nobody but its own.
func (h *House) showEmployer(r *web.Request, e employer.ID, path string) error {
	s, err := h.siteOf(r)
	if err != nil {
		return err
	}
	if s.Reach == site.Career && s.Employer != e {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	emp, err := h.employers.Open(r, r.Grant, e)
	if err != nil {
		return err
	}
	if emp.Closed() {
		return fault.New(fault.Gone, "employer.closed")
	}
	p, err := h.about(r, s, emp)
	if err != nil {
		return err
	}
	v := r.View(emp.Name)
	if s.Reach == site.Career && path == "/" {
		r.Everywhere(&v, path)
		v.Title = s.Name
	} else {
		v.Canonical = h.canonical(r, emp.Site, "/employers/"+e.String())
	}
	v.Wide, v.Description = true, cmp.Or(storyLead(emp), r.Words.Say("job.employer.about", "Employer", emp.Name))
	h.feeds(r, &v, "/employers/"+e.String())
	return r.Render(http.StatusOK, view.AboutEmployer(v, p))
}

// Preview is the page of an employer as it would be, for its owners; above it stands what to do with it.
func (h *House) Preview(r *web.Request, e employer.Employer, t employer.Then) error {
	s, err := h.siteOf(r)
	if err != nil {
		return err
	}
	p, err := h.about(r, s, e)
	if err != nil {
		return err
	}
	p.Then = &view.Then{Notice: r.Words.Say("job.employer.preview.notice"), Action: t.Action, Typed: t.Typed,
		Buttons: []page.Choice{{Value: "save", Label: r.Words.Say("employer.save")}, {Value: "edit", Label: r.Words.Say("job.employer.preview.edit")}}}
	v := r.View(r.Words.Say("job.employer.preview"))
	v.Wide, v.NoIndex = true, true
	return r.Render(http.StatusOK, view.AboutEmployer(v, p))
}

func employerTerms(r *web.Request, e employer.Employer) []page.Term {
	var out []page.Term
	w := r.Words
	add := func(key, value string) {
		if value != "" {
			out = append(out, page.Term{Name: w.Say(key), Text: value})
		}
	}
	if e.Branch != "" {
		add("job.employer.branch", w.Say("site.branch."+e.Branch))
	}
	if e.Size != "" {
		add("job.employer.size", w.Say("employer.size."+string(e.Size)))
	}
	if e.Founded > 0 {
		add("job.employer.founded", strconv.Itoa(e.Founded))
	}
	add("job.employer.places", w.List(e.Places))
	add("job.employer.number", employer.ShowNumber(e.Country, e.Number))
	add("job.employer.address", joined(", ", e.Street, joined(" ", e.Postcode, e.Town)))
	if e.Web != "" {
		out = append(out, page.Term{Name: w.Say("job.employer.web"), Body: page.Away(w, e.Web, e.Web)})
	}
	promise := e.ReplyPromise
	if promise == "" && e.ReplyDays > 0 {
		promise = w.Say("job.employer.reply.days", "Count", e.ReplyDays)
	}
	add("job.employer.reply", promise)
	return out
}

// pictured reads the pictures of a story.
func (h *House) pictured(r *web.Request, tx *store.Reader, e employer.Employer) ([]view.Shot, error) {
	all, err := picture.OfEmployer(tx, e.ID)
	var out []view.Shot
	for _, p := range all {
		if p.Name != e.Logo {
			out = append(out, view.Shot{URL: r.Site.Prefix + web.PicturePath + p.Name, Alt: p.Alt, Width: p.Width, Height: p.Height})
		}
	}
	return out, err
}

// about is the page of an employer in the reader's language.
func (h *House) about(r *web.Request, s site.Site, e employer.Employer) (view.EmployerPage, error) {
	w := r.Words
	p := view.EmployerPage{Name: e.Name, Lead: e.Town, Story: e.Story, AllURL: r.Path("/jobs"), Terms: employerTerms(r, e), Benefits: e.Benefits, Meet: e.Meet,
		Verified: page.Label{Word: w.Say("job.employer.unverified")}}
	if e.Verified() {
		p.Verified = page.Label{Word: w.Say("job.employer.verified"), Color: page.Success, Icon: "CheckmarkCircle"}
	}
	if e.Logo != "" {
		p.Logo = r.Site.Prefix + web.PicturePath + e.Logo
	}
	found, err := h.OfEmployer(r, r.Grant, s.ID, e.ID)
	if err != nil {
		return p, err
	}
	p.Total = found.Total
	var f Filter
	if s.Reach != site.Career {
		f.Employer = e.ID
		p.AllURL = f.with(r, "sort", "")
	}
	p.Kinds, p.Regions = counted(r, f, ByKind, found.Counts[ByKind]), counted(r, f, ByRegion, found.Counts[ByRegion])
	for _, v := range found.Jobs {
		i := entry(w, r.Path, r.Now, v)
		i.Level = 3
		p.Jobs = append(p.Jobs, i)
	}
	answers, err := h.responseTerms(r, e.ID)
	if err != nil {
		return p, err
	}
	p.Terms = append(p.Terms, answers...)
	err = h.db.Read(r, r.Grant, func(tx *store.Reader) (err error) { p.Pictures, err = h.pictured(r, tx, e); return err })
	return p, err
}

func storyLead(e employer.Employer) string { return prose.Lead(e.Story, 160) }
