package application

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/application/page"
	"verv/internal/blob"
	"verv/internal/candidate"
	"verv/internal/cv"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// Routes are the pages and the API of this house.
func (h *House) Routes() []web.Route {
	door := web.Public(access.ApplicationSend, privacy.Apply)
	routes := []web.Route{
		web.Get("/jobs/{id}/apply", door, h.showForm).Visitors(feature.Guests),
		web.Post("/jobs/{id}/apply", door, h.postForm).Visitors(feature.Guests),
		web.Post("/jobs/{id}/apply/discard", door, h.postDiscard),
		web.Get("/jobs/{id}/apply/review", door, h.showReview),
		web.Post("/jobs/{id}/apply/review", door, h.postReview),
		web.Get("/jobs/{id}/apply/receipt", door, h.showReceipt),
		web.Get("/apply/confirm/{token}", door, h.askConfirm),
		web.Post("/apply/confirm/{token}", door.Also(access.AccountEnter, privacy.Account), h.postConfirm),
	}
	return slices.Concat(routes, h.ownRoutes(), h.teamRoutes(), h.stageRoutes(), h.bulkRoutes(), h.moreRoutes(), h.scorecardRoutes(), h.todoRoutes(), h.reviewRoutes(), h.duplicateRoutes(), h.claimRoutes(), h.noticeRoutes(), h.apiRoutes())
}

// applyForm is what is typed. The answers to the employer's own questions have fields by number; asked says which question each is.
type applyForm struct {
	Name   string   `form:"name,max=10000"`
	Email  string   `form:"email,max=1000"`
	Phone  string   `form:"phone,max=100"`
	Letter string   `form:"letter,lines,max=40000"`
	CV     string   `form:"cv,max=36"`
	NoFile bool     `form:"nofile"`
	Keep   bool     `form:"keep"`
	Asked  string   `form:"asked,max=600"`
	Q1     []string `form:"q1,lines,max=20000"`
	Q2     []string `form:"q2,lines,max=20000"`
	Q3     []string `form:"q3,lines,max=20000"`
	Q4     []string `form:"q4,lines,max=20000"`
	Q5     []string `form:"q5,lines,max=20000"`
	Q6     []string `form:"q6,lines,max=20000"`
	Q7     []string `form:"q7,lines,max=20000"`
	Q8     []string `form:"q8,lines,max=20000"`
	Q9     []string `form:"q9,lines,max=20000"`
	Q10    []string `form:"q10,lines,max=20000"`
	Q11    []string `form:"q11,lines,max=20000"`
	Q12    []string `form:"q12,lines,max=20000"`
}

func (f applyForm) answers() map[string][]string {
	typed := [][]string{f.Q1, f.Q2, f.Q3, f.Q4, f.Q5, f.Q6, f.Q7, f.Q8, f.Q9, f.Q10, f.Q11, f.Q12}
	out := map[string][]string{}
	for i, q := range strings.Split(f.Asked, ",") {
		if i < len(typed) && len(typed[i]) > 0 && len(q) == 36 {
			out[q] = typed[i]
		}
	}
	return out
}

func asked(j job.Job) string {
	var out []string
	for _, q := range j.Questions {
		out = append(out, q.ID.String())
	}
	return strings.Join(out, ",")
}

// draftOf finds the draft that the address names, or begins one. It reports whether it was there. When the job has closed, the draft
// comes with the error that says so.
func (h *House) draftOf(r *web.Request) (j job.Job, d Draft, gd privacy.Grant, there bool, err error) {
	jv, err := jobID(r)
	if err != nil {
		return j, d, gd, false, err
	}
	j, over := h.Takes(r, r.Grant, jv)
	if over != nil && !closed(over) {
		return j, d, gd, false, over
	}
	if token := r.Query("draft"); token != "" {
		d, gd, err = h.Load(r, r.Grant, jv, token)
		if over == nil && fault.Is(err, fault.NotFound) && gd != r.Grant { // the token is ours, and its draft is not there
			d, gd, err = h.again(r, r.Grant, gd, d)
			return j, d, gd, false, err
		}
		if err != nil {
			return j, d, gd, true, err
		}
		if over != nil || d.SubmittedAt.IsZero() {
			return j, d, gd, true, over
		}
	}
	if over != nil {
		return j, d, gd, false, over
	}
	d, gd, err = h.Begin(r.Grant, jv)
	return j, d, gd, false, err
}

func jobID(r *web.Request) (j job.ID, err error) {
	text, err := r.PathText("id")
	if err != nil {
		return j, err
	}
	if j.UnmarshalText([]byte(text)) != nil || j.IsZero() {
		return j, fault.New(fault.NotFound, "fault.notfound")
	}
	return j, nil
}

