package console

import (
	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/console/page"
	"verv/internal/mail"
	"verv/internal/privacy"
	board "verv/internal/rights/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

const pathMail = Path + "/mail"

func (h *House) mailRoutes() []web.Route {
	return []web.Route{
		web.Get(pathMail, web.Operation(access.HealthSee, privacy.Operate), h.getMail),
		web.Post(pathMail, web.Operation(access.HealthNote, privacy.Operate).Strong(), h.postMail),
	}
}

func (h *House) getMail(r *web.Request) error {
	l, err := h.Mail(r, r.Grant)
	if err != nil {
		return err
	}
	t := r.Words
	number := func(n int) string { return t.Number(int64(n)) }
	refused := 0
	list := webpage.Records{ID: "refused", Caption: t.Say("console.mail.refused"), Hide: true,
		Columns: []webpage.Column{{Label: t.Say("console.mail.class")}, {Label: t.Say("console.employer.count"), Number: true}}}
	for _, c := range mail.Refusals() {
		if n := l.Refused[c]; n > 0 {
			refused += n
			list.Rows = append(list.Rows, []webpage.Cell{{Text: t.Say("console.mail.class." + string(c))}, {Text: number(n)}})
		}
	}
	b := board.Board{Title: t.Say("console.mail.title"), Lead: t.Say("console.mail.lead"), Crumbs: crumbs(r, t.Say("console.mail.title")), Figures: []webpage.Figure{
		{Value: number(l.Waiting), Label: t.Say("console.mail.waiting")}, {Value: number(l.Deferred), Label: t.Say("console.mail.deferred")},
		{Value: number(l.Dead), Label: t.Say("console.tasks.given-up")}, {Value: number(refused), Label: t.Say("console.mail.refused.figure")}}}
	if !l.Oldest.IsZero() {
		b.Parts = append(b.Parts, board.Part{Title: t.Say("console.mail.queue"), Lead: t.Say("console.mail.oldest", "When", t.DateTime(l.Oldest))})
	}
	b.Parts = append(b.Parts, board.Part{Title: t.Say("console.mail.refused"), Lead: t.Say("console.mail.refused.lead"), Table: list, Empty: t.Say("console.mail.refused.none")},
		board.Part{Title: t.Say("console.mail.names"), Lead: h.asked(r, l), Body: h.records(r, l)})
	return render(r, b)
}

// asked says when the name server was asked, or why nobody was.
func (h *House) asked(r *web.Request, l Letters) string {
	switch t := r.Words; {
	case h.Config.Mail.Names == "":
		return t.Say("console.mail.nobody")
	case len(l.Checks) == 0:
		return t.Say("console.mail.unasked")
	default:
		return t.Say("console.mail.asked", "When", t.DateTime(l.Checks[0].At))
	}
}

func (h *House) records(r *web.Request, l Letters) templ.Component {
	t := r.Words
	m := page.Names{}
	if h.Config.Mail.Names != "" && r.Actor.May(access.HealthNote) {
		m.Action, m.Ask = r.Path(pathMail), t.Say("console.mail.ask")
	}
	for _, c := range l.Checks {
		n := page.Name{Title: t.Say("console.mail.what." + string(c.What)), State: webpage.Label{Word: t.Say("console.state." + string(c.State())), Color: c.State().Color()},
			Says: t.Say("console.mail.verdict." + string(c.Verdict))}
		if c.State() != Fine && c.Publish != "" {
			n.Record, n.Value = c.Name, c.Publish
		}
		m.Names = append(m.Names, n)
	}
	return page.ShowNames(t, m)
}

func (h *House) postMail(r *web.Request) error {
	if err := h.AskNames(r, r.Grant); err != nil {
		return err
	}
	r.Flash("console.mail.asking")
	return r.Redirect(r.Path(pathMail))
}
