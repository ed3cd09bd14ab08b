package search

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/consent"
	"verv/internal/cv"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/privacy"
	"verv/internal/search/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// The addresses of this house.
const (
	PathVisibility = "/profile/visibility"
	PathPropose    = "/profile/visibility/propose"
	PathProposals  = "/profile/visibility/proposals" // of package propose
	pathBlocks     = "/profile/visibility/blocks"
	PathRequests   = "/requests"
	PathPeople     = "/employer/people"
	pathAsked      = "/employer/people/requests"
	pathLog        = "/employer/people/log"
	pathWords      = "/employer/people/words"
	pathSaved      = "/employer/people/saved"
	PathOfficer    = "/officer/people"
)

// Routes are the pages of people search. The person's own stay when the feature is switched off: whoever was found must be able to end it.
func (h *House) Routes() []web.Route {
	own := web.Own(access.CandidateOwn, privacy.Profile).Also(access.CandidateOwn, privacy.Correspond)
	find := web.Employer(access.PeopleSearch, privacy.Find)
	ask := find.Also(access.JobList, privacy.Recruit)
	team := web.Employer(access.MemberInvite, privacy.Recruit)
	stop := web.Public(access.PeopleStop, privacy.Account)
	routes := []web.Route{
		web.Get(PathPeople, find, h.showPeople),
		web.Get(pathWords, find, h.getWords),
		web.Get(pathSaved, find, h.showSaved),
		web.Post(pathSaved, find, h.postSaved),
		web.Get(pathSaved+"/{search}/tell", find, h.showTell),
		web.Post(pathSaved+"/{search}/tell", find, h.postTell),
		web.Post(pathSaved+"/{search}/forget", find, h.postForget),
		web.Get(PathPeople+"/{card}", ask, h.showPerson),
		web.Post(PathPeople+"/{card}/request", ask, h.postRequest),
		web.Get(pathAsked, ask, h.showAsked),
		web.Get(pathAsked+"/{approach}", ask, h.showAskedOne),
		web.Get(pathLog, team, h.showLog),
		web.Get(PathOfficer, web.Operation(access.RightsOversee, privacy.Operate), h.showBulk),
	}
	routes = web.All(routes, func(r web.Route) web.Route { return r.Of(feature.People) })
	return append(routes,
		web.Get(pathStop+"{token}", stop, h.askStop),
		web.Post(pathStop+"{token}", stop, h.postStop),
		web.Get(PathVisibility, own, h.showVisibility),
		web.Post(PathVisibility, own, h.postVisibility),
		web.Post(PathPropose, own, h.postPropose),
		web.Get(pathBlocks, own, h.showBlocks),
		web.Post(pathBlocks, own, h.postBlock),
		web.Post(pathBlocks+"/remove", own, h.postUnblock),
		web.Get(PathRequests, own, h.showRequests),
		web.Get(PathRequests+"/{approach}", own, h.showRequest),
		web.Post(PathRequests+"/{approach}/meet", own, h.postMeet),
		web.Post(PathRequests+"/{approach}/accept", own, h.postAccept),
		web.Post(PathRequests+"/{approach}/decline", own, h.postDecline(false)),
		web.Post(PathRequests+"/{approach}/block", own, h.postDecline(true)),
		web.Get(PathRequests+"/{approach}/withdraw", own, h.askWithdraw),
		web.Post(PathRequests+"/{approach}/withdraw", own, h.postWithdraw),
	)
}

type visibilityForm struct {
	Visibility string `form:"visibility,oneof=private|anonymous|visible"`
	CV         string `form:"cv,max=36"`
	Agree      bool   `form:"agree"`
}

func (h *House) showVisibility(r *web.Request) error {
	c, err := h.visibility(r, nil, nil)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, c)
}

