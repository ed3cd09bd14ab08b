package site

import (
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/locale"
	"verv/internal/picture"
	"verv/internal/privacy"
	view "verv/internal/site/page"
	"verv/internal/web"
	"verv/internal/web/page"
	"verv/internal/web/theme"
)

// Door answers package web's question which site an address leads to.
type Door struct {
	House *House
	// Base is the address of a host without the final slash; nil takes it from the request.
	Base func(host string) string
}

// ByHost is web.Sites.
func (d Door) ByHost(ctx context.Context, host string) (web.Site, error) {
	return d.ByPath(ctx, host, "/")
}

// ByPath is web.Prefixed.
func (d Door) ByPath(ctx context.Context, host, path string) (web.Site, error) {
	s, nested, err := d.House.Under(ctx, host, path)
	if err != nil {
		return web.Site{}, err
	}
	_, terms := s.Text(Terms, s.Language)
	out := web.Site{ID: s.ID, Name: s.Name, Host: host, Language: s.Language, Prefix: s.Prefix, Zone: s.Location(), Theme: s.Accent.Theme(), Logo: s.Logo,
		Terms: terms, Nested: nested, Shut: s.Shut()}
	if d.Base != nil {
		out.BaseURL = d.Base(host) + s.Prefix
	}
	return out, nil
}

// Routes lists the routes of this house: the operator's, what a site says about itself, and the sheet of its colour.
func (h *House) Routes() []web.Route {
	edit := web.Operation(access.SiteEdit, privacy.Operate)
	list := edit.Also(access.EmployerVerify, privacy.Operate)
	see := web.Public(access.SiteSee, privacy.Publish)
	return []web.Route{
		web.Get("/operator/sites", edit, h.getList),
		web.Get("/operator/sites/new", list, h.getNew),
		web.Post("/operator/sites/new", list, h.postNew),
		web.Get("/operator/sites/{id}", list, h.getEdit),
		web.Post("/operator/sites/{id}", list, h.postEdit),
		web.Post("/operator/sites/{id}/logo", edit, h.postLogo),
		web.Get("/operator/sites/{id}/switch", edit, h.getSwitch),
		web.Post("/operator/sites/{id}/switch", edit.Strong(), h.postSwitch),
		web.Get("/operator/sites/{id}/texts", edit, h.getTexts),
		web.Post("/operator/sites/{id}/texts", edit, h.postTexts),
		web.Get("/imprint", see, h.getImprint),
		web.Get("/terms", see, h.getTerms),
		web.Get("/theme/{name}", see, getTheme).Cookieless(),
	}
}

