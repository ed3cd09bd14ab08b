package site

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/locale"
	view "verv/internal/site/page"
	"verv/internal/web"
	"verv/internal/web/page"
	"verv/internal/web/theme"
)

type siteForm struct {
	Name      string            `form:"name,required,max=80"`
	Hosts     string            `form:"hosts,required,lines,max=4000"`
	Prefix    string            `form:"prefix,max=42"`
	Language  string            `form:"language,required"`
	Country   string            `form:"country,required"`
	Zone      string            `form:"zone,max=60"`
	Accent    string            `form:"accent,max=20"`
	Legal     string            `form:"legal,required,lines,max=2000"`
	Reach     string            `form:"reach,oneof=own|network|employer"`
	Employer  access.EmployerID `form:"employer"`
	Countries []string          `form:"countries"`
	Regions   string            `form:"regions,lines,max=4000"`
	Branches  []string          `form:"branches"`
	Languages []string          `form:"languages"`
}

// content is what was typed, on top of what the form does not know.
func (f siteForm) content(was Content) Content {
	return Content{Hosts: strings.Fields(strings.ReplaceAll(f.Hosts, ",", " ")), Prefix: f.Prefix, Name: f.Name, Language: f.Language, Accent: Accent(f.Accent),
		Country: f.Country, Zone: f.Zone, Legal: f.Legal, Logo: was.Logo, Texts: was.Texts,
		Market: Market{Reach: Reach(f.Reach), Employer: f.Employer, Countries: f.Countries, Regions: strings.Split(f.Regions, "\n"), Branches: f.Branches,
			Languages: f.Languages}}
}

func formOf(s Site) siteForm {
	return siteForm{Name: s.Name, Hosts: strings.Join(s.Hosts, "\n"), Prefix: s.Prefix, Language: s.Language, Country: s.Country, Zone: s.Zone,
		Accent: string(s.Accent), Legal: s.Legal, Reach: string(s.Reach), Employer: s.Employer, Countries: s.Countries, Regions: strings.Join(s.Regions, "\n"),
		Branches: s.Branches, Languages: s.Languages}
}

// sheet is the form as it is shown: a new site has no identifier.
type sheet struct {
	path     string
	form     siteForm
	site     Site
	status   int
	sentence string
	wrong    map[string]string
}

func (h *House) show(r *web.Request, s sheet) error {
	var employers []page.Choice
	if h.employers != nil {
		all, err := h.employers(r, r.Grant)
		if err != nil {
			return err
		}
		for _, e := range all {
			employers = append(employers, page.Choice{Value: e.ID.String(), Label: e.Name})
		}
	}
	if s.status == 0 {
		s.status = http.StatusOK
	}
	return r.Render(s.status, s.component(r, employers))
}

