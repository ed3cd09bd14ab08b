package message

import (
	"net/http"

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

func (h *House) showBulk(r *web.Request) error {
	c, err := h.bulkPage(r, "", "", nil)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, c)
}

func (h *House) bulkPage(r *web.Request, typed, sentence string, wrong map[string]string) (templ.Component, error) {
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
		Back: webpage.Link{URL: r.Path("/employer/jobs/" + b.Job.String() + "/applications?view=board"), Label: t.Say("application.bulk.back")},
		Text: webpage.Input{Name: "text", Label: t.Say("message.text"), Required: true, Max: textMax, Counter: true, Value: typed, Error: wrong["text"],
			Hint: t.Say("message.bulk.hint")},
		Privacy: webpage.Privacy{Who: t.Say("message.bulk.who"), Why: t.Say("message.why")}}
	if len(wrong) > 0 {
		p.Sentence = ""
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

func (h *House) postBulk(r *web.Request) error {
	v, err := bulkID(r)
	if err != nil {
		return err
	}
	var f textForm
	if err = web.Bind(r, &f); err == nil {
		err = h.WriteAll(r, r.Grant, v, f.Text)
	}
	if x := fault.As(err); x != nil && (x.Kind == fault.Invalid || x.Kind == fault.Conflict) {
		sentence, wrong := r.Words.Fault(err)
		c, pageErr := h.bulkPage(r, f.Text, sentence, wrong)
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
