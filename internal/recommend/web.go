package recommend

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/cv"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/locale"
	"verv/internal/match"
	"verv/internal/privacy"
	"verv/internal/recommend/page"
	"verv/internal/site"
	"verv/internal/taxonomy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// Path is the address of the person's page.
const Path = "/recommended"

// Routes are the pages of this house.
func (h *House) Routes() []web.Route {
	own := web.Own(access.CandidateOwn, privacy.Profile)
	return append([]web.Route{
		web.Get(Path, own, h.get),
		web.Post(Path, own, h.post),
		web.Post(Path+"/stop", own, h.postStop),
		web.Get(Path+"/{job}", own, h.getWhy),
	}, h.api()...)
}

type makeForm struct {
	CV string `form:"cv,required,max=36"`
}

func (h *House) get(r *web.Request) error {
	c, err := h.show(r, makeForm{}, nil)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, c)
}

func (h *House) show(r *web.Request, f makeForm, wrong map[string]string) (templ.Component, error) {
	m, err := h.Last(r, r.Grant)
	if err != nil {
		return nil, err
	}
	t := r.Words
	p := page.Mine{Action: r.Path(Path), Stop: r.Path(Path + "/stop"), Profile: webpage.Link{URL: r.Path("/profile"), Label: t.Say("candidate.title")},
		CV: webpage.Input{Name: "cv", Label: t.Say("recommend.cv"), Value: f.CV, Error: wrong["cv"], Required: true}}
	if len(m.CVs) == 0 {
		p.None = webpage.Link{URL: r.Path("/cvs"), Label: t.Say("recommend.none.make")}
	}
	if f.CV == "" {
		p.CV.Value = newest(m.CVs).ID.String()
		if !m.Run.CV.IsZero() {
			p.CV.Value = m.Run.CV.String()
		}
	}
	for _, d := range m.CVs {
		p.CVs = append(p.CVs, webpage.Choice{Value: d.ID.String(), Label: d.Title})
	}
	if !m.Run.ID.IsZero() {
		if err := h.fill(r, m.Run, &p); err != nil {
			return nil, err
		}
	}
	return page.ShowMine(r.Unlisted(t.Say("recommend.title")), p), nil
}

// fill puts the jobs of a run on the page, those that are still open.
func (h *House) fill(r *web.Request, v Run, p *page.Mine) error {
	var wanted []job.ID
	why := map[job.ID]Fit{}
	for _, f := range v.Jobs {
		wanted, why[f.Job] = append(wanted, f.Job), f
	}
	open, err := h.jobs.Entries(r, wanted)
	if err != nil {
		return err
	}
	t := r.Words
	p.Made, p.Gone = t.Say("recommend.made", "When", t.DateTime(v.MadeAt), "Count", len(v.Jobs)), len(v.Jobs)-len(open)
	if v.old(r.Now) {
		p.Old = t.Say("recommend.old")
	}
	for _, e := range open {
		i := job.Item(t, r.Path, r.Now, e)
		i.Level = 3
		for _, s := range reasons(t, why[e.ID]) {
			i.Labels = append(i.Labels, webpage.Label{Word: s, Color: webpage.Success})
		}
		i.Action = page.Why(t, webpage.Link{URL: r.Path(Path + "/" + e.ID.String()), Label: e.Title})
		p.Jobs = append(p.Jobs, i)
	}
	return nil
}

// From which part of a thousand a wish counts as met, and as met in part.
const (
	met    = 900
	partly = 400
)

// reasons say in words which parts of a fit are met; what a side says nothing of is no reason.
func reasons(t *locale.Words, f Fit) (out []string) {
	part := func(p match.Part) uint32 {
		if int(p) < len(f.Parts) && !slices.Contains(f.Unsaid, p) {
			return f.Parts[p]
		}
		return 0
	}
	switch o := part(match.Occupations); {
	case o >= met:
		out = append(out, t.Say("recommend.why.occupation"))
	case o >= partly:
		out = append(out, t.Say("recommend.why.related"))
	}
	if len(f.Skills) > 0 {
		out = append(out, t.Say("recommend.why.skills", "Skills", strings.Join(SkillNames(t.Lang(), f.Skills), ", ")))
	}
	switch {
	case f.Anywhere:
		out = append(out, t.Say("recommend.why.anywhere"))
	case part(match.Distance) >= met:
		out = append(out, t.Say("recommend.why.near"))
	}
	if part(match.Languages) >= met {
		out = append(out, t.Say("recommend.why.language"))
	}
	return out
}