// getTheme answers with the sheet of a colour. Its name says which, and what this build makes of it.
func getTheme(r *web.Request) error {
	name, err := r.PathText("name")
	if err != nil {
		return err
	}
	css, ok := theme.Sheet(name)
	if !ok {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	return r.Forever("text/css; charset=utf-8", []byte(css))
}

func (h *House) getImprint(r *web.Request) error { return h.text(r, Imprint) }
func (h *House) getTerms(r *web.Request) error   { return h.text(r, Terms) }

// text shows what a site says about itself. The installation's own address speaks as its oldest site.
func (h *House) text(r *web.Request, kind TextKind) error {
	s, err := h.ByID(r, r.Site.ID)
	if r.Site.Own() {
		s, err = h.DefaultSite(r)
	}
	if err != nil {
		return err
	}
	t, found := s.Text(kind, r.Words.Lang())
	if !found && kind != Imprint {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	title := r.Words.Say("site.text." + string(kind))
	v := r.View(title)
	v.Lang, v.Description = t.Language, opening(t.Body)
	r.Everywhere(&v, "/"+string(kind))
	b := view.Text{Title: title, Language: t.Language, Paragraphs: paragraphs(t.Body)}
	if kind == Imprint {
		b.Legal = strings.Split(s.Legal, "\n")
		v.Description = s.Legal
	}
	return r.Render(http.StatusOK, view.TextPage(v, b))
}

// opening is the first line of a text, as short as search engines show it.
func opening(body string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(body), "\n")
	if runes := []rune(line); len(runes) > 160 {
		return string(runes[:159]) + "…"
	}
	return line
}

func (h *House) getList(r *web.Request) error {
	all, err := h.List(r, r.Grant)
	if err != nil {
		return err
	}
	w := r.Words
	list := page.Records{ID: "sites", Caption: w.Say("site.list"), Hide: true, Columns: []page.Column{{Label: w.Say("site.field.name")},
		{Label: w.Say("site.field.hosts")}, {Label: w.Say("site.field.country")}, {Label: w.Say("site.field.reach")}, {Label: w.Say("site.state")}}}
	for _, s := range all {
		list.Rows = append(list.Rows, []page.Cell{{Text: s.Name, URL: r.Path("/operator/sites/" + s.ID.String())}, {Text: s.addresses()},
			{Text: w.Say("site.country." + strings.ToLower(s.Country))}, {Text: w.Say("site.reach." + string(s.Reach))}, {Body: stateTag(w, s)}})
	}
	v := r.View(w.Say("site.list"))
	v.Wide = true
	return r.Render(http.StatusOK, view.ListPage(v, w.Say("site.list"), r.Path("/operator/sites/new"), list))
}

// addresses is where the site lies, in words.
func (s Site) addresses() string {
	out := make([]string, len(s.Hosts))
	for i, host := range s.Hosts {
		out[i] = host + s.Prefix
	}
	return strings.Join(out, ", ")
}

func (h *House) getNew(r *web.Request) error {
	f := siteForm{Language: locale.Default, Country: "NO", Accent: string(Green), Reach: string(Own)}
	return h.show(r, sheet{path: "/operator/sites/new", form: f})
}

func (h *House) postNew(r *web.Request) error {
	var f siteForm
	err := web.Bind(r, &f)
	if err == nil {
		_, err = h.Create(r, r.Grant, f.content(Content{}))
	}
	return h.done(r, sheet{path: "/operator/sites/new", form: f}, err)
}

// done leads back to the list, or shows the form again.
func (h *House) done(r *web.Request, s sheet, refused error) error {
	if refused == nil {
		r.Flash("site.saved")
		return r.Redirect(r.Path("/operator/sites"))
	}
	c := fault.As(refused)
	if c.Kind != fault.Invalid && c.Kind != fault.Conflict {
		return refused
	}
	s.status = c.Kind.Status()
	s.sentence, s.wrong = r.Words.Fault(refused)
	return h.show(r, s)
}

func (h *House) one(r *web.Request) (Site, error) {
	text, err := r.PathText("id")
	if err != nil {
		return Site{}, err
	}
	var s ID
	if s.UnmarshalText([]byte(text)) != nil {
		return Site{}, fault.New(fault.NotFound, "fault.notfound")
	}
	return h.ByID(r, s)
}

func (h *House) getEdit(r *web.Request) error {
	s, err := h.one(r)
	if err != nil {
		return err
	}
	f := formOf(s)
	if _, ok := theme.Parse(r.Query("accent")); ok { // a suggestion was chosen; nothing is saved yet
		f.Accent = string(Accent(r.Query("accent")).tidy())
	}
	return h.show(r, sheet{path: "/operator/sites/" + s.ID.String(), form: f, site: s})
}

func (h *House) postEdit(r *web.Request) error {
	s, err := h.one(r)
	if err != nil {
		return err
	}
	var f siteForm
	if err = web.Bind(r, &f); err == nil {
		err = h.Change(r, r.Grant, s.ID, f.content(s.Content))
	}
	return h.done(r, sheet{path: "/operator/sites/" + s.ID.String(), form: f, site: s}, err)
}

// logoBytes is how large a logo may be; it is scaled and written anew.
const logoBytes = 1 << 20

func (h *House) postLogo(r *web.Request) error {
	s, err := h.one(r)
	if err != nil {
		return err
	}
	var f struct {
		Without bool `form:"without"`
	}
	var made picture.Made
	err = web.Upload(r, &f, web.Room{Bytes: logoBytes, Files: 1}, func(_ web.File, in io.Reader) (err error) {
		made, err = picture.Make(in, picture.LogoBox)
		return err
	})
	kept := made.Name == "" && !f.Without // nothing was chosen: what stands stays
	if err == nil && kept && s.Logo == "" {
		var missing fault.Form
		missing.Add("logo", "form.required")
		err = missing.Err()
	}
	if err == nil && !kept {
		err = h.SetLogo(r, r.Grant, s, made)
	}
	return h.done(r, sheet{path: "/operator/sites/" + s.ID.String(), form: formOf(s), site: s}, err)
}

func (h *House) getTexts(r *web.Request) error {
	s, err := h.one(r)
	if err != nil {
		return err
	}
	typed := map[string]string{}
	for _, t := range s.Texts {
		typed[t.field()] = t.Body
	}
	return r.Render(http.StatusOK, textsForm(r, s, typed, "", nil))
}

func (h *House) postTexts(r *web.Request) error {
	s, err := h.one(r)
	if err != nil {
		return err
	}
	var f textsTyped
	if err = web.Bind(r, &f); err == nil {
		c := s.Content
		c.Texts = nil
		for _, k := range TextKinds() {
			for _, l := range locale.Languages() {
				c.Texts = append(c.Texts, Text{Kind: k, Language: l.Tag, Body: f.typed()[string(k)+"-"+l.Tag]})
			}
		}
		err = h.Change(r, r.Grant, s.ID, c)
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return textsForm(r, s, f.typed(), sentence, wrong)
		})
	}
	r.Flash("site.saved")
	return r.Redirect(r.Path("/operator/sites/" + s.ID.String()))
}
