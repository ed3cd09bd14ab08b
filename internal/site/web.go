package site

import (
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/locale"
	"verv/internal/privacy"
	view "verv/internal/site/page"
	"verv/internal/web"
	"verv/internal/web/page"
)

// Door answers package web's question which site a host leads to. Where several sites share a host, it is the one with the shortest
// prefix.
type Door struct{ House *House }

// ByHost is web.Sites.
func (d Door) ByHost(ctx context.Context, host string) (web.Site, error) {
	all, err := d.House.ByHost(ctx, host)
	if err != nil {
		return web.Site{}, err
	}
	if len(all) == 0 {
		return web.Site{}, fault.New(fault.NotFound, "fault.notfound")
	}
	s := all[len(all)-1]
	return web.Site{ID: s.ID, Name: s.Name, Host: host, Language: s.Language, Accent: accents[s.Accent], Prefix: s.Prefix, Zone: s.Location()}, nil
}

var accents = map[Accent]page.Accent{Green: page.Green, Orange: page.Orange, Blue: page.Blue}

// Routes lists the routes of this house: the operator's.
func (h *House) Routes() []web.Route {
	edit := web.Operation(access.SiteEdit, privacy.Operate)
	return []web.Route{
		web.Get("/operator/sites", edit, h.getList),
		web.Get("/operator/sites/new", edit, h.getNew),
		web.Post("/operator/sites/new", edit, h.postNew),
		web.Get("/operator/sites/{id}", edit, h.getEdit),
		web.Post("/operator/sites/{id}", edit, h.postEdit),
	}
}

func (h *House) getList(r *web.Request) error {
	all, err := h.List(r, r.Grant)
	if err != nil {
		return err
	}
	w := r.Words
	list := page.Records{ID: "sites", Caption: w.Say("site.list"), Hide: true,
		Columns: []page.Column{{Label: w.Say("site.field.name")}, {Label: w.Say("site.field.hosts")}, {Label: w.Say("site.field.country")}}}
	for _, s := range all {
		list.Rows = append(list.Rows, []page.Cell{{Text: s.Name, URL: r.Path("/operator/sites/" + s.ID.String())},
			{Text: strings.Join(s.Hosts, ", ")}, {Text: w.Say("site.country." + strings.ToLower(s.Country))}})
	}
	v := r.View(w.Say("site.list"))
	v.Wide = true
	return r.Render(http.StatusOK, view.ListPage(v, w.Say("site.list"), r.Path("/operator/sites/new"), list))
}

type siteForm struct {
	Name     string `form:"name,required,max=80"`
	Hosts    string `form:"hosts,required,lines,max=4000"`
	Prefix   string `form:"prefix,max=42"`
	Language string `form:"language,required"`
	Country  string `form:"country,required"`
	Zone     string `form:"zone,max=60"`
	Accent   string `form:"accent"`
	Legal    string `form:"legal,required,lines,max=2000"`
}

func (f siteForm) content() Content {
	return Content{Hosts: strings.Fields(strings.ReplaceAll(f.Hosts, ",", " ")), Prefix: f.Prefix, Name: f.Name, Language: f.Language, Accent: Accent(f.Accent),
		Country: f.Country, Zone: f.Zone, Legal: f.Legal}
}

func (h *House) getNew(r *web.Request) error {
	return r.Render(http.StatusOK, form(r, "/operator/sites/new", siteForm{Language: locale.Default, Country: "NO", Accent: string(Green)}, "", nil))
}

func (h *House) postNew(r *web.Request) error {
	var f siteForm
	err := web.Bind(r, &f)
	if err == nil {
		_, err = h.Create(r, r.Grant, f.content())
	}
	return h.done(r, "/operator/sites/new", f, err)
}

// done leads back to the list, or shows the form again.
func (h *House) done(r *web.Request, path string, f siteForm, err error) error {
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return form(r, path, f, sentence, wrong)
		})
	}
	r.Flash("site.saved")
	return r.Redirect(r.Path("/operator/sites"))
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
	f := siteForm{Name: s.Name, Hosts: strings.Join(s.Hosts, "\n"), Prefix: s.Prefix, Language: s.Language, Country: s.Country, Zone: s.Zone,
		Accent: string(s.Accent), Legal: s.Legal}
	return r.Render(http.StatusOK, form(r, "/operator/sites/"+s.ID.String(), f, "", nil))
}

func (h *House) postEdit(r *web.Request) error {
	s, err := h.one(r)
	if err != nil {
		return err
	}
	var f siteForm
	if err = web.Bind(r, &f); err == nil {
		err = h.Change(r, r.Grant, s.ID, f.content())
	}
	return h.done(r, "/operator/sites/"+s.ID.String(), f, err)
}

func form(r *web.Request, path string, f siteForm, sentence string, wrong map[string]string) templ.Component {
	w := r.Words
	v := view.Form{Title: w.Say("site.new"), Sentence: sentence, Action: r.Path(path), Back: r.Path("/operator/sites"), Fields: map[string]page.Input{},
		Choices: map[string][]page.Choice{}}
	if f.Name != "" {
		v.Title = f.Name
	}
	if len(wrong) > 0 {
		v.Sentence = "" // the summary says it
	}
	add := func(value string, i page.Input) {
		i.Value, i.Error, i.Label = value, wrong[i.Name], w.Say("site.field."+i.Name)
		if key := "site.hint." + i.Name; w.Has(key) {
			i.Hint = w.Say(key)
		}
		v.Fields[i.Name] = i
	}
	add(f.Name, page.Input{Name: "name", Required: true, Max: nameMax, Width: "medium"})
	add(f.Hosts, page.Input{Name: "hosts", Required: true, Rows: 3})
	add(f.Prefix, page.Input{Name: "prefix", Max: 42, Width: "medium"})
	add(f.Language, page.Input{Name: "language", Width: "medium"})
	add(f.Country, page.Input{Name: "country", Width: "medium"})
	add(f.Zone, page.Input{Name: "zone", Max: 60, Width: "medium"})
	add(f.Accent, page.Input{Name: "accent"})
	add(f.Legal, page.Input{Name: "legal", Required: true, Rows: 5})
	for _, l := range locale.Languages() {
		v.Choices["language"] = append(v.Choices["language"], page.Choice{Value: l.Tag, Label: l.Name})
	}
	for _, c := range Countries() {
		v.Choices["country"] = append(v.Choices["country"], page.Choice{Value: c, Label: w.Say("site.country." + strings.ToLower(c))})
	}
	for _, a := range Accents() {
		v.Choices["accent"] = append(v.Choices["accent"], page.Choice{Value: string(a), Label: w.Say("site.accent." + string(a))})
	}
	return view.FormPage(r.View(v.Title), v)
}
