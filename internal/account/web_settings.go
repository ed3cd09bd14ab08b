package account

import (
	"net/http"

	"verv/internal/access"
	"verv/internal/account/page"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/locale"
	"verv/internal/web"
	parts "verv/internal/web/page"
)

type ownForm struct {
	Name     string `form:"name,max=80"`
	Language string `form:"language,required,max=3"`
	Zone     string `form:"zone,max=60"`
}

// zones are the time zones of the Nordic countries and UTC; whoever has another keeps it.
var zones = []string{"Europe/Oslo", "Europe/Stockholm", "Europe/Copenhagen", "Europe/Helsinki", "Atlantic/Reykjavik", "Atlantic/Faroe", "Europe/London", "UTC"}

func (h *House) ownSheet(r *web.Request, f ownForm) page.Sheet {
	s := titled(r, "own", pathOwn)
	language := input(r, "language", "", "", f.Language)
	for _, l := range locale.Languages() {
		language.Choices = append(language.Choices, parts.Choice{Value: l.Tag, Label: l.Name})
	}
	zone := optional(input(r, "zone", "", "", f.Zone), "")
	zone.Choices = []parts.Choice{{Value: "", Label: r.Words.Say("account.own.zone.site")}}
	known := f.Zone == ""
	for _, z := range zones {
		zone.Choices = append(zone.Choices, parts.Choice{Value: z, Label: z})
		known = known || z == f.Zone
	}
	if !known {
		zone.Choices = append(zone.Choices, parts.Choice{Value: f.Zone, Label: f.Zone})
	}
	s.Inputs = []page.Input{optional(input(r, "name", "", "nickname", f.Name), r.Words.Say("account.own.name.hint")), language, zone}
	s.Privacy = parts.Privacy{Who: r.Words.Say("account.privacy.who"), Why: r.Words.Say("account.privacy.why"), Until: r.Words.Say("account.privacy.account")}
	return s
}

func (h *House) ownPage(r *web.Request) error {
	me, err := h.Me(r, r.Grant)
	if err != nil {
		return err
	}
	return h.showOwn(r, h.ownSheet(r, ownForm(me.Profile)), me, http.StatusOK)
}

func (h *House) showOwn(r *web.Request, s page.Sheet, me Own, status int) error {
	all, err := h.Personas(r, r.Grant)
	if err != nil {
		return err
	}
	s.Lead = r.Words.Say("account.own.lead", "Address", me.Address)
	o := page.Overview{Profile: s, Personas: h.personaList(r, all), Links: []parts.Link{linkTo(r, "account.to.sessions", pathSessions),
		linkTo(r, "account.to.password", pathPassword), linkTo(r, "account.to.address", pathAddress), linkTo(r, "account.to.factor", pathFactor)}}
	if r.Has(feature.API) && len(h.Scopes(r.Actor)) > 0 {
		o.Links = append(o.Links, linkTo(r, "account.to.tokens", pathTokens))
	}
	return r.Render(status, page.Account(view(r, s.Title), o))
}

func (h *House) personaList(r *web.Request, all []Persona) page.List {
	l := page.List{Title: r.Words.Say("account.personas.title")}
	seeks := false
	for _, p := range all {
		if p.Confirmed.IsZero() {
			continue
		}
		seeks = seeks || p.Kind == access.Candidate
		row := page.Row{Title: personaWords(r, p)}
		if p.Subject == r.Actor.Subject {
			row.Label = &parts.Label{Word: r.Words.Say("account.personas.this"), Color: parts.Info}
		} else {
			row.Button = &page.Button{Action: r.Path(pathAs), Label: r.Words.Say("account.personas.switch"), Hidden: []parts.Pair{{Name: "persona", Value: p.Subject.String()}}}
		}
		if p.Kind == access.Member {
			if name, err := h.places.Employer(r, p.Employer); err == nil {
				row.Lines = []string{name}
			}
		}
		l.Rows = append(l.Rows, row)
	}
	if !seeks && r.Has(feature.SignUp) {
		l.Buttons = []page.Button{{Action: r.Path(pathSeek), Label: r.Words.Say("account.personas.seek")}}
	}
	return l
}

// personaWords is a persona in the reader's language: its role where it has one.
func personaWords(r *web.Request, p Persona) string {
	if p.Kind == access.Member {
		return r.Words.Say("account.persona." + string(p.Role))
	}
	return r.Words.Say("account.persona." + string(p.Kind))
}

func (h *House) saveOwn(r *web.Request) error {
	var f ownForm
	err := web.Bind(r, &f)
	if err == nil {
		err = h.SaveProfile(r, r.Grant, Profile(f))
	}
	if err == nil {
		r.SetLanguage(f.Language)
		r.Flash("account.own.saved")
		return r.Redirect(r.Path(pathOwn))
	}
	kind := fault.KindOf(err)
	if kind != fault.Invalid {
		return err
	}
	me, readErr := h.Me(r, r.Grant)
	if readErr != nil {
		return readErr
	}
	s := h.ownSheet(r, f)
	var wrong map[string]string
	s.Sentence, wrong = r.Words.Fault(err)
	for i := range s.Inputs {
		s.Inputs[i].Error = wrong[s.Inputs[i].Name]
	}
	return h.showOwn(r, s, me, kind.Status())
}

type passwordForm struct {
	Old      string `form:"old,secret,max=200"`
	Password string `form:"password,required,secret,max=200"`
}

