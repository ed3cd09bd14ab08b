package application

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"verv/internal/account"
	"verv/internal/application/page"
	"verv/internal/cv"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

func (h *House) showReview(r *web.Request) error {
	j, d, _, there, err := h.draftOf(r)
	if there && closed(err) {
		return h.late(r, j, d)
	}
	if err != nil {
		return err
	}
	if !there {
		return r.Redirect(r.Path("/jobs/" + j.ID.String() + "/apply"))
	}
	return h.review(r, http.StatusOK, j, d)
}

func (h *House) review(r *web.Request, status int, j job.Job, d Draft) error {
	t := r.Words
	say := func(key string) string { return t.Say("application." + key) }
	v := page.Review{Job: j.Title, Action: h.at(r, j, d, true, "/review"), Edit: webpage.Link{URL: h.at(r, j, d, true, ""), Label: say("review.edit")}}
	add := func(name, text string) {
		if text != "" {
			v.Terms = append(v.Terms, webpage.Term{Name: name, Text: text})
		}
	}
	email := d.Email
	if seeks(r.Actor) {
		to, err := h.address(r)
		if err != nil {
			return err
		}
		email = to.Address
	} else {
		v.Mail = t.Say("application.review.mail", "Address", email)
	}
	add(say("form.name"), d.Name)
	add(say("form.email"), email)
	add(say("form.phone"), d.Phone)
	add(say("form.letter"), d.Letter)
	for _, a := range d.answers(j) {
		add(a.Label, shown(t, a))
	}
	add(say("form.file"), d.FileName)
	if !d.CV.IsZero() {
		g, err := h.narrow(r.Grant, d.Subject)
		if err != nil {
			return err
		}
		err = h.db.Read(r, g, func(rd *store.Reader) error {
			doc, err := cv.Pick(rd, d.CV)
			add(say("form.cv"), doc.Title)
			return err
		})
		if err != nil {
			return err
		}
	}
	if d.Keep {
		add(say("keep.short"), say("yes"))
	}
	v.Facts = []webpage.Term{{Name: say("review.to"), Text: j.EmployerName}}
	if j.Client.Name != "" { // also a secret one: whoever sends an application knows where it may go
		v.Facts = append(v.Facts, webpage.Term{Name: say("review.client"), Text: j.Client.Name})
	}
	v.Facts = append(v.Facts, []webpage.Term{{Name: say("review.why"), Text: say("why")},
		{Name: say("review.until"), Text: t.Say("application.kept.months", "Count", j.Keeping.Months)}}...)
	return r.Render(status, page.ShowReview(r.Unlisted(say("review.title")), v))
}

// shown is an answer in words: the codes that a form sends for yes, no and a day are written as the reader's language writes them.
func shown(t webpage.T, a Answer) string {
	out := make([]string, len(a.Values))
	for i, v := range a.Values {
		out[i] = v
		if v == "yes" || v == "no" {
			out[i] = t.Say("application." + v)
		} else if day, err := time.Parse(time.DateOnly, v); err == nil {
			out[i] = t.Date(day.Add(12 * time.Hour)) // noon of a day is that day everywhere in Europe
		}
	}
	return strings.Join(out, ", ")
}

func (h *House) postReview(r *web.Request) error {
	jv, err := jobID(r)
	if err != nil {
		return err
	}
	err = h.Submit(r, r.Grant, jv, r.Query("draft"), from(r))
	if fault.Is(err, fault.Invalid) { // the questions changed while the person read
		return r.Redirect(r.Path("/jobs/"+jv.String()+"/apply") + "?draft=" + url.QueryEscape(r.Query("draft")))
	}
	if closed(err) {
		return h.showReview(r)
	}
	if err != nil {
		return err
	}
	return r.Redirect(r.Path("/jobs/" + jv.String() + "/apply/receipt"))
}

// showReceipt is the same page for whoever asks: what was really done stands in the mail.
func (h *House) showReceipt(r *web.Request) error {
	jv, err := jobID(r)
	if err != nil {
		return err
	}
	j, err := h.Jobs.Open(r, r.Grant, jv)
	if err != nil {
		return err
	}
	t, key := r.Words, "application.receipt.mail"
	if seeks(r.Actor) {
		key = "application.receipt.known"
	}
	v := page.Receipt{Title: t.Say("application.receipt.title"), Text: t.Say(key, "Job", j.Title, "Employer", j.EmployerName), Note: t.Say("application.receipt.note")}
	v.Link = webpage.Link{URL: r.Path("/jobs"), Label: t.Say("application.receipt.more")}
	if seeks(r.Actor) {
		v.Link = webpage.Link{URL: r.Path("/applications"), Label: t.Say("application.list")}
	}
	return r.Render(http.StatusOK, page.ShowReceipt(r.Unlisted(v.Title), v))
}

func (h *House) askConfirm(r *web.Request) error {
	token, err := r.PathText("token")
	if err != nil {
		return err
	}
	_, d, err := h.Waiting(r, r.Grant, token)
	if err != nil {
		return err
	}
	j, err := h.inTime(r, r.Grant, d)
	if closed(err) {
		return h.late(r, j, d)
	}
	if err != nil {
		return err
	}
	t := r.Words
	return r.Render(http.StatusOK, page.Ask(r.Unlisted(t.Say("application.confirm.title")), page.Asking{Title: t.Say("application.confirm.title"),
		Text: t.Say("application.confirm.text", "Job", j.Title, "Employer", j.EmployerName), Action: r.Path("/apply/confirm/" + token),
		Button: t.Say("application.confirm.button"), Color: webpage.Main}))
}

func (h *House) postConfirm(r *web.Request) error {
	token, err := r.PathText("token")
	if err != nil {
		return err
	}
	ga, err := r.GrantFor(privacy.Account)
	if err != nil {
		return err
	}
	opened, sent, err := h.Confirm(r, r.Grant, ga, token, from(r))
	if closed(err) {
		return h.askConfirm(r) // says so, and shows what was written
	}
	if err != nil {
		return err
	}
	r.SetSession(opened.Token, opened.Life)
	if opened.Half {
		return r.Redirect(r.Path(web.StrongPath))
	}
	r.Flash("application.sent")
	return r.Redirect(r.Path("/applications/" + sent.String()))
}

func from(r *web.Request) account.From {
	return account.From{Client: r.Client(), Agent: r.Agent(), Site: r.Site.ID, Language: r.Words.Lang()}
}