func (s sheet) component(r *web.Request, employers []page.Choice) templ.Component {
	w, f := r.Words, s.form
	v := view.Form{Title: w.Say("site.new"), Sentence: s.sentence, Action: r.Path(s.path), Back: r.Path("/operator/sites"), Fields: map[string]page.Input{},
		Choices: choices(w, employers)}
	if f.Name != "" {
		v.Title = f.Name
	}
	if len(s.wrong) > 0 {
		v.Sentence = "" // the summary says it
	}
	add := func(value string, i page.Input) {
		i.Value, i.Error, i.Label = value, s.wrong[i.Name], w.Say("site.field."+i.Name)
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
	add(f.Accent, page.Input{Name: "accent", Max: 20, Width: "short"})
	add(f.Legal, page.Input{Name: "legal", Required: true, Rows: 5})
	add(f.Reach, page.Input{Name: "reach"})
	add(idText(f.Employer), page.Input{Name: "employer", Width: "medium"})
	add(f.Regions, page.Input{Name: "regions", Rows: 3})
	add("", page.Input{Name: "countries", Values: f.Countries})
	add("", page.Input{Name: "branches", Values: f.Branches})
	add("", page.Input{Name: "languages", Values: f.Languages})
	v.Swatches = swatches(f.Accent)
	if !s.site.ID.IsZero() {
		v.TextsURL, v.LogoAction = r.Path(s.path+"/texts"), r.Path(s.path+"/logo")
		v.Switch = page.Link{URL: r.Path(s.path + "/switch"), Label: r.Words.Say("site.switch." + s.site.turn())}
		add("", page.Input{Name: "logo", Required: s.site.Logo == ""})
		if s.site.Logo != "" {
			v.LogoURL = r.Path(web.PicturePath + s.site.Logo)
		}
		for _, a := range suggested {
			v.Suggestions = append(v.Suggestions, page.Link{URL: r.Path(s.path) + "?accent=" + string(a.Accent[1:]), Label: w.Say("site.accent." + a.Word)})
		}
	}
	return view.FormPage(r.View(v.Title), v)
}

func idText(e access.EmployerID) string {
	if e.IsZero() {
		return ""
	}
	return e.String()
}

// swatches show a colour as buttons will have it: in the light, and in the dark.
func swatches(accent string) []view.Swatch {
	c, ok := theme.Parse(accent)
	if !ok {
		return nil
	}
	t := theme.Of(c)
	return []view.Swatch{{Ground: t.Light.Base.String(), Ink: t.Light.BaseContrast.String()}, {Ground: t.Light.SurfaceTinted.String(), Ink: t.Light.Text.String()},
		{Ground: t.Dark.Base.String(), Ink: t.Dark.BaseContrast.String()}, {Ground: t.Dark.SurfaceTinted.String(), Ink: t.Dark.Text.String()}}
}

func choices(w *locale.Words, employers []page.Choice) map[string][]page.Choice {
	out := map[string][]page.Choice{"employer": append([]page.Choice{{}}, employers...)}
	for _, l := range locale.Languages() {
		out["language"] = append(out["language"], page.Choice{Value: l.Tag, Label: l.Name})
	}
	out["languages"] = out["language"]
	for _, c := range Countries() {
		out["country"] = append(out["country"], page.Choice{Value: c, Label: w.Say("site.country." + strings.ToLower(c))})
	}
	out["countries"] = out["country"]
	for _, k := range Reaches() {
		out["reach"] = append(out["reach"], page.Choice{Value: string(k), Label: w.Say("site.reach." + string(k)), Hint: w.Say("site.reach." + string(k) + ".hint")})
	}
	for _, b := range Branches() {
		out["branches"] = append(out["branches"], page.Choice{Value: b, Label: w.Say("site.branch." + b)})
	}
	return out
}

// textsTyped is every text in every language, as the form has them.
type textsTyped struct {
	ImprintNB string `form:"imprint-nb,lines,max=20000"`
	ImprintNN string `form:"imprint-nn,lines,max=20000"`
	ImprintSV string `form:"imprint-sv,lines,max=20000"`
	ImprintFI string `form:"imprint-fi,lines,max=20000"`
	ImprintDA string `form:"imprint-da,lines,max=20000"`
	ImprintEN string `form:"imprint-en,lines,max=20000"`
	TermsNB   string `form:"terms-nb,lines,max=20000"`
	TermsNN   string `form:"terms-nn,lines,max=20000"`
	TermsSV   string `form:"terms-sv,lines,max=20000"`
	TermsFI   string `form:"terms-fi,lines,max=20000"`
	TermsDA   string `form:"terms-da,lines,max=20000"`
	TermsEN   string `form:"terms-en,lines,max=20000"`
}

func (f textsTyped) typed() map[string]string {
	return map[string]string{"imprint-nb": f.ImprintNB, "imprint-nn": f.ImprintNN, "imprint-sv": f.ImprintSV, "imprint-fi": f.ImprintFI,
		"imprint-da": f.ImprintDA, "imprint-en": f.ImprintEN, "terms-nb": f.TermsNB, "terms-nn": f.TermsNN, "terms-sv": f.TermsSV, "terms-fi": f.TermsFI,
		"terms-da": f.TermsDA, "terms-en": f.TermsEN}
}

func textsForm(r *web.Request, s Site, typed map[string]string, sentence string, wrong map[string]string) templ.Component {
	w := r.Words
	v := view.Texts{Title: w.Say("site.texts.title", "Site", s.Name), Lead: w.Say("site.texts.lead"), Sentence: sentence,
		Action: r.Path("/operator/sites/" + s.ID.String() + "/texts"), Back: r.Path("/operator/sites/" + s.ID.String())}
	if len(wrong) > 0 {
		v.Sentence = ""
	}
	for _, k := range TextKinds() {
		part := view.TextPart{Title: w.Say("site.text." + string(k))}
		for _, l := range locale.Languages() {
			name := string(k) + "-" + l.Tag
			part.Fields = append(part.Fields, page.Input{Name: name, Label: l.Name, Lang: l.Tag, Value: typed[name], Error: wrong[name], Rows: 6})
		}
		v.Parts = append(v.Parts, part)
	}
	return view.TextsPage(r.View(v.Title), v)
}
