package job

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/id"
	view "verv/internal/job/page"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/store"
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
		web.Get("/jobs/{id}", see, h.getAd),
		web.Get("/jobs/{id}/{slug}", see, h.getAd),
		web.Get("/employers/{id}", see, h.getEmployer),
		web.Get("/sitemap.xml", see, h.getSitemap),

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

type searchForm struct {
	Words  string `form:"q,max=100"`
	Place  string `form:"place,max=100"`
	Kind   string `form:"kind,oneof=permanent|temporary|full_time|part_time|contract|intern"`
	Remote string `form:"remote,oneof=hybrid|remote"`
	Page   string `form:"page,max=6"`
}

// filter reads the address. What cannot be read is as if it were not there: a list is no form that could be wrong.
func filter(r *web.Request) (searchForm, Filter, error) {
	var f searchForm
	if err := web.Bind(r, &f); err != nil {
		if !fault.Is(err, fault.Invalid) {
			return f, Filter{}, err
		}
		for _, w := range fault.As(err).Fields {
			switch w.Name {
			case "kind":
				f.Kind = ""
			case "remote":
				f.Remote = ""
			case "page":
				f.Page = ""
			case "q":
				f.Words = ""
			case "place":
				f.Place = ""
			}
		}
	}
	n, _ := strconv.Atoi(f.Page) // no number is the first page
	return f, Filter{Words: f.Words, Place: f.Place, Employment: Employment(f.Kind), Remote: Remote(f.Remote), Page: n}, nil
}

func (f searchForm) query() url.Values {
	v := url.Values{}
	for name, s := range map[string]string{"q": f.Words, "place": f.Place, "kind": f.Kind, "remote": f.Remote} {
		if s != "" {
			v.Set(name, s)
		}
	}
	return v
}

// listURL is the address of a list; key and value replace one part of it.
func (f searchForm) listURL(r *web.Request, key, value string) string {
	v := f.query()
	v.Del(key)
	if value != "" {
		v.Set(key, value)
	}
	if len(v) == 0 {
		return r.Path("/jobs")
	}
	return r.Path("/jobs") + "?" + v.Encode()
}

func (f searchForm) search(r *web.Request) view.Search {
	s := view.Search{URL: r.Path("/jobs"), Words: f.Words, Place: f.Place, Kind: f.Kind, Remote: f.Remote}
	any := page.Choice{Label: r.Words.Say("job.search.any")}
	s.Kinds, s.Remotes = []page.Choice{any}, []page.Choice{any}
	for _, e := range Filters() {
		s.Kinds = append(s.Kinds, page.Choice{Value: string(e), Label: r.Words.Say("job.employment." + string(e))})
	}
	for _, m := range []string{"hybrid", "remote"} {
		s.Remotes = append(s.Remotes, page.Choice{Value: m, Label: r.Words.Say("job.remote." + m)})
	}
	return s
}

const (
	homeJobs    = 8
	homeRegions = 20
)

func (h *House) getHome(r *web.Request) error {
	s, err := h.siteOf(r)
	if err != nil {
		return err
	}
	found, err := h.Search(r, r.Grant, s.ID, Filter{})
	if err != nil {
		return err
	}
	regions, err := h.Regions(r, r.Grant, s.ID)
	if err != nil {
		return err
	}
	var f searchForm
	home := view.Home{Search: f.search(r), Total: found.Total, AllURL: r.Path("/jobs"), Legal: strings.Split(s.Legal, "\n")}
	for _, e := range found.Jobs[:min(homeJobs, len(found.Jobs))] {
		i := entry(r.Words, r.Path, r.Now, e)
		i.Level = 3
		home.Newest = append(home.Newest, i)
	}
	for _, v := range regions[:min(homeRegions, len(regions))] {
		home.Regions = append(home.Regions, page.Link{URL: f.listURL(r, "place", v.Name), Label: v.Name + " (" + r.Words.Number(int64(v.Count)) + ")"})
	}
	v := r.View(s.Name)
	v.Wide, v.Canonical, v.Description = true, r.URL("/"), r.Words.Say("job.home.lead", "Site", s.Name)
	return r.Render(http.StatusOK, view.FrontPage(v, home))
}

func (h *House) getList(r *web.Request) error {
	form, f, err := filter(r)
	if err != nil {
		return err
	}
	s, err := h.siteOf(r)
	if err != nil {
		return err
	}
	found, err := h.Search(r, r.Grant, s.ID, f)
	if err != nil {
		return err
	}
	l := view.List{Search: form.search(r), Total: found.Total, AllURL: r.Path("/jobs"), Chips: chips(r, form), Paging: paging(r, form, found)}
	for _, e := range found.Jobs {
		l.Jobs = append(l.Jobs, entry(r.Words, r.Path, r.Now, e))
	}
	v := r.View(r.Words.Say("job.list.title"))
	v.Wide, v.Canonical = true, r.URL("/jobs")
	v.NoIndex = v.NoIndex || !f.empty()
	return r.Render(http.StatusOK, view.ListPage(v, l))
}

func chips(r *web.Request, f searchForm) (out []page.Chip) {
	add := func(key, label string) { out = append(out, page.Chip{Label: label, URL: f.listURL(r, key, "")}) }
	if f.Words != "" {
		add("q", r.Words.Quote(f.Words))
	}
	if f.Place != "" {
		add("place", f.Place)
	}
	if f.Kind != "" {
		add("kind", r.Words.Say("job.employment."+f.Kind))
	}
	if f.Remote != "" {
		add("remote", r.Words.Say("job.remote."+f.Remote))
	}
	return out
}

