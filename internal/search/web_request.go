package search

import (
	"net/http"

	"verv/internal/cv"
	"verv/internal/cv/jsoncv"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/search/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

func stateLabel(r *web.Request, s State) webpage.Label {
	l := webpage.Label{Word: r.Words.Say("search.state." + string(s))}
	if s == Accepted || s == Met {
		l.Color = webpage.Success
	}
	return l
}

// showAsked lists what the team asked.
func (h *House) showAsked(r *web.Request) error {
	all, err := h.Requests(r, r.Grant)
	if err != nil {
		return err
	}
	titles, err := h.titles(r, all)
	if err != nil {
		return err
	}
	t := r.Words
	v := page.Requests{Crumbs: []webpage.Link{{URL: r.Path(PathPeople), Label: t.Say("search.people.title")}, {URL: r.Path(pathAsked), Label: t.Say("search.asked.title")}},
		Lead: t.Say("search.asked.lead"), Empty: t.Say("search.asked.none")}
	for _, a := range all {
		l := stateLabel(r, a.State(r.Now))
		v.Items = append(v.Items, webpage.Item{Title: titles[a.Job], URL: r.Path(pathAsked + "/" + a.ID.String()), Status: &l,
			Points: []webpage.Point{{Icon: "Calendar", Text: t.Say("search.asked.on", "Date", a.AskedAt)}}})
	}
	return r.Render(http.StatusOK, page.ShowRequests(r.View(t.Say("search.asked.title")), v))
}

// titles are those of the jobs that were asked about. What was written to each person stays shut.
func (h *House) titles(r *web.Request, all []Approach) (map[job.ID]string, error) {
	g, err := r.GrantFor(privacy.Recruit)
	if err != nil {
		return nil, err
	}
	out := map[job.ID]string{}
	for _, a := range all {
		if out[a.Job] != "" {
			continue
		}
		j, err := h.Jobs.Of(r, g, a.Job)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		if out[a.Job] = j.Title; j.Title == "" { // a draft may be thrown away, an open job is not
			out[a.Job] = r.Words.Say("search.face.untitled")
		}
	}
	return out, nil
}

// showAskedOne is one request of the team; after a yes with what was handed over.
func (h *House) showAskedOne(r *web.Request) error {
	v, err := approachID(r)
	if err != nil {
		return err
	}
	a, err := h.Request(r, r.Grant, v)
	if err != nil {
		return err
	}
	t := r.Words
	say := func(key string, args ...any) string { return t.Say("search."+key, args...) }
	state := a.State(r.Now)
	titles, err := h.titles(r, []Approach{a})
	if err != nil {
		return err
	}
	what := titles[a.Job]
	p := page.Request{Crumbs: []webpage.Link{{URL: r.Path(PathPeople), Label: say("people.title")}, {URL: r.Path(pathAsked), Label: say("asked.title")},
		{URL: r.Path(pathAsked + "/" + v.String()), Label: what}}, State: stateLabel(r, state), Wrote: say("asked.words"), Words: a.Asked.Text,
		Privacy: webpage.Privacy{Who: say("handed.privacy.who")}}
	switch state {
	case Asked:
		p.Note = say("asked.waits", "Date", a.EndsAt)
		if a.Masked {
			p.Privacy.Why = say("masked.asked")
		}
	case Met:
		p.Note, p.Privacy.Why = say("masked.met.waits", "Date", a.EndsAt), say("masked.met.why")
		p.Terms = []webpage.Term{{Name: say("handed.name"), Text: a.Name}}
	case Accepted:
		p.Note, p.Privacy.Why = say("handed.until", "Date", a.EndsAt), say("handed.privacy.why")
		p.Terms = []webpage.Term{{Name: say("handed.name"), Text: a.Name}, {Name: say("handed.address"), Text: a.Address}}
		if a.Phone != "" {
			p.Terms = append(p.Terms, webpage.Term{Name: say("handed.phone"), Text: a.Phone})
		}
		if !a.CV.None {
			p.CVTitle, p.CV = say("handed.cv"), cvTerms(r, a.CV.Body)
		}
	}
	return r.Render(http.StatusOK, page.ShowRequest(r.View(what), p))
}

// asks is who asks about what, as the person may read it.
func asks(t *locale.Words, a Approach) (who, what string) {
	g := a.Asked.General
	switch {
	case g == nil:
		return a.Asked.Employer, a.Asked.Job
	case a.Unrevealed():
		return Unnamed(t, g.Branch), g.Title(t)
	case a.Asked.Job == "":
		return a.Asked.Employer, g.Title(t)
	}
	return a.Asked.Employer, a.Asked.Job
}

// cvTerms is a CV as a list: what it says, section by section.
func cvTerms(r *web.Request, b cv.Body) (out []webpage.Term) {
	if b.CV.Basics.Summary != "" {
		out = append(out, webpage.Term{Name: r.Words.Say("cv.summary"), Text: b.CV.Basics.Summary})
	}
	for _, s := range cv.Sections() {
		for n := range b.Rows(s) {
			row, _ := b.Row(s, n)
			from, _ := jsoncv.ParsePartial(row.Start)
			to, _ := jsoncv.ParsePartial(row.End)
			text := row.Name
			for _, x := range []string{row.At, row.Place, cv.When(r.Words, jsoncv.Span{Start: from, End: to}), row.Text} {
				if x != "" {
					text += " · " + x
				}
			}
			out = append(out, webpage.Term{Name: r.Words.Say("cv.section." + string(s)), Text: text})
		}
	}
	return out
}

// showRequests lists what employers asked the person.
func (h *House) showRequests(r *web.Request) error {
	all, err := h.ToMe(r, r.Grant)
	if err != nil {
		return err
	}
	t := r.Words
	v := page.Requests{Lead: t.Say("search.tome.lead"), Empty: t.Say("search.tome.none"),
		Links: []webpage.Link{{URL: r.Path(PathVisibility), Label: t.Say("search.visibility.title")}}}
	for _, a := range all {
		who, what := asks(t, a)
		v.Items = append(v.Items, webpage.Item{Title: who, URL: r.Path(PathRequests + "/" + a.ID.String()), Sub: what,
			Status: &webpage.Label{Word: t.Say("search.mine." + a.now(r.Now))},
			Points: []webpage.Point{{Icon: "Calendar", Text: t.Say("search.asked.on", "Date", a.AskedAt)}}})
	}
	return r.Render(http.StatusOK, page.ShowRequests(r.View(t.Say("search.tome.title")), v))
}

func (h *House) showRequest(r *web.Request) error {
	v, err := approachID(r)
	if err != nil {
		return err
	}
	a, e, err := h.Mine(r, r.Grant, v)
	if err != nil {
		return err
	}
	t := r.Words
	say := func(key string, args ...any) string { return t.Say("search."+key, args...) }
	at := r.Path(PathRequests + "/" + v.String())
	who, _ := asks(t, a)
	p := page.Request{Crumbs: []webpage.Link{{URL: r.Path(PathRequests), Label: say("tome.title")}, {URL: at, Label: who}},
		State: webpage.Label{Word: say("mine." + a.now(r.Now))}, Wrote: say("request.words"), Words: a.Asked.Text, Known: known(r, a, e),
		Privacy: webpage.Privacy{Who: say("tome.privacy.who"), Why: say("visibility.privacy.why")}}
	now := a.now(r.Now)
	if now == rowAsked && a.Masked {
		p.Note, p.Privacy.Who = say("tome.waits", "Date", a.EndsAt), say("masked.privacy.who")
		p.Sees = []string{say("masked.sees.both"), say("masked.sees.name"), say("masked.sees.then"), say("masked.sees.no")}
		p.Answers = []page.Answer{{URL: at + "/meet", Label: say("answer.meet"), Color: webpage.Main},
			{URL: at + "/decline", Label: say("answer.decline"), Variant: "secondary", Color: webpage.Main}}
		return r.Render(http.StatusOK, page.ShowRequest(r.View(who), p))
	}
	switch now {
	case rowAsked, rowMet:
		p.Note = say("tome.waits", "Date", a.EndsAt)
		p.Sees = []string{say("sees.name"), say("sees.contact"), say("sees.cv"), say("sees.until"), say("sees.no")}
		p.Answers = []page.Answer{{URL: at + "/accept", Label: say("answer.accept"), Color: webpage.Main},
			{URL: at + "/decline", Label: say("answer.decline"), Variant: "secondary", Color: webpage.Main},
			{URL: at + "/block", Label: say("answer.block"), Variant: "tertiary", Color: webpage.Danger}}
	case rowAccepted:
		p.State.Color, p.Note = webpage.Success, say("tome.until", "Date", a.EndsAt)
		return r.Render(http.StatusOK, page.ShowRequest(r.View(who), withdrawable(p, at, say("answer.withdraw"))))
	}
	return r.Render(http.StatusOK, page.ShowRequest(r.View(who), p))
}

// withdrawable adds the button that leads to taking a yes back: two clicks from here.
func withdrawable(p page.Request, at, label string) page.Request {
	p.Withdraw = webpage.Link{URL: at + "/withdraw", Label: label}
	return p
}

// known is what is known of who asks.
func known(r *web.Request, a Approach, e employer.Employer) []webpage.Term {
	say := r.Words.Say
	who, what := asks(r.Words, a)
	out := []webpage.Term{{Name: say("search.who.employer"), Text: who}, {Name: say("search.who.job"), Text: what}}
	if g := a.Asked.General; g != nil {
		out = append(out, g.Terms(r.Words)...)
	}
	if e.Verified() && e.Number != "" {
		out = append(out, webpage.Term{Name: say("search.who.verified"), Text: employer.ShowNumber(e.Country, e.Number)})
	}
	return out
}

func (h *House) postAccept(r *web.Request) error {
	v, err := approachID(r)
	if err != nil {
		return err
	}
	mails, err := r.GrantFor(privacy.Correspond)
	if err != nil {
		return err
	}
	if err := h.Accept(r, r.Grant, mails, v); err != nil {
		return err
	}
	r.Flash("search.answered.accept")
	return r.Redirect(r.Path(PathRequests + "/" + v.String()))
}

func (h *House) postMeet(r *web.Request) error {
	v, err := approachID(r)
	if err != nil {
		return err
	}
	if err := h.Meet(r, r.Grant, v); err != nil {
		return err
	}
	r.Flash("search.answered.meet")
	return r.Redirect(r.Path(PathRequests + "/" + v.String()))
}

func (h *House) postDecline(block bool) web.Handler {
	return func(r *web.Request) error {
		v, err := approachID(r)
		if err != nil {
			return err
		}
		if err := h.Decline(r, r.Grant, v, block); err != nil {
			return err
		}
		if block {
			r.Flash("search.answered.block")
		} else {
			r.Flash("search.answered.decline")
		}
		return r.Redirect(r.Path(PathRequests))
	}
}

func (h *House) askWithdraw(r *web.Request) error {
	v, err := approachID(r)
	if err != nil {
		return err
	}
	a, _, err := h.Mine(r, r.Grant, v)
	if err != nil {
		return err
	}
	at, say := r.Path(PathRequests+"/"+v.String()), r.Words.Say
	return r.Render(http.StatusOK, page.ShowAsk(r.View(say("search.withdraw.title")), say("search.withdraw.text", "Employer", a.Asked.Employer),
		page.Answer{URL: at + "/withdraw", Label: say("search.answer.withdraw"), Color: webpage.Danger}, webpage.Link{URL: at, Label: say("search.withdraw.back")}))
}

func (h *House) postWithdraw(r *web.Request) error {
	v, err := approachID(r)
	if err != nil {
		return err
	}
	if err := h.Withdraw(r, r.Grant, v); err != nil {
		return err
	}
	r.Flash("search.answered.withdraw")
	return r.Redirect(r.Path(PathRequests + "/" + v.String()))
}

// showLog is how much each colleague opened, for the owner.
func (h *House) showLog(r *web.Request) error {
	all, err := h.Log(r, r.Grant)
	if err != nil {
		return err
	}
	return h.logPage(r, all, "log", webpage.Link{URL: r.Path(PathPeople), Label: r.Words.Say("search.people.title")})
}

// showBulk is who opened very many cards, for the privacy officer.
func (h *House) showBulk(r *web.Request) error {
	all, err := h.Bulk(r, r.Grant)
	if err != nil {
		return err
	}
	return h.logPage(r, all, "bulk", webpage.Link{URL: r.Path("/officer"), Label: r.Words.Say("server.nav.officer")})
}

func (h *House) logPage(r *web.Request, all []Reader, key string, back webpage.Link) error {
	say := func(k string, args ...any) string { return r.Words.Say("search."+key+"."+k, args...) }
	v := page.Log{Crumbs: []webpage.Link{back, {URL: r.Here(), Label: say("title")}}, Lead: say("lead"), Empty: say("none"), Note: say("note", "Max", h.Limits.Cards),
		Table: webpage.Records{ID: "readers", Caption: say("title"), Hide: true, Columns: []webpage.Column{{Label: say("who")},
			{Label: r.Words.Say("search.log.month"), Number: true}, {Label: r.Words.Say("search.log.today"), Number: true}, {Label: r.Words.Say("search.log.mark")}}}}
	for _, x := range all {
		who := x.Name + x.Employer
		if who == "" {
			who = r.Words.Say("search.log.left")
		}
		mark := ""
		if x.Bulk {
			mark = r.Words.Say("search.log.bulk")
		}
		v.Table.Rows = append(v.Table.Rows, []webpage.Cell{{Text: who}, {Text: r.Words.Number(int64(x.Month))}, {Text: r.Words.Number(int64(x.Today))}, {Text: mark}})
	}
	return r.Render(http.StatusOK, page.ShowLog(r.View(say("title")), v))
}
