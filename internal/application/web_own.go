package application

import (
	"bytes"
	"io"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/application/page"
	"verv/internal/blob"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

func (h *House) ownRoutes() []web.Route {
	own := web.Own(access.ApplicationOwn, privacy.Apply)
	rights := web.Own(access.ApplicationOwn, privacy.Apply).Also(access.RightsOwn, privacy.Rights)
	return []web.Route{
		web.Get("/applications", own, h.showMine),
		web.Get("/applications/{application}", own, h.showOne),
		web.Get("/applications/{application}/edit", own, h.showCorrect),
		web.Post("/applications/{application}/edit", own, h.postCorrect),
		web.Get("/applications/{application}/withdraw", own, h.askWithdraw),
		web.Post("/applications/{application}/withdraw", rights, h.postWithdraw),
		web.Get("/applications/{application}/download", rights, h.download),
		web.Get("/applications/{application}/file", own, h.ownFile),
	}
}

func applicationID(r *web.Request) (ID, error) { return web.PathID[noun](r, "application") }

func (h *House) showMine(r *web.Request) error {
	all, err := h.List(r, r.Grant)
	if err != nil {
		return err
	}
	drafts, err := h.unsentItems(r)
	if err != nil {
		return err
	}
	t := r.Words
	v := page.Mine{Unsent: drafts, Jobs: webpage.Link{URL: r.Path("/jobs"), Label: t.Say("application.receipt.more")}}
	for _, m := range all {
		i := webpage.Item{Title: m.JobTitle, URL: r.Path("/applications/" + m.ID.String()), Sub: m.EmployerName,
			Status: &webpage.Label{Word: h.word(t, m), Color: color(m.State)},
			Points: []webpage.Point{{Icon: "Paperplane", Text: t.Say("application.sent.at", "When", t.DateTime(m.SentAt))}}}
		if !m.Rests.IsZero() {
			i.Status = &webpage.Label{Word: t.Say("rights.restriction.stands")}
		}
		if m.News > 0 {
			i.Points = append(i.Points, webpage.Point{Icon: "EnvelopeClosed", Text: t.Say("message.new.count", "Count", m.News), Strong: true})
		}
		v.Items = append(v.Items, i)
	}
	return r.Render(http.StatusOK, page.ShowMine(r.View(t.Say("application.list")), v))
}

// word is the plain status: the outcome where there is one, else the step.
func (h *House) word(t webpage.T, m Mine) string {
	if m.Ended() {
		return t.Say("application.state." + string(m.Outcome))
	}
	return t.Say("application.step." + string(m.Step))
}

func color(s State) webpage.Color {
	switch {
	case s.Outcome == Hired:
		return webpage.Success
	case s.Ended():
		return webpage.Neutral
	case s.Stage == Interview || s.Stage == Offer:
		return webpage.Main
	}
	return webpage.Info
}

func (h *House) showOne(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	m, err := h.Get(r, r.Grant, v, r.Words.Lang())
	if err != nil {
		return err
	}
	t, base := r.Words, r.Path("/applications/"+v.String())
	say := func(key string) string { return t.Say("application." + key) }
	p := page.Own{Title: m.JobTitle, Lead: t.Say("application.lead", "Employer", m.EmployerName, "When", t.DateTime(m.SentAt)),
		List:     webpage.Link{URL: r.Path("/applications"), Label: say("list")},
		Messages: messages(t, base, m.News),
		Download: webpage.Link{URL: base + "/download", Label: say("download"), Icon: "Download"},
		Withdraw: webpage.Link{URL: base + "/withdraw", Label: say("withdraw"), Icon: "Trash"},
		Stages:   stages(t, m), Looks: seen(t, m.Looks, m.EmployerName), Sent: h.terms(r, m, base),
		Privacy: webpage.Privacy{Who: t.Say("application.who", "Employer", m.EmployerName), Why: say("why"), Until: kept(t, m.Until, m.Months)},
	}
	p.Rest = webpage.Link{URL: r.Path("/me/restrict") + "?application=" + v.String(), Label: say("rest")}
	if !m.Rests.IsZero() {
		p.Rests, p.Rest = t.Say("application.resting", "Date", m.Rests), webpage.Link{URL: r.Path("/me"), Label: say("rest.see")}
	}
	if !m.Ended() {
		p.Edit = webpage.Link{URL: base + "/edit", Label: say("correct"), Icon: "Pencil"}
	}
	if m.Ended() {
		p.Outcome = say("state." + string(m.Outcome))
		if m.Outcome == Rejected {
			p.Reason = m.Reason
		}
	}
	return r.Render(http.StatusOK, page.ShowOwn(r.View(m.JobTitle), p))
}

// messages leads to the thread, and says how much of it is unread.
func messages(t webpage.T, base string, n int) webpage.Link {
	l := webpage.Link{URL: base + "/messages", Label: t.Say("application.messages"), Icon: "EnvelopeClosed"}
	if n > 0 {
		l.Label = t.Say("message.new.count", "Count", n)
	}
	return l
}

// stages is the plain way of an application.
func stages(t webpage.T, m Mine) []webpage.Stage {
	var out []webpage.Stage
	state := webpage.Done
	for _, s := range Steps() {
		one := webpage.Stage{Name: t.Say("application.step." + string(s)), State: state}
		if s == m.Step {
			one.State, state = webpage.Now, webpage.Todo
		}
		if at := m.Since(s); one.State != webpage.Todo && !at.IsZero() {
			one.When = t.Date(at)
		}
		out = append(out, one)
	}
	return out
}

const looksShown = 50

func seen(t webpage.T, all []Looked, employer string) []webpage.Event {
	var out []webpage.Event
	for _, l := range all[:min(len(all), looksShown)] {
		out = append(out, webpage.Event{When: l.At, Title: employer, Text: t.Say("application.look." + string(l.What))})
	}
	return out
}

// kept says until when, in a sentence.
func kept(t webpage.T, until time.Time, months int) string {
	if until.IsZero() {
		return t.Say("application.kept.months", "Count", months)
	}
	return t.Say("application.kept.until", "Date", until)
}

// terms is what the person sent, and why each part is kept.
func (h *House) terms(r *web.Request, m Mine, base string) []webpage.Term {
	t := r.Words
	say := func(key string) string { return t.Say("application." + key) }
	out := []webpage.Term{{Name: say("form.name"), Text: m.Name}, {Name: say("form.email"), Text: m.Contact.Email}}
	add := func(name, text string) {
		if text != "" {
			out = append(out, webpage.Term{Name: name, Text: text})
		}
	}
	add(say("form.phone"), m.Contact.Phone)
	add(say("form.letter"), m.Career.Letter)
	for _, a := range m.Career.Answers {
		add(a.Label, shown(t, a))
	}
	if m.CV != nil {
		add(say("form.cv"), say("cv.copied"))
	}
	if m.File.Name != "" {
		out = append(out, webpage.Term{Name: say("form.file"), Body: page.FileLink(webpage.Link{URL: base + "/file", Label: m.File.Name, Icon: "Download"})})
	}
	out = append(out, webpage.Term{Name: say("whykept"), Text: say("whykept.text")})
	return out
}

type correctForm struct {
	Name   string `form:"name,max=10000"`
	Phone  string `form:"phone,max=100"`
	Letter string `form:"letter,lines,max=40000"`
}

func (h *House) showCorrect(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	m, err := h.Get(r, r.Grant, v, r.Words.Lang())
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, h.correctPage(r, v, correctForm{m.Name, m.Contact.Phone, m.Career.Letter}, "", nil))
}