// visibility is the page as the person stands, or as they typed it.
func (h *House) visibility(r *web.Request, typed *visibilityForm, wrong map[string]string) (templ.Component, error) {
	mails, err := r.GrantFor(privacy.Correspond)
	if err != nil {
		return nil, err
	}
	s, err := h.Stand(r, r.Grant, mails)
	if err != nil {
		return nil, err
	}
	waiting, err := h.WaitingForMe(r, r.Grant)
	if err != nil {
		return nil, err
	}
	agreed := "" // nobody's box is ticked for them
	f := visibilityForm{Visibility: string(s.Visibility), CV: s.Card.CV.String()}
	if typed != nil {
		f = *typed
		if f.Agree {
			agreed = "on"
		}
	}
	t := r.Words
	say := func(key string, args ...any) string { return t.Say("search."+key, args...) }
	v := page.Visibility{Action: r.Path(PathVisibility), State: webpage.Label{Word: say("visibility." + string(s.Visibility))},
		Back: webpage.Link{URL: r.Path("/profile"), Label: t.Say("candidate.title")}, Blocks: webpage.Link{URL: r.Path(pathBlocks), Label: say("blocks.title")},
		Shown: webpage.Input{Name: "visibility", Label: say("visibility.who"), Value: f.Visibility, Error: wrong["visibility"], Required: true},
		CV:    webpage.Input{Name: "cv", Label: say("visibility.cv"), Hint: say("visibility.cv.hint"), Value: f.CV, Error: wrong["cv"]},
		Agree: webpage.Input{Name: "agree", Label: wording(r), Value: agreed, Error: wrong["agree"]},
		Know:  []string{say("know.who"), say("know.where"), say("know.copies"), say("know.log"), say("know.back")},
		Privacy: webpage.Privacy{Who: say("visibility.privacy.who"), Why: say("visibility.privacy.why"),
			Until: say("visibility.privacy.until")}}
	v.Requests = webpage.Link{URL: r.Path(PathRequests), Label: say("tome.title")}
	if waiting > 0 {
		v.Requests.Label += " (" + t.Number(int64(waiting)) + ")"
	}
	if s.Visibility != Private {
		v.State.Color = webpage.Success
		v.Until = say("visibility.until", "Date", s.Card.Until)
	}
	if len(s.CVs) == 0 {
		v.None = webpage.Link{URL: r.Path("/cvs"), Label: say("visibility.make")}
	}
	for _, x := range Visibilities() {
		v.Choices = append(v.Choices, webpage.Choice{Value: string(x), Label: say("visibility." + string(x)), Hint: say("visibility." + string(x) + ".what")})
	}
	for _, d := range s.CVs {
		v.CVs = append(v.CVs, webpage.Choice{Value: d.ID.String(), Label: d.Title})
	}
	for _, x := range Visibilities()[1:] {
		if face, ok := s.Preview[x]; ok {
			active := s.Card.ActiveAt
			if active.IsZero() {
				active = r.Now
			}
			i := item(r, face, x == Anonymous, active)
			i.Level = 3
			v.Faces = append(v.Faces, page.Preview{Title: say("preview." + string(x)), Item: i})
		}
	}
	v.Propose = proposing(r, s, wrong["proposed"])
	return page.ShowVisibility(r.View(say("visibility.title")), v), nil
}

// wording is the sentence beside the box: what is agreed to.
func wording(r *web.Request) string { return r.Words.Say("search.agree") }

func shownTo(r *web.Request) consent.Shown {
	return consent.Shown{Wording: wording(r), Language: r.Words.Lang(), Surface: PathVisibility}
}

func (h *House) postVisibility(r *web.Request) error {
	var f visibilityForm
	err := web.Bind(r, &f)
	if err == nil {
		err = h.setVisibility(r, f)
	}
	if err != nil {
		kind := fault.KindOf(err)
		if kind != fault.Invalid {
			return err
		}
		_, wrong := r.Words.Fault(err)
		c, again := h.visibility(r, &f, wrong)
		if again != nil {
			return again
		}
		return r.Render(kind.Status(), c)
	}
	r.Flash("search.visibility.saved." + f.Visibility)
	return r.Redirect(r.Path(PathVisibility))
}

