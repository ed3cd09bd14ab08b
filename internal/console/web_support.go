package console

import (
	"net/http"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/console/page"
	"verv/internal/employer"
	"verv/internal/feature"
	"verv/internal/job"
	"verv/internal/locale"
	"verv/internal/privacy"
	board "verv/internal/rights/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

const pathSupport = Path + "/support"

func (h *House) supportRoutes() []web.Route {
	enter := web.Operation(access.SupportEnter, privacy.Operate)
	ask := enter.Also(access.EmployerVerify, privacy.Operate)
	return web.All([]web.Route{
		web.Get(pathEmployers+"/{id}/support", ask, h.getEnter),
		web.Post(pathEmployers+"/{id}/support", ask.Strong(), h.postEnter),
		web.Get(pathSupport+"/{support}", enter, h.getSupport),
		web.Get(pathSupport+"/{support}/jobs/{job}", enter, h.getSupportJob),
		web.Post(pathSupport+"/{support}/leave", enter, h.postLeave),
	}, func(r web.Route) web.Route { return r.Of(feature.Support) })
}

// The nouns of paths; each is its own house's.
type (
	supportNoun struct{}
	jobNoun     struct{}
)

func pathSupportID(r *web.Request) (out employer.SupportID, err error) {
	v, err := web.PathID[supportNoun](r, "support")
	if err == nil {
		err = out.UnmarshalText([]byte(v.String()))
	}
	return out, err
}

func (h *House) getEnter(r *web.Request) error {
	o, err := h.named(r)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, enterPage(r, o, "", "", nil))
}

func enterPage(r *web.Request, o Overview, reason, sentence string, wrong map[string]string) templ.Component {
	t := r.Words
	own := r.Path(pathEmployers + "/" + o.ID.String())
	m := page.Enter{Title: t.Say("console.support.ask", "Name", o.Name), Lead: t.Say("console.support.lead"), Sentence: sentence, Action: own + "/support",
		Button: t.Say("console.support.enter"), Back: webpage.Link{URL: own, Label: t.Say("employer.back")},
		Reason: webpage.Input{Name: "reason", Label: t.Say("employer.support.why"), Value: reason, Required: true, Error: wrong["reason"]}}
	for _, v := range employer.SupportReasons() {
		m.Reasons = append(m.Reasons, webpage.Choice{Value: string(v), Label: t.Say("employer.support.reason." + string(v))})
	}
	if len(wrong) > 0 {
		m.Sentence = ""
	}
	return page.ShowEnter(r.View(m.Title), m)
}

func (h *House) postEnter(r *web.Request) error {
	o, err := h.named(r)
	if err != nil {
		return err
	}
	var f struct {
		Reason string `form:"reason,required,max=20"`
	}
	var s employer.Support
	if err = web.Bind(r, &f); err == nil {
		s, err = h.EnterSupport(r, r.Grant, o.ID, employer.SupportReason(f.Reason))
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return enterPage(r, o, f.Reason, sentence, wrong)
		})
	}
	h.Runner().Wake()
	return r.Redirect(r.Path(pathSupport + "/" + s.ID.String()))
}

// banner says on every page of support what it is, and leads out.
func banner(r *web.Request, s employer.Support) board.Part {
	t := r.Words
	n := webpage.Notice{Color: webpage.Warning, Text: t.Say("console.support.banner", "Until", t.Time(s.EndsAt))}
	return board.Part{Notice: &n, Body: page.ShowLeave(webpage.Sheet{Action: r.Path(pathSupport + "/" + s.ID.String() + "/leave")}, t.Say("console.support.leave"))}
}

// title is the title of a job, or a word in the place of one that nobody has published.
func (b Built) title(t *locale.Words) string {
	if b.Title == "" {
		return t.Say("console.support.shut")
	}
	return b.Title
}

