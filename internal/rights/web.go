package rights

import (
	"io"
	"net/http"
	"slices"
	"strings"

	"verv/internal/access"
	"verv/internal/consent"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/rights/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// Routes are the pages of rights, the officer's pages, and the public privacy page.
func (h *House) Routes() []web.Route {
	own := web.Own(access.RightsOwn, privacy.Rights).Also(access.ApplicationOwn, privacy.Apply)
	fresh := own.Fresh(Freshly)
	routes := []web.Route{
		web.Get(Path, own, h.show),
		web.Post(Path+"/consents/withdraw", own, h.withdrawConsent),
		web.Post(Path+"/applications/{application}/withdraw", own, h.withdrawApplication),
		web.Post(Path+"/exports", own, h.ask),
		web.Get(pathExports+"{export}", own, h.waiting),
		web.Get(pathExports+"{export}/file", own, h.fetch),
		web.Get(pathDelete, fresh, h.plan),
		web.Post(pathDelete, fresh, h.erasing),
		web.Get(pathErased+"{erasure}/{proof}", web.Public(access.SiteSee, privacy.Publish), h.erased),
		web.Get(pathNotice, web.Public(access.SiteSee, privacy.Publish), h.notice),
		web.Get(pathCookies, web.Public(access.SiteSee, privacy.Publish), h.cookies),
	}
	return slices.Concat(routes, h.restrictRoutes(), h.api(), h.officerRoutes())
}

func (h *House) show(r *web.Request) error {
	o, err := h.Own(r, r.Grant)
	if err != nil {
		return err
	}
	o.Name(r.Words)
	list, err := h.applications(r)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, page.Show(r.View(r.Words.Say("rights.title")), h.ownPage(r, o, list)))
}

// applications lists the person's applications; a persona that has none asks nobody.
func (h *House) applications(r *web.Request) ([]Application, error) {
	if h.Applications == nil || !r.Actor.May(access.ApplicationOwn) {
		return nil, nil
	}
	g, err := r.GrantFor(privacy.Apply)
	if err != nil {
		return nil, err
	}
	return h.Applications.Mine(r, g, r.Words)
}

type consentForm struct {
	Topic    string `form:"topic,required,max=60"`
	Employer string `form:"employer,max=36"`
}

func (h *House) withdrawConsent(r *web.Request) error {
	var f consentForm
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	var whom access.EmployerID
	if err := whom.UnmarshalText([]byte(f.Employer)); err != nil {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	shown := consent.Shown{Wording: r.Words.Say("rights.consent.withdraw"), Language: r.Words.Lang(), Surface: Path}
	if err := h.Withdraw(r, r.Grant, consent.Topic(f.Topic), whom, shown); err != nil {
		return err
	}
	r.Flash("rights.consent.done")
	return r.Redirect(r.Path(Path))
}

func (h *House) withdrawApplication(r *web.Request) error {
	id, err := r.PathText("application")
	if err != nil {
		return err
	}
	g, err := r.GrantFor(privacy.Apply)
	if err != nil {
		return err
	}
	if h.Applications == nil {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	if err := h.Applications.Withdraw(r, g, id); err != nil {
		return err
	}
	r.Flash("rights.application.done")
	return r.Redirect(r.Path(Path))
}

func (h *House) ask(r *web.Request) error {
	v, err := h.Ask(r, r.Grant, r.Site.ID, r.Words.Lang())
	if err != nil {
		return err
	}
	return r.Redirect(r.Path(pathExports + v.String()))
}

func (h *House) waiting(r *web.Request) error {
	v, err := web.PathID[exportNoun](r, "export")
	if err != nil {
		return err
	}
	e, err := h.Export(r, r.Grant, v)
	if err != nil {
		return err
	}
	t := r.Words
	here := r.Path(pathExports + v.String())
	w := page.Waiting{Steps: exportSteps(t, e), Sentence: t.Say("rights.export.packing"), Again: webpage.Link{URL: here, Label: t.Say("rights.again")}}
	if e.Whole > 0 && !e.Ready() {
		w.Sentence = t.Say("rights.export.progress", "Done", e.Done, "Whole", e.Whole)
	}
	if e.Ready() {
		w.Sentence = t.Say("rights.export.ready")
		w.Fetch = &webpage.Link{URL: here + "/file", Label: t.Say("rights.export.fetch"), Icon: "Download"}
		w.Left = rest(t.Say("rights.export.title"), e.AskedAt, e.EndsAt, r.Now)
	}
	return r.Render(http.StatusOK, page.ShowWaiting(r.View(t.Say("rights.export.title")), w))
}

func (h *House) fetch(r *web.Request) error {
	v, err := web.PathID[exportNoun](r, "export")
	if err != nil {
		return err
	}
	c, err := h.Fetch(r, r.Grant, v)
	if err != nil {
		return err
	}
	defer c.Close()
	return r.File(c.About.Name, "application/zip", io.NewSectionReader(c, 0, c.File.Size))
}

func (h *House) plan(r *web.Request) error {
	p, err := h.Plan(r, r.Grant)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, page.ShowDeletion(r.View(r.Words.Say("rights.delete.title")), h.deletionPage(r, p)))
}

func (h *House) erasing(r *web.Request) error {
	v, err := h.Delete(r, r.Grant, r.Site.ID)
	if err != nil {
		return err
	}
	r.ClearSession()
	return r.Redirect(r.Path(pathErased + v.String() + "/" + h.proof(v)))
}

// erased is for somebody who has no session any more: the address itself proves that they may see it.
func (h *House) erased(r *web.Request) error {
	v, err := web.PathID[erasureNoun](r, "erasure")
	if err != nil {
		return err
	}
	proof, err := r.PathText("proof")
	if err != nil {
		return err
	}
	e, err := h.Progress(r, r.Grant, asErasure(v), proof)
	if err != nil {
		return err
	}
	t := r.Words
	out := page.Erased{Reference: e.ID.String(), Steps: erasureSteps(t, e), Sentence: t.Say("rights.erased.doing"),
		Again: webpage.Link{URL: r.Here(), Label: t.Say("rights.again")}}
	if !e.DoneAt.IsZero() {
		out.Sentence = t.Say("rights.erased.done", "When", t.DateTime(e.DoneAt))
	}
	v2 := r.View(t.Say("rights.erased.title"))
	v2.NoIndex = true
	return r.Render(http.StatusOK, page.ShowErased(v2, out))
}

func (h *House) notice(r *web.Request) error {
	v, b := r.View(r.Words.Say("rights.notice.title")), h.noticePage(r, h.Notice())
	v.Description = b.Lead
	return r.Render(http.StatusOK, page.ShowBoard(v, b))
}

func (h *House) cookies(r *web.Request) error {
	b := cookiePage(r)
	v := r.View(b.Title)
	v.Description = b.Lead
	return r.Render(http.StatusOK, page.ShowBoard(v, b))
}

func joined(words []string) string { return strings.Join(words, ", ") }
