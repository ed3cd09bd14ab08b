package console

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/console/page"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/job"
	"verv/internal/privacy"
	board "verv/internal/rights/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

const pathEmployers = Path + "/employers"

func (h *House) employerRoutes() []web.Route {
	operate := web.Operation(access.EmployerVerify, privacy.Operate)
	return []web.Route{
		web.Get(pathEmployers, operate, h.getEmployers),
		web.Get(pathEmployers+"/{id}", operate, h.getEmployer),
		web.Post(pathEmployers+"/{id}/owner", operate.Strong(), h.postOwner),
		web.Get(pathEmployers+"/{id}/close", operate, h.getClose),
		web.Post(pathEmployers+"/{id}/close", operate.Strong(), h.postClose),
	}
}

func render(r *web.Request, b board.Board) error {
	v := r.View(b.Title)
	v.Wide = true
	return r.Render(http.StatusOK, board.ShowBoard(v, b))
}

func standingTag(r *web.Request, s Standing) templ.Component {
	color := map[Standing]webpage.Color{Unverified: webpage.Warning, Verified: webpage.Success, Closed: webpage.Neutral}[s]
	return webpage.Tag(webpage.Label{Word: r.Words.Say("console.standing." + string(s)), Color: color})
}

type employersForm struct {
	Words    string     `form:"q,max=120"`
	Standing string     `form:"state,max=20"`
	Plan     string     `form:"plan,max=40"`
	Page     web.Number `form:"page,least=1,most=100000"`
}

func (f employersForm) address(r *web.Request, n int) string {
	q := url.Values{}
	for k, v := range map[string]string{"q": f.Words, "state": f.Standing, "plan": f.Plan, "page": strconv.Itoa(n)} {
		if v != "" && v != "1" {
			q.Set(k, v)
		}
	}
	if len(q) == 0 {
		return r.Path(pathEmployers)
	}
	return r.Path(pathEmployers) + "?" + q.Encode()
}

func (h *House) getEmployers(r *web.Request) error {
	var f employersForm
	t, wrong := r.Words, map[string]string{}
	if err := web.Bind(r, &f); fault.Is(err, fault.Invalid) {
		_, wrong = t.Fault(err) // the page keeps what was typed and says what is wrong with it
	} else if err != nil {
		return err
	}
	n := max(1, int(f.Page.Value))
	var all []Listed
	total := 0
	if len(wrong) == 0 {
		var err error
		if all, total, err = h.Employers(r, r.Grant, Search{Words: f.Words, Standing: Standing(f.Standing), Plan: f.Plan, Page: n}); err != nil {
			return err
		}
	}
	m := page.Employers{Title: t.Say("employer.list.title"), Crumbs: crumbs(r, t.Say("employer.list.title")), Action: r.Path(pathEmployers),
		New:   webpage.Link{URL: r.Path(pathEmployers + "/new"), Label: t.Say("employer.new.title"), Icon: "Plus"},
		Words: webpage.Input{Name: "q", Label: t.Say("console.employers.words"), Value: f.Words, Max: 120, Type: "search", Error: wrong["q"], Width: "medium"},
		State: webpage.Input{Name: "state", Label: t.Say("employer.field.state"), Value: f.Standing, Error: wrong["state"], Width: "medium"},
		List: webpage.Records{ID: "employers", Caption: t.Say("employer.list.title"), Hide: true, Columns: []webpage.Column{{Label: t.Say("employer.field.name")},
			{Label: t.Say("employer.field.number")}, {Label: t.Say("employer.field.state")}, {Label: t.Say("console.employers.jobs"), Number: true},
			{Label: t.Say("console.employers.members"), Number: true}}}}
	m.States = []webpage.Choice{{Label: t.Say("console.standing.any")}}
	for _, s := range Standings() {
		m.States = append(m.States, webpage.Choice{Value: string(s), Label: t.Say("console.standing." + string(s))})
	}
	plans, err := h.Plans.List(r, r.Grant)
	if err != nil {
		return err
	}
	if len(plans) > 0 {
		m.Plan = &webpage.Input{Name: "plan", Label: t.Say("plan.one"), Value: f.Plan, Error: wrong["plan"], Width: "medium"}
		m.Plans = []webpage.Choice{{Label: t.Say("console.standing.any")}, {Value: noPlan, Label: t.Say("plan.choice.none")}}
		for _, p := range plans {
			m.Plans = append(m.Plans, webpage.Choice{Value: p.ID.String(), Label: p.Name})
		}
		m.List.Columns = append(m.List.Columns, webpage.Column{Label: t.Say("plan.one")})
	}
	for _, e := range all {
		row := []webpage.Cell{{Text: e.Name, URL: r.Path(pathEmployers + "/" + e.ID.String())},
			{Text: employer.ShowNumber(e.Country, e.Number)}, {Body: standingTag(r, standing(e.Employer))}, {Text: t.Number(int64(e.Jobs))}, {Text: t.Number(int64(e.Members))}}
		if len(plans) > 0 {
			row = append(row, webpage.Cell{Text: e.Plan})
		}
		m.List.Rows = append(m.List.Rows, row)
	}
	first := (n-1)*PageSize + 1
	if len(all) > 0 {
		m.Pages.Shown = t.Say("job.search.shown", "First", first, "Last", first+len(all)-1, "All", total)
	}
	if n > 1 {
		m.Pages.Previous = f.address(r, n-1)
	}
	if n*PageSize < total {
		m.Pages.Next = f.address(r, n+1)
	}
	v := r.View(m.Title)
	v.Wide = true
	return r.Render(http.StatusOK, page.ShowEmployers(v, m))
}

