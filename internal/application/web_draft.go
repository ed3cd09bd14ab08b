package application

import (
	"net/url"

	"verv/internal/application/page"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// begun leads a person to the draft they have for a job already. It reports whether there is one.
func (h *House) begun(r *web.Request, j job.Job) (to string, ok bool, err error) {
	if !seeks(r.Actor) {
		return "", false, nil
	}
	g, err := h.narrow(r.Grant, r.Actor.Subject)
	if err != nil {
		return "", false, err
	}
	d, err := h.unsentTo(r, g, j.ID)
	if err != nil || d.ID.IsZero() {
		return "", false, err
	}
	return h.at(r, j, d, true, ""), true, nil
}

// keptNote says that a draft is kept and until when; to whoever was logged out meanwhile also how to go on.
func (h *House) keptNote(r *web.Request, v *page.Form, j job.Job, d Draft, gd privacy.Grant) error {
	t, here := r.Words, h.at(r, j, d, true, "")
	v.Discard = h.at(r, j, d, true, "/discard")
	note := webpage.Notice{Text: t.Say("application.draft.kept", "When", t.DateTime(d.MadeAt), "Until", t.DateTime(h.draftEnds(d.MadeAt)))}
	if !seeks(r.Actor) {
		known, err := h.known(r, gd)
		if err != nil {
			return err
		}
		if known {
			note = webpage.Notice{Color: webpage.Warning, Text: t.Say("application.draft.out"),
				Link: webpage.Link{URL: r.Path(web.LoginPath) + "?" + url.Values{"next": {here}}.Encode(), Label: t.Say("application.draft.login")}}
		}
	}
	v.Note = &note
	return nil
}

func (h *House) postDiscard(r *web.Request) error {
	jv, err := jobID(r)
	if err == nil {
		err = web.Bind(r, &struct{}{})
	}
	if err == nil {
		err = h.Discard(r, r.Grant, jv, r.Query("draft"))
	}
	if err != nil {
		return err
	}
	r.Flash("application.draft.gone")
	return r.Redirect(r.Path("/jobs/" + jv.String()))
}

// unsentItems are the drafts above the list of what was sent.
func (h *House) unsentItems(r *web.Request) (out []webpage.Item, err error) {
	all, err := h.Unsent(r, r.Grant)
	t := r.Words
	for _, u := range all {
		out = append(out, webpage.Item{Title: u.Title, URL: h.at(r, job.Job{ID: u.Job}, u.Draft, true, ""), Sub: u.Employer,
			Status: &webpage.Label{Word: t.Say("application.draft.word"), Color: webpage.Warning},
			Points: []webpage.Point{{Icon: "Hourglass", Text: t.Say("application.draft.until", "Until", t.DateTime(u.Until))}}})
	}
	return out, err
}
