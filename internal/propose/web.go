package propose

import (
	"net/http"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/propose/page"
	recommended "verv/internal/recommend/page"
	"verv/internal/search"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// Routes are the pages of this house. The person's own stays when people search is switched off.
func (h *House) Routes() []web.Route {
	find := web.Employer(access.PeopleSearch, privacy.Find)
	const at = "/employer/jobs/{id}/people"
	team := web.All([]web.Route{
		web.Get(at, find, h.getPeople),
		web.Post(at, find, h.postPeople),
		web.Get(at+"/{proposal}", find, h.getProposal),
		web.Post(at+"/{proposal}/pass", find, h.postPass),
	}, func(r web.Route) web.Route { return r.Of(feature.People) })
	return append(team, web.Get(search.PathProposals, web.Own(access.CandidateOwn, privacy.Profile), h.getMine))
}

func jobID(r *web.Request) (j job.ID, err error) {
	name, err := r.PathText("id")
	if err == nil && j.UnmarshalText([]byte(name)) != nil {
		err = fault.New(fault.NotFound, "fault.notfound")
	}
	return j, err
}

func jobPath(j job.ID) string { return "/employer/jobs/" + j.String() }

func peoplePath(j job.ID) string { return jobPath(j) + "/people" }

func crumbs(r *web.Request, j job.Job) []webpage.Link {
	t := r.Words
	return []webpage.Link{{URL: r.Path("/employer/jobs"), Label: t.Say("job.mine.title")}, {URL: r.Path(jobPath(j.ID)), Label: j.Title},
		{URL: r.Path(peoplePath(j.ID)), Label: t.Say("propose.title")}}
}

func (h *House) getPeople(r *web.Request) error {
	j, err := jobID(r)
	if err != nil {
		return err
	}
	own, run, all, err := h.Last(r, r.Grant, j)
	if err != nil {
		return err
	}
	t := r.Words
	m := page.People{Crumbs: crumbs(r, own), Action: r.Path(peoplePath(j)),
		Privacy: webpage.Privacy{Who: t.Say("search.people.privacy.who"), Why: t.Say("propose.privacy.why"), Until: t.Say("propose.privacy.until")}}
	if own.State != job.Open {
		m.Closed = t.Say("propose.closed")
	}
	if !run.ID.IsZero() {
		m.Made = t.Say("propose.made", "When", t.DateTime(run.MadeAt), "Version", run.Version)
	}
	for _, x := range all {
		i := search.Item(r, x.Card)
		i.Level, i.Labels = 3, labels(t, x.Body)
		i.URL = r.Path(peoplePath(j) + "/" + x.ID.String())
		i.Action = recommended.Why(t, webpage.Link{URL: i.URL, Label: i.Title})
		m.Items = append(m.Items, i)
	}
	return r.Render(http.StatusOK, page.ShowPeople(r.View(t.Say("propose.title")), m))
}

func (h *House) postPeople(r *web.Request) error {
	j, err := jobID(r)
	if err != nil {
		return err
	}
	if _, err := h.Make(r, r.Grant, j); err != nil {
		return err
	}
	return r.Redirect(r.Path(peoplePath(j)))
}

func (h *House) getProposal(r *web.Request) error {
	return h.proposal(r, http.StatusOK, nil)
}

func at(r *web.Request) (j job.ID, v ID, err error) {
	if j, err = jobID(r); err == nil {
		v, err = web.PathID[noun](r, "proposal")
	}
	return j, v, err
}

func (h *House) proposal(r *web.Request, status int, wrong map[string]string) error {
	j, v, err := at(r)
	if err != nil {
		return err
	}
	own, x, err := h.Explain(r, r.Grant, j, v)
	if err != nil {
		return err
	}
	t := r.Words
	title := search.Item(r, x.Card).Title
	here := r.Path(peoplePath(j) + "/" + v.String())
	m := page.Proposal{Crumbs: append(crumbs(r, own), webpage.Link{URL: here, Label: title}), Terms: search.Terms(r, x.Card), Parts: bars(t, x.Body), Common: common(t, x.Body),
		Made: t.Say("propose.made", "When", t.DateTime(x.MadeAt), "Version", x.Version), Input: x.Input, Action: here + "/pass",
		Ask:     webpage.Link{URL: r.Path(search.PathPeople+"/"+x.Card.ID.String()) + "?job=" + j.String(), Label: t.Say("search.request.title")},
		Reason:  webpage.Input{Name: "reason", Label: t.Say("propose.pass.reason"), Error: wrong["reason"], Required: true},
		Privacy: webpage.Privacy{Who: t.Say("search.people.privacy.who"), Why: t.Say("propose.privacy.why"), Until: t.Say("propose.privacy.until")}}
	for _, why := range Reasons() {
		m.Reasons = append(m.Reasons, webpage.Choice{Value: string(why), Label: t.Say("propose.reason." + string(why))})
	}
	return r.Render(status, page.ShowProposal(r.View(title), m))
}

type passForm struct {
	Reason string `form:"reason,max=20"`
}

func (h *House) postPass(r *web.Request) error {
	j, v, err := at(r)
	if err != nil {
		return err
	}
	var f passForm
	if err = web.Bind(r, &f); err == nil {
		err = h.Pass(r, r.Grant, j, v, Reason(f.Reason))
	}
	if fault.Is(err, fault.Invalid) {
		_, wrong := r.Words.Fault(err)
		return h.proposal(r, fault.Invalid.Status(), wrong)
	}
	if err != nil {
		return err
	}
	r.Flash("propose.passed")
	return r.Redirect(r.Path(peoplePath(j)))
}

// getMine is what a person was proposed for.
func (h *House) getMine(r *web.Request) error {
	all, err := h.Mine(r, r.Grant)
	if err != nil {
		return err
	}
	on, err := h.people.MayBeProposed(r, r.Grant)
	if err != nil {
		return err
	}
	titles, err := h.titles(r, all)
	if err != nil {
		return err
	}
	t := r.Words
	m := page.Mine{Back: webpage.Link{URL: r.Path(search.PathVisibility), Label: t.Say("search.visibility.title")}, On: on, Object: r.Path(search.PathPropose),
		Privacy: webpage.Privacy{Who: t.Say("propose.mine.privacy.who"), Why: t.Say("propose.mine.privacy.why"), Until: t.Say("propose.privacy.until")}}
	for _, x := range all {
		o := page.Own{Title: x.General.Title(t), Terms: x.General.Terms(t), Parts: bars(t, x.Body), Input: x.Input,
			Made: t.Say("propose.made", "When", t.DateTime(x.MadeAt), "Version", x.Version)}
		who := x.By
		if x.Veiled || who == "" {
			who = search.Unnamed(t, x.General.Branch)
		} else if title := titles[x.Job]; title != "" {
			o.Title = title
		}
		o.By = t.Say("propose.mine.by", "Employer", who)
		m.Items = append(m.Items, o)
	}
	return r.Render(http.StatusOK, page.ShowMine(r.View(t.Say("propose.mine.title")), m))
}

// titles are those of the jobs that are open and whose employer may be named.
func (h *House) titles(r *web.Request, all []Own) (map[job.ID]string, error) {
	var wanted []job.ID
	for _, x := range all {
		if !x.Veiled {
			wanted = append(wanted, x.Job)
		}
	}
	open, err := h.jobs.Entries(r, wanted)
	out := map[job.ID]string{}
	for _, e := range open {
		out[e.ID] = e.Title
	}
	return out, err
}