// employerNoun reads an identifier from a path; the noun itself is the employer house's own.
type employerNoun struct{}

func (h *House) named(r *web.Request) (o Overview, err error) {
	v, err := web.PathID[employerNoun](r, "id")
	if err != nil {
		return o, err
	}
	var e access.EmployerID
	if err := e.UnmarshalText([]byte(v.String())); err != nil {
		return o, err
	}
	return h.Employer(r, r.Grant, e)
}

func (h *House) getEmployer(r *web.Request) error {
	o, err := h.named(r)
	if err != nil {
		return err
	}
	return render(r, h.employerBoard(r, o, shown{}))
}

// shown is what a page is shown again with: what was typed, and what is wrong with it.
type shown struct {
	person   personForm
	plan     string
	sentence string
	wrong    map[string]string
}

// employerBoard is one employer with its plan, and the form for its first owner while it has none.
func (h *House) employerBoard(r *web.Request, o Overview, again shown) board.Board {
	t, own := r.Words, pathEmployers+"/"+o.ID.String()
	b := board.Board{Title: o.Name, Lead: t.Say("console.employer.lead"), Crumbs: []webpage.Link{{URL: r.Path(Path), Label: t.Say("console.title")},
		{URL: r.Path(pathEmployers), Label: t.Say("employer.list.title")}, {URL: r.Path(own), Label: o.Name}}}
	if !o.Closed() {
		b.Actions = []webpage.Link{{URL: r.Path("/employers/" + o.ID.String()), Label: t.Say("console.employer.page")}}
		if r.Has(feature.Support) {
			b.Actions = append(b.Actions, webpage.Link{URL: r.Path(own + "/support"), Label: t.Say("console.support.title")})
		}
		b.Actions = append(b.Actions, webpage.Link{URL: r.Path(own + "/close"), Label: t.Say("console.close.title")})
	}
	if standing(o.Employer) == Unverified {
		b.Actions = append([]webpage.Link{{URL: r.Path(own + "/verify"), Label: t.Say("employer.verify.button")}}, b.Actions...)
	}
	number := func(n int) string { return t.Number(int64(n)) }
	b.Figures = []webpage.Figure{{Value: number(o.Jobs[job.Open]), Label: t.Say("console.employers.jobs")}, {Value: number(o.Open), Label: t.Say("console.employer.open")},
		{Value: t.Bytes(o.Bytes), Label: t.Say("console.employer.bytes")}}
	terms := []webpage.Term{{Name: t.Say("employer.field.state"), Body: standingTag(r, standing(o.Employer))},
		{Name: t.Say("employer.field.number"), Text: employer.ShowNumber(o.Country, o.Number)}, {Name: t.Say("employer.field.source"), Text: o.Source},
		{Name: t.Say("console.employer.made"), Text: t.Date(o.MadeAt)}, {Name: t.Say("console.employer.verified"), Text: t.Date(o.VerifiedAt)},
		{Name: t.Say("console.employer.closed"), Text: t.Date(o.ClosedAt)}, {Name: t.Say("console.employer.applications"), Text: number(o.Applications)},
		{Name: t.Say("console.employer.files"), Text: number(o.Files)}, {Name: t.Say("console.employer.webhooks"), Text: number(o.Webhooks)}}
	var said []webpage.Term
	for _, x := range terms {
		if x.Body != nil || x.Text != "" {
			said = append(said, x)
		}
	}
	jobs := webpage.Records{ID: "jobs", Caption: t.Say("console.employer.jobs"), Hide: true,
		Columns: []webpage.Column{{Label: t.Say("employer.field.state")}, {Label: t.Say("console.employer.count"), Number: true}}}
	for _, s := range job.States() {
		if n := o.Jobs[s]; n > 0 {
			jobs.Rows = append(jobs.Rows, []webpage.Cell{{Text: t.Say("job.state." + string(s))}, {Text: number(n)}})
		}
	}
	b.Parts = []board.Part{{Title: t.Say("console.employer.facts"), Terms: said}, planPart(r, o, again.plan, again.wrong), {Title: t.Say("console.employer.jobs"), Table: jobs, Empty: t.Say("console.employer.nojobs")},
		{Title: t.Say("employer.team.title"), Lead: t.Say("console.employer.team.lead"), Table: teamTable(r, o.Team), Empty: t.Say("console.employer.noteam")}}
	if o.Ownerless() {
		p := board.Part{Title: t.Say("console.owner.title"), Lead: t.Say("console.owner.lead"), Body: personSheet(r, r.Path(own+"/owner"), t.Say("console.owner.send"), again.person, again.wrong, false)}
		if again.sentence != "" && len(again.wrong) == 0 {
			p.Notice = &webpage.Notice{Color: webpage.Danger, Text: again.sentence}
		}
		b.Parts = append(b.Parts, p)
	}
	return b
}

