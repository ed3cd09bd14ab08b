package message

import (
	"net/http"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/message/page"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// Routes are the two sides of a thread.
func (h *House) Routes() []web.Route {
	own := web.Own(access.ApplicationOwn, privacy.Correspond)
	team := web.Employer(access.ApplicationMessage, privacy.Correspond)
	return append([]web.Route{
		web.Get("/applications/{application}/messages", own, func(r *web.Request) error { return h.show(r, false) }),
		web.Post("/applications/{application}/messages", own, func(r *web.Request) error { return h.post(r, false) }),
		web.Get("/employer/applications/{application}/messages", team, func(r *web.Request) error { return h.show(r, true) }),
		web.Post("/employer/applications/{application}/messages", team, func(r *web.Request) error { return h.post(r, true) }),
		web.Post("/employer/applications/{application}/messages/undo", team, h.postUndo),
		web.Get("/employer/bulk/{bulk}/message", team, h.showBulk),
		web.Post("/employer/bulk/{bulk}/message", team, h.postBulk),
		web.Post("/employer/bulk/{bulk}/message/undo", team, h.postUndoBulk),
	}, h.api()...)
}

func thread(r *web.Request) (v application.ID, err error) {
	text, err := r.PathText("application")
	if err != nil {
		return v, err
	}
	if v.UnmarshalText([]byte(text)) != nil || v.IsZero() {
		return v, fault.New(fault.NotFound, "fault.notfound")
	}
	return v, nil
}

func base(r *web.Request, v application.ID, team bool) string {
	if team {
		return r.Path("/employer/applications/" + v.String())
	}
	return r.Path("/applications/" + v.String())
}

func (h *House) show(r *web.Request, team bool) error {
	v, err := thread(r)
	if err != nil {
		return err
	}
	p, err := h.page(r, v, team)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, page.Show(r.View(p.Title), p))
}

// page reads the thread from one side.
func (h *House) page(r *web.Request, v application.ID, team bool) (p page.Thread, err error) {
	read := h.Own
	if team {
		read = h.Thread
	}
	a, all, err := read(r, r.Grant, v)
	if err != nil {
		return p, err
	}
	t, at := r.Words, base(r, v, team)
	p = page.Thread{Title: t.Say("message.title", "Job", a.JobTitle), Action: at + "/messages", Back: webpage.Link{URL: at, Label: t.Say("application.back")},
		Text:    webpage.Input{Name: "text", Label: t.Say("message.text"), Required: true, Max: textMax, Counter: true},
		Privacy: webpage.Privacy{Who: t.Say("application.who", "Employer", a.EmployerName), Why: t.Say("message.why")}}
	for _, m := range all {
		e := webpage.Event{When: m.At, Title: a.EmployerName, Text: m.Text}
		if m.Person() {
			e.Title = a.Name
		}
		p.Events = append(p.Events, e)
		if left := m.ShownAt.Sub(r.Now); team && !m.Person() && left > 0 {
			p.Undo = &webpage.Undoing{Text: t.Say("message.waits"), URL: at + "/messages/undo", Seconds: int(left.Seconds()), Hidden: []webpage.Pair{{Name: "message", Value: m.ID.String()}}}
		}
	}
	return p, nil
}

type textForm struct {
	Text string `form:"text,lines,max=40000"`
}

func (h *House) post(r *web.Request, team bool) error {
	v, err := thread(r)
	if err != nil {
		return err
	}
	var f textForm
	if err = web.Bind(r, &f); err == nil {
		if team {
			_, err = h.Write(r, r.Grant, v, f.Text)
		} else {
			err = h.Answer(r, r.Grant, v, f.Text)
		}
	}
	if fault.Is(err, fault.Invalid) {
		p, readErr := h.page(r, v, team)
		if readErr != nil {
			return readErr
		}
		return r.Again(err, func(_ string, wrong map[string]string) templ.Component {
			p.Text.Value, p.Text.Error = f.Text, wrong["text"]
			return page.Show(r.View(p.Title), p)
		})
	}
	if err != nil {
		return err
	}
	if !team {
		r.Flash("message.sent")
	}
	return r.Redirect(base(r, v, team) + "/messages")
}

type undoForm struct {
	Message string `form:"message,required,max=36"`
}

func (h *House) postUndo(r *web.Request) error {
	v, err := thread(r)
	if err != nil {
		return err
	}
	var f undoForm
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	m, err := id.Parse[noun](f.Message)
	if err != nil {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	if err := h.Undo(r, r.Grant, v, m); err != nil {
		return err
	}
	r.Flash("application.undone")
	return r.Redirect(base(r, v, true) + "/messages")
}