func (h *House) postCorrect(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	var f correctForm
	if err = web.Bind(r, &f); err == nil {
		err = h.Correct(r, r.Grant, v, Correction(f))
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return h.correctPage(r, v, f, sentence, wrong)
		})
	}
	r.Flash("application.corrected")
	return r.Redirect(r.Path("/applications/" + v.String()))
}

func (h *House) correctPage(r *web.Request, v ID, f correctForm, sentence string, wrong map[string]string) templ.Component {
	t, base := r.Words, r.Path("/applications/"+v.String())
	p := page.Correct{Action: base + "/edit", Back: webpage.Link{URL: base, Label: t.Say("application.back")},
		Name:   webpage.Input{Name: "name", Label: t.Say("application.form.name"), Value: f.Name, Required: true, Max: nameMax, Autocomplete: "name", Error: wrong["name"]},
		Phone:  webpage.Input{Name: "phone", Label: t.Say("application.form.phone"), Value: f.Phone, Type: "tel", Autocomplete: "tel", Width: "medium", Max: 30, Error: wrong["phone"]},
		Letter: webpage.Input{Name: "letter", Label: t.Say("application.form.letter"), Value: f.Letter, Max: letterMax, Counter: true, Rows: 10, Error: wrong["letter"]}}
	if len(wrong) == 0 {
		p.Sentence = sentence
	}
	return page.ShowCorrect(r.View(t.Say("application.correct")), p)
}

func (h *House) askWithdraw(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	m, err := h.Get(r, r.Grant, v, r.Words.Lang())
	if err != nil {
		return err
	}
	t, base := r.Words, r.Path("/applications/"+v.String())
	rule, _ := h.Retention.Rule(privacy.ClassClaim)
	return r.Render(http.StatusOK, page.Ask(r.View(t.Say("application.withdraw")), page.Asking{Title: t.Say("application.withdraw.ask", "Job", m.JobTitle),
		Text: t.Say("application.withdraw.text", "Employer", m.EmployerName, "Until", t.Date(rule.Period.From(r.Now))), Action: base + "/withdraw",
		Button: t.Say("application.withdraw"), Color: webpage.Danger, Back: webpage.Link{URL: base, Label: t.Say("application.withdraw.keep")}}))
}

func (h *House) postWithdraw(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	gr, err := r.GrantFor(privacy.Rights)
	if err != nil {
		return err
	}
	if err := h.Withdraw(r, r.Grant, gr, v); err != nil {
		return err
	}
	r.Flash("application.withdrawn")
	return r.Redirect(r.Path("/applications"))
}

func (h *House) download(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	gr, err := r.GrantFor(privacy.Rights)
	if err != nil {
		return err
	}
	raw, err := h.Export(r, gr, v)
	if err != nil {
		return err
	}
	return r.File("application.json", "application/json", bytes.NewReader(raw))
}

func (h *House) ownFile(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	c, err := h.OwnFile(r, r.Grant, v)
	if err != nil {
		return err
	}
	return hand(r, c)
}

// hand offers a file for saving, under a name and a type that are ours.
func hand(r *web.Request, c *blob.Content) error {
	defer c.Close()
	return r.File(c.About.Name, kindOf(c), io.NewSectionReader(c, 0, c.File.Size))
}

// apiFileOf is hand for a program.
func apiFileOf(c *blob.Content) (*web.Attachment, error) {
	defer c.Close()
	return web.FileOf(c.About.Name, kindOf(c), io.NewSectionReader(c, 0, c.File.Size))
}

func kindOf(c *blob.Content) string {
	switch c.File.Kind {
	case "pdf":
		return "application/pdf"
	case "docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	}
	return "application/octet-stream"
}
