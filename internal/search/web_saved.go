package search

import (
	"net/http"

	"github.com/a-h/templ"

	"verv/internal/search/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// savedForm is a search with what it shall be called. The search comes along as the address of the list has it.
type savedForm struct {
	peopleForm
	Title  string `form:"title,max=60"`
	Shared bool   `form:"shared"`
}

func (h *House) showSaved(r *web.Request) error {
	var f savedForm
	if err := web.Bind(r, &f); err != nil {
		f = savedForm{} // an address is no form that could be wrong
	}
	c, err := h.savedPage(r, f, nil)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, c)
}

func (h *House) savedPage(r *web.Request, f savedForm, wrong map[string]string) (templ.Component, error) {
	all, err := h.SavedSearches(r, r.Grant)
	if err != nil {
		return nil, err
	}
	say := func(key string) string { return r.Words.Say("search.saved." + key) }
	v := page.Saved{Crumbs: []webpage.Link{{URL: r.Path(PathPeople), Label: r.Words.Say("search.people.title")}, {URL: r.Path(pathSaved), Label: say("title")}},
		Action: r.Path(pathSaved), Hidden: f.hidden(), Chips: f.chips(r),
		Title:   webpage.Input{Name: "title", Label: say("name"), Value: f.Title, Error: wrong["title"], Max: savedTitle, Required: true},
		Shared:  webpage.Input{Name: "shared", Label: say("shared")},
		Privacy: webpage.Privacy{Who: say("privacy.who"), Why: say("privacy.why")}}
	if f.Shared {
		v.Shared.Value = "on"
	}
	v.New = len(v.Hidden) > 0 || len(wrong) > 0
	for i := range v.Chips {
		v.Chips[i].URL = "" // what is saved is changed on the list
	}
	for _, s := range all {
		line := page.SavedSearch{Name: s.Title, URL: r.Path(PathPeople) + "?" + s.Query, Whose: say("whose.own")}
		if s.Shared {
			line.Whose = say("whose.team")
		}
		line.Tell = webpage.Link{URL: r.Path(pathSaved + "/" + s.ID.String() + "/tell"), Label: r.Words.Say("search.tell.choose")}
		if s.Pace != Never {
			line.Tell.Label = r.Words.Say("search.tell.change")
			line.Pace = r.Words.Say("search.tell.pace." + paceText(s.Pace))
		}
		if s.Own {
			line.Forget = r.Path(pathSaved + "/" + s.ID.String() + "/forget")
		}
		v.Searches = append(v.Searches, line)
	}
	return page.ShowSaved(r.View(say("title")), v), nil
}

func (h *House) postSaved(r *web.Request) error {
	var f savedForm
	err := web.Bind(r, &f)
	if err == nil {
		f.wanted(r.Words.Lang()) // puts the order into its one form
		f.New = ""               // a search is kept, not what was new in it once
		err = h.Save(r, r.Grant, Saved{Title: f.Title, Shared: f.Shared, Query: f.query().Encode()})
	}
	if err != nil {
		var again error
		shown := r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			if len(wrong) == 0 {
				wrong = map[string]string{"title": sentence}
			}
			var c templ.Component
			c, again = h.savedPage(r, f, wrong)
			if again != nil {
				return templ.NopComponent
			}
			return c
		})
		if again != nil {
			return again
		}
		return shown
	}
	r.Flash("search.saved.done")
	return r.Redirect(r.Path(pathSaved))
}

func (h *House) postForget(r *web.Request) error {
	v, err := web.PathID[savedNoun](r, "search")
	if err != nil {
		return err
	}
	if err := h.Forget(r, r.Grant, v); err != nil {
		return err
	}
	r.Flash("search.saved.forgotten")
	return r.Redirect(r.Path(pathSaved))
}
