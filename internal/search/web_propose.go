package search

import (
	"verv/internal/consent"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/search/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

type proposeForm struct {
	On       string `form:"on,required,oneof=yes|no"`
	Proposed bool   `form:"proposed"`
}

// proposing is the choice to be proposed as the person stands.
func proposing(r *web.Request, s Standing, wrong string) page.Propose {
	say := func(key string, args ...any) string { return r.Words.Say("search.propose."+key, args...) }
	p := page.Propose{Action: r.Path(PathPropose), State: webpage.Label{Word: say("off")}, List: webpage.Link{URL: r.Path(PathProposals), Label: say("list")},
		Know:    []string{say("know.what"), say("know.not"), say("know.people"), say("know.object")},
		Agree:   webpage.Input{Name: "proposed", Label: proposeWording(r), Error: wrong},
		Privacy: webpage.Privacy{Who: say("privacy.who"), Why: say("privacy.why"), Until: say("privacy.until")}}
	if s.Visibility == Private {
		p.First = say("first")
	}
	if s.Card.ProposeUntil.After(r.Now) {
		p.On, p.State, p.Until = true, webpage.Label{Word: say("on"), Color: webpage.Success}, say("until", "Date", s.Card.ProposeUntil)
	}
	return p
}

// proposeWording is the sentence beside the box.
func proposeWording(r *web.Request) string { return r.Words.Say("search.propose.agree") }

// postPropose is the tick, and the one press that takes it back: no question is asked before it.
func (h *House) postPropose(r *web.Request) error {
	var f proposeForm
	err := web.Bind(r, &f)
	shown := consent.Shown{Wording: proposeWording(r), Language: r.Words.Lang(), Surface: PathVisibility}
	switch {
	case err != nil:
	case f.On == "no":
		err = h.Object(r, r.Grant, shown)
	case !r.Has(feature.People):
		err = wrongPropose("search.off")
	case !f.Proposed:
		err = wrongPropose("search.propose.needed")
	default:
		err = h.Propose(r, r.Grant, shown)
	}
	if fault.Is(err, fault.Invalid) {
		_, wrong := r.Words.Fault(err)
		c, again := h.visibility(r, nil, wrong)
		if again != nil {
			return again
		}
		return r.Render(fault.Invalid.Status(), c)
	}
	if err != nil {
		return err
	}
	r.Flash("search.propose.saved." + f.On)
	return r.Redirect(r.Path(PathVisibility))
}

func wrongPropose(key string) error {
	var f fault.Form
	f.Add("proposed", key)
	return f.Err()
}

func ticked(on bool) string {
	if on {
		return "on"
	}
	return ""
}

// Item is a card as one entry of a list.
func Item(r *web.Request, c Card) webpage.Item {
	return item(r, c.Face(), c.Anonymous, c.ActiveAt)
}

// Terms are a card in full.
func Terms(r *web.Request, c Card) []webpage.Term { return terms(r, c.Face(), c.ActiveAt) }
