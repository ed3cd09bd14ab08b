package account

import (
	"net/http"

	"verv/internal/access"
	"verv/internal/account/page"
	"verv/internal/fault"
	"verv/internal/web"
	parts "verv/internal/web/page"
)

func (h *House) logOut(r *web.Request) error {
	if !r.Actor.Account.IsZero() {
		if err := h.LogOut(r, r.Grant, sessionOf(r)); err != nil {
			return err
		}
	}
	r.ClearSession()
	r.Flash("account.logout.done")
	return r.Redirect(r.Path("/"))
}

func (h *House) sessionsPage(r *web.Request) error {
	all, err := h.Sessions(r, r.Grant)
	if err != nil {
		return err
	}
	who, err := h.Personas(r, r.Grant)
	if err != nil {
		return err
	}
	as := map[access.SubjectID]string{}
	for _, p := range who {
		as[p.Subject] = personaWords(r, p)
	}
	l := page.List{Title: r.Words.Say("account.sessions.title"), Lead: r.Words.Say("account.sessions.lead"),
		Links:   []parts.Link{linkTo(r, "account.to.own", pathOwn)},
		Privacy: parts.Privacy{Who: r.Words.Say("account.privacy.who"), Why: r.Words.Say("account.privacy.why"), Until: r.Words.Say("account.privacy.session")}}
	for _, s := range all {
		l.Rows = append(l.Rows, sessionRow(r, s, as[s.Persona]))
	}
	if len(all) > 1 {
		l.Buttons = []page.Button{{Action: r.Path(pathOthers), Label: r.Words.Say("account.sessions.others"), Color: parts.Danger}}
	}
	return r.Render(http.StatusOK, page.Rows(view(r, l.Title), l))
}

func sessionRow(r *web.Request, s Login, as string) page.Row {
	row := page.Row{Title: deviceWords(r.Words, s.Device), Lines: []string{
		r.Words.Say("account.sessions.since", "Date", r.Words.DateTime(s.MadeAt), "As", as), r.Words.Say("account.sessions.used", "Date", r.Words.DateTime(s.UsedAt)),
	}}
	if s.ID == sessionOf(r) {
		row.Label = &parts.Label{Word: r.Words.Say("account.sessions.this"), Color: parts.Info}
		return row
	}
	row.Button = &page.Button{Action: r.Path(pathEnd), Label: r.Words.Say("account.sessions.end"), Hidden: []parts.Pair{{Name: "session", Value: s.ID.String()}}}
	return row
}

type sessionForm struct {
	Session string `form:"session,required,max=36"`
}

func (h *House) endSession(r *web.Request) error {
	var f sessionForm
	var s SessionID
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	if s.UnmarshalText([]byte(f.Session)) != nil {
		return notFound()
	}
	if err := h.Revoke(r, r.Grant, s); err != nil {
		return err
	}
	r.Flash("account.sessions.ended")
	return r.Redirect(r.Path(pathSessions))
}

func (h *House) endOthers(r *web.Request) error {
	if err := h.RevokeOthers(r, r.Grant, sessionOf(r)); err != nil {
		return err
	}
	r.Flash("account.sessions.others.done")
	return r.Redirect(r.Path(pathSessions))
}

type personaForm struct {
	Persona string `form:"persona,required,max=36"`
	Next    string `form:"next,max=2000"`
}

func (h *House) switchTo(r *web.Request) error {
	var f personaForm
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	var s access.SubjectID
	if s.UnmarshalText([]byte(f.Persona)) != nil {
		return notFound()
	}
	o, err := h.Switch(r, r.Grant, sessionOf(r), s, fromOf(r))
	if err != nil {
		return err
	}
	return enter(r, o, r.SafeNext(f.Next))
}

func (h *House) seek(r *web.Request) error {
	if _, err := h.Seek(r, r.Grant); err != nil {
		return err
	}
	r.Flash("account.persona.added")
	return r.Redirect(r.Path(pathOwn))
}

type proveForm struct {
	Password string `form:"password,secret,max=200"`
	Code     string `form:"code,max=40"`
	Next     string `form:"next,max=2000"`
}

func (h *House) proveSheet(r *web.Request, next string) page.Sheet {
	s := titled(r, "prove", pathProve)
	s.Hidden = nextPair(r.SafeNext(next))
	s.Inputs = []page.Input{optional(input(r, "password", "password", "current-password", ""), ""),
		optional(input(r, "code", "", "one-time-code", ""), r.Words.Say("account.prove.hint"))}
	s.Links = []parts.Link{linkTo(r, "account.to.forgot", pathForgot)}
	return s
}

func (h *House) provePage(r *web.Request) error {
	if r.Actor.Account.IsZero() {
		return leads(pathLogIn)(r)
	}
	return h.sheet(r, h.proveSheet(r, r.Next()), nil)
}

func (h *House) prove(r *web.Request) error {
	var f proveForm
	err := web.Bind(r, &f)
	if r.Actor.Account.IsZero() {
		return fault.New(fault.Login, "fault.login")
	}
	if err == nil {
		err = h.Prove(r, r.Grant, sessionOf(r), f.Password, f.Code)
	}
	if err != nil {
		return h.sheet(r, h.proveSheet(r, f.Next), err)
	}
	return r.Redirect(r.SafeNext(f.Next))
}

type handoverForm struct {
	Host string `form:"host,required,max=253"`
}

// handover answers with a page whose one button carries the login to another host. It is the only form that leaves its host.
func (h *House) handover(r *web.Request) error {
	var f handoverForm
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	if r.Actor.Account.IsZero() {
		return fault.New(fault.Login, "fault.login")
	}
	place, err := h.places.ByHost(r, f.Host)
	if err != nil {
		return err
	}
	token, err := h.Handover(r, r.Grant, sessionOf(r), f.Host)
	if err != nil {
		return err
	}
	r.AllowFormTo(place.URL)
	title := r.Words.Say("account.handover.title", "Site", place.Name)
	b := page.Button{Action: place.URL + pathArrive, Label: r.Words.Say("account.handover.submit", "Site", place.Name), Hidden: []parts.Pair{{Name: "token", Value: token}}}
	return r.Render(http.StatusOK, page.Cross(view(r, title), title, r.Words.Say("account.handover.lead"), b))
}

type arriveForm struct {
	Token string `form:"token,required,max=100"`
}

func (h *House) arrive(r *web.Request) error {
	var f arriveForm
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	o, err := h.Arrive(r, r.Grant, f.Token, r.Site.Host, fromOf(r))
	if err != nil {
		return h.over(r, err)
	}
	return enter(r, o, r.Path("/"))
}
