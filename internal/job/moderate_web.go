package job

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/fault"
	view "verv/internal/job/page"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/web"
	"verv/internal/web/page"
)

const queuePath = "/operator/moderation"

// moderateRoutes are the operator's pages of moderation, and the employer's answer to it.
func (h *House) moderateRoutes() []web.Route {
	moderate := web.Operation(access.JobModerate, privacy.Moderate)
	edit := web.Employer(access.JobEdit, privacy.Recruit)
	return []web.Route{
		web.Get(queuePath, moderate, h.getQueue),
		web.Get(queuePath+"/figures", moderate, h.getFigures),
		web.Get(queuePath+"/{id}", moderate, h.getCase),
		web.Post(queuePath+"/{id}", moderate.Strong(), h.postCase),
		web.Get("/employer/jobs/{id}/appeal", edit, h.getAppeal),
		web.Post("/employer/jobs/{id}/appeal", edit, h.postAppeal),
	}
}

// known reads a job that was public once, whatever its standing.
func (h *House) known(ctx context.Context, g privacy.Grant, n ID) (j Job, err error) {
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { j, err = read(r, "job.open", n); return err })
	return j, err
}

func (h *House) getQueue(r *web.Request) error {
	all, err := h.Queue(r, r.Grant)
	if err != nil {
		return err
	}
	w := r.Words
	q := view.Queue{Title: w.Say("job.moderate.title"), Empty: len(all) == 0, FiguresURL: r.Path(queuePath + "/figures"), AllURL: r.Path("/operator/employers"),
		Jobs: page.Records{ID: "queue", Caption: w.Say("job.moderate.title"), Hide: true, Filter: len(all) > PageSize,
			Columns: []page.Column{{Label: w.Say("job.field.title")}, {Label: w.Say("job.moderate.employer")}, {Label: w.Say("job.moderate.why")},
				{Label: w.Say("job.mine.state")}, {Label: w.Say("job.moderate.since")}}}}
	for _, v := range all {
		q.Jobs.Rows = append(q.Jobs.Rows, []page.Cell{{Text: v.Title, URL: r.Path(queuePath + "/" + v.Job.String())}, {Text: v.EmployerName},
			{Body: page.Tags(causeLabels(r, v))}, {Body: page.Tag(standingLabel(r, v.Standing))}, {Text: w.DateTime(v.Since())}})
	}
	v := r.View(q.Title)
	v.Wide = true
	return r.Render(http.StatusOK, view.QueuePage(v, q))
}

func causeLabels(r *web.Request, q Queued) (out []page.Label) {
	w := r.Words
	if !q.AppealedAt.IsZero() {
		out = append(out, page.Label{Word: w.Say("job.moderate.cause.appeal"), Color: page.Warning})
	}
	if q.Reports > 0 {
		out = append(out, page.Label{Word: w.Say("job.moderate.cause.reports", "Count", q.Reports), Color: page.Warning})
	}
	if !q.QueuedAt.IsZero() {
		out = append(out, page.Label{Word: w.Say("job.moderate.cause." + string(q.Cause)), Color: page.Info})
	}
	return out
}

func standingLabel(r *web.Request, s Standing) page.Label {
	color := map[Standing]page.Color{Clear: page.Success, Pending: page.Warning, Held: page.Warning, Down: page.Danger}[s]
	return page.Label{Word: r.Words.Say("job.standing." + string(s)), Color: color}
}

type caseForm struct {
	Ruling  string     `form:"ruling,max=20"`
	Ground  string     `form:"ground,max=20"`
	Text    string     `form:"text,lines,max=20000"`
	Version web.Number `form:"version,least=0"`
}

func (h *House) getCase(r *web.Request) error {
	n, err := web.PathID[noun](r, "id")
	if err != nil {
		return err
	}
	c, err := h.Case(r, r.Grant, n)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, h.casePage(r, c, caseForm{Version: web.Number{Raw: strconv.Itoa(c.Moderation.Version)}}, "", nil))
}

func (h *House) postCase(r *web.Request) error {
	n, err := web.PathID[noun](r, "id")
	if err != nil {
		return err
	}
	var f caseForm
	if err = web.Bind(r, &f); err == nil {
		err = h.Decide(r, r.Grant, n, Decided{Ruling: Ruling(f.Ruling), Ground: Ground(f.Ground), Text: f.Text, Version: int(f.Version.Value)})
	}
	if err == nil {
		r.Flash("job.moderate.done." + f.Ruling)
		return r.Redirect(r.Path(queuePath))
	}
	if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) {
		return err
	}
	c, found := h.Case(r, r.Grant, n)
	if found != nil {
		return found
	}
	return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
		return h.casePage(r, c, f, sentence, wrong)
	})
}

