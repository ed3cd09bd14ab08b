package search

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"verv/internal/search/page"
	"verv/internal/tell"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// pathStop is where the links of letters lead that stop them.
const pathStop = "/people/stop/"

// never is how a form says that a search tells nothing.
const never = "never"

type tellForm struct {
	Pace string `form:"pace,required,oneof=never|now|daily|weekly"`
}

func (f tellForm) pace() tell.Pace {
	if f.Pace == never {
		return Never
	}
	return tell.Pace(f.Pace)
}

func paceText(p tell.Pace) string {
	if p == Never {
		return never
	}
	return string(p)
}

// showTell is one saved search, with how often it tells.
func (h *House) showTell(r *web.Request) error {
	s, err := h.savedNamed(r)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, h.tellPage(r, s, tellForm{paceText(s.Pace)}, nil))
}

func (h *House) savedNamed(r *web.Request) (Saved, error) {
	v, err := web.PathID[savedNoun](r, "search")
	if err != nil {
		return Saved{}, err
	}
	return h.SavedSearch(r, r.Grant, v)
}

func (h *House) tellPage(r *web.Request, s Saved, f tellForm, wrong map[string]string) templ.Component {
	say := func(key string, args ...any) string { return r.Words.Say("search.tell."+key, args...) }
	at := r.Path(pathSaved + "/" + s.ID.String() + "/tell")
	v := page.Tell{Crumbs: []webpage.Link{{URL: r.Path(PathPeople), Label: r.Words.Say("search.people.title")}, {URL: r.Path(pathSaved), Label: r.Words.Say("search.saved.title")},
		{URL: at, Label: s.Title}}, Action: at, Back: webpage.Link{URL: r.Path(pathSaved), Label: say("back")},
		People:  webpage.Link{URL: r.Path(PathPeople) + "?" + s.Query, Label: say("people")},
		Pace:    webpage.Input{Name: "pace", Label: say("pace"), Value: f.Pace, Required: true, Error: wrong["pace"]},
		Privacy: webpage.Privacy{Who: say("privacy.who"), Why: say("privacy.why")}}
	for _, p := range append([]tell.Pace{Never}, tell.Paces()...) {
		key := "pace." + paceText(p)
		v.Paces = append(v.Paces, webpage.Choice{Value: paceText(p), Label: say(key), Hint: say(key + ".hint")})
	}
	if q, err := url.ParseQuery(s.Query); err == nil {
		form := peopleOf(q)
		for _, c := range form.chips(r) {
			v.Parts = append(v.Parts, c.Label)
		}
	}
	return page.ShowTell(r.View(s.Title), v)
}

func (h *House) postTell(r *web.Request) error {
	s, err := h.savedNamed(r)
	if err != nil {
		return err
	}
	var f tellForm
	if err = web.Bind(r, &f); err == nil {
		err = h.Tell(r, r.Grant, s.ID, f.pace(), r.Words.Lang())
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			if len(wrong) == 0 {
				wrong = map[string]string{"pace": sentence}
			}
			return h.tellPage(r, s, f, wrong)
		})
	}
	r.Flash("search.tell.done." + f.Pace)
	return r.Redirect(r.Path(pathSaved))
}

// askStop is the page behind the link of a letter: one button. Opening it changes nothing; what a mail program posts by itself (RFC 8058) is what the button
// posts, and gets an answer and no redirect.
func (h *House) askStop(r *web.Request) error {
	token, err := r.PathText("token")
	if err != nil {
		return err
	}
	everything, err := h.Stopping(r, r.Grant, token)
	if err != nil {
		return err
	}
	say, text := r.Words.Say, "search.stop.one"
	if everything {
		text = "search.stop.all"
	}
	return r.Render(http.StatusOK, page.ShowAsk(r.Unlisted(say("search.stop.title")), say(text),
		page.Answer{URL: r.Path(pathStop + token), Label: say("search.stop.button"), Color: webpage.Danger},
		webpage.Link{URL: r.Path(pathSaved), Label: say("search.tell.back")}))
}

func (h *House) postStop(r *web.Request) error {
	token, err := r.PathText("token")
	if err == nil {
		err = web.Bind(r, &struct{}{})
	}
	if err == nil {
		err = h.Stop(r, r.Grant, token)
	}
	if err != nil {
		return err
	}
	say := r.Words.Say
	return r.Render(http.StatusOK, page.ShowStopped(r.Unlisted(say("search.stopped.title")), say("search.stopped.text"),
		webpage.Link{URL: r.Path(pathSaved), Label: say("search.tell.back")}))
}

// peopleOf reads a search that was saved.
func peopleOf(v url.Values) (f peopleForm) {
	f.Words, f.Near, f.Km, f.Sort = v.Get("q"), v.Get("near"), v.Get("km"), v.Get("sort")
	for _, field := range Fields() {
		*f.many(field) = v[field.String()]
	}
	return f
}

// said is the part of a search that a card meets, in words.
func said(r *web.Request, q Wanted) string {
	var out []string
	for _, s := range []string{q.Words, q.Near} {
		if s != "" {
			out = append(out, s)
		}
	}
	for _, field := range Fields() {
		for _, v := range q.Chosen[field] {
			if text := valueText(r, field, v); text != "" {
				out = append(out, text)
			}
		}
	}
	if len(out) == 0 {
		return r.Words.Say("search.new.every")
	}
	return r.Words.List(out)
}
