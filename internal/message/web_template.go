package message

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"verv/internal/application"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/locale"
	"verv/internal/message/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

const templatesPath = "/employer/message-templates"

func (h *House) templateRoutes(team web.Guard) []web.Route {
	return []web.Route{
		web.Get(templatesPath, team, h.showTemplates),
		web.Post(templatesPath, team, h.postNewTemplate),
		web.Post(templatesPath+"/starters", team, h.postStarters),
		web.Get(templatesPath+"/new", team, h.showNewTemplate),
		web.Get(templatesPath+"/{template}", team, h.showTemplate),
		web.Post(templatesPath+"/{template}", team, h.postTemplate),
		web.Post(templatesPath+"/{template}/archive", team, h.postArchive),
		web.Post(templatesPath+"/{template}/delete", team, h.postDropTemplate),
	}
}

func (h *House) showTemplates(r *web.Request) error {
	all, err := h.Templates(r, r.Grant)
	if err != nil {
		return err
	}
	t := r.Words
	p := page.Templates{Title: t.Say("message.templates"), Lead: t.Say("message.templates.lead"), Add: webpage.Link{URL: r.Path(templatesPath + "/new"), Label: t.Say("message.template.add")},
		Back: webpage.Link{URL: r.Path("/employer/messages"), Label: t.Say("message.inbox")}}
	if len(all) == 0 {
		p.Starters = r.Path(templatesPath + "/starters")
	}
	p.Items, p.Archive = shelf(r, t.Say("message.templates"), "archive"), shelf(r, t.Say("message.templates.archived"), "restore")
	for _, x := range all {
		if x.Archived() {
			p.Archive.Rows = append(p.Archive.Rows, shelved(r, x, "restore"))
			continue
		}
		p.Items.Rows = append(p.Items.Rows, shelved(r, x, "archive"))
	}
	v := r.View(p.Title)
	v.Wide = true
	return r.Render(http.StatusOK, page.ShowTemplates(v, p))
}

// shelf is a table of templates: in which language each is written, and what can be done with it.
func shelf(r *web.Request, caption, id string) webpage.Records {
	out := webpage.Records{ID: id, Caption: caption, Hide: true, Compact: true, Columns: []webpage.Column{{Label: r.Words.Say("message.template.name")}}}
	for _, l := range locale.Languages() {
		out.Columns = append(out.Columns, webpage.Column{Label: l.Name})
	}
	out.Columns = append(out.Columns, webpage.Column{})
	return out
}

func shelved(r *web.Request, x Template, to string) []webpage.Cell {
	t, at := r.Words, r.Path(templatesPath+"/"+x.ID.String())
	row := []webpage.Cell{{Text: x.Name, URL: at}}
	for _, l := range locale.Languages() {
		row = append(row, webpage.Cell{Body: page.Written(t, x.Texts[l.Tag] != "")})
	}
	return append(row, webpage.Cell{Body: page.Shelve(t, page.Shelf{Name: x.Name, URL: at, To: to})})
}

func tongue(tag string) string {
	for _, l := range locale.Languages() {
		if l.Tag == tag {
			return l.Name
		}
	}
	return tag
}

func (h *House) postStarters(r *web.Request) error {
	if err := web.Bind(r, &struct{}{}); err != nil {
		return err
	}
	if err := h.AddStarters(r, r.Grant, r.Words.Lang()); err != nil {
		return err
	}
	r.Flash("message.starters.added")
	return r.Redirect(r.Path(templatesPath))
}

// templateForm is a template as it is typed.
type templateForm struct {
	Name    string     `form:"name,max=1000"`
	Version web.Number `form:"version,least=0"`
	Do      string     `form:"do,oneof=save|preview"`
	textsForm
}

// textsForm has a field for each language.
type textsForm struct {
	NB string `form:"text-nb,lines,max=40000"`
	NN string `form:"text-nn,lines,max=40000"`
	SV string `form:"text-sv,lines,max=40000"`
	FI string `form:"text-fi,lines,max=40000"`
	DA string `form:"text-da,lines,max=40000"`
	EN string `form:"text-en,lines,max=40000"`
}