func paging(r *web.Request, f searchForm, found Found) page.Pages {
	first := (found.Page-1)*PageSize + 1
	last := first + len(found.Jobs) - 1
	p := page.Pages{Shown: r.Words.Say("job.search.shown", "First", first, "Last", last, "All", found.Total)}
	if found.Page > 1 {
		p.Previous = f.listURL(r, "page", strconv.Itoa(found.Page-1))
	}
	if last < found.Total && len(found.Jobs) > 0 {
		p.Next = f.listURL(r, "page", strconv.Itoa(found.Page+1))
	}
	return p
}

func (h *House) getAd(r *web.Request) error {
	n, err := web.PathID[noun](r, "id")
	if err != nil {
		return err
	}
	j, err := h.Open(r, r.Grant, n)
	if err != nil {
		return err
	}
	s, err := h.siteOf(r)
	if err != nil {
		return err
	}
	if s.ID != j.Site {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	if slug, _ := r.PathText("slug"); slug != Slug(j.Title) {
		return r.Redirect(r.Path(address(j.ID, j.Title)))
	}
	v := r.View(j.Title)
	v.Canonical, v.Description, v.Wide = r.URL(address(j.ID, j.Title)), lead(j), true
	if j.Takes(r.Now) {
		if v.JSONLD, err = JobPosting(j, s.Country, v.Canonical, r.URL("/employers/"+j.Employer.String())); err != nil {
			return err
		}
	} else {
		v.NoIndex = true
	}
	a := h.ad(r, j)
	answers, err := h.responseTerms(r, j.Employer)
	if err != nil {
		return err
	}
	a.Terms = append(a.Terms, answers...)
	return r.Render(http.StatusOK, view.AdPage(v, a))
}

// ad is the advertisement in the reader's language.
func (h *House) ad(r *web.Request, j Job) view.Ad {
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
	case j.Here() && !applies(r.Actor):
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
	text, _, _ := placed(j.Content)
	return text
}

func (h *House) getEmployer(r *web.Request) error {
	e, err := pathEmployer(r)
	if err != nil {
		return err
	}
	emp, err := h.employers.Open(r, r.Grant, e)
	if err != nil {
		return err
	}
	jobs, err := h.OfEmployer(r, r.Grant, e)
	if err != nil {
		return err
	}
	w := r.Words
	p := view.EmployerPage{Name: emp.Name, Lead: emp.Town, Story: emp.Story, AllURL: r.Path("/jobs"), Terms: employerTerms(r, emp),
		Verified: page.Label{Word: w.Say("job.employer.unverified")}}
	if emp.Verified() {
		p.Verified = page.Label{Word: w.Say("job.employer.verified"), Color: page.Success, Icon: "CheckmarkCircle"}
	}
	answers, err := h.responseTerms(r, e)
	if err != nil {
		return err
	}
	p.Terms = append(p.Terms, answers...)
	for _, v := range jobs {
		i := entry(w, r.Path, r.Now, v)
		i.Level = 3
		p.Jobs = append(p.Jobs, i)
	}
	v := r.View(emp.Name)
	v.Canonical, v.Wide = r.URL("/employers/"+e.String()), true
	return r.Render(http.StatusOK, view.AboutEmployer(v, p))
}

func employerTerms(r *web.Request, e employer.Employer) []page.Term {
	var out []page.Term
	add := func(key, value string) {
		if value != "" {
			out = append(out, page.Term{Name: r.Words.Say(key), Text: value})
		}
	}
	add("job.employer.number", employer.ShowNumber(e.Country, e.Number))
	add("job.employer.address", joined(", ", e.Street, joined(" ", e.Postcode, e.Town)))
	if e.Web != "" {
		out = append(out, page.Term{Name: r.Words.Say("job.employer.web"), Body: page.Away(r.Words, e.Web, e.Web)})
	}
	promise := e.ReplyPromise
	if promise == "" && e.ReplyDays > 0 {
		promise = r.Words.Say("job.employer.reply.days", "Count", e.ReplyDays)
	}
	add("job.employer.reply", promise)
	return out
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

const sitemapMost = 50_000 // sitemaps.org: of one file

type sitemap struct {
	XMLName xml.Name     `xml:"urlset"`
	NS      string       `xml:"xmlns,attr"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string `xml:"loc"`
	Changed string `xml:"lastmod,omitempty"`
}

func (h *House) getSitemap(r *web.Request) error {
	s, err := h.siteOf(r)
	if err != nil {
		return err
	}
	m := sitemap{NS: "http://www.sitemaps.org/schemas/sitemap/0.9", URLs: []sitemapURL{{Loc: r.URL("/")}, {Loc: r.URL("/jobs")}}}
	err = h.db.Read(r, r.Grant, func(tx *store.Reader) error {
		all, err := store.List(tx, "job.sitemap", store.Args{"site_id": s.ID, "now": r.Now, "most": sitemapMost - 2}, func(row store.Row) (sitemapURL, error) {
			var j ID
			var title string
			var changed time.Time
			err := row.Scan(&j, &title, &changed)
			return sitemapURL{r.URL(address(j, title)), changed.Format(time.RFC3339)}, err
		})
		m.URLs = append(m.URLs, all...)
		return err
	})
	if err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(m); err != nil {
		return err
	}
	return r.Text("application/xml; charset=utf-8", b.Bytes())
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
