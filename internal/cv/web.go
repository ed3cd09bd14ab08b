package cv

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/cv/jsoncv"
	"verv/internal/cv/page"
	"verv/internal/fault"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// Routes are the pages of one's own CVs, and the door for one that was brought in.
func (h *House) Routes() []web.Route {
	own := web.Own(access.CandidateOwn, privacy.Profile)
	door := web.Public(access.ApplicationSend, privacy.Apply).Also(access.AccountEnter, privacy.Account)
	return append([]web.Route{
		web.Get("/cvs", own, h.showList),
		web.Post("/cvs", own, h.postNew),
		web.Post("/cvs/upload", own, h.postUpload),
		web.Get("/cvs/{cv}", own, h.showOne),
		web.Post("/cvs/{cv}", own, h.postHead),
		web.Get("/cvs/{cv}/file", own, h.download),
		web.Get("/cvs/{cv}/delete", own, h.askDelete),
		web.Post("/cvs/{cv}/delete", own, h.postDelete),
		web.Get("/cvs/{cv}/{section}/{row}", own, h.showRow),
		web.Post("/cvs/{cv}/{section}/{row}", own, h.postRow),
		web.Post("/cvs/{cv}/{section}/{row}/remove", own, h.postRemove),
		web.Get("/cv/confirm/{token}", door, h.askConfirm),
		web.Post("/cv/confirm/{token}", door, h.postConfirm),
	}, h.api()...)
}

type newForm struct {
	Title    string `form:"title,required,max=120"`
	Language string `form:"language,required,oneof=nb|nn|sv|fi|da|en"`
}

type headForm struct {
	Title    string `form:"title,required,max=120"`
	Language string `form:"language,required,oneof=nb|nn|sv|fi|da|en"`
	Name     string `form:"name,max=200"`
	Label    string `form:"label,max=200"`
	Summary  string `form:"summary,lines,max=5000"`
	Was      string `form:"was,required,max=20"`
}

type rowForm struct {
	Name  string `form:"name,required,max=200"`
	At    string `form:"at,max=200"`
	Place string `form:"place,max=200"`
	Start string `form:"start,max=10"`
	End   string `form:"end,max=10"`
	Text  string `form:"text,lines,max=5000"`
	Was   string `form:"was,required,max=20"`
}

type wasForm struct {
	Was string `form:"was,required,max=20"`
}

