package application

import (
	"net/http"
	"strings"

	"verv/internal/access"
	"verv/internal/application/page"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

func (h *House) duplicateRoutes() []web.Route {
	return []web.Route{
		web.Get("/employer/applications/{application}/duplicates", web.Employer(access.ApplicationRead, privacy.Assess), h.showDuplicates),
		web.Post("/employer/applications/{application}/duplicates", web.Employer(access.ApplicationMove, privacy.Assess), h.postPair),
	}
}

// warning is the line on a file that somebody may have applied twice; nothing when nobody has.
func warning(r *web.Request, v ID, all []Twin) *page.Twins {
	if len(all) == 0 {
		return nil
	}
	said := true
	for _, t := range all {
		said = said && t.Said == PairSame
	}
	key := "application.duplicate.warning"
	if said {
		key = "application.duplicate.joined"
	}
	return &page.Twins{Text: r.Words.Say(key, "Count", len(all)), Sure: said,
		Link: webpage.Link{URL: r.Path("/employer/applications/" + v.String() + "/duplicates"), Label: r.Words.Say("application.duplicate.see")}}
}

func (h *House) showDuplicates(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	a, all, err := h.Duplicates(r, r.Grant, v)
	if err != nil {
		return err
	}
	t, base := r.Words, r.Path("/employer/applications/")
	p := page.Duplicates{Title: t.Say("application.duplicate.title"), Lead: t.Say("application.duplicate.lead"), Action: base + v.String() + "/duplicates",
		Crumbs: []webpage.Link{{URL: r.Path("/employer/jobs/" + a.Job.String() + "/applications"), Label: a.JobTitle}, {URL: base + v.String(), Label: a.Name},
			{URL: base + v.String() + "/duplicates", Label: t.Say("application.duplicate.title")}},
		Back: webpage.Link{URL: base + v.String(), Label: t.Say("application.back")}}
	for _, x := range all {
		var why []string
		for _, l := range x.Why {
			why = append(why, t.Say("application.duplicate."+string(l)))
		}
		d := page.Duplicate{ID: x.ID.String(), Title: x.Name, URL: base + x.ID.String(), Terms: []webpage.Term{
			{Name: t.Say("application.duplicate.job"), Text: x.JobTitle}, {Name: t.Say("application.table.sent"), Text: t.DateTime(x.SentAt)},
			{Name: t.Say("application.table.state"), Text: t.Say("application.state." + x.Word())},
			{Name: t.Say("application.duplicate.why"), Text: strings.Join(why, " · ")}}}
		if x.Said != "" {
			d.Said = t.Say("application.duplicate.said." + x.Said)
		}
		if r.Actor.May(access.ApplicationMove) {
			for _, verdict := range []string{PairSame, PairDifferent} {
				if verdict != x.Said {
					d.Verdicts = append(d.Verdicts, webpage.Choice{Value: verdict, Label: t.Say("application.duplicate.say." + verdict)})
				}
			}
			if x.Said != "" {
				d.Verdicts = append(d.Verdicts, webpage.Choice{Value: "", Label: t.Say("application.duplicate.say.undo")})
			}
		}
		p.Items = append(p.Items, d)
	}
	return r.Render(http.StatusOK, page.ShowDuplicates(r.View(p.Title), p))
}

func (h *House) postPair(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	var f struct {
		Other   string `form:"other,max=36"`
		Verdict string `form:"verdict,oneof=same|different"`
	}
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	var other ID
	if other.UnmarshalText([]byte(f.Other)) != nil || other.IsZero() {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	if err := h.Pair(r, r.Grant, v, other, f.Verdict); err != nil {
		return err
	}
	r.Flash("application.saved")
	return r.Redirect(r.Path("/employer/applications/" + v.String() + "/duplicates"))
}