const skillsShown = 4

// SkillNames are skills as a reader calls them.
func SkillNames(lang string, all []string) (out []string) {
	for _, s := range all[:min(skillsShown, len(all))] {
		if k, ok := taxonomy.BuiltIn().Skill(s); ok {
			s = k.Preferred(lang)
		}
		out = append(out, s)
	}
	return out
}

func (h *House) post(r *web.Request) error {
	var f makeForm
	err := web.Bind(r, &f)
	if err == nil {
		err = h.make(r, f.CV)
	}
	if err != nil {
		kind := fault.KindOf(err)
		if kind != fault.Invalid {
			return err
		}
		_, wrong := r.Words.Fault(err)
		c, again := h.show(r, f, wrong)
		if again != nil {
			return again
		}
		return r.Render(kind.Status(), c)
	}
	return r.Redirect(r.Path(Path))
}

func (h *House) make(r *web.Request, text string) error {
	var of cv.ID
	if of.UnmarshalText([]byte(text)) != nil || of.IsZero() {
		var f fault.Form
		f.Add("cv", "form.choice")
		return f.Err()
	}
	s, err := h.siteOf(r)
	if err != nil {
		return err
	}
	_, err = h.Make(r, r.Grant, s, of)
	return err
}

func (h *House) siteOf(r *web.Request) (site.ID, error) {
	s, err := h.jobs.SiteOf(r)
	return s.ID, err
}

func (h *House) postStop(r *web.Request) error {
	if err := h.Stop(r, r.Grant); err != nil {
		return err
	}
	r.Flash("recommend.stopped")
	return r.Redirect(r.Path(Path))
}

// getWhy shows how the score of a job came about.
func (h *House) getWhy(r *web.Request) error {
	var j job.ID
	name, err := r.PathText("job")
	if err != nil {
		return err
	}
	if j.UnmarshalText([]byte(name)) != nil {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	v, f, err := h.Explain(r, r.Grant, j)
	if err != nil {
		return err
	}
	open, err := h.jobs.Entries(r, []job.ID{j})
	if err != nil {
		return err
	}
	t := r.Words
	p := page.Reasons{List: webpage.Link{URL: r.Path(Path), Label: t.Say("recommend.title")}, Version: t.Say("recommend.version", "Version", v.Version, "When", t.DateTime(v.MadeAt)),
		Input: v.Input, Skills: SkillNames(t.Lang(), f.Skills), Words: f.Words}
	title := t.Say("recommend.gone")
	if len(open) > 0 {
		title = open[0].Title
		i := job.Item(t, r.Path, r.Now, open[0])
		p.Job = &i
	}
	p.Parts = webpage.Records{ID: "parts", Caption: t.Say("recommend.parts"), Hide: true, Compact: true, Columns: []webpage.Column{{Label: t.Say("recommend.part")},
		{Label: t.Say("recommend.met"), Number: true}, {Label: t.Say("recommend.weight"), Number: true}, {Label: t.Say("recommend.points"), Number: true}}}
	for i, x := range f.Parts {
		name := t.Say("recommend.part." + match.Part(i).String())
		if slices.Contains(f.Unsaid, match.Part(i)) {
			name = t.Say("recommend.part.unsaid", "Part", name)
		}
		p.Parts.Rows = append(p.Parts.Rows, []webpage.Cell{{Text: name}, number(t, x), number(t, v.Weights[i]), number(t, x*v.Weights[i])})
	}
	p.Parts.Rows = append(p.Parts.Rows, []webpage.Cell{{Text: t.Say("recommend.sum")}, {}, {}, number(t, v.Sum(f))})
	return r.Render(http.StatusOK, page.ShowReasons(r.Unlisted(title), p))
}

func number(t *locale.Words, n uint32) webpage.Cell { return webpage.Cell{Text: t.Number(int64(n))} }
