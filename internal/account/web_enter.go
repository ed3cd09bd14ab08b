package account

import (
	"net/http"

	"verv/internal/access"
	"verv/internal/account/page"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/web"
	parts "verv/internal/web/page"
)

type signUpForm struct {
	Address  string `form:"address,required,max=254"`
	Password string `form:"password,secret,max=200"`
}

func (h *House) signUpSheet(r *web.Request, f signUpForm) page.Sheet {
	s := titled(r, "signup", pathSignUp)
	s.Inputs = []page.Input{input(r, "address", "email", "email", f.Address),
		optional(input(r, "password", "password", "new-password", ""), r.Words.Say("account.signup.hint", "Min", passwordMin))}
	s.Links = []parts.Link{linkTo(r, "account.to.login", pathLogIn)}
	s.Privacy = parts.Privacy{Who: r.Words.Say("account.privacy.who"), Why: r.Words.Say("account.privacy.why"), Until: r.Words.Say("account.privacy.unconfirmed")}
	return s
}

func (h *House) signUpPage(r *web.Request) error {
	return h.sheet(r, h.signUpSheet(r, signUpForm{}), nil)
}

func (h *House) signUp(r *web.Request) error {
	var f signUpForm
	err := web.Bind(r, &f)
	if err == nil {
		err = h.SignUp(r, r.Grant, f.Address, f.Password, fromOf(r))
	}
	if err != nil {
		return h.sheet(r, h.signUpSheet(r, f), err)
	}
	return r.Redirect(r.Path(pathSent))
}

// sent is what everybody sees who asked for a mail.
func (h *House) sent(r *web.Request) error {
	n := page.Note{Title: r.Words.Say("account.sent.title"), Text: r.Words.Say("account.sent.text"), Links: []parts.Link{linkTo(r, "account.to.login", pathLogIn)}}
	return r.Render(http.StatusOK, page.Say(view(r, n.Title), n))
}

type logInForm struct {
	Address  string `form:"address,required,max=254"`
	Password string `form:"password,required,secret,max=200"`
	Next     string `form:"next,max=2000"`
}

func (h *House) logInSheet(r *web.Request, f logInForm) page.Sheet {
	s := titled(r, "login", pathLogIn)
	s.Hidden = nextPair(r.SafeNext(f.Next))
	s.Inputs = []page.Input{input(r, "address", "email", "username", f.Address), input(r, "password", "password", "current-password", "")}
	s.Links = []parts.Link{linkTo(r, "account.to.forgot", pathForgot)}
	if r.Has(feature.SignUp) {
		s.Links = append(s.Links, linkTo(r, "account.to.signup", pathSignUp))
	}
	return s
}

func (h *House) logInPage(r *web.Request) error {
	return h.sheet(r, h.logInSheet(r, logInForm{Next: r.Next()}), nil)
}

func (h *House) logIn(r *web.Request) error {
	var f logInForm
	err := web.Bind(r, &f)
	var o Opened
	if err == nil {
		o, err = h.LogIn(r, r.Grant, f.Address, f.Password, fromOf(r))
	}
	if err != nil {
		return h.sheet(r, h.logInSheet(r, f), err)
	}
	return enter(r, o, r.SafeNext(f.Next))
}

type forgotForm struct {
	Address string `form:"address,required,max=254"`
	Want    string `form:"want,required,oneof=enter|reset"`
}

func (h *House) forgotSheet(r *web.Request, f forgotForm) page.Sheet {
	s := titled(r, "forgot", pathForgot)
	want := input(r, "want", "", "", f.Want)
	want.Choices = []parts.Choice{{Value: "enter", Label: r.Words.Say("account.forgot.enter")}, {Value: "reset", Label: r.Words.Say("account.forgot.reset")}}
	s.Inputs = []page.Input{input(r, "address", "email", "email", f.Address), want}
	s.Links = []parts.Link{linkTo(r, "account.to.login", pathLogIn)}
	return s
}

func (h *House) forgotPage(r *web.Request) error {
	return h.sheet(r, h.forgotSheet(r, forgotForm{Want: "enter"}), nil)
}

func (h *House) forgot(r *web.Request) error {
	var f forgotForm
	err := web.Bind(r, &f)
	if err == nil {
		err = h.SendLink(r, r.Grant, f.Address, f.Want == "reset", fromOf(r))
	}
	if err != nil {
		return h.sheet(r, h.forgotSheet(r, f), err)
	}
	return r.Redirect(r.Path(pathSent))
}