func teamTable(r *web.Request, team []Seat) webpage.Records {
	t := r.Words
	list := webpage.Records{ID: "team", Caption: t.Say("employer.team.title"), Hide: true, Columns: []webpage.Column{{Label: t.Say("employer.team.role")},
		{Label: t.Say("employer.field.state")}, {Label: t.Say("console.employer.since")}, {Label: t.Say("console.employer.week")}}}
	for _, s := range team {
		state, since := "console.seat.invited", s.MadeAt
		if !s.JoinedAt.IsZero() {
			state, since = "console.seat.joined", s.JoinedAt
		}
		list.Rows = append(list.Rows, []webpage.Cell{{Text: t.Say("employer.role." + string(s.Role))}, {Text: t.Say(state)}, {Text: t.Date(since)}, {Text: t.Date(s.Week)}})
	}
	return list
}

func (h *House) postOwner(r *web.Request) error {
	o, err := h.named(r)
	if err != nil {
		return err
	}
	var f personForm
	if err = web.Bind(r, &f); err == nil {
		err = h.InviteOwner(r, r.Grant, o.ID, f.invite())
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			b := h.employerBoard(r, o, shown{person: f, sentence: sentence, wrong: wrong})
			v := r.View(b.Title)
			v.Wide = true
			return board.ShowBoard(v, b)
		})
	}
	r.Flash("console.owner.sent")
	return r.Redirect(r.Path(pathEmployers + "/" + o.ID.String()))
}

type closeForm struct {
	Name string `form:"name,required,max=120"`
}

func (h *House) getClose(r *web.Request) error {
	o, err := h.named(r)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, h.closePage(r, o, closeForm{}, "", nil))
}

func (h *House) closePage(r *web.Request, o Overview, f closeForm, sentence string, wrong map[string]string) templ.Component {
	t := r.Words
	m := page.Sure{Title: t.Say("console.close.sure", "Name", o.Name), Lead: t.Say("console.close.lead"), Sentence: sentence, Action: r.Path(pathEmployers + "/" + o.ID.String() + "/close"),
		Button: t.Say("console.close.button"), Back: webpage.Link{URL: r.Path(pathEmployers + "/" + o.ID.String()), Label: t.Say("employer.back")},
		Field: webpage.Input{Name: "name", Label: t.Say("console.close.name"), Hint: t.Say("console.close.hint", "Name", o.Name), Value: f.Name, Required: true, Max: 120, Width: "medium", Error: wrong["name"]},
		Then: []string{t.Say("console.close.jobs", "Count", o.Jobs[job.Open]), t.Say("console.close.applications", "Count", o.Open), t.Say("console.close.team", "Count", len(o.Team)),
			t.Say("console.close.kept")}}
	if len(wrong) > 0 {
		m.Sentence = ""
	}
	return page.ShowSure(r.View(m.Title), m)
}

func (h *House) postClose(r *web.Request) error {
	o, err := h.named(r)
	if err != nil {
		return err
	}
	var f closeForm
	if err = web.Bind(r, &f); err == nil {
		err = h.Hirers.Close(r, r.Grant, o.ID, f.Name)
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return h.closePage(r, o, f, sentence, wrong)
		})
	}
	r.Flash("console.closed")
	return r.Redirect(r.Path(pathEmployers + "/" + o.ID.String()))
}
