package message

import (
	"maps"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"verv/internal/application"
	"verv/internal/fault"
	"verv/internal/message/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

func bulkID(r *web.Request) (v application.BulkID, err error) {
	text, err := r.PathText("bulk")
	if err != nil || v.UnmarshalText([]byte(text)) != nil || v.IsZero() {
		return v, fault.New(fault.NotFound, "fault.notfound")
	}
	return v, nil
}

// bulkForm is a message to many: one text for all, or one in each language.
type bulkForm struct {
	Text string `form:"text,lines,max=40000"`
	textsForm
}

func (f bulkForm) texts() Texts {
	all := f.textsForm.texts()
	all[""] = f.Text
	return all.trim()
}

func (h *House) showBulk(r *web.Request) error {
	c, err := h.bulkPage(r, nil, "", nil)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, c)
}

// bulkPage shows whom a message goes to and what was typed; nothing typed is nil.
func (h *House) bulkPage(r *web.Request, typed Texts, sentence string, wrong map[string]string) (templ.Component, error) {
	v, err := bulkID(r)
	if err != nil {
		return nil, err
	}
	b, to, err := h.Recipients(r, r.Grant, v)
	if err != nil {
		return nil, err
	}
	t, own := r.Words, r.Path("/employer/bulk/"+v.String()+"/message")
	p := page.Many{Title: t.Say("message.bulk.title"), Lead: t.Say("message.bulk.lead", "Count", len(to)), Action: own, Sentence: sentence,
		Back:    webpage.Link{URL: r.Path("/employer/jobs/" + b.Job.String() + "/applications?view=board"), Label: t.Say("application.bulk.back")},
		Privacy: webpage.Privacy{Who: t.Say("message.bulk.who"), Why: t.Say("message.why")}}
	if len(wrong) > 0 {
		p.Sentence = ""
	}
	if err := h.offerMany(r, &p, to, typed, wrong); err != nil {
		return nil, err
	}
	waits := false
	for _, i := range to {
		p.Names = append(p.Names, i.Name)
		waits = waits || i.Result == application.Waiting
	}
	p.Done = b.Begun() && !(waits && b.UndoneAt.IsZero())
	if p.Done {
		p.Lead = t.Say("message.bulk.sent", "Count", len(to))
		if !b.UndoneAt.IsZero() {
			p.Lead = t.Say("message.bulk.undone")
		}
	}
	if left := application.UndoFor - r.Now.Sub(b.BegunAt); b.Begun() && left > 0 && b.UndoneAt.IsZero() {
		p.Undo = &webpage.Undoing{Text: t.Say("application.bulk.undo.text"), URL: own + "/undo", Seconds: int(left.Seconds())}
	}
	return page.ShowMany(r.View(p.Title), p), nil
}

// offerMany puts the choice of templates on the page, and a field for each text that somebody gets. The merge fields stay: they are filled for
// each receiver.
func (h *House) offerMany(r *web.Request, p *page.Many, to []Recipient, typed Texts, wrong map[string]string) error {
	x, ok, err := h.picked(r)
	if err != nil {
		return err
	}
	if p.Pick, err = h.chooser(r, p.Action, x); err != nil {
		return err
	}
	t := r.Words
	field := webpage.Input{Name: "text", Label: t.Say("message.text"), Required: true, Max: textMax, Counter: true, Value: typed[""], Error: wrong["text"],
		Hint: t.Say("message.bulk.hint")}
	if !ok {
		p.Texts = []webpage.Input{field}
		return nil
	}
	p.Action += "?template=" + x.ID.String()
	count, without := map[string]int{}, map[string]int{}
	for _, one := range to {
		_, in := x.Texts.For(one.Language)
		count[in]++
		if in != one.Language {
			without[one.Language]++
		}
	}
	for _, tag := range slices.Sorted(maps.Keys(count)) {
		f := field
		f.Name, f.Lang, f.Label, f.Value, f.Error = textField(tag), tag, t.Say("message.bulk.in", "Language", tongue(tag), "Count", count[tag]), x.Texts[tag], wrong[textField(tag)]
		f.Hint = t.Say("message.bulk.fields")
		if typed != nil {
			f.Value = typed[tag]
		}
		if len(p.Texts) == 0 && f.Error == "" {
			f.Error = wrong["text"] // of a form in which every text was emptied
		}
		p.Texts = append(p.Texts, f)
	}
	for _, tag := range slices.Sorted(maps.Keys(without)) {
		_, in := x.Texts.For(tag)
		p.Notes = append(p.Notes, webpage.Notice{Text: t.Say("message.bulk.fallback", "Count", without[tag], "Wanted", tongue(tag), "Language", tongue(in))})
	}
	return nil
}

func (h *House) postBulk(r *web.Request) error {
	v, err := bulkID(r)
	if err != nil {
		return err
	}
	var f bulkForm
	if err = web.Bind(r, &f); err == nil {
		err = h.WriteAll(r, r.Grant, v, f.texts())
	}
	if x := fault.As(err); x != nil && (x.Kind == fault.Invalid || x.Kind == fault.Conflict) {
		sentence, wrong := r.Words.Fault(err)
		c, pageErr := h.bulkPage(r, f.texts(), sentence, wrong)
		if pageErr != nil {
			return pageErr
		}
		return r.Render(x.Kind.Status(), c)
	}
	if err != nil {
		return err
	}
	return r.Redirect(r.Path("/employer/bulk/" + v.String() + "/message"))
}

func (h *House) postUndoBulk(r *web.Request) error {
	v, err := bulkID(r)
	if err != nil {
		return err
	}
	if err := h.UndoAll(r, r.Grant, v); err != nil {
		return err
	}
	r.Flash("application.bulk.undone")
	return r.Redirect(r.Path("/employer/bulk/" + v.String() + "/message"))
}