func (h *House) showForm(r *web.Request) error {
	j, d, gd, there, err := h.draftOf(r)
	if there && closed(err) {
		return h.late(r, j, d)
	}
	if err != nil {
		return err
	}
	if !there && seeks(r.Actor) {
		to, ok, err := h.begun(r, j)
		if err != nil {
			return err
		}
		if ok {
			return r.Redirect(to)
		}
		if err := h.prefill(r, &d); err != nil {
			return err
		}
	}
	return h.form(r, http.StatusOK, shownForm{j, d, gd, there}, nil)
}

// prefill puts in what the person has told before.
func (h *House) prefill(r *web.Request, d *Draft) error {
	g, err := h.narrow(r.Grant, r.Actor.Subject)
	if err != nil {
		return err
	}
	return h.db.Read(r, g, func(rd *store.Reader) error {
		c, err := candidate.Find(rd)
		if store.Missing(err) {
			return nil
		}
		d.Name, d.Phone = c.Name, c.Phone
		return err
	})
}

func (h *House) postForm(r *web.Request) error {
	j, d, gd, _, err := h.draftOf(r)
	if closed(err) {
		return h.lateForm(r, j, d)
	}
	if err != nil {
		return err
	}
	var f applyForm
	var file *blob.Draft
	wrong := map[string]string{}
	bound := web.Upload(r, &f, web.Room{Bytes: bodyMax, Files: 1}, func(in web.File, body io.Reader) error {
		if in.Field != "file" {
			return nil
		}
		got, err := h.Receive(r, gd, d, in.Name, body)
		if err == nil {
			file = &got
		}
		return err
	})
	if bound != nil {
		if !fault.Is(bound, fault.Invalid) {
			return bound
		}
		_, wrong = r.Words.Fault(bound)
	}
	if err := h.typed(r, &d, f); err != nil {
		return err
	}
	if d, err = h.Keep(r, gd, d, file); err != nil {
		return err
	}
	_, more := r.Words.Fault(d.Check(j, seeks(r.Actor)))
	for name, text := range more {
		if wrong[name] == "" {
			wrong[name] = text
		}
	}
	if len(wrong) > 0 {
		return h.form(r, http.StatusUnprocessableEntity, shownForm{j, d, gd, true}, wrong)
	}
	if err := h.Checked(r, gd, d); err != nil {
		return err
	}
	return r.Redirect(r.Path("/jobs/"+j.ID.String()+"/apply/review") + "?draft=" + url.QueryEscape(h.Token(d)))
}

// typed puts a form into the draft.
func (h *House) typed(r *web.Request, d *Draft, f applyForm) error {
	d.DraftContact = DraftContact{f.Name, f.Email, f.Phone}
	d.DraftCareer = DraftCareer{Letter: f.Letter, Answers: f.answers(), Keep: f.Keep, Language: r.Words.Lang(), Site: r.Site.ID.String()}
	if f.Keep {
		d.Wording = r.Words.Say("application.keep")
	}
	if f.NoFile {
		d.File, d.FileName = blob.ID{}, ""
	}
	d.CV = cv.ID{}
	if f.CV != "" && d.CV.UnmarshalText([]byte(f.CV)) != nil {
		return fault.New(fault.Malformed, "fault.malformed")
	}
	return nil
}

// shownForm is what the form shows: a draft for a job, and whether it is kept yet.
type shownForm struct {
	job   job.Job
	draft Draft
	grant privacy.Grant
	kept  bool
}

