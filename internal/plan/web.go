package plan

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/locale"
	"verv/internal/plan/page"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// Path is the operator's list of plans.
const Path = "/operator/plans"

// Routes are the operator's pages, and the operation with which an employer reads its own plan.
func (h *House) Routes() []web.Route {
	edit := web.Operation(access.PlanEdit, privacy.Operate)
	own := web.Employer(access.JobList, privacy.Recruit)
	return []web.Route{
		web.Get(Path, edit, h.getList),
		web.Get(Path+"/new", edit, h.getNew),
		web.Post(Path+"/new", edit, h.postNew),
		web.Get(Path+"/{id}", edit, h.getEdit),
		web.Post(Path+"/{id}", edit, h.postEdit),
		web.Post(Path+"/{id}/archive", edit, h.postArchive),
		web.API(web.Tag("employer").Get("/api/employer/plan", "get-plan", "The plan that one's employer is on, and how much of it is used"), own, h.apiOwn),
	}
}

type planForm struct {
	Version  web.Number `form:"version,least=1"`
	Name     string     `form:"name,required,max=60"`
	Jobs     web.Number `form:"jobs"`
	Members  web.Number `form:"members"`
	Clients  web.Number `form:"clients"`
	Webhooks web.Number `form:"webhooks"`
	Standard bool       `form:"standard"`
}

func (f *planForm) limit(l Limit) *web.Number {
	return map[Limit]*web.Number{Jobs: &f.Jobs, Members: &f.Members, Clients: &f.Clients, Webhooks: &f.Webhooks}[l]
}

func (f *planForm) terms() Terms {
	t := Terms{Name: f.Name, Standard: f.Standard, Most: map[Limit]int{}}
	for _, l := range Limits() {
		if n := f.limit(l); n.Set {
			t.Most[l] = int(min(max(n.Value, -1), limitMost+1)) // what is beyond is found wrong either way
		}
	}
	return t
}

func formOf(p Plan) (f planForm) {
	f.Version.Raw, f.Name, f.Standard = strconv.Itoa(p.Version), p.Name, p.Standard
	for l, n := range p.Most {
		f.limit(l).Raw = strconv.Itoa(n)
	}
	return f
}

// crumbs lead back to the operator's home and to the list.
func crumbs(r *web.Request, title string) []webpage.Link {
	t := r.Words
	out := []webpage.Link{{URL: r.Path("/operator"), Label: t.Say("console.title")}, {URL: r.Path(Path), Label: t.Say("plan.title")}}
	if title != "" {
		out = append(out, webpage.Link{URL: r.Here(), Label: title})
	}
	return out
}

func (h *House) getList(r *web.Request) error {
	all, err := h.List(r, r.Grant)
	if err != nil {
		return err
	}
	t := r.Words
	m := page.List{Title: t.Say("plan.title"), Lead: t.Say("plan.lead"), Crumbs: crumbs(r, ""), New: webpage.Link{URL: r.Path(Path + "/new"), Label: t.Say("plan.new"), Icon: "Plus"},
		Plans: webpage.Records{ID: "plans", Caption: t.Say("plan.title"), Hide: true, Columns: []webpage.Column{{Label: t.Say("plan.field.name")}}}}
	for _, l := range Limits() {
		m.Plans.Columns = append(m.Plans.Columns, webpage.Column{Label: t.Say("plan.limit." + string(l)), Number: true})
	}
	m.Plans.Columns = append(m.Plans.Columns, webpage.Column{Label: t.Say("plan.employers"), Number: true}, webpage.Column{Label: t.Say("plan.state")})
	for _, p := range all {
		row := []webpage.Cell{{Text: p.Name, URL: r.Path(Path + "/" + p.ID.String())}}
		for _, l := range Limits() {
			row = append(row, webpage.Cell{Text: p.most(t, l)})
		}
		m.Plans.Rows = append(m.Plans.Rows, append(row, webpage.Cell{Text: t.Number(int64(p.Employers)), URL: r.Path("/operator/employers?plan=" + p.ID.String()), More: p.Name},
			webpage.Cell{Body: stateTag(t, p)}))
	}
	v := r.View(m.Title)
	v.Wide = true
	return r.Render(http.StatusOK, page.ListPage(v, m))
}

// most is a limit in words.
func (p Plan) most(t *locale.Words, l Limit) string {
	n, limited := p.Most[l]
	if !limited {
		return t.Say("plan.unlimited")
	}
	return t.Number(int64(n))
}

