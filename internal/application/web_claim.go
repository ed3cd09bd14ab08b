package application

import (
	"net/http"

	"verv/internal/access"
	"verv/internal/application/page"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

const pathClaims = "/employer/claims"

// claimRoutes are the owner's pages of what is kept against claims.
func (h *House) claimRoutes() []web.Route {
	owner := web.Employer(access.ApplicationClaims, privacy.Claims)
	return []web.Route{
		web.Get(pathClaims, owner, h.showClaims),
		web.Get(pathClaims+"/{claim}", owner, h.showClaim),
	}
}

func (h *House) showClaims(r *web.Request) error {
	all, err := h.Claims(r, r.Grant)
	if err != nil {
		return err
	}
	t := r.Words
	v := page.Claims{Title: t.Say("application.claims.title"), Lead: t.Say("application.claims.lead"), Empty: t.Say("application.claims.none"),
		Privacy: webpage.Privacy{Who: t.Say("application.claims.who"), Why: t.Say("privacy.purpose.claims")},
		Records: webpage.Records{Caption: t.Say("application.claims.title"), Hide: true, Columns: []webpage.Column{{Label: t.Say("application.claims.open")},
			{Label: t.Say("application.claims.made")}, {Label: t.Say("application.claims.until")}}}}
	for _, k := range all {
		v.Records.Rows = append(v.Records.Rows, []webpage.Cell{{Text: t.Say("application.claims.one", "Date", t.Date(k.MadeAt)), More: t.Time(k.MadeAt), URL: r.Path(pathClaims + "/" + k.ID.String())},
			{Text: t.DateTime(k.MadeAt)}, {Text: t.Date(k.Until)}})
	}
	return r.Render(http.StatusOK, page.ShowClaims(r.View(v.Title), v))
}

func (h *House) showClaim(r *web.Request) error {
	v, err := web.PathID[claimNoun](r, "claim")
	if err != nil {
		return err
	}
	c, k, err := h.Claim(r, r.Grant, v)
	if err != nil {
		return err
	}
	t := r.Words
	ended := State{Stage: c.Stage, Outcome: c.Outcome}
	terms := []webpage.Term{{Name: t.Say("application.claims.job"), Text: c.JobTitle}, {Name: t.Say("application.table.sent"), Text: t.DateTime(c.SentAt)},
		{Name: t.Say("application.claims.ended"), Text: t.DateTime(c.EndedAt)}, {Name: t.Say("application.claims.stage"), Text: t.Say("application.state." + string(c.Stage))}}
	if c.Outcome != "" {
		terms = append(terms, webpage.Term{Name: t.Say("application.claims.outcome"), Text: t.Say("application.state." + ended.Word())})
	}
	if c.Reason != "" {
		terms = append(terms, webpage.Term{Name: t.Say("application.claims.reason"), Text: t.Say("application.reason." + string(c.Reason))})
	}
	terms = append(terms, webpage.Term{Name: t.Say("application.table.score"), Text: score(t, c.Score)})
	title := t.Say("application.claims.one", "Date", t.Date(k.MadeAt))
	p := page.Claims{Title: title, Lead: t.Say("application.claims.one.lead"), Terms: terms,
		Crumbs:  []webpage.Link{{URL: r.Path(pathClaims), Label: t.Say("application.claims.title")}, {URL: r.Here(), Label: title}},
		Privacy: webpage.Privacy{Who: t.Say("application.claims.who"), Why: t.Say("privacy.purpose.claims"), Until: t.Say("application.kept.until", "Date", k.Until)}}
	return r.Render(http.StatusOK, page.ShowClaims(r.View(title), p))
}
