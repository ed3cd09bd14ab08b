package rights

import (
	"net/http"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/ledger"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/rights/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// PathRestrict is where a person has their data rest; ?application= names the one.
const PathRestrict = Path + "/restrict"

func (h *House) restrictRoutes() []web.Route {
	own := web.Own(access.ApplicationOwn, privacy.Rights).Also(access.ApplicationOwn, privacy.Apply)
	books := web.Operation(access.LedgerOversee, privacy.Operate)
	one := pathOfficer + "/restrictions/{restriction}"
	return []web.Route{
		web.Get(PathRestrict, own, h.askRestrict),
		web.Post(PathRestrict, own, h.postRestrict),
		web.Post(Path+"/restrictions/{restriction}/lift", own, h.unrestrict),
		web.Get(pathOfficer+"/restrictions", books, h.officerRestrictions),
		web.Get(one+"/end", books, h.askEnd),
		web.Post(one+"/end", books, h.postEnd),
		web.Post(one+"/keep", books, h.postKeep),
	}
}

type restrictForm struct {
	Application string `form:"application,max=36"`
	Ground      string `form:"ground,required,oneof=accuracy|objection|unlawful|claims"`
}

func (h *House) askRestrict(r *web.Request) error {
	c, err := h.restrictPage(r, restrictForm{Application: r.Query("application")}, nil)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, c)
}

func (h *House) postRestrict(r *web.Request) error {
	var f restrictForm
	err := web.Bind(r, &f)
	if err == nil {
		_, err = h.Restrict(r, r.Grant, ledger.Ground(f.Ground), f.Application)
	}
	if err != nil {
		sentence, wrong := r.Words.Fault(err)
		if len(wrong) == 0 {
			wrong = map[string]string{"application": sentence}
		}
		c, failed := h.restrictPage(r, f, wrong)
		if failed != nil {
			return failed
		}
		return r.Again(err, func(string, map[string]string) templ.Component { return c })
	}
	r.Flash("rights.restrict.done")
	return r.Redirect(r.Path(Path))
}

func (h *House) unrestrict(r *web.Request) error {
	v, err := web.PathID[restrictionNoun](r, "restriction")
	if err != nil {
		return err
	}
	if err := h.Ledger.Unrestrict(r, r.Grant, asRestriction(v)); err != nil {
		return err
	}
	r.Flash("rights.restrict.lifted")
	return r.Redirect(r.Path(Path))
}

// restrictPage says in plain words what happens and what goes on, and asks for what and why.
func (h *House) restrictPage(r *web.Request, f restrictForm, wrong map[string]string) (templ.Component, error) {
	list, err := h.applications(r)
	if err != nil {
		return nil, err
	}
	t := r.Words
	out := page.Restrict{Action: r.Path(PathRestrict), Back: webpage.Link{URL: r.Path(Path), Label: t.Say("rights.delete.back")},
		Scope:  webpage.Input{Name: "application", Label: t.Say("rights.restrict.what"), Value: f.Application, Error: wrong["application"]},
		Scopes: []webpage.Choice{{Value: "", Label: t.Say("rights.restrict.whole")}},
		Ground: webpage.Input{Name: "ground", Label: t.Say("rights.restrict.why"), Value: f.Ground, Required: true, Error: wrong["ground"]},
		Crumbs: []webpage.Link{{URL: r.Path(Path), Label: t.Say("rights.title")}, {URL: r.Here(), Label: t.Say("rights.restrict.title")}},
	}
	for _, a := range list {
		out.Scopes = append(out.Scopes, webpage.Choice{Value: a.ID, Label: t.Say("rights.restrict.one", "Job", a.Job, "Employer", a.Employer)})
	}
	for _, g := range ledger.Grounds() {
		out.Grounds = append(out.Grounds, webpage.Choice{Value: string(g), Label: t.Say("ledger.ground." + string(g))})
	}
	return page.ShowRestrict(r.View(t.Say("rights.restrict.title")), out), nil
}

// restrictionTable lists the person's own, with a button for what stands.
func (h *House) restrictionTable(r *web.Request, o Overview, jobs map[string]string) webpage.Records {
	t := r.Words
	out := webpage.Records{ID: "restrictions", Caption: t.Say("rights.restrictions"), Hide: true, Columns: columns(t, "what", "reason", "asked", "state", "")}
	for _, v := range o.Restrictions {
		what := t.Say("rights.restrict.whole")
		if !v.Whole() {
			what = t.Say("privacy.class." + string(privacy.ClassApplication))
			for _, d := range o.Held {
				if job := jobs[d.Thing]; d.ID == v.Of && job != "" {
					what = t.Say("rights.held.about", "What", what, "About", job)
				}
			}
		}
		last := webpage.Cell{}
		if v.Stands() {
			last = page.Button{Label: t.Say("rights.restrict.lift"), Hint: what, URL: r.Path(Path + "/restrictions/" + v.ID.String() + "/lift")}.Cell()
		}
		out.Rows = append(out.Rows, []webpage.Cell{{Text: what}, {Text: t.Say("ledger.ground." + string(v.Ground))}, {Text: t.DateTime(v.AskedAt)},
			{Text: restrictionState(t, v)}, last})
	}
	return out
}

