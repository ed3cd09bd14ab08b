package application

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/application/page"
	"verv/internal/cv"
	"verv/internal/cv/jsoncv"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

func (h *House) teamRoutes() []web.Route {
	read := web.Employer(access.ApplicationRead, privacy.Assess)
	move := web.Employer(access.ApplicationMove, privacy.Assess)
	return []web.Route{
		web.Get("/employer/jobs/{id}/applications", web.Employer(access.ApplicationList, privacy.Assess), h.showTable),
		web.Get("/employer/applications/{application}", read, h.showOpened),
		web.Get("/employer/applications/{application}/file", read, h.teamFile),
		web.Get("/employer/applications/{application}/contact", web.Employer(access.ApplicationContact, privacy.Contact), h.showContact),
		web.Post("/employer/applications/{application}/note", web.Employer(access.ApplicationNote, privacy.Assess), h.postNote),
		web.Post("/employer/applications/{application}/move", move, h.postMove),
		web.Get("/employer/applications/{application}/reject", move, h.showReject),
		web.Post("/employer/applications/{application}/reject", move, h.postReject),
		web.Post("/employer/applications/{application}/undo", move, h.postUndo),
	}
}

func score(t webpage.T, tenths int) string {
	if tenths == 0 {
		return "–"
	}
	return t.Say("application.score", "Whole", tenths/10, "Tenth", tenths%10)
}

func (h *House) showOpened(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	o, err := h.Open(r, r.Grant, v)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, h.openedPage(r, o, nil, noteForm{Reply: r.Query("reply")}))
}

func (h *House) openedPage(r *web.Request, o Opened, wrong map[string]string, typed noteForm) templ.Component {
	t, base := r.Words, r.Path("/employer/applications/"+o.ID.String())
	say := func(key string) string { return t.Say("application." + key) }
	p := page.Opened{Name: o.Name, Lead: t.Say("application.opened.lead", "Job", o.JobTitle, "When", t.DateTime(o.SentAt)),
		Crumbs:  []webpage.Link{{URL: r.Path("/employer/jobs/" + o.Job.String() + "/applications"), Label: o.JobTitle}, {URL: base, Label: o.Name}},
		Status:  webpage.Label{Word: say("state." + o.Word()), Color: color(o.State)},
		Letter:  o.Career.Letter,
		Contact: webpage.Link{URL: base + "/contact", Label: say("contact.open"), Icon: "Person"}, ContactHint: say("contact.hint"),
		Messages: messages(t, base, o.News),
		Timeline: webpage.Link{URL: base + "/timeline", Label: say("timeline"), Icon: "Clock"},
		Move:     base + "/move", Together: togetherPage(r, o, wrong, typed),
		Privacy: webpage.Privacy{Who: say("team.who"), Why: say("team.why"), Until: kept(t, o.Until, o.Months)},
	}
	for _, a := range o.Career.Answers {
		p.Answers = append(p.Answers, webpage.Term{Name: a.Label, Text: shown(t, a)})
	}
	if o.CV != nil {
		p.CV = outline(t, *o.CV)
	}
	if o.File.Name != "" {
		p.File = webpage.Link{URL: base + "/file", Label: o.File.Name, Icon: "Download"}
	}
	if !o.Ended() {
		at := o.Stages.At(o.StageID, o.Stage)
		p.From, p.Status.Word = at.ID.String(), at.Name
		for _, s := range o.Stages {
			if s.ID != at.ID {
				p.Moves = append(p.Moves, webpage.Choice{Value: s.ID.String(), Label: s.Name})
			}
		}
		p.Moves = append(p.Moves, webpage.Choice{Value: string(Hired), Label: say("state.hired")})
		p.Reject = webpage.Link{URL: base + "/reject", Label: say("reject")}
	}
	if u, ok := undoing(r, o, base); ok {
		p.Undo = &u
	}
	v := r.View(o.Name)
	v.Wide = true
	return page.ShowOpened(v, p)
}

// undoing is the line while the last move can still be taken back.
func undoing(r *web.Request, o Opened, base string) (webpage.Undoing, bool) {
	if len(o.Moves) == 0 || !o.Moves[0].UndoneAt.IsZero() || o.Moves[0].To != o.State {
		return webpage.Undoing{}, false
	}
	left := UndoFor - r.Now.Sub(o.Moves[0].At)
	if left <= 0 {
		return webpage.Undoing{}, false
	}
	return webpage.Undoing{Text: undoText(r.Words, o.Moves[0], o.Stages), URL: base + "/undo",
		Seconds: int(left.Seconds()), Hidden: []webpage.Pair{{Name: "move", Value: o.Moves[0].ID.String()}}}, true
}

func scores(t webpage.T) []webpage.Choice {
	out := []webpage.Choice{{Value: "", Label: t.Say("application.score.none")}}
	for n := 1; n <= 5; n++ {
		out = append(out, webpage.Choice{Value: strconv.Itoa(n), Label: t.Say("application.score." + strconv.Itoa(n))})
	}
	return out
}

