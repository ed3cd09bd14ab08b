package employer

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	view "verv/internal/employer/page"
	"verv/internal/employer/prose"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/locale"
	"verv/internal/site"
	"verv/internal/web"
	"verv/internal/web/page"
)

type profileForm struct {
	Name     string     `form:"name,required,max=120"`
	Web      string     `form:"web,max=300"`
	Story    string     `form:"story,lines,max=20000"`
	Street   string     `form:"street,max=120"`
	Postcode string     `form:"postcode,max=20"`
	Town     string     `form:"town,max=120"`
	Reply    web.Number `form:"reply,least=0,most=90"`
	Promise  string     `form:"promise,max=200"`
	Branch   string     `form:"branch,max=40"`
	Size     string     `form:"size,max=20"`
	Founded  web.Number `form:"founded,least=1000,most=2100"`
	Places   string     `form:"places,lines,max=2000"`
	Benefits string     `form:"benefits,lines,max=2000"`
	Meet     string     `form:"meet,lines,max=2000"`
	Accent   string     `form:"accent,max=20"`
	Do       string     `form:"do,max=20"`
}

// profile is what was typed, on top of what the form does not know.
func (f profileForm) profile(was Profile) Profile {
	return Profile{Name: f.Name, Web: f.Web, Story: f.Story, Street: f.Street, Postcode: f.Postcode, Town: f.Town, ReplyDays: int(f.Reply.Value),
		ReplyPromise: f.Promise, Presence: Presence{Branch: f.Branch, Size: Size(f.Size), Founded: int(f.Founded.Value), Places: lines(f.Places),
			Benefits: lines(f.Benefits), Meet: lines(f.Meet), Accent: f.Accent, Logo: was.Logo, Framers: was.Framers}}
}

func profileOf(e Employer) profileForm {
	f := profileForm{Name: e.Name, Web: e.Web, Story: prose.Typed(e.Story), Street: e.Street, Postcode: e.Postcode, Town: e.Town, Promise: e.ReplyPromise,
		Branch: e.Branch, Size: string(e.Size), Places: strings.Join(e.Places, "\n"), Benefits: strings.Join(e.Benefits, "\n"), Meet: strings.Join(e.Meet, "\n"),
		Accent: e.Accent}
	if e.ReplyDays > 0 {
		f.Reply.Raw = strconv.Itoa(e.ReplyDays)
	}
	if e.Founded > 0 {
		f.Founded.Raw = strconv.Itoa(e.Founded)
	}
	return f
}

// typed is the form as a preview carries it along.
func (f profileForm) typed() []page.Pair {
	return []page.Pair{{Name: "name", Value: f.Name}, {Name: "web", Value: f.Web}, {Name: "story", Value: f.Story}, {Name: "street", Value: f.Street},
		{Name: "postcode", Value: f.Postcode}, {Name: "town", Value: f.Town}, {Name: "reply", Value: f.Reply.Raw}, {Name: "promise", Value: f.Promise},
		{Name: "branch", Value: f.Branch}, {Name: "size", Value: f.Size}, {Name: "founded", Value: f.Founded.Raw}, {Name: "places", Value: f.Places},
		{Name: "benefits", Value: f.Benefits}, {Name: "meet", Value: f.Meet}, {Name: "accent", Value: f.Accent}}
}

func (h *House) own(r *web.Request) (Employer, error) { return h.Open(r, r.Grant, r.Actor.Employer) }

func (h *House) getProfile(r *web.Request) error {
	e, err := h.own(r)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, profilePage(r, profileOf(e), "", nil))
}

// What the form's buttons do.
const (
	doPreview = "preview"
	doEdit    = "edit"
)

