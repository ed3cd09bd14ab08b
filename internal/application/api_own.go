package application

import (
	"bytes"
	"encoding/base64"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/blob"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/privacy"
	"verv/internal/web"
)

// A person's side: to apply, and what became of it.

func (h *House) apiOwn() []web.Route {
	own := web.Own(access.ApplicationOwn, privacy.Apply)
	rights := own.Also(access.RightsOwn, privacy.Rights)
	const one = "/api/applications/{id}"
	apply := apiTag.Post("/api/jobs/{id}/applications", "apply", "Apply to a job")
	apply.MaxBodyBytes = web.WithFile
	apply.Description = "For a front end of one's own or a partner's system. Somebody with a token of their own applies at once. For anybody else the application waits " +
		"72 hours for the person to confirm it by the letter that goes to the address; the answer is the same whoever the address belongs to, and whether or not they applied before. " +
		"The same limits hold as on the page."
	return []web.Route{
		web.API(apply, web.Public(access.ApplicationSend, privacy.Apply), h.apiApply).Visitors(feature.Guests),
		web.API(apiTag.Get("/api/applications", "own-applications", "One's own applications"), own, h.apiMine),
		web.API(apiTag.Get(one, "own-application", "One of them, with who of the employer looked at what, and when"), own, h.apiGet),
		web.API(apiTag.Put(one, "correct-application", "Set right what was sent, until there is a decision"), own, h.apiCorrect),
		web.API(apiTag.Post(one+"/withdraw", "withdraw-application", "Take an application back: what the employer has of it is deleted"), rights, h.apiWithdraw),
		web.API(web.Saves(apiTag.Get(one+"/download", "download-application", "Everything that is held about it"), "application/json"), rights, h.apiDownload),
		web.API(web.Saves(apiTag.Get(one+"/file", "own-application-file", "The file that came along"), "application/octet-stream"), own, h.apiOwnFile),
	}
}

type (
	// APIApply is an application that is to be sent.
	APIApply struct {
		Name    string           `json:"name" maxLength:"120" example:"Kari Nordmann"`
		Email   string           `json:"email,omitempty" maxLength:"254" example:"kari@example.org" doc:"where the letter goes that confirms; not needed with a token of the person's own"`
		Phone   string           `json:"phone,omitempty" maxLength:"30"`
		Letter  string           `json:"letter,omitempty" maxLength:"10000" example:"I have worked nights for eight years."`
		Answers []APIApplyAnswer `json:"answers,omitempty" maxItems:"12"`
		File    *APIApplyFile    `json:"file,omitempty"`
		CV      string           `json:"cv,omitempty" maxLength:"36" doc:"one of the person's own CVs; with a token of their own"`
		Keep    *APIApplyKeep    `json:"keep,omitempty" doc:"the person agreed that the employer may keep the application for other jobs"`
	}
	// APIApplyKeep is a consent as its person gave it.
	APIApplyKeep struct {
		Wording string `json:"wording" minLength:"10" maxLength:"1000" doc:"the sentence beside the box that the person ticked, as it was shown"`
	}
	// APIApplyAnswer is the answer to a question of the job.
	APIApplyAnswer struct {
		Question string   `json:"question" maxLength:"36" doc:"identifier of the question"`
		Values   []string `json:"values" maxItems:"20"`
	}
	// APIApplyFile is a file in base64.
	APIApplyFile struct {
		Name    string `json:"name" maxLength:"200" example:"cv.pdf"`
		Content string `json:"content" contentEncoding:"base64" doc:"PDF or DOCX of at most 10 MB, in base64"`
	}
	// APIApplied says how it goes on.
	APIApplied struct {
		Confirm bool `json:"confirm" doc:"it is sent once the person follows the link in the letter"`
	}
)

// apiApply takes the way of the page: a draft that is kept, checked and submitted.
func (h *House) apiApply(r *web.Request, in *web.NamedWith[APIApply]) (*web.Answer[APIApplied], error) {
	jv, err := jobID(r)
	if err != nil {
		return nil, err
	}
	j, err := h.Takes(r, r.Grant, jv)
	if err != nil {
		return nil, err
	}
	d, gd, err := h.Begin(r.Grant, jv)
	if err != nil {
		return nil, err
	}
	if err := h.typed(r, &d, in.Body.form()); err != nil {
		return nil, err
	}
	d.Answers = in.Body.answers()
	if k := in.Body.Keep; k != nil {
		d.Wording = k.Wording
	}
	known := seeks(r.Actor)
	if in.Body.File == nil { // what is wrong is said before anything is kept
		if err := d.Check(j, known); err != nil {
			return nil, err
		}
	}
	file, err := h.attached(r, gd, d, in.Body.File)
	if err != nil {
		return nil, err
	}
	if d, err = h.Keep(r, gd, d, file); err != nil {
		return nil, err
	}
	return web.Answered(APIApplied{!known}, h.Submit(r, r.Grant, jv, h.Token(d), from(r)))
}

