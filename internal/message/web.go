package message

import (
	"io"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/blob"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/message/page"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// Routes are the two sides of a thread, the lists of threads, and the templates.
func (h *House) Routes() []web.Route {
	own := web.Own(access.ApplicationOwn, privacy.Correspond)
	team := web.Employer(access.ApplicationMessage, privacy.Correspond)
	return append([]web.Route{
		web.Get("/messages", own, h.showOwnInbox),
		web.Get("/applications/{application}/messages", own, func(r *web.Request) error { return h.show(r, false) }),
		web.Post("/applications/{application}/messages", own, func(r *web.Request) error { return h.post(r, false) }),
		web.Post("/applications/{application}/messages/seen", own, h.postSeen),
		web.Post("/applications/{application}/messages/aside", own, h.postAside),
		web.Get("/applications/{application}/messages/files/{file}", own, h.file),
		web.Get("/employer/messages", team, h.showTeamInbox),
		web.Get("/employer/applications/{application}/messages", team, func(r *web.Request) error { return h.show(r, true) }),
		web.Post("/employer/applications/{application}/messages", team, func(r *web.Request) error { return h.post(r, true) }),
		web.Post("/employer/applications/{application}/messages/undo", team, h.postUndo),
		web.Get("/employer/applications/{application}/messages/files/{file}", team, h.file),
		web.Get("/employer/bulk/{bulk}/message", team, h.showBulk),
		web.Post("/employer/bulk/{bulk}/message", team, h.postBulk),
		web.Post("/employer/bulk/{bulk}/message/undo", team, h.postUndoBulk),
	}, slices.Concat(h.templateRoutes(team), h.api())...)
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
	p, t, err := h.page(r, v, team)
	if err != nil {
		return err
	}
	if team {
		if err := h.offer(r, &p, t.Of); err != nil {
			return err
		}
	}
	return r.Render(http.StatusOK, page.Show(r.View(p.Title), p))
}

// page reads the thread from one side.
func (h *House) page(r *web.Request, v application.ID, team bool) (p page.Thread, th Thread, err error) {
	read := h.Own
	if team {
		read = h.Thread
	}
	if th, err = read(r, r.Grant, v); err != nil {
		return p, th, err
	}
	t, at := r.Words, base(r, v, team)
	p = page.Thread{Title: t.Say("message.title", "Job", th.Of.JobTitle), Action: at + "/messages", Back: webpage.Link{URL: at, Label: t.Say("application.back")},
		Text:    webpage.Input{Name: "text", Label: t.Say("message.text"), Required: true, Max: textMax, Counter: true},
		File:    webpage.Input{Name: "file", Label: t.Say("message.files"), Hint: t.Say("message.files.hint", "Count", filesMost)},
		Privacy: webpage.Privacy{Who: t.Say("application.who", "Employer", th.Of.EmployerName), Why: t.Say("message.why")}}
	if n := th.New(); n > 0 {
		p.Lead = t.Say("message.new.count", "Count", n)
		if !team {
			p.See = at + "/messages/seen"
		}
	}
	for _, m := range th.All {
		p.Messages = append(p.Messages, shownAs(r, th, m, at, team))
		if left := m.ShownAt.Sub(r.Now); team && !m.Person() && left > 0 {
			p.Undo = &webpage.Undoing{Text: t.Say("message.waits"), URL: at + "/messages/undo", Seconds: int(left.Seconds()), Hidden: []webpage.Pair{{Name: "message", Value: m.ID.String()}}}
		}
	}
	for _, a := range th.Aside {
		p.Asides = append(p.Asides, page.Aside{ID: a.ID.String(), From: a.From, Text: a.Text, When: a.At, Left: left(r, a.body), Action: at + "/messages/aside"})
	}
	return p, th, nil
}

// shownAs is a message as one of the sides reads it.
func shownAs(r *web.Request, th Thread, m Message, at string, team bool) page.Message {
	t := r.Words
	out := page.Message{When: m.At, Who: th.Of.EmployerName, Text: m.Text, Quote: m.Quote, Left: left(r, m.body)}
	if m.Person() {
		out.Who = th.Of.Name
	}
	label := func(key string, c webpage.Color, args ...any) {
		out.Label = &webpage.Label{Word: t.Say("message."+key, args...), Color: c}
	}
	switch {
	case m.New:
		label("new", webpage.Main)
	case team && m.Mail:
		label("bymail", webpage.Neutral)
	case !team && m.Person() && m.ReadAt.IsZero():
		label("unread", webpage.Neutral)
	case !team && m.Person():
		label("read", webpage.Success, "When", t.DateTime(m.ReadAt))
	}
	for _, f := range m.Files {
		out.Files = append(out.Files, webpage.Link{URL: at + "/messages/files/" + f.ID.String(), Label: f.Name + " (" + t.Bytes(f.Size) + ")"})
	}
	return out
}

// left names what came along and was not taken.
func left(r *web.Request, b body) string {
	if len(b.Left) == 0 {
		return ""
	}
	return r.Words.Say("message.left", "Count", len(b.Left), "Names", r.Words.List(b.Left))
}

type textForm struct {
	Text string `form:"text,lines,max=40000"`
}

func (h *House) post(r *web.Request, team bool) error {
	v, err := thread(r)
	if err != nil {
		return err
	}
	if _, err := h.locate(r, r.Grant, v); err != nil {
		return err // before anything of the body is read
	}
	var f textForm
	var d Draft
	err = web.Upload(r, &f, web.Room{Bytes: fileMost, Files: filesMost}, func(in web.File, body io.Reader) error {
		if in.Field != "file" {
			return nil
		}
		got, err := h.Attach(r, r.Grant, v, in.Name, body)
		if err == nil {
			d.Files = append(d.Files, got)
		}
		return err
	})
	if err == nil {
		d.Text = f.Text
		if team {
			_, err = h.Write(r, r.Grant, v, d)
		} else {
			err = h.Answer(r, r.Grant, v, d)
		}
	}
	if fault.Is(err, fault.Invalid) {
		p, th, readErr := h.page(r, v, team)
		if readErr != nil {
			return readErr
		}
		if team {
			if readErr = h.offer(r, &p, th.Of); readErr != nil {
				return readErr
			}
		}
		return r.Again(err, func(_ string, wrong map[string]string) templ.Component {
			p.Text.Value, p.Text.Error, p.File.Error = f.Text, wrong["text"], wrong["file"]
			if len(d.Files) > 0 {
				p.Notes = append(p.Notes, webpage.Notice{Color: webpage.Warning, Text: r.Words.Say("message.files.again")})
			}
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

func (h *House) postSeen(r *web.Request) error {
	v, err := thread(r)
	if err == nil {
		err = web.Bind(r, &struct{}{})
	}
	if err == nil {
		err = h.See(r, r.Grant, v)
	}
	if err != nil {
		return err
	}
	return r.Redirect(base(r, v, false) + "/messages")
}

type asideForm struct {
	Aside string `form:"aside,required,max=36"`
	Mine  string `form:"mine,required,oneof=yes|no"`
}

func (h *House) postAside(r *web.Request) error {
	v, err := thread(r)
	if err != nil {
		return err
	}
	var f asideForm
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	x, err := id.Parse[asideNoun](f.Aside)
	if err != nil {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	if err := h.Claim(r, r.Grant, v, x, f.Mine == "yes"); err != nil {
		return err
	}
	r.Flash("message.aside." + f.Mine)
	return r.Redirect(base(r, v, false) + "/messages")
}

// file offers an attachment for saving, under a name and a type that are ours.
func (h *House) file(r *web.Request) error {
	c, err := h.opened(r)
	if err != nil {
		return err
	}
	defer c.Close()
	return r.File(c.About.Name, mediaType(c.File.Kind), io.NewSectionReader(c, 0, c.File.Size))
}

// opened opens the file that the address names.
func (h *House) opened(r *web.Request) (*blob.Content, error) {
	v, err := thread(r)
	if err != nil {
		return nil, err
	}
	text, err := r.PathText("file")
	if err != nil {
		return nil, err
	}
	var file blob.ID
	if file.UnmarshalText([]byte(text)) != nil || file.IsZero() {
		return nil, fault.New(fault.NotFound, "fault.notfound")
	}
	return h.Open(r, r.Grant, v, file)
}