func (h *House) postProfile(r *web.Request) error {
	e, err := h.own(r)
	if err != nil {
		return err
	}
	var f profileForm
	if err = web.Bind(r, &f); err == nil {
		switch {
		case f.Do == doEdit:
			return r.Render(http.StatusOK, profilePage(r, f, "", nil))
		case f.Do == doPreview && h.preview != nil:
			err = h.showPreview(r, e, f)
			if err == nil {
				return nil
			}
		default:
			err = h.Change(r, r.Grant, f.profile(e.Profile))
		}
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return profilePage(r, f, sentence, wrong)
		})
	}
	r.Flash("employer.saved")
	return r.Redirect(r.Path("/employer/profile"))
}

// showPreview checks what was typed and shows the page as it would be. Nothing is saved.
func (h *House) showPreview(r *web.Request, e Employer, f profileForm) error {
	var wrong fault.Form
	e.Profile = f.profile(e.Profile).tidy()
	if e.Profile.check(&wrong); wrong.Err() != nil {
		return wrong.Err()
	}
	return h.preview(r, e, Then{Action: r.Path("/employer/profile"), Typed: f.typed()})
}

func profileFields(w *locale.Words, f profileForm) []view.Field {
	branches, sizes := []page.Choice{{Label: w.Say("employer.unsaid")}}, []page.Choice{{Label: w.Say("employer.unsaid")}}
	for _, b := range site.Branches() {
		branches = append(branches, page.Choice{Value: b, Label: w.Say("site.branch." + b)})
	}
	for _, s := range Sizes() {
		sizes = append(sizes, page.Choice{Value: string(s), Label: w.Say("employer.size." + string(s))})
	}
	return []view.Field{
		{Input: page.Input{Name: "name", Value: f.Name, Required: true, Max: nameMax, Autocomplete: "organization"}},
		{Input: page.Input{Name: "story", Value: f.Story, Rows: 12}, As: "area"},
		{Input: page.Input{Name: "branch", Value: f.Branch, Width: "medium"}, As: "select", Choices: branches},
		{Input: page.Input{Name: "size", Value: f.Size, Width: "medium"}, As: "select", Choices: sizes},
		{Input: page.Input{Name: "founded", Value: f.Founded.Raw, Mode: "numeric", Width: "short", Max: 4}},
		{Input: page.Input{Name: "places", Value: f.Places, Rows: 3}, As: "area"},
		{Input: page.Input{Name: "benefits", Value: f.Benefits, Rows: 5}, As: "area"},
		{Input: page.Input{Name: "meet", Value: f.Meet, Rows: 3}, As: "area"},
		{Input: page.Input{Name: "web", Value: f.Web, Type: "url", Max: webMax}},
		{Input: page.Input{Name: "street", Value: f.Street, Max: lineMax, Width: "medium"}},
		{Input: page.Input{Name: "postcode", Value: f.Postcode, Max: 20, Width: "short"}},
		{Input: page.Input{Name: "town", Value: f.Town, Max: lineMax, Width: "medium"}},
		{Input: page.Input{Name: "reply", Value: f.Reply.Raw, Mode: "numeric", Width: "short", Max: 2}},
		{Input: page.Input{Name: "promise", Value: f.Promise, Max: promiseMax}},
		{Input: page.Input{Name: "accent", Value: f.Accent, Width: "short", Max: 20}},
	}
}

func profilePage(r *web.Request, f profileForm, sentence string, wrong map[string]string) templ.Component {
	w := r.Words
	s := sheet(w, view.Sheet{Title: w.Say("employer.profile.title"), Lead: w.Say("employer.profile.lead"), Sentence: sentence, Action: r.Path("/employer/profile"),
		Button: w.Say("employer.save"), Second: w.Say("employer.preview"), Fields: profileFields(w, f)}, wrong)
	s.Back = page.Link{URL: r.Path("/employers/" + r.Actor.Employer.String()), Label: w.Say("employer.profile.public")}
	s.More = []page.Link{{URL: r.Path("/employer/profile/pictures"), Label: w.Say("employer.pictures.title")}}
	if r.Has(feature.Embed) {
		s.More = append(s.More, page.Link{URL: r.Path("/employer/embed"), Label: w.Say("employer.embed.title")})
	}
	return view.FormPage(r.View(s.Title), s)
}