func (h *House) setVisibility(r *web.Request, f visibilityForm) error {
	if f.Visibility == string(Private) {
		return h.Hide(r, r.Grant, shownTo(r))
	}
	var wrong fault.Form
	if f.Visibility == "" {
		wrong.Add("visibility", "form.choice")
	} else if !f.Agree {
		wrong.Add("agree", "search.agree.needed")
	}
	if !r.Has(feature.People) {
		wrong.Add("visibility", "search.off")
	}
	var v cv.ID
	if v.UnmarshalText([]byte(f.CV)) != nil || v.IsZero() {
		wrong.Add("cv", "form.choice")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	mails, err := r.GrantFor(privacy.Correspond)
	if err != nil {
		return err
	}
	return h.Show(r, r.Grant, mails, Visibility(f.Visibility), v, shownTo(r))
}

type blockForm struct {
	Block string `form:"block,required,max=120"`
}

type unblockForm struct {
	By    string `form:"by,required,oneof=number|domain|name"`
	Value string `form:"value,required,max=120"`
}

func (h *House) showBlocks(r *web.Request) error {
	c, err := h.blocks(r, "", "")
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, c)
}

func (h *House) blocks(r *web.Request, typed, wrong string) (templ.Component, error) {
	mails, err := r.GrantFor(privacy.Correspond)
	if err != nil {
		return nil, err
	}
	s, err := h.Stand(r, r.Grant, mails)
	if err != nil {
		return nil, err
	}
	say := r.Words.Say
	v := page.Blocks{Action: r.Path(pathBlocks), Drop: r.Path(pathBlocks + "/remove"), Back: webpage.Link{URL: r.Path(PathVisibility), Label: say("search.visibility.title")},
		Block:   webpage.Input{Name: "block", Label: say("search.block"), Hint: say("search.block.hint"), Value: typed, Error: wrong, Required: true, Max: blockMax},
		Privacy: webpage.Privacy{Who: say("search.blocks.privacy.who"), Why: say("search.blocks.privacy.why")}}
	for _, b := range s.Always {
		v.Always = append(v.Always, blockText(r, b))
	}
	for _, b := range s.Typed {
		v.Typed = append(v.Typed, page.Typed{Text: blockText(r, b), Hidden: []webpage.Pair{{Name: "by", Value: string(b.By)}, {Name: "value", Value: b.Value}}})
	}
	return page.ShowBlocks(r.View(say("search.blocks.title")), v), nil
}

func blockText(r *web.Request, b Block) string {
	return r.Words.Say("search.block.by."+string(b.By), "Value", b.Value)
}

func (h *House) postBlock(r *web.Request) error {
	var f blockForm
	err := web.Bind(r, &f)
	if err == nil {
		err = h.Shut(r, r.Grant, f.Block)
	}
	if err != nil {
		if !fault.Is(err, fault.Invalid) {
			return err
		}
		_, wrong := r.Words.Fault(err)
		c, again := h.blocks(r, f.Block, wrong["block"])
		if again != nil {
			return again
		}
		return r.Render(http.StatusUnprocessableEntity, c)
	}
	r.Flash("search.block.added")
	return r.Redirect(r.Path(pathBlocks))
}

func (h *House) postUnblock(r *web.Request) error {
	var f unblockForm
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	if err := h.Unshut(r, r.Grant, Block{BlockBy(f.By), f.Value}); err != nil {
		return err
	}
	r.Flash("search.block.dropped")
	return r.Redirect(r.Path(pathBlocks))
}

func approachID(r *web.Request) (ID, error) { return web.PathID[noun](r, "approach") }

func cardID(r *web.Request) (CardID, error) { return web.PathID[cardNoun](r, "card") }

func labelled(all []string) (out []webpage.Label) {
	for _, s := range all[:min(len(all), skillsShown)] {
		out = append(out, webpage.Label{Word: s})
	}
	return slices.Clip(out)
}
