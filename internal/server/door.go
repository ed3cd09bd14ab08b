package server

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"verv/assets"
	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/console"
	"verv/internal/feature"
	"verv/internal/privacy"
	"verv/internal/search"
	"verv/internal/task"
	"verv/internal/web"
	"verv/internal/web/page"
	"verv/internal/webhook"
)

// door is the way in: the mux with every house's routes.
func (h *House) door() error {
	set := h.opt.Assets
	if set == nil {
		set = assets.Open()
	}
	var files http.Handler
	if set.Err() == nil {
		files = set
	}
	h.Metrics = web.NewMetrics()
	h.measure()
	d := doorman{h}
	h.Mux = web.NewMux(web.Config{Now: h.opt.Now, Wall: h.opt.Wall, Catalogue: h.Words, Sites: d, Sessions: d, Tokens: d, Replays: d, Features: h.Features, MAC: codes{h.Keys.Root(), "flash"}, Log: h.log,
		Metrics: h.Metrics, Assets: files, Ready: h.Ready, Dress: h.dress, Contact: h.Config.Operator.PrivacyContact, Home: append([]string{h.host()}, h.opt.Hosts...),
		Proxies: h.Config.Web.TrustedProxies, Plain: h.opt.Plain || h.Config.Web.TLS.Mode == "none",
		Rate: float64(h.Config.Limits.Requests) / 60, Burst: h.Config.Limits.Requests, Version: h.opt.Version,
		Bodies: web.Bodies{Form: int64(h.Config.Web.BodyLimit.Form), File: int64(h.Config.Web.BodyLimit.File), API: int64(h.Config.Web.BodyLimit.API)}})
	for _, routes := range [][]web.Route{h.Accounts.Routes(), h.Pictures.Routes(), h.Sites.Routes(), h.Plans.Routes(), h.Employers.Routes(), h.Jobs.Routes(), h.Feeds.Routes(),
		h.Candidates.Routes(), h.CVs.Routes(), h.Applied.Routes(), h.Messages.Routes(), h.Search.Routes(), h.Recommend.Routes(), h.Propose.Routes(), h.Alerts.Routes(), h.Webhooks.Routes(), h.Reports.Routes(), h.Rights.Routes(), h.Console.Routes()} {
		h.Mux.Add(routes...)
	}
	h.Mux.Announce(webhook.Events())
	h.Accounts.Offer(h.Mux.APIScopes())
	return nil
}

// Ready says what keeps the installation from working, in short words; nothing means that it is ready.
func (h *House) Ready(ctx context.Context) []string {
	out := h.Console.Silent(ctx)
	if percent, ready := h.Search.Share(); !ready {
		out = append(out, fmt.Sprintf("people search has read %d %% of its cards", percent))
	}
	return out
}

// dress puts the navigation of the actor's persona on a page.
func (h *House) dress(r *web.Request, v *page.View) {
	say := r.Words.Say
	link := func(key, path string) page.Link {
		l := page.Link{URL: r.Path(path), Label: say(key)}
		l.Current = r.Here() == l.URL || strings.HasPrefix(r.Here(), l.URL+"/")
		return l
	}
	v.Site.PrivacyURL = r.Path("/privacy")
	v.LoginURL = r.Path(web.LoginPath)
	v.Nav = []page.Link{link("server.nav.jobs", "/jobs")}
	switch r.Actor.Persona {
	case access.Candidate:
		v.Nav = append(v.Nav, link("server.nav.profile", "/profile"), link("server.nav.cv", "/cvs"), link("server.nav.applications", "/applications"),
			h.unread(r, access.OfSubject(r.Actor.Subject), link("message.inbox", "/messages")), link("server.nav.privacy", "/me"))
	case access.Guest:
		v.Nav = append(v.Nav, link("server.nav.applications", "/applications"), h.unread(r, access.OfSubject(r.Actor.Subject), link("message.inbox", "/messages")),
			link("server.nav.privacy", "/me"))
	case access.Member:
		v.Nav = h.memberNav(r, link)
		if r.Actor.May(access.EmployerEdit) {
			v.Nav = append(v.Nav, link("server.nav.employer", "/employer/profile"))
		}
		if r.Actor.May(access.EmployerSee) {
			v.Nav = append(v.Nav, link("server.nav.team", "/employer/team"))
		}
	case access.Operator:
		v.Nav = []page.Link{link("server.nav.tasks", console.Path), link("server.nav.sites", "/operator/sites"), link("server.nav.employers", "/operator/employers"),
			link("server.nav.moderation", "/operator/moderation")}
		atHome(v.Nav)
	case access.Officer:
		v.Nav = append(v.Nav, link("server.nav.officer", "/officer"), link("server.nav.tasks", console.Path))
		if r.Has(feature.People) {
			v.Nav = append(v.Nav, link("console.feature.people", search.PathOfficer))
			atHome(v.Nav[1:])
		}
	}
	if r.Actor.Persona != "" && r.Actor.Persona != access.Visitor {
		v.Actor = page.Actor{Name: h.nameOf(r), Persona: say("server.persona." + string(r.Actor.Persona)),
			LogoutURL: r.Path("/account/logout")}
		if r.Actor.May(access.AccountOwn) {
			v.Actor.Links = []page.Link{link("server.nav.account", "/account")}
		}
		if r.Actor.May(access.AlertOwn) {
			v.Actor.Links = append(v.Actor.Links, link("alert.mine.title", "/alerts"))
		}
		if r.Actor.May(access.WebhookEdit) && r.Has(feature.Webhooks) {
			v.Actor.Links = append(v.Actor.Links, link("webhook.title", "/employer/webhooks"))
		}
		if r.Actor.May(access.ApplicationClaims) {
			v.Actor.Links = append(v.Actor.Links, link("server.nav.claims", "/employer/claims"))
		}
		if v.Actor.Name == "" {
			v.Actor.Name, v.Actor.Persona = v.Actor.Persona, ""
		}
	}
}

