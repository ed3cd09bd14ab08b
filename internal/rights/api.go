package rights

import (
	"io"
	"time"

	"verv/internal/access"
	"verv/internal/consent"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/web"
)

// The JSON API over the same use-cases as the page of one's own data. Deleting everything is not in it: that needs a fresh proof of who
// asks, which no token can give.

func (h *House) api() []web.Route {
	own := web.Own(access.RightsOwn, privacy.Rights)
	tag := web.Tag("rights")
	return []web.Route{
		web.API(tag.Get("/api/me", "get-own-data", "What is held about oneself, by whom and why, who received it, who read it, and what one agreed to"), own, h.apiShow),
		web.API(tag.Post("/api/me/consents/withdraw", "withdraw-consent", "Take a consent back"), own, h.apiWithdraw),
		web.API(tag.Post("/api/me/exports", "ask-export", "Have everything packed, files included; it is the same one while one is being packed"), own, h.apiAsk),
		web.API(tag.Get("/api/me/exports/{export}", "get-export", "How far it came"), own, h.apiExport),
		web.API(web.Saves(tag.Get("/api/me/exports/{export}/file", "download-export", "The packed file, once it is ready"), "application/zip"), own, h.apiFetch),
	}
}

type (
	// APIOwnData is what a person is shown of their own data.
	APIOwnData struct {
		Held     []APIHeld     `json:"held"`
		Received []APIReceived `json:"received"`
		Reads    []APIRead     `json:"reads" doc:"the newest first"`
		Consents []APIConsent  `json:"consents"`
		Exports  []APIExport   `json:"exports"`
	}
	// APIHeld is one thing that is held.
	APIHeld struct {
		Class      string     `json:"class"`
		Holder     string     `json:"holder,omitempty" doc:"employer; empty is the operator"`
		Categories []string   `json:"categories"`
		Purposes   []string   `json:"purposes"`
		DueAt      *time.Time `json:"dueAt,omitempty" doc:"when it is deleted"`
	}
	// APIReceived says that somebody else received data.
	APIReceived struct {
		At         time.Time `json:"at"`
		Employer   string    `json:"employer"`
		Purpose    string    `json:"purpose"`
		Categories []string  `json:"categories"`
	}
	// APIRead is one time that somebody else opened data.
	APIRead struct {
		At       time.Time `json:"at"`
		By       string    `json:"by" doc:"persona"`
		Role     string    `json:"role,omitempty"`
		Employer string    `json:"employer,omitempty"`
		Purpose  string    `json:"purpose"`
		Classes  []string  `json:"classes"`
	}
	// APIConsent is the present state of an agreement.
	APIConsent struct {
		Topic      string     `json:"topic"`
		EmployerID string     `json:"employerId,omitempty"`
		Employer   string     `json:"employer,omitempty"`
		Given      bool       `json:"given"`
		Until      *time.Time `json:"until,omitempty"`
	}
	// APIConsentOff names an agreement that ends.
	APIConsentOff struct {
		Topic      string `json:"topic" maxLength:"60"`
		EmployerID string `json:"employerId,omitempty" maxLength:"36"`
	}
	// APIExport is a download of everything.
	APIExport struct {
		ID      string     `json:"id" format:"uuid"`
		AskedAt time.Time  `json:"askedAt"`
		Ready   bool       `json:"ready"`
		EndsAt  *time.Time `json:"endsAt,omitempty" doc:"when it is deleted"`
	}
	apiExportID struct {
		Export string `path:"export" format:"uuid"`
	}
)

func words[T ~string](all []T) []string {
	out := []string{}
	for _, v := range all {
		out = append(out, string(v))
	}
	return out
}

// someTime is a moment as a document has it: none is left out.
func someTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func exportDocument(e Export) APIExport {
	return APIExport{e.ID.String(), e.AskedAt, e.Ready(), someTime(e.EndsAt)}
}

func (h *House) apiShow(r *web.Request, _ *web.None) (*web.Answer[APIOwnData], error) {
	o, err := h.Own(r, r.Grant)
	if err != nil {
		return nil, err
	}
	o.Name(r.Words)
	d := APIOwnData{Held: []APIHeld{}, Received: []APIReceived{}, Reads: []APIRead{}, Consents: []APIConsent{}, Exports: []APIExport{}}
	for _, x := range o.Held {
		d.Held = append(d.Held, APIHeld{string(x.Class), x.Holder, words(x.Categories), words(x.Purposes), someTime(x.DueAt)})
	}
	for _, x := range o.Recipients {
		d.Received = append(d.Received, APIReceived{x.At, x.Employer, string(x.Purpose), words(x.Categories)})
	}
	for _, x := range o.Reads {
		d.Reads = append(d.Reads, APIRead{x.At, string(x.Actor), string(x.Role), x.Employer, string(x.Purpose), words(x.Classes)})
	}
	for _, x := range o.Consents {
		d.Consents = append(d.Consents, APIConsent{string(x.Topic), x.Employer.String(), x.Whom, x.Given, someTime(x.Until)})
	}
	for _, x := range o.Exports {
		d.Exports = append(d.Exports, exportDocument(x))
	}
	return web.Answered(d, nil)
}

func (h *House) apiWithdraw(r *web.Request, in *web.With[APIConsentOff]) (*web.None, error) {
	var whom access.EmployerID
	if whom.UnmarshalText([]byte(in.Body.EmployerID)) != nil {
		return nil, fault.New(fault.NotFound, "fault.notfound")
	}
	shown := consent.Shown{Wording: r.Words.Say("rights.consent.withdraw"), Language: r.Words.Lang(), Surface: Path}
	return nil, h.Withdraw(r, r.Grant, consent.Topic(in.Body.Topic), whom, shown)
}

func (h *House) apiAsk(r *web.Request, _ *web.None) (*web.Answer[web.Made], error) {
	return web.MadeOf(h.Ask(r, r.Grant, r.Site.ID, r.Words.Lang()))
}

func (h *House) apiExport(r *web.Request, _ *apiExportID) (*web.Answer[APIExport], error) {
	v, err := web.PathID[exportNoun](r, "export")
	if err != nil {
		return nil, err
	}
	e, err := h.Export(r, r.Grant, v)
	return web.Answered(exportDocument(e), err)
}

func (h *House) apiFetch(r *web.Request, _ *apiExportID) (*web.Attachment, error) {
	v, err := web.PathID[exportNoun](r, "export")
	if err != nil {
		return nil, err
	}
	c, err := h.Fetch(r, r.Grant, v)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	return web.FileOf(c.About.Name, "application/zip", io.NewSectionReader(c, 0, c.File.Size))
}
