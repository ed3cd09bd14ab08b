package console

import (
	"time"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/locale"
	"verv/internal/privacy"
	board "verv/internal/rights/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

const pathPeople = Path + "/people"

// lately is how fresh the proof must be of whoever lets in an operator.
const lately = 15 * time.Minute

func (h *House) peopleRoutes() []web.Route {
	let := web.Operation(access.OperatorInvite, privacy.Operate)
	return []web.Route{
		web.Get(pathPeople, let, h.getPeople),
		web.Post(pathPeople, let.Strong().Fresh(lately), h.postPeople),
	}
}

// personForm is somebody who is let in.
type personForm struct {
	Name     string `form:"name,required,max=120"`
	Address  string `form:"address,required,max=254"`
	Language string `form:"language,max=2"`
	Kind     string `form:"kind,max=20"`
}

func (f personForm) invite() employer.Invite {
	i := employer.Invite{Name: f.Name, Address: f.Address, Language: f.Language}
	if !locale.Known(i.Language) {
		i.Language = locale.Default
	}
	return i
}

// personSheet is the form: with the kind of whom to let in, or for an owner.
func personSheet(r *web.Request, action, button string, f personForm, wrong map[string]string, kinds bool) templ.Component {
	t := r.Words
	fields := []webpage.Input{{Name: "name", Label: t.Say("employer.team.name"), Value: f.Name, Required: true, Max: 120, Width: "medium", Error: wrong["name"]},
		{Name: "address", Label: t.Say("employer.field.address"), Type: "email", Value: f.Address, Required: true, Max: 254, Width: "medium", Error: wrong["address"]}}
	choice := webpage.Input{Name: "language", Label: t.Say("console.people.language"), Value: f.Language, Width: "medium", Error: wrong["language"]}
	if choice.Value == "" {
		choice.Value = t.Lang()
	}
	var choices []webpage.Choice
	for _, l := range locale.Languages() {
		choices = append(choices, webpage.Choice{Value: l.Tag, Label: l.Name})
	}
	if kinds {
		choice = webpage.Input{Name: "kind", Label: t.Say("console.people.kind"), Value: f.Kind, Required: true, Width: "medium", Error: wrong["kind"]}
		choices = nil
		for _, k := range Kinds() {
			choices = append(choices, webpage.Choice{Value: string(k), Label: t.Say("server.persona." + string(k))})
		}
	}
	return board.Searching(t, webpage.Sheet{Action: action}, button, fields, nil, &choice, choices)
}

func (h *House) getPeople(r *web.Request) error {
	b, err := h.peopleBoard(r, personForm{Kind: string(access.Officer)}, nil)
	if err != nil {
		return err
	}
	return render(r, b)
}

func (h *House) peopleBoard(r *web.Request, f personForm, wrong map[string]string) (board.Board, error) {
	t := r.Words
	staff, let, err := h.Staff(r, r.Grant)
	if err != nil {
		return board.Board{}, err
	}
	b := board.Board{Title: t.Say("console.people.title"), Lead: t.Say("console.people.lead"), Crumbs: crumbs(r, t.Say("console.people.title"))}
	list := webpage.Records{ID: "staff", Caption: t.Say("console.people.title"), Hide: true, Columns: []webpage.Column{{Label: t.Say("console.people.kind")},
		{Label: t.Say("console.employer.count"), Number: true}, {Label: t.Say("console.people.last")}}}
	for _, k := range Kinds() {
		list.Rows = append(list.Rows, []webpage.Cell{{Text: t.Say("server.persona." + string(k))}, {Text: t.Number(int64(staff[k]))}, {Text: t.Date(let[string(k)])}})
	}
	b.Parts = []board.Part{{Title: t.Say("console.people.now"), Table: list},
		{Title: t.Say("console.people.let"), Lead: t.Say("console.people.let.lead"), Body: personSheet(r, r.Path(pathPeople), t.Say("console.people.let"), f, wrong, true)}}
	return b, nil
}

func (h *House) postPeople(r *web.Request) error {
	var f personForm
	err := web.Bind(r, &f)
	if err == nil {
		i := f.invite()
		i.Language = r.Words.Lang()
		err = h.LetIn(r, r.Grant, access.Persona(f.Kind), i)
	}
	if err == nil {
		r.Flash("console.people.done")
		return r.Redirect(r.Path(pathPeople))
	}
	_, wrong := r.Words.Fault(err)
	b, failed := h.peopleBoard(r, f, wrong)
	if failed != nil {
		return failed
	}
	return r.Again(err, func(string, map[string]string) templ.Component {
		v := r.View(b.Title)
		v.Wide = true
		return board.ShowBoard(v, b)
	})
}
