package application

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/application/page"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

func (h *House) scorecardRoutes() []web.Route {
	see := web.Employer(access.JobList, privacy.Recruit)
	edit := web.Employer(access.JobEdit, privacy.Recruit)
	score := web.Employer(access.ApplicationReview, privacy.Assess)
	compare := web.Employer(access.ApplicationRead, privacy.Assess)
	return []web.Route{
		web.Get("/employer/scorecards", see, h.showTemplates),
		web.Get("/employer/scorecards/new", edit, h.showNewTemplate),
		web.Post("/employer/scorecards/new", edit, h.postNewTemplate),
		web.Get("/employer/scorecards/{template}", edit, h.showTemplate),
		web.Post("/employer/scorecards/{template}", edit, h.postTemplate),
		web.Post("/employer/scorecards/{template}/drop", edit, h.dropTemplate),
		web.Get("/employer/jobs/{id}/scorecard", edit, h.showPlan),
		web.Post("/employer/jobs/{id}/scorecard", edit, h.postPlan),
		web.Get("/employer/applications/{application}/scorecards", compare, h.showCompare),
		web.Post("/employer/applications/{application}/scorecards", score, h.postScore),
	}
}

func templateID(r *web.Request) (TemplateID, error) { return web.PathID[templateNoun](r, "template") }

func (h *House) showTemplates(r *web.Request) error {
	all, err := h.Templates(r, r.Grant)
	if err != nil {
		return err
	}
	t, base := r.Words, r.Path("/employer/scorecards")
	p := page.Templates{Title: t.Say("application.scorecard.templates"), Lead: t.Say("application.scorecard.templates.lead")}
	if r.Actor.May(access.JobEdit) {
		p.New = webpage.Link{URL: base + "/new", Label: t.Say("application.scorecard.new"), Icon: "Plus"}
	}
	for _, x := range all {
		i := webpage.Item{Title: x.Name, Sub: names(x.Criteria)}
		if r.Actor.May(access.JobEdit) {
			i.URL = base + "/" + x.ID.String()
		}
		p.Items = append(p.Items, i)
	}
	return r.Render(http.StatusOK, page.ShowTemplates(r.View(p.Title), p))
}

func names(all []Criterion) string {
	var out []string
	for _, c := range all {
		out = append(out, c.Name)
	}
	return strings.Join(out, " · ")
}

// templateForm has room for the most criteria there can be; how many the page shows is its own matter.
type templateForm struct {
	Name string `form:"name,max=300"`
	criterionForm
}

type criterionForm struct {
	K0 string `form:"key0,max=36"`
	K1 string `form:"key1,max=36"`
	K2 string `form:"key2,max=36"`
	K3 string `form:"key3,max=36"`
	K4 string `form:"key4,max=36"`
	K5 string `form:"key5,max=36"`
	K6 string `form:"key6,max=36"`
	K7 string `form:"key7,max=36"`
	N0 string `form:"name0,max=300"`
	N1 string `form:"name1,max=300"`
	N2 string `form:"name2,max=300"`
	N3 string `form:"name3,max=300"`
	N4 string `form:"name4,max=300"`
	N5 string `form:"name5,max=300"`
	N6 string `form:"name6,max=300"`
	N7 string `form:"name7,max=300"`
	A0 string `form:"anchors0,lines,max=4000"`
	A1 string `form:"anchors1,lines,max=4000"`
	A2 string `form:"anchors2,lines,max=4000"`
	A3 string `form:"anchors3,lines,max=4000"`
	A4 string `form:"anchors4,lines,max=4000"`
	A5 string `form:"anchors5,lines,max=4000"`
	A6 string `form:"anchors6,lines,max=4000"`
	A7 string `form:"anchors7,lines,max=4000"`
}