// moment reads a moment that a page carried along in milliseconds; what is no number leads to a conflict.
func moment(s string) time.Time {
	ms, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func was(d Document) string { return strconv.FormatInt(d.UpdatedAt.UnixMilli(), 10) }

func (h *House) showList(r *web.Request) error {
	return h.list(r, http.StatusOK, newForm{Language: r.Words.Lang()}, nil, "")
}

func (h *House) list(r *web.Request, status int, f newForm, wrong map[string]string, upload string) error {
	all, err := h.List(r, r.Grant)
	if err != nil {
		return err
	}
	t := r.Words
	v := page.List{New: r.Path("/cvs"), Upload: r.Path("/cvs/upload"),
		Title:    webpage.Input{Name: "title", Label: t.Say("cv.title.label"), Hint: t.Say("cv.title.hint"), Required: true, Max: titleMax, Value: f.Title, Error: wrong["title"]},
		Language: webpage.Input{Name: "language", Label: t.Say("cv.language"), Value: f.Language, Error: wrong["language"]},
		File:     webpage.Input{Name: "file", Label: t.Say("cv.file"), Hint: t.Say("cv.file.hint"), Required: true, Error: upload},
		Choices:  languages(),
	}
	for _, d := range all {
		v.Items = append(v.Items, webpage.Item{Title: d.Title, URL: r.Path("/cvs/" + d.ID.String()), Sub: tongue(d.Language),
			Points: []webpage.Point{{Icon: "Clock", Text: t.Say("cv.changed", "When", t.DateTime(d.UpdatedAt))}}})
	}
	return r.Render(status, page.ShowList(r.View(t.Say("cv.list")), v))
}

// tongue is the language's own name.
func tongue(tag string) string {
	for _, l := range locale.Languages() {
		if l.Tag == tag {
			return l.Name
		}
	}
	return ""
}

func languages() []webpage.Choice {
	var out []webpage.Choice
	for _, l := range locale.Languages() {
		out = append(out, webpage.Choice{Value: l.Tag, Label: l.Name})
	}
	return out
}

func (h *House) postNew(r *web.Request) error {
	var f newForm
	err := web.Bind(r, &f)
	var v ID
	if err == nil {
		v, err = h.Add(r, r.Grant, f.Title, f.Language)
	}
	if err != nil {
		return h.listAgain(r, err, f)
	}
	return r.Redirect(r.Path("/cvs/" + v.String()))
}

// listAgain shows the list with what is wrong; a sentence that belongs to no field stands at the first one.
func (h *House) listAgain(r *web.Request, err error, f newForm) error {
	kind := fault.KindOf(err)
	if kind != fault.Invalid && kind != fault.Conflict {
		return err
	}
	sentence, wrong := r.Words.Fault(err)
	if len(wrong) == 0 {
		wrong = map[string]string{"title": sentence}
	}
	return h.list(r, kind.Status(), f, wrong, "")
}

const uploadMax = 1 << 20

func (h *House) postUpload(r *web.Request) error {
	var v ID
	seen := false
	var form struct{}
	err := web.Upload(r, &form, web.Room{Bytes: uploadMax, Files: 1}, func(f web.File, in io.Reader) (err error) {
		seen = true
		v, err = h.Upload(r, r.Grant, r.Words.Lang(), in)
		return err
	})
	if err == nil && !seen {
		err = fault.New(fault.Invalid, "form.file.required")
	}
	if f := fault.As(err); f != nil {
		if f.Kind != fault.Invalid && f.Kind != fault.TooLarge && f.Kind != fault.Malformed && f.Kind != fault.Conflict {
			return err
		}
		sentence, wrong := r.Words.Fault(err)
		if wrong["file"] != "" {
			sentence = wrong["file"]
		}
		return h.list(r, f.Kind.Status(), newForm{Language: r.Words.Lang()}, nil, sentence)
	}
	r.Flash("cv.uploaded")
	return r.Redirect(r.Path("/cvs/" + v.String()))
}

func (h *House) one(r *web.Request) (Document, error) {
	v, err := web.PathID[noun](r, "cv")
	if err != nil {
		return Document{}, err
	}
	return h.Get(r, r.Grant, v)
}

func (h *House) showOne(r *web.Request) error {
	d, err := h.one(r)
	if err != nil {
		return err
	}
	hd := d.head()
	return h.edit(r, http.StatusOK, d, headForm{Title: hd.Title, Language: hd.Language, Name: hd.Name, Label: hd.Label, Summary: hd.Summary}, nil)
}

func (h *House) postHead(r *web.Request) error {
	d, err := h.one(r)
	if err != nil {
		return err
	}
	var f headForm
	if err = web.Bind(r, &f); err == nil {
		err = h.SetHead(r, r.Grant, d.ID, moment(f.Was), Head{f.Title, f.Language, f.Name, f.Label, f.Summary})
	}
	if err != nil {
		kind := fault.KindOf(err)
		if kind != fault.Invalid && kind != fault.Conflict {
			return err
		}
		sentence, wrong := r.Words.Fault(err)
		if kind == fault.Conflict {
			wrong = map[string]string{"title": sentence}
		}
		return h.edit(r, kind.Status(), d, f, wrong)
	}
	r.Flash("cv.saved")
	return r.Redirect(r.Path("/cvs/" + d.ID.String()))
}

func (h *House) edit(r *web.Request, status int, d Document, f headForm, wrong map[string]string) error {
	t, base := r.Words, r.Path("/cvs/"+d.ID.String())
	say := func(key string) string { return t.Say("cv." + key) }
	v := page.Edit{Action: base, Was: was(d), Choices: languages(),
		Title:    webpage.Input{Name: "title", Label: say("title.label"), Hint: say("title.hint"), Required: true, Max: titleMax, Value: f.Title, Error: wrong["title"]},
		Language: webpage.Input{Name: "language", Label: say("language"), Value: f.Language, Error: wrong["language"], Width: "medium"},
		Name:     webpage.Input{Name: "name", Label: say("name"), Value: f.Name, Max: lineMax, Autocomplete: "name", Error: wrong["name"]},
		Label:    webpage.Input{Name: "label", Label: say("label"), Value: f.Label, Max: lineMax, Error: wrong["label"]},
		Summary:  webpage.Input{Name: "summary", Label: say("summary"), Value: f.Summary, Max: textMax, Counter: true, Error: wrong["summary"], Lang: d.Language},
		Download: webpage.Link{URL: base + "/file", Label: say("download"), Icon: "Download"},
		Delete:   webpage.Link{URL: base + "/delete", Label: say("delete"), Icon: "Trash"},
		Back:     webpage.Link{URL: r.Path("/cvs"), Label: say("list")},
		Privacy:  webpage.Privacy{Who: say("who"), Why: say("why")},
	}
	for _, s := range Sections() {
		sec := page.Section{Title: say("section." + string(s)), Add: webpage.Link{URL: base + "/" + string(s) + "/new", Label: say("add." + string(s)), Icon: "Plus"}}
		for n := range d.Rows(s) {
			row, _ := d.Row(s, n)
			at := base + "/" + string(s) + "/" + strconv.Itoa(n)
			sec.Rows = append(sec.Rows, page.Row{Name: row.Name, Sub: row.At, When: when(t, s, row), Edit: at, Remove: at + "/remove"})
		}
		v.Sections = append(v.Sections, sec)
	}
	return r.Render(status, page.ShowEdit(r.View(d.Title), v))
}

// when is the time of a row; a certificate has one date.
func when(t *locale.Words, s Section, r Row) string {
	from, _ := jsoncv.ParsePartial(r.Start)
	to, _ := jsoncv.ParsePartial(r.End)
	if s == Certificates {
		return Month(t, from)
	}
	return When(t, jsoncv.Span{Start: from, End: to})
}

// rowAt reads section and number of a row; "new" is the one behind the last.
func (h *House) rowAt(r *web.Request) (d Document, s Section, n int, err error) {
	if d, err = h.one(r); err != nil {
		return d, s, n, err
	}
	text, err := r.PathText("section")
	if err != nil {
		return d, s, n, err
	}
	s = Section(text)
	if text, err = r.PathText("row"); err != nil {
		return d, s, n, err
	}
	known := false
	for _, k := range Sections() {
		known = known || k == s
	}
	n = d.Rows(s)
	if text != "new" {
		if n, err = strconv.Atoi(text); err != nil || n < 0 || n >= d.Rows(s) {
			known = false
		}
	}
	if !known {
		return d, s, n, fault.New(fault.NotFound, "fault.notfound")
	}
	return d, s, n, nil
}

func (h *House) showRow(r *web.Request) error {
	d, s, n, err := h.rowAt(r)
	if err != nil {
		return err
	}
	row, _ := d.Row(s, n)
	return r.Render(http.StatusOK, h.rowPage(r, d, s, n, rowForm{row.Name, row.At, row.Place, row.Start, row.End, row.Text, was(d)}, nil))
}

func (h *House) postRow(r *web.Request) error {
	d, s, n, err := h.rowAt(r)
	if err != nil {
		return err
	}
	var f rowForm
	if err = web.Bind(r, &f); err == nil {
		err = h.PutRow(r, r.Grant, d.ID, moment(f.Was), s, n, Row{f.Name, f.At, f.Place, f.Start, f.End, f.Text})
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			if len(wrong) == 0 {
				wrong = map[string]string{"name": sentence}
			}
			f.Was = was(d)
			return h.rowPage(r, d, s, n, f, wrong)
		})
	}
	r.Flash("cv.saved")
	return r.Redirect(r.Path("/cvs/" + d.ID.String()))
}

