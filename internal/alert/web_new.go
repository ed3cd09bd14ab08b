package alert

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/alert/page"
	"verv/internal/privacy"
	"verv/internal/tell"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

type newForm struct {
	Search  string `form:"search,max=2000"`
	Name    string `form:"name,max=80"`
	Pace    string `form:"pace,required,oneof=now|daily|weekly"`
	Address string `form:"address,max=254"`
	Agree   bool   `form:"agree"`
}

func (f newForm) wish() Wish { return Wish{Name: f.Name, Search: f.Search, Pace: Pace(f.Pace)} }

// asked is the search that the address of the page names.
func asked(r *web.Request) string {
	u, err := url.Parse(r.Here())
	if err != nil {
		return ""
	}
	return Canonical(u.Query())
}

func (h *House) getNew(r *web.Request) error {
	if r.Site.Own() {
		return notFound() // a search is one of a site
	}
	return h.renderNew(r, http.StatusOK, newForm{Search: asked(r), Pace: string(Daily)}, nil)
}

// found counts what a search finds today.
func (h *House) found(r *web.Request, v Wish) (int, error) {
	f := v.Filter()
	f.Most = 1
	all, err := h.Jobs.Search(r, r.Grant, r.Site.ID, f)
	return all.Total, err
}

func (h *House) renderNew(r *web.Request, status int, f newForm, wrong map[string]string) error {
	c, err := h.newPage(r, f, wrong)
	if err != nil {
		return err
	}
	return r.Render(status, c)
}

func (h *House) newPage(r *web.Request, f newForm, wrong map[string]string) (templ.Component, error) {
	t := r.Words
	say := func(key string, args ...any) string { return t.Say("alert."+key, args...) }
	n, err := h.found(r, f.wish())
	if err != nil {
		return nil, err
	}
	p := page.New{Action: r.Path(pathNew), Search: f.Search, Found: say("new.found", "Count", n), Parts: h.parts(r, f.wish()),
		Back:    webpage.Link{URL: r.Path(listPath(f.wish())), Label: say("new.back")},
		Name:    nameInput(t, f.Name, wrong),
		Pace:    paceInput(t, f.Pace, wrong),
		Paces:   paceChoices(t),
		Agree:   webpage.Input{Name: "agree", Label: agreement(r), Hint: say("agree.hint"), Required: true, Error: wrong["agree"]},
		Privacy: webpage.Privacy{Who: say("who"), Why: say("why"), Until: say("until.months")},
	}
	if f.Agree {
		p.Agree.Value = "on"
	}
	if wrong["search"] != "" {
		p.Wrong = wrong["search"]
	}
	if !seeks(r.Actor) {
		p.Address = webpage.Input{Name: "address", Label: say("address"), Hint: say("address.hint"), Value: f.Address, Type: "email", Autocomplete: "email",
			Required: true, Max: 254, Error: wrong["address"]}
	}
	return page.ShowNew(r.Unlisted(say("new.title")), p), nil
}

// agreement is the sentence beside the box.
func agreement(r *web.Request) string { return r.Words.Say("alert.agree", "Site", r.Site.Name) }

func nameInput(t webpage.T, value string, wrong map[string]string) webpage.Input {
	return webpage.Input{Name: "name", Label: t.Say("alert.name"), Hint: t.Say("alert.name.hint"), Value: value, Max: nameMax, Error: wrong["name"], Width: "medium"}
}

func paceInput(t webpage.T, value string, wrong map[string]string) webpage.Input {
	return webpage.Input{Name: "pace", Label: t.Say("alert.pace"), Value: value, Required: true, Error: wrong["pace"]}
}

func paceChoices(t webpage.T) (out []webpage.Choice) {
	for _, p := range tell.Paces() {
		out = append(out, webpage.Choice{Value: string(p), Label: t.Say("alert.pace." + string(p)), Hint: t.Say("alert.pace." + string(p) + ".hint")})
	}
	return out
}

// parts is a search in words, part by part.
func (h *House) parts(r *web.Request, v Wish) []string {
	firm := ""
	if f := v.Filter(); !f.Employer.IsZero() {
		firm = h.firm(r, r.Grant, f.Employer)
	}
	if all := v.Filter().Said(r.Words, firm); len(all) > 0 {
		return all
	}
	return []string{r.Words.Say("alert.search.every")}
}

func (h *House) postNew(r *web.Request) error {
	if r.Site.Own() {
		return notFound()
	}
	var f newForm
	err := web.Bind(r, &f)
	if err == nil {
		err = h.take(r, f)
	}
	if err != nil {
		return h.newAgain(r, err, f)
	}
	if seeks(r.Actor) {
		r.Flash("alert.saved")
		return r.Redirect(r.Path(path))
	}
	t := r.Words
	return r.Render(http.StatusOK, page.ShowReceipt(r.Unlisted(t.Say("alert.asked.title")), page.Receipt{Text: t.Say("alert.asked.text", "Address", f.Address),
		Note: t.Say("alert.asked.note"), Link: webpage.Link{URL: r.Path(listPath(f.wish())), Label: t.Say("alert.new.back")}}))
}

// newAgain shows the form again with what was typed; what is no matter of the form goes on.
func (h *House) newAgain(r *web.Request, err error, f newForm) error {
	f.Search = f.wish().tidy().Search
	var again error
	out := r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
		if len(wrong) == 0 {
			wrong = map[string]string{"search": sentence}
		}
		c, trouble := h.newPage(r, f, wrong)
		if again = trouble; trouble != nil {
			return templ.NopComponent
		}
		return c
	})
	if again != nil {
		return again
	}
	return out
}

// take saves the search of somebody who is known, and asks anybody else by letter.
func (h *House) take(r *web.Request, f newForm) error {
	agreed := Agreed{Box: f.Agree, Wording: agreement(r), Language: r.Words.Lang()}
	ga, err := r.GrantFor(privacy.Account)
	if err != nil {
		return err
	}
	if !seeks(r.Actor) {
		return h.Ask(r, ga, f.Address, f.wish(), agreed, from(r))
	}
	who := access.OfSubject(r.Actor.Subject)
	g, err := r.Grant.Within(who)
	if err != nil {
		return err
	}
	if ga, err = ga.Within(who); err != nil {
		return err
	}
	_, err = h.Make(r, g, ga, r.Site.ID, f.wish(), agreed)
	return err
}

// firm is what an employer is called; nothing where nobody knows.
func (h *House) firm(r *web.Request, g privacy.Grant, e access.EmployerID) string {
	name, err := h.Employers.Name(r, g, e)
	if err != nil {
		return ""
	}
	return name
}