func (f *criterionForm) rows() (keys, names, anchors [CriteriaMost]*string) {
	return [CriteriaMost]*string{&f.K0, &f.K1, &f.K2, &f.K3, &f.K4, &f.K5, &f.K6, &f.K7},
		[CriteriaMost]*string{&f.N0, &f.N1, &f.N2, &f.N3, &f.N4, &f.N5, &f.N6, &f.N7},
		[CriteriaMost]*string{&f.A0, &f.A1, &f.A2, &f.A3, &f.A4, &f.A5, &f.A6, &f.A7}
}

func (f *templateForm) template(v TemplateID) Template {
	t := Template{ID: v, Name: f.Name}
	keys, names, anchors := f.rows()
	for i := range keys {
		t.Criteria = append(t.Criteria, Criterion{ID: *keys[i], Name: *names[i], Anchors: Anchors(*anchors[i])})
	}
	return t
}

func formOf(t Template) (f templateForm) {
	f.Name = t.Name
	keys, names, anchors := f.rows()
	for i, c := range t.Criteria[:min(len(t.Criteria), CriteriaMost)] {
		*keys[i], *names[i], *anchors[i] = c.ID, c.Name, strings.Join(c.Anchors, "\n")
	}
	return f
}

// blank is how many empty criteria the form shows after those that are filled.
const blank = 2

func templatePage(r *web.Request, v TemplateID, f templateForm, sentence string, wrong map[string]string) templ.Component {
	t := r.Words
	p := page.TemplateForm{Title: t.Say("application.scorecard.new"), Lead: t.Say("application.scorecard.form.lead"), Action: r.Path("/employer/scorecards/new"),
		Back: webpage.Link{URL: r.Path("/employer/scorecards"), Label: t.Say("application.scorecard.back")},
		Name: webpage.Input{Name: "name", Label: t.Say("application.scorecard.name"), Value: f.Name, Required: true, Max: criterionMax, Width: "medium", Error: wrong["name"]}}
	if !v.IsZero() {
		p.Title, p.Action = t.Say("application.scorecard.change"), r.Path("/employer/scorecards/"+v.String())
		p.Drop = p.Action + "/drop"
	}
	if len(wrong) == 0 {
		p.Sentence = sentence
	}
	keys, names, anchors := f.rows()
	last := -1
	for i := range keys {
		if *names[i] != "" || *anchors[i] != "" {
			last = i
		}
	}
	for i := range min(CriteriaMost, last+1+blank) {
		n := strconv.Itoa(i)
		p.Criteria = append(p.Criteria, page.CriterionForm{Legend: t.Say("application.scorecard.criterion", "N", i+1), Key: webpage.Pair{Name: "key" + n, Value: *keys[i]},
			Name: webpage.Input{Name: "name" + n, Label: t.Say("application.scorecard.criterion.name"), Value: *names[i], Required: i == 0, Max: criterionMax, Error: wrong["name"+n]},
			Anchors: webpage.Input{Name: "anchors" + n, Label: t.Say("application.scorecard.anchors"), Hint: t.Say("application.scorecard.anchors.hint"),
				Value: *anchors[i], Required: i == 0, Rows: scoreMost, Error: wrong["anchors"+n]}})
	}
	return page.ShowTemplate(r.View(p.Title), p)
}

func (h *House) showNewTemplate(r *web.Request) error {
	return r.Render(http.StatusOK, templatePage(r, TemplateID{}, templateForm{}, "", nil))
}

func (h *House) showTemplate(r *web.Request) error {
	v, err := templateID(r)
	if err != nil {
		return err
	}
	t, err := h.Template(r, r.Grant, v)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, templatePage(r, v, formOf(t), "", nil))
}

func (h *House) postNewTemplate(r *web.Request) error { return h.saveTemplate(r, TemplateID{}) }

func (h *House) postTemplate(r *web.Request) error {
	v, err := templateID(r)
	if err == nil {
		_, err = h.Template(r, r.Grant, v)
	}
	if err != nil {
		return err
	}
	return h.saveTemplate(r, v)
}

