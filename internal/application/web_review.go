package application

import (
	"net/http"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/application/page"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

func (h *House) reviewRoutes() []web.Route {
	door := web.Public(access.AccountEnter, privacy.Account)
	see := web.Employer(access.ApplicationReview, privacy.Assess)
	return []web.Route{
		web.Get("/review/{token}", door, h.askEnter),
		web.Post("/review/{token}", door, h.postEnter),
		web.Get("/employer/reviews", see, h.showReviews),
		web.Get("/employer/reviews/{application}", see, h.showScreening),
		web.Get("/employer/reviews/{application}/file", see, h.reviewFile),
		web.Post("/employer/applications/{application}/ask", web.Employer(access.ApplicationAsk, privacy.Assess), h.postAsk),
	}
}

// askEnter is the page behind the link of a letter: one button, and nothing is used up by opening it.
func (h *House) askEnter(r *web.Request) error {
	token, err := r.PathText("token")
	if err == nil {
		err = h.PeekReviews(r, r.Grant, token)
	}
	if err != nil {
		return err
	}
	t := r.Words
	return r.Render(http.StatusOK, page.Ask(r.Unlisted(t.Say("application.reviews")), page.Asking{Title: t.Say("application.reviews"),
		Text: t.Say("application.reviews.enter.text"), Action: r.Path("/review/" + token), Button: t.Say("application.reviews.enter"), Color: webpage.Main}))
}

func (h *House) postEnter(r *web.Request) error {
	token, err := r.PathText("token")
	if err != nil {
		return err
	}
	from := account.From{Client: r.Client(), Agent: r.Agent(), Site: r.Site.ID, Language: r.Words.Lang()}
	opened, err := h.EnterReviews(r, r.Grant, token, from)
	if err != nil {
		return err
	}
	r.SetSession(opened.Token, opened.Life)
	if opened.Half {
		return r.Redirect(r.Path(web.StrongPath))
	}
	return r.Redirect(r.Path("/employer/reviews"))
}

func (h *House) showReviews(r *web.Request) error {
	all, err := h.Reviews(r, r.Grant)
	if err != nil {
		return err
	}
	t, open := r.Words, 0
	p := page.Reviews{Title: t.Say("application.reviews")}
	for _, x := range all {
		i := webpage.Item{Title: x.Name, Sub: x.JobTitle, URL: r.Path("/employer/reviews/" + x.ID.String()),
			Points: []webpage.Point{{Icon: "Calendar", Name: t.Say("application.review.asked"), Text: t.Date(x.AskedAt)}}}
		switch {
		case x.Open():
			if open == 0 {
				p.Start = webpage.Link{URL: i.URL, Label: t.Say("application.reviews.start")}
			}
			open++
			i.Status = &webpage.Label{Word: t.Say("application.reviews.open"), Color: webpage.Main}
		case x.DoneAt.IsZero():
			i.Status = &webpage.Label{Word: t.Say("application.state." + x.Word())}
		default:
			i.Status = &webpage.Label{Word: t.Say("application.reviews.done"), Color: webpage.Success}
		}
		p.Items = append(p.Items, i)
	}
	if len(p.Items) > 0 {
		p.Lead = t.Say("application.reviews.lead", "Count", open)
	}
	return r.Render(http.StatusOK, page.ShowReviews(r.View(p.Title), p))
}

func (h *House) showScreening(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	o, err := h.Review(r, r.Grant, v)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, screeningPage(r, o, nil, "", nil))
}

func screeningPage(r *web.Request, o Reviewing, typed *scoreForm, sentence string, wrong map[string]string) templ.Component {
	t, base := r.Words, r.Path("/employer/reviews")
	p := page.Screening{Name: o.Name, Lead: t.Say("application.opened.lead", "Job", o.JobTitle, "When", t.DateTime(o.SentAt)), Letter: o.Career.Letter,
		List: webpage.Link{URL: base, Label: t.Say("application.reviews.all")}, Card: cardOf(r, o.ID, o.Cards, typed, sentence, wrong),
		Privacy: webpage.Privacy{Who: t.Say("application.team.who"), Why: t.Say("application.team.why"), Until: kept(t, o.Until, o.Months)}}
	p.Card.Review, p.Card.Over = true, o.Ended()
	if o.Asked {
		p.Waiting = t.Say("application.reviews.lead", "Count", o.Waiting)
	}
	if !o.Previous.IsZero() {
		p.Previous = webpage.Link{URL: base + "/" + o.Previous.String(), Label: t.Say("application.reviews.previous"), Icon: "ChevronLeft"}
	}
	if !o.Next.IsZero() {
		p.Next = webpage.Link{URL: base + "/" + o.Next.String(), Label: t.Say("application.reviews.next"), Icon: "ChevronRight"}
	}
	for _, a := range o.Career.Answers {
		p.Answers = append(p.Answers, webpage.Term{Name: a.Label, Text: shown(t, a)})
	}
	if o.CV != nil {
		p.CV = outline(r.Words, *o.CV)
	}
	if o.File.Name != "" {
		p.File = webpage.Link{URL: base + "/" + o.ID.String() + "/file", Label: o.File.Name, Icon: "Download"}
	}
	return page.ShowScreening(r.View(o.Name), p)
}

// afterReview goes on to the next application, or shows the scorecard again with what was refused.
func (h *House) afterReview(r *web.Request, v ID, f scoreForm, scored error) error {
	if scored != nil && !fault.Is(scored, fault.Invalid) && !fault.Is(scored, fault.Conflict) {
		return scored
	}
	o, err := h.Review(r, r.Grant, v)
	if err != nil {
		return err
	}
	if scored != nil {
		return r.Again(scored, func(sentence string, wrong map[string]string) templ.Component {
			return screeningPage(r, o, &f, sentence, wrong)
		})
	}
	all, err := h.Reviews(r, r.Grant)
	if err != nil {
		return err
	}
	r.Flash("application.scorecard.given")
	if len(all) > 0 && all[0].Open() {
		return r.Redirect(r.Path("/employer/reviews/" + all[0].ID.String()))
	}
	return r.Redirect(r.Path("/employer/reviews"))
}

func (h *House) reviewFile(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	c, err := h.ReviewFile(r, r.Grant, v)
	if err != nil {
		return err
	}
	return hand(r, c)
}

type askForm struct {
	For string `form:"for,max=36"`
}

func (h *House) postAsk(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	var f askForm
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	var colleague access.SubjectID
	if colleague.UnmarshalText([]byte(f.For)) != nil {
		colleague = access.SubjectID{}
	}
	err = h.Ask(r, r.Grant, v, colleague)
	if fault.Is(err, fault.Invalid) {
		o, openErr := h.Open(r, r.Grant, v)
		if openErr != nil {
			return openErr
		}
		return r.Again(err, func(_ string, wrong map[string]string) templ.Component { return h.openedPage(r, o, wrong, noteForm{}) })
	}
	if err != nil {
		return err
	}
	r.Flash("application.asked.sent")
	return r.Redirect(r.Path("/employer/applications/" + v.String()))
}
