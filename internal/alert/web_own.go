package alert

import (
	"net/http"
	"time"

	"github.com/a-h/templ"

	"verv/internal/alert/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

func (h *House) getMine(r *web.Request, v visit) error {
	m, err := h.mine(r, v.g)
	if err != nil {
		return err
	}
	t := r.Words
	p := page.Mine{Jobs: webpage.Link{URL: r.Path("/jobs"), Label: t.Say("alert.mine.find")}}
	for _, a := range m.Alerts {
		item, err := h.item(r, v, a)
		if err != nil {
			return err
		}
		p.Items = append(p.Items, item)
	}
	if len(p.Items) > 0 {
		p.Privacy = webpage.Privacy{Who: t.Say("alert.who"), Why: t.Say("alert.why"), Until: t.Say("alert.until", "Date", m.Until)}
		p.Room = t.Say("alert.mine.room", "Count", len(p.Items), "Max", most)
	}
	if asks(m, r.Now) {
		p.Keep = v.at
	}
	return r.Render(http.StatusOK, page.ShowMine(r.Unlisted(t.Say("alert.mine.title")), p))
}

// asks reports whether it is time to ask if the alerts go on.
func asks(m Mine, now time.Time) bool {
	return len(m.Alerts) > 0 && m.Until.Sub(now) <= askBefore
}

func (h *House) item(r *web.Request, v visit, a Alert) (webpage.Item, error) {
	t, words := r.Words, inWords(r.Words, a.Wish, h.firm(r, r.Grant, a.Filter().Employer))
	place, err := h.Places.Site(r, a.Site)
	if err != nil {
		return webpage.Item{}, err
	}
	i := webpage.Item{Title: words, URL: v.at + "/" + a.ID.String(), Sub: place.Name,
		Points: []webpage.Point{{Icon: "Bell", Name: t.Say("alert.pace"), Text: t.Say("alert.pace." + string(a.Pace))}}}
	if a.Name != "" {
		i.Title, i.Sub = a.Name, words+" · "+place.Name
	}
	last := t.Say("alert.sent.never")
	if !a.SentAt.IsZero() {
		last = t.Say("alert.sent.last", "When", t.DateTime(a.SentAt))
	}
	i.Points = append(i.Points, webpage.Point{Icon: "EnvelopeClosed", Text: last})
	switch {
	case !a.On():
		i.Status = &webpage.Label{Word: t.Say("alert.paused"), Icon: "Clock"}
	case a.Pace != AtOnce && !a.NextAt.IsZero():
		i.Points = append(i.Points, webpage.Point{Icon: "Clock", Text: t.Say("alert.next", "When", t.DateTime(a.NextAt))})
	}
	return i, nil
}

// postMine is the person's yes to another year.
func (h *House) postMine(r *web.Request, v visit) error {
	if err := web.Bind(r, &struct{}{}); err != nil {
		return err
	}
	if err := h.keep(r, v.g, shown(r, "alert.keep.text", path)); err != nil {
		return err
	}
	r.Flash("alert.kept")
	return r.Redirect(v.at)
}

type editForm struct {
	Name string `form:"name,max=80"`
	Pace string `form:"pace,required,oneof=now|daily|weekly"`
}

func (h *House) getOne(r *web.Request, v visit) error {
	a, err := h.named(r, v)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, h.editPage(r, v, a, editForm{a.Name, string(a.Pace)}, nil))
}

// named is the alert that the address names.
func (h *House) named(r *web.Request, v visit) (Alert, error) {
	id, err := web.PathID[noun](r, "alert")
	if err != nil {
		return Alert{}, err
	}
	return h.get(r, v.g, id)
}

func (h *House) editPage(r *web.Request, v visit, a Alert, f editForm, wrong map[string]string) templ.Component {
	t, at := r.Words, v.at+"/"+a.ID.String()
	p := page.Edit{Action: at, List: webpage.Link{URL: v.at, Label: t.Say("alert.mine.title")}, Here: webpage.Link{URL: at, Label: t.Say("alert.edit.title")},
		Parts: h.parts(r, a.Wish), Jobs: webpage.Link{URL: r.Path(listPath(a.Wish)), Label: t.Say("alert.edit.jobs")},
		Name: nameInput(t, f.Name, wrong), Pace: paceInput(t, f.Pace, wrong), Paces: paceChoices(t), Pause: at + "/pause", Delete: at + "/delete"}
	if !a.On() {
		p.Pause, p.Continue = "", at+"/continue"
	}
	return page.ShowEdit(r.Unlisted(t.Say("alert.edit.title")), p)
}

func (h *House) postOne(r *web.Request, v visit) error {
	a, err := h.named(r, v)
	if err != nil {
		return err
	}
	var f editForm
	if err = web.Bind(r, &f); err == nil {
		err = h.change(r, v.g, v.account, a.ID, f.Name, Pace(f.Pace))
	}
	if err != nil {
		return r.Again(err, func(_ string, wrong map[string]string) templ.Component { return h.editPage(r, v, a, f, wrong) })
	}
	r.Flash("alert.changed")
	return r.Redirect(v.at)
}

// press is a button that needs nothing but its alert.
func (h *House) press(r *web.Request, v visit, flash string, do func(ID) error) error {
	a, err := h.named(r, v)
	if err == nil {
		err = web.Bind(r, &struct{}{})
	}
	if err == nil {
		err = do(a.ID)
	}
	if err != nil {
		return err
	}
	r.Flash(flash)
	return r.Redirect(v.at)
}

func (h *House) postPause(r *web.Request, v visit) error {
	return h.press(r, v, "alert.pausing", func(a ID) error { return h.pause(r, v.g, a) })
}

func (h *House) postContinue(r *web.Request, v visit) error {
	return h.press(r, v, "alert.continuing", func(a ID) error { return h.goOn(r, v.g, v.account, a) })
}

func (h *House) postDelete(r *web.Request, v visit) error {
	return h.press(r, v, "alert.deleted", func(a ID) error { return h.delete(r, v.g, a, shown(r, "alert.delete", path)) })
}
