package application

import (
	"io"
	"net/http"

	"verv/internal/application/page"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// A job may close while somebody writes to it. Nothing is sent then, and what they wrote is shown once more, so that it is theirs to keep.

const keyClosed = "application.closed"

// closed reports whether an error says that the job takes no more applications.
func closed(err error) bool { return fault.Is(err, fault.Gone) && fault.As(err).Key == keyClosed }

// lateForm answers a form that arrives when the job has closed. The file stays with the person: it is not read.
func (h *House) lateForm(r *web.Request, j job.Job, d Draft) error {
	var f applyForm
	err := web.Upload(r, &f, web.Room{Bytes: bodyMax, Files: 1}, func(web.File, io.Reader) error { return nil })
	if err != nil && !fault.Is(err, fault.Invalid) {
		return err
	}
	if err := h.typed(r, &d, f); err != nil {
		return err
	}
	return h.late(r, j, d)
}

// late says that nothing was sent, and shows what was written.
func (h *House) late(r *web.Request, j job.Job, d Draft) error {
	if !d.SubmittedAt.IsZero() && j.Took(d.SubmittedAt) { // pressed twice, once in time
		return r.Redirect(r.Path("/jobs/" + j.ID.String() + "/apply/receipt"))
	}
	t := r.Words
	v := page.Late{Title: t.Say("application.late.title"), Job: j.Title, Notice: t.Say(keyClosed), Text: t.Say("application.late.text"),
		Links: []webpage.Link{{URL: r.Path("/jobs"), Label: t.Say("application.receipt.more")}, {URL: r.Path("/jobs/" + j.ID.String()), Label: t.Say("application.form.back")}}}
	add := func(name, text string) {
		if text != "" {
			v.Written = append(v.Written, page.Wrote{Name: name, Text: text})
		}
	}
	add(t.Say("application.form.letter"), d.Letter)
	for _, a := range d.answers(j) {
		add(a.Label, shown(t, a))
	}
	if len(v.Written) == 0 {
		v.Text = ""
	}
	if !d.MadeAt.IsZero() {
		v.Kept = t.Say("application.late.kept")
	}
	return r.Render(http.StatusGone, page.ShowLate(r.View(v.Title), v))
}