func (h *House) getSupport(r *web.Request) error {
	v, err := pathSupportID(r)
	if err != nil {
		return err
	}
	s, err := h.Support(r, r.Grant, v)
	if err != nil {
		return err
	}
	t := r.Words
	number := func(n int) string { return t.Number(int64(n)) }
	yes := map[bool]string{true: t.Say("console.yes"), false: t.Say("console.no")}
	jobs := webpage.Records{ID: "jobs", Caption: t.Say("console.employer.jobs"), Hide: true, Columns: []webpage.Column{{Label: t.Say("job.field.title")},
		{Label: t.Say("employer.field.state")}, {Label: t.Say("console.support.questions"), Number: true}, {Label: t.Say("console.employer.open"), Number: true},
		{Label: t.Say("console.support.changed")}}}
	for _, b := range s.Jobs {
		jobs.Rows = append(jobs.Rows, []webpage.Cell{{Text: b.title(t), More: b.ID.String(), URL: r.Path(pathSupport + "/" + v.String() + "/jobs/" + b.ID.String())}, {Text: t.Say("job.state." + string(b.State))},
			{Text: number(b.Questions)}, {Text: number(b.Open)}, {Text: t.DateTime(b.ChangedAt)}})
	}
	hooks := webpage.Records{ID: "hooks", Caption: t.Say("console.employer.webhooks"), Hide: true, Columns: []webpage.Column{{Label: t.Say("console.employer.made")}, {Label: t.Say("employer.field.state")}}}
	for _, k := range s.Hooks {
		state := t.Say("console.support.hook.well")
		if !k.FailingAt.IsZero() {
			state = t.Say("console.support.hook.failing", "When", t.DateTime(k.FailingAt))
		}
		hooks.Rows = append(hooks.Rows, []webpage.Cell{{Text: t.Date(k.MadeAt)}, {Text: state}})
	}
	answer := t.Say("console.support.answer.own")
	if s.Answer > 0 {
		answer = t.Say("console.support.answer.days", "Count", s.Answer)
	}
	archive := t.Say("employer.setting.archive.never")
	if s.Setting.ArchiveDays > 0 {
		archive = t.Say("employer.setting.archive.days", "Count", s.Setting.ArchiveDays)
	}
	b := board.Board{Title: t.Say("console.support.of", "Name", s.Employer.Name), Lead: t.Say("console.support.sees"), Parts: []board.Part{banner(r, s.Support),
		{Title: t.Say("console.support.settings"), Terms: []webpage.Term{{Name: t.Say("console.support.approval"), Text: yes[s.Setting.Approval]},
			{Name: t.Say("console.support.agency"), Text: yes[s.Setting.Agency]}, {Name: t.Say("console.support.archive"), Text: archive}, {Name: t.Say("console.support.answer"), Text: answer}}},
		{Title: t.Say("console.employer.jobs"), Table: jobs, Empty: t.Say("console.employer.nojobs")},
		{Title: t.Say("employer.team.title"), Lead: t.Say("console.employer.team.lead"), Table: teamTable(r, s.Team), Empty: t.Say("console.employer.noteam")},
		{Title: t.Say("console.employer.webhooks"), Table: hooks, Empty: t.Say("console.support.nohooks")}}}
	return render(r, b)
}

func (h *House) getSupportJob(r *web.Request) error {
	v, err := pathSupportID(r)
	if err != nil {
		return err
	}
	n, err := web.PathID[jobNoun](r, "job")
	if err != nil {
		return err
	}
	var j job.ID
	if err := j.UnmarshalText([]byte(n.String())); err != nil {
		return err
	}
	s, in, err := h.SupportJob(r, r.Grant, v, j)
	if err != nil {
		return err
	}
	t := r.Words
	number := func(n int) string { return t.Number(int64(n)) }
	stages := webpage.Records{ID: "stages", Caption: t.Say("console.support.stages"), Hide: true, Columns: []webpage.Column{{Label: t.Say("console.support.stage.kind")},
		{Label: t.Say("console.support.stage.days"), Number: true}}}
	for _, x := range in.Stages {
		stages.Rows = append(stages.Rows, []webpage.Cell{{Text: t.Say("application.state." + x.Kind)}, {Text: number(x.Days)}})
	}
	done := webpage.Records{ID: "done", Caption: t.Say("console.support.done"), Hide: true, Columns: []webpage.Column{{Label: t.Say("employer.support.when")}, {Label: t.Say("console.support.act")}}}
	for _, d := range in.Done {
		done.Rows = append(done.Rows, []webpage.Cell{{Text: t.DateTime(d.At)}, {Text: t.Say("job.did." + string(d.Act))}})
	}
	title := in.title(t)
	b := board.Board{Title: title, Lead: t.Say("console.support.sees"), Crumbs: []webpage.Link{{URL: r.Path(pathSupport + "/" + v.String()), Label: t.Say("console.support.title")}, {URL: r.Here(), Label: title}},
		Figures: []webpage.Figure{{Value: number(in.Open), Label: t.Say("console.employer.open")}, {Value: number(in.Total), Label: t.Say("console.employer.applications")},
			{Value: number(in.Questions), Label: t.Say("console.support.questions")}},
		Parts: []board.Part{banner(r, s), {Title: t.Say("console.support.stages"), Table: stages, Empty: t.Say("console.support.stages.own")},
			{Title: t.Say("console.support.done"), Lead: t.Say("console.support.done.lead"), Table: done, Empty: t.Say("console.support.done.none")}}}
	return render(r, b)
}

func (h *House) postLeave(r *web.Request) error {
	v, err := pathSupportID(r)
	if err != nil {
		return err
	}
	if err := h.Hirers.LeaveSupport(r, r.Grant, v); err != nil {
		return err
	}
	r.Flash("console.support.left")
	return r.Redirect(r.Path(pathEmployers))
}
