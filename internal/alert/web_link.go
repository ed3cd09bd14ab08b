package alert

import (
	"net/http"

	"verv/internal/alert/page"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// The pages behind the links of letters: one button each. Nothing is changed by opening a link; what a mail program posts by itself (RFC 8058) is
// what the button posts, and gets an answer and no redirect.

func (h *House) askConfirm(r *web.Request) error {
	token, err := r.PathText("token")
	if err != nil {
		return err
	}
	ga, err := r.GrantFor(privacy.Account)
	if err != nil {
		return err
	}
	_, v, _, err := h.Waiting(r, ga, token)
	if err != nil {
		return err
	}
	t := r.Words
	return r.Render(http.StatusOK, page.Ask(r.Unlisted(t.Say("alert.confirm.title")), page.Asking{Text: t.Say("alert.confirm.text", "Pace", t.Say("alert.pace."+string(v.Pace))),
		Parts: h.parts(r, v), Action: r.Path(pathConfirm + token), Button: t.Say("alert.confirm.button")}))
}

func (h *House) postConfirm(r *web.Request) error {
	token, err := r.PathText("token")
	if err == nil {
		err = web.Bind(r, &struct{}{})
	}
	if err != nil {
		return err
	}
	ga, err := r.GrantFor(privacy.Account)
	if err != nil {
		return err
	}
	opened, _, err := h.Confirm(r, r.Grant, ga, token, from(r))
	if err != nil {
		return err
	}
	r.SetSession(opened.Token, opened.Life)
	if opened.Half {
		return r.Redirect(r.Path(web.StrongPath))
	}
	r.Flash("alert.saved")
	return r.Redirect(r.Path(path))
}

func (h *House) askStop(r *web.Request) error {
	token, err := r.PathText("token")
	if err != nil {
		return err
	}
	a, err := h.Stopping(r, r.Grant, token)
	if err != nil {
		return err
	}
	t := r.Words
	q := page.Asking{Text: t.Say("alert.stop.all"), Action: r.Path(pathStop + token), Button: t.Say("alert.stop.button"), Color: webpage.Danger}
	if !a.ID.IsZero() {
		q.Text, q.Parts = t.Say("alert.stop.one"), h.parts(r, a.Wish)
	}
	return r.Render(http.StatusOK, page.Ask(r.Unlisted(t.Say("alert.stop.title")), q))
}

func (h *House) postStop(r *web.Request) error {
	token, err := r.PathText("token")
	if err == nil {
		err = web.Bind(r, &struct{}{})
	}
	if err == nil {
		err = h.Stop(r, r.Grant, token, shown(r, "alert.stop.button", pathStop))
	}
	if err != nil {
		return err
	}
	t := r.Words
	return r.Render(http.StatusOK, page.ShowReceipt(r.Unlisted(t.Say("alert.stopped.title")), page.Receipt{Text: t.Say("alert.stopped.text"),
		Link: webpage.Link{URL: r.Path("/jobs"), Label: t.Say("alert.mine.find")}}))
}

func (h *House) askKeep(r *web.Request) error {
	token, err := r.PathText("token")
	if err != nil {
		return err
	}
	g, err := h.inTime(r.Grant, toKeep, token)
	if err != nil {
		return err
	}
	m, err := h.mine(r, g)
	if err == nil && len(m.Alerts) == 0 {
		err = notFound()
	}
	if err != nil {
		return err
	}
	t := r.Words
	q := page.Asking{Text: t.Say("alert.keep.text"), Action: r.Path(pathKeep + token), Button: t.Say("alert.keep.button")}
	for _, a := range m.Alerts {
		q.Parts = append(q.Parts, name(t, a, h.firm(r, r.Grant, a.Filter().Employer)))
	}
	return r.Render(http.StatusOK, page.Ask(r.Unlisted(t.Say("alert.keep.title")), q))
}

func (h *House) postKeep(r *web.Request) error {
	token, err := r.PathText("token")
	if err == nil {
		err = web.Bind(r, &struct{}{})
	}
	if err != nil {
		return err
	}
	g, err := h.inTime(r.Grant, toKeep, token)
	if err == nil {
		err = h.keep(r, g, shown(r, "alert.keep.text", pathKeep))
	}
	if err != nil {
		return err
	}
	t := r.Words
	return r.Render(http.StatusOK, page.ShowReceipt(r.Unlisted(t.Say("alert.keep.title")), page.Receipt{Text: t.Say("alert.kept"),
		Link: webpage.Link{URL: r.Path("/jobs"), Label: t.Say("alert.mine.find")}}))
}