func (f textsForm) texts() Texts {
	return Texts{"nb": f.NB, "nn": f.NN, "sv": f.SV, "fi": f.FI, "da": f.DA, "en": f.EN}.trim()
}

func (f templateForm) template(v TemplateID) Template {
	return Template{ID: v, Name: f.Name, Texts: f.texts(), Version: int(f.Version.Value)}
}

func templateID(r *web.Request) (TemplateID, error) { return web.PathID[templateNoun](r, "template") }

func (h *House) showNewTemplate(r *web.Request) error {
	return r.Render(http.StatusOK, h.editPage(r, Template{}, editing{}))
}

func (h *House) postNewTemplate(r *web.Request) error {
	var f templateForm
	err := web.Bind(r, &f)
	x := f.template(TemplateID{})
	if err == nil && f.Do == "preview" {
		return r.Render(http.StatusOK, h.editPage(r, x, editing{preview: true, wrong: h.wrong(r, x)}))
	}
	if err == nil {
		_, err = h.AddTemplate(r, r.Grant, x)
	}
	return h.saved(r, x, err)
}

func (h *House) showTemplate(r *web.Request) error {
	v, err := templateID(r)
	if err != nil {
		return err
	}
	x, err := h.Template(r, r.Grant, v)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, h.editPage(r, x, editing{preview: true}))
}

func (h *House) postTemplate(r *web.Request) error {
	v, err := templateID(r)
	if err != nil {
		return err
	}
	now, err := h.Template(r, r.Grant, v)
	if err != nil {
		return err
	}
	var f templateForm
	err = web.Bind(r, &f)
	x := f.template(v)
	x.ArchivedAt = now.ArchivedAt
	if err == nil && f.Do == "preview" {
		return r.Render(http.StatusOK, h.editPage(r, x, editing{preview: true, wrong: h.wrong(r, x)}))
	}
	if err == nil {
		err = h.ChangeTemplate(r, r.Grant, x)
	}
	if fault.Is(err, fault.Conflict) && fault.As(err).Key == keyOld {
		if now, err = h.Template(r, r.Grant, v); err != nil {
			return err
		}
		// Saved once more, what was typed takes the place of what the other wrote.
		x.Version = now.Version
		return r.Render(http.StatusConflict, h.editPage(r, x, editing{sentence: r.Words.Say(keyOld), now: &now}))
	}
	return h.saved(r, x, err)
}

// wrong is what stands beside the fields of a template that is only looked at.
func (h *House) wrong(r *web.Request, x Template) map[string]string {
	_, wrong := r.Words.Fault(x.check())
	return wrong
}

func (h *House) saved(r *web.Request, x Template, err error) error {
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			if len(wrong) > 0 {
				sentence = ""
			}
			return h.editPage(r, x, editing{sentence: sentence, wrong: wrong})
		})
	}
	r.Flash("message.template.saved")
	return r.Redirect(r.Path(templatesPath))
}

// editing is what an edit page says beside what was typed.
type editing struct {
	sentence string
	wrong    map[string]string
	preview  bool
	now      *Template // as somebody else saved it meanwhile
}

func (h *House) editPage(r *web.Request, x Template, e editing) templ.Component {
	t, at := r.Words, r.Path(templatesPath)
	p := page.Edit{Title: t.Say("message.template.add"), Lead: t.Say("message.template.lead", "Fields", strings.Join(application.Fields(), " ")), Action: at, Sentence: e.sentence,
		Version: strconv.Itoa(x.Version),
		Name:    webpage.Input{Name: "name", Label: t.Say("message.template.name"), Value: x.Name, Required: true, Max: templateName, Error: e.wrong["name"]}}
	if !x.ID.IsZero() {
		p.Title, p.Action = t.Say("message.template.edit"), at+"/"+x.ID.String()
		p.Archive, p.ArchiveTo = p.Action+"/archive", "archive"
		if x.Archived() {
			p.ArchiveTo = "restore"
		}
	}
	p.Crumbs = []webpage.Link{{URL: at, Label: t.Say("message.templates")}, {URL: p.Action, Label: p.Title}}
	for i, l := range locale.Languages() {
		text := x.Texts[l.Tag]
		p.Texts = append(p.Texts, webpage.Input{Name: textField(l.Tag), Label: l.Name, Value: text, Max: textMax, Rows: 5, Lang: l.Tag, Error: e.wrong[textField(l.Tag)]})
		if i == 0 {
			p.Texts[0].Hint = t.Say("message.template.empty")
		}
		if e.preview && text != "" {
			p.Previews = append(p.Previews, page.Preview{Title: l.Name, Lang: l.Tag, Text: h.example(l.Tag).Fill(text)})
		}
		if e.now != nil && e.now.Texts[l.Tag] != text {
			p.Changes = append(p.Changes, webpage.Term{Name: l.Name, Text: e.now.Texts[l.Tag]})
		}
	}
	if e.now != nil && e.now.Name != x.Name {
		p.Changes = append(p.Changes, webpage.Term{Name: t.Say("message.template.name"), Text: e.now.Name})
	}
	return page.ShowEdit(r.View(p.Title), p)
}