func (h *House) saveTemplate(r *web.Request, v TemplateID) error {
	var f templateForm
	err := web.Bind(r, &f)
	if err == nil {
		_, err = h.SaveTemplate(r, r.Grant, f.template(v))
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return templatePage(r, v, f, sentence, wrong)
		})
	}
	r.Flash("application.saved")
	return r.Redirect(r.Path("/employer/scorecards"))
}

func (h *House) dropTemplate(r *web.Request) error {
	v, err := templateID(r)
	if err == nil {
		err = h.DropTemplate(r, r.Grant, v)
	}
	if err != nil {
		return err
	}
	r.Flash("application.scorecard.dropped")
	return r.Redirect(r.Path("/employer/scorecards"))
}

func (h *House) showPlan(r *web.Request) error {
	j, err := jobID(r)
	if err != nil {
		return err
	}
	c, err := h.planPage(r, j, "")
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, c)
}

func (h *House) planPage(r *web.Request, j job.ID, wrong string) (templ.Component, error) {
	plan, v, err := h.Plan(r, r.Grant, j)
	if err != nil {
		return nil, err
	}
	all, err := h.Templates(r, r.Grant)
	if err != nil {
		return nil, err
	}
	t, base := r.Words, r.Path("/employer/jobs/"+j.String())
	p := page.Plan{Title: t.Say("application.scorecard.plan"), Lead: t.Say("application.scorecard.plan.lead"), Action: base + "/scorecard",
		Crumbs:    []webpage.Link{{URL: base + "/applications", Label: v.Title}, {URL: base + "/scorecard", Label: t.Say("application.scorecard.plan")}},
		Templates: webpage.Link{URL: r.Path("/employer/scorecards"), Label: t.Say("application.scorecard.templates")}, Name: plan.Name,
		Choose:  webpage.Input{Name: "template", Label: t.Say("application.scorecard.use"), Width: "medium", Error: wrong},
		Choices: []webpage.Choice{{Value: "", Label: t.Say("application.scorecard.none")}}}
	for _, x := range all {
		p.Choices = append(p.Choices, webpage.Choice{Value: x.ID.String(), Label: x.Name})
	}
	for _, c := range plan.Criteria {
		p.Criteria = append(p.Criteria, webpage.Term{Name: c.Name, Text: strings.Join(c.Anchors, " · ")})
	}
	return page.ShowPlan(r.View(p.Title), p), nil
}

func (h *House) postPlan(r *web.Request) error {
	j, err := jobID(r)
	if err != nil {
		return err
	}
	var f struct {
		Template string `form:"template,max=36"`
	}
	var v TemplateID
	if err = web.Bind(r, &f); err == nil {
		if v.UnmarshalText([]byte(f.Template)) != nil && f.Template != "" {
			err = wrongChoice("template")
		} else if err = h.Adopt(r, r.Grant, j, v); fault.Is(err, fault.NotFound) && !v.IsZero() {
			if _, own := h.Jobs.Of(r, r.Grant, j); own == nil {
				err = wrongChoice("template") // the template was dropped meanwhile
			}
		}
	}
	if fault.Is(err, fault.Invalid) {
		c, again := h.planPage(r, j, r.Words.Say("form.choice"))
		if again != nil {
			return again
		}
		return r.Again(err, func(string, map[string]string) templ.Component { return c })
	}
	if err != nil {
		return err
	}
	r.Flash("application.saved")
	return r.Redirect(r.Path("/employer/jobs/" + j.String() + "/scorecard"))
}

func wrongChoice(field string) error {
	var f fault.Form
	f.Add(field, "form.choice")
	return f.Err()
}

// scoreForm is a scorecard as it is filled in; Keys are the criteria that the page showed, in its order.
type scoreForm struct {
	Keys    string `form:"keys,max=400"`
	C0      string `form:"c0,max=4"`
	C1      string `form:"c1,max=4"`
	C2      string `form:"c2,max=4"`
	C3      string `form:"c3,max=4"`
	C4      string `form:"c4,max=4"`
	C5      string `form:"c5,max=4"`
	C6      string `form:"c6,max=4"`
	C7      string `form:"c7,max=4"`
	Verdict string `form:"verdict,max=20"`
	Text    string `form:"card,lines,max=20000"`
	Review  bool   `form:"review"` // it was given on the screen of a review
}