// outline is a CV as a list of lines.
func outline(t *locale.Words, c jsoncv.CV) []page.Part {
	var out []page.Part
	add := func(key string, list []page.Line) {
		if len(list) > 0 {
			out = append(out, page.Part{Key: "cv.section." + key, Lines: list})
		}
	}
	var work, education, skills, languages, certificates []page.Line
	for _, w := range c.Work {
		work = append(work, page.Line{Title: w.Role, Sub: w.Employer, When: cv.When(t, w.Span), Text: strings.TrimSpace(w.Summary + "\n" + strings.Join(w.Highlights, "\n"))})
	}
	for _, e := range c.Education {
		education = append(education, page.Line{Title: e.School, Sub: strings.TrimSpace(e.Level + " " + e.Field), When: cv.When(t, e.Span)})
	}
	for _, s := range c.Skills {
		skills = append(skills, page.Line{Title: s.Name, Sub: s.Level, Text: strings.Join(s.Keywords, ", ")})
	}
	for _, l := range c.Languages {
		languages = append(languages, page.Line{Title: l.Name, Sub: l.Fluency})
	}
	for _, x := range c.Certificates {
		certificates = append(certificates, page.Line{Title: x.Name, Sub: x.Issuer, When: cv.Month(t, x.Date)})
	}
	add("work", work)
	add("education", education)
	add("skills", skills)
	add("languages", languages)
	add("certificates", certificates)
	return out
}

func (h *House) teamFile(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	c, err := h.File(r, r.Grant, v)
	if err != nil {
		return err
	}
	return hand(r, c)
}

func (h *House) showContact(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	a, err := h.Contact(r, r.Grant, v)
	if err != nil {
		return err
	}
	t := r.Words
	return r.Render(http.StatusOK, page.ShowContact(r.View(a.Name), page.Reach{Name: a.Name, Email: a.Contact.Email, Phone: a.Contact.Phone,
		Told: t.Say("application.contact.told"), Back: webpage.Link{URL: r.Path("/employer/applications/" + v.String()), Label: t.Say("application.back")}}))
}

type noteForm struct {
	Score   string   `form:"score,oneof=1|2|3|4|5"`
	Text    string   `form:"text,lines,max=20000"`
	Reply   string   `form:"reply,max=36"`
	Mention []string `form:"mention,max=36,count=20"`
}

// said is the note that the form asks for. Whom and what it names is checked by the use-case.
func (f noteForm) said() (n Said, err error) {
	n.Text = f.Text
	n.Score, _ = strconv.Atoi(f.Score) // one of the choices, or none
	if f.Reply != "" {
		if n.Reply, err = id.Parse[noteNoun](f.Reply); err != nil {
			return n, withheld()
		}
	}
	for _, m := range f.Mention {
		var who access.SubjectID
		if who.UnmarshalText([]byte(m)) != nil {
			return n, wrongChoice("mention")
		}
		n.Mentions = append(n.Mentions, who)
	}
	return n, nil
}

func (h *House) postNote(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	var f noteForm
	if err = web.Bind(r, &f); err == nil {
		var n Said
		if n, err = f.said(); err == nil {
			err = h.Say(r, r.Grant, v, n)
		}
	}
	if fault.Is(err, fault.Invalid) {
		o, openErr := h.Open(r, r.Grant, v)
		if openErr != nil {
			return openErr
		}
		return r.Again(err, func(_ string, wrong map[string]string) templ.Component { return h.openedPage(r, o, wrong, f) })
	}
	if err != nil {
		return err
	}
	r.Flash("application.noted")
	return r.Redirect(r.Path("/employer/applications/" + v.String()))
}

type rejectForm struct {
	Reason string `form:"reason,required,oneof=qualifications|experience|other|ended"`
	Text   string `form:"text,lines,max=20000"`
}

func (h *House) showReject(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	o, err := h.Open(r, r.Grant, v)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, h.rejectPage(r, o, rejectForm{}, "", nil))
}

func (h *House) postReject(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	var f rejectForm
	if err = web.Bind(r, &f); err == nil {
		_, err = h.Reject(r, r.Grant, v, Decision{Reason(f.Reason), f.Text})
	}
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return h.rejectPage(r, Opened{Application: Application{ID: v}}, f, sentence, wrong)
		})
	}
	if err != nil {
		return err
	}
	return r.Redirect(r.Path("/employer/applications/" + v.String()))
}

// rejectPage asks for the reason. Shown again it does not open the application a second time, and so says no name.
func (h *House) rejectPage(r *web.Request, o Opened, f rejectForm, sentence string, wrong map[string]string) templ.Component {
	t, base := r.Words, r.Path("/employer/applications/"+o.ID.String())
	p := page.Reject{Name: o.Name, Action: base + "/reject", Back: webpage.Link{URL: base, Label: t.Say("application.back")},
		Reason: webpage.Input{Name: "reason", Label: t.Say("application.reason"), Value: f.Reason, Required: true, Error: wrong["reason"]},
		Text: webpage.Input{Name: "text", Label: t.Say("application.reason.text"), Hint: t.Say("application.reason.hint"), Value: f.Text, Max: noteMax, Counter: true,
			Error: wrong["text"], Lang: o.Language}}
	if len(wrong) == 0 {
		p.Sentence = sentence
	}
	for _, reason := range Reasons() {
		p.Reasons = append(p.Reasons, webpage.Choice{Value: string(reason), Label: t.Say("application.reason." + string(reason)),
			Hint: t.Say("application.reason." + string(reason) + ".text")})
	}
	return page.ShowReject(r.View(t.Say("application.reject")), p)
}