func (h *House) postRemove(r *web.Request) error {
	d, s, n, err := h.rowAt(r)
	if err != nil {
		return err
	}
	var f wasForm
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	if err := h.DropRow(r, r.Grant, d.ID, moment(f.Was), s, n); err != nil {
		return err
	}
	r.Flash("cv.removed")
	return r.Redirect(r.Path("/cvs/" + d.ID.String()))
}

func (h *House) rowPage(r *web.Request, d Document, s Section, n int, f rowForm, wrong map[string]string) templ.Component {
	t, base := r.Words, r.Path("/cvs/"+d.ID.String())
	row := strconv.Itoa(n)
	if n == d.Rows(s) {
		row = "new"
	}
	in := func(name, value string) webpage.Input {
		return webpage.Input{Name: name, Label: t.Say("cv." + string(s) + "." + name), Value: value, Max: lineMax, Error: wrong[name], Lang: d.Language}
	}
	v := page.RowForm{Action: base + "/" + string(s) + "/" + row, Was: f.Was, Back: webpage.Link{URL: base, Label: t.Say("cv.back")},
		Title: t.Say("cv.section." + string(s))}
	name := in("name", f.Name)
	name.Required = true
	v.Fields = []webpage.Input{name, in("at", f.At)}
	if s == Work || s == Education {
		v.Fields = append(v.Fields, in("place", f.Place))
	}
	if s == Work || s == Education || s == Certificates {
		start := in("start", f.Start)
		start.Label, start.Hint, start.Width, start.Max = t.Say("cv.start"), t.Say("cv.start.hint"), "medium", 10
		if s == Certificates {
			start.Label = t.Say("cv.when")
		}
		v.Fields = append(v.Fields, start)
	}
	if s == Work || s == Education {
		end := in("end", f.End)
		end.Label, end.Hint, end.Width, end.Max = t.Say("cv.end"), t.Say("cv.end.hint"), "medium", 10
		v.Fields = append(v.Fields, end)
	}
	if s == Work || s == Education || s == Skills {
		v.Text = webpage.Input{Name: "text", Label: t.Say("cv." + string(s) + ".text"), Value: f.Text, Max: textMax, Counter: true, Error: wrong["text"], Lang: d.Language}
	}
	return page.ShowRow(r.View(v.Title), v)
}