func (h *House) casePage(r *web.Request, c Case, f caseForm, sentence string, wrong map[string]string) templ.Component {
	w, j := r.Words, c.Job
	p := view.Case{Title: j.Title, Lead: j.EmployerName, Sentence: sentence, Text: j.Text, Lang: j.Language, Facts: adFacts(w, j), Standing: standingLabel(r, c.Standing),
		Action: r.Path(queuePath + "/" + j.ID.String()), Version: strconv.Itoa(c.Moderation.Version), Verified: w.Say("job.employer.unverified"),
		Crumbs: []page.Link{{URL: r.Path(queuePath), Label: w.Say("job.moderate.title")}, {URL: r.Here(), Label: j.Title}},
		Ruling: page.Input{Name: "ruling", Label: w.Say("job.moderate.ruling"), Value: f.Ruling, Required: true, Error: wrong["ruling"]},
		Ground: page.Input{Name: "ground", Label: w.Say("job.moderate.ground"), Hint: w.Say("job.moderate.ground.hint"), Value: f.Ground, Error: wrong["ground"]},
		Reason: page.Input{Name: "text", Label: w.Say("job.moderate.text"), Hint: w.Say("job.moderate.text.hint"), Value: f.Text, Max: reasonMost, Counter: true, Error: wrong["text"]}}
	if len(wrong) > 0 {
		p.Sentence = ""
	}
	if j.EmployerVerified {
		p.Verified = w.Say("job.employer.verified")
	}
	if c.Standing == Clear {
		p.AdURL = r.Path(address(j.ID, j.Title))
	}
	for _, x := range Rulings(c.Standing) {
		p.Rulings = append(p.Rulings, page.Choice{Value: string(x), Label: w.Say("job.ruling." + string(x)), Hint: w.Say("job.ruling." + string(x) + ".hint")})
	}
	p.Grounds = []page.Choice{{Label: w.Say("job.moderate.ground.none")}}
	for _, g := range Grounds() {
		p.Grounds = append(p.Grounds, page.Choice{Value: string(g), Label: w.Say("job.ground." + string(g))})
	}
	for _, s := range c.Signals {
		p.Signals = append(p.Signals, w.Say("job.signal."+s))
	}
	for _, v := range c.Reports {
		p.Reports = append(p.Reports, view.Said{Title: w.Say("job.report.reason." + string(v.Reason)), When: w.DateTime(v.At), Text: v.Text, Open: !v.waits().IsZero()})
		if v.Again != "" {
			p.Reports = append(p.Reports, view.Said{Title: w.Say("job.moderate.again"), When: w.DateTime(v.AgainAt), Text: v.Again, Open: v.AgainAt.After(v.AnsweredAt)})
		}
	}
	for _, a := range c.Appeals {
		p.Appeals = append(p.Appeals, view.Said{Title: w.Say("job.moderate.cause.appeal"), When: w.DateTime(a.At), Text: a.Text, Open: a.AnsweredAt.IsZero()})
	}
	for _, d := range c.Decisions {
		p.History = append(p.History, page.Event{When: d.At, Title: w.Say("job.ruling.was." + string(d.Ruling)), Text: decisionText(r, d)})
	}
	v := r.View(j.Title)
	v.Wide = true
	return view.CasePage(v, p)
}

func decisionText(r *web.Request, d Decision) string {
	if d.Ground == "" {
		return d.Text
	}
	return r.Words.Say("job.ground."+string(d.Ground)) + ". " + d.Text
}

// note puts how the operator stands to a job on its employer's page of it.
func (h *House) note(r *web.Request, j Job, a *view.Ad) error {
	if j.State == Draft {
		return nil
	}
	s, err := h.Statement(r, r.Grant, j.ID)
	if err != nil || s.Standing == Clear {
		return err
	}
	w := r.Words
	n := view.Note{Title: w.Say("job.standing." + string(s.Standing)), Color: page.Warning, Sentences: []string{w.Say("job.standing.waiting.text")}}
	if s.Standing != Pending {
		n.Sentences, n.Color = reasons(w, s.Last), page.Danger
	}
	switch {
	case s.MayAppeal && r.Actor.May(access.JobEdit):
		n.Appeal = page.Link{URL: r.Path(jobPath(j.ID, "/appeal")), Label: w.Say("job.appeal.title")}
	case !s.Appealed.At.IsZero() && s.Appealed.AnsweredAt.IsZero():
		n.Sentences = append(n.Sentences, w.Say("job.appeal.waiting", "Date", s.Appealed.At))
	}
	a.State, a.URL, a.Note = nil, "", view.Stands(n)
	return nil
}

// shut says which jobs of the grant's employer are not public although they are open.
func (h *House) shut(r *web.Request) (map[ID]Standing, error) {
	out := map[ID]Standing{}
	err := h.db.Read(r, r.Grant, func(tx *store.Reader) error {
		all, err := store.List(tx, "job.standings", store.Args{}, scanShut)
		for _, v := range all {
			out[v.job] = v.standing
		}
		return err
	})
	return out, err
}

func (h *House) getAppeal(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	s, err := h.Statement(r, r.Grant, j.ID)
	if err != nil {
		return err
	}
	if !s.MayAppeal {
		return fault.New(fault.Conflict, "job.appeal.no")
	}
	return r.Render(http.StatusOK, h.appealPage(r, j, s, "", "", nil))
}

func (h *House) appealPage(r *web.Request, j Job, s Statement, text, sentence string, wrong map[string]string) templ.Component {
	w := r.Words
	p := view.Appeal{Title: w.Say("job.appeal.title"), Lead: j.Title, Sentence: sentence, Reasons: reasons(w, s.Last), Action: r.Path(jobPath(j.ID, "/appeal")),
		Back: r.Path(jobPath(j.ID, "")), Text: page.Input{Name: "text", Label: w.Say("job.appeal.text"), Hint: w.Say("job.appeal.hint"), Value: text, Required: true,
			Max: appealMost, Counter: true, Rows: 10, Error: wrong["text"]}}
	if len(wrong) > 0 {
		p.Sentence = ""
	}
	return view.AppealPage(r.View(p.Title), p)
}

func (h *House) postAppeal(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	var f againForm
	if err = web.Bind(r, &f); err == nil {
		err = h.Appeal(r, r.Grant, j.ID, f.Text)
	}
	if fault.Is(err, fault.Invalid) {
		s, read := h.Statement(r, r.Grant, j.ID)
		if read != nil {
			return read
		}
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return h.appealPage(r, j, s, f.Text, sentence, wrong)
		})
	}
	if err != nil {
		return err
	}
	r.Flash("job.appeal.thanks")
	return r.Redirect(r.Path(jobPath(j.ID, "")))
}
