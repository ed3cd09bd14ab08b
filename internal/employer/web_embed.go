package employer

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	view "verv/internal/employer/page"
	"verv/internal/web"
	"verv/internal/web/page"
)

// EmbedPath is where the list of jobs lies that other pages show inside of theirs; the feed house has its route.
const EmbedPath = "/embed/jobs"

func (h *House) getEmbed(r *web.Request) error {
	e, err := h.own(r)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, embedPage(r, e, strings.Join(e.Framers, "\n"), "", nil))
}

func (h *House) postEmbed(r *web.Request) error {
	e, err := h.own(r)
	if err != nil {
		return err
	}
	var f struct {
		Framers string `form:"framers,lines,max=6000"`
	}
	if err = web.Bind(r, &f); err == nil {
		err = h.SetFramers(r, r.Grant, strings.Fields(strings.ReplaceAll(f.Framers, ",", " ")))
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return embedPage(r, e, f.Framers, sentence, wrong)
		})
	}
	r.Flash("employer.saved")
	return r.Redirect(r.Path("/employer/embed"))
}

func embedPage(r *web.Request, e Employer, typed, sentence string, wrong map[string]string) templ.Component {
	w := r.Words
	url := r.URL(EmbedPath) + "?employer=" + e.ID.String()
	m := view.Embed{Title: w.Say("employer.embed.title"), Lead: w.Say("employer.embed.lead"), URL: url, Ready: len(e.Framers) > 0,
		Code: `<iframe src="` + url + `" title="` + templ.EscapeString(w.Say("employer.embed.frame", "Employer", e.Name)) + `" width="100%" height="600" loading="lazy"></iframe>`,
		Form: sheet(w, view.Sheet{Sentence: sentence, Action: r.Path("/employer/embed"), Button: w.Say("employer.save"),
			Back:   page.Link{URL: r.Path("/employer/profile"), Label: w.Say("employer.back")},
			Fields: []view.Field{{Input: page.Input{Name: "framers", Value: typed, Rows: 4}, As: "area"}}}, wrong)}
	return view.EmbedPage(r.View(m.Title), m)
}
