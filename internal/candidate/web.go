package candidate

import (
	"net/http"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/candidate/page"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

type profileForm struct {
	Name     string   `form:"name,required,max=120"`
	Phone    string   `form:"phone,max=30"`
	Headline string   `form:"headline,max=160"`
	Place    string   `form:"place,max=160"`
	Links    []string `form:"links,max=300,count=5"`

	Available string `form:"available,max=10"`
}

// Routes are the pages of the profile.
func (h *House) Routes() []web.Route {
	own := web.Own(access.CandidateOwn, privacy.Profile)
	return append([]web.Route{
		web.Get("/profile", own, h.show),
		web.Post("/profile", own, h.save),
	}, h.api()...)
}

func (h *House) show(r *web.Request) error {
	c, err := h.Mine(r, r.Grant)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, h.page(r, c.form(), nil))
}

func (h *House) save(r *web.Request) error {
	var f profileForm
	err := web.Bind(r, &f)
	if err == nil {
		err = h.Change(r, r.Grant, f.profile())
	}
	if err != nil {
		return r.Again(err, func(_ string, wrong map[string]string) templ.Component { return h.page(r, f, wrong) })
	}
	r.Flash("candidate.saved")
	return r.Redirect(r.Path("/profile"))
}

func (f profileForm) profile() Profile {
	return Profile{Name: f.Name, Phone: f.Phone, Headline: f.Headline, Place: f.Place, Links: f.Links, Available: f.Available}
}

func (c Candidate) form() profileForm {
	return profileForm{Name: c.Name, Phone: c.Phone, Headline: c.Headline, Place: c.Place, Links: c.Links, Available: c.Available}
}

func (h *House) page(r *web.Request, f profileForm, wrong map[string]string) templ.Component {
	t := r.Words
	say := func(key string) string { return t.Say("candidate." + key) }
	v := page.Profile{
		Action: r.Path("/profile"),
		Name:   webpage.Input{Name: "name", Label: say("name"), Value: f.Name, Required: true, Autocomplete: "name", Max: nameMax, Error: wrong["name"]},
		Phone:  webpage.Input{Name: "phone", Label: say("phone"), Value: f.Phone, Type: "tel", Autocomplete: "tel", Max: phoneMax, Error: wrong["phone"], Width: "medium"},
		Headline: webpage.Input{Name: "headline", Label: say("headline"), Hint: say("headline.hint"), Value: f.Headline, Max: lineMax,
			Error: wrong["headline"]},
		Place:     webpage.Input{Name: "place", Label: say("place"), Value: f.Place, Autocomplete: "address-level2", Max: lineMax, Error: wrong["place"]},
		Available: webpage.Input{Name: "available", Label: say("available"), Hint: say("available.hint"), Value: f.Available, Error: wrong["available"], Width: "medium"},
		CVs:       webpage.Link{URL: r.Path("/cvs"), Label: say("cvs")}, Visibility: webpage.Link{URL: r.Path("/profile/visibility"), Label: say("visibility")},
		Recommended: webpage.Link{URL: r.Path("/recommended"), Label: t.Say("recommend.title")},
	}
	for i := range linksMax {
		in := webpage.Input{Name: "links", ID: "links", Label: say("link"), Type: "url", Max: linkMax, Autocomplete: "url"}
		if i < len(f.Links) {
			in.Value = f.Links[i]
		} else if i > len(f.Links) {
			break
		}
		if i > 0 {
			in.ID = "links-" + string(rune('1'+i))
		} else {
			in.Error = wrong["links"]
		}
		v.Links = append(v.Links, in)
	}
	v.Privacy = webpage.Privacy{Who: say("who"), Why: say("why")}
	if until, err := h.KeptUntil(r, r.Grant); err == nil && !until.IsZero() {
		v.Privacy.Until = t.Say("candidate.until", "Date", until)
	}
	return page.Show(r.View(say("title")), v)
}