func (h *House) download(r *web.Request) error {
	v, err := web.PathID[noun](r, "cv")
	if err != nil {
		return err
	}
	raw, err := h.Export(r, r.Grant, v)
	if err != nil {
		return err
	}
	return r.File("cv.json", "application/json", bytes.NewReader(raw))
}

func (h *House) askDelete(r *web.Request) error {
	d, err := h.one(r)
	if err != nil {
		return err
	}
	t := r.Words
	return r.Render(http.StatusOK, page.Ask(r.View(t.Say("cv.delete")), page.Question{Title: t.Say("cv.delete.ask", "Title", d.Title), Text: t.Say("cv.delete.text"),
		Action: r.Path("/cvs/" + d.ID.String() + "/delete"), Button: t.Say("cv.delete"), Color: webpage.Danger,
		Back: webpage.Link{URL: r.Path("/cvs/" + d.ID.String()), Label: t.Say("cv.keep")}}))
}

func (h *House) postDelete(r *web.Request) error {
	v, err := web.PathID[noun](r, "cv")
	if err != nil {
		return err
	}
	if err := h.Delete(r, r.Grant, v); err != nil {
		return err
	}
	r.Flash("cv.deleted")
	return r.Redirect(r.Path("/cvs"))
}

func (h *House) askConfirm(r *web.Request) error {
	token, err := r.PathText("token")
	if err != nil {
		return err
	}
	if _, _, err := h.Waiting(r, r.Grant, token); err != nil {
		return err
	}
	t := r.Words
	return r.Render(http.StatusOK, page.Ask(r.Unlisted(t.Say("cv.confirm.title")), page.Question{Title: t.Say("cv.confirm.title"), Text: t.Say("cv.confirm.text"),
		Action: r.Path("/cv/confirm/" + token), Button: t.Say("cv.confirm.button"), Color: webpage.Main}))
}

func (h *House) postConfirm(r *web.Request) error {
	token, err := r.PathText("token")
	if err != nil {
		return err
	}
	from := account.From{Client: r.Client(), Agent: r.Agent(), Site: r.Site.ID, Language: r.Words.Lang()}
	ga, err := r.GrantFor(privacy.Account)
	if err != nil {
		return err
	}
	opened, err := h.Confirm(r, r.Grant, ga, token, from)
	if err != nil {
		return err
	}
	r.SetSession(opened.Token, opened.Life)
	if opened.Half {
		return r.Redirect(r.Path(web.StrongPath))
	}
	r.Flash("cv.confirmed")
	return r.Redirect(r.Path("/cvs"))
}