func stateTag(t *locale.Words, p Plan) templ.Component {
	switch {
	case p.Archived():
		return webpage.Tag(webpage.Label{Word: t.Say("plan.state.archived"), Color: webpage.Neutral})
	case p.Standard:
		return webpage.Tag(webpage.Label{Word: t.Say("plan.state.standard"), Color: webpage.Success})
	}
	return webpage.Tag(webpage.Label{Word: t.Say("plan.state.current"), Color: webpage.Info})
}

// sheet is the form with what was typed; on a plan that is there it also has the button that archives it.
func sheet(r *web.Request, p Plan, f planForm, sentence string, wrong map[string]string) templ.Component {
	t := r.Words
	m := page.Form{Title: t.Say("plan.new"), Lead: t.Say("plan.new.lead"), Action: r.Path(Path + "/new"), Button: t.Say("plan.save"),
		Name: webpage.Input{Name: "name", Label: t.Say("plan.field.name"), Hint: t.Say("plan.hint.name"), Value: f.Name, Required: true, Max: nameMax, Width: "medium", Error: wrong["name"]}}
	if len(wrong) == 0 {
		m.Sentence = sentence
	}
	for _, l := range Limits() {
		m.Limits = append(m.Limits, webpage.Input{Name: string(l), Label: t.Say("plan.limit." + string(l)), Hint: t.Say("plan.hint." + string(l)), Value: f.limit(l).Raw,
			Mode: "numeric", Width: "short", Max: 12, Error: wrong[string(l)]})
	}
	if !p.ID.IsZero() {
		own := r.Path(Path + "/" + p.ID.String())
		m.Title, m.Lead, m.Action = p.Name, t.Say("plan.edit.lead"), own
		m.Hidden = []webpage.Pair{{Name: "version", Value: f.Version.Raw}}
		m.Turn = turn(t, p, own+"/archive")
	}
	if !p.Archived() {
		m.Standard = &webpage.Input{Name: "standard", Label: t.Say("plan.field.standard"), Hint: t.Say("plan.hint.standard"), Error: wrong["standard"]}
		if f.Standard {
			m.Standard.Value = "on"
		}
	}
	m.Crumbs = crumbs(r, m.Title)
	return page.FormPage(r.View(m.Title), m)
}

func turn(t *locale.Words, p Plan, action string) *page.Turn {
	word := "archive"
	if p.Archived() {
		word = "restore"
	}
	return &page.Turn{Title: t.Say("plan." + word), Text: t.Say("plan." + word + ".text"), Action: action, Button: t.Say("plan." + word + ".do"),
		Hidden: webpage.Pair{Name: "do", Value: word}}
}

func (h *House) getNew(r *web.Request) error {
	return r.Render(http.StatusOK, sheet(r, Plan{}, planForm{}, "", nil))
}

func (h *House) postNew(r *web.Request) error {
	var f planForm
	err := web.Bind(r, &f)
	if err == nil {
		_, err = h.Make(r, r.Grant, f.terms())
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return sheet(r, Plan{}, f, sentence, wrong)
		})
	}
	r.Flash("plan.saved")
	return r.Redirect(r.Path(Path))
}

func (h *House) one(r *web.Request) (Plan, error) {
	p, err := web.PathID[noun](r, "id")
	if err != nil {
		return Plan{}, err
	}
	return h.Get(r, r.Grant, p)
}

func (h *House) getEdit(r *web.Request) error {
	p, err := h.one(r)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, sheet(r, p, formOf(p), "", nil))
}

func (h *House) postEdit(r *web.Request) error {
	p, err := h.one(r)
	if err != nil {
		return err
	}
	var f planForm
	if err = web.Bind(r, &f); err == nil {
		err = h.Change(r, r.Grant, p.ID, int(f.Version.Value), f.terms())
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return sheet(r, p, f, sentence, wrong)
		})
	}
	r.Flash("plan.saved")
	return r.Redirect(r.Path(Path))
}

func (h *House) postArchive(r *web.Request) error {
	p, err := h.one(r)
	if err != nil {
		return err
	}
	var f struct {
		Do string `form:"do,required,oneof=archive|restore"`
	}
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	if err := h.Archive(r, r.Grant, p.ID, f.Do == "archive"); err != nil {
		return err
	}
	r.Flash("plan." + f.Do + ".done")
	return r.Redirect(r.Path(Path))
}