type codeForm struct {
	Code string `form:"code,required,max=40"`
	Next string `form:"next,max=2000"`
}

func (h *House) stepSheet(r *web.Request, next string) page.Sheet {
	s := titled(r, "step", pathStep)
	s.Hidden = nextPair(r.SafeNext(next))
	code := input(r, "code", "", "one-time-code", "")
	code.Hint, code.Width = r.Words.Say("account.step.hint"), "medium"
	s.Inputs = []page.Input{code}
	return s
}

func (h *House) stepPage(r *web.Request) error {
	if r.Actor.Account.IsZero() {
		return leads(pathLogIn)(r)
	}
	return h.sheet(r, h.stepSheet(r, r.Next()), nil)
}

func (h *House) step(r *web.Request) error {
	var f codeForm
	err := web.Bind(r, &f)
	if r.Actor.Account.IsZero() {
		return fault.New(fault.Login, "fault.login")
	}
	var o Opened
	if err == nil {
		o, err = h.Step(r, r.Grant, sessionOf(r), f.Code, fromOf(r))
	}
	if err != nil {
		return h.sheet(r, h.stepSheet(r, f.Next), err)
	}
	return enter(r, o, r.SafeNext(f.Next))
}

// linkSheet is the page behind a link of a letter: what it is for and one button. A reset also asks for the new password.
func (h *House) linkSheet(r *web.Request, kind LinkKind, token string) page.Sheet {
	s := titled(r, "link."+string(kind), pathLink+token)
	if kind == LinkReset {
		p := input(r, "password", "password", "new-password", "")
		p.Hint = r.Words.Say("account.password.hint", "Min", passwordMin)
		s.Inputs = []page.Input{p}
	}
	return s
}

// peeked reads the link of the address. Links that another page lands are not found here.
func (h *House) peeked(r *web.Request) (token string, l Link, err error) {
	if token, err = r.PathText("token"); err != nil {
		return "", l, err
	}
	if l, err = h.Peek(r, r.Grant, token); err != nil {
		return "", l, err
	}
	if l.Kind == LinkHandover || l.Kind == LinkApply || l.Kind == LinkAlert || l.Kind == LinkReview {
		return "", l, notFound()
	}
	return token, l, nil
}

func (h *House) linkPage(r *web.Request) error {
	token, l, err := h.peeked(r)
	if err != nil {
		return h.over(r, err)
	}
	return h.sheet(r, h.linkSheet(r, l.Kind, token), nil)
}

// over says that a link opens nothing any more, and where to get another.
func (h *House) over(r *web.Request, err error) error {
	if !fault.Is(err, fault.Gone) {
		return err
	}
	n := page.Note{Title: r.Words.Say("account.link.over.title"), Text: r.Words.Say("account.link.over.text"),
		Links: []parts.Link{linkTo(r, "account.to.forgot", pathForgot), linkTo(r, "account.to.login", pathLogIn)}}
	return r.Render(http.StatusGone, page.Say(view(r, n.Title), n))
}

type newPasswordForm struct {
	Password string `form:"password,secret,max=200"`
}

func (h *House) link(r *web.Request) error {
	token, l, err := h.peeked(r)
	if err != nil {
		return h.over(r, err)
	}
	var f newPasswordForm
	var o Opened
	if err = web.Bind(r, &f); err == nil {
		if l.Kind == LinkReset {
			o, err = h.Reset(r, r.Grant, token, f.Password, fromOf(r))
		} else {
			o, err = h.Follow(r, r.Grant, token, fromOf(r))
		}
	}
	if fault.Is(err, fault.Gone) {
		return h.over(r, err)
	}
	if err != nil {
		return h.sheet(r, h.linkSheet(r, l.Kind, token), err)
	}
	r.Flash("account.link." + string(l.Kind) + ".done")
	if o.Token == "" {
		return r.Redirect(r.Path(pathLogIn))
	}
	next := r.Path(pathOwn)
	if l.Kind == LinkAs {
		next = r.Path(landing(o.Actor))
	}
	return enter(r, o, next)
}

// landing is where somebody's work lies whom a verb on the machine let in.
func landing(a access.Actor) string {
	switch a.Persona {
	case access.Member:
		return "/employer/jobs"
	case access.Operator:
		return "/operator"
	case access.Officer:
		return "/officer"
	case access.Candidate:
		return "/applications"
	default:
		return "/"
	}
}