// example is a made-up person in the words of a language.
func (h *House) example(tag string) application.Merge {
	say := h.Words.Language(tag).Say
	return application.Merge{Name: say("application.reasons.example.name"), Job: say("application.reasons.example.job"), Employer: say("application.reasons.example.employer")}
}

type archiveForm struct {
	To string `form:"to,required,oneof=archive|restore"`
}

func (h *House) postArchive(r *web.Request) error {
	v, err := templateID(r)
	if err != nil {
		return err
	}
	if _, err := h.Template(r, r.Grant, v); err != nil {
		return err
	}
	var f archiveForm
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	if err := h.ArchiveTemplate(r, r.Grant, v, f.To == "archive"); err != nil {
		return err
	}
	r.Flash("message.template." + f.To + ".done")
	return r.Redirect(r.Path(templatesPath))
}

func (h *House) postDropTemplate(r *web.Request) error {
	v, err := templateID(r)
	if err == nil {
		err = web.Bind(r, &struct{}{})
	}
	if err == nil {
		err = h.DropTemplate(r, r.Grant, v)
	}
	if err != nil {
		return err
	}
	r.Flash("message.template.deleted")
	return r.Redirect(r.Path(templatesPath))
}

// picked is the template that the address names, if it names one.
func (h *House) picked(r *web.Request) (x Template, ok bool, err error) {
	text := r.Query("template")
	if text == "" {
		return x, false, nil
	}
	v, err := id.Parse[templateNoun](text)
	if err != nil {
		return x, false, fault.New(fault.NotFound, "fault.notfound")
	}
	x, err = h.Template(r, r.Grant, v)
	return x, err == nil, err
}

// chooser offers the templates on a page with a message to write.
func (h *House) chooser(r *web.Request, action string, chosen Template) (*page.Pick, error) {
	all, err := h.Templates(r, r.Grant)
	if err != nil {
		return nil, err
	}
	t := r.Words
	p := page.Pick{Action: action, Input: webpage.Input{Name: "template", Label: t.Say("message.template.pick"), Value: chosen.ID.String(), Width: "medium"},
		Choices: []webpage.Choice{{Value: "", Label: t.Say("message.template.pick.none")}},
		Manage:  webpage.Link{URL: r.Path(templatesPath), Label: t.Say("message.templates")}}
	for _, x := range all {
		if !x.Archived() {
			p.Choices = append(p.Choices, webpage.Choice{Value: x.ID.String(), Label: x.Name})
		}
	}
	return &p, nil
}

// offer puts the choice of templates on a thread's page, and the chosen one into its form: in the person's language, filled for this person.
func (h *House) offer(r *web.Request, p *page.Thread, a application.Application) error {
	x, ok, err := h.picked(r)
	if err != nil {
		return err
	}
	if p.Pick, err = h.chooser(r, p.Action, x); err != nil || !ok {
		return err
	}
	text, in := x.Texts.For(a.Language)
	p.Text.Value, p.Text.Lang, p.Text.Rows = mergeOf(a).Fill(text), in, 12
	key := "message.template.filled"
	if in != a.Language {
		key = "message.template.fallback"
	}
	p.Notes = append(p.Notes, webpage.Notice{Text: r.Words.Say(key, "Language", tongue(in), "Wanted", tongue(a.Language))})
	return nil
}