// form shows the form with what was typed. Its address holds the draft's token from the first on for somebody with an account, so that what
// they type stays theirs even if their session ends meanwhile.
func (h *House) form(r *web.Request, status int, s shownForm, wrong map[string]string) error {
	t, j, d := r.Words, s.job, s.draft
	say := func(key string) string { return t.Say("application." + key) }
	in := func(name, value string, most int) webpage.Input {
		return webpage.Input{Name: name, Label: say("form." + name), Value: value, Max: most, Error: wrong[name]}
	}
	v := page.Form{Job: j.Title, Lead: j.EmployerName, Action: h.at(r, j, d, s.kept || seeks(r.Actor), ""), Back: webpage.Link{URL: r.Path("/jobs/" + j.ID.String()), Label: say("form.back")}, Asked: asked(j)}
	v.Name, v.Email, v.Phone, v.Letter = in("name", d.Name, nameMax), in("email", d.Email, 254), in("phone", d.Phone, 30), in("letter", d.Letter, letterMax)
	v.Name.Required, v.Name.Autocomplete = true, "name"
	v.Email.Required, v.Email.Autocomplete, v.Email.Type, v.Email.Hint = true, "email", "email", say("form.email.hint")
	v.Phone.Type, v.Phone.Autocomplete, v.Phone.Width, v.Phone.Hint = "tel", "tel", "medium", say("form.optional")
	v.Letter.Counter, v.Letter.Rows, v.Letter.Hint = true, 10, say("empty")
	v.File = webpage.Input{Name: "file", Label: say("form.file"), Hint: say("form.file.hint"), Error: wrong["file"]}
	if !d.File.IsZero() {
		v.FileKept = t.Say("application.form.file.kept", "Name", d.FileName)
		v.NoFile = webpage.Input{Name: "nofile", Label: say("form.file.drop")}
	}
	v.Keep = webpage.Input{Name: "keep", Label: say("keep"), Hint: t.Say("application.keep.hint", "Employer", j.EmployerName)}
	if d.Keep {
		v.Keep.Value = "on"
	}
	if seeks(r.Actor) {
		to, err := h.address(r)
		if err != nil {
			return err
		}
		v.Known, v.Email = t.Say("application.form.known", "Address", to.Address), webpage.Input{}
		if err := h.cvChoices(r, &v, d); err != nil {
			return err
		}
	}
	for i, q := range j.Questions {
		v.Questions = append(v.Questions, question(t, j, field(i), q, d.Answers[q.ID.String()], wrong[field(i)]))
	}
	v.Privacy = webpage.Privacy{Who: t.Say("application.who", "Employer", j.EmployerName), Why: say("why"), Until: t.Say("application.kept.months", "Count", j.Keeping.Months)}
	if s.kept {
		if err := h.keptNote(r, &v, j, d, s.grant); err != nil {
			return err
		}
	}
	frame := r.View(t.Say("application.form.title", "Job", j.Title))
	frame.Description = t.Say("application.form.about", "Job", j.Title, "Employer", j.EmployerName)
	return r.Render(status, page.ShowForm(frame, v))
}

// address is where answers to somebody with an account go. The route is open to everybody, so the grant is narrowed first.
func (h *House) address(r *web.Request) (account.Contact, error) {
	g, err := h.narrow(r.Grant, r.Actor.Subject)
	if err != nil {
		return account.Contact{}, err
	}
	return h.Address(r, g)
}

// at is an address of the way through an application; the draft goes along once it is kept.
func (h *House) at(r *web.Request, j job.Job, d Draft, kept bool, step string) string {
	path := r.Path("/jobs/" + j.ID.String() + "/apply" + step)
	if kept {
		path += "?draft=" + url.QueryEscape(h.Token(d))
	}
	return path
}

// cvChoices offers the person's own CVs.
func (h *House) cvChoices(r *web.Request, v *page.Form, d Draft) error {
	if r.Actor.Persona != access.Candidate {
		return nil
	}
	g, err := h.narrow(r.Grant, r.Actor.Subject)
	if err != nil {
		return err
	}
	var docs []cv.Document
	err = h.db.Read(r, g, func(rd *store.Reader) (err error) { docs, err = cv.Mine(rd); return err })
	if err != nil || len(docs) == 0 {
		return err
	}
	v.CV = webpage.Input{Name: "cv", Label: r.Words.Say("application.form.cv"), Value: d.CV.String()}
	v.CVs = []webpage.Choice{{Value: "", Label: r.Words.Say("application.form.cv.none")}}
	for _, doc := range docs {
		v.CVs = append(v.CVs, webpage.Choice{Value: doc.ID.String(), Label: doc.Title})
	}
	return nil
}

// question is one of the employer's own as a field.
func question(t webpage.T, j job.Job, name string, q job.Question, typed []string, wrong string) page.Question {
	f := webpage.Input{Name: name, Label: q.Label, Hint: q.Hint, Required: q.Required, Error: wrong, Lang: "", Values: typed}
	if len(typed) > 0 {
		f.Value = typed[0]
	}
	out := page.Question{Kind: string(q.Kind), Input: f}
	switch q.Kind {
	case job.AskYesNo:
		out.Choices = []webpage.Choice{{Value: "yes", Label: t.Say("application.yes")}, {Value: "no", Label: t.Say("application.no")}}
	case job.AskChoice, job.AskChoices:
		for _, c := range q.Choices {
			out.Choices = append(out.Choices, webpage.Choice{Value: c, Label: c})
		}
	case job.AskScale:
		for n := 1; n <= job.ScaleMost; n++ {
			out.Choices = append(out.Choices, webpage.Choice{Value: strconv.Itoa(n), Label: q.ScaleLabel(n)})
		}
	case job.AskNumber:
		out.Input.Mode, out.Input.Width = "decimal", "short"
	case job.AskLink:
		out.Input.Type = "url"
	case job.AskText, job.AskLongText, job.AskDate:
	}
	return out
}
