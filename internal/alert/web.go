package alert

import (
	"slices"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/consent"
	"verv/internal/feature"
	"verv/internal/privacy"
	"verv/internal/web"
)

// Where the pages lie. What a letter leads to has a beginning of its own, so that no alert is called as a link is.
const (
	path        = "/alerts"
	pathNew     = "/alerts/new"
	pathConfirm = "/alert/confirm/"
	pathStop    = "/alert/stop/"
	pathKeep    = "/alert/keep/"
	pathSee     = "/alert/at/"
)

// Routes are the pages of saved searches and their operations. What can be switched off is to save one: whoever has saved one sees, changes, stops
// and deletes it all the same.
func (h *House) Routes() []web.Route {
	public := web.Public(access.AlertMake, privacy.Alert).Also(access.AccountEnter, privacy.Account)
	own := web.Own(access.AlertOwn, privacy.Alert).Also(access.AlertOwn, privacy.Account)
	return slices.Concat([]web.Route{
		web.Get(pathNew, public, h.getNew).Of(feature.Alerts),
		web.Post(pathNew, public, h.postNew).Of(feature.Alerts),
		web.Get(pathConfirm+"{token}", public, h.askConfirm).Of(feature.Alerts),
		web.Post(pathConfirm+"{token}", public, h.postConfirm).Of(feature.Alerts),
		web.Get(pathStop+"{token}", public, h.askStop),
		web.Post(pathStop+"{token}", public, h.postStop),
		web.Get(pathKeep+"{token}", public, h.askKeep),
		web.Post(pathKeep+"{token}", public, h.postKeep),
	}, ownRoutes(path, own, h, byLogin), ownRoutes(pathSee+"{token}", public, h, h.byLink), h.api())
}

// ownRoutes are the pages of one's own alerts under an address, for whoever a door lets in.
func ownRoutes(at string, g web.Guard, h *House, in door) []web.Route {
	to := func(fn func(*web.Request, visit) error) web.Handler {
		return func(r *web.Request) error {
			v, err := in(r)
			if err != nil {
				return err
			}
			return fn(r, v)
		}
	}
	return []web.Route{
		web.Get(at, g, to(h.getMine)),
		web.Post(at, g, to(h.postMine)),
		web.Get(at+"/{alert}", g, to(h.getOne)),
		web.Post(at+"/{alert}", g, to(h.postOne)),
		web.Post(at+"/{alert}/pause", g, to(h.postPause)),
		web.Post(at+"/{alert}/continue", g, to(h.postContinue)),
		web.Post(at+"/{alert}/delete", g, to(h.postDelete)),
	}
}

// visit is somebody at their own alerts: where the pages lie for them, and what they may use.
type visit struct {
	at      string
	g       privacy.Grant // for alerts, within the person
	account privacy.Grant // the same for the account
}

// door says how somebody comes to their own alerts.
type door func(*web.Request) (visit, error)

func byLogin(r *web.Request) (visit, error) {
	ga, err := r.GrantFor(privacy.Account)
	return visit{r.Path(path), r.Grant, ga}, err
}

// byLink lets in whoever has the link of a letter.
func (h *House) byLink(r *web.Request) (v visit, err error) {
	token, err := r.PathText("token")
	if err != nil {
		return v, err
	}
	if v.g, err = h.inTime(r.Grant, toSee, token); err != nil {
		return v, err
	}
	v.at = r.Path(pathSee + token)
	v.account, err = narrowed(r, v.g.Scope())
	return v, err
}

// narrowed is the request's grant for the account within a person.
func narrowed(r *web.Request, s access.Scope) (privacy.Grant, error) {
	ga, err := r.GrantFor(privacy.Account)
	if err != nil {
		return ga, err
	}
	return ga.Within(s)
}

// seeks reports whether the actor is somebody whose alerts we know.
func seeks(a access.Actor) bool {
	return (a.Persona == access.Candidate || a.Persona == access.Guest) && !a.Subject.IsZero()
}

func from(r *web.Request) account.From {
	return account.From{Client: r.Client(), Agent: r.Agent(), Site: r.Site.ID, Language: r.Words.Lang()}
}

// shown is what a person saw beside a button that gives or takes back the consent.
func shown(r *web.Request, key, surface string) consent.Shown {
	return consent.Shown{Wording: r.Words.Say(key), Language: r.Words.Lang(), Surface: surface}
}