// restrictionState says how a restriction stands.
func restrictionState(t *locale.Words, v ledger.Restriction) string {
	switch {
	case !v.Stands():
		return t.Say("rights.restriction.lifted", "Date", v.LiftedAt)
	case !v.ToldAt.IsZero():
		return t.Say("rights.restriction.ends", "Date", v.EndsAt(), "Why", t.Say("ledger.release."+string(v.Why)))
	case !v.AnnouncedAt.IsZero():
		return t.Say("rights.restriction.announced")
	}
	return t.Say("rights.restriction.stands")
}

func (h *House) officerRestrictions(r *web.Request) error {
	all, err := h.Restrictions(r, r.Grant)
	if err != nil {
		return err
	}
	t := r.Words
	list := webpage.Records{ID: "restrictions", Caption: t.Say("rights.officer.restrictions"), Hide: true, Filter: true,
		Columns: columns(t, "restriction", "what", "reason", "asked", "state", "")}
	for _, v := range all {
		base := r.Path(pathOfficer + "/restrictions/" + v.ID.String())
		last := webpage.Cell{}
		switch {
		case !v.Stands():
		case v.AnnouncedAt.IsZero():
			last = webpage.Cell{Text: t.Say("rights.ending.ask"), More: v.ID.String(), URL: base + "/end"}
		default:
			last = page.Button{Label: t.Say("rights.ending.keep"), Hint: v.ID.String(), URL: base + "/keep"}.Cell()
		}
		list.Rows = append(list.Rows, []webpage.Cell{{Text: v.ID.String()}, {Text: scopeWord(t, v)}, {Text: t.Say("ledger.ground." + string(v.Ground))},
			{Text: t.DateTime(v.AskedAt)}, {Text: restrictionState(t, v)}, last})
	}
	return renderBoard(r, h.board(r, "restrictions", page.Part{Lead: most(r, len(all)), Table: list, Empty: t.Say("rights.officer.restrictions.none")}))
}

// scopeWord says how much rests, and names nobody.
func scopeWord(t *locale.Words, v ledger.Restriction) string {
	if v.Whole() {
		return t.Say("rights.officer.whole")
	}
	return t.Say("rights.officer.one")
}

type endForm struct {
	Reason string `form:"reason,required,oneof=checked|weighed|lawful|settled"`
}

// standing reads the restriction of the address. One that was lifted is not found: it cannot be ended again.
func (h *House) standing(r *web.Request) (ledger.Restriction, error) {
	v, err := web.PathID[restrictionNoun](r, "restriction")
	if err != nil {
		return ledger.Restriction{}, err
	}
	one, err := h.Restriction(r, r.Grant, asRestriction(v))
	if err == nil && !one.Stands() {
		err = fault.New(fault.NotFound, "fault.notfound")
	}
	return one, err
}

func (h *House) askEnd(r *web.Request) error {
	one, err := h.standing(r)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, h.endPage(r, one, endForm{}, nil))
}

func (h *House) postEnd(r *web.Request) error {
	one, err := h.standing(r)
	if err != nil {
		return err
	}
	var f endForm
	if err = web.Bind(r, &f); err == nil {
		err = h.Announce(r, r.Grant, one.ID, ledger.Release(f.Reason))
	}
	if err != nil {
		return r.Again(err, func(_ string, wrong map[string]string) templ.Component { return h.endPage(r, one, f, wrong) })
	}
	r.Flash("rights.ending.done")
	return r.Redirect(r.Path(pathOfficer + "/restrictions"))
}

func (h *House) postKeep(r *web.Request) error {
	one, err := h.standing(r)
	if err != nil {
		return err
	}
	if err := h.Keep(r, r.Grant, one.ID); err != nil {
		return err
	}
	r.Flash("rights.ending.kept")
	return r.Redirect(r.Path(pathOfficer + "/restrictions"))
}

// endPage asks why a restriction ends. The reason is one of a list, so that nobody writes about a person into the ledger.
func (h *House) endPage(r *web.Request, one ledger.Restriction, f endForm, wrong map[string]string) templ.Component {
	t := r.Words
	reason := webpage.Input{Name: "reason", Label: t.Say("rights.ending.reason"), Value: f.Reason, Required: true, Error: wrong["reason"]}
	choices := []webpage.Choice{{Value: "", Label: t.Say("rights.lift.choose")}}
	for _, why := range ledger.Releases() {
		choices = append(choices, webpage.Choice{Value: string(why), Label: t.Say("ledger.release." + string(why))})
	}
	here := pathOfficer + "/restrictions/" + one.ID.String() + "/end"
	body := page.Searching(t, webpage.Sheet{Action: r.Path(here)}, t.Say("rights.ending.do"), nil, nil, &reason, choices)
	terms := []webpage.Term{{Name: t.Say("rights.column.restriction"), Text: one.ID.String()}, {Name: t.Say("rights.column.what"), Text: scopeWord(t, one)},
		{Name: t.Say("rights.column.reason"), Text: t.Say("ledger.ground." + string(one.Ground))}, {Name: t.Say("rights.column.asked"), Text: t.DateTime(one.AskedAt)}}
	b := h.board(r, "restrictions", page.Part{Lead: t.Say("rights.ending.lead", "Days", ledger.NoticeDays), Terms: terms, Body: body})
	b.Title, b.Lead = t.Say("rights.ending.title"), ""
	b.Crumbs = []webpage.Link{{URL: r.Path(pathOfficer), Label: t.Say("rights.officer.overview")},
		{URL: r.Path(pathOfficer + "/restrictions"), Label: t.Say("rights.officer.restrictions")}, {URL: r.Here(), Label: b.Title}}
	return page.ShowBoard(r.View(b.Title), b)
}
