package account

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/account/page"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/privacy"
	"verv/internal/web"
	parts "verv/internal/web/page"
)

// The pages of this house.
const (
	pathSignUp   = "/account/signup"
	pathLogIn    = "/account/login"
	pathStep     = "/account/step"
	pathForgot   = "/account/forgot"
	pathSent     = "/account/sent"
	pathLogOut   = "/account/logout"
	pathProve    = "/account/prove"
	pathOwn      = "/account"
	pathEnd      = "/account/sessions/end"
	pathOthers   = "/account/sessions/others"
	pathPassword = "/account/password"
	pathAddress  = "/account/address"
	pathFactor   = "/account/factor"
	pathAs       = "/account/as"
	pathSeek     = "/account/seek"
	pathHandover = "/account/handover"
	pathArrive   = "/account/arrive"
)

// Routes are the pages of this house. Settings are guarded as public because the account's own subject is not the persona's: each
// use-case narrows the grant to the actor's account, and asks for the permission itself.
func (h *House) Routes() []web.Route {
	door := web.Public(access.AccountEnter, privacy.Account)
	mine := web.Public(access.AccountOwn, privacy.Account)
	return []web.Route{
		web.Get(web.LoginPath, door, leads(pathLogIn)), web.Get(web.FreshPath, door, leads(pathProve)), web.Get(web.StrongPath, door, h.second),
		web.Get(pathSignUp, door, h.signUpPage).Of(feature.SignUp), web.Post(pathSignUp, door, h.signUp).Of(feature.SignUp),
		web.Get(pathLogIn, door, h.logInPage), web.Post(pathLogIn, door, h.logIn),
		web.Get(pathStep, door, h.stepPage), web.Post(pathStep, door, h.step),
		web.Get(pathForgot, door, h.forgotPage), web.Post(pathForgot, door, h.forgot),
		web.Get(pathSent, door, h.sent),
		web.Get(pathLink+"{token}", door, h.linkPage), web.Post(pathLink+"{token}", door, h.link),
		web.Post(pathLogOut, door, h.logOut),
		web.Get(pathProve, door, h.provePage), web.Post(pathProve, door, h.prove),
		web.Get(pathOwn, mine, h.ownPage), web.Post(pathOwn, mine, h.saveOwn),
		web.Get(pathSessions, mine, h.sessionsPage), web.Post(pathEnd, mine, h.endSession), web.Post(pathOthers, mine, h.endOthers),
		web.Get(pathPassword, mine, h.passwordPage), web.Post(pathPassword, mine, h.password),
		web.Get(pathAddress, mine, h.addressPage), web.Post(pathAddress, mine, h.address),
		web.Get(pathFactor, mine, h.factorPage), web.Post(pathFactor, mine, h.factor), web.Post(pathFactor+"/start", mine, h.startFactor),
		web.Post(pathFactor+"/drop", mine, h.dropFactor),
		web.Get(pathTokens, mine, h.tokensPage).Of(feature.API), web.Post(pathTokens, mine, h.makeToken).Of(feature.API),
		web.Post(pathTokenEnd, mine, h.endToken).Of(feature.API),
		web.Post(pathAs, door, h.switchTo), web.Post(pathSeek, mine, h.seek).Of(feature.SignUp),
		web.Post(pathHandover, door, h.handover), web.Post(pathArrive, door, h.arrive).FromSisters(),
	}
}

// leads sends the reader from web's own doors to the pages of this house.
func leads(to string) web.Handler {
	return func(r *web.Request) error { return r.Redirect(with(r, to, r.Next())) }
}

// with adds next to a page of this house.
func with(r *web.Request, to, next string) string {
	return r.Path(to) + "?" + url.Values{"next": {next}}.Encode()
}

// second leads to where the second factor is given, or set up.
func (h *House) second(r *web.Request) error {
	if r.Actor.Persona == access.Visitor && !r.Actor.Account.IsZero() {
		return leads(pathStep)(r)
	}
	return r.Redirect(r.Path(pathFactor))
}

func fromOf(r *web.Request) From {
	return From{Client: r.Client(), Agent: r.Agent(), Site: r.Site.ID, Language: r.Words.Lang()}
}

// sessionOf is the session of the request; the zero ID, which ends and opens nothing, for a visitor.
func sessionOf(r *web.Request) SessionID {
	var s SessionID
	if s.UnmarshalText([]byte(r.Session.ID)) != nil {
		return SessionID{}
	}
	return s
}

// enter gives the browser its new token and leads on: to the second step, or to where the person wanted to go.
func enter(r *web.Request, o Opened, next string) error {
	r.SetSession(o.Token, o.Life)
	if o.Half {
		return r.Redirect(with(r, pathStep, next))
	}
	return r.Redirect(next)
}

// view is the frame of a page that no search engine should know.
func view(r *web.Request, title string) parts.View {
	v := r.View(title)
	v.NoIndex = true
	return v
}

// sheet shows a form: fresh, or again with what was wrong.
func (h *House) sheet(r *web.Request, s page.Sheet, err error) error {
	show := func(sentence string, wrong map[string]string) templ.Component {
		s.Sentence = sentence
		for i := range s.Inputs {
			s.Inputs[i].Error = wrong[s.Inputs[i].Name]
		}
		return page.OneForm(view(r, s.Title), s)
	}
	if err != nil {
		return r.Again(err, show)
	}
	return r.Render(http.StatusOK, show("", nil))
}

// titled begins a sheet with the texts under account.NAME.
func titled(r *web.Request, name, path string) page.Sheet {
	return page.Sheet{Title: r.Words.Say("account." + name + ".title"), Lead: r.Words.Say("account." + name + ".lead"),
		Submit: r.Words.Say("account." + name + ".submit"), Action: r.Path(path)}
}

func input(r *web.Request, name, kind, autocomplete, value string) page.Input {
	return page.Input{Input: parts.Input{Name: name, Type: kind, Autocomplete: autocomplete, Value: value, Required: true,
		Label: r.Words.Say("account.field." + name)}}
}

func optional(f page.Input, hint string) page.Input {
	f.Required, f.Hint = false, hint
	return f
}

func linkTo(r *web.Request, key, path string) parts.Link {
	return parts.Link{URL: r.Path(path), Label: r.Words.Say(key)}
}

func nextPair(next string) []parts.Pair { return []parts.Pair{{Name: "next", Value: next}} }

func notFound() error { return fault.New(fault.NotFound, "fault.notfound") }