func (f scoreForm) all() []string { return []string{f.C0, f.C1, f.C2, f.C3, f.C4, f.C5, f.C6, f.C7} }

func (f scoreForm) scored() Scored {
	out := Scored{Verdict: Verdict(f.Verdict), Text: f.Text}
	scores := f.all()
	for i, key := range strings.Split(f.Keys, ",") {
		if i >= len(scores) || key == "" || scores[i] == "" {
			continue
		}
		n, _ := strconv.Atoi(scores[i]) // what is no number is out of the range
		out.Marks = append(out.Marks, Mark{Criterion: key, Score: n})
	}
	return out
}

func (h *House) postScore(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	var f scoreForm
	if err = web.Bind(r, &f); err == nil {
		err = h.Score(r, r.Grant, v, f.scored())
	}
	if f.Review {
		return h.afterReview(r, v, f, err)
	}
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		c, _, readErr := h.Scorecards(r, r.Grant, v)
		if readErr != nil {
			return readErr
		}
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			p := page.CardPage{Title: r.Words.Say("application.scorecard"), Back: webpage.Link{URL: r.Path("/employer/applications/" + v.String()), Label: r.Words.Say("application.back")},
				Card: cardOf(r, v, c, &f, sentence, wrong)}
			return page.ShowCard(r.View(p.Title), p)
		})
	}
	if err != nil {
		return err
	}
	r.Flash("application.scorecard.given")
	return r.Redirect(r.Path("/employer/applications/" + v.String() + "/scorecards"))
}

// cardOf is the form of a scorecard: what was typed, else what was given before.
func cardOf(r *web.Request, v ID, c Scorecards, typed *scoreForm, sentence string, wrong map[string]string) page.ScoreForm {
	t, base := r.Words, r.Path("/employer/applications/"+v.String())
	p := page.ScoreForm{Action: base + "/scorecards", Button: t.Say("application.scorecard.give")}
	if len(wrong) == 0 {
		p.Sentence = sentence
	}
	if typed == nil {
		typed = &scoreForm{}
		if c.Own != nil {
			*typed = formOfCard(c)
		}
	}
	var keys []string
	given := typed.all()
	for i, k := range c.Plan.Criteria {
		keys = append(keys, k.ID)
		m := page.MarkForm{Input: webpage.Input{Name: "c" + strconv.Itoa(i), Label: k.Name, Value: given[i], Required: true, Error: wrong["c"+strconv.Itoa(i)]}}
		if k.ID == Overall {
			m.Input.Label, m.Choices = t.Say("application.scorecard.overall"), scores(t)[1:]
		}
		for n, a := range k.Anchors {
			m.Choices = append(m.Choices, webpage.Choice{Value: strconv.Itoa(n + 1), Label: t.Say("application.scorecard.anchor", "Score", n+1, "Text", a)})
		}
		p.Marks = append(p.Marks, m)
	}
	p.Keys = webpage.Pair{Name: "keys", Value: strings.Join(keys, ",")}
	p.Verdict = webpage.Input{Name: "verdict", Label: t.Say("application.scorecard.verdict"), Value: typed.Verdict, Required: true, Error: wrong["verdict"]}
	for _, x := range Verdicts() {
		p.Verdicts = append(p.Verdicts, webpage.Choice{Value: string(x), Label: t.Say("application.scorecard.verdict." + string(x))})
	}
	p.Text = webpage.Input{Name: "card", Label: t.Say("application.scorecard.text"), Hint: t.Say("application.note.hint"), Value: typed.Text, Max: noteMax, Counter: true, Rows: 4,
		Error: wrong["text"]}
	p.Others = t.Say("application.scorecard.others", "Count", c.Given)
	if c.Own != nil {
		p.Button, p.Others = t.Say("application.scorecard.again"), ""
		if r.Actor.May(access.ApplicationRead) {
			p.Compare = webpage.Link{URL: base + "/scorecards", Label: t.Say("application.scorecard.compare"), Icon: "Eye"}
		}
	}
	return p
}

