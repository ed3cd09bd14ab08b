package account

import (
	"net/http"
	"slices"
	"strconv"

	"verv/internal/access"
	"verv/internal/account/page"
	"verv/internal/fault"
	"verv/internal/web"
	parts "verv/internal/web/page"
)

const (
	pathTokens   = "/account/tokens"
	pathTokenEnd = "/account/tokens/end"
)

type tokenForm struct {
	Name   string     `form:"name,required,max=80"`
	Days   web.Number `form:"days,required,least=1,most=365"`
	Scopes []string   `form:"scopes,count=40,required"`
}

// lives are the lives of a token to choose from, in days.
var lives = []int{30, 90, 180, 365}

func (h *House) tokenSheet(r *web.Request, f tokenForm) page.Sheet {
	s := titled(r, "tokens.new", pathTokens)
	name := input(r, "name", "", "off", f.Name)
	name.Label, name.Hint = r.Words.Say("account.tokens.name"), r.Words.Say("account.tokens.name.hint")
	days := input(r, "days", "", "", strconv.FormatInt(f.Days.Value, 10))
	days.Label = r.Words.Say("account.tokens.days")
	for _, n := range lives {
		days.Choices = append(days.Choices, parts.Choice{Value: strconv.Itoa(n), Label: r.Words.Say("account.tokens.life", "Count", n)})
	}
	scopes := input(r, "scopes", "", "", "")
	scopes.Label, scopes.Hint, scopes.Values, scopes.Many = r.Words.Say("account.tokens.scopes"), r.Words.Say("account.tokens.scopes.hint"), f.Scopes, true
	for _, p := range h.Scopes(r.Actor) {
		scopes.Choices = append(scopes.Choices, parts.Choice{Value: string(p), Label: scopeWords(r, p), Hint: string(p)})
	}
	s.Inputs = []page.Input{name, days, scopes}
	return s
}

// scopeWords is a permission in words that its person understands.
func scopeWords(r *web.Request, p access.Permission) string {
	return r.Words.Say("account.scope." + string(p))
}

func (h *House) tokensPage(r *web.Request) error {
	if !r.Actor.Recently(r.Now, Freshly) {
		return r.Redirect(with(r, pathProve, r.Path(pathTokens)))
	}
	return h.showTokens(r, tokenForm{Days: web.Number{Value: 90}}, nil)
}

func (h *House) showTokens(r *web.Request, f tokenForm, wrong error) error {
	kind := fault.KindOf(wrong)
	if wrong != nil && kind != fault.Invalid && kind != fault.Conflict {
		return wrong
	}
	all, err := h.Tokens(r, r.Grant)
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
	p := page.Tokens{Title: r.Words.Say("account.tokens.title"), Lead: r.Words.Say("account.tokens.lead"), New: h.tokenSheet(r, f),
		None:    r.Words.Say("account.tokens.none"),
		Links:   []parts.Link{linkTo(r, "account.tokens.docs", web.DocsPath), linkTo(r, "account.to.own", pathOwn)},
		Privacy: parts.Privacy{Who: r.Words.Say("account.privacy.who"), Why: r.Words.Say("account.tokens.why"), Until: r.Words.Say("account.tokens.until")}}
	for _, t := range all {
		p.Have.Rows = append(p.Have.Rows, tokenRow(r, t, as[t.Persona]))
	}
	status := http.StatusOK
	if wrong != nil {
		status = kind.Status()
		var fields map[string]string
		p.New.Sentence, fields = r.Words.Fault(wrong)
		for i := range p.New.Inputs {
			p.New.Inputs[i].Error = fields[p.New.Inputs[i].Name]
		}
	}
	return r.Render(status, page.TokenList(view(r, p.Title), p))
}

func tokenRow(r *web.Request, t Token, as string) page.Row {
	used := r.Words.Say("account.tokens.unused")
	if !t.UsedAt.IsZero() {
		used = r.Words.Say("account.sessions.used", "Date", r.Words.DateTime(t.UsedAt))
	}
	row := page.Row{Title: t.Name, Lines: []string{r.Words.Say("account.tokens.since", "Date", r.Words.Date(t.MadeAt), "As", as, "Until", r.Words.Date(t.EndsAt)), used}}
	for _, p := range t.Scopes {
		row.Lines = append(row.Lines, scopeWords(r, p))
	}
	row.Button = &page.Button{Action: r.Path(pathTokenEnd), Label: r.Words.Say("account.tokens.end"), About: t.Name, Color: parts.Danger,
		Hidden: []parts.Pair{{Name: "token", Value: t.ID.String()}}}
	return row
}

// makeToken shows the token. It is in this answer and nowhere else, so it is no redirect.
func (h *House) makeToken(r *web.Request) error {
	var f tokenForm
	err := web.Bind(r, &f)
	var secret string
	if err == nil {
		v := TokenWish{Name: f.Name, Days: int(f.Days.Value)}
		for _, p := range slices.Compact(slices.Sorted(slices.Values(f.Scopes))) {
			v.Scopes = append(v.Scopes, access.Permission(p))
		}
		secret, err = h.MakeToken(r, r.Grant, r.Site.ID, v)
	}
	if err != nil {
		return h.showTokens(r, f, err)
	}
	c := page.Codes{Title: r.Words.Say("account.tokens.made.title"), Lead: r.Words.Say("account.tokens.made.lead"), Codes: []string{secret},
		Next: linkTo(r, "account.codes.next", pathTokens)}
	return r.Render(http.StatusOK, page.Recovery(view(r, c.Title), c))
}

type tokenEndForm struct {
	Token string `form:"token,required,max=36"`
}

func (h *House) endToken(r *web.Request) error {
	var f tokenEndForm
	var t TokenID
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	if t.UnmarshalText([]byte(f.Token)) != nil {
		return notFound()
	}
	if err := h.DropToken(r, r.Grant, t); err != nil {
		return err
	}
	r.Flash("account.tokens.ended")
	return r.Redirect(r.Path(pathTokens))
}