func (h *House) passwordSheet(r *web.Request) page.Sheet {
	s := titled(r, "password", pathPassword)
	if !r.Actor.Recently(r.Now, Freshly) {
		s.Inputs = []page.Input{input(r, "old", "password", "current-password", "")}
	}
	p := input(r, "password", "password", "new-password", "")
	p.Label, p.Hint = r.Words.Say("account.field.new"), r.Words.Say("account.password.hint", "Min", passwordMin)
	s.Inputs = append(s.Inputs, p)
	s.Links = []parts.Link{linkTo(r, "account.to.own", pathOwn), linkTo(r, "account.to.forgot", pathForgot)}
	return s
}

func (h *House) passwordPage(r *web.Request) error { return h.sheet(r, h.passwordSheet(r), nil) }

func (h *House) password(r *web.Request) error {
	var f passwordForm
	err := web.Bind(r, &f)
	if err == nil {
		err = h.ChangePassword(r, r.Grant, sessionOf(r), f.Old, f.Password)
	}
	if err != nil {
		return h.sheet(r, h.passwordSheet(r), err)
	}
	r.Flash("account.password.done")
	return r.Redirect(r.Path(pathOwn))
}

type addressForm struct {
	Address string `form:"address,required,max=254"`
}

func (h *House) addressSheet(r *web.Request, f addressForm) page.Sheet {
	s := titled(r, "address", pathAddress)
	a := input(r, "address", "email", "email", f.Address)
	a.Label = r.Words.Say("account.field.new-address")
	s.Inputs, s.Links = []page.Input{a}, []parts.Link{linkTo(r, "account.to.own", pathOwn)}
	return s
}

func (h *House) addressPage(r *web.Request) error {
	if !r.Actor.Recently(r.Now, Freshly) {
		return r.Redirect(with(r, pathProve, r.Path(pathAddress)))
	}
	return h.sheet(r, h.addressSheet(r, addressForm{}), nil)
}

func (h *House) address(r *web.Request) error {
	var f addressForm
	err := web.Bind(r, &f)
	if err == nil {
		err = h.ChangeAddress(r, r.Grant, f.Address, fromOf(r))
	}
	if err != nil {
		return h.sheet(r, h.addressSheet(r, f), err)
	}
	return r.Redirect(r.Path(pathSent))
}

// factorPage shows where the set-up of the second factor stands.
func (h *House) factorPage(r *web.Request) error {
	if !r.Actor.Recently(r.Now, Freshly) {
		return r.Redirect(with(r, pathProve, r.Path(pathFactor)))
	}
	has, left, err := h.HasFactor(r, r.Grant)
	if err != nil {
		return err
	}
	if has {
		n := page.Note{Title: r.Words.Say("account.factor.title"), Text: r.Words.Say("account.factor.on", "Count", left),
			Buttons: []page.Button{{Action: r.Path(pathFactor + "/drop"), Label: r.Words.Say("account.factor.drop"), Color: parts.Danger}},
			Links:   []parts.Link{linkTo(r, "account.to.own", pathOwn)}}
		return r.Render(http.StatusOK, page.Say(view(r, n.Title), n))
	}
	return h.enrol(r, nil)
}

// enrol shows the secret, or the button that begins.
func (h *House) enrol(r *web.Request, wrong error) error {
	e, err := h.Enrolment(r, r.Grant, issuer(r))
	if fault.Is(err, fault.NotFound) {
		s := titled(r, "factor", pathFactor+"/start")
		s.Links = []parts.Link{linkTo(r, "account.to.own", pathOwn)}
		return h.sheet(r, s, nil)
	}
	if err != nil {
		return err
	}
	s := titled(r, "enrol", pathFactor)
	code := input(r, "code", "", "one-time-code", "")
	code.Mode, code.Width = "numeric", "medium"
	status := http.StatusOK
	if wrong != nil {
		if !fault.Is(wrong, fault.Invalid) {
			return wrong
		}
		status = http.StatusUnprocessableEntity
		var all map[string]string
		s.Sentence, all = r.Words.Fault(wrong)
		code.Error = all["code"]
	}
	s.Inputs = []page.Input{code}
	p := page.Enrolment{Title: s.Title, Lead: s.Lead, PictureAlt: r.Words.Say("account.enrol.picture"), PNG: e.PNG, Secret: e.Secret, URI: e.URI,
		ByHand: r.Words.Say("account.enrol.hand"), OpenLabel: r.Words.Say("account.enrol.open"), Sheet: s}
	return r.Render(status, page.Enrol(view(r, s.Title), p))
}

func issuer(r *web.Request) string {
	if r.Site.Name == "" {
		return "Verv"
	}
	return r.Site.Name
}

func (h *House) startFactor(r *web.Request) error {
	if err := h.StartFactor(r, r.Grant); err != nil {
		return err
	}
	return r.Redirect(r.Path(pathFactor))
}

// factor ends the set-up. The recovery codes are in this answer and nowhere else, so it is no redirect.
func (h *House) factor(r *web.Request) error {
	var f codeForm
	err := web.Bind(r, &f)
	var codes []string
	if err == nil {
		codes, err = h.ConfirmFactor(r, r.Grant, sessionOf(r), f.Code)
	}
	if err != nil {
		return h.enrol(r, err)
	}
	c := page.Codes{Title: r.Words.Say("account.codes.title"), Lead: r.Words.Say("account.codes.lead"), Codes: codes, Next: linkTo(r, "account.codes.next", pathOwn)}
	return r.Render(http.StatusOK, page.Recovery(view(r, c.Title), c))
}

func (h *House) dropFactor(r *web.Request) error {
	if err := h.DropFactor(r, r.Grant); err != nil {
		return err
	}
	r.Flash("account.factor.dropped")
	return r.Redirect(r.Path(pathOwn))
}