// formOfCard fills the form with what the member gave before. A criterion that came later is empty.
func formOfCard(c Scorecards) scoreForm {
	f := scoreForm{Verdict: string(c.Own.Verdict), Text: c.Own.Text}
	for i, dest := range []*string{&f.C0, &f.C1, &f.C2, &f.C3, &f.C4, &f.C5, &f.C6, &f.C7} {
		if i >= len(c.Plan.Criteria) {
			break
		}
		for _, m := range c.Own.Marks {
			if m.Criterion == c.Plan.Criteria[i].ID {
				*dest = strconv.Itoa(m.Score)
			}
		}
	}
	return f
}

func (h *House) showCompare(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	c, a, err := h.Scorecards(r, r.Grant, v)
	if err != nil {
		return err
	}
	t, base := r.Words, r.Path("/employer/applications/"+v.String())
	p := page.Compare{Title: t.Say("application.scorecard.compare"), Lead: a.Name,
		Crumbs: []webpage.Link{{URL: r.Path("/employer/jobs/" + a.Job.String() + "/applications"), Label: a.JobTitle}, {URL: base, Label: a.Name},
			{URL: base + "/scorecards", Label: t.Say("application.scorecard.compare")}},
		Back: webpage.Link{URL: base, Label: t.Say("application.back")}, Hidden: c.Own == nil, Others: t.Say("application.scorecard.others", "Count", c.Given)}
	if c.Own != nil {
		p.Records, p.Texts = compared(t, c)
	}
	return r.Render(http.StatusOK, page.ShowCompare(r.View(p.Title), p))
}

// compared sets scorecards side by side: a row for each criterion of any of them, then the verdicts; the reasons stand below.
func compared(t webpage.T, c Scorecards) (s webpage.Records, texts []webpage.Term) {
	all := append([]Scorecard{*c.Own}, c.Others...)
	s = webpage.Records{Caption: t.Say("application.scorecard.compare"), Hide: true, Columns: []webpage.Column{{Label: t.Say("application.scorecard.criteria")}}}
	var keys []string
	rows := map[string][]webpage.Cell{}
	for _, card := range all {
		for _, m := range card.Marks {
			if rows[m.Criterion] == nil {
				keys = append(keys, m.Criterion)
				name := m.Name
				if m.Criterion == Overall {
					name = t.Say("application.scorecard.overall")
				}
				rows[m.Criterion] = []webpage.Cell{{Text: name}}
			}
		}
	}
	verdicts := []webpage.Cell{{Text: t.Say("application.scorecard.verdict")}}
	for i, card := range all {
		who := who(t, c.Team, card.By)
		if i == 0 {
			who = t.Say("application.scorecard.own")
		}
		s.Columns = append(s.Columns, webpage.Column{Label: who, Number: true})
		for _, k := range keys {
			text := "–"
			for _, m := range card.Marks {
				if m.Criterion == k {
					text = strconv.Itoa(m.Score)
				}
			}
			rows[k] = append(rows[k], webpage.Cell{Text: text})
		}
		verdicts = append(verdicts, webpage.Cell{Text: t.Say("application.scorecard.verdict." + string(card.Verdict))})
		if card.Text != "" {
			texts = append(texts, webpage.Term{Name: who, Text: card.Text})
		}
	}
	for _, k := range keys {
		s.Rows = append(s.Rows, rows[k])
	}
	s.Rows = append(s.Rows, verdicts)
	return s, texts
}

// who is what a colleague is called; one who has left has no name any more.
func who(t webpage.T, team Colleagues, s access.SubjectID) string {
	if n := team.Name(s); n != "" {
		return n
	}
	return t.Say("application.colleague.former")
}