func (a APIApply) form() applyForm {
	return applyForm{Name: strings.TrimSpace(a.Name), Email: strings.TrimSpace(a.Email), Phone: strings.TrimSpace(a.Phone), Letter: a.Letter, CV: a.CV, Keep: a.Keep != nil}
}

func (a APIApply) answers() map[string][]string {
	out := map[string][]string{}
	for _, g := range a.Answers {
		out[g.Question] = g.Values
	}
	return out
}

func (h *House) attached(r *web.Request, g privacy.Grant, d Draft, a *APIApplyFile) (*blob.Draft, error) {
	if a == nil {
		return nil, nil
	}
	got, err := h.Receive(r, g, d, a.Name, base64.NewDecoder(base64.StdEncoding, strings.NewReader(a.Content)))
	if wrong := fault.As(err); err != nil && wrong.Kind == fault.Invalid {
		var f fault.Form
		f.Add("file", wrong.Key, wrong.Args)
		err = f.Err()
	}
	return &got, err
}

type (
	// APIOwnApplication is an application in its person's list.
	APIOwnApplication struct {
		ID       string    `json:"id" format:"uuid"`
		Job      string    `json:"job"`
		Employer string    `json:"employer"`
		Step     string    `json:"step" enum:"sent,read,review,interview,decision"`
		Outcome  string    `json:"outcome,omitempty" enum:"hired,rejected"`
		SentAt   time.Time `json:"sentAt"`
	}
	// APILooked is one time that somebody of the employer looked.
	APILooked struct {
		At   time.Time `json:"at"`
		What string    `json:"what" enum:"list,open,contact,file,thread"`
	}
	// APIOwnApplicationOpen is an application as its person reads it.
	APIOwnApplicationOpen struct {
		APIOwnApplication
		APICorrection
		Answers []APIAnswer `json:"answers"`
		File    string      `json:"file,omitempty"`
		Reason  string      `json:"reason,omitempty" doc:"why it was rejected, as the letter says it"`
		Looks   []APILooked `json:"looks" doc:"the newest first"`
		Kept    *time.Time  `json:"keptUntil,omitempty"`
	}
	// APICorrection is what the person may set right.
	APICorrection struct {
		Name   string `json:"name" maxLength:"120"`
		Phone  string `json:"phone,omitempty" maxLength:"30"`
		Letter string `json:"letter,omitempty" maxLength:"10000"`
	}
)

func mineOf(m Mine) APIOwnApplication {
	return APIOwnApplication{m.ID.String(), m.JobTitle, m.EmployerName, string(m.Step), string(m.Outcome), m.SentAt}
}

func (h *House) apiMine(r *web.Request, in *web.Paging) (*web.Page[APIOwnApplication], error) {
	all, err := h.List(r, r.Grant)
	if err != nil {
		return nil, err
	}
	var out []APIOwnApplication
	for _, m := range all {
		out = append(out, mineOf(m))
	}
	return web.PageOfAll(r, *in, out, func(d APIOwnApplication) string { return d.ID })
}

func (h *House) apiGet(r *web.Request, _ *web.Named) (*web.Answer[APIOwnApplicationOpen], error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	m, err := h.Get(r, r.Grant, v, r.Words.Lang())
	if err != nil {
		return nil, err
	}
	d := APIOwnApplicationOpen{APIOwnApplication: mineOf(m), APICorrection: APICorrection{m.Name, m.Contact.Phone, m.Career.Letter}, Answers: []APIAnswer{}, File: m.File.Name, Reason: m.Reason,
		Looks: []APILooked{}}
	for _, a := range m.Career.Answers {
		d.Answers = append(d.Answers, APIAnswer{a.Label, a.Values})
	}
	for _, l := range m.Looks[:min(len(m.Looks), looksShown)] {
		d.Looks = append(d.Looks, APILooked{l.At, string(l.What)})
	}
	if !m.Until.IsZero() {
		d.Kept = &m.Until
	}
	return web.Answered(d, nil)
}

func (h *House) apiCorrect(r *web.Request, in *web.NamedWith[APICorrection]) (*web.None, error) {
	return done(r, func(v ID) error { return h.Correct(r, r.Grant, v, Correction(in.Body)) })
}

func (h *House) apiWithdraw(r *web.Request, _ *web.Named) (*web.None, error) {
	return done(r, func(v ID) error {
		gr, err := r.GrantFor(privacy.Rights)
		if err != nil {
			return err
		}
		return h.Withdraw(r, r.Grant, gr, v)
	})
}

func (h *House) apiDownload(r *web.Request, _ *web.Named) (*web.Attachment, error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	gr, err := r.GrantFor(privacy.Rights)
	if err != nil {
		return nil, err
	}
	raw, err := h.Export(r, gr, v)
	if err != nil {
		return nil, err
	}
	return web.FileOf("application.json", "application/json", bytes.NewReader(raw))
}

func (h *House) apiOwnFile(r *web.Request, _ *web.Named) (*web.Attachment, error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	c, err := h.OwnFile(r, r.Grant, v)
	if err != nil {
		return nil, err
	}
	return apiFileOf(c)
}
