package console

import (
	"net/http"

	"verv/internal/access"
	"verv/internal/console/page"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// Path is the operator's home.
const Path = "/operator"

// Routes are the operator's pages about the installation itself.
func (h *House) Routes() []web.Route {
	see := web.Operation(access.HealthSee, privacy.Operate)
	return []web.Route{
		web.Get(Path, see, h.showHome),
		web.Get(pathTasks, see, h.showTasks),
		web.Post(pathTasks, see.Strong(), h.reviveTask),
	}
}

// crumbs lead back to the home page.
func crumbs(r *web.Request, title string) []webpage.Link {
	return []webpage.Link{{URL: r.Path(Path), Label: r.Words.Say("console.title")}, {URL: r.Here(), Label: title}}
}

// room is a page of the operator: where it is and who may open it.
type room struct {
	key, path string
	needs     access.Permission
}

var rooms = []room{
	{"tasks", pathTasks, access.HealthSee},
	{"moderation", Path + "/moderation", access.JobModerate},
	{"employers", Path + "/employers", access.EmployerVerify},
	{"sites", Path + "/sites", access.SiteEdit},
}

// seenTo is the page where a thing is seen to, if there is one.
var seenTo = map[What]string{OfTasks: "tasks", OfModeration: "moderation"}

// Color is the colour of a state; its word says the same.
func (s State) Color() webpage.Color {
	return map[State]webpage.Color{Fine: webpage.Success, Look: webpage.Warning, Wrong: webpage.Danger}[s]
}

func (h *House) showHome(r *web.Request) error {
	all, err := h.Examine(r, r.Grant)
	if err != nil {
		return err
	}
	Sort(all)
	t, worst := r.Words, Worst(all)
	m := page.Home{Title: t.Say("console.title"), Lead: t.Say("console.lead"),
		Overall: webpage.Notice{Color: worst.Color(), Text: t.Say("console.overall." + string(worst))},
		Rooms:   webpage.Records{ID: "rooms", Caption: t.Say("console.rooms"), Columns: []webpage.Column{{Label: t.Say("console.room")}, {Label: t.Say("console.room.what")}}}}
	at := map[string]string{}
	for _, p := range rooms {
		if r.Actor.May(p.needs) {
			at[p.key] = r.Path(p.path)
			m.Rooms.Rows = append(m.Rooms.Rows, []webpage.Cell{{Text: t.Say("console.room." + p.key), URL: r.Path(p.path)}, {Text: t.Say("console.room." + p.key + ".what")}})
		}
	}
	for _, f := range all {
		name := t.Say("console.what." + string(f.What))
		if f.State == Fine {
			m.Fine = append(m.Fine, name)
			continue
		}
		l := page.LookedAt{Name: name, State: webpage.Label{Word: t.Say("console.state." + string(f.State)), Color: f.State.Color()}}
		l.Wrong, l.Mend = f.Say(t)
		if key := seenTo[f.What]; at[key] != "" {
			l.Link = webpage.Link{URL: at[key], Label: t.Say("console.room." + key)}
		}
		m.Looks = append(m.Looks, l)
	}
	v := r.View(m.Title)
	v.Wide = true
	return r.Render(http.StatusOK, page.ShowHome(v, m))
}

// Say is what is wrong and how it is mended, in words.
func (f Finding) Say(t *locale.Words) (wrong, mend string) {
	if f.Code == "" {
		return "", ""
	}
	return t.Say("console.wrong."+f.Code, f.Args), t.Say("console.mend."+f.Code, f.Args)
}