// atHome leaves the first link, under whose address the others lie, unmarked while one of them is the current page.
func atHome(nav []page.Link) {
	if slices.ContainsFunc(nav[1:], func(l page.Link) bool { return l.Current }) {
		nav[0].Current = false
	}
}

// nameOf is what the actor wants to be called; nothing where it is not known, or not to be had now: a page does not fail for its frame.
func (h *House) nameOf(r *web.Request) string {
	if r.Actor.Account.IsZero() {
		return ""
	}
	g, err := privacy.Authorize(r.Actor, access.Public(), privacy.Account)
	if err != nil {
		return ""
	}
	name, err := h.Accounts.Name(r, g)
	if err != nil {
		return ""
	}
	return name
}

// memberNav is what a member works with, with how much of it waits. Without the figures a page still shows.
func (h *House) memberNav(r *web.Request, link func(key, path string) page.Link) []page.Link {
	var n application.Backlog
	g, err := privacy.Authorize(r.Actor, access.OfEmployer(r.Actor.Employer), privacy.Assess)
	if err == nil {
		n, err = h.Applied.Backlog(r, g)
	}
	if err != nil {
		h.log.Warn("server: no figures for the navigation", "error", err)
	}
	with := func(l page.Link, n int) page.Link { return counted(r, l, n) }
	reviews := with(link("server.nav.reviews", "/employer/reviews"), n.Reviews)
	if !r.Actor.May(access.JobList) {
		return []page.Link{reviews}
	}
	nav := []page.Link{link("server.nav.hiring", "/employer/jobs")}
	if r.Actor.May(access.PeopleSearch) && r.Has(feature.People) {
		nav = append(nav, link("search.nav.people", search.PathPeople))
	}
	nav = append(nav, with(link("server.nav.todos", "/employer/todos"), n.Todos), reviews)
	if r.Actor.May(access.ApplicationMessage) {
		nav = append(nav, h.unread(r, access.OfEmployer(r.Actor.Employer), link("message.inbox", "/employer/messages")))
	}
	return nav
}

// counted says beside a link how much waits behind it.
func counted(r *web.Request, l page.Link, n int) page.Link {
	if n > 0 {
		l.Label += " (" + r.Words.Number(int64(n)) + ")"
	}
	return l
}

// unread is the link to the messages, with how many are not read. Without the figure a page still shows.
func (h *House) unread(r *web.Request, within access.Scope, l page.Link) page.Link {
	g, err := privacy.Authorize(r.Actor, within, privacy.Correspond)
	n := 0
	if err == nil {
		n, err = h.Messages.Waiting(r, g)
	}
	if err != nil {
		h.log.Warn("server: no figure of messages for the navigation", "error", err)
	}
	return counted(r, l, n)
}

// tasks are the recurring tasks of the foundations.
func (h *House) tasks() []task.Kind {
	months := func(n int) func(time.Time) time.Time {
		return func(now time.Time) time.Time { return now.AddDate(0, -n, 0) }
	}
	sweep := func(name string, every time.Duration, before func(time.Time) time.Time, fn func(context.Context, privacy.Grant, time.Time) error) task.Kind {
		return task.Kind{Name: name, Purpose: privacy.Operate, Every: every, Run: func(run *task.Run) error { return fn(run, run.Grant, before(run.Now)) }}
	}
	return []task.Kind{
		{Name: "store.seal", Purpose: privacy.Operate, Every: 5 * time.Minute, Run: func(run *task.Run) error {
			for {
				if n, err := h.DB.SealAudit(run, run.Grant, sealAtOnce); err != nil || n < sealAtOnce {
					return err
				}
			}
		}},
		{Name: "keys.rotate", Purpose: privacy.Operate, Every: 24 * time.Hour, Run: func(run *task.Run) error {
			if _, since := h.Keys.Epoch(); run.Now.Sub(since) < horizon {
				return nil
			}
			return h.Keys.Rotate(run)
		}},
		sweep("store.facts", time.Hour, func(now time.Time) time.Time { return now.AddDate(0, 0, -14) }, h.DB.SweepFacts),
		sweep("store.audit", 24*time.Hour, months(h.Profile.Retention.Audit), h.DB.SweepAudit),
		sweep("store.access", 24*time.Hour, months(h.Profile.Retention.AccessLog), h.DB.SweepAccess),
	}
}

const (
	sealAtOnce = 500
	// horizon is how old an epoch may grow: when it is over, its key is destroyed, and every older copy of the keystore is worthless.
	// An erased person is then irrecoverable in every copy of anything.
	horizon = 6 * 24 * time.Hour
)
